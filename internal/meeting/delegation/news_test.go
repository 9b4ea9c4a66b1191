package delegation_test

import (
	"slices"
	"testing"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// Those who did not answer are reminded as often as the conference says, once each, and
// nobody else is.
func TestRemindersComeOnce(t *testing.T) {
	each(t, func(d *desk) {
		c := d.open(0, func(c *delegation.Conference) { c.Deadline = d.clock.Now().AddDate(0, 0, 20) })
		silent, done := d.invited(kaunas, 4), d.invited(hrodna, 2)
		d.answer(done.ID, delegation.Accepted, 2)
		var got []int
		for day := 1; day <= 25; day++ {
			d.clock.Add(24 * time.Hour)
			n, err := d.store.RemindDue(d.Context(), people.System())
			d.must(err)
			if n > 0 {
				got = append(got, day)
			}
		}
		if !slices.Equal(got, []int{13, 18}) {
			t.Errorf("reminded on the days %v of 20", got)
		}
		if got := d.events(silent.ID); !slices.Equal(got, []delegation.Event{delegation.ToldInvited, delegation.ToldReminded, delegation.ToldReminded}) {
			t.Errorf("the silent one was told %v", got)
		}
		c.Remind = []int{}
		c.Deadline = d.clock.Now().AddDate(0, 0, 2)
		d.must(d.store.SaveConference(d.Context(), organiser, c))
		if n, err := d.store.RemindDue(d.Context(), people.System()); n != 0 || err != nil {
			t.Errorf("%d are reminded although nobody shall be: %v", n, err)
		}
		c.Version++
		c.Remind = []int{0}
		d.refused("a reminder on the day itself", "error.guests.remind", d.store.SaveConference(d.Context(), organiser, c))
	})
}

// A meeting that moves, and then is cancelled, is told once each to those who were written to
// and may come; nobody is told of what her last mail said already.
func TestNewsAreToldOnce(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		d.stand = delegation.Stand{Sequence: 1}
		comes, silent, not := d.invited(kaunas, 4), d.invited(hrodna, 2), d.invited(3, 2)
		d.answer(comes.ID, delegation.Accepted, 4)
		d.answer(not.ID, delegation.Declined, 0)
		draft, err := d.store.Add(d.Context(), organiser, delegation.Delegation{Meeting: d.meeting, Kind: delegation.Organisation, Name: "Club", Language: "en", Quota: 1, Contact: delegation.Contact{Email: "club@example.org"}})
		d.must(err)
		news := func(now delegation.Stand, want int) {
			t.Helper()
			d.stand = now
			n, err := d.store.News(d.Context(), people.System(), d.meeting, now)
			d.must(err)
			if n != want {
				t.Errorf("%+v is told to %d, want %d", now, n, want)
			}
		}
		news(delegation.Stand{Sequence: 1}, 0)
		news(delegation.Stand{Sequence: 2}, 2)
		news(delegation.Stand{Sequence: 2}, 0)
		d.answer(comes.ID, delegation.Accepted, 3)
		news(delegation.Stand{Sequence: 2, Off: true}, 2)
		news(delegation.Stand{Sequence: 3, Off: true}, 0)
		want := []delegation.Event{delegation.ToldInvited, delegation.ToldAnswered, delegation.ToldMoved, delegation.ToldAnswered, delegation.ToldCancelled}
		if got := d.events(comes.ID); !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
		if got := d.events(silent.ID); !slices.Equal(got, []delegation.Event{delegation.ToldInvited, delegation.ToldMoved, delegation.ToldCancelled}) {
			t.Errorf("the silent one was told %v", got)
		}
		if len(d.events(draft)) != 0 || len(d.events(not.ID)) != 2 {
			t.Error("somebody was told who does not come")
		}
	})
}

// What is kept about an address is given out to its owner and goes when she asks; the town's
// answer stays.
func TestAnAddressIsToldAndErased(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0, func(c *delegation.Conference) { c.Registration.Open = true })
		town := d.invited(kaunas, 4)
		d.answer(town.ID, delegation.Accepted, 2)
		_, err := d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, delegation.Member{
			Delegation: town.ID, Profile: delegation.Profile{Name: "Officer of Kaunas", Email: "Officer@example.org"}, Care: delegation.Care{Diet: "no meat"},
		})
		d.must(err)
		_, err = d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, delegation.Member{Delegation: town.ID, Profile: delegation.Profile{Name: "Another"}})
		d.must(err)
		alone, err := d.store.Register(d.Context(), people.Actor{}, delegation.Delegation{Meeting: d.meeting, Language: "lt", Contact: delegation.Contact{Email: "officer@example.org"}}, delegation.Profile{Name: "Officer of Kaunas"})
		d.must(err)
		own, err := d.store.Own(d.Context(), "officer@example.org")
		d.must(err)
		if len(own.Delegations) != 1 || len(own.Members) != 1 || own.Members[0].Care.Diet != "no meat" {
			t.Errorf("told: %+v", own)
		}
		addresses, err := d.store.Addresses(d.Context())
		d.must(err)
		if len(addresses) != 2 || addresses["officer@example.org"].IsZero() {
			t.Errorf("addresses: %v", addresses)
		}
		for _, address := range []string{"officer@example.org", town.Contact.Email} {
			d.must(d.d.Write(d.Context(), func(tx *db.Tx) error { return d.store.EraseAddress(d.Context(), tx, address) }))
			if own, err := d.store.Own(d.Context(), address); err != nil || !own.Empty() {
				t.Errorf("left of %s: %+v, %v", address, own, err)
			}
		}
		if now := d.by(alone.ID); now.State != delegation.Declined || now.Contact.Email != "" {
			t.Errorf("who registered alone: %+v", now)
		}
		if now := d.by(town.ID); now.State != delegation.Accepted || now.Coming != 2 || now.Contact.Email != "" {
			t.Errorf("the town: %+v", now)
		}
		if left, _ := d.store.Members(d.Context(), town.ID); len(left) != 1 || left[0].Name != "Another" {
			t.Errorf("left in the list: %+v", left)
		}
	})
}

// The meeting's page names nobody unless its organiser shows who comes, the meeting is not
// protected, and the person agreed; what is taken back is gone.
func TestNamesAreShownToThoseWhoAgreed(t *testing.T) {
	each(t, func(d *desk) {
		c := d.open(0)
		town := d.invited(kaunas, 4)
		d.answer(town.ID, delegation.Accepted, 3)
		put := func(m delegation.Member) delegation.Member {
			t.Helper()
			m.Delegation = town.ID
			id, err := d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, m)
			d.must(err)
			m, err = d.store.Member(d.Context(), id)
			d.must(err)
			return m
		}
		agreed := put(delegation.Member{Profile: delegation.Profile{Name: "Head", Function: "Mayor’s office", Public: true, Email: "h@example.org"}})
		put(delegation.Member{Profile: delegation.Profile{Name: "Silent"}})
		put(delegation.Member{Profile: delegation.Profile{Name: "Pupil", Public: true, Minor: true}})
		named := func() (names []string) {
			t.Helper()
			all, err := d.store.NamedOf(d.Context(), d.meeting)
			d.must(err)
			for _, n := range all {
				if n.Contact.Email != "" {
					t.Error("an address is told")
				}
				for _, p := range n.People {
					names = append(names, p.Name+", "+p.Function)
				}
			}
			return names
		}
		if got := named(); got != nil {
			t.Errorf("named without the organiser: %v", got)
		}
		c.Named = true
		d.must(d.store.SaveConference(d.Context(), organiser, c))
		if got := named(); !slices.Equal(got, []string{"Head, Mayor’s office"}) {
			t.Errorf("named %v", got)
		}
		agreed.Public = false
		put(agreed)
		if got := named(); got != nil {
			t.Errorf("taken back, and still there: %v", got)
		}
		c.Version, c.Protected = c.Version+1, true
		d.must(d.store.SaveConference(d.Context(), organiser, c))
		if all, err := d.store.NamedOf(d.Context(), d.meeting); err != nil || all != nil {
			t.Errorf("a protected meeting tells %+v, %v", all, err)
		}
	})
}
