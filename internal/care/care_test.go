package care_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

// Places, by their GeoNames numbers.
const (
	gizycko  = 772625
	ozyorsk  = 515246
	bialyst  = 776069
	kaunas   = 598316
	jelgava  = 459283
	goldap   = 771953
	oldMonth = 30 * 24 * time.Hour
)

// day is the day on which the tests take place.
var day = lang.Date{Year: 2026, Month: 11, Day: 23}

// office is a desk over an empty database, with a clock that the test moves.
type office struct {
	*testing.T
	*care.Desk
	clock *clocktest.Clock
}

func each(t *testing.T, fn func(o office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		catalog, err := messages.Default()
		if err != nil {
			t.Fatal(err)
		}
		key, now := secret.New(), clocktest.At(dbtest.Today)
		store := people.NewStore(d, people.NewLog(d, key, ""), key, now)
		site := func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} }
		fn(office{t, care.New(care.Rooms{
			DB: d, Partnerships: partnership.NewStore(d), Sources: source.NewStore(d), People: store, Key: key, Clock: now,
			Outbox: mail.NewOutbox(d, catalog, key, site), BaseURL: "https://partners.example.org",
			Name: func(n int64, _ string) string {
				return map[int64]string{gizycko: "Giżycko", ozyorsk: "Ozyorsk", bialyst: "Białystok", kaunas: "Kaunas"}[n]
			},
		}), now})
		if missing := catalog.Missing(); len(missing) > 0 {
			t.Errorf("messages without text: %q", missing)
		}
	})
}

func (o office) put(all ...partnership.Partnership) {
	o.Helper()
	err := o.DB.Write(o.Context(), func(tx *db.Tx) error {
		_, err := o.Partnerships.Put(o.Context(), tx, "", slices.Values(all))
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
}

// change runs a change in the program's name.
func (o office) change(who people.Actor, fn func(tx *db.Tx, note func(people.Entry)) error) error {
	return o.People.Log().Change(o.Context(), who, fn)
}

// officer makes an account with the office of a place.
func (o office) officer(name, language string, place int64) people.Actor {
	o.Helper()
	var id string
	err := o.change(people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		n := people.NewAccount{Email: strings.ToLower(name) + "@example.org", Name: name, Language: language, Confirmed: true}
		if id, err = o.People.Create(o.Context(), tx, note, n); err != nil {
			return err
		}
		_, err = o.People.Ask(o.Context(), tx, note, people.System(), people.Grant{Account: id, Role: people.Officer, Scope: people.AtPlace(place), State: people.Held})
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	who, err := o.People.ActorOfAccount(o.Context(), id)
	if err != nil {
		o.Fatal(err)
	}
	return who
}

// between is a partnership of two places with acts.
func between(a, b int64, acts ...partnership.Act) partnership.Partnership {
	for i := range acts {
		acts[i].Sources = []string{"agreement"}
	}
	return partnership.Partnership{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: a}, {Place: b}}, Acts: acts}
}

func act(kind partnership.ActType, year, month, day int) partnership.Act {
	return partnership.Act{Type: kind, Date: partnership.On(year, month, day)}
}

// The five-year agreement of Giżycko with Ozyorsk and others like it.
func TestDuties(t *testing.T) {
	today := day
	term := func(a partnership.Act, to partnership.Date) partnership.Act { a.InForceTo = to; return a }
	for _, c := range []struct {
		name string
		p    partnership.Partnership
		l    care.Limits
		want string
	}{
		{"a term that ends in summer", between(gizycko, kaunas, term(act(partnership.ActAgreement, 2022, 6, 30), partnership.On(2027, 6, 30)), act(partnership.ActActivity, 2026, 5, 1)), care.Usual, "anniversary:2027-06-30 term:2027-06-30"},
		{"the same, asked only three months ahead", between(gizycko, kaunas, term(act(partnership.ActAgreement, 2022, 6, 30), partnership.On(2027, 6, 30))), care.Limits{Months: 3, Silent: 5}, ""},
		{"a term that ran out last month", between(gizycko, kaunas, term(act(partnership.ActAgreement, 2021, 10, 31), partnership.On(2026, 10, 31))), care.Usual, "lapsed:2026-11-01"},
		{"one that ran out long ago", between(gizycko, ozyorsk, term(act(partnership.ActAgreement, 2006, 5, 1), partnership.On(2011, 5, 1))), care.Usual, ""},
		{"silence since 1997", between(gizycko, jelgava, act(partnership.ActAgreement, 1997, 3, 3)), care.Usual, "anniversary:2027-03-03 silence:"},
		{"silence that the place puts up with", between(gizycko, jelgava, act(partnership.ActAgreement, 2019, 1, 3)), care.Limits{Months: 12, Silent: 10}, ""},
		{"a review last year", between(gizycko, goldap, act(partnership.ActAgreement, 2023, 3, 3), act(partnership.ActReview, 2025, 12, 1)), care.Usual, "review:2026-12-01"},
		{"a review that is overdue", between(gizycko, goldap, act(partnership.ActAgreement, 2023, 3, 3), act(partnership.ActReview, 2024, 1, 31)), care.Usual, "review:2025-01-31"},
		{"never reviewed, and nobody asked for reviews", between(gizycko, goldap, act(partnership.ActAgreement, 2024, 3, 3)), care.Usual, ""},
		{"never reviewed, and the place wants reviews", between(gizycko, goldap, act(partnership.ActAgreement, 2024, 3, 3)), care.Limits{Months: 12, Silent: 5, Review: 24, Own: true}, "review:2026-03-03"},
		{"a jubilee of which only the year is known", between(gizycko, jelgava, act(partnership.ActAgreement, 1997, 0, 0), act(partnership.ActActivity, 2026, 5, 1)), care.Usual, ""},
		{"the same a year earlier", between(gizycko, jelgava, act(partnership.ActAgreement, 1996, 0, 0), act(partnership.ActActivity, 2026, 5, 1)), care.Usual, "anniversary:2026"},
		{"terminated", between(gizycko, goldap, act(partnership.ActAgreement, 1992, 3, 3), act(partnership.ActTermination, 2022, 3, 3)), care.Usual, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, d := range care.Duties(c.p, gizycko, today, c.l) {
				got = append(got, string(d.Kind)+":"+d.Day.String())
			}
			slices.Sort(got)
			if strings.Join(got, " ") != c.want {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

func TestLimitsAreAPlacesOwn(t *testing.T) {
	each(t, func(o office) {
		set := func(l care.Limits) error {
			return o.change(people.System(), func(tx *db.Tx, note func(people.Entry)) error { return o.SetLimits(o.Context(), tx, note, gizycko, l) })
		}
		for field, l := range map[string]care.Limits{
			"months": {Months: 0, Silent: 5}, "silent": {Months: 12, Silent: 99}, "review": {Months: 12, Silent: 5, Review: -1},
		} {
			if err := set(l); errs.FieldOf(err) != field {
				t := o.T
				t.Errorf("%+v: %v names %q, want %q", l, err, errs.FieldOf(err), field)
			}
		}
		if err := set(care.Limits{Months: 6, Silent: 3}); err != nil {
			o.Fatal(err)
		}
		mine, err := o.LimitsOf(o.Context(), gizycko)
		other, err2 := o.LimitsOf(o.Context(), kaunas)
		if err != nil || err2 != nil || mine != (care.Limits{Months: 6, Silent: 3, Own: true}) || other != care.Usual {
			o.Errorf("%+v, %+v, %v, %v", mine, other, err, err2)
		}
	})
}

func TestContactGone(t *testing.T) {
	each(t, func(o office) {
		o.officer("Gizycko", "pl", gizycko)
		o.put(between(gizycko, kaunas, act(partnership.ActAgreement, 2024, 3, 3)))
		kinds := func() (all []care.Kind) {
			due, err := o.Due(o.Context(), gizycko)
			if err != nil {
				o.Fatal(err)
			}
			for _, d := range due {
				all = append(all, d.Kind)
			}
			return all
		}
		if got := kinds(); len(got) != 0 {
			o.Errorf("Kaunas never had an officer: %v", got)
		}
		partner := o.officer("Kaunas", "lt", kaunas)
		if got := kinds(); len(got) != 0 {
			o.Errorf("Kaunas has an officer: %v", got)
		}
		err := o.change(people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			return o.People.Decide(o.Context(), tx, note, people.System(), partner.Grants[0].ID, people.Ended, "left")
		})
		if got := kinds(); err != nil || !slices.Equal(got, []care.Kind{care.ContactGone}) {
			o.Errorf("Kaunas' officer left: %v, %v", got, err)
		}
	})
}

func TestADayThatMovesMovesInCalendars(t *testing.T) {
	each(t, func(o office) {
		agreement := act(partnership.ActAgreement, 2022, 6, 30)
		agreement.ID, agreement.InForceTo = "a1", partnership.On(2027, 6, 30)
		p := between(gizycko, kaunas, agreement)
		o.put(p)
		term := func() care.Entry {
			all, err := o.Entries(o.Context(), gizycko, true)
			if err != nil {
				o.Fatal(err)
			}
			i := slices.IndexFunc(all, func(e care.Entry) bool { return e.Kind == care.TermEnds })
			if i < 0 {
				o.Fatalf("no end of term in %+v", all)
			}
			return all[i]
		}
		first, again := term(), term()
		if first.Sequence != 0 || first.UID != again.UID || first.Changed != again.Changed || first.Day.String() != "2027-06-30" {
			o.Errorf("%+v, then %+v", first, again)
		}
		p.Acts[0].InForceTo = partnership.On(2032, 6, 30)
		o.put(p)
		if moved := term(); moved.Sequence != 1 || moved.UID != first.UID || moved.Day.String() != "2032-06-30" {
			o.Errorf("after it moved: %+v", moved)
		}
		public, err := o.Entries(o.Context(), gizycko, true)
		for _, e := range public {
			if e.Kind == care.NoticeEnds || e.Kind == care.Review {
				o.Errorf("the public calendar tells of the office's %s", e.Kind)
			}
		}
		if err != nil {
			o.Error(err)
		}
	})
}

// Giżycko and Nesterov agreed in 2006 for five years: the calendar keeps the last day,
// which stays the same event once it has passed.
func TestATermThatRanOutStaysInTheCalendar(t *testing.T) {
	each(t, func(o office) {
		agreement := act(partnership.ActAgreement, 2006, 5, 10)
		agreement.Term = "P5Y"
		o.put(between(gizycko, kaunas, agreement))
		all, err := o.Entries(o.Context(), gizycko, true)
		if err != nil {
			o.Fatal(err)
		}
		i := slices.IndexFunc(all, func(e care.Entry) bool { return e.Kind == care.Lapsed })
		if i < 0 || all[i].Day.String() != "2011-05-09" || !strings.HasSuffix(all[i].UID, "-term") {
			o.Errorf("%+v", all)
		}
	})
}

func TestAFeedEndsWithItsOwnersRole(t *testing.T) {
	each(t, func(o office) {
		officer := o.officer("Gizycko", "pl", gizycko)
		object := func(n int64) people.Object { return people.Object{Kind: "place", Places: []int64{n}} }
		make := func() (token string) {
			err := o.change(officer, func(tx *db.Tx, note func(people.Entry)) (err error) {
				token, err = o.NewFeed(o.Context(), tx, note, officer, gizycko, "pl")
				return err
			})
			if err != nil {
				o.Fatal(err)
			}
			return token
		}
		open := func(token string) bool {
			f, err := o.Feed(o.Context(), token, object)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				o.Fatal(err)
			}
			return err == nil && f.Place == gizycko && f.Language == "pl"
		}
		old := make()
		renewed := make()
		if open(old) || !open(renewed) || open("") || open("guess") {
			o.Errorf("old %t, renewed %t", open(old), open(renewed))
		}
		err := o.change(people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			return o.People.Decide(o.Context(), tx, note, people.System(), officer.Grants[0].ID, people.Ended, "left")
		})
		if err != nil || open(renewed) {
			o.Errorf("it still opens: %v", err)
		}
	})
}

func TestDigestsComeOnceInAPeriod(t *testing.T) {
	each(t, func(o office) {
		officer := o.officer("Gizycko", "pl", gizycko)
		o.officer("Goldap", "pl", goldap) // has nothing to think of
		o.put(between(gizycko, kaunas, act(partnership.ActAgreement, 1997, 3, 3)))
		mails := func() int {
			for range 2 { // a job may run twice
				if err := o.Digest(o.Context(), jobs.Job{}); err != nil {
					o.Fatal(err)
				}
			}
			list, err := o.Outbox.List(o.Context(), mail.Filter{})
			if err != nil {
				o.Fatal(err)
			}
			return len(list)
		}
		set := func(every string) {
			if err := o.change(officer, func(tx *db.Tx, note func(people.Entry)) error {
				return o.SetRhythm(o.Context(), tx, note, officer.Account, every)
			}); err != nil {
				o.Fatal(err)
			}
		}
		if n := mails(); n != 1 {
			o.Fatalf("%d mails in the first month", n)
		}
		o.clock.Add(oldMonth)
		if n := mails(); n != 2 {
			o.Errorf("%d mails after the second", n)
		}
		set(care.EveryWeek)
		if n := mails(); n != 3 {
			o.Errorf("%d after choosing weekly", n)
		}
		set(care.Never)
		o.clock.Add(oldMonth)
		if n := mails(); n != 3 {
			o.Errorf("%d although never was chosen", n)
		}
		if err := o.Stop(o.Context(), o.StopKey(officer.Account)); err != nil {
			o.Errorf("the mail's own key: %v", err)
		}
		if err := o.Stop(o.Context(), "guess"); errs.KindOf(err) != errs.NotFound {
			o.Errorf("a guessed key: %v", err)
		}
	})
}
