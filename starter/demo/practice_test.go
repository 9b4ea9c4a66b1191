package demo

import (
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/starter/registry"
)

// The good practice is public in each language with its source and what is not known, names
// a partnership that the registry has, and goes without a trace.
func TestTheGoodPractice(t *testing.T) {
	known, err := registry.Read()
	if err != nil {
		t.Fatal(err)
	}
	source, pair := "", ""
	for _, s := range known.Sources {
		if s.Code == "goldap-info-2023" {
			source = s.URL
		}
	}
	for _, p := range known.Partnerships {
		if p.Key == "goldap-sakiai" {
			pair = partnership.PairID(p.Parties[0].Place, p.Parties[1].Place)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(d, log, clock.Fixed(dbtest.Today), nil)
		c := New(d, log, PracticePart(papers))
		if err := c.Add(t.Context()); err != nil {
			t.Fatal(err)
		}
		texts, err := papers.OfItem(t.Context(), practiceID)
		if err != nil || len(texts) != len(languages) {
			t.Fatalf("%d texts, %v", len(texts), err)
		}
		for _, x := range texts {
			if x.Stale || x.Lead == "" || x.Details.Partners == "" || x.Details.Cost == "" || x.Facts.Cost != 0 || !strings.Contains(x.Body, "("+source+")") || pair == "" || x.Targets(press.OfPartnership)[0] != pair {
				t.Errorf("%s: %+v", x.Language, x)
			}
		}
		if n, err := c.Remove(t.Context(), people.System()); n < 20 || err != nil {
			t.Errorf("%d rows went, %v", n, err)
		}
		if all, err := papers.All(t.Context()); len(all) != 0 || err != nil {
			t.Errorf("%d items stay, %v", len(all), err)
		}
	})
}
