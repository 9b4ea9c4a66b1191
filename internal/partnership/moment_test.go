package partnership_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

// turning is a clock that the test turns.
type turning struct{ now time.Time }

func (c *turning) Now() time.Time { return c.now }

// A clock that is set back a little turns no order round; one that jumps back is told, and
// nothing is kept; one that was ahead is confirmed, and what it wrote is known from now on.
func TestAClockThatJumps(t *testing.T) {
	clock := &turning{dbtest.Today}
	dbtest.EachWith(t, clock, func(t *testing.T, d *db.DB) {
		clock.now = dbtest.Today
		k := newDesk(t, d)
		id := k.begin(between(partnership.KindPartnership, bialystok, hrodna), act(partnership.ActAgreement, partnership.On(2018, 3, 16)))
		other := k.begin(between(partnership.KindPartnership, leszno, deurne), act(partnership.ActAgreement, partnership.On(1992, 0, 0)))

		clock.now = dbtest.Today.Add(-time.Minute)
		k.ok(k.Take(t.Context(), officer, id, partnership.Position{Side: bialystok, Agrees: true}))
		clock.now = dbtest.Today.Add(-90 * time.Second)
		k.ok(k.Take(t.Context(), officer, id, partnership.Position{Side: bialystok, Says: "It began in 2017."}))
		review := k.record(id, act(partnership.ActReview, partnership.On(2020, 0, 0)))
		k.ok(k.Withdraw(t.Context(), officer, id, review, ""))
		k.ordered(id)

		before := byID(t, d, id)
		clock.now = dbtest.Today.AddDate(0, 0, -3)
		for what, err := range map[string]error{
			"an act":         k.Amend(t.Context(), officer, id, before.Version, numbered(before.Acts[0], "XL/12"), nothing),
			"a withdrawal":   k.Withdraw(t.Context(), officer, id, before.Acts[0].ID, ""),
			"a side's word":  k.Take(t.Context(), officer, id, partnership.Position{Side: bialystok, Agrees: true}),
			"another's act":  second(k.Record(t.Context(), officer, other, act(partnership.ActReview, partnership.On(2020, 0, 0)), paper)),
			"a partnership":  second(k.Begin(t.Context(), officer, between(partnership.KindPartnership, gizycko, nesterov), "", []partnership.Act{act(partnership.ActAgreement, partnership.On(2006, 0, 0))}, paper)),
			"its own fields": k.Revise(t.Context(), officer, id, before.Version, between(partnership.KindFriendship, bialystok, hrodna), ""),
		} {
			if errs.KindOf(err) != errs.Conflict || errs.PublicOf(err).Key != "error.clock.back" {
				t.Errorf("%s while the clock is three days behind: %v", what, err)
			}
		}
		if diff := cmp.Diff(before, byID(t, d, id)); diff != "" {
			t.Errorf("something was kept (-before +after):\n%s", diff)
		}

		k.ok(k.log.Change(t.Context(), officer, func(tx *db.Tx, note func(people.Entry)) error {
			note(people.Entry{Action: people.OwnAccount, Kind: "account", ID: "another"}) // what else is written does not hide it
			return nil
		}))
		_, err := k.Record(t.Context(), officer, id, act(partnership.ActReview, partnership.On(2021, 0, 0)), paper)
		if errs.PublicOf(err).Key != "error.clock.back" {
			t.Errorf("after a change of something else: %v", err)
		}

		k.ok(k.log.Change(t.Context(), officer, func(tx *db.Tx, note func(people.Entry)) error { return k.store.TrustClock(t.Context(), tx, note) }))
		k.record(id, act(partnership.ActReview, partnership.On(2021, 0, 0)))
		k.ordered(id)
		for _, a := range byID(t, d, id).Acts {
			if a.KnownSince.After(clock.now) {
				t.Errorf("%s is known since %s, which is to come", a.Type, a.KnownSince)
			}
		}
	})
}

func second(_ string, err error) error { return err }

func numbered(a partnership.Act, number string) partnership.Act {
	a.Number = number
	return a
}

// ordered checks that nothing was withdrawn before it was known, and that no change is
// older than the one before it.
func (k *desk) ordered(id string) {
	k.Helper()
	p := byID(k.T, k.d, id)
	for _, a := range p.Acts {
		if !a.KnownUntil.IsZero() && a.KnownUntil.Before(a.KnownSince) {
			k.Errorf("%s: known from %s until %s", a.Type, a.KnownSince, a.KnownUntil)
		}
	}
	for _, c := range p.Claims {
		if !c.KnownUntil.IsZero() && c.KnownUntil.Before(c.KnownSince) {
			k.Errorf("%s: known from %s until %s", c.Field, c.KnownSince, c.KnownUntil)
		}
	}
	all, err := k.store.Revisions(k.Context(), id)
	if err != nil {
		k.Fatal(err)
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].At.Before(all[i].At) {
			k.Errorf("revision %d of %s follows one of %s", all[i-1].Version, all[i-1].At, all[i].At)
		}
	}
}
