package partnership_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/source"
	"twintown/starter/registry"
)

// fromStarter reads a starter partnership as the importer does: by its JSON.
func fromStarter(t *testing.T, from registry.Partnership) partnership.Partnership {
	t.Helper()
	text, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	var p partnership.Partnership
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatalf("%s: %v", from.Key, err)
	}
	for i := range p.Acts {
		p.Acts[i].ID = from.Acts[i].Key
	}
	return p
}

// TestStarterStories reads the hand-written partnerships and says how they stand.
func TestStarterStories(t *testing.T) {
	all, err := registry.Read()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]partnership.Code{
		"krakow-jerusalem":          partnership.Contact,
		"goldap-dubna":              partnership.Contact,
		"bialystok-county-uzhhorod": partnership.Conditional,
		"krzeszowice-zhovkva":       partnership.Intended,
		"goldap-sakiai":             partnership.Active,
		"skarzysko-hrodna":          partnership.Suspended,
		"chicago-moscow":            partnership.Suspended,
		"erlangen-vladimir":         partnership.Suspended,
		"bialystok-pskov":           partnership.Expired,
		"bialystok-kaliningrad":     partnership.Expired,
		"gizycko-county-nesterov":   partnership.Expired,
		"bialystok-irkutsk":         partnership.Denounced,
		"bialystok-tomsk":           partnership.Denounced,
		"bialystok-hrodna":          partnership.Terminated,
		"konin-bryansk":             partnership.Terminated,
		"leszno-deurne":             partnership.Terminated,
		"lodz-ivanovo":              partnership.Terminated,
		"lodz-kaliningrad":          partnership.Terminated,
	}
	missing := maps.Clone(want)
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range all.Partnerships {
		delete(missing, from.Key)
		p := fromStarter(t, from)
		if err := p.Check(); err != nil {
			t.Errorf("%s: %v", from.Key, err)
		}
		got := partnership.StatusOf(p, day, time.Time{})
		if code, named := want[from.Key]; named && code != got.Code {
			t.Errorf("%s is %v, want %v", from.Key, got.Code, code)
		}
		for _, code := range catalog.Languages() {
			printer := catalog.Printer(code)
			sentence := printer.Message(got.Sentence)
			for _, n := range got.Notes {
				sentence += " " + printer.Message(n)
			}
			t.Logf("%-28s %s %-12v %s", from.Key, code, got.Code, sentence)
		}
		if got.Code == partnership.None {
			t.Errorf("%s has no status", from.Key)
		}
		history := partnership.HistoryOf(p, day, time.Time{})
		if len(history.Entries) < len(p.Acts) {
			t.Errorf("%s: %d lines for %d acts", from.Key, len(history.Entries), len(p.Acts))
		}
		if from.Key == "bialystok-hrodna" {
			checkContradiction(t, p)
		}
	}
	if len(missing) > 0 {
		t.Errorf("partnerships that are not there: %v", missing)
	}
	if keys := catalog.Missing(); len(keys) > 0 {
		t.Errorf("messages that are not there: %v", keys)
	}
}

// checkContradiction: Białystok–Hrodna began in 1960, in 2000 or in 2018, by whom one asks.
func checkContradiction(t *testing.T, p partnership.Partnership) {
	t.Helper()
	fields := source.Contradictions(p.Claims, time.Time{})
	if len(fields) != 1 || fields[0].Field != "start" {
		t.Fatalf("contradictions: %+v", fields)
	}
	var values []string
	for _, v := range fields[0].Values {
		values = append(values, v.Value)
	}
	for _, want := range []string{"1960", "2018-03-16"} {
		if !slices.Contains(values, want) {
			t.Errorf("%s is not among %v", want, values)
		}
	}
}
