package main

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/hosting"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// jobNode is a node that has what the jobs about guests ask for, and a meeting.
func jobNode(t *testing.T, d *db.DB) (n *node, meetingID string) {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	key := secret.New()
	log := people.NewLog(d, key, "")
	n = &node{db: d, key: key, log: log, queue: jobs.NewQueue(d)}
	n.people = people.NewStore(d, log, key, clock.System())
	n.press = press.NewStore(d, log, clock.System(), nil)
	n.meetings = meeting.NewStore(d, log, n.press)
	n.outbox = mail.NewOutbox(d, catalog, key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} })
	n.guests = delegation.NewStore(d, log, key, clock.System(), nil)
	n.openAgendas("https://partners.example.org", nil)
	day := time.Now().AddDate(0, 3, 0)
	meetingID, err = n.meetings.Create(t.Context(), people.System(), meeting.New{
		Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: "Konferencja", Lead: "Krótko.", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(day.Year(), int(day.Month()), day.Day()), Zone: "Europe/Warsaw", Place: 776069},
	})
	if err == nil {
		err = n.guests.SaveConference(t.Context(), people.System(), delegation.Conference{Meeting: meetingID, Ends: day.AddDate(0, 0, 1)})
	}
	if err != nil {
		t.Fatal(err)
	}
	return n, meetingID
}

// does runs the jobs about guests until one of a kind was done.
func (n *node) does(t *testing.T, kind string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 8)
	r := jobs.NewRunner(n.queue, jobs.Options{Poll: time.Millisecond})
	do := map[string]jobs.Handler{delegation.BulkKind: n.goOnWithBulk, newsKind: n.tellNews}[kind]
	r.Handle(jobs.Kind{Name: kind, Do: func(ctx context.Context, j jobs.Job) error {
		err := do(ctx, j)
		done <- err
		return err
	}})
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	stop()
	<-ended
}

// Invitations go on in the name of who began, as long as she may.
func TestTheJobInvitesInItsPersonsName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n, id := jobNode(t, d)
		account := func(email string, grants ...people.Grant) (id string) {
			err := n.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
				id, err = n.people.Create(t.Context(), tx, note, people.NewAccount{Email: email, Name: "Officer", Language: "en", Confirmed: true})
				for _, g := range grants {
					if g.Account, g.State = id, people.Held; err == nil {
						_, err = n.people.Ask(t.Context(), tx, note, people.System(), g)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		var all []delegation.Delegation
		for i := range 50 {
			all = append(all, delegation.Delegation{Meeting: id, Kind: delegation.Organisation, Name: "Office " + strconv.Itoa(i), Language: "lt", Quota: 1})
		}
		ids, _, err := n.guests.AddAll(t.Context(), people.System(), all)
		if err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]int{
			account("nobody@example.org"): 0,
			account("organiser@example.org", people.Grant{Role: people.Organiser, Scope: people.Site()}): 50,
		} {
			bulk, err := n.guests.BeginBulk(t.Context(), people.Actor{Account: who, Strong: true}, id, delegation.ActInvite, ids, n.queue)
			if err != nil {
				t.Fatal(err)
			}
			n.does(t, delegation.BulkKind)
			b, there, err := n.guests.BulkOf(t.Context(), bulk)
			if err != nil || !there || b.Ended.IsZero() || b.Done != want {
				t.Errorf("%+v, %v, want %d done", b, err, want)
			}
			if want == 0 {
				continue
			}
			records, err := n.log.Read(t.Context(), people.Query{Actor: who, Limit: 100})
			if err != nil || len(records) < 50 {
				t.Errorf("%d changes in her name, %v", len(records), err)
			}
		}
	})
}

// Speakers of a meeting that is cancelled are told by themselves, once; of one that takes
// place, or whose cancelling nobody published, nobody is.
func TestSpeakersAreToldThatAMeetingIsCancelled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n, id := jobNode(t, d)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		speaker, err := n.agendas.SaveSpeaker(t.Context(), people.System(), id, agenda.Speaker{Name: "Mayor", Email: "mayor@example.org", Language: "lt"})
		must(err)
		_, err = n.agendas.SaveSession(t.Context(), people.System(), id, agenda.Session{Kind: agenda.Talk, Title: meeting.Words{"pl": "Wykład"}, Speakers: []string{speaker}})
		must(err)
		must(n.meetings.Publish(t.Context(), people.System(), id, "pl", time.Time{}, markup.Nothing))
		told := func() int {
			t.Helper()
			must(n.newsSoon(t.Context(), time.Time{}))
			n.does(t, newsKind)
			all, err := n.outbox.List(t.Context(), mail.Filter{})
			must(err)
			return len(all)
		}
		if n := told(); n != 0 {
			t.Errorf("%d mails about a meeting that takes place", n)
		}
		m, err := n.meetings.Meeting(t.Context(), id)
		must(err)
		m.Off = true
		must(n.meetings.Save(t.Context(), people.System(), id, m.Version, m.Facts, m.Own, ""))
		if n := told(); n != 0 {
			t.Errorf("%d mails before readers see it", n)
		}
		m, err = n.meetings.Meeting(t.Context(), id)
		must(err)
		resolve := func(press.Text) (markup.Resolve, error) { return markup.Nothing, nil }
		must(n.meetings.PublishChanges(t.Context(), people.System(), id, m.Item.Version, time.Time{}, resolve))
		for range 2 {
			if n := told(); n != 1 {
				t.Errorf("%d mails, want one", n)
			}
		}
		all, err := n.outbox.List(t.Context(), mail.Filter{})
		must(err)
		if all[0].To != "mayor@example.org" || !strings.Contains(all[0].Subject, "Konferencja") {
			t.Errorf("%+v", all[0])
		}
	})
}

// What was written to host families and guests goes with the meeting's guests.
func TestMailsToHostFamiliesGoWithTheGuests(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n, id := jobNode(t, d)
		catalog, err := messages.Default()
		if err != nil {
			t.Fatal(err)
		}
		from := delegation.Delegation{ID: "d", Meeting: id, Language: "lt", Contact: delegation.Contact{Email: "office@example.org"}}
		stay := hosting.Stay{Guest: hosting.Guest{Name: "Canary Guest"}, Host: hosting.Family{Home: hosting.Home{Name: "Canary Family", Address: "Lipowa"}}}
		family := hosting.Family{ID: "f", Meeting: id, Home: hosting.Home{Name: "Canary Family", Email: "family@example.org", Writes: "pl"}}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			for _, told := range []hosting.Told{{Family: &family, Stays: []hosting.Stay{stay}}, {Delegation: &from, Stays: []hosting.Stay{stay}}} {
				if err := n.tellHosts(catalog)(t.Context(), tx, told); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		forgotten := 0
		err = d.Write(t.Context(), func(tx *db.Tx) (err error) {
			forgotten, err = n.outbox.ForgetAbout(t.Context(), tx, meeting.About(id, ""))
			return err
		})
		all, lerr := n.outbox.List(t.Context(), mail.Filter{})
		if err != nil || lerr != nil || forgotten != 2 {
			t.Fatalf("%d forgotten, %v, %v", forgotten, err, lerr)
		}
		for _, r := range all {
			if r.To != "" || !r.Blank {
				t.Errorf("%+v", r)
			}
		}
	})
}
