package partnership

import (
	"fmt"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Duration is a span of the calendar in ISO 8601: "P6M", "P1Y6M", "P30D", "P2W".
// The empty Duration is unknown. Times of day are not part of it: no agreement
// that was seen counts hours.
type Duration string

// span is a Duration taken apart.
type span struct{ months, days int }

// maxSpan bounds a span, so that no sum of it leaves the calendar: an agreement
// for more than a thousand years is a typing error.
const maxSpan = 1000 * 12

// Check returns an error for a text that is no Duration. The empty one is fine.
func (d Duration) Check() error {
	_, err := d.span()
	return err
}

// Months is a span that is one of whole months; false for any other, and for none.
func (d Duration) Months() (n int, whole bool) {
	s, err := d.span()
	return s.months, err == nil && s.days == 0 && s.months > 0
}

func (d Duration) span() (span, error) {
	var s span
	rest, ok := strings.CutPrefix(string(d), "P")
	if !ok {
		if d == "" {
			return s, nil
		}
		return s, d.bad()
	}
	units := "YMWD" // each at most once, in this order
	for rest != "" {
		n, i := 0, 0
		for ; i < len(rest) && '0' <= rest[i] && rest[i] <= '9' && n <= maxSpan; i++ {
			n = n*10 + int(rest[i]-'0')
		}
		if i == 0 || i == len(rest) {
			return span{}, d.bad()
		}
		at := strings.IndexByte(units, rest[i])
		if at < 0 {
			return span{}, d.bad()
		}
		s.add(units[at], n)
		units, rest = units[at+1:], rest[i+1:]
	}
	if s == (span{}) || s.months > maxSpan || s.days > maxSpan*31 {
		return span{}, d.bad()
	}
	return s, nil
}

func (s *span) add(unit byte, n int) {
	switch unit {
	case 'Y':
		s.months += 12 * n
	case 'M':
		s.months += n
	case 'W':
		s.days += 7 * n
	case 'D':
		s.days += n
	}
}

func (d Duration) bad() error {
	return errs.New(errs.Invalid, lang.Msg("error.duration", "text", string(d)), fmt.Errorf("no duration: %q", string(d)))
}

// after is the day that lies the span after d.
func (s span) after(d day) day { return s.move(d, 1) }

// before is the day that lies the span before d.
func (s span) before(d day) day { return s.move(d, -1) }

func (s span) move(d day, sign int) day {
	if d == dawn || d == dusk {
		return d
	}
	return first(shiftMonths(d.calendar(), sign*s.months)) + day(sign*s.days)
}
