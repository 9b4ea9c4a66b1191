package openhours

// pointKind is how a point of the year is named.
type pointKind uint8

const (
	wholeMonth pointKind = iota
	dayOfMonth
	nthWeekday
	easterDay
)

// datePoint is one end of a range of dates.
type datePoint struct {
	kind    pointKind
	year    int // 0: any
	month   int
	day     int
	weekday int
	nth     int // 1…5, -1…-5
	toward  int // 1…7: to the next Monday…Sunday; -1…-7: to the one before
	shift   int // days after all that
}

// resolve returns the days that the point covers in a year. ok is false when the
// year has no such day.
func (p *datePoint) resolve(year int) (first, last Day, ok bool) {
	switch p.kind {
	case wholeMonth:
		first = DayOf(year, month(p.month), 1)
		return first, first + Day(daysIn(year, p.month)) - 1, true
	case dayOfMonth:
		if p.day > daysIn(year, p.month) {
			return 0, 0, false // 29 February
		}
		first = DayOf(year, month(p.month), p.day)
	case nthWeekday:
		if first, ok = nthOf(year, p.month, p.weekday, p.nth); !ok {
			return 0, 0, false
		}
	case easterDay:
		first = Easter(year)
	}
	first = p.moved(first)
	return first, first, true
}

// moved applies the offsets.
func (p *datePoint) moved(d Day) Day {
	switch {
	case p.toward > 0:
		d += Day((p.toward - 1 - d.Weekday() + 7) % 7)
	case p.toward < 0:
		d -= Day((d.Weekday() - (-p.toward - 1) + 7) % 7)
	}
	return d + Day(p.shift)
}

// nthOf returns the nth of a day of the week in a month; negative counts from
// its end.
func nthOf(year, m, weekday, nth int) (Day, bool) {
	first := DayOf(year, month(m), 1)
	length := daysIn(year, m)
	if nth > 0 {
		d := (weekday-first.Weekday()+7)%7 + (nth-1)*7
		return first + Day(d), d < length
	}
	last := first + Day(length-1)
	back := (last.Weekday()-weekday+7)%7 + (-nth-1)*7
	return last - Day(back), back < length
}

// dateRange is a range of dates of one year or of every year.
type dateRange struct {
	from, to datePoint
	single   bool // to is from
	open     bool // "Jan 15+": to the end of the year, or for ever where a year is named
	step     int  // every so many days
	months   uint16
}

// settle works out what makes matching quick: whole months of every year are a
// set of bits.
func (r *dateRange) settle() {
	if r.from.kind != wholeMonth || r.to.kind != wholeMonth || r.from.year != 0 || r.open || r.step > 1 {
		return
	}
	for m := r.from.month; ; m = m%12 + 1 {
		r.months |= 1 << m
		if m == r.to.month {
			return
		}
	}
}

// holds says whether a date lies in the range. A range that ends before it
// starts goes on into the next year.
func (r *dateRange) holds(f *facts) bool {
	if r.months != 0 {
		return r.months>>f.month&1 == 1
	}
	if r.from.year != 0 {
		return r.holdsFrom(r.from.year, f.day, true)
	}
	// The year before and the next count where an offset passes New Year.
	return r.holdsFrom(f.year, f.day, true) || r.holdsFrom(f.year-1, f.day, false) || r.holdsFrom(f.year+1, f.day, false)
}

// holdsFrom looks at the range in one year. own says that it is the date's own
// year, or the one that the range names: only then a range that ends before it
// starts holds to the end of the year and from its start.
func (r *dateRange) holdsFrom(year int, d Day, own bool) bool {
	first, last, ok := r.from.resolve(year)
	if !ok {
		if r.single || r.from.kind != dayOfMonth {
			return false
		}
		first = DayOf(year, 3, 1) // a range from 29 February starts after February
	}
	switch {
	case r.open && r.from.year != 0:
		return d >= first
	case r.open:
		last = DayOf(year, 12, 31)
	case !r.single:
		if last, ok = r.end(year, first); !ok {
			return false
		}
	}
	if last < first {
		return own && (d >= first || d <= last)
	}
	return d >= first && d <= last && (r.step <= 1 || int(d-first)%r.step == 0)
}

// end returns the range's last day when it starts in that year. Where the start
// names a year and the end does not, the end is the first after the start.
func (r *dateRange) end(year int, first Day) (Day, bool) {
	if r.to.year != 0 {
		year = r.to.year
	}
	last, ok := r.endIn(year)
	if ok && last < first && r.from.year != 0 && r.to.year == 0 {
		last, ok = r.endIn(year + 1)
	}
	return last, ok
}

func (r *dateRange) endIn(year int) (Day, bool) {
	_, last, ok := r.to.resolve(year)
	if !ok && r.to.kind == dayOfMonth {
		return DayOf(year, 3, 1) - 1, true // a range to 29 February ends with February
	}
	return last, ok
}
