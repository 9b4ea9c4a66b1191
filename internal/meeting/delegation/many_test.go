package delegation_test

import (
	"testing"

	"twintown/internal/meeting/delegation"
)

// Many are added once, invited once; who is in the list already is passed over.
func TestManyAtOnce(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		town := func(place int64) delegation.Delegation {
			return delegation.Delegation{Meeting: d.meeting, Kind: delegation.Town, Place: place, Language: "lt", Quota: 2, Contact: delegation.Contact{Email: "office@example.org"}}
		}
		ids, _, err := d.store.AddAll(d.Context(), organiser, []delegation.Delegation{town(kaunas), town(hrodna), town(kaunas)})
		d.must(err)
		if len(ids) != 2 {
			t.Fatalf("%d were added, want 2", len(ids))
		}
		_, _, err = d.store.AddAll(d.Context(), organiser, []delegation.Delegation{town(kaunas)})
		d.refused("nothing new", "error.guests.nothing_new", err)
		n, undo, err := d.store.Together(d.Context(), organiser, d.meeting, delegation.ActInvite, ids)
		d.must(err)
		if n != 2 || undo != "" {
			t.Errorf("invited %d, with the undo %q", n, undo)
		}
		_, _, err = d.store.Together(d.Context(), organiser, d.meeting, delegation.ActInvite, ids)
		d.refused("once more", "error.guests.nothing", err)
		for _, id := range ids {
			if got := d.events(id); len(got) != 1 {
				t.Errorf("told %v, want one invitation", got)
			}
		}
		d.refused("a delegation that knows of it", "error.guests.told", d.store.Drop(d.Context(), organiser, ids[0]))
		_, _, err = d.store.Together(d.Context(), organiser, "another", delegation.ActWithdraw, ids)
		d.refused("of another meeting", "error.guests.nothing", err)
	})
}

// The end and a deadline behind it follow the days of the meeting; a meeting without days
// keeps what was known.
func TestTheNightBringsTheEndInStep(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		n, err := d.store.FollowAll(d.Context(), organiser)
		d.must(err)
		c, err := d.store.Conference(d.Context(), d.meeting)
		d.must(err)
		if got := c.Ends.UTC().Format("2006-01-02 15:04"); n != 1 || got != "2027-05-14 22:00" {
			t.Errorf("%d moved, to %s", n, got)
		}
		if n, err = d.store.FollowAll(d.Context(), organiser); err != nil || n != 0 {
			t.Errorf("once more: %d, %v", n, err)
		}
	})
}
