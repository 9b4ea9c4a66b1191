package care

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// Kind is a sort of duty.
type Kind string

// The kinds of duty, each with the message "care.duty.<kind>".
const (
	TermEnds    Kind = "term"        // the agreed term ends
	NoticeEnds  Kind = "notice"      // the last day on which a notice takes effect by the term's end
	Ending      Kind = "ending"      // a notice that was given ends it
	Lapsed      Kind = "lapsed"      // the term ran out within the last year
	Anniversary Kind = "anniversary" // by fives, and the first
	Review      Kind = "review"      // a joint look back is due
	Silence     Kind = "silence"     // nothing is known to have happened for years
	ContactGone Kind = "contact"     // nobody at the other side looks after it any more
)

// Duty is something that somebody who looks after a partnership should think of.
type Duty struct {
	Kind        Kind
	Partnership string
	Place       int64     // whose duty it is
	Others      []int64   // the other sides
	Day         lang.Date // when; zero: at no certain day
	Years       int       // of the anniversary, or of the silence
}

// Urgency is how soon something wants to be done.
type Urgency int

// The urgencies, the most pressing first, each with the message "care.urgency.<n>".
const (
	Now     Urgency = iota // it has passed, or comes within a month
	Soon                   // within a quarter
	Later                  // within the place's limit
	Undated                // no day says when
)

// Urgencies are all of them in order.
func Urgencies() []Urgency { return []Urgency{Now, Soon, Later, Undated} }

// Urgency says how soon the duty wants to be done.
func (d Duty) Urgency(today lang.Date) Urgency {
	switch {
	case d.Day.IsZero():
		return Undated
	case d.Day.Day == 0:
		return Later // only the year is known
	case d.Day.Compare(monthsAfter(today, 1)) <= 0:
		return Now
	case d.Day.Compare(monthsAfter(today, 3)) <= 0:
		return Soon
	}
	return Later
}

// monthsAfter is the day so many months later; a month after 31 January is 28 February.
func monthsAfter(d lang.Date, months int) lang.Date {
	n := d.Year*12 + max(d.Month, 1) - 1 + months
	out := lang.Date{Year: n / 12, Month: n%12 + 1, Day: max(d.Day, 1)}
	last := time.Date(out.Year, time.Month(out.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	out.Day = min(out.Day, last)
	return out
}

// jubilee: anniversaries by fives are kept, and the first one.
const jubilee = 5

// Duties are what a place should think of about one partnership, on a day. It is a pure
// function; whether somebody at the other side is left, it cannot know: see [Desk.Due].
func Duties(p partnership.Partnership, place int64, today lang.Date, l Limits) (due []Duty) {
	if !p.Withdrawn.IsZero() || p.Listed() {
		return nil // a list without dates knows no days
	}
	health := partnership.HealthOf(p, today, time.Time{})
	until := monthsAfter(today, l.Months)
	add := func(kind Kind, day lang.Date, years int) {
		due = append(due, Duty{Kind: kind, Partnership: p.ID, Place: place, Others: others(p, place), Day: day, Years: years})
	}
	within := func(d lang.Date) bool { return d.Day != 0 && d.Compare(today) >= 0 && d.Compare(until) <= 0 }
	for _, dated := range []struct {
		kind Kind
		day  lang.Date
	}{{Ending, health.Ending}, {NoticeEnds, health.LastNotice}, {TermEnds, health.TermEnd}} {
		if within(dated.day) {
			add(dated.kind, dated.day, 0)
		}
	}
	if d := health.Lapsed; !d.IsZero() && d.Compare(monthsAfter(today, -12)) >= 0 {
		add(Lapsed, d, 0)
	}
	if a := health.Anniversary; (within(a) || yearWithin(a, today, until)) && (health.Years%jubilee == 0 || health.Years == 1) {
		add(Anniversary, a, health.Years)
	}
	if d := reviewDay(p, health, today, l); within(d) || !d.IsZero() && d.Compare(today) < 0 {
		add(Review, d, 0)
	}
	if alive(p, today) && health.Silent >= l.Silent {
		add(Silence, lang.Date{}, health.Silent)
	}
	return due
}

// yearWithin says whether a date of which only the year or the month is known can still
// come before a day.
func yearWithin(d, today, until lang.Date) bool {
	return !d.IsZero() && d.Day == 0 && d.Year >= today.Year && d.Year <= until.Year
}

func alive(p partnership.Partnership, today lang.Date) bool {
	code := partnership.StatusOf(p, today, time.Time{}).Code
	return code == partnership.Active || code == partnership.Dormant
}

// reviewDay is when the next joint look back is due; zero: never.
func reviewDay(p partnership.Partnership, h partnership.Health, today lang.Date, l Limits) lang.Date {
	if l.Review == 0 || !alive(p, today) {
		return lang.Date{}
	}
	if !h.LastReview.IsZero() {
		return monthsAfter(h.LastReview, l.Review)
	}
	if !l.Own {
		return lang.Date{}
	}
	if start := partnership.StatusOf(p, today, time.Time{}).Start; !start.IsZero() {
		return monthsAfter(start.Calendar(), l.Review)
	}
	return lang.Date{}
}

func others(p partnership.Partnership, place int64) []int64 {
	return slices.DeleteFunc(p.Present(), func(n int64) bool { return n == place })
}

// sortDuties puts the most pressing first; what has no day comes last.
func sortDuties(due []Duty) {
	slices.SortStableFunc(due, func(a, b Duty) int {
		if a.Day.IsZero() != b.Day.IsZero() {
			if a.Day.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(b.Years, a.Years), cmp.Compare(a.Partnership, b.Partnership))
	})
}

func limitsEntry(place int64, before, after Limits) people.Entry {
	e := people.Entry{Action: people.EditPlace, Kind: "place", ID: fmt.Sprint(place), Places: []int64{place}}
	for _, f := range []struct {
		name     string
		old, now int
	}{{"care.months", before.Months, after.Months}, {"care.silent", before.Silent, after.Silent}, {"care.review", before.Review, after.Review}} {
		if f.old != f.now {
			e.Fields = append(e.Fields, people.FieldChange{Name: f.name, Old: strconv.Itoa(f.old), New: strconv.Itoa(f.now)})
		}
	}
	return e
}
