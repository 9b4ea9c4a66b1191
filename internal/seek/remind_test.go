package seek_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/seek"
)

// desk is a reminder over an empty database, with a clock that the test moves.
type desk struct {
	*testing.T
	*seek.Reminder
	clock *clocktest.Clock
}

func eachDesk(t *testing.T, fn func(d desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		catalog, err := messages.Default()
		if err != nil {
			t.Fatal(err)
		}
		key, at := secret.New(), clocktest.At(now)
		log := people.NewLog(d, key, "")
		site := func(string) mail.Site { return mail.Site{Name: "Partners", Address: "https://partners.example.org"} }
		fn(desk{t, &seek.Reminder{
			Store: seek.NewStore(d, log, nil), DB: d, People: people.NewStore(d, log, key, at), Outbox: mail.NewOutbox(d, catalog, key, site),
			Key: key, Clock: at, BaseURL: "https://partners.example.org", Languages: catalog.Languages(),
		}, at})
	})
}

func (d desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// officer makes an account with the office of a place.
func (d desk) officer(name, language string, place int64) (id string) {
	d.Helper()
	d.must(d.People.Log().Change(d.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		n := people.NewAccount{Email: strings.ToLower(name) + "@example.org", Name: name, Language: language, Confirmed: true}
		if id, err = d.People.Create(d.Context(), tx, note, n); err != nil {
			return err
		}
		_, err = d.People.Ask(d.Context(), tx, note, people.System(), people.Grant{Account: id, Role: people.Officer, Scope: people.AtPlace(place), State: people.Held})
		return err
	}))
	return id
}

// published keeps a request that readers see, and returns its identifier.
func (d desk) published(owner string) string {
	d.Helper()
	id, err := d.Store.Create(d.Context(), people.System(), whole(func(r *seek.Request) { r.Owner = owner }))
	d.must(err)
	d.must(d.Store.Change(d.Context(), people.System(), people.WriteRequest, id, 1, func(r *seek.Request) error { return do(r, review, publish) }))
	return id
}

// sent runs the job on a day and returns the mails that it added, as "kind to".
func (d desk) sent(days int) (all []string) {
	d.Helper()
	d.clock.Add(now.AddDate(0, 0, days).Sub(d.clock.Now()))
	before := d.mails()
	d.must(d.Remind(d.Context(), jobs.Job{}))
	for _, m := range d.mails() {
		if !slices.Contains(before, m) {
			all = append(all, m)
		}
	}
	slices.Sort(all)
	return all
}

func (d desk) mails() (all []string) {
	d.Helper()
	found, err := db.Collect(d.Context(), d.DB, func(row db.Scanner) (s string, err error) {
		var kind, to string
		err = row.Scan(&kind, &to)
		return kind + " " + to, err
	}, `SELECT kind, recipient FROM mail`)
	d.must(err)
	return found
}

// Each mail goes once, in its time, and to who answers for the request.
func TestReminders(t *testing.T) {
	eachDesk(t, func(d desk) {
		owner := d.officer("Owner", "pl", sokolka)
		d.officer("Colleague", "lt", suchowola)
		d.published(owner) // answers for 60 days, shown for 120
		for _, step := range []struct {
			day  int
			want []string
		}{
			{1, nil},
			{61, []string{"request_answered owner@example.org"}},
			{62, nil},
			{120 - seek.Soon, []string{}},
			{121 - seek.Soon, []string{"request_ending owner@example.org"}},
			{120, nil},
			{121, []string{"request_expired owner@example.org"}},
			{122, nil},
			{300, nil},
		} {
			if got := d.sent(step.day); !slices.Equal(got, step.want) && len(got)+len(step.want) > 0 {
				t.Errorf("day %d: %q, want %q", step.day, got, step.want)
			}
		}
	})
}

// An owner who left is not written to; the town's other officers are. A demonstration's
// request, and one of a town that nobody looks after, ask nobody.
func TestRemindersWithoutTheOwner(t *testing.T) {
	eachDesk(t, func(d desk) {
		owner := d.officer("Owner", "pl", sokolka)
		d.officer("Colleague", "lt", sokolka)
		d.published(owner)
		d.published(seek.ExampleOwner)
		grants, err := d.People.GrantsOf(d.Context(), owner)
		d.must(err)
		d.must(d.People.EndGrant(d.Context(), people.System(), grants[0].ID))
		if got := d.sent(61); !slices.Equal(got, []string{"request_answered colleague@example.org"}) {
			t.Errorf("%q", got)
		}
	})
}

// One click renews a request, once for each question; a stranger's link does nothing.
func TestAReminderIsAnswered(t *testing.T) {
	eachDesk(t, func(d desk) {
		owner := d.officer("Owner", "pl", sokolka)
		id := d.published(owner)
		d.clock.Add(110 * 24 * time.Hour)
		x, err := d.Store.ByID(d.Context(), id)
		d.must(err)
		key := d.LinkKey(x, owner)
		r, who, used, err := d.Asked(d.Context(), key)
		if err != nil || used || r.ID != id || who.Name != "Owner" {
			t.Fatalf("%v %v %s %q", err, used, r.ID, who.Name)
		}
		d.must(d.Renew(d.Context(), key))
		r, err = d.Store.ByID(d.Context(), id)
		if d.must(err); !r.Open(after(130)) || r.Expires <= after(120) {
			t.Errorf("renewed until %s and %s", r.ReplyBy, r.Expires)
		}
		if err := d.Renew(d.Context(), key); errs.KindOf(err) != errs.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		if err := d.Renew(d.Context(), "guess"); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a guess: %v", err)
		}
	})
}
