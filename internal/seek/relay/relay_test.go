package relay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
	"twintown/internal/platform/secret"
	"twintown/internal/seek/phrase"
	"twintown/internal/seek/relay"
)

const (
	sokolka  = int64(758651)
	alytus   = int64(601084)
	gizycko  = int64(771401)
	nowhere  = int64(9)
	aRequest = "a-request"
)

// engine is a translation server as the store sees it, in the hands of a test.
type engine struct {
	fails error
	asked int
}

func (e *engine) Engine() string { return "LibreTranslate (translate.example.org)" }

func (e *engine) Translate(_ context.Context, text, from, to string) (string, error) {
	e.asked++
	return "[" + from + ">" + to + "] " + text, e.fails
}

// towns are two towns with their officers, and everything that a store stands on.
type towns struct {
	*testing.T
	*relay.Store
	db             *db.DB
	clock          *clocktest.Clock
	key            secret.Key
	documents      *document.Store
	runner         *jobs.Runner
	engine         *engine
	told           []relay.News
	together       []int64  // for which the request speaks
	silent         []string // who was told that a conversation will be closed, and when
	alerted        []string
	ona, anna, jan people.Actor // of Alytus; of Sokółka, both
	site           people.Actor
}

// A database serves all cases of its engine, one after the other: making one is the slow part.
func TestConversations(t *testing.T) {
	now := clocktest.At(dbtest.Today)
	dbtest.EachWith(t, now, func(t *testing.T, d *db.DB) {
		for name, fn := range map[string]func(*testing.T, *towns){
			"two towns write to each other":                twoTownsWriteToEachOther,
			"what is written is sealed":                    whatIsWrittenIsSealed,
			"who may not write":                            whoMayNotWrite,
			"messages that break a rule":                   messagesThatBreakARule,
			"two officers of one town":                     twoOfficersOfOneTown,
			"a blocked sender is told and nothing is lost": aBlockedSenderIsToldAndNothingIsLost,
			"closed and opened again":                      closedAndOpenedAgain,
			"the organiser decides a report":               theOrganiserDecidesAReport,
			"a warning is for one side":                    aWarningIsForOneSide,
			"officers are told once":                       officersAreToldOnce,
			"a dead server holds nothing up":               aDeadServerHoldsNothingUp,
			"files are what they say":                      filesAreWhatTheySay,
			"a person takes her data and goes":             aPersonTakesHerDataAndGoes,
			"other towns of a request read along":          otherTownsOfARequestReadAlong,
			"a silent conversation is announced, closed":   aSilentConversationIsAnnouncedAndClosed,
		} {
			t.Run(name, func(t *testing.T) {
				now.Add(dbtest.Today.Sub(now.Now()))
				empty(t, d)
				fn(t, newTowns(t, d, now))
			})
		}
	})
}

// empty forgets what the case before left.
func empty(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"relay_conversation", "relay_block", "relay_wish", "job", "role_grant", "audit"} {
			if _, err := tx.ExecContext(t.Context(), `DELETE FROM `+table); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func newTowns(t *testing.T, d *db.DB, now *clocktest.Clock) *towns {
	t.Helper()
	w := &towns{T: t, db: d, clock: now, key: secret.New(), engine: &engine{}}
	log := people.NewLog(d, w.key, "")
	store := people.NewStore(d, log, w.key, now)
	blobs, err := blob.OpenFolder(filepath.Join(t.TempDir(), "media"))
	w.must(err)
	w.documents = document.NewStore(d, blobs, document.Options{Examiner: media.Here(), Clock: now})
	queue := jobs.NewQueue(d)
	w.Store = relay.NewStore(relay.Options{
		DB: d, Log: log, Key: w.key, Clock: now, People: store, Documents: w.documents, Queue: queue, Translator: w.engine,
		Tell:     func(_ context.Context, _ *db.Tx, n relay.News) error { w.told = append(w.told, n); return nil },
		Together: func(context.Context, db.Querier, string) ([]int64, error) { return w.together, nil },
		Silent: func(_ context.Context, _ *db.Tx, _ relay.Conversation, _ int64, to people.Account, on lang.Date) error {
			w.silent = append(w.silent, to.Name+" "+on.String())
			return nil
		},
		Alert: func(_ context.Context, _ *db.Tx, _ string, to people.Account) error {
			w.alerted = append(w.alerted, to.Name)
			return nil
		},
	})
	w.runner = jobs.NewRunner(queue, jobs.Options{Clock: now, Random: func() float64 { return 0.5 }})
	for _, k := range w.Kinds() {
		w.runner.Handle(k)
	}
	w.ona, w.anna, w.jan = w.officer(store, "Ona", "lt", alytus), w.officer(store, "Anna", "pl", sokolka), w.officer(store, "Jan", "pl", sokolka)
	w.site = w.person(store, "Organiser", "pl", people.Grant{Role: people.Organiser, Scope: people.Site(), State: people.Held})
	return w
}

func (w *towns) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *towns) officer(store *people.Store, name, language string, place int64) people.Actor {
	w.Helper()
	return w.person(store, name, language, people.Grant{Role: people.Officer, Scope: people.AtPlace(place), State: people.Held})
}

func (w *towns) person(store *people.Store, name, language string, grant people.Grant) people.Actor {
	w.Helper()
	w.must(store.Log().Change(w.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		grant.Account, err = store.Create(w.Context(), tx, note, people.NewAccount{Email: strings.ToLower(name) + "." + db.NewID() + "@example.org", Name: name, Language: language, Confirmed: true})
		return err
	}))
	w.must(store.GiveGrant(w.Context(), people.System(), grant))
	return people.Actor{Account: grant.Account, Name: name, Language: language, Strong: true, Grants: []people.Grant{grant}}
}

// drain does all jobs that are due.
func (w *towns) drain() {
	w.Helper()
	w.must(w.runner.Drain(w.Context()))
}

// begin sends the first message of Alytus.
func (w *towns) begin() string {
	w.Helper()
	id, err := w.Begin(w.Context(), w.ona, alytus, sokolka, aRequest, relay.Message{Language: "lt", Text: "Laba diena"})
	w.must(err)
	return id
}

func (w *towns) entries(id string, side int64) []relay.Message {
	w.Helper()
	all, err := w.Entries(w.Context(), id, side)
	w.must(err)
	return all
}

// want compares the kind and the public sentence of an error.
func (w *towns) want(name string, err error, kind errs.Kind, key string) {
	w.Helper()
	if errs.KindOf(err) != kind || errs.PublicOf(err).Key != key {
		w.Errorf("%s: %v %s (%v), want %v %s", name, errs.KindOf(err), errs.PublicOf(err).Key, err, kind, key)
	}
}

func twoTownsWriteToEachOther(t *testing.T, w *towns) {
	id := w.begin()
	again, err := w.Begin(w.Context(), w.ona, alytus, sokolka, aRequest, relay.Message{Language: "lt", Text: "Laba diena"})
	if err != nil || again != id || len(w.entries(id, alytus)) != 1 {
		t.Errorf("the same message by a second click: %s, %v, %d entries", again, err, len(w.entries(id, alytus)))
	}
	w.must(w.Write(w.Context(), w.anna, id, sokolka, 1, relay.Message{Language: "pl", Text: "Dzień dobry", Phrases: []phrase.Said{{Code: "c_regards"}, {Code: "sir"}}}))
	all := w.entries(id, alytus)
	if len(all) != 2 || all[1].Side != sokolka || all[1].Author != w.anna.Account || all[1].Phrases[0].Code != "sir" {
		t.Fatalf("the thread: %+v", all)
	}
	unread, err := w.Unread(w.Context(), alytus)
	if err != nil || unread[id] != 1 {
		t.Errorf("unread at Alytus: %v, %v", unread, err)
	}
	w.must(w.Saw(w.Context(), id, alytus, 2))
	w.must(w.Saw(w.Context(), id, alytus, 1))
	if unread, _ := w.Unread(w.Context(), alytus); unread[id] != 0 {
		t.Errorf("unread after it was seen: %v", unread)
	}
	other, err := w.Begin(w.Context(), w.ona, alytus, sokolka, "", relay.Message{Language: "lt", Text: "Apie kitką"})
	if err != nil || other == id {
		t.Errorf("a conversation of its own beside that about the request: %v", err)
	}
	if of, err := w.Of(w.Context(), sokolka); err != nil || len(of) != 2 {
		t.Errorf("the conversations of a place: %d, %v", len(of), err)
	}
	if about, err := w.About(w.Context(), aRequest); err != nil || len(about) != 1 || about[0].Last != 2 {
		t.Errorf("about the request: %+v, %v", about, err)
	}
	if _, ok, err := w.Between(w.Context(), sokolka, alytus, aRequest); !ok || err != nil {
		t.Errorf("between the two, the other way round: %v, %v", ok, err)
	}
}

// What is written is not readable in the database, nor in the record of changes.
func whatIsWrittenIsSealed(t *testing.T, w *towns) {
	const canary = "Kanarienvogel"
	id, err := w.Begin(w.Context(), w.ona, alytus, sokolka, "", relay.Message{Language: "lt", Text: canary})
	w.must(err)
	w.drain()
	w.must(w.Close(w.Context(), w.anna, id, sokolka, canary))
	_, err = w.Report(w.Context(), w.anna, id, sokolka, canary, []int64{1})
	w.must(err)
	for _, query := range []string{
		`SELECT sealed FROM relay_message`, `SELECT sealed FROM relay_conversation`, `SELECT sealed FROM relay_translation`, `SELECT sealed FROM relay_report`,
		`SELECT detail FROM audit`, `SELECT payload FROM job`,
	} {
		rows, err := db.Collect(w.Context(), w.db, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) }, query)
		if err != nil || len(rows) == 0 || strings.Contains(strings.Join(rows, " "), canary) {
			t.Errorf("%s: %d rows, %v", query, len(rows), err)
		}
	}
}

func whoMayNotWrite(t *testing.T, w *towns) {
	id := w.begin()
	asked := people.Actor{Account: "new", Strong: true} // whose claim nobody confirmed
	weak := w.ona
	weak.Strong = false
	m := relay.Message{Language: "lt", Text: "Laba diena"}
	begin := func(who people.Actor, from, to int64) error {
		_, err := w.Begin(w.Context(), who, from, to, "", m)
		return err
	}
	w.want("an unconfirmed account", begin(asked, alytus, sokolka), errs.Forbidden, "relay.who")
	w.want("an officer without a second factor", begin(weak, alytus, sokolka), errs.Forbidden, "relay.who")
	w.want("in the name of another town", begin(w.ona, gizycko, sokolka), errs.Forbidden, "relay.who")
	w.want("to oneself", begin(w.ona, alytus, alytus), errs.Invalid, "error.relay.self")
	w.want("to a town without an officer", begin(w.ona, alytus, nowhere), errs.Invalid, "error.relay.nobody")
	w.want("a stranger in the thread", w.Write(w.Context(), asked, id, alytus, 1, m), errs.Forbidden, "error.page.403.role")
	w.want("for a side that is none", w.Write(w.Context(), w.ona, id, gizycko, 1, m), errs.Forbidden, "error.page.403.role")
	w.want("for the other side", w.Write(w.Context(), w.ona, id, sokolka, 1, m), errs.Forbidden, "error.page.403.role")
	w.want("in no conversation", w.Write(w.Context(), w.ona, "x", alytus, 1, m), errs.NotFound, "error.relay.unknown")
	if all := w.entries(id, alytus); len(all) != 1 {
		t.Errorf("%d entries", len(all))
	}
}

func messagesThatBreakARule(t *testing.T, w *towns) {
	id := w.begin()
	for _, c := range []struct {
		name, field string
		m           relay.Message
	}{
		{"nothing", "text", relay.Message{Language: "pl", Text: " \n "}},
		{"too much", "text", relay.Message{Language: "pl", Text: strings.Repeat("ž", 20_001)}},
		{"no language", "language", relay.Message{Text: "x"}},
		{"a sentence without its areas", "phrase.areas", relay.Message{Language: "pl", Phrases: []phrase.Said{{Code: "areas"}}}},
		{"too many files", "file", relay.Message{Language: "pl", Intakes: make([]string, 11)}},
	} {
		if err := w.Write(w.Context(), w.anna, id, sokolka, 1, c.m); errs.KindOf(err) != errs.Invalid || errs.FieldOf(err) != c.field {
			t.Errorf("%s: %v in %q, want it in %q", c.name, err, errs.FieldOf(err), c.field)
		}
	}
}

// Two officers of one town who answer at once do not talk past each other: the second reads
// first what the first wrote, and sends then.
func twoOfficersOfOneTown(t *testing.T, w *towns) {
	id := w.begin()
	w.must(w.Write(w.Context(), w.anna, id, sokolka, 1, relay.Message{Language: "pl", Text: "Tak"}))
	no := relay.Message{Language: "pl", Text: "Nie"}
	w.want("a colleague wrote", w.Write(w.Context(), w.jan, id, sokolka, 1, no), errs.Conflict, "error.relay.colleague")
	if all := w.entries(id, sokolka); len(all) != 2 {
		t.Fatalf("%d entries", len(all))
	}
	w.must(w.Write(w.Context(), w.jan, id, sokolka, 2, no))
	w.want("the other side wrote", w.Write(w.Context(), w.ona, id, alytus, 1, relay.Message{Language: "lt", Text: "?"}), errs.Conflict, "error.relay.meanwhile")
	all := w.entries(id, alytus)
	if all[1].Author == all[2].Author {
		t.Error("both by the same officer")
	}
}

func aBlockedSenderIsToldAndNothingIsLost(t *testing.T, w *towns) {
	id := w.begin()
	w.must(w.Block(w.Context(), w.anna, id, sokolka))
	w.want("blocked twice", w.Block(w.Context(), w.jan, id, sokolka), errs.Conflict, "error.relay.state")
	m := relay.Message{Language: "lt", Text: "Ar gavote?"}
	w.want("the blocked side", w.Write(w.Context(), w.ona, id, alytus, 1, m), errs.Conflict, "error.relay.blocked")
	_, err := w.Begin(w.Context(), w.ona, alytus, sokolka, "another", m)
	w.want("in another conversation", err, errs.Conflict, "error.relay.blocked")
	if of, _ := w.Of(w.Context(), alytus); len(of) != 1 {
		t.Errorf("%d conversations: one without a message stayed", len(of))
	}
	w.want("the side that blocks", w.Write(w.Context(), w.anna, id, sokolka, 2, relay.Message{Language: "pl", Text: "x"}), errs.Conflict, "relay.mute.own_block")
	if n := len(w.entries(id, alytus)); n != 1 {
		t.Errorf("the blocked side reads %d entries, want its own message alone", n)
	}
	w.must(w.Unblock(w.Context(), w.jan, id, sokolka))
	w.must(w.Write(w.Context(), w.ona, id, alytus, 1, m))
}

func closedAndOpenedAgain(t *testing.T, w *towns) {
	id := w.begin()
	w.must(w.Close(w.Context(), w.anna, id, sokolka, "Znaleźliśmy partnera."))
	c, err := w.ByID(w.Context(), id)
	if err != nil || c.State != relay.Closed || c.EndedBy != sokolka || c.Reason != "Znaleźliśmy partnera." || !c.Ended.Equal(dbtest.Today) {
		t.Errorf("closed: %+v, %v", c, err)
	}
	w.want("closed twice", w.Close(w.Context(), w.ona, id, alytus, ""), errs.Conflict, "error.relay.state")
	w.want("a message", w.Write(w.Context(), w.ona, id, alytus, 2, relay.Message{Language: "lt", Text: "x"}), errs.Conflict, "relay.mute.closed")
	w.must(w.Reopen(w.Context(), w.ona, id, alytus))
	w.must(w.Write(w.Context(), w.ona, id, alytus, 3, relay.Message{Language: "lt", Text: "x"}))
	w.want("opened twice", w.Reopen(w.Context(), w.ona, id, alytus), errs.Conflict, "error.relay.state")
}

func theOrganiserDecidesAReport(t *testing.T, w *towns) {
	id := w.begin()
	_, err := w.Report(w.Context(), w.anna, id, sokolka, "", []int64{1})
	w.want("without a reason", err, errs.Invalid, "error.relay.why")
	_, err = w.Report(w.Context(), w.anna, id, sokolka, "x", []int64{7})
	w.want("quoting nothing", err, errs.Invalid, "error.relay.quotes")
	_, err = w.Report(w.Context(), w.anna, id, sokolka, "Reklama", []int64{1})
	w.must(err)
	_, err = w.Report(w.Context(), w.jan, id, sokolka, "Reklama", []int64{1})
	w.want("reported twice", err, errs.Conflict, "error.relay.reported")
	w.must(w.TakeBack(w.Context(), w.jan, id, sokolka))
	report, err := w.Report(w.Context(), w.jan, id, sokolka, "Reklama", []int64{1})
	w.must(err)
	w.drain()
	if !slices.Equal(w.alerted, []string{"Organiser"}) {
		t.Errorf("told of one report that was taken back and one that waits: %v", w.alerted)
	}
	all, err := w.Reports(w.Context())
	if err != nil || len(all) != 1 || all[0].Why != "Reklama" || len(all[0].Quotes) != 1 || all[0].Quotes[0].Text != "Laba diena" {
		t.Fatalf("the queue: %+v, %v", all, err)
	}
	w.want("decided by an officer", w.Decide(w.Context(), w.anna, report, relay.ShutThread, "x"), errs.NotFound, "error.relay.unknown")
	w.want("warned without words", w.Decide(w.Context(), w.site, report, relay.WarnedSide, ""), errs.Invalid, "error.relay.why")
	w.must(w.Decide(w.Context(), w.site, report, relay.ShutThread, "Reklama jest niedozwolona."))
	w.want("decided twice", w.Decide(w.Context(), w.site, report, relay.LeftAlone, ""), errs.Conflict, "error.relay.state")
	for who, side := range map[*people.Actor]int64{&w.ona: alytus, &w.anna: sokolka} {
		w.want("a message", w.Write(w.Context(), *who, id, side, 99, relay.Message{Language: "pl", Text: "x"}), errs.Conflict, "relay.mute.shut")
		w.want("opened by a side", w.Reopen(w.Context(), *who, id, side), errs.Conflict, "error.relay.state")
	}
	w.must(w.OpenAgain(w.Context(), w.site, report))
	w.must(w.Write(w.Context(), w.ona, id, alytus, 99, relay.Message{Language: "lt", Text: "Ačiū"}))
}

// A warning is read by the side that is warned; who reported reads that something was decided.
func aWarningIsForOneSide(t *testing.T, w *towns) {
	id := w.begin()
	report, err := w.Report(w.Context(), w.anna, id, sokolka, "Reklama", []int64{1})
	w.must(err)
	w.must(w.Decide(w.Context(), w.site, report, relay.WarnedSide, "Proszę nie reklamować."))
	has := func(side int64, e relay.Event) bool {
		return slices.ContainsFunc(w.entries(id, side), func(m relay.Message) bool { return m.Event == e })
	}
	if !has(alytus, relay.WasWarned) || has(sokolka, relay.WasWarned) || !has(sokolka, relay.WasDecided) || has(alytus, relay.WasDecided) || has(alytus, relay.WasReported) {
		t.Error("an entry is seen by the wrong side")
	}
}

// An officer of the other side is told once, in a mail that has the translation where it came
// soon; further messages within some minutes are one mail.
func officersAreToldOnce(t *testing.T, w *towns) {
	id := w.begin()
	w.drain()
	if len(w.told) != 2 || len(w.told[0].Messages) != 1 {
		t.Fatalf("%d mails, want one to each officer of Sokółka", len(w.told))
	}
	if got := w.told[0].Messages[0].Translations["pl"]; got.Text != "[lt>pl] Laba diena" || got.Engine != w.engine.Engine() {
		t.Errorf("the mail's translation: %+v", got)
	}
	w.drain()
	for n := range 3 {
		w.must(w.Write(w.Context(), w.ona, id, alytus, int64(1+n), relay.Message{Language: "lt", Text: fmt.Sprint(n)}))
		w.clock.Add(time.Minute)
		w.drain()
	}
	if len(w.told) != 2 {
		t.Errorf("%d mails within some minutes of the first", len(w.told))
	}
	w.clock.Add(time.Hour)
	w.drain()
	w.drain()
	if len(w.told) != 4 || len(w.told[3].Messages) != 3 {
		t.Errorf("%d mails after an hour; the last of %d messages", len(w.told), len(w.told[len(w.told)-1].Messages))
	}
	w.must(w.Stop(w.Context(), w.told[0].Stop))
	w.clock.Add(time.Hour)
	w.must(w.Write(w.Context(), w.ona, id, alytus, 4, relay.Message{Language: "lt", Text: "vėl"}))
	w.drain()
	if n := len(w.told); n != 5 || w.told[4].To.ID == w.told[0].To.ID {
		t.Errorf("%d mails after one officer ended hers", n)
	}
	w.want("a made-up key", w.Stop(w.Context(), "x"), errs.NotFound, "error.relay.unknown")
}

// A server that is down holds no message up: the mail goes in the original, the translation
// is tried again, and comes when the server does.
func aDeadServerHoldsNothingUp(t *testing.T, w *towns) {
	w.engine.fails = errs.New(errs.Unavailable, lang.Msg("error.translate.busy"), errors.New("502"))
	id := w.begin()
	w.drain()
	if len(w.told) != 0 {
		t.Fatalf("%d mails before the translation had its time", len(w.told))
	}
	if got := w.entries(id, sokolka)[0].Translations["pl"]; got.State != relay.Waiting || got.Reason != "error.translate.busy" {
		t.Errorf("the page: %+v", got)
	}
	w.clock.Add(2 * time.Minute)
	w.drain()
	if len(w.told) != 2 || w.told[0].Messages[0].Text != "Laba diena" {
		t.Fatalf("%d mails in the original", len(w.told))
	}
	w.engine.fails = nil
	w.clock.Add(time.Hour)
	w.drain()
	w.clock.Add(time.Hour)
	w.drain()
	got := w.entries(id, sokolka)[0].In("pl", nil)
	if got.Text != "[lt>pl] Laba diena" || got.Original != "Laba diena" || got.Engine == "" || len(w.told) != 2 {
		t.Errorf("%+v, %d mails", got, len(w.told))
	}
	w.must(w.Want(w.Context(), w.ona, id, alytus, w.entries(id, alytus)[0].ID, "de"))
	w.engine.fails = errs.New(errs.Invalid, lang.Msg("error.translate.pair", "from", "lt", "to", "de"), nil)
	w.drain()
	if got := w.entries(id, alytus)[0].In("de", nil); got.State != relay.Failed || got.Text != "Laba diena" {
		t.Errorf("a language that the server does not speak: %+v", got)
	}
}

func filesAreWhatTheySay(t *testing.T, w *towns) {
	id := w.begin()
	if _, err := w.documents.Take(w.Context(), w.anna, "list.pdf", strings.NewReader("MZ\x90\x00 not a PDF")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a program that says it is a PDF: %v", err)
	}
	in, err := w.documents.Take(w.Context(), w.anna, "plan.txt", strings.NewReader("Plan wizyty\n"))
	if err != nil {
		in, err = w.documents.Take(w.Context(), w.anna, "herb.png", bytes.NewReader(onePixel()))
	}
	w.must(err)
	w.must(w.Write(w.Context(), w.anna, id, sokolka, 1, relay.Message{Language: "pl", Intakes: []string{in.ID}}))
	file := w.entries(id, alytus)[1].Files[0]
	d, err := w.documents.Of(w.Context(), file)
	w.must(err)
	if d.Visibility != document.Restricted || len(d.Places) != 0 || d.Home.Kind != relay.Kind {
		t.Errorf("the file: %+v", d)
	}
	if ok, err := w.FileOf(w.Context(), id, alytus, file); !ok || err != nil {
		t.Errorf("handed out by its conversation: %v, %v", ok, err)
	}
	if ok, _ := w.FileOf(w.Context(), id, alytus, "x"); ok {
		t.Error("a file of another conversation is handed out")
	}
	for _, who := range []people.Actor{w.ona, w.jan, w.anna} {
		if people.Allows(who, people.ReadDocument, d.Object()) || people.Allows(who, people.RemoveDocument, d.Object()) {
			t.Errorf("%s reads or changes the file beside its conversation", who.Name)
		}
	}
	w.must(w.Close(w.Context(), w.anna, id, sokolka, ""))
	before := w.clock.Now().Add(time.Hour)
	if n, err := relay.Overdue(w.Context(), w.db, before); n != 1 || err != nil {
		t.Errorf("the dry run: %d, %v", n, err)
	}
	w.must(w.db.Write(w.Context(), func(tx *db.Tx) error {
		n, err := relay.Purge(w.Context(), tx, before, w.documents.Erase)
		if n != 1 {
			t.Errorf("%d purged", n)
		}
		return err
	}))
	if d, err := w.documents.Of(w.Context(), file); err != nil || d.Erased.IsZero() || d.Blob != "" {
		t.Errorf("the purged file: %+v, %v", d, err)
	}
	if all := w.entries(id, alytus); len(all) != 0 {
		t.Errorf("%d entries after the purge", len(all))
	}
}

// The office's letters stay, and lead to nobody; who asks gets what she wrote and no more.
func aPersonTakesHerDataAndGoes(t *testing.T, w *towns) {
	id := w.begin()
	w.must(w.Write(w.Context(), w.anna, id, sokolka, 1, relay.Message{Language: "pl", Text: "Od Anny", Named: true}))
	w.must(w.Write(w.Context(), w.jan, id, sokolka, 2, relay.Message{Language: "pl", Text: "Od Jana"}))
	_, err := w.Report(w.Context(), w.anna, id, sokolka, "Reklama", []int64{1})
	w.must(err)
	own, found, err := w.OwnOf(w.Context(), w.anna.Account)
	text, _ := json.Marshal(own)
	if err != nil || !found || !strings.Contains(string(text), "Od Anny") || !strings.Contains(string(text), "Reklama") || strings.Contains(string(text), "Jana") || strings.Contains(string(text), "Laba") {
		t.Errorf("her data: %s, %v", text, err)
	}
	if wish, _ := w.WishOf(w.Context(), w.anna.Account); !wish.Named || !wish.Mails {
		t.Errorf("her wish: %+v", wish)
	}
	w.must(w.db.Write(w.Context(), func(tx *db.Tx) error { return relay.Erase(w.Context(), tx, w.anna.Account) }))
	if _, found, err := w.OwnOf(w.Context(), w.anna.Account); found || err != nil {
		t.Errorf("after the erasure: %v, %v", found, err)
	}
	all := w.entries(id, alytus)
	if len(all) != 3 || all[1].Text != "Od Anny" || all[1].Author != "" || all[1].Named || all[2].Author == "" {
		t.Errorf("the office's letters: %+v", all)
	}
}

// onePixel is a PNG.
func onePixel() []byte {
	return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")
}
