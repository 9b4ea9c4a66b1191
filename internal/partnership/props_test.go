package partnership

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twintown/internal/platform/lang"
)

func genDate(t *rapid.T, name string) Date {
	d := Date{
		Year:      rapid.IntRange(1990, 2030).Draw(t, name+" year"),
		Qualifier: rapid.SampledFrom([]Qualifier{Exactly, Exactly, Exactly, About, Before, After}).Draw(t, name+" qualifier"),
	}
	if precision := rapid.IntRange(0, 3).Draw(t, name+" precision"); precision > 0 {
		d.Month = rapid.IntRange(1, 12).Draw(t, name+" month")
		if precision > 1 {
			d.Day = rapid.IntRange(1, 28).Draw(t, name+" day")
		}
	}
	return d
}

func genMaybe[T any](t *rapid.T, name string, oneIn int, gen func(*rapid.T, string) T) (v T) {
	if rapid.IntRange(1, oneIn).Draw(t, name+"?") == 1 {
		return gen(t, name)
	}
	return v
}

func genMoment(t *rapid.T, name string) time.Time {
	return moment(rapid.IntRange(1990, 2030).Draw(t, name+" year"), rapid.IntRange(1, 12).Draw(t, name+" month"), 5)
}

func genDuration(t *rapid.T, name string) Duration {
	return rapid.SampledFrom([]Duration{"P6M", "P1Y", "P5Y", "P30D", "P2W"}).Draw(t, name)
}

func genAct(t *rapid.T, sides []int64) Act {
	a := Act{
		Type:        rapid.SampledFrom(ActTypes()).Draw(t, "type"),
		Date:        genDate(t, "date"),
		InForceFrom: genMaybe(t, "in force from", 8, genDate),
		InForceTo:   genMaybe(t, "in force to", 6, genDate),
		Term:        genMaybe(t, "term", 8, genDuration),
		Notice:      genMaybe(t, "notice", 6, genDuration),
		KnownSince:  genMaybe(t, "known since", 2, genMoment),
		KnownUntil:  genMaybe(t, "known until", 10, genMoment),
		Sources:     []string{"s"},
	}
	if rapid.IntRange(0, 12).Draw(t, "undated") == 0 {
		a.Date = Date{}
	}
	if rapid.Bool().Draw(t, "one side") {
		a.By = []int64{rapid.SampledFrom(sides).Draw(t, "by")}
	}
	if a.Type == ActSuspension || rapid.IntRange(0, 5).Draw(t, "condition?") == 0 {
		a.Condition = Cause{Code: rapid.SampledFrom(Conditions()).Draw(t, "condition")}
	}
	return a
}

func genPartnership(t *rapid.T) Partnership {
	sides := []int64{here, there, 593116}[:rapid.IntRange(2, 3).Draw(t, "sides")]
	p := Partnership{ID: "p", Kind: KindPartnership}
	for _, s := range sides {
		p.Parties = append(p.Parties, Party{Place: s})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "acts") {
		a := genAct(t, sides)
		a.ID = string(rune('a' + i))
		p.Acts = append(p.Acts, a)
	}
	return p
}

func genDay(t *rapid.T, name string) lang.Date { return exactDay(t, name).calendar() }

func exactDay(t *rapid.T, name string) day {
	return civil(1989, 1, 1) + day(rapid.IntRange(0, 42*365).Draw(t, name))
}

// facts are what a status says, without the sentence.
type facts struct {
	Code  Code
	Sides map[int64]Code
	Since lang.Date
	Start Date
}

func factsOf(p Partnership, asOf lang.Date, known time.Time) facts {
	s := StatusOf(p, asOf, known)
	return facts{s.Code, s.Sides, s.Since, s.Start}
}

// Statistics at a day use only acts up to that day.
func TestLaterActsChangeNothingBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, asOf := genPartnership(t), genDay(t, "as of")
		var upTo []string
		for _, c := range Order(p, time.Time{}) {
			if c.on <= asOfDay(asOf) {
				upTo = append(upTo, c.ID)
			}
		}
		q := p
		q.Acts = slices.DeleteFunc(slices.Clone(p.Acts), func(a Act) bool { return !slices.Contains(upTo, a.ID) })
		if diff := cmp.Diff(factsOf(p, asOf, time.Time{}), factsOf(q, asOf, time.Time{})); diff != "" {
			t.Fatalf("as of %v (-all acts +acts up to it):\n%s", asOf, diff)
		}
	})
}

// A status as known at a moment is the status of a record that holds no more than was
// known then.
func TestKnownAtIsTheRecordOfThatMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, asOf, known := genPartnership(t), genDay(t, "as of"), genMoment(t, "known at")
		q := p
		q.Acts = nil
		for _, a := range p.Acts {
			if !a.KnownSince.After(known) && (a.KnownUntil.IsZero() || a.KnownUntil.After(known)) {
				a.KnownUntil = time.Time{}
				q.Acts = append(q.Acts, a)
			}
		}
		if diff := cmp.Diff(factsOf(q, asOf, time.Time{}), factsOf(p, asOf, known)); diff != "" {
			t.Fatalf("(-record then +as known then):\n%s", diff)
		}
	})
}

// The whole stands as its sides do, and the sentence rests on acts that counted.
func TestStatusFollowsFromSidesAndActs(t *testing.T) {
	print := english(t)
	rapid.Check(t, func(t *rapid.T) {
		p, asOf := genPartnership(t), genDay(t, "as of")
		s := StatusOf(p, asOf, time.Time{})
		var codes []Code
		for _, c := range s.Sides {
			codes = append(codes, c)
		}
		if want := Overall(codes...); s.Code != want {
			t.Fatalf("whole = %v, sides %v give %v", s.Code, s.Sides, want)
		}
		if (s.Code == None) != (len(s.Because) == 0) {
			t.Fatalf("%v because of %v", s.Code, s.Because)
		}
		if print.Message(s.Sentence) == "" {
			t.Fatalf("%v says nothing", s.Code)
		}
		if s.Since.Compare(lang.Date{Year: 3000}) > 0 {
			t.Fatalf("since %v", s.Since)
		}
	})
}

// Expired, terminated, denounced, suspended, dormant and frozen are different things:
// each comes only from its own acts.
func TestEachStatusHasItsOwnCause(t *testing.T) {
	causes := map[Code][]ActType{
		Contact:     {ActContact, ActVisit, ActActivity, ActReview},
		Dormant:     {ActDormancy},
		Frozen:      {ActInterruption},
		Suspended:   {ActSuspension},
		NoticeGiven: {ActNotice, ActTermination},
		Denounced:   {ActDenunciation},
		Terminated:  {ActTermination, ActNotice},
	}
	rapid.Check(t, func(t *rapid.T) {
		p, asOf := genPartnership(t), genDay(t, "as of")
		var types []ActType
		hasTerm := false
		for _, a := range p.Acts {
			types = append(types, a.Type)
			hasTerm = hasTerm || !a.InForceTo.IsZero() || a.Term != ""
		}
		for side, c := range StatusOf(p, asOf, time.Time{}).Sides {
			want, limited := causes[c]
			if limited && !slices.ContainsFunc(types, func(a ActType) bool { return slices.Contains(want, a) }) {
				t.Fatalf("side %d is %v without %v: %v", side, c, want, types)
			}
			if c == Expired && !hasTerm && !slices.Contains(types, ActExpiry) {
				t.Fatalf("side %d expired without a term: %v", side, types)
			}
		}
	})
}

// A link that is stopped and resumed keeps its original start.
func TestResumedKeepsItsStart(t *testing.T) {
	stops := []ActType{ActSuspension, ActInterruption, ActDormancy, ActTermination, ActDenunciation, ActExpiry, ActNotice}
	rapid.Check(t, func(t *rapid.T) {
		start := genDate(t, "start")
		start.Qualifier = Exactly
		p := between(
			Act{Type: ActAgreement, Date: start},
			onDay(rapid.SampledFrom(stops).Draw(t, "stop"), 2031, 1, 1),
			onDay(ActResumption, 2032, 1, 1),
		)
		if s := StatusOf(p, calendarDay(2033, 1, 1), time.Time{}); s.Code != Active || s.Start != start {
			t.Fatalf("%v since %v, want active since %v", s.Code, s.Start, start)
		}
	})
}

// What happened earlier by any reading of the dates counts earlier, and nothing counts
// outside of the days on which it is possible.
func TestOrderRespectsDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := Order(genPartnership(t), time.Time{})
		for i, a := range order {
			from, to := a.Date.possible()
			if a.on < from || a.on > to {
				t.Fatalf("%v counts from %v", a.Date, a.Day())
			}
			for _, b := range order[i+1:] {
				if _, bTo := b.Date.possible(); bTo < from {
					t.Fatalf("%v counts before %v", a.Date, b.Date)
				}
			}
		}
	})
}

// The past does not change as days go by.
func TestHistoryOnlyGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, first := genPartnership(t), exactDay(t, "first")
		second := first + day(rapid.IntRange(0, 4000).Draw(t, "later"))
		short, long := replay(p, first, time.Time{}), replay(p, second, time.Time{})
		if len(short.turns) > len(long.turns) {
			t.Fatalf("%d turns became %d", len(short.turns), len(long.turns))
		}
		for i, turn := range short.turns {
			if l := long.turns[i]; turn.on != l.on || turn.code != l.code {
				t.Fatalf("turn %d was %v on %v, is %v on %v", i, turn.code, turn.on, l.code, l.on)
			}
		}
		for i, turn := range long.turns[len(short.turns):] {
			if turn.on <= first {
				t.Fatalf("turn %d on %v came late", i, turn.on)
			}
		}
	})
}

// No act before its party existed; a suspension has a ground or a condition; every fact
// has a source.
func TestCheckHoldsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := genPartnership(t)
		for i := range p.Acts {
			p.Acts[i].InForceFrom, p.Acts[i].InForceTo = Date{}, Date{}
		}
		if err := p.Check(); err != nil {
			t.Fatalf("a good record is refused: %v", err)
		}
		if len(p.Acts) == 0 {
			return
		}
		a := &p.Acts[rapid.IntRange(0, len(p.Acts)-1).Draw(t, "which")]
		switch rapid.IntRange(0, 4).Draw(t, "break") {
		case 0:
			a.Sources = nil
		case 1:
			a.Type, a.Ground, a.Condition = ActSuspension, Cause{}, Cause{}
		case 2:
			a.By = []int64{1}
		case 3:
			a.Date, a.By, p.Parties[0].Since = On(1995, 0, 0), nil, On(1996, 0, 0)
		case 4:
			a.Date, a.InForceTo = On(1995, 5, 1), On(1995, 4, 30)
		}
		if p.Check() == nil {
			t.Fatalf("a broken record passes: %+v", *a)
		}
	})
}

func TestCivilDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := day(rapid.IntRange(-200000, 200000).Draw(t, "day"))
		c := d.calendar()
		if back := civil(c.Year, c.Month, c.Day); back != d {
			t.Fatalf("day %d is %v, which is day %d", d, c, back)
		}
	})
}
