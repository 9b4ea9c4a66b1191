package openhours

import (
	"slices"
	"time"
)

// Check returns warnings that depend on the moment and the place: dates that are
// over, holidays that the value does not mention though the place has some, and school
// holidays that it depends on though nothing is known of them: see [Hours.SchoolUnknown].
// It also names rules that contradict later ones and therefore have no effect.
func (h *Hours) Check(now time.Time, place Place) (list []Warning) {
	today := localDay(now.Unix(), place.zone())
	holidays := false
	for i := range h.rules {
		r := &h.rules[i]
		if w, over := r.over(today); over {
			w.At = r.at
			w.Found = h.text[r.at.From:r.at.To]
			list = append(list, w)
		}
		for _, group := range r.days {
			for _, d := range group {
				holidays = holidays || d.kind == publicHoliday
			}
		}
	}
	if !holidays && place.Holidays != nil && h.dependsOnWeek() {
		if _, known := place.Holidays.Public(today); known {
			list = append(list, Warning{Code: HolidaysUnset, At: Span{0, len(h.text)}, Found: h.text, Want: h.String() + "; PH off"})
		}
	}
	list = append(list, h.overwritten()...)
	if w, unknown := h.SchoolUnknown(now, place); unknown {
		list = append(list, w)
	}
	return list
}

// SchoolUnknown says that the value depends on school holidays ("SH") and that those of
// the place are not known at a moment: whatever depends on them is then [Unknown].
func (h *Hours) SchoolUnknown(now time.Time, place Place) (Warning, bool) {
	for i := range h.rules {
		r := &h.rules[i]
		for _, group := range r.days {
			if !slices.ContainsFunc(group, func(d daySel) bool { return d.kind == schoolHoliday }) {
				continue
			}
			if place.Holidays != nil {
				if _, known := place.Holidays.School(localDay(now.Unix(), place.zone())); known {
					return Warning{}, false
				}
			}
			return Warning{Code: SchoolUnknown, At: r.at, Found: h.text[r.at.From:r.at.To]}, true
		}
	}
	return Warning{}, false
}

// overwritten names the rules about days of the week that decide at no time, because later
// ones of the same sort say something else of all that they name. Dates and holidays hold for
// a time only and are left aside.
func (h *Hours) overwritten() (list []Warning) {
	weekly := Hours{}
	var at []Span
	for i := range h.rules {
		r := &h.rules[i]
		if r.join == fills {
			return nil // what "||" fills is meant to be silent elsewhere
		}
		if r.weekly() {
			weekly.rules, at = append(weekly.rules, *r), append(at, r.at)
		}
	}
	decides := make([]bool, len(at))
	p := painter{hours: &weekly, place: &Place{}}
	var s strip
	first := DayOf(2024, 1, 1) // a Monday like any other
	for d := first; d <= first+7; d++ {
		p.day(clockOf(d, time.UTC), &s)
		for _, c := range s.list() {
			if c.rule >= 0 {
				decides[c.rule] = true
			}
		}
	}
	for i, decides := range decides {
		if !decides {
			list = append(list, Warning{Code: Overwritten, At: at[i], Found: h.text[at[i].From:at[i].To]})
		}
	}
	return list
}

// weekly says that a rule is about days of the week alone, the same in every week.
func (r *rule) weekly() bool {
	if len(r.years)+len(r.dates)+len(r.weeks) > 0 {
		return false
	}
	for _, group := range r.days {
		if slices.ContainsFunc(group, func(d daySel) bool { return d.kind != weekdays || d.nth != 0 || d.shift != 0 }) {
			return false
		}
	}
	return true
}

// dependsOnWeek says that some rule names days of the week: only then may
// holidays differ.
func (h *Hours) dependsOnWeek() bool {
	for i := range h.rules {
		if len(h.rules[i].days) > 0 {
			return true
		}
	}
	return false
}

// over says that a rule can never hold again.
func (r *rule) over(today Day) (Warning, bool) {
	year, _, _ := today.Date()
	if len(r.years) > 0 {
		last := 0
		for _, y := range r.years {
			last = max(last, y.to)
		}
		if last < year {
			return Warning{Code: YearPast}, true
		}
	}
	for _, group := range r.dates {
		code, past := DatePast, true
		for i := range group {
			g := &group[i]
			if g.from.year == 0 || g.open {
				past = false
				continue
			}
			if !g.single {
				code = DateRangePast
			}
			past = past && !g.holdsAfter(today)
		}
		if past {
			return Warning{Code: code}, true
		}
	}
	return Warning{}, false
}

// holdsAfter says whether a range of a named year has not ended before a day.
func (r *dateRange) holdsAfter(today Day) bool {
	first, last, ok := r.from.resolve(r.from.year)
	if !ok {
		return false
	}
	if !r.single {
		if last, ok = r.end(r.from.year, first); !ok {
			return false
		}
	}
	return last >= today
}

// Equal says whether two values mean the same at a place: the same states at
// every moment, whatever words and comments they use. It looks at each day of the
// 28 years after which the calendar repeats itself, and of the years that the
// values name.
func (h *Hours) Equal(o *Hours, place Place) bool {
	const from = 2024 // a leap year that starts on a Monday
	first := DayOf(from, 1, 1)
	last := first + 14
	if !h.steady || !o.steady {
		year := from
		for _, x := range []*Hours{h, o} {
			for i := range x.rules {
				year = max(year, x.rules[i].lastYear())
				if y := x.rules[i].lastYear(); y > 1900 {
					first = min(first, DayOf(y-1, 1, 1))
				}
			}
		}
		last = DayOf(year, 1, 1) + horizon
	}
	a, b := painter{hours: h, place: &place}, painter{hours: o, place: &place}
	var s, t strip
	for d := first; d <= last; d++ {
		clock := clockOf(d, place.zone())
		a.day(clock, &s)
		b.day(clock, &t)
		if !sameKinds(s.list(), t.list()) {
			return false
		}
	}
	return true
}

// sameKinds compares strips by kind alone.
func sameKinds(a, b []cell) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i].kind != b[j].kind {
			return false
		}
		to := min(a[i].to, b[j].to)
		if a[i].to == to {
			i++
		}
		if b[j].to == to {
			j++
		}
	}
	return true
}
