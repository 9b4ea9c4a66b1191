package hosting_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/hosting"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// desk is a meeting with two members who asked for a host family, and one who did not.
type desk struct {
	*testing.T
	d       *db.DB
	store   *hosting.Store
	meeting string
	members []string
	told    []hosting.Told
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

var who = people.System()

func each(t *testing.T, fn func(d *desk)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, base *db.DB) {
		key := secret.New()
		log := people.NewLog(base, key, filepath.Join(t.TempDir(), "anchors"))
		d := &desk{T: t, d: base}
		var err error
		d.meeting, err = meeting.NewStore(base, log, press.NewStore(base, log, c, nil)).Create(t.Context(), who, meeting.New{
			Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Origin: press.Written},
		})
		d.must(err)
		guests := delegation.NewStore(base, log, key, c, nil)
		d.must(guests.SaveConference(t.Context(), who, delegation.Conference{Meeting: d.meeting, Ends: c.Now().AddDate(0, 6, 0)}))
		from, err := guests.Add(t.Context(), who, delegation.Delegation{
			Meeting: d.meeting, Kind: delegation.Organisation, Name: "Chór", Language: "lt", Quota: 5, Contact: delegation.Contact{Email: "chor@example.org"},
		})
		d.must(err)
		for _, p := range []delegation.Profile{
			{Name: "Pirmas", Role: delegation.Delegate, Languages: []string{"lt"}, Lodging: delegation.Family},
			{Name: "Antras", Role: delegation.Delegate, Lodging: delegation.Family, Minor: true},
			{Name: "Trečias", Role: delegation.Delegate, Lodging: delegation.Hotel},
		} {
			id, err := guests.PutMember(t.Context(), who, delegation.ByLetter, delegation.Member{
				Delegation: from, Profile: p, Care: delegation.Care{House: delegation.House{NoPets: true, Company: delegation.Alone}},
			})
			d.must(err)
			d.members = append(d.members, id)
		}
		one, err := guests.ByID(t.Context(), from)
		d.must(err)
		_, err = guests.Answer(t.Context(), who, from, one.Version, delegation.Answer{State: delegation.Accepted, Coming: 3, By: delegation.ByLetter})
		d.must(err)
		d.store = hosting.NewStore(base, log, key, guests, func(_ context.Context, tx *db.Tx, told hosting.Told) error {
			tx.AfterCommit(func() { d.told = append(d.told, told) })
			return nil
		})
		fn(d)
	})
}

func (d *desk) add(beds int, home hosting.Home) string {
	d.Helper()
	id, err := d.store.Put(d.Context(), who, hosting.Family{Meeting: d.meeting, Beds: beds, Home: home})
	d.must(err)
	return id
}

func (d *desk) view() hosting.View {
	d.Helper()
	v, err := d.store.View(d.Context(), d.meeting)
	d.must(err)
	return v
}

func TestOnlyWhoAskedIsAGuest(t *testing.T) {
	each(t, func(d *desk) {
		if v := d.view(); len(v.Guests) != 2 || v.Guests[0].Name != "Pirmas" || !v.Guests[1].Minor {
			d.Errorf("guests %+v", v.Guests)
		}
		if err := d.store.Place(d.Context(), who, d.meeting, d.members[2], ""); errs.KindOf(err) != errs.NotFound {
			d.Errorf("who sleeps in a hotel was placed: %v", err)
		}
	})
}

func TestASuggestionIsTakenAndHandsStay(t *testing.T) {
	each(t, func(d *desk) {
		first := d.add(1, hosting.Home{Name: "Pierwsi", Languages: []string{"lt"}})
		second := d.add(1, hosting.Home{Name: "Drudzy", Minors: true})
		d.must(d.store.Need(d.Context(), who, d.meeting, d.members[0], hosting.Needs{NoSmoke: true, Diets: []hosting.Diet{hosting.Vegan}}))
		v := d.view()
		if g := v.Guests[0]; !g.NoPets || g.Noted.NoPets || g.Said.Company != delegation.Alone || g.Care {
			d.Errorf("what she ticked herself: %+v", g)
		}
		if !v.Guests[0].NoSmoke || v.Guests[0].Diets[0] != hosting.Vegan {
			d.Errorf("needs were kept as %+v", v.Guests[0].Needs)
		}
		d.must(d.store.Take(d.Context(), who, d.meeting, hosting.Suggest(v.Guests, v.Families).Stays))
		if v = d.view(); v.Guests[0].Family != first || v.Guests[1].Family != second || v.Guests[0].ByHand || !v.Guests[0].NoSmoke {
			d.Errorf("stays %+v", v.Guests)
		}
		if err := d.store.Place(d.Context(), who, d.meeting, d.members[0], second); errs.KindOf(err) != errs.Invalid {
			d.Errorf("two in one bed: %v", err)
		}
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[1], ""))
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[0], second))
		v = d.view()
		plan := hosting.Suggest(v.Guests, v.Families)
		d.must(d.store.Take(d.Context(), who, d.meeting, plan.Stays))
		if v = d.view(); v.Guests[0].Family != second || !v.Guests[0].ByHand || v.Guests[1].Family != "" {
			d.Errorf("after a hand: %+v", v.Guests)
		}
		d.must(d.store.Remove(d.Context(), who, d.meeting, second))
		if v = d.view(); v.Guests[0].Family != "" || v.Guests[0].ByHand || len(v.Families) != 1 {
			d.Errorf("after the family left: %+v", v)
		}
	})
}

// Two exchange their beds although both families are full.
func TestBedsAreExchanged(t *testing.T) {
	each(t, func(d *desk) {
		a, b := d.add(1, hosting.Home{Name: "A", Minors: true}), d.add(1, hosting.Home{Name: "B", Minors: true})
		d.must(d.store.Take(d.Context(), who, d.meeting, map[string]string{d.members[0]: a, d.members[1]: b}))
		d.must(d.store.Take(d.Context(), who, d.meeting, map[string]string{d.members[0]: b, d.members[1]: a}))
		if v := d.view(); v.Guests[0].Family != b || v.Guests[1].Family != a {
			d.Errorf("stays %+v", v.Guests)
		}
		if err := d.store.Take(d.Context(), who, d.meeting, map[string]string{d.members[0]: a, d.members[1]: a}); errs.KindOf(err) != errs.Invalid {
			d.Errorf("two in one bed: %v", err)
		}
		if v := d.view(); v.Guests[0].Family != b || v.Guests[1].Family != a {
			d.Errorf("a refused plan was half kept: %+v", v.Guests)
		}
	})
}

func TestNobodyIsToldTwice(t *testing.T) {
	each(t, func(d *desk) {
		a := d.add(2, hosting.Home{Name: "A", Minors: true, Email: "dom@example.org", Writes: "pl"})
		b := d.add(1, hosting.Home{Name: "B"}) // told by phone
		tell := func(want int) {
			d.Helper()
			n, err := d.store.Tell(d.Context(), who, d.meeting)
			d.must(err)
			if n != want {
				d.Errorf("%d mails, want %d", n, want)
			}
		}
		tell(0)
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[0], a))
		if len(d.told) != 0 {
			d.Error("somebody was told before the organiser said so")
		}
		tell(2) // the family, and the delegation
		tell(0)
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[1], b))
		tell(1) // the delegation alone: B has no address
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[1], a))
		tell(2)
		if last := d.told[len(d.told)-1]; last.Delegation == nil || len(last.Stays) != 2 || last.Stays[1].Host.Name != "A" {
			d.Errorf("told %+v", last)
		}
	})
}

func TestFamiliesThatCannotBeKept(t *testing.T) {
	each(t, func(d *desk) {
		for name, f := range map[string]hosting.Family{
			"no name":       {Beds: 1},
			"no bed":        {Home: hosting.Home{Name: "A"}},
			"a dormitory":   {Beds: 21, Home: hosting.Home{Name: "A"}},
			"no address":    {Beds: 1, Home: hosting.Home{Name: "A", Email: "nowhere"}},
			"unknown diets": {Beds: 1, Home: hosting.Home{Name: "A", Diets: []hosting.Diet{"cake"}}},
		} {
			f.Meeting = d.meeting
			if _, err := d.store.Put(d.Context(), who, f); errs.KindOf(err) != errs.Invalid {
				d.Errorf("%s: %v", name, err)
			}
		}
		id := d.add(1, hosting.Home{Name: "A"})
		f, err := d.store.Family(d.Context(), d.meeting, id)
		d.must(err)
		_, err = d.store.Put(d.Context(), who, f)
		d.must(err)
		if _, err = d.store.Put(d.Context(), who, f); errs.KindOf(err) != errs.Conflict {
			d.Errorf("saved over another's change: %v", err)
		}
		if _, err := d.store.Family(d.Context(), "another meeting", id); errs.KindOf(err) != errs.NotFound {
			d.Errorf("a family of another meeting: %v", err)
		}
	})
}

func TestNothingIsReadableAndAllIsForgotten(t *testing.T) {
	each(t, func(d *desk) {
		secretName := "Szczebrzeszyńscy"
		a := d.add(1, hosting.Home{Name: secretName, Address: secretName, Phone: secretName, Note: secretName, Email: "dom@example.org"})
		d.must(d.store.Place(d.Context(), who, d.meeting, d.members[0], a))
		for _, query := range []string{`SELECT sealed FROM host_family`, `SELECT sealed FROM host_guest`, `SELECT detail FROM audit`} {
			rows, err := db.Collect(d.Context(), d.d, func(row db.Scanner) (b []byte, err error) { return b, row.Scan(&b) }, query)
			if err != nil {
				d.Errorf("%s: %v", query, err)
			}
			for _, row := range rows {
				if bytes.Contains(row, []byte(secretName)) {
					d.Errorf("%s tells it: %s", query, row)
				}
			}
		}
		n, err := hosting.Held(d.Context(), d.d, d.meeting)
		d.must(err)
		if n != 2 {
			d.Errorf("%d rows are held, want 2", n)
		}
		addresses, err := d.store.Addresses(d.Context())
		d.must(err)
		if found, _ := d.store.Of(d.Context(), d.d, "DOM@example.org"); len(found) != 1 || len(addresses) != 1 {
			d.Errorf("of an address: %+v, %v", found, addresses)
		}
		for _, c := range []struct {
			day  int
			want int
		}{{0, 0}, {6*30 + 89, 0}, {365, 2}} {
			n, err := d.store.Due(d.Context(), d.d, dbtest.Today.AddDate(0, 0, c.day))
			d.must(err)
			if n != c.want {
				d.Errorf("%d days from now %d rows are due, want %d", c.day, n, c.want)
			}
		}
		d.must(d.d.Write(d.Context(), func(tx *db.Tx) error {
			gone, err := hosting.Forget(d.Context(), tx, d.meeting)
			if gone != 2 {
				d.Errorf("%d rows went, want 2", gone)
			}
			return err
		}))
		if n, _ := hosting.Held(d.Context(), d.d, d.meeting); n != 0 {
			d.Errorf("%d rows are left", n)
		}
	})
}
