package partnership_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
)

const (
	gizycko   = 772195
	nesterov  = 522508
	leszno    = 3093524
	deurne    = 2799478
	pbialystk = 9_000_000_001 // the county, which has a number of its own
	uzhhorod  = 690548
)

var officer = people.Actor{Account: "officer"}

// desk is an editor on a database, with what a test needs of it.
type desk struct {
	*partnership.Editor
	*testing.T
	store *partnership.Store
	log   *people.Log
	d     *db.DB
	told  int // how often the node was told
}

func newDesk(t *testing.T, d *db.DB) *desk {
	k := &desk{T: t, store: partnership.NewStore(d), d: d}
	k.log = people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
	k.Editor = partnership.NewEditor(k.store, k.log, func(context.Context) { k.told++ })
	return k
}

func between(kind partnership.Kind, places ...int64) partnership.Details {
	d := partnership.Details{Kind: kind}
	for _, p := range places {
		d.Parties = append(d.Parties, partnership.Party{Place: p})
	}
	return d
}

func act(kind partnership.ActType, on partnership.Date, by ...int64) partnership.Act {
	return partnership.Act{Type: kind, Date: on, By: by}
}

var (
	paper   = partnership.Evidence{Sources: []source.Source{{Title: "Umowa, egzemplarz urzędu", Publisher: "Urząd Miejski"}}}
	nothing = partnership.Evidence{}
)

func (k *desk) begin(d partnership.Details, acts ...partnership.Act) string {
	k.Helper()
	id, err := k.Begin(k.Context(), officer, d, "", acts, paper)
	if err != nil {
		k.Fatal(err)
	}
	return id
}

func (k *desk) record(id string, a partnership.Act) string {
	k.Helper()
	act, err := k.Record(k.Context(), officer, id, a, paper)
	if err != nil {
		k.Fatal(err)
	}
	return act
}

func (k *desk) ok(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *desk) status(id string, asOf lang.Date, at time.Time) partnership.Code {
	k.Helper()
	return partnership.StatusOf(byID(k.T, k.d, id), asOf, at).Code
}

// Giżycko and Nesterov agreed in 2006 for five years: nobody types that it has expired.
func TestAnAgreementOfFiveYearsExpires(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		a := act(partnership.ActAgreement, partnership.On(2006, 0, 0))
		a.Term = "P5Y"
		id := k.begin(between(partnership.KindPartnership, gizycko, nesterov), a)
		if got := k.status(id, lang.Date{Year: 2010}, time.Time{}); got != partnership.Active {
			t.Errorf("in 2010: %v", got)
		}
		s := partnership.StatusOf(byID(t, d, id), day, time.Time{})
		if s.Code != partnership.Expired || s.Since.Year != 2011 && s.Since.Year != 2012 {
			t.Errorf("today: %v since %v", s.Code, s.Since)
		}
		if id != partnership.PairID(nesterov, gizycko) {
			t.Errorf("the pair has the identifier %s", id)
		}
		if k.told != 1 {
			t.Errorf("the node was told %d times", k.told)
		}
	})
}

// The histories that officers enter, act by act, and how they stand then.
func TestRealHistoriesAreEntered(t *testing.T) {
	suspension := act(partnership.ActSuspension, partnership.On(2021, 0, 0), bialystok)
	suspension.Ground = partnership.Cause{Code: "repression"}
	end := act(partnership.ActTermination, partnership.On(2022, 3, 3), bialystok)
	end.Vote, end.Ground = partnership.Vote{Unanimous: true}, partnership.Cause{Code: "war"}
	conditional := act(partnership.ActResolution, partnership.On(2023, 9, 28), pbialystk)
	conditional.Condition = partnership.Cause{Code: "funding"}
	cases := []struct {
		name string
		d    partnership.Details
		acts []partnership.Act
		want partnership.Code
	}{
		{"Białystok and Hrodna: ended by one side's resolution", between(partnership.KindPartnership, bialystok, hrodna), []partnership.Act{
			act(partnership.ActAgreement, partnership.On(2018, 3, 16)), suspension, end,
		}, partnership.Terminated},
		{"Leszno and Deurne: since 1992", between(partnership.KindPartnership, leszno, deurne), []partnership.Act{
			act(partnership.ActAgreement, partnership.On(1992, 0, 0)),
		}, partnership.Active},
		{"the county of Białystok and Uzhhorod: decided on a condition", between(partnership.KindFriendship, pbialystk, uzhhorod), []partnership.Act{
			conditional,
		}, partnership.Conditional},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		for _, c := range cases {
			id := k.begin(c.d, c.acts[0])
			for _, a := range c.acts[1:] {
				k.record(id, a)
			}
			if got := k.status(id, day, time.Time{}); got != c.want {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	})
}

// What breaks a rule is refused with the field that breaks it, and nothing is kept.
func TestWhatCannotBeIsRefusedByField(t *testing.T) {
	with := func(a partnership.Act, change func(*partnership.Act)) partnership.Act {
		change(&a)
		return a
	}
	agreement := act(partnership.ActAgreement, partnership.On(2018, 3, 16))
	cases := []struct {
		name, field string
		act         partnership.Act
		from        partnership.Evidence
	}{
		{"no source", "source", agreement, nothing},
		{"a source that nobody named", "source", with(agreement, func(a *partnership.Act) { a.Sources = []string{"nobody"} }), nothing},
		{"before its party existed", "date", act(partnership.ActAgreement, partnership.On(1990, 0, 0)), paper},
		{"30 February", "date", act(partnership.ActReview, partnership.On(2020, 2, 30)), paper},
		{"a year far in the future", "date", act(partnership.ActReview, partnership.On(2106, 0, 0)), paper},
		{"a year before all twinning", "date", act(partnership.ActReview, partnership.On(206, 0, 0)), paper},
		{"an end before its start", "until", with(agreement, func(a *partnership.Act) { a.InForceTo = partnership.On(2017, 0, 0) }), paper},
		{"a term that is none", "until", with(agreement, func(a *partnership.Act) { a.Term = "five" }), paper},
		{"a suspension without a ground", "ground", act(partnership.ActSuspension, partnership.On(2022, 0, 0)), paper},
		{"by a place that is no side", "by", act(partnership.ActReview, partnership.On(2020, 0, 0), kaunas), paper},
		{"a termination of what never began", "type", act(partnership.ActTermination, partnership.On(2004, 0, 0)), paper},
		{"a renewal of what never began", "type", act(partnership.ActRenewal, partnership.On(2004, 0, 0)), paper},
		{"a resumption of what never began", "type", act(partnership.ActResumption, partnership.On(2004, 0, 0)), paper},
		{"a notice about what never began", "type", act(partnership.ActNotice, partnership.On(2004, 0, 0)), paper},
		{"votes that no council has", "vote_for", with(agreement, func(a *partnership.Act) { a.Vote.For = 100_000 }), paper},
		{"more votes than people", "vote_present", with(agreement, func(a *partnership.Act) { a.Vote = partnership.Vote{For: 20, Against: 1, Present: 20} }), paper},
		{"unanimous with a vote against", "unanimous", with(agreement, func(a *partnership.Act) { a.Vote = partnership.Vote{For: 20, Against: 1, Unanimous: true} }), paper},
		{"an agreement for nine centuries", "until", with(agreement, func(a *partnership.Act) { a.Term = "P900Y" }), paper},
		{"a notice of nine centuries", "notice", with(agreement, func(a *partnership.Act) { a.Notice = "P900Y" }), paper},
		{"less than no votes", "vote_abstained", with(agreement, func(a *partnership.Act) { a.Vote.Abstained = -1 }), paper},
		{"no type", "type", act("wedding", partnership.On(2020, 0, 0)), paper},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		details := between(partnership.KindPartnership, bialystok, hrodna)
		details.Parties[1].Since = partnership.On(2001, 0, 0)
		id := k.begin(details, act(partnership.ActAgreement, partnership.On(2005, 3, 16)))
		before := byID(t, d, id)
		for _, c := range cases {
			_, err := k.Record(t.Context(), officer, id, c.act, c.from)
			if errs.KindOf(err) != errs.Invalid || errs.FieldOf(err) != c.field {
				t.Errorf("%s: %v in the field %q, want %q", c.name, err, errs.FieldOf(err), c.field)
			}
		}
		if diff := cmp.Diff(before, byID(t, d, id)); diff != "" {
			t.Errorf("something was kept (-before +after):\n%s", diff)
		}
		if _, err := k.Begin(t.Context(), officer, between(partnership.KindPartnership, leszno), "", nil, nothing); errs.FieldOf(err) != "place" {
			t.Errorf("one side: %v", err)
		}
		if _, err := k.Begin(t.Context(), officer, between("marriage", leszno, deurne), "", nil, nothing); errs.FieldOf(err) != "kind" {
			t.Errorf("no kind: %v", err)
		}
	})
}

func TestAPairHasOnePartnership(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		putListed(t, d, listed(bialystok, kaunas, 2016))
		_, err := k.Begin(t.Context(), officer, between(partnership.KindPartnership, kaunas, bialystok), "", nil, nothing)
		there, ok := errors.AsType[partnership.Existing](err)
		if errs.KindOf(err) != errs.Conflict || !ok || there.ID != partnership.PairID(bialystok, kaunas) {
			t.Fatalf("a pair from a list: %v", err)
		}
		k.record(there.ID, act(partnership.ActTermination, partnership.On(2020, 1, 1)))
		if got := k.status(there.ID, day, time.Time{}); got != partnership.Terminated {
			t.Errorf("the listed pair's end: %v", got)
		}
		first := k.begin(between(partnership.KindPartnership, leszno, deurne), act(partnership.ActAgreement, partnership.On(1992, 0, 0)))
		_, err = k.Begin(t.Context(), officer, between(partnership.KindPartnership, leszno, deurne), "again", nil, nothing)
		if errs.FieldOf(err) != "kind" {
			t.Errorf("a second one of the same kind: %v", err)
		}
		second, err := k.Begin(t.Context(), officer, between(partnership.KindProject, leszno, deurne), "an exchange of schools", nil, nothing)
		if err != nil || second == first {
			t.Errorf("a second one of another kind: %q, %v", second, err)
		}
	})
}

// An act that was withdrawn was known until then; taking the withdrawal back gives the
// same history again.
func TestWithdrawAndReinstate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		id := k.begin(between(partnership.KindPartnership, bialystok, hrodna), act(partnership.ActAgreement, partnership.On(2018, 3, 16)))
		end := k.record(id, act(partnership.ActTermination, partnership.On(2022, 3, 3)))
		before := byID(t, d, id).Record()
		k.ok(k.Withdraw(t.Context(), officer, id, end, "it was another town"))
		if got := k.status(id, day, time.Time{}); got != partnership.Active {
			t.Errorf("without its end: %v", got)
		}
		if err := k.Withdraw(t.Context(), officer, id, end, ""); errs.KindOf(err) != errs.NotFound {
			t.Errorf("withdrawn twice: %v", err)
		}
		k.ok(k.Reinstate(t.Context(), officer, id, end))
		if diff := cmp.Diff(before, byID(t, d, id).Record()); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
		k.ok(k.Restore(t.Context(), officer, id, 1))
		if got := k.status(id, day, time.Time{}); got != partnership.Active {
			t.Errorf("restored to the first state: %v", got)
		}
		k.ok(k.Restore(t.Context(), officer, id, 2))
		if diff := cmp.Diff(before, byID(t, d, id).Record()); diff != "" {
			t.Errorf("restored to the second (-want +got):\n%s", diff)
		}
	})
}

// Two people at one act: the second is told, and her text is not lost by ours. Two people
// at two acts do not disturb each other.
func TestTwoPeopleAtOneAct(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		id := k.begin(between(partnership.KindPartnership, bialystok, hrodna), act(partnership.ActAgreement, partnership.On(2018, 3, 16)))
		k.record(id, act(partnership.ActReview, partnership.On(2019, 5, 1)))
		p := byID(t, d, id)
		mine, theirs, other := p.Acts[0], p.Acts[0], p.Acts[1]
		theirs.Title, mine.Number, other.Title = "Umowa partnerska", "XLV/12", "Przegląd"
		k.ok(k.Amend(t.Context(), officer, id, p.Version, theirs, nothing))
		k.ok(k.Amend(t.Context(), officer, id, p.Version, other, nothing))
		err := k.Amend(t.Context(), officer, id, p.Version, mine, nothing)
		if errs.KindOf(err) != errs.Conflict {
			t.Fatalf("the second at one act: %v", err)
		}
		since, err := k.store.Since(t.Context(), id, p.Version)
		if err != nil || len(since) != 2 || since[1].Act != mine.ID {
			t.Fatalf("since: %+v, %v", since, err)
		}
		if got := since[1].Differences(); len(got) != 1 || got[0].Field != "title" || got[0].New != "Umowa partnerska" {
			t.Errorf("differences = %+v", got)
		}
		k.ok(k.Amend(t.Context(), officer, id, since[0].Version, mine, nothing))
		if got := byID(t, d, id).Acts[0]; got.Number != "XLV/12" || got.Title != "" {
			t.Errorf("who goes on wins: %+v", got)
		}
		d2 := p.Details()
		d2.OriginalTerm = "umowa"
		k.ok(k.Revise(t.Context(), officer, id, p.Version, d2, ""))
		d2.OriginalTerm = "porozumienie"
		if err := k.Revise(t.Context(), officer, id, p.Version, d2, ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("the second at the details: %v", err)
		}
	})
}

// A corrected date changes what is known from now on, not what was known before.
func TestACorrectionKeepsWhatWasKnown(t *testing.T) {
	d := dbtest.SQLite(t)
	k := newDesk(t, d)
	id := k.begin(between(partnership.KindPartnership, bialystok, hrodna), act(partnership.ActAgreement, partnership.On(2018, 3, 16)))
	a := byID(t, d, id).Acts[0]
	exec(t, d, `UPDATE act SET known_since = $1`, dbtest.Today.AddDate(-2, 0, 0).UnixMicro())
	a.Date = partnership.On(2008, 0, 0)
	k.ok(k.Amend(t.Context(), officer, id, 1, a, nothing))
	p := byID(t, d, id)
	year := func(at time.Time) int { return partnership.StatusOf(p, day, at).Start.Year }
	if then, now := year(dbtest.Today.AddDate(-1, 0, 0)), year(time.Time{}); then != 2018 || now != 2008 {
		t.Errorf("known a year ago: %d, now: %d", then, now)
	}
	if rs, _ := k.store.Revisions(t.Context(), id); len(rs) != 2 || len(rs[0].Differences()) != 1 || rs[0].By != "officer" {
		t.Errorf("revisions: %+v", rs)
	}
	// Saving what is there already is no change.
	k.ok(k.Amend(t.Context(), officer, id, 2, a, nothing))
	if rs, _ := k.store.Revisions(t.Context(), id); len(rs) != 2 {
		t.Errorf("%d revisions after saving without a change", len(rs))
	}
}

// Imports leave alone what a person changed, and a person's acts stay among an import's.
func TestImportsAndPeopleLiveTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		put(t, d, "starter", story())
		id := partnership.PairID(hrodna, bialystok)
		exec(t, d, `INSERT INTO source (code, title, publisher, url, language, licence, note, published, retrieved) VALUES ('paper', 'p', '', '', '', '', '', '', ''), ('town', 't', '', '', '', '', '', '', '')`)
		review := k.record(id, act(partnership.ActReview, partnership.On(2020, 5, 1)))
		a := byID(t, d, id).Acts[0]
		a.Number = "1/2018"
		k.ok(k.Amend(t.Context(), officer, id, anyTime, a, nothing))
		k.ok(k.Withdraw(t.Context(), officer, id, byID(t, d, id).Acts[2].ID, ""))
		put(t, d, "starter", story())
		p := byID(t, d, id)
		held := p.Record().Acts
		if len(held) != 2 || held[0].Number != "1/2018" || held[1].ID != review {
			t.Errorf("after the import: %+v", held)
		}
		rs, err := k.store.Revisions(t.Context(), id)
		if err != nil || len(rs) != 4 || rs[3].Cause != partnership.CauseImport || rs[3].Version != 0 {
			t.Errorf("revisions: %+v, %v", rs, err)
		}
	})
}

const anyTime = -1

// The order in which acts with their dates are entered has no influence on any status.
func TestAnyOrderOfEnteringGivesTheSameStatus(t *testing.T) {
	d := dbtest.SQLite(t)
	k := newDesk(t, d)
	agreement := act(partnership.ActAgreement, partnership.On(2006, 0, 0))
	agreement.Term = "P10Y"
	suspension := act(partnership.ActSuspension, partnership.On(2010, 0, 0), leszno)
	suspension.Ground.Code = "cost"
	later := []partnership.Act{
		act(partnership.ActResumption, partnership.On(2012, 5, 0), leszno), suspension,
		act(partnership.ActReview, partnership.Date{Year: 2011, Qualifier: partnership.About}),
		act(partnership.ActRenewal, partnership.On(2016, 0, 0)),
		act(partnership.ActTermination, partnership.On(2024, 2, 2), deurne),
	}
	type year struct {
		Code  partnership.Code
		Start int
	}
	var want []year
	for n, order := range permutations(len(later)) {
		id, err := k.Begin(t.Context(), officer, between(partnership.KindPartnership, leszno, deurne, int64(n+1)), "", []partnership.Act{agreement}, paper)
		k.ok(err)
		for _, i := range order {
			k.record(id, later[i])
		}
		p := byID(t, d, id)
		var got []year
		for y := 2005; y < 2027; y++ {
			s := partnership.StatusOf(p, lang.Date{Year: y}, time.Time{})
			got = append(got, year{s.Code, s.Start.Year})
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("entered as %v (-first order +this):\n%s", order, diff)
		}
	}
}

// permutations are all orders of n things.
func permutations(n int) (all [][]int) {
	if n == 0 {
		return [][]int{nil}
	}
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}
