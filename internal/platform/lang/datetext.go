package lang

import (
	"fmt"
	"time"
)

// ParseDate reads what [Date.String] writes: "2022-03-03", "2022-03", "2022" or "".
// A day that the calendar does not have is an error.
func ParseDate(text string) (Date, error) {
	switch len(text) {
	case 0:
		return Date{}, nil
	case len("2006"), len("2006-01"), len("2006-01-02"):
	default:
		return Date{}, fmt.Errorf("no date: %q", text)
	}
	t, err := time.Parse("2006-01-02"[:len(text)], text)
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("no date: %q", text)
	}
	d := Date{Year: t.Year()}
	if len(text) > len("2006") {
		d.Month = int(t.Month())
	}
	if len(text) > len("2006-01") {
		d.Day = t.Day()
	}
	return d, nil
}

// MarshalText makes a Date a string in JSON, as [Date.String] writes it.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}
