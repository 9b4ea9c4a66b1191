package demo

import (
	"path/filepath"
	"testing"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
)

// The help points are examples: public, in each language, and nobody can be called.
func TestTheHelpPoints(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		points := helppoint.NewStore(d, log, nil)
		c := New(d, log, HelpPart(points))
		if err := c.Add(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := points.Public(t.Context())
		if err != nil || len(all) != 3 {
			t.Fatalf("%d points, %v", len(all), err)
		}
		for _, p := range all {
			if !p.Example || p.Dials() || p.Asks() || p.Hours == "" || len(p.Phones) != 1 {
				t.Errorf("%+v", p)
			}
			for _, l := range languages {
				if p.Texts[l].Name == "" || p.Stale(l) {
					t.Errorf("%s in %s: %+v", p.Handle, l, p.Texts[l])
				}
			}
		}
		if n, err := c.Remove(t.Context(), people.System()); n != 3 || err != nil {
			t.Errorf("%d went, %v", n, err)
		}
		if all, err := points.All(t.Context()); len(all) != 0 || err != nil {
			t.Errorf("%d stay, %v", len(all), err)
		}
	})
}
