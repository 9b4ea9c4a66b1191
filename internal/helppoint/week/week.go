// Package week is the plain weekly grid of opening hours: what most offices have, and what
// a person can check at a glance.
//
// A [Week] has seven days from Monday. Each [Day] has spans, or is said to be closed or by
// appointment, or nothing is said of it, which a reader takes for closed. A week prints as
// text in the OSM opening_hours language ([Week.OSM]), the one form in which hours are
// kept; what is richer than a grid (weeks of the year, sunsets) stays such a text and never
// passes through here.
//
// The package is pure: it knows no clock, no zone and no language.
package week

import (
	"fmt"
	"slices"
	"strings"
)

// Days in the order of a [Week].
const (
	Monday = iota
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)

// Midnight is the end of a day in minutes.
const Midnight = 24 * 60

// Appointment is the comment by which hours in OSM text say that a visit must be agreed.
const Appointment = "by appointment"

// Span is a time from one minute of the day to another; To is at most [Midnight].
type Span struct{ From, To int }

// String is the span as OSM text has it, "08:00-15:00".
func (s Span) String() string { return Clock(s.From) + "-" + Clock(s.To) }

// Clock is a minute of the day, "08:00".
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// Day is what is said of one day.
type Day struct {
	Spans       []Span // in order, apart from one another
	Closed      bool   // said to be closed
	Appointment bool   // only by appointment
}

// Empty says that nothing is said of the day.
func (d Day) Empty() bool { return len(d.Spans) == 0 && !d.Closed && !d.Appointment }

// Equal says whether two days are alike.
func (d Day) Equal(o Day) bool {
	return slices.Equal(d.Spans, o.Spans) && d.Closed == o.Closed && d.Appointment == o.Appointment
}

// Add puts a span into the day. It returns false, and changes nothing, where the span
// overlaps one that is there. Spans that touch become one.
func (d *Day) Add(s Span) bool {
	for _, have := range d.Spans {
		if s.From < have.To && have.From < s.To {
			return false
		}
	}
	d.Closed = false
	d.Spans = append(d.Spans, s)
	slices.SortFunc(d.Spans, func(a, b Span) int { return a.From - b.From })
	joined := d.Spans[:1]
	for _, next := range d.Spans[1:] {
		if last := &joined[len(joined)-1]; last.To == next.From {
			last.To = next.To
		} else {
			joined = append(joined, next)
		}
	}
	d.Spans = joined
	return true
}

// Without takes a break out of the day's spans.
func (d *Day) Without(pause Span) {
	var rest []Span
	for _, s := range d.Spans {
		if pause.To <= s.From || s.To <= pause.From {
			rest = append(rest, s)
			continue
		}
		if s.From < pause.From {
			rest = append(rest, Span{s.From, pause.From})
		}
		if pause.To < s.To {
			rest = append(rest, Span{pause.To, s.To})
		}
	}
	d.Spans = rest
}

// osm is what the day's rule says after its name, "" for nothing.
func (d Day) osm() string {
	var parts []string
	for _, s := range d.Spans {
		parts = append(parts, s.String())
	}
	text := strings.Join(parts, ",")
	switch {
	case d.Appointment && text == "":
		return `"` + Appointment + `"`
	case d.Appointment:
		return text + ` "` + Appointment + `"`
	case d.Closed && text == "":
		return "off"
	}
	return text
}

// Week is seven days from Monday.
type Week [7]Day

// Empty says that nothing is said of any day.
func (w Week) Empty() bool { return !slices.ContainsFunc(w[:], func(d Day) bool { return !d.Empty() }) }

// names are the days as OSM text has them.
var names = [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// OSM is the week in the OSM opening_hours language: days that are alike and follow one
// another stand together, "Mo 13:00-20:00; Tu-Fr 08:00-15:00". A week that says nothing
// is "".
func (w Week) OSM() string {
	var rules []string
	for from := 0; from < len(w); {
		to := from
		for to+1 < len(w) && w[to+1].Equal(w[from]) {
			to++
		}
		if text := w[from].osm(); text != "" {
			days := names[from]
			switch {
			case to == from+1:
				days += "," + names[to]
			case to > from:
				days += "-" + names[to]
			}
			rules = append(rules, days+" "+text)
		}
		from = to + 1
	}
	return strings.Join(rules, "; ")
}
