package people_test

import (
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
)

func TestAReversalIsItsOwnersAndWorksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := people.NewLog(d, secret.New(), "")
		store := people.NewStore(d, log, secret.New(), clock.Fixed(dbtest.Today))
		mine, other := people.Actor{Account: "a1"}, people.Actor{Account: "a2"}
		var id string
		change := func(who people.Actor, fn func(tx *db.Tx) error) error {
			return log.Change(t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
				note(people.Entry{Action: people.EditPart, Kind: "partnership", ID: "p1"})
				return fn(tx)
			})
		}
		err := change(mine, func(tx *db.Tx) (err error) {
			id, err = people.KeepReversal(t.Context(), tx, mine, "kind", []string{"x"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		use := func(who people.Actor) (body []string, err error) {
			err = change(who, func(tx *db.Tx) error { return people.UseReversal(t.Context(), tx, who, id, &body) })
			return body, err
		}
		if _, ok, err := store.Reversal(t.Context(), other, id); ok || err != nil {
			t.Errorf("another person sees it: %t %v", ok, err)
		}
		if _, err := use(other); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another person uses it: %v", err)
		}
		if what, ok, err := store.Reversal(t.Context(), mine, id); !ok || what.Kind != "kind" || err != nil {
			t.Errorf("its owner: %+v %t %v", what, ok, err)
		}
		if body, err := use(mine); err != nil || len(body) != 1 {
			t.Errorf("its owner uses it: %v %v", body, err)
		}
		if _, err := use(mine); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a second time: %v", err)
		}
		latest, err := log.Latest(t.Context(), "partnership", []string{"p1", "p2"})
		if err != nil || len(latest) != 1 || latest["p1"].Actor != "a1" {
			t.Errorf("who changed it last: %+v, %v", latest, err)
		}
	})
}
