package lang

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day, a month (Day 0) or a year (Month and Day 0) of the Gregorian
// calendar, as precisely as it is known. The zero Date is unknown.
type Date struct{ Year, Month, Day int }

// DateOf is the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// IsZero says whether nothing is known of the date.
func (d Date) IsZero() bool { return d.Year == 0 }

// Compare orders dates; a year stands before its months, a month before its days.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// String is the date in ISO 8601 as far as it is known: "2022-03-03", "2022-03",
// "2022", or "" for the zero Date. It is for machines; people get Printer.Date.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}
