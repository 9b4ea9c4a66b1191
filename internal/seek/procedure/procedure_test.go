package procedure_test

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/seek/procedure"
	"twintown/internal/source"
)

const (
	sokolka = 757718
	alytus  = 601084
)

var (
	polish     = people.Actor{Account: "officer-of-sokolka"}
	lithuanian = people.Actor{Account: "officer-of-alytus"}
	today      = lang.DateOf(dbtest.Today)
	paper      = procedure.Sources{source.Source{Title: "Egzemplarz urzędu", Publisher: "Sokółka", Language: "pl"}}
)

// pair are two towns that walk together.
type pair struct {
	*testing.T
	store        *procedure.Store
	partnerships *partnership.Store
	d            *db.DB
	clock        *clocktest.Clock
	told         map[string]procedure.Told
	followed     int
}

func each(t *testing.T, fn func(k *pair)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		c := clocktest.At(dbtest.Today)
		fn(newPair(t, dbtest.SQLiteIn(t, t.TempDir(), c), c))
	})
	t.Run("postgres", func(t *testing.T) {
		c := clocktest.At(dbtest.Today)
		fn(newPair(t, dbtest.OnPostgreSQL(t, c), c))
	})
}

func newPair(t *testing.T, d *db.DB, c *clocktest.Clock) *pair {
	k := &pair{T: t, d: d, clock: c, partnerships: partnership.NewStore(d), told: map[string]procedure.Told{}}
	log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	k.store = procedure.NewStore(d, log, k.partnerships, c, func(_ context.Context, tx *db.Tx, told procedure.Told) error {
		tx.AfterCommit(func() { k.told[told.Key] = told })
		return nil
	}, func(context.Context) { k.followed++ })
	return k
}

func (k *pair) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *pair) begin(n procedure.New) string {
	k.Helper()
	if n.Places == nil {
		n.Places, n.By = []int64{alytus, sokolka}, sokolka
	}
	id, err := k.store.Begin(k.Context(), polish, n)
	k.must(err)
	return id
}

func (k *pair) get(id string) procedure.Procedure {
	k.Helper()
	p, err := k.store.ByID(k.Context(), id)
	k.must(err)
	return p
}

func (k *pair) point(id string, step procedure.Step, side int64) procedure.Point {
	k.Helper()
	q, ok := k.get(id).At(step, side)
	if !ok {
		k.Fatalf("no point %s of %d", step, side)
	}
	return q
}

// done fills in what a form knows.
func (k *pair) done(id string, d procedure.Done) error {
	k.Helper()
	q := k.point(id, d.Step, d.Side)
	if d.Version == 0 {
		d.Version = q.Version
	}
	if d.By == 0 {
		d.By = sokolka
	}
	if d.Sources == nil {
		d.Sources = paper
	}
	if d.Day.IsZero() {
		d.Day = partnership.On(2026, 11, 20)
	}
	return k.store.Do(k.Context(), polish, id, d)
}

func (k *pair) link(id string) partnership.Partnership {
	k.Helper()
	p, err := k.partnerships.ByID(k.Context(), k.get(id).Partnership)
	k.must(err)
	return p
}

func (k *pair) status(id string) partnership.Code {
	k.Helper()
	return partnership.StatusOf(k.link(id), today, time.Time{}).Code
}

func (k *pair) agreed(id string, t procedure.Terms) {
	k.Helper()
	k.must(k.store.Propose(k.Context(), polish, id, k.get(id).TermsVersion, sokolka, t, ""))
	k.must(k.store.Agree(k.Context(), lithuanian, id, k.get(id).TermsVersion, alytus, alytus))
}

var friendship = procedure.Terms{Kind: partnership.KindFriendship, Topics: []string{"culture", "youth"}, Term: "P5Y", Notice: "P6M", Title: "Umowa o współpracy"}

// Two towns walk the whole way: each step makes its act, and the status follows from them.
func TestFromTheFirstContactToTheAgreement(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{Request: "request", Contact: "contact"})
		if p := k.get(id); p.Partnership != "" || len(p.Points) != 9 || p.Places[0] != sokolka {
			k.Fatalf("begun: %+v", p)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Contact}))
		if got := k.status(id); got != partnership.Contact {
			k.Errorf("after the contact: %v", got)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Visit, Where: alytus}))
		k.agreed(id, friendship)
		if p := k.link(id); p.Kind != partnership.KindFriendship || !slices.Equal(p.Topics, friendship.Topics) {
			k.Errorf("the partnership did not take over what was agreed: %v %v", p.Kind, p.Topics)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Letter, Title: "List intencyjny", Attach: func(_ *db.Tx, _ func(people.Entry), of string) ([]string, error) {
			if of != k.get(id).Partnership {
				k.Errorf("the scan was kept for %q", of)
			}
			return []string{"scan"}, nil
		}}))
		if got := k.status(id); got != partnership.Intended {
			k.Errorf("after the letter: %v", got)
		}
		if !k.get(id).Reached() {
			k.Error("a letter of intent reaches nothing")
		}
		k.must(k.store.Write(k.Context(), polish, id, 0, sokolka, map[string]procedure.Plan{"pl": {Aims: "wymiana młodzieży"}}))
		k.must(k.done(id, procedure.Done{Step: procedure.Planning, Attach: func(*db.Tx, func(people.Entry), string) ([]string, error) { return []string{"plan"}, nil }}))
		if gaps := k.get(id).Before(procedure.Ceremony); len(gaps) != 2 || gaps[0] != (procedure.Gap{Step: procedure.Resolution, Side: sokolka}) {
			k.Errorf("before the ceremony is missing: %v", gaps)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Resolution, Side: sokolka, Number: "XX/1/2026", Vote: partnership.Vote{For: 14, Abstained: 1}, Law: "art. 18", Link: "https://bip.example.org/uchwala"}))
		k.must(k.done(id, procedure.Done{Step: procedure.Resolution, Side: alytus, By: alytus, Vote: partnership.Vote{Unanimous: true}}))
		k.must(k.done(id, procedure.Done{Step: procedure.Ceremony, Side: alytus, Sort: partnership.ActAgreement, Day: partnership.On(2026, 11, 21)}))
		if got := k.status(id); got != partnership.Active {
			k.Errorf("after the first ceremony: %v", got)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Ceremony, Side: sokolka, Sort: partnership.ActActivity, Day: partnership.On(2026, 11, 22)}))
		p := k.link(id)
		var types []partnership.ActType
		for _, a := range p.Acts {
			types = append(types, a.Type)
			if a.Type == partnership.ActAgreement && (a.Term != "P5Y" || a.Notice != "P6M" || a.At != alytus || !slices.Contains(a.Documents, "plan") || a.Title != friendship.Title) {
				k.Errorf("the agreement: %+v", a)
			}
		}
		want := []partnership.ActType{partnership.ActContact, partnership.ActVisit, partnership.ActLetter, partnership.ActResolution, partnership.ActResolution, partnership.ActAgreement, partnership.ActActivity}
		if !slices.Equal(types, want) {
			k.Errorf("acts: %v", types)
		}
		if _, more := k.get(id).Next(); more {
			k.Errorf("something is left: %+v", k.get(id).Points)
		}
		if k.followed == 0 {
			k.Error("nobody was told that partnerships changed")
		}
		k.history(id)
	})
}

func (k *pair) history(id string) {
	k.Helper()
	all, err := k.store.History(k.Context(), id)
	k.must(err)
	if len(all) < 10 || all[len(all)-1].What != procedure.Began || all[0].Step != procedure.Ceremony {
		k.Errorf("the history: %+v", all)
	}
	for _, told := range k.told {
		if slices.Contains(told.To, told.Event.Place) {
			k.Errorf("who did it is told of it: %+v", told)
		}
	}
}

// A partnership that the places have is taken, whatever told of it.
func TestTheExistingPartnershipIsTaken(t *testing.T) {
	each(t, func(k *pair) {
		log := people.NewLog(k.d, secret.New(), "")
		editor := partnership.NewEditor(k.partnerships, log, nil)
		there, err := editor.Begin(k.Context(), polish, partnership.Details{Kind: partnership.KindContact, Parties: []partnership.Party{{Place: sokolka}, {Place: alytus}}}, "",
			[]partnership.Act{{Type: partnership.ActContact, Date: partnership.On(2020, 0, 0)}}, partnership.Evidence{Sources: paper})
		k.must(err)
		id := k.begin(procedure.New{Met: partnership.On(2026, 11, 1), Sources: paper})
		if p := k.get(id); p.Partnership != there || k.point(id, procedure.Contact, 0).State != procedure.Did {
			k.Errorf("taken: %+v", p)
		}
		if n := len(k.link(id).Acts); n != 2 {
			k.Errorf("%d acts", n)
		}
		_, err = k.store.Begin(k.Context(), lithuanian, procedure.New{Places: []int64{sokolka, alytus}, By: alytus})
		if e, ok := errors.AsType[procedure.Existing](err); !ok || e.ID != id || errs.KindOf(err) != errs.Conflict {
			k.Errorf("a second one: %v", err)
		}
	})
}

// What is taken back is withdrawn in the partnership and stays written at the step.
func TestAStepIsTakenBackWithItsAct(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		k.must(k.done(id, procedure.Done{Step: procedure.Letter, Note: "w ratuszu"}))
		q := k.point(id, procedure.Letter, 0)
		k.must(k.done(id, procedure.Done{Step: procedure.Letter, Day: partnership.On(2026, 11, 19), Note: "w ratuszu"}))
		if acts := k.link(id).Acts; len(acts) != 2 || k.point(id, procedure.Letter, 0).Act != q.Act {
			k.Errorf("the correction made another act: %+v", acts)
		}
		k.must(k.store.Reopen(k.Context(), polish, id, procedure.Letter, 0, k.point(id, procedure.Letter, 0).Version, sokolka, "pomyłka"))
		q = k.point(id, procedure.Letter, 0)
		if q.State != procedure.Open || q.Act != "" || q.Note != "w ratuszu" || q.Day != partnership.On(2026, 11, 19) {
			k.Errorf("taken back: %+v", q)
		}
		if got := k.status(id); got != partnership.None {
			k.Errorf("the letter still counts: %v", got)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Letter}))
		if got := k.status(id); got != partnership.Intended {
			k.Errorf("again: %v", got)
		}
	})
}

// An act that was withdrawn at the desk is made anew by a correction here.
func TestAnActThatTheDeskWithdrewIsMadeAnew(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		k.must(k.done(id, procedure.Done{Step: procedure.Letter}))
		editor := partnership.NewEditor(k.partnerships, people.NewLog(k.d, secret.New(), ""), nil)
		was := k.point(id, procedure.Letter, 0).Act
		k.must(editor.Withdraw(k.Context(), polish, k.get(id).Partnership, was, ""))
		k.must(k.done(id, procedure.Done{Step: procedure.Letter}))
		if q := k.point(id, procedure.Letter, 0); q.Act == was || k.status(id) != partnership.Intended {
			k.Errorf("%+v", q)
		}
	})
}

// What cannot be is refused with a sentence about the field, and nothing is kept.
func TestWhatIsRefused(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		for _, c := range []struct {
			name, field string
			d           procedure.Done
		}{
			{"a letter of tomorrow", "date", procedure.Done{Step: procedure.Letter, Day: partnership.On(2026, 11, 24)}},
			{"a day that no calendar has", "date", procedure.Done{Step: procedure.Letter, Day: partnership.On(2026, 2, 30)}},
			{"more against than present", "vote_present", procedure.Done{Step: procedure.Resolution, Side: alytus, Vote: partnership.Vote{For: 3, Against: 4, Present: 5}}},
			{"a ceremony of nothing", "sort", procedure.Done{Step: procedure.Ceremony, Side: alytus}},
			{"a link that anybody can change on the way", "link", procedure.Done{Step: procedure.Resolution, Side: alytus, Link: "http://bip.example.org"}},
			{"a link that runs", "link", procedure.Done{Step: procedure.Resolution, Side: alytus, Link: "javascript:alert(1)"}},
			{"a link with a password", "link", procedure.Done{Step: procedure.Resolution, Side: alytus, Link: "https://a:b@example.org"}},
			{"a book", "note", procedure.Done{Step: procedure.Letter, Note: strings.Repeat("x", 2001)}},
			{"a decision on nothing", "kind", procedure.Done{Step: procedure.Decision}},
			{"without a source", "source", procedure.Done{Step: procedure.Letter, Sources: procedure.Sources{}}},
		} {
			if err := k.done(id, c.d); errs.FieldOf(err) != c.field || errs.KindOf(err) != errs.Invalid {
				k.Errorf("%s: field %q: %v", c.name, errs.FieldOf(err), err)
			}
		}
		if p := k.get(id); p.Partnership != "" || p.Version != 1 {
			k.Errorf("something was kept: %+v", p)
		}
		for _, n := range []procedure.New{
			{Places: []int64{sokolka}, By: sokolka},
			{Places: []int64{sokolka, sokolka}, By: sokolka},
			{Places: []int64{sokolka, alytus}, By: 1},
		} {
			if _, err := k.store.Begin(k.Context(), polish, n); errs.FieldOf(err) != "place" {
				k.Errorf("%v: %v", n, err)
			}
		}
	})
}

// Two officers of a town who answer differently: the second is told, and nothing of the
// first is lost; who works at another step is not disturbed.
func TestTwoOfficersAnswerDifferently(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		seen := k.point(id, procedure.Letter, 0).Version
		k.must(k.done(id, procedure.Done{Step: procedure.Letter, Note: "first"}))
		err := k.done(id, procedure.Done{Step: procedure.Letter, Version: seen, Note: "second"})
		if errs.KindOf(err) != errs.Conflict || errs.FieldOf(err) != "" {
			k.Errorf("the second: %v", err)
		}
		if q := k.point(id, procedure.Letter, 0); q.Note != "first" {
			k.Errorf("kept: %+v", q)
		}
		k.must(k.done(id, procedure.Done{Step: procedure.Visit}))
		terms := k.get(id).TermsVersion
		k.must(k.store.Propose(k.Context(), polish, id, terms, sokolka, friendship, ""))
		if err := k.store.Propose(k.Context(), polish, id, terms, sokolka, procedure.Terms{Kind: partnership.KindProject}, ""); errs.KindOf(err) != errs.Conflict {
			k.Errorf("two proposals: %v", err)
		}
	})
}

// One side proposes, the other changes it, the first agrees: all of it stands in the history.
func TestAProposalGoesToAndFro(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{Terms: friendship})
		if p := k.get(id); p.Proposal.By != sokolka || !p.Terms.IsZero() {
			k.Fatalf("proposed with the beginning: %+v", p.Body)
		}
		changed := friendship
		changed.Term = "P10Y"
		k.must(k.store.Propose(k.Context(), lithuanian, id, k.get(id).TermsVersion, alytus, changed, "penkeri metai per trumpai"))
		if p := k.get(id); p.Proposal.By != alytus || slices.Contains(p.Proposal.Agreed, sokolka) {
			k.Errorf("the changed one: %+v", p.Proposal)
		}
		k.must(k.store.Propose(k.Context(), polish, id, k.get(id).TermsVersion, sokolka, changed, "")) // the same words: a yes
		p := k.get(id)
		if p.Terms.Term != "P10Y" || p.Proposal.By != 0 || k.point(id, procedure.Decision, 0).State != procedure.Did {
			k.Errorf("agreed: %+v", p.Body)
		}
		k.must(k.store.Reopen(k.Context(), polish, id, procedure.Decision, 0, k.point(id, procedure.Decision, 0).Version, sokolka, ""))
		if p := k.get(id); !p.Terms.IsZero() || p.Proposal.Term != "P10Y" {
			k.Errorf("taken back: %+v", p.Body)
		}
		for _, bad := range []procedure.Terms{{}, {Kind: partnership.KindUnstated}, {Kind: "marriage"}, {Kind: partnership.KindProject, Topics: []string{"nonsense"}}, {Kind: partnership.KindProject, Term: "forever"}} {
			if err := k.store.Propose(k.Context(), polish, id, k.get(id).TermsVersion, sokolka, bad, ""); errs.FieldOf(err) == "" {
				k.Errorf("%+v: %v", bad, err)
			}
		}
	})
}

// A side withdraws half-way: the other is told, nothing is lost, and it goes on later.
func TestASideWithdrawsHalfWay(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		k.must(k.done(id, procedure.Done{Step: procedure.Letter}))
		if err := k.store.Stop(k.Context(), lithuanian, id, k.get(id).Version, alytus, ""); errs.FieldOf(err) != "why" {
			k.Errorf("without a reason: %v", err)
		}
		k.must(k.store.Stop(k.Context(), lithuanian, id, k.get(id).Version, alytus, "rinkimai"))
		if err := k.done(id, procedure.Done{Step: procedure.Visit}); errs.KindOf(err) != errs.Conflict {
			k.Errorf("a step of a stopped one: %v", err)
		}
		if p := k.get(id); p.State != procedure.Stopped || p.Halt.By != alytus || p.Halt.Why != "rinkimai" || !p.Done(procedure.Letter) {
			k.Errorf("stopped: %+v", p)
		}
		heard := slices.ContainsFunc(slices.Collect(maps.Values(k.told)), func(x procedure.Told) bool {
			return x.Event.What == procedure.Halted && slices.Equal(x.To, []int64{sokolka})
		})
		if !heard {
			k.Error("the other side was not told")
		}
		k.must(k.store.Resume(k.Context(), polish, id, sokolka))
		k.must(k.done(id, procedure.Done{Step: procedure.Visit}))
	})
}

// Planned days keep their identity when they move, and are told once as they come near.
func TestPlannedDays(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		plan := func(day partnership.Date) error {
			return k.store.PlanDay(k.Context(), polish, id, procedure.Resolution, sokolka, k.point(id, procedure.Resolution, sokolka).Version, sokolka, day, "sesja")
		}
		k.must(plan(partnership.On(2026, 12, 20)))
		dates, err := k.store.Dates(k.Context(), alytus)
		k.must(err)
		if len(dates) != 1 || dates[0].Sequence != 0 || dates[0].Day != (lang.Date{Year: 2026, Month: 12, Day: 20}) {
			k.Fatalf("dates: %+v", dates)
		}
		uid := dates[0].UID
		k.must(plan(partnership.On(2026, 12, 3)))
		if dates, _ = k.store.Dates(k.Context(), sokolka); dates[0].UID != uid || dates[0].Sequence != 1 {
			k.Errorf("moved: %+v", dates)
		}
		for range 2 {
			k.must(k.store.Remind(k.Context(), jobs.Job{}))
		}
		k.clock.Add(9 * 24 * time.Hour) // the day before
		k.must(k.store.Remind(k.Context(), jobs.Job{}))
		k.clock.Add(5 * 24 * time.Hour) // it passed, and nobody noted anything
		k.must(k.store.Remind(k.Context(), jobs.Job{}))
		var days []int
		for _, told := range k.told {
			if told.Reminder {
				days = append(days, told.Days)
			}
		}
		slices.Sort(days)
		if !slices.Equal(days, []int{-4, 1, 10}) {
			k.Errorf("reminded %v days before", days)
		}
		if err := plan(partnership.On(2026, 11, 1)); errs.FieldOf(err) != "date" {
			k.Errorf("a plan for the past: %v", err)
		}
		k.must(plan(partnership.Date{}))
		if dates, _ = k.store.Dates(k.Context(), sokolka); len(dates) != 0 || k.point(id, procedure.Resolution, sokolka).State != procedure.Open {
			k.Errorf("taken back: %+v", dates)
		}
	})
}

// Who left a step out says why; it can be taken up again.
func TestAStepIsLeftOut(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		version := k.point(id, procedure.Visit, 0).Version
		if err := k.store.LeaveOut(k.Context(), polish, id, procedure.Visit, 0, version, sokolka, ""); errs.FieldOf(err) != "why" {
			k.Errorf("without a reason: %v", err)
		}
		k.must(k.store.LeaveOut(k.Context(), polish, id, procedure.Visit, 0, version, sokolka, "znamy się od lat"))
		if settled, all := k.get(id).Count(); settled != 1 || all != 9 {
			k.Errorf("%d of %d", settled, all)
		}
		k.must(k.store.Reopen(k.Context(), polish, id, procedure.Visit, 0, version+1, sokolka, ""))
		if q := k.point(id, procedure.Visit, 0); q.State != procedure.Open {
			k.Errorf("%+v", q)
		}
	})
}

// A person goes from the history, and what she did stays.
func TestAPersonIsForgotten(t *testing.T) {
	each(t, func(k *pair) {
		id := k.begin(procedure.New{})
		own, err := k.store.EventsOf(k.Context(), polish.Account)
		k.must(err)
		if len(own) != 1 {
			k.Errorf("%d events", len(own))
		}
		k.must(k.d.Write(k.Context(), func(tx *db.Tx) error { return k.store.Forget(k.Context(), tx, polish.Account) }))
		all, err := k.store.History(k.Context(), id)
		k.must(err)
		if len(all) != 1 || all[0].Account != "" || k.get(id).BegunBy != "" {
			k.Errorf("left: %+v", all)
		}
	})
}

// The law is told where it is known, with its source and the day on which it was read, and
// nowhere else.
func TestTheLawIsToldWhereItIsKnown(t *testing.T) {
	for _, c := range []struct {
		country string
		kind    place.Kind
		step    procedure.Step
		want    int
	}{
		{"PL", place.Municipality, procedure.Resolution, 1},
		{"PL", place.County, procedure.Resolution, 1},
		{"PL", place.Province, procedure.Resolution, 0},
		{"LT", place.Municipality, procedure.Resolution, 1},
		{"UA", place.Municipality, procedure.Ceremony, 1},
		{"BE", place.Municipality, procedure.Resolution, 0},
		{"PL", place.Municipality, procedure.Letter, 0},
	} {
		all := procedure.LawOf(c.country, c.kind, c.step)
		if len(all) != c.want {
			t.Errorf("%s %s %s: %v", c.country, c.kind, c.step, all)
		}
		for _, l := range all {
			if l.Source == "" || l.URL == "" || l.Read.Day == 0 || l.Cited() == "" {
				t.Errorf("%+v", l)
			}
		}
	}
}
