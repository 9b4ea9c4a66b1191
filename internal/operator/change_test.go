package operator

import (
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

// Who saves a face leaves a row in the audit chain that names what differs; what is
// refused leaves none.
func TestChangeIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, err := Open(t.Context(), NewStore(d), known)
		if err != nil {
			t.Fatal(err)
		}
		log := people.NewLog(d, secret.New(), "")
		who := people.Actor{Account: "administrator"}
		f := example()
		if err := k.Change(t.Context(), log, who, &f); err != nil || k.Now().Brand("pl") != "PZM" {
			t.Fatalf("%v; the brand is %q", err, k.Now().Brand("pl"))
		}
		next := *k.Now()
		next.Short = "Z"
		if err := k.Change(t.Context(), log, who, &next); err != nil {
			t.Fatal(err)
		}
		same := *k.Now()
		if err := k.Change(t.Context(), log, who, &same); err != nil || k.Now().Version != 2 {
			t.Errorf("a change of nothing: %v, version %d", err, k.Now().Version)
		}
		bad := *k.Now()
		bad.Colours.Here = "#ffff00"
		if err := k.Change(t.Context(), log, who, &bad); errs.KindOf(err) != errs.Invalid {
			t.Errorf("yellow on white: %v", err)
		}
		if err := k.Change(t.Context(), log, who, &f); errs.KindOf(err) != errs.Conflict {
			t.Errorf("an old version: %v, want %v", err, errs.Conflict)
		}
		told, err := db.Collect(t.Context(), d, func(r db.Scanner) (s string, err error) { return s, r.Scan(&s) },
			`SELECT detail FROM audit WHERE kind = 'operator' ORDER BY seq`)
		if err != nil || len(told) != 2 {
			t.Errorf("%d rows in the audit chain, %v; want 2: %q", len(told), err, told)
		}
		changes := differences(&f, &next)
		if len(changes) != 1 || changes[0] != (people.FieldChange{Name: "short", Old: "PZM", New: "Z"}) {
			t.Errorf("differences %+v", changes)
		}
	})
}
