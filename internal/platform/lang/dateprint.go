package lang

import (
	"fmt"
	"time"
)

// Date prints a date as precisely as it is known: "3 marca 2022", "marzec 2022",
// "2022". The form is the one that stands by itself, in a table or after a colon;
// for a date within a sentence a message says {day, date, since} (see phrase). The
// zero Date prints as nothing.
func (p *Printer) Date(d Date) string { return string(p.appendDate(nil, d)) }

func (p *Printer) appendDate(b []byte, d Date) []byte {
	if d.IsZero() {
		return b
	}
	return p.appendPattern(b, p.locale.dates[d.precision()], d)
}

// DayMonth prints a day without its year, for days of which everybody knows that they are
// near: "26 listopada".
func (p *Printer) DayMonth(d Date) string {
	return string(p.appendPattern(nil, p.locale.dates["day_month"], d))
}

// precision is how much is known of d: "day", "month", "year", or "" for nothing.
func (d Date) precision() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month < 1 || d.Month > 12:
		return "year"
	case d.Day < 1:
		return "month"
	}
	return "day"
}

// Clock prints the time of day of t in t's own zone, "20:00".
func (p *Printer) Clock(t time.Time) string {
	var b []byte
	for _, f := range p.locale.dates["time"] {
		switch f.letter {
		case 0:
			b = append(b, f.text...)
		case 'H':
			b = appendPadded(b, t.Hour(), f.width)
		case 'm':
			b = appendPadded(b, t.Minute(), f.width)
		}
	}
	return string(b)
}

// Month is the name of a month by itself, 1 = "styczeń"; Weekday that of a day.
func (p *Printer) Month(m time.Month) string { return p.locale.Alone[(m+11)%12] }

// Weekday is the name of a day of the week by itself.
func (p *Printer) Weekday(d time.Weekday) string { return p.locale.Weekdays[d%7] }

// BriefWeekday is the short name of a day of the week, as tables have it: "śr.", "Mi".
func (p *Printer) BriefWeekday(d time.Weekday) string { return p.locale.Brief[d%7] }

// appendDateValue prints a Date or a time.Time for a placeholder, in a phrase where
// style names one.
func (p *Printer) appendDateValue(b []byte, v any, style string) []byte {
	var d Date
	switch v := v.(type) {
	case Date:
		d = v
	case time.Time:
		d = DateOf(v)
	default:
		return fmt.Append(b, v)
	}
	if style == "" || d.IsZero() {
		return p.appendDate(b, d)
	}
	return p.phrase(b, d, style)
}
