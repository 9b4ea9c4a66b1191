package demo

import (
	"path/filepath"
	"testing"

	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/secret"
)

// What is added is valid, is marked, and goes without a trace; what an operator saved
// meanwhile stays.
func TestAddAndRemove(t *testing.T) {
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	if faults := exampleFace(catalog).Check(catalog.Languages()); len(faults) > 0 {
		t.Errorf("the example is refused: %v", faults)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		faces := operator.NewStore(d)
		c := New(d, log, Parts(faces, catalog)...)
		if fresh, err := c.Fresh(t.Context()); !fresh || err != nil {
			t.Errorf("fresh: %t, %v", fresh, err)
		}
		for range 2 { // a second time adds nothing
			if err := c.Add(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		f, err := faces.Latest(t.Context())
		if err != nil || !f.Demo || f.Version != 1 || f.For(catalog.Languages()).Name("lt") == "Twintown" {
			t.Errorf("%+v, %v", f, err)
		}
		keeper, err := operator.Open(t.Context(), faces, catalog.Languages())
		if err != nil {
			t.Fatal(err)
		}
		mine := *keeper.Now()
		mine.Short = "Mine"
		if err := keeper.Change(t.Context(), log, people.System(), &mine); err != nil {
			t.Fatal(err)
		}
		if n, err := c.Remove(t.Context(), people.System()); n != 1 || err != nil {
			t.Errorf("%d rows went, %v; want the example alone", n, err)
		}
		if f, err = faces.Latest(t.Context()); err != nil || f.Demo || f.Short != "Mine" {
			t.Errorf("afterwards: %+v, %v", f, err)
		}
		if n, err := c.Remove(t.Context(), people.System()); n != 0 || err != nil {
			t.Errorf("a second time: %d, %v", n, err)
		}
		if fresh, err := c.Fresh(t.Context()); fresh || err != nil {
			t.Errorf("who removed it is given it again: %t, %v", fresh, err)
		}
	})
}
