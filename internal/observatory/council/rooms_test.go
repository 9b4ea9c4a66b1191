package council_test

import (
	"strings"
	"testing"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory/council"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/seek/relay"
	"twintown/internal/source"
)

// busy is a town whose year has meetings, requests, letters and contacts.
type busy struct {
	*testing.T
	clock    *clocktest.Clock
	db       *db.DB
	log      *people.Log
	accounts *people.Store
	rooms    council.Rooms
}

func eachBusy(t *testing.T, fn func(k *busy)) {
	t.Helper()
	now := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, now, func(t *testing.T, d *db.DB) {
		now.Add(dbtest.Today.Sub(now.Now()))
		key := secret.New()
		log := people.NewLog(d, key, "")
		accounts := people.NewStore(d, log, key, now)
		papers := press.NewStore(d, log, now, nil)
		meetings := meeting.NewStore(d, log, papers)
		fn(&busy{T: t, clock: now, db: d, log: log, accounts: accounts, rooms: council.Rooms{
			Partnerships: partnership.NewStore(d), Sources: source.NewStore(d), Meetings: meetings,
			Guests: delegation.NewStore(d, log, key, now, nil), Projects: project.NewStore(d, log, nil), Requests: seek.NewStore(d, log, nil),
			Relay: relay.NewStore(relay.Options{DB: d, Log: log, Key: key, Clock: now, People: accounts}), Forums: forum.NewStore(d, log, key, meetings),
			Country: func(n int64) string {
				if n == sokolka {
					return "PL"
				}
				return "LT"
			},
		}})
	})
}

func (k *busy) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// meets begins a meeting and publishes it in Polish, unless it stays a draft.
func (k *busy) meets(title string, draft bool, f meeting.Facts, links ...press.Link) string {
	k.Helper()
	f.Zone = "Europe/Warsaw"
	id, err := k.rooms.Meetings.Create(k.Context(), site, meeting.New{
		Kind: meeting.Conference, Language: "pl", Content: press.Content{Title: title, Lead: "Krótko.", Origin: press.Written}, Facts: f, Own: press.Own{Links: links},
	})
	k.must(err)
	if !draft {
		k.must(k.rooms.Meetings.Publish(k.Context(), site, id, "pl", time.Time{}, markup.Nothing))
	}
	return id
}

var site = people.Actor{Account: "organiser", Strong: true}

// invites has a town asked to a meeting that is over a day later, and answer.
func (k *busy) invites(id string, place int64, says delegation.State, coming int) {
	k.Helper()
	c, err := k.rooms.Guests.Conference(k.Context(), id)
	k.must(err)
	c.Seats, c.Ends = 100, k.clock.Now().AddDate(0, 0, 1)
	k.must(k.rooms.Guests.SaveConference(k.Context(), site, c))
	guest, err := k.rooms.Guests.Add(k.Context(), site, delegation.Delegation{
		Meeting: id, Kind: delegation.Town, Place: place, Language: "pl", Quota: 10, Contact: delegation.Contact{Name: "Office", Email: "office@example.org"},
	})
	k.must(err)
	k.must(k.rooms.Guests.Invite(k.Context(), site, guest))
	there, err := k.rooms.Guests.ByID(k.Context(), guest)
	k.must(err)
	_, err = k.rooms.Guests.Answer(k.Context(), people.Actor{}, guest, there.Version, delegation.Answer{State: says, Coming: coming, By: delegation.ByLink})
	k.must(err)
}

// officer is somebody who may speak for a town.
func (k *busy) officer(place int64) people.Actor {
	k.Helper()
	grant := people.Grant{Role: people.Officer, Scope: people.AtPlace(place), State: people.Held}
	k.must(k.log.Change(k.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		grant.Account, err = k.accounts.Create(k.Context(), tx, note, people.NewAccount{Email: db.NewID() + "@example.org", Name: "Officer", Language: "pl", Confirmed: true})
		return err
	}))
	k.must(k.accounts.GiveGrant(k.Context(), people.System(), grant))
	return people.Actor{Account: grant.Account, Language: "pl", Strong: true, Grants: []people.Grant{grant}}
}

// asks has a town begin a request, published on a day; further moves follow.
func (k *busy) asks(place int64, published string, moves ...func(*seek.Request) error) {
	k.Helper()
	id, err := k.rooms.Requests.Create(k.Context(), officer, seek.Request{
		Places: []int64{place}, Owner: "officer", ReplyBy: "2027-02-01", Expires: "2027-03-01",
		Details: seek.Details{Topics: []string{"culture"}, Countries: []string{"LT"}, Languages: []string{"pl"}},
		Texts:   map[string]seek.Text{"pl": {Title: "Szukamy gminy", Seeks: "Gminy o podobnej wielkości"}},
	})
	k.must(err)
	if published == "" {
		return
	}
	day, err := time.Parse(time.DateOnly, published)
	k.must(err)
	moves = append([]func(*seek.Request) error{
		func(r *seek.Request) error { return r.Review(day) }, func(r *seek.Request) error { return r.Publish(day) },
	}, moves...)
	for i, move := range moves {
		k.must(k.rooms.Requests.Change(k.Context(), officer, people.WriteRequest, id, int64(i+1), move))
	}
}

func (k *busy) contact(a, b int64, day lang.Date, wantA, wantB forum.Want) {
	k.Helper()
	k.must(k.db.Write(k.Context(), func(tx *db.Tx) error {
		return forum.KeepIn(k.Context(), tx, forum.Contact{
			ID: db.NewID(), Meeting: "m", Pair: forum.Pair{A: db.NewID(), B: db.NewID()}, PlaceA: a, PlaceB: b, Day: day, WantA: wantA, WantB: wantB,
			Begin: time.Date(day.Year, time.Month(day.Month), day.Day, 9, 0, 0, 0, time.UTC),
		})
	}))
}

// Meetings of the year are those held in the town, with counted guests from there, linked to
// one of its partnerships, or to which its delegation said that it comes, also when they are long over. Who
// was announced is not who came.
func TestMeetingsOfTheYear(t *testing.T) {
	eachBusy(t, func(k *busy) {
		on := partnership.On
		var twinned string
		k.must(k.log.Change(k.Context(), officer, func(tx *db.Tx, note func(people.Entry)) (err error) {
			twinned, _, err = k.rooms.Partnerships.BeginWithin(k.Context(), tx, officer, note, partnership.Details{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: sokolka}, {Place: druskininkai}}},
				partnership.Act{Type: partnership.ActAgreement, Date: on(1998, 5, 3)}, []source.Source{{Title: "Dziennik", Publisher: "Sokółka", Language: "pl"}})
			return err
		}))
		k.meets("Forum w Sokółce", false, meeting.Facts{Place: sokolka, From: on(2026, 5, 14), Guests: []meeting.Guests{
			{Place: sokolka, People: 12}, {Place: druskininkai, People: 7}, {Country: "LT", People: 5}, {Place: alytus, People: meeting.Uncounted}, {Country: "PL", People: 3},
		}})
		away := k.meets("Konferencja w Olicie", false, meeting.Facts{Place: alytus, From: on(2026, 11, 2), To: on(2026, 11, 3)})
		k.invites(away, sokolka, delegation.Accepted, 8)
		refused := k.meets("Bez nas", false, meeting.Facts{Place: alytus, From: on(2026, 11, 4)})
		k.invites(refused, sokolka, delegation.Declined, 0)
		k.meets("Wizyta", false, meeting.Facts{Place: druskininkai, From: on(2026, 10, 10)}, press.Link{Kind: press.OfPartnership, Target: twinned})
		k.meets("Sylwester", false, meeting.Facts{Place: sokolka, From: on(2025, 12, 30), To: on(2026, 1, 2)})
		k.meets("Odwołane", false, meeting.Facts{Place: sokolka, From: on(2026, 6, 1), Off: true})
		k.meets("Szkic", true, meeting.Facts{Place: sokolka, From: on(2026, 6, 2)})
		k.meets("Obce", false, meeting.Facts{Place: druskininkai, From: on(2026, 6, 3), Guests: []meeting.Guests{{Place: alytus, People: 9}}})
		k.clock.Add(3 * 24 * time.Hour)
		f, err := k.rooms.Gather(k.Context(), sokolka, 2026, after, []string{"pl", "en"})
		k.must(err)
		var titles []string
		for _, m := range f.Met {
			titles = append(titles, m.Title)
		}
		if got := strings.Join(titles, ", "); got != "Sylwester, Forum w Sokółce, Wizyta, Konferencja w Olicie" {
			k.Fatalf("meetings: %s", got)
		}
		// By hand: 12 + 7 + 5 + 3 counted, one town not; 7 + 5 of them from Lithuania, and the town that nobody counted.
		home, far := f.Met[1], f.Met[3]
		if !home.Host || home.Own != (council.Count{N: 12}) || home.All != (council.Count{N: 27, Missing: 1}) || home.Abroad != (council.Count{N: 12, Missing: 1}) {
			k.Errorf("the forum: %+v", home)
		}
		if far.Host || !far.Own.None || !far.All.None || far.Announced != 8 {
			k.Errorf("the conference: %+v", far)
		}
		if f, err = k.rooms.Gather(k.Context(), sokolka, 2025, after, []string{"pl"}); err != nil || len(f.Met) != 1 || f.Met[0].Title != "Sylwester" {
			k.Errorf("the year before: %+v, %v", f.Met, err)
		}
		if f, err = k.rooms.Gather(k.Context(), sokolka, 2026, lang.Date{Year: 2026, Month: 9, Day: 30}, []string{"pl"}); err != nil || len(f.Met) != 2 {
			k.Errorf("in September: %+v, %v", f.Met, err)
		}
	})
}

// Requests, letters and contacts are counted for the town and the year; what others do among
// themselves is not.
func TestRequestsAndTalksOfTheYear(t *testing.T) {
	eachBusy(t, func(k *busy) {
		matched := func(r *seek.Request) error { return r.Match(alytus) }
		k.asks(sokolka, "2026-11-01", matched)
		k.asks(sokolka, "2026-11-10")
		k.asks(sokolka, "2025-11-20")
		k.asks(sokolka, "")
		k.asks(alytus, "2026-11-10")
		ours, theirs, others := k.officer(sokolka), k.officer(alytus), k.officer(druskininkai)
		for _, x := range []struct {
			who      people.Actor
			from, to int64
		}{{ours, sokolka, alytus}, {others, druskininkai, sokolka}, {theirs, alytus, druskininkai}} {
			_, err := k.rooms.Relay.Begin(k.Context(), x.who, x.from, x.to, "", relay.Message{Language: "pl", Text: "Dzień dobry"})
			k.must(err)
		}
		may := lang.Date{Year: 2026, Month: 5, Day: 14}
		k.contact(sokolka, alytus, may, forum.Intent, forum.Intent)
		k.contact(druskininkai, sokolka, may, forum.Intent, forum.Touch)
		k.contact(sokolka, druskininkai, lang.Date{Year: 2025, Month: 5, Day: 14}, forum.Intent, forum.Intent)
		k.contact(alytus, druskininkai, may, forum.Intent, forum.Intent)
		for _, c := range []struct {
			year  int
			today lang.Date
			want  council.Sought
		}{
			{2026, after, council.Sought{Published: 2, Matched: 1, Talks: 2, Contacts: 2, Letters: 1}},
			{2025, after, council.Sought{Published: 1, Contacts: 1, Letters: 1}},
			{2026, lang.Date{Year: 2026, Month: 5, Day: 13}, council.Sought{}},
		} {
			f, err := k.rooms.Gather(k.Context(), sokolka, c.year, c.today, []string{"pl"})
			if err != nil || f.Sought != c.want {
				k.Errorf("%d as of %s: %+v, want %+v, %v", c.year, c.today, f.Sought, c.want, err)
			}
		}
	})
}
