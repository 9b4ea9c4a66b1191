package registry

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Date is a date as its file writes it: a text in the form of ISO 8601-2, such as
// "2018-03-16", "2018", "2021~" (about), "../2016" (at the latest), "2022/.." (at
// the earliest), or, where nobody wrote it but somebody concluded it, an object
// with who did so and why. It is the form of partnership.Date.
type Date struct {
	Value       string
	InferredBy  string
	InferredWhy string
}

type dateObject struct {
	Date        string `json:"date"`
	InferredBy  string `json:"inferred_by"`
	InferredWhy string `json:"inferred_why"`
}

// IsZero says whether nothing is known of the date.
func (d Date) IsZero() bool { return d.Value == "" }

// MarshalJSON writes the form that the file has.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.InferredBy == "" {
		return json.Marshal(d.Value)
	}
	return json.Marshal(dateObject{d.Value, d.InferredBy, d.InferredWhy})
}

// UnmarshalJSON reads either form.
func (d *Date) UnmarshalJSON(b []byte) error {
	var o dateObject
	if len(b) > 0 && b[0] == '"' {
		if err := json.Unmarshal(b, &o.Date); err != nil {
			return err
		}
	} else if err := json.Unmarshal(b, &o); err != nil {
		return err
	} else if o.InferredBy == "" || o.InferredWhy == "" {
		return fmt.Errorf("date %q: say who inferred it and why", o.Date)
	}
	*d = Date{o.Date, o.InferredBy, o.InferredWhy}
	_, err := d.first()
	return err
}

// first is the first day of the written period, whatever the qualifier.
func (d Date) first() (time.Time, error) {
	s := strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(d.Value, "../"), "/.."), "~")
	return parseDay(s)
}

// parseDay reads a day, a month or a year.
func parseDay(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no day, month or year", s)
}

// durationForm is the part of ISO 8601 that terms need: years, months, weeks, days.
var durationForm = regexp.MustCompile(`^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$`)

func checkDuration(s string) error {
	if s != "" && (s == "P" || !durationForm.MatchString(s)) {
		return fmt.Errorf("%q is no duration", s)
	}
	return nil
}
