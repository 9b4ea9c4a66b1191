package openhours

import (
	"iter"
	"time"
)

// Interval is a stretch of time with one state, from From until just before To.
type Interval struct {
	From, To time.Time
	State    State
}

// At returns the state at an instant.
func (h *Hours) At(t time.Time, place Place) State {
	zone, unix := place.zone(), t.Unix()
	clock := clockOf(localDay(unix, zone), zone)
	p := painter{hours: h, place: &place}
	var s strip
	p.day(clock, &s)
	return h.state(s.find(clock.minute(unix)))
}

// state tells people's part of a cell.
func (h *Hours) state(c *cell) State {
	st := State{Kind: c.kind, OpenEnd: c.openEnd, Missing: c.missing, Rule: c.rule}
	if c.rule >= 0 && c.missing&(PublicHolidays|SchoolHolidays) == 0 {
		if r := &h.rules[c.rule]; r.comment != "" {
			st.Comment = r.comment
		} else {
			st.Holiday, st.Shift = c.holiday, c.shift
		}
	}
	return st
}

// tells compares what two states tell people; which rule says it does not matter.
func (s State) tells(o State) bool {
	s.Rule, o.Rule = 0, 0
	return s == o
}

// All yields the states between two instants, in order and without gaps; states
// that follow each other differ in more than their rule. It looks at each day
// once.
func (h *Hours) All(from, to time.Time, place Place) iter.Seq[Interval] {
	return func(yield func(Interval) bool) {
		zone, end := place.zone(), to.Unix()
		p := painter{hours: h, place: &place}
		var s strip
		var open Interval // the one that may still grow
		var growing bool
		for d := localDay(from.Unix(), zone); ; d++ {
			clock := clockOf(d, zone)
			if clock.start >= end {
				break
			}
			p.day(clock, &s)
			for _, c := range s.list() {
				a, b := max(clock.at(c.from), from.Unix()), min(clock.at(c.to), end)
				if a >= b {
					continue
				}
				st := h.state(&c)
				if growing && open.State.tells(st) {
					open.To = time.Unix(b, 0).In(zone)
					continue
				}
				if growing && !yield(open) {
					return
				}
				open, growing = Interval{time.Unix(a, 0).In(zone), time.Unix(b, 0).In(zone), st}, true
			}
		}
		if growing {
			yield(open)
		}
	}
}

// Intervals returns when it is open or unknown between two instants.
func (h *Hours) Intervals(from, to time.Time, place Place) (list []Interval) {
	for i := range h.All(from, to, place) {
		if i.State.Kind != Closed {
			list = append(list, i)
		}
	}
	return list
}

// horizon is how many days ahead a change is looked for beyond the last year
// that a value names: the calendar repeats its days of the week and leap years
// after 28 years.
const horizon = 28*366 + 8

// NextChange returns the first instant after t at which the kind of the state
// changes: a comment that comes or goes is no change. It is false when the state
// stays for ever.
func (h *Hours) NextChange(t time.Time, place Place) (time.Time, State, bool) {
	zone, unix := place.zone(), t.Unix()
	p := painter{hours: h, place: &place}
	var s strip
	today := localDay(unix, zone)
	clock := clockOf(today, zone)
	p.day(clock, &s)
	now := s.find(clock.minute(unix)).kind
	last := h.lastDay(today)
	for d := today; d <= last; d++ {
		if d != today {
			if skip := h.quiet(d, &s, now); skip > d {
				d = min(skip, last)
			}
			clock = clockOf(d, zone)
			p.day(clock, &s)
		}
		for _, c := range s.list() {
			if c.kind != now {
				if at := clock.at(c.from); at > unix && at < clock.at(c.to) {
					return time.Unix(at, 0).In(zone), h.state(&c), true
				}
			}
		}
	}
	return time.Time{}, State{}, false
}

// lastDay returns the last day on which a change is looked for.
func (h *Hours) lastDay(today Day) Day {
	if h.steady {
		return today + 9 // a week, the night after it, and a night of a clock change
	}
	year, _, _ := today.Date()
	for i := range h.rules {
		year = max(year, h.rules[i].lastYear())
	}
	return DayOf(year, 1, 1) + horizon
}

// lastYear returns the last year that a rule names.
func (r *rule) lastYear() (year int) {
	for _, y := range r.years {
		if y.to < lastYear {
			year = max(year, y.to)
		} else {
			year = max(year, y.from)
		}
	}
	for _, group := range r.dates {
		for i := range group {
			year = max(year, group[i].from.year, group[i].to.year)
		}
	}
	return year
}

// quiet returns the first day of the next year when no rule can hold before it;
// d itself otherwise. So a value for one far year is not walked day by day.
func (h *Hours) quiet(d Day, s *strip, now Kind) Day {
	if now != Closed || len(s.list()) != 1 {
		return d
	}
	year, m, day := d.Date()
	if m != 1 || day < 3 { // what started on 31 December may last until now
		return d
	}
	for i := range h.rules {
		if !h.rules[i].outside(year) || !h.rules[i].outside(year-1) {
			return d
		}
	}
	return DayOf(year+1, 1, 1)
}

// outside says that a rule cannot hold in a year.
func (r *rule) outside(year int) bool {
	if len(r.years) > 0 && !anyYear(r.years, year) {
		return true
	}
	for _, group := range r.dates {
		all := true
		for i := range group {
			g := &group[i]
			if y := g.from.year; y == 0 || year >= y-1 && (g.open || year <= max(y, g.to.year)+1) {
				all = false
			}
		}
		if all && len(group) > 0 {
			return true
		}
	}
	return false
}
