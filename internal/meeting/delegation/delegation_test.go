package delegation_test

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

const (
	kaunas = 598316
	hrodna = 627904
)

var organiser = people.Actor{Account: "organiser", Strong: true}

// desk is a conference as a test has it: what was told to whom.
type desk struct {
	*testing.T
	d       *db.DB
	clock   *clocktest.Clock
	store   *delegation.Store
	meeting string
	mu      sync.Mutex
	told    []delegation.Told
	stand   delegation.Stand // what mails say of the meeting
	broken  string           // a delegation that cannot be written to
}

func each(t *testing.T, fn func(d *desk)) {
	t.Helper()
	c := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, c, func(t *testing.T, base *db.DB) {
		key := secret.New()
		log := people.NewLog(base, key, filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(base, log, c, nil)
		d := &desk{T: t, d: base, clock: c}
		d.store = delegation.NewStore(base, log, key, c, func(_ context.Context, tx *db.Tx, told delegation.Told) error {
			if told.Delegation.ID == d.broken {
				return unwritable()
			}
			*told.Knows = d.stand
			tx.AfterCommit(func() {
				d.mu.Lock()
				defer d.mu.Unlock()
				d.told = append(d.told, told)
			})
			return nil
		})
		var err error
		d.meeting, err = meeting.NewStore(base, log, papers).Create(t.Context(), organiser, meeting.New{
			Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Origin: press.Written},
			Facts: meeting.Facts{From: partnership.On(2027, 5, 14), Zone: "Europe/Warsaw"},
		})
		d.must(err)
		fn(d)
	})
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// refused says that an act failed as a person's mistake, with this sentence.
func (d *desk) refused(what, key string, err error) {
	d.Helper()
	if got := errs.PublicOf(err).Key; err == nil || got != key {
		d.Errorf("%s: %v (%s), want %s", what, err, got, key)
	}
}

// open opens the working side for so many people.
func (d *desk) open(seats int, change ...func(*delegation.Conference)) delegation.Conference {
	d.Helper()
	c, err := d.store.Conference(d.Context(), d.meeting)
	d.must(err)
	c.Seats, c.Ends = seats, d.clock.Now().AddDate(0, 6, 0)
	for _, fn := range change {
		fn(&c)
	}
	d.must(d.store.SaveConference(d.Context(), organiser, c))
	c, err = d.store.Conference(d.Context(), d.meeting)
	d.must(err)
	return c
}

// invited adds a town and sends its invitation.
func (d *desk) invited(place int64, quota int) delegation.Delegation {
	d.Helper()
	id, err := d.store.Add(d.Context(), organiser, delegation.Delegation{
		Meeting: d.meeting, Kind: delegation.Town, Place: place, Language: "lt", Quota: quota,
		Contact: delegation.Contact{Name: "Office of the mayor", Email: "office" + strconv.FormatInt(place, 10) + "@example.org"},
	})
	d.must(err)
	d.must(d.store.Invite(d.Context(), organiser, id))
	return d.by(id)
}

func (d *desk) by(id string) delegation.Delegation {
	d.Helper()
	got, err := d.store.ByID(d.Context(), id)
	d.must(err)
	return got
}

func (d *desk) answer(id string, state delegation.State, coming int) delegation.State {
	d.Helper()
	now, err := d.store.Answer(d.Context(), people.Actor{}, id, d.by(id).Version, delegation.Answer{State: state, Coming: coming, By: delegation.ByLink})
	d.must(err)
	return now
}

// events are what a delegation was told, in order.
func (d *desk) events(id string) (all []delegation.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.told {
		if t.Delegation.ID == id {
			all = append(all, t.Event)
		}
	}
	return all
}

// A town is invited, answers by its link without an account, fills its list, and nothing of
// it stands in the clear.
func TestADelegationFromInvitationToList(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0)
		g := d.invited(kaunas, 4)
		token := d.store.Link(g)
		byLink, err := d.store.ByLink(d.Context(), token)
		d.must(err)
		if byLink.ID != g.ID || byLink.Contact.Email != "office598316@example.org" {
			t.Errorf("by the link: %+v", byLink)
		}
		for _, bad := range []string{"", token[:20], token[:len(token)-1], "_" + token[1:], strings.Repeat("A", len(token)), "../" + token} {
			_, err := d.store.ByLink(d.Context(), bad)
			d.refused("a link that is not one: "+bad, "error.guests.unknown", err)
		}
		if now := d.answer(g.ID, delegation.Accepted, 2); now != delegation.Accepted {
			t.Errorf("answered: %s", now)
		}
		member := delegation.Member{
			Delegation: g.ID,
			Profile:    delegation.Profile{Name: "Head of the delegation", Role: delegation.Head, Languages: []string{"lt", "pl"}, Arrives: "2027-05-13 18:40", Leaves: "2027-05-15", Photo: true},
			Care:       delegation.Care{Diet: "no nuts"},
			Visa:       delegation.Visa{Wanted: true, Name: "HEAD", Document: "AB1234567", Born: "1970-05-31"},
		}
		id, err := d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, member)
		d.must(err)
		member.Profile.Name = "Interpreter"
		_, err = d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, member)
		d.must(err)
		_, err = d.store.PutMember(d.Context(), people.Actor{}, delegation.ByLink, member)
		d.refused("a third of two", "error.guests.list_full", err)
		list, err := d.store.Members(d.Context(), g.ID)
		d.must(err)
		if len(list) != 2 || list[0].Name != "Head of the delegation" || list[0].Visa.Document != "AB1234567" || list[0].Agreed == 0 || len(list[0].Code) != 16 {
			t.Fatalf("the list: %+v", list)
		}
		clear := func() string {
			rows, err := db.Collect(d.Context(), d.d, func(row db.Scanner) (string, error) {
				var a, b, c string
				err := row.Scan(&a, &b, &c)
				return a + b + c, err
			}, `SELECT sealed, care, visa FROM delegation_member UNION ALL SELECT sealed, name, address_mark FROM delegation UNION ALL SELECT detail, '', '' FROM audit`)
			d.must(err)
			return strings.Join(rows, "\n")
		}()
		for _, private := range []string{"Head of", "AB1234567", "nuts", "office598316"} {
			if strings.Contains(clear, private) {
				t.Errorf("%q stands in the clear", private)
			}
		}
		d.must(d.store.RemoveMember(d.Context(), people.Actor{}, delegation.ByLink, g.ID, id))
		d.answer(g.ID, delegation.Accepted, 1)
		d.must(d.store.NewLink(d.Context(), organiser, g.ID))
		_, err = d.store.ByLink(d.Context(), token)
		d.refused("a link that was replaced", "error.guests.unknown", err)
	})
}

// What a guest or an organiser may not do is a sentence, and changes nothing.
func TestAnswersThatAreNotTaken(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0, func(c *delegation.Conference) { c.Deadline = d.clock.Now().AddDate(0, 0, 10) })
		g := d.invited(kaunas, 4)
		try := func(a delegation.Answer, version int64) error {
			_, err := d.store.Answer(d.Context(), people.Actor{}, g.ID, version, a)
			return err
		}
		d.refused("five of four", "error.guests.coming", try(delegation.Answer{State: delegation.Accepted, Coming: 5, By: delegation.ByLink}, g.Version))
		d.refused("nobody comes", "error.guests.coming", try(delegation.Answer{State: delegation.Accepted, By: delegation.ByLink}, g.Version))
		d.refused("two heads at once", "error.guests.conflict", try(delegation.Answer{State: delegation.Declined, By: delegation.ByLink}, g.Version-1))
		d.refused("a state that is no answer", "error.guests.answer", try(delegation.Answer{State: delegation.Withdrawn, By: delegation.ByLink}, g.Version))
		_, err := d.store.Add(d.Context(), organiser, delegation.Delegation{Meeting: d.meeting, Kind: delegation.Town, Place: kaunas, Language: "lt", Quota: 1})
		d.refused("a town twice", "error.guests.twice", err)

		d.clock.Add(11 * 24 * time.Hour)
		d.refused("after the deadline", "error.guests.late", try(delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLink}, g.Version))
		d.must(try(delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLetter}, g.Version)) // the organiser has the letter
		d.refused("more, after the deadline", "error.guests.late", try(delegation.Answer{State: delegation.Accepted, Coming: 3, By: delegation.ByLink}, g.Version+1))
		d.must(try(delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLink}, g.Version+1)) // gives a seat back
		d.must(try(delegation.Answer{State: delegation.Declined, By: delegation.ByLink}, g.Version+2))            // always
		d.must(d.store.Withdraw(d.Context(), organiser, g.ID))
		d.refused("after it was taken back", "error.guests.withdrawn", try(delegation.Answer{State: delegation.Accepted, Coming: 1, By: delegation.ByLetter}, d.by(g.ID).Version))
		if got, want := d.events(g.ID), []delegation.Event{delegation.ToldInvited, delegation.ToldAnswered, delegation.ToldAnswered, delegation.ToldAnswered, delegation.ToldWithdrawn}; !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
	})
}

// The line is served in its order: nobody overtakes a larger delegation that came before.
func TestTheWaitingListIsFair(t *testing.T) {
	each(t, func(d *desk) {
		c := d.open(5)
		first, large, small := d.invited(kaunas, 4), d.invited(hrodna, 3), d.invited(776069, 1)
		if now := d.answer(first.ID, delegation.Accepted, 4); now != delegation.Accepted {
			t.Fatalf("the first: %s", now)
		}
		if now := d.answer(large.ID, delegation.Accepted, 3); now != delegation.Waiting {
			t.Errorf("three of one seat: %s", now)
		}
		d.clock.Add(time.Minute)
		if now := d.answer(small.ID, delegation.Accepted, 1); now != delegation.Waiting {
			t.Errorf("one seat is free, and three waited before: %s", now)
		}
		d.answer(first.ID, delegation.Accepted, 3)
		if got := d.by(large.ID).State; got != delegation.Waiting {
			t.Errorf("two seats are free for three: %s", got)
		}
		_, err := d.store.Answer(d.Context(), people.Actor{}, first.ID, d.by(first.ID).Version, delegation.Answer{State: delegation.Accepted, Coming: 4, By: delegation.ByLink})
		d.refused("a seat back, while others wait", "error.guests.full", err)
		d.answer(first.ID, delegation.Declined, 0)
		if a, b := d.by(large.ID).State, d.by(small.ID).State; a != delegation.Accepted || b != delegation.Accepted {
			t.Errorf("after a refusal: %s, %s", a, b)
		}
		if got := d.events(small.ID); !slices.Equal(got, []delegation.Event{delegation.ToldInvited, delegation.ToldWaiting, delegation.ToldPromoted}) {
			t.Errorf("told %v", got)
		}
		if now := d.answer(first.ID, delegation.Accepted, 4); now != delegation.Waiting {
			t.Errorf("again: %s", now)
		}
		c.Seats = 8
		d.must(d.store.SaveConference(d.Context(), organiser, c))
		if got := d.by(first.ID).State; got != delegation.Accepted {
			t.Errorf("after seats were added: %s", got)
		}
	})
}

// Many at once for the last places: exactly as many come as there are seats, and the rest
// waits in line. The drill does this with a thousand.
func TestTheRaceForTheLastPlaces(t *testing.T) {
	const seats, clients = 5, 40
	each(t, func(d *desk) {
		d.open(seats, func(c *delegation.Conference) { c.Registration.Open = true })
		var came atomic.Int64
		var all sync.WaitGroup
		for i := range clients {
			all.Go(func() {
				g, err := d.store.Register(d.Context(), people.Actor{}, delegation.Delegation{
					Meeting: d.meeting, Language: "en", Contact: delegation.Contact{Email: "guest" + strconv.Itoa(i) + "@example.org"},
				}, delegation.Profile{Name: "Guest " + strconv.Itoa(i)})
				if err != nil {
					d.Error(err)
				}
				if g.State == delegation.Accepted {
					came.Add(1)
				}
			})
		}
		all.Wait()
		taken, err := d.store.Seats(d.Context(), d.meeting)
		d.must(err)
		if taken != seats || came.Load() != seats {
			t.Errorf("%d seats: %d taken, %d were told that they come", seats, taken, came.Load())
		}
	})
}

// A registration asks its own questions, some only after an answer, and may wait for the
// organiser. The same address registers once.
func TestRegistration(t *testing.T) {
	each(t, func(d *desk) {
		d.open(0, func(c *delegation.Conference) {
			c.Registration = delegation.Registration{Open: true, Approval: true, Until: d.clock.Now().AddDate(0, 1, 0), Questions: []delegation.Question{
				{Key: "a", Label: meeting.Words{"en": "Will you speak?"}, Sort: delegation.Tick},
				{Key: "b", Label: meeting.Words{"en": "Title of your talk"}, Sort: delegation.Line, Required: true, If: "a", IfValue: "1"},
			}}
		})
		register := func(email string, answers map[string]string) (delegation.Delegation, error) {
			return d.store.Register(d.Context(), people.Actor{}, delegation.Delegation{Meeting: d.meeting, Language: "uk", Contact: delegation.Contact{Email: email, Answers: answers}}, delegation.Profile{Name: "Officer of a town"})
		}
		_, err := register("speaker@example.org", map[string]string{"a": "1"})
		d.refused("a speaker without a title", "error.guests.required", err)
		_, err = register("", nil)
		d.refused("without an address", "error.people.email", err)
		g, err := register("listener@example.org", map[string]string{"b": "not asked"})
		d.must(err)
		if g.State != delegation.Applied || len(g.Contact.Answers) != 0 {
			t.Errorf("registered: %+v", g)
		}
		again, err := register("Listener@example.org", nil)
		d.must(err)
		if again.ID != g.ID {
			t.Error("one address registered twice")
		}
		d.must(d.store.Decide(d.Context(), organiser, g.ID, true))
		d.refused("decided twice", "error.guests.decided", d.store.Decide(d.Context(), organiser, g.ID, true))
		if got := d.events(g.ID); !slices.Equal(got, []delegation.Event{delegation.ToldApplied, delegation.ToldApplied, delegation.ToldAdmitted}) {
			t.Errorf("told %v", got)
		}
		d.clock.Add(40 * 24 * time.Hour)
		_, err = register("late@example.org", nil)
		d.refused("too late", "error.guests.closed", err)
	})
}
