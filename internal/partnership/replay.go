package partnership

import (
	"slices"
	"time"
)

// change is one change of one side's status.
type change struct {
	on   day
	side int // index into trail.sides
	code Code
	act  *Counted // the act that changed it, or that set the day on which it changed by itself
	how  int      // the timer that fired, or timers for the act itself
}

// turn is one change of the whole link's status.
type turn struct {
	on    day
	code  Code
	sides []Code // how each side stood
	by    change
	life  stretch
}

// stretch is the life of one agreement, carried through all turns until it ends.
type stretch struct {
	start Date // when it came into force; zero: unknown
	act   *Counted
}

// trail is the outcome of a replay.
type trail struct {
	sides   []int64
	now     []side
	changes []change
	turns   []turn
	acts    []Counted // that counted, in order
	life    stretch
	last    *Counted // the last act that shows life
	civil   *Counted // associations carry on
}

// replay runs the acts known at a moment up to a day.
func replay(p Partnership, until day, knownAt time.Time) *trail {
	t := &trail{sides: p.Sides()}
	t.now = make([]side, len(t.sides))
	for i := range t.now {
		t.now[i] = newSide()
	}
	order := Order(p, knownAt)
	for i := range order {
		if order[i].on > until {
			break
		}
		t.acts = order[:i+1]
		if order[i].on > dawn {
			t.advance(order[i].on - 1)
		}
		t.take(&order[i])
	}
	t.advance(until)
	return t
}

// advance lets statuses change by themselves up to and including a day.
func (t *trail) advance(until day) {
	for {
		who, which, on := -1, 0, dusk
		for i := range t.now {
			if w, d := t.now[i].next(); d < on {
				who, which, on = i, w, d
			}
		}
		if who < 0 || on > until {
			return
		}
		s := &t.now[who]
		before, by := s.code, s.sprang[which]
		if which == atEffect && !t.mayEnter() {
			s.effect = dusk
			continue
		}
		s.fire(which)
		c := change{on: on, act: by, how: which}
		t.note(who, before, c)
		t.turn(c)
	}
}

// take lets an act change the sides that took it.
func (t *trail) take(a *Counted) {
	before := make([]Code, len(t.now))
	for i := range t.now {
		before[i] = t.now[i].code
	}
	switch a.Type {
	case ActAgreement, ActCharter:
		t.sign(a)
	case ActCivilContacts:
		t.civil = a
	default:
		for i := range t.now {
			if a.Binds(t.sides[i]) {
				t.now[i].apply(a)
			}
		}
	}
	switch a.Type {
	case ActContact, ActVisit, ActLetter, ActAgreement, ActCharter, ActAnnex, ActRenewal,
		ActReview, ActActivity, ActResumption:
		t.last = a
	}
	c := change{on: a.on, act: a, how: timers}
	for i := range t.now {
		t.note(i, before[i], c)
	}
	t.turn(c)
}

// sign lets sides sign. The agreement binds those who signed as soon as two have: a
// ceremony is often held in one town first and in the other a year later.
func (t *trail) sign(a *Counted) {
	for i := range t.now {
		s := &t.now[i]
		if !a.Binds(t.sides[i]) {
			continue
		}
		if !a.Condition.IsZero() {
			s.form(Conditional)
			continue
		}
		s.signed, s.lapse = true, dusk
		s.term(a)
		if _, from := a.InForceFrom.possible(); !a.InForceFrom.IsZero() && from > a.on && from != dusk {
			s.form(Intended)
			s.set(atEffect, from, a)
		}
	}
	for i := range t.now {
		s := &t.now[i]
		switch {
		case !s.signed || s.effect != dusk:
		case !t.mayEnter():
			s.form(Intended)
		case a.Binds(t.sides[i]) || !s.code.Alive():
			s.enter()
		}
	}
}

// mayEnter says whether enough sides have signed.
func (t *trail) mayEnter() bool {
	signed := 0
	for i := range t.now {
		if t.now[i].signed {
			signed++
		}
	}
	return signed >= min(2, len(t.now))
}

// note records what changed for a side.
func (t *trail) note(who int, before Code, c change) {
	if c.side, c.code = who, t.now[who].code; c.code != before {
		t.changes = append(t.changes, c)
	}
}

// turn records what changed for the whole.
func (t *trail) turn(c change) {
	sides := t.codes()
	current, was := Overall(sides...), t.code()
	if current == was {
		return
	}
	t.live(was, current, c)
	t.turns = append(t.turns, turn{on: c.on, code: current, sides: sides, by: c, life: t.life})
}

// live keeps the start of the agreement's life: a new agreement begins a new one; what
// is resumed or renewed keeps its own, and what only presupposes an agreement proves
// that there was one by then.
func (t *trail) live(was, current Code, c change) {
	if was.Alive() || !current.Alive() || t.onPaperToCome() {
		return
	}
	a := c.act
	switch {
	case a.Type == ActAgreement || a.Type == ActCharter:
		t.life = stretch{start: a.Date, act: a}
		if !a.InForceFrom.IsZero() {
			t.life.start = a.InForceFrom
		}
	case t.life.act == nil:
		d := a.Date
		d.Qualifier, d.InferredBy, d.InferredWhy = Before, "rule", "presupposed"
		t.life = stretch{start: d, act: a}
	}
}

// onPaperToCome says whether what is alive is no more than a suspended letter of intent.
func (t *trail) onPaperToCome() bool {
	for i := range t.now {
		if t.now[i].code.Alive() && !t.now[i].base.forming() {
			return false
		}
	}
	return true
}

// code is the whole link's status at the end of the trail.
func (t *trail) code() Code {
	if n := len(t.turns); n > 0 {
		return t.turns[n-1].code
	}
	return None
}

func (t *trail) codes() []Code {
	all := make([]Code, len(t.now))
	for i := range t.now {
		all[i] = t.now[i].code
	}
	return all
}

// date is the change's date as precisely as it is known.
func (c change) date() Date {
	if c.how == timers {
		return c.act.Date
	}
	d := c.on.calendar()
	return Date{Year: d.Year, Month: d.Month, Day: d.Day}
}

// causes are the identifiers of the acts that put the sides where the whole is, and
// of the act that began the agreement's life, in the order in which they count.
func (t *trail) causes() []string {
	matter := make([]*Counted, len(t.sides), len(t.sides)+1)
	for _, c := range t.changes {
		matter[c.side] = c.act
	}
	matter = append(matter, t.life.act)
	var ids []string
	for i := range t.acts {
		if slices.Contains(matter, &t.acts[i]) {
			ids = append(ids, t.acts[i].ID)
		}
	}
	return ids
}

// expiresOn is the first day after today on which something may change without a new act:
// the earliest timer, or the next act that counts later. dusk means never.
func expiresOn(p Partnership, today day, knownAt time.Time) day {
	soonest := dusk
	if p.Listed() {
		if on := p.listedFrom(); on > today {
			soonest = on
		}
		return soonest
	}
	t := replay(p, today, knownAt)
	for i := range t.now {
		_, on := t.now[i].next()
		soonest = min(soonest, on)
	}
	for _, a := range Order(p, knownAt) {
		if a.on > today {
			soonest = min(soonest, a.on)
		}
	}
	return soonest
}
