package after_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

const (
	kaunas = 598316
	hrodna = 627904
)

var organiser = people.Actor{Account: "organiser", Strong: true}

// home is a meeting whose guests went home.
type home struct {
	*testing.T
	d         *db.DB
	clock     *clocktest.Clock
	folder    string // of the database; "" on PostgreSQL
	guests    *delegation.Store
	doors     *checkin.Store
	meetings  *meeting.Store
	press     *press.Store
	outbox    *mail.Outbox
	retention *after.Retention
	survey    *after.Surveys
	meeting   string
	town      string // a delegation that came
	silent    string // one that never answered
	members   []delegation.Member
}

func each(t *testing.T, fn func(h *home)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		c, folder := clocktest.At(dbtest.Today), t.TempDir()
		fn(open(t, dbtest.SQLiteIn(t, folder, c), c, folder))
	})
	t.Run("postgres", func(t *testing.T) {
		c := clocktest.At(dbtest.Today)
		fn(open(t, dbtest.OnPostgreSQL(t, c), c, ""))
	})
}

func open(t *testing.T, d *db.DB, c *clocktest.Clock, folder string) *home {
	t.Helper()
	key := secret.New()
	log := people.NewLog(d, key, "")
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	h := &home{T: t, d: d, clock: c, folder: folder, press: press.NewStore(d, log, c, nil)}
	h.outbox = mail.NewOutbox(d, catalog, key, func(string) mail.Site { return mail.Site{Name: "Twintown", Address: "http://localhost"} })
	h.meetings = meeting.NewStore(d, log, h.press)
	h.guests = delegation.NewStore(d, log, key, c, func(ctx context.Context, tx *db.Tx, told delegation.Told) error {
		_, err := h.outbox.Queue(ctx, tx, mail.Mail{
			Kind: "guest_" + string(told.Event), About: meeting.About(told.Delegation.Meeting, "delegation-"+told.Delegation.ID), To: told.Delegation.Contact.Email, Name: told.Delegation.Contact.Name, Language: "en", Link: "http://localhost/guest/" + told.Token, Secret: true,
			Args: lang.Args{"meeting": "Conference", "day": "14 May 2027", "until": "1 May 2027", "quota": 2, "coming": 2, "place": "Białystok", "answer": lang.Msg("guests.state.accepted"), "n": 2},
		})
		return err
	})
	h.doors = checkin.NewStore(d, log, key, h.guests)
	h.survey = after.NewSurveys(d, log, c)
	gone := func(ctx context.Context, id string) (time.Time, error) {
		m, err := h.meetings.Meeting(ctx, id)
		return m.Gone, err
	}
	forget := func(ctx context.Context, tx *db.Tx, id string) (int, error) {
		return h.outbox.ForgetAbout(ctx, tx, meeting.About(id, ""))
	}
	h.retention = after.NewRetention(d, h.guests, forget, gone, country)
	return h
}

func country(place int64) string { return map[int64]string{kaunas: "LT", hrodna: "BY"}[place] }

func (h *home) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// What is written of a person here, and must be found nowhere afterwards.
const (
	passport = "AB1234567"
	name     = "Canary Headofdelegation"
	address  = "canary@example.org"
	nuts     = "canarynuts"
)

// held prepares a meeting that ends in a week.
func (h *home) held(change ...func(*delegation.Conference)) {
	h.Helper()
	var err error
	h.meeting, err = h.meetings.Create(h.Context(), organiser, meeting.New{
		Kind: meeting.Conference, Language: "en", Content: press.Content{Title: "Conference", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(2026, 11, 30), Zone: "Europe/Warsaw"},
	})
	h.must(err)
	c := delegation.Conference{Meeting: h.meeting, Ends: h.clock.Now().AddDate(0, 0, 7)}
	for _, fn := range change {
		fn(&c)
	}
	h.must(h.guests.SaveConference(h.Context(), organiser, c))
	add := func(place int64, to string) string {
		id, err := h.guests.Add(h.Context(), organiser, delegation.Delegation{Meeting: h.meeting, Kind: delegation.Town, Place: place, Language: "en", Quota: 3, Contact: delegation.Contact{Name: name, Email: to}})
		h.must(err)
		h.must(h.guests.Invite(h.Context(), organiser, id))
		return id
	}
	h.town, h.silent = add(kaunas, address), add(hrodna, "silent."+address)
	d, err := h.guests.ByID(h.Context(), h.town)
	h.must(err)
	_, err = h.guests.Answer(h.Context(), people.Actor{}, h.town, d.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLink})
	h.must(err)
	for range 2 {
		_, err = h.guests.PutMember(h.Context(), people.Actor{}, delegation.ByLink, delegation.Member{
			Delegation: h.town, Profile: delegation.Profile{Name: name, Email: "own." + address},
			Care: delegation.Care{Diet: nuts}, Visa: delegation.Visa{Wanted: true, Document: passport, Name: name},
		})
		h.must(err)
	}
	h.members, err = h.guests.Members(h.Context(), h.town)
	h.must(err)
	_, err = h.doors.Take(h.Context(), organiser, checkin.Batch{Meeting: h.meeting, Scans: []checkin.Scan{{Nonce: "1", Code: h.members[0].Code, At: h.clock.Now()}}})
	h.must(err)
	h.must(h.d.Write(h.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(h.Context(), `UPDATE mail SET state = 'sent', finished = $1`, tx.Now())
		return err
	}))
}

// due are the counts of the dry run.
func (h *home) due() map[after.Part]int {
	h.Helper()
	all := map[after.Part]int{}
	for _, p := range after.Parts() {
		n, err := h.retention.Due(h.Context(), h.d, p, h.clock.Now())
		h.must(err)
		all[p] = n
	}
	return all
}

// purge removes what is due and says how much that was.
func (h *home) purge() map[after.Part]int {
	h.Helper()
	all := map[after.Part]int{}
	for _, p := range after.Parts() {
		h.must(h.d.Write(h.Context(), func(tx *db.Tx) (err error) {
			all[p], err = h.retention.Purge(h.Context(), tx, p, h.clock.Now())
			return err
		}))
	}
	h.must(h.d.Scrub(h.Context()))
	return all
}

// sealed are the sealed texts that the database holds of guests.
func (h *home) sealed() []string {
	h.Helper()
	all, err := db.Collect(h.Context(), h.d, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) }, `
		SELECT sealed FROM delegation
		UNION SELECT sealed FROM delegation_member
		UNION SELECT care FROM delegation_member
		UNION SELECT visa FROM delegation_member
		UNION SELECT body FROM mail`)
	h.must(err)
	return all
}

// nowhere fails where a file of the database's folder holds one of the texts.
func (h *home) nowhere(texts ...string) {
	h.Helper()
	if h.folder == "" {
		return
	}
	h.must(filepath.WalkDir(h.folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, text := range texts {
			if text != "" && strings.Contains(strings.ToLower(string(raw)), strings.ToLower(text)) {
				h.Errorf("%s holds %.40q", filepath.Base(path), text)
			}
		}
		return err
	}))
}

// somewhere says whether a file of the database's folder holds a text.
func (h *home) somewhere(text string) (found bool) {
	h.Helper()
	files, err := filepath.Glob(filepath.Join(h.folder, "*"))
	h.must(err)
	for _, path := range files {
		raw, err := os.ReadFile(path)
		h.must(err)
		found = found || strings.Contains(string(raw), text)
	}
	return found
}

// Each part goes at its time, nobody reads it before the nightly job comes, and afterwards no
// file holds it; what stays are counts.
func TestEachPartGoesAtItsTime(t *testing.T) {
	each(t, func(h *home) {
		h.held()
		secrets := h.sealed()
		if h.folder != "" && !h.somewhere(address) {
			t.Error("the search of files finds nothing, not even what is there")
		}
		if got := h.due(); got[after.Visa]+got[after.Care]+got[after.People] != 0 {
			t.Errorf("before its end a meeting would lose %v", got)
		}
		member := func() delegation.Member {
			t.Helper()
			m, err := h.guests.Member(t.Context(), h.members[0].ID)
			h.must(err)
			return m
		}
		h.clock.Add(8*24*time.Hour - time.Second)
		if m := member(); m.Visa.Document != passport {
			t.Errorf("a second early: %+v", m.Visa)
		}
		h.clock.Add(time.Second)
		if m := member(); m.Visa != (delegation.Visa{}) || m.Care.Diet != nuts {
			t.Errorf("the travel document is read after its time: %+v", m)
		}
		if got := h.purge(); got[after.Visa] != 2 || got[after.Care] != 0 || got[after.People] != 0 {
			t.Errorf("a day after the end went %v", got)
		}
		h.clock.Add(14 * 24 * time.Hour)
		if m := member(); m.Care != (delegation.Care{}) || m.Name != name {
			t.Errorf("two weeks later: %+v", m)
		}
		h.purge()
		h.clock.Add(80 * 24 * time.Hour)
		if _, err := h.guests.Member(t.Context(), h.members[0].ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a person is read after her time: %v", err)
		}
		if all, err := h.guests.MembersOf(t.Context(), h.meeting); err != nil || len(all) != 0 {
			t.Errorf("people are listed after their time: %v, %v", all, err)
		}
		if d, err := h.guests.ByID(t.Context(), h.silent); err != nil || d.Contact.Email != "" || d.Contact.Name != "" {
			t.Errorf("the address of one that never answered: %+v, %v", d.Contact, err)
		}
		counts, err := after.Counts(t.Context(), h.d, h.meeting, country)
		h.must(err)
		if got := h.purge(); got[after.People] != 5 { // two delegations, two members, a scan
			t.Errorf("went: %v", got)
		}
		if got := h.due(); got[after.People] != 0 {
			t.Errorf("still due: %v", got)
		}
		h.nowhere(append(secrets, passport, name, address, nuts)...)
		want := []after.Count{{Place: kaunas, Country: "LT", Invited: 1, Accepted: 2, Arrived: 1}, {Place: hrodna, Country: "BY", Invited: 1}}
		stayed, err := after.Counts(t.Context(), h.d, h.meeting, country)
		if diff := cmp.Diff(want, stayed); err != nil || diff != "" {
			t.Errorf("what stays: %v (-want +got)\n%s", err, diff)
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
		if got := after.Guests(stayed); !cmp.Equal(got, []meeting.Guests{{Place: kaunas, Country: "LT", People: 1}}) {
			t.Errorf("for the page: %v", got)
		}
	})
}

// A protected meeting forgets within a week, another as long as it says, and one that was
// thrown away a week after that.
func TestMeetingsSayHowLong(t *testing.T) {
	each(t, func(h *home) {
		h.held(func(c *delegation.Conference) { c.Protected, c.Keep.People = true, 300 })
		h.clock.Add(14*24*time.Hour - time.Second)
		if got := h.due(); got[after.People] != 0 || got[after.Visa] != 2 {
			t.Errorf("a second before a week: %v", got)
		}
		h.clock.Add(time.Second)
		if got := h.due(); got[after.People] != 5 {
			t.Errorf("a week after: %v", got)
		}
		h.purge()
		h.held(func(c *delegation.Conference) { c.Keep = delegation.Keep{Visa: 10, Care: 20, People: 30} })
		h.clock.Add(36 * 24 * time.Hour)
		if got := h.due(); got[after.Visa] != 2 || got[after.Care] != 2 || got[after.People] != 0 {
			t.Errorf("29 days after the end: %v", got)
		}
		h.held()
		m, err := h.meetings.Meeting(t.Context(), h.meeting)
		h.must(err)
		_, err = h.press.Discard(t.Context(), organiser, m.ID, "")
		h.must(err)
		if got := h.due(); got[after.People] != 0 {
			t.Errorf("thrown away a moment ago: %v", got)
		}
		h.clock.Add(7 * 24 * time.Hour)
		if got := h.due(); got[after.People] != 5+5 {
			t.Errorf("a week later: %v", got)
		}
		h.purge()
		h.nowhere(passport, name, nuts)
	})
}

// Answers become counts; nobody can tell whose they were, and few are not shown.
func TestTheSurveyIsAnonymous(t *testing.T) {
	each(t, func(h *home) {
		h.held()
		refused := func(what, key string, err error) {
			t.Helper()
			if got := errs.PublicOf(err).Key; err == nil || got != key {
				t.Errorf("%s: %v (%s), want %s", what, err, got, key)
			}
		}
		answer := func(who string) error {
			return h.survey.Answer(t.Context(), h.meeting, who, map[after.Question]string{after.Whole: "good", after.Again: "yes"})
		}
		refused("before it is open", "error.survey.over", answer("a"))
		refused("no question", "error.survey.none", h.survey.Save(t.Context(), organiser, after.Survey{Meeting: h.meeting, Until: h.clock.Now().AddDate(0, 0, 14)}))
		v := after.Survey{Meeting: h.meeting, Questions: []after.Question{after.Whole, after.Partner, after.Again}, Until: h.clock.Now().AddDate(0, 0, 14)}
		h.must(h.survey.Save(t.Context(), organiser, v))
		for _, who := range []string{"a", "b", "c", "d"} {
			h.must(answer(who))
		}
		refused("twice", "error.survey.twice", answer("a"))
		refused("nothing", "error.survey.empty", h.survey.Answer(t.Context(), h.meeting, "e", nil))
		refused("an answer that is none", "error.survey.question", h.survey.Answer(t.Context(), h.meeting, "e", map[after.Question]string{after.Again: "perhaps"}))
		h.must(h.survey.Answer(t.Context(), h.meeting, "e", map[after.Question]string{after.Whole: "poor"}))
		v.Version, v.Questions = 1, v.Questions[:2]
		refused("other questions", "error.survey.answered", h.survey.Save(t.Context(), organiser, v))
		look := func() map[after.Question]after.Outcome {
			t.Helper()
			all, err := h.survey.Results(t.Context(), h.meeting)
			h.must(err)
			by := map[after.Question]after.Outcome{}
			for _, o := range all {
				by[o.Question] = o
			}
			return by
		}
		if o := look()[after.Whole]; o.Counts != nil || o.Total != 5 {
			t.Errorf("while answers are taken: %+v", o)
		}
		h.clock.Add(15 * 24 * time.Hour)
		refused("too late", "error.survey.over", answer("f"))
		by := look()
		if o := by[after.Whole]; !cmp.Equal(o.Counts, []int{0, 4, 0, 1, 0}) {
			t.Errorf("five answers: %+v", o)
		}
		if o := by[after.Again]; o.Counts != nil || o.Total != 4 {
			t.Errorf("four answers: %+v", o)
		}
		rows, err := db.Collect(t.Context(), h.d, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) }, `SELECT detail FROM audit WHERE kind = 'survey'`)
		if err != nil || strings.Contains(strings.Join(rows, " "), "good") {
			t.Errorf("the record of changes tells answers: %v, %v", rows, err)
		}
	})
}

// Questions of the organiser are asked in the guests' languages and counted like the others.
func TestASurveyAsksWhatTheOrganiserWants(t *testing.T) {
	each(t, func(h *home) {
		h.held()
		v := after.Survey{Meeting: h.meeting, Until: h.clock.Now().AddDate(0, 0, 14), Own: []after.Own{
			{Text: meeting.Words{"pl": "Jak smakowało?", "en": "How was the food?"}}, {}, {Yes: true, Text: meeting.Words{"pl": "Czy było ciepło?"}},
		}}
		h.must(h.survey.Save(t.Context(), organiser, v))
		v, err := h.survey.Of(t.Context(), h.meeting)
		h.must(err)
		if asked := v.Asked(); len(asked) != 2 || asked[0].Own["en"] != "How was the food?" || len(asked[0].Answers) != 5 || len(asked[1].Answers) != 3 || !v.Open(h.clock.Now()) {
			t.Fatalf("%+v", asked)
		}
		for i := range 5 {
			h.must(h.survey.Answer(t.Context(), h.meeting, string(rune('a'+i)), map[after.Question]string{"own1": "good", "own2": "no"}))
		}
		for what, wrong := range map[string]map[after.Question]string{"one that is not asked": {"own3": "good"}, "an answer of another question": {"own1": "yes"}} {
			if err := h.survey.Answer(t.Context(), h.meeting, "x", wrong); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", what, err)
			}
		}
		other := v
		other.Own = other.Own[:1]
		if err := h.survey.Save(t.Context(), organiser, other); errs.PublicOf(err).Key != "error.survey.answered" {
			t.Errorf("changed when some answered: %v", err)
		}
		h.clock.Add(15 * 24 * time.Hour)
		all, err := h.survey.Results(t.Context(), h.meeting)
		h.must(err)
		if len(all) != 2 || !cmp.Equal(all[0].Counts, []int{0, 5, 0, 0, 0}) || !cmp.Equal(all[1].Counts, []int{0, 0, 5}) {
			t.Errorf("%+v", all)
		}
		v.Own = make([]after.Own, after.MostOwn+1)
		for i := range v.Own {
			v.Own[i].Text = meeting.Words{"en": "What?"}
		}
		if err := h.survey.Save(t.Context(), organiser, v); errs.PublicOf(err).Key != "error.survey.own" {
			t.Errorf("a book: %v", err)
		}
	})
}

// Those who came are written to once, when it is over: who was checked in, or all who
// accepted where nobody was.
func TestWhoCameIsThankedOnce(t *testing.T) {
	each(t, func(h *home) {
		h.held()
		all, err := h.guests.Of(t.Context(), h.meeting)
		h.must(err)
		came, err := h.retention.Came(t.Context(), h.meeting)
		h.must(err)
		for _, d := range all {
			if _, yes := came[d.ID]; yes && d.State != delegation.Accepted {
				t.Errorf("%s came, and is %s", d.ID, d.State)
			}
		}
		if len(came) == 0 {
			t.Fatal("nobody came")
		}
		var told []string
		thank := func(ids ...string) (int, error) {
			return h.survey.Thank(t.Context(), organiser, h.meeting, h.clock.Now().Add(-time.Hour), ids, func(_ context.Context, tx *db.Tx, id string) error {
				tx.AfterCommit(func() { told = append(told, id) })
				return nil
			})
		}
		if _, err := h.survey.Thank(t.Context(), organiser, h.meeting, h.clock.Now().Add(time.Hour), []string{"a"}, nil); errs.PublicOf(err).Key != "error.after.early" {
			t.Errorf("before the end: %v", err)
		}
		if n, err := thank("a", "b"); n != 2 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if n, err := thank("a", "c"); n != 1 || err != nil || !cmp.Equal(told, []string{"a", "b", "c"}) {
			t.Errorf("%d, %v: %v", n, err, told)
		}
		if _, err := thank("a"); errs.PublicOf(err).Key != "error.after.told" {
			t.Errorf("once more: %v", err)
		}
		if thanked, err := h.survey.Thanked(t.Context(), h.meeting); len(thanked) != 3 || err != nil {
			t.Errorf("%v, %v", thanked, err)
		}
	})
}
