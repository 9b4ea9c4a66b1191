package demo

import (
	"path/filepath"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// The example forum is public in each language with a programme that nothing stands against,
// its delegations are at the desk, and it goes with all that somebody tried out on it.
func TestTheExampleForum(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now, key := clock.Fixed(dbtest.Today), secret.New()
		log := people.NewLog(d, key, filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(d, log, now, nil)
		rooms := Rooms{Press: papers, Meetings: meeting.NewStore(d, log, papers), Guests: delegation.NewStore(d, log, key, now, nil)}
		agendas := agenda.NewStore(d, log, key, nil, nil)
		c := New(d, log, ForumPart(rooms))
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(c.Add(t.Context()))
		m, err := rooms.Meetings.Meeting(t.Context(), forumID)
		must(err)
		if m.From.Calendar().String() != "2027-05-07" || len(m.Texts) != len(languages) {
			t.Errorf("on %v in %d languages", m.From, len(m.Texts))
		}
		o, err := agendas.Outlook(t.Context(), forumID)
		must(err)
		if !o.Nothing() || len(o.Conflicts) != 0 {
			t.Errorf("waits: %v; in the way: %v", o.Changes, o.Conflicts)
		}
		release, ok, err := agendas.Released(t.Context(), forumID)
		if err != nil || !ok || len(release.Sessions) != 11 || len(release.Rooms) != 2 {
			t.Fatalf("released: %+v, %v", release, err)
		}
		for _, x := range release.Sessions {
			for _, l := range languages {
				if x.Title[l] == "" || !x.Placed() {
					t.Errorf("%s: %+v", l, x)
				}
			}
		}
		all, err := rooms.Guests.Of(t.Context(), forumID)
		must(err)
		for _, g := range all {
			if g.Contact.Email != "" || g.Contact.Name != "" {
				t.Errorf("somebody is named: %+v", g)
			}
		}
		if len(all) != len(invited) {
			t.Errorf("%d delegations", len(all))
		}
		_, err = rooms.Guests.PutMember(t.Context(), people.System(), delegation.ByLetter, delegation.Member{Delegation: all[0].ID, Profile: delegation.Profile{Name: "Officer", Role: delegation.Delegate}})
		must(err)
		_, err = c.Remove(t.Context(), people.System())
		must(err)
		for _, table := range []string{"press_item", "conference", "delegation", "delegation_member", "agenda", "agenda_session", "agenda_release"} {
			n, _, err := db.One(t.Context(), d, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM `+table)
			if n != 0 || err != nil {
				t.Errorf("%s keeps %d rows: %v", table, n, err)
			}
		}
	})
}

func TestTheExampleIsOnAFridayAhead(t *testing.T) {
	for now, want := range map[string]string{"2026-11-23": "2027-05-07", "2027-01-07": "2027-05-07", "2027-01-08": "2028-05-05", "2027-05-06": "2028-05-05", "2028-12-31": "2029-05-04"} {
		at, err := time.Parse(time.DateOnly, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := friday(at).Format(time.DateOnly); got != want {
			t.Errorf("on %s: %s, wanted %s", now, got, want)
		}
	}
}
