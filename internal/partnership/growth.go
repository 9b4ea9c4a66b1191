package partnership

import (
	"time"

	"twintown/internal/platform/lang"
)

// Count is a number of partnerships, those with a known date apart from those whose
// date somebody inferred: that a list of 2016 has a pair says that its agreement is not
// younger, and nothing about when it began.
type Count struct {
	Dated    int `json:"dated"`
	Inferred int `json:"inferred"`
}

// All is the sum of both.
func (c Count) All() int { return c.Dated + c.Inferred }

func (c *Count) add(inferred bool) {
	if inferred {
		c.Inferred++
	} else {
		c.Dated++
	}
}

// Year is what happened in a year and what stood at its end.
type Year struct {
	Year      int   `json:"year"`
	Begun     Count `json:"begun"`     // came into force, or went on after an end
	Ended     Count `json:"ended"`     // expired, were denounced or terminated
	InForce   Count `json:"in_force"`  // at the end of the year: active, dormant, frozen, under notice
	Suspended Count `json:"suspended"` // at the end of the year
}

// Growth is how the partnerships of a region grew, year by year.
type Growth struct {
	AsOf    lang.Date      // the last year is counted up to this day
	Years   []Year         // without gaps, from the first year in which one began
	Forming int            // partnerships that had not come into force by then
	Answer  lang.Message   // does the number grow?
	Method  []lang.Message // how it was counted, for beside the chart
}

// decade is the span that the answer compares: long enough to pass over a single
// programme period of seven years.
const decade = 10

// GrowthOf counts partnerships by year up to a day, from what was known at a moment
// (zero: now). The caller chooses the partnerships: each counts once, however many of
// its sides lie in the region. It is computed from the acts alone.
func GrowthOf(all []Partnership, asOf lang.Date, knownAt time.Time) Growth {
	g := Growth{AsOf: asOf}
	until := asOfDay(asOf)
	changes := map[int]*Year{}
	firstYear, lastYear := asOf.Year, asOf.Year
	for _, p := range all {
		t := replay(p, until, knownAt)
		if began := t.count(changes); began > 0 {
			firstYear = min(firstYear, began)
		} else if t.code().forming() {
			g.Forming++
		}
	}
	var stock Year
	if always := changes[0]; always != nil { // of undated acts: they stood before every year
		stock.InForce, stock.Suspended = always.InForce, always.Suspended
	}
	for y := firstYear; y <= lastYear && !asOf.IsZero(); y++ {
		year := Year{Year: y, InForce: stock.InForce, Suspended: stock.Suspended}
		if c := changes[y]; c != nil {
			year.Begun, year.Ended = c.Begun, c.Ended
			year.InForce = year.InForce.plus(c.InForce)
			year.Suspended = year.Suspended.plus(c.Suspended)
		}
		g.Years = append(g.Years, year)
		stock = year
	}
	g.Answer, g.Method = g.answer(), g.method(knownAt)
	return g
}

func (c Count) plus(d Count) Count {
	return Count{Dated: c.Dated + d.Dated, Inferred: c.Inferred + d.Inferred}
}

// count adds what a trail's turns changed to the years in which they count, and returns
// the first of them; 0 where no agreement began, or nobody knows when.
func (t *trail) count(years map[int]*Year) (began int) {
	var was turn
	apart := false
	for _, u := range t.turns {
		y := u.on.calendar().Year
		if years[y] == nil {
			years[y] = &Year{}
		}
		year := years[y]
		if was.agreed() {
			year.standing(was.code, apart, -1)
		}
		switch {
		case !was.agreed() && u.agreed():
			apart = u.life.uncertain()
			year.Begun.add(apart || u.by.act.Date.Inferred())
			if began == 0 {
				began = y
			}
		case was.agreed() && !u.agreed():
			year.Ended.add(u.by.how == timers && u.by.act.Date.Inferred())
		}
		if u.agreed() {
			year.standing(u.code, apart, 1)
		}
		was = u
	}
	return began
}

// agreed says whether an agreement stands; a letter of intent that is suspended is none.
func (u turn) agreed() bool { return u.code.Alive() && u.life.act != nil }

// standing adds to, or takes from, what stands at the end of a year.
func (y *Year) standing(c Code, inferred bool, n int) {
	to := &y.InForce
	switch {
	case c == Suspended:
		to = &y.Suspended
	case !c.InForce():
		return
	}
	if inferred {
		to.Inferred += n
	} else {
		to.Dated += n
	}
}

// uncertain says whether the year of the agreement's start is not known.
func (s stretch) uncertain() bool {
	return s.start.IsZero() || s.start.Inferred() || s.start.Qualifier == Before || s.start.Qualifier == After
}

// answer compares the last year with the one a decade before, by the dated ones alone:
// what lists add grows with the lists, not with the agreements.
func (g Growth) answer() lang.Message {
	if len(g.Years) == 0 {
		return lang.Msg("growth.answer.none")
	}
	end := g.Years[len(g.Years)-1]
	before := 0
	if i := len(g.Years) - 1 - decade; i >= 0 {
		before = g.Years[i].InForce.Dated
	}
	trend := "same"
	switch now := end.InForce.Dated; {
	case now > before:
		trend = "grows"
	case now < before:
		trend = "shrinks"
	}
	return lang.Msg("growth.answer", "trend", trend, "now", end.InForce.Dated, "before", before, "year", end.Year-decade)
}

func (g Growth) method(knownAt time.Time) []lang.Message {
	inferred, suspended := 0, 0
	if n := len(g.Years); n > 0 {
		inferred, suspended = g.Years[n-1].InForce.Inferred, g.Years[n-1].Suspended.All()
	}
	out := []lang.Message{
		lang.Msg("growth.method.acts", "date", g.AsOf),
		lang.Msg("growth.method.inferred", "n", inferred),
		lang.Msg("growth.method.suspended", "n", suspended),
		lang.Msg("growth.method.coverage"),
	}
	if !knownAt.IsZero() {
		out = append(out, lang.Msg("growth.method.known", "date", lang.DateOf(knownAt)))
	}
	return out
}
