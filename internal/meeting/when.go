package meeting

import (
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// Last is the last day of a meeting: the one that was said, else the first.
func (f Facts) Last() partnership.Date {
	if f.To.IsZero() {
		return f.From
	}
	return f.To
}

// Location is the zone in which a meeting's hours hold; UTC where it is not known.
func (f Facts) Location() *time.Location {
	if zone, err := time.LoadLocation(f.Zone); err == nil && f.Zone != "" && f.Zone != "Local" {
		return zone
	}
	return time.UTC
}

// exact says whether a date names a day that it was on.
func exact(d partnership.Date) bool { return d.Day != 0 && d.Qualifier == partnership.Exactly }

// Exact says whether the days of the meeting are known, so that a calendar can show it.
func (f Facts) Exact() bool { return exact(f.From) && exact(f.Last()) }

// Hours are the moments at which a meeting begins and ends; false where its hour is not
// known. One whose end is not known ends when it begins.
func (f Facts) Hours() (begin, end time.Time, ok bool) {
	if !f.Exact() || f.Begins == "" || f.Zone == "" {
		return begin, end, false
	}
	begin = at(f.From, f.Begins, f.Location())
	if end = begin; f.Ends != "" {
		end = at(f.Last(), f.Ends, f.Location())
	}
	return begin, end, true
}

func at(d partnership.Date, hour string, zone *time.Location) time.Time {
	t, err := time.Parse("15:04", hour)
	if err != nil {
		return time.Time{} // clean lets none in
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, t.Hour(), t.Minute(), 0, 0, zone)
}

// End is the moment at which the last day is over where the meeting is; false where the days
// are not known exactly.
func (f Facts) End() (end time.Time, ok bool) {
	if !f.Exact() {
		return end, false
	}
	last := f.Last()
	return time.Date(last.Year, time.Month(last.Month), last.Day+1, 0, 0, 0, 0, f.Location()), true
}

// Over says whether a meeting lies behind a day: in a year or a month of which only that
// is known, once the year or month is over.
func (f Facts) Over(today lang.Date) bool {
	last := f.Last().Calendar()
	switch {
	case last.IsZero():
		return false
	case last.Month == 0:
		return last.Year < today.Year
	case last.Day == 0:
		return last.Year < today.Year || last.Year == today.Year && last.Month < today.Month
	}
	return last.Compare(today) < 0
}

// Inferences are the codes of why a meeting's day was concluded instead of read: those of
// partnership.Inferences that do not speak of an agreement or of a list of partners.
func Inferences() []string { return []string{"context", "undated_page", "report_date", "anniversary"} }
