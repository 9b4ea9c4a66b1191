package delegation_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// drafts adds as many organisations.
func (d *desk) drafts(n int) (ids []string) {
	d.Helper()
	var all []delegation.Delegation
	for i := range n {
		all = append(all, delegation.Delegation{
			Meeting: d.meeting, Kind: delegation.Organisation, Name: "Office " + strconv.Itoa(i), Language: "lt", Quota: 1,
			Contact: delegation.Contact{Email: "office" + strconv.Itoa(i) + "@example.org"},
		})
	}
	ids, _, err := d.store.AddAll(d.Context(), organiser, all)
	d.must(err)
	return ids
}

// Five hundred are invited part by part: each once, whatever stops between, and one that
// cannot be written to stops nobody.
func TestManyAreInvitedByAJob(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		queue := jobs.NewQueue(d.d)
		ids := d.drafts(70)
		d.must(d.store.Invite(d.Context(), organiser, ids[3])) // meanwhile, by somebody else
		d.must(d.store.Drop(d.Context(), organiser, ids[5]))
		d.broken = ids[30]
		bulk, err := d.store.BeginBulk(d.Context(), organiser, d.meeting, delegation.ActInvite, ids, queue)
		d.must(err)
		_, err = d.store.BeginBulk(d.Context(), organiser, d.meeting, delegation.ActRemind, ids, queue)
		d.refused("another one beside it", "error.guests.bulk", err)
		if _, err := d.store.BeginBulk(d.Context(), organiser, d.meeting, delegation.ActWithdraw, ids, queue); err == nil {
			d.Error("what can be taken back is no bulk")
		}

		ended := 0
		end := func(context.Context, *db.Tx) error { ended++; return nil }
		stop := errors.New("the node stops")
		if _, err := d.store.StepBulk(d.Context(), organiser, bulk, end); err != nil {
			d.Fatal(err)
		}
		b, ok, err := d.store.LastBulk(d.Context(), d.meeting)
		if err != nil || !ok || b.Now == 0 || b.Now == b.All || !b.Ended.IsZero() || b.Still(d.clock.Now()) {
			d.Fatalf("after a part: %+v, %v", b, err)
		}
		if d.clock.Add(20 * time.Minute); !b.Still(d.clock.Now()) {
			d.Error("nobody notices that it does not move")
		}
		for more := true; more; {
			if more, err = d.store.StepBulk(d.Context(), organiser, bulk, func(context.Context, *db.Tx) error { return stop }); errors.Is(err, stop) {
				break // in the last part: nothing of it is kept
			}
			d.must(err)
		}
		for more := true; more; {
			if more, err = d.store.StepBulk(d.Context(), organiser, bulk, end); err != nil {
				d.Fatal(err)
			}
		}
		if more, err := d.store.StepBulk(d.Context(), organiser, bulk, end); more || err != nil {
			d.Errorf("begun once more: %v, %v", more, err)
		}
		b, _, err = d.store.LastBulk(d.Context(), d.meeting)
		d.must(err)
		if b.All != 70 || b.Now != 70 || b.Done != 67 || b.Ended.IsZero() || ended != 2 {
			d.Errorf("%+v, ended %d times", b, ended)
		}
		for i, id := range ids {
			got := d.events(id)
			if want := map[bool]int{false: 1, true: 0}[i == 5 || i == 30]; len(got) != want {
				d.Errorf("the delegation %d is told %v, want %d mails", i, got, want)
			}
		}
		_, err = d.store.BeginBulk(d.Context(), organiser, d.meeting, delegation.ActRemind, ids[:1], queue)
		d.must(err)
	})
}

// Where the person may not go on, what was done stays and nothing more is.
func TestABulkEnds(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		ids := d.drafts(2)
		bulk, err := d.store.BeginBulk(d.Context(), organiser, d.meeting, delegation.ActInvite, ids, jobs.NewQueue(d.d))
		d.must(err)
		d.must(d.d.Write(d.Context(), func(tx *db.Tx) error { return d.store.EndBulk(d.Context(), tx, bulk) }))
		b, there, err := d.store.BulkOf(d.Context(), bulk)
		if err != nil || !there || b.Ended.IsZero() || b.Done != 0 || b.Account != organiser.Account {
			d.Errorf("%+v, %v", b, err)
		}
		if slices.ContainsFunc(ids, func(id string) bool { return len(d.events(id)) > 0 }) {
			d.Error("somebody was told")
		}
		if _, there, err := d.store.BulkOf(d.Context(), "x"); there || err != nil {
			d.Errorf("one that is not there: %v, %v", there, err)
		}
	})
}

// unwritable is what an outbox says of an address that cannot be one.
func unwritable() error { return errs.New(errs.Invalid, lang.Msg("mail.address_wrong"), nil) }
