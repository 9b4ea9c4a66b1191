package partnership_test

import (
	"encoding/json"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
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
		"bialystok-hrodna": partnership.Terminated,
	}
	catalog, err := lang.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range all.Partnerships {
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
		_ = source.Fields(p.Claims, time.Time{})
	}
	if missing := catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %v", missing)
	}
}
