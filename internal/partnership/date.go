package partnership

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Qualifier says how a date's written period relates to the day that is meant.
type Qualifier string

// The qualifiers.
const (
	Exactly Qualifier = ""       // a day within the written period
	About   Qualifier = "about"  // within it, or within one period before or after it
	Before  Qualifier = "before" // within it or earlier: "at the latest"
	After   Qualifier = "after"  // within it or later: "at the earliest"
)

// Date is when something happened, as precisely as it is known: a day, a month
// (Day 0) or a year (Month and Day 0), with a qualifier, and, where nobody wrote
// the date but somebody concluded it, who and why. The zero Date is unknown.
//
// Its text form is that of ISO 8601-2 (EDTF): "2018-03-16", "2018-03", "2018",
// "2021~" (about), "../2016" (before), "2020/.." (after), "" (unknown). In JSON
// it is that string, or, when inferred, an object:
//
//	{"date": "2021~", "inferred_by": "editor", "inferred_why": "undated_page"}
//
// A Date stands for every day on which the thing can have happened; see
// [Order] for the day on which an act with such a date counts.
type Date struct {
	Year, Month, Day int
	Qualifier        Qualifier
	InferredBy       string // who concluded it: "editor", "import"; empty: it is written in the source
	InferredWhy      string // a code: "first_listed", "undated_page", "context"
}

// InferredByEditor is who concluded a date that a person entered so.
const InferredByEditor = "editor"

// Inferences are the codes of why a date was concluded instead of read. Each has the message
// "inferred.why.<code>".
func Inferences() []string {
	return []string{"context", "undated_page", "report_date", "anniversary", "presupposed", "first_listed"}
}

// On is the exact date of a day; month and day may be 0.
func On(year, month, day int) Date { return Date{Year: year, Month: month, Day: day} }

// IsZero says whether nothing is known of the date.
func (d Date) IsZero() bool { return d.Year == 0 }

// Inferred says whether somebody concluded the date instead of reading it.
func (d Date) Inferred() bool { return d.InferredBy != "" || d.InferredWhy != "" }

// Calendar is the date without its qualifier.
func (d Date) Calendar() lang.Date { return lang.Date{Year: d.Year, Month: d.Month, Day: d.Day} }

// String is the date's text form, without who inferred it.
func (d Date) String() string {
	s := d.Calendar().String()
	switch {
	case s == "":
		return ""
	case d.Qualifier == About:
		return s + "~"
	case d.Qualifier == Before:
		return "../" + s
	case d.Qualifier == After:
		return s + "/.."
	}
	return s
}

// ParseDate reads a date's text form. The empty text is the zero Date.
func ParseDate(text string) (Date, error) {
	var d Date
	s := strings.TrimSpace(text)
	if s == "" {
		return d, nil
	}
	if rest, ok := strings.CutPrefix(s, "../"); ok {
		d.Qualifier, s = Before, rest
	} else if rest, ok := strings.CutSuffix(s, "/.."); ok {
		d.Qualifier, s = After, rest
	} else if rest, ok := strings.CutSuffix(s, "~"); ok {
		d.Qualifier, s = About, rest
	}
	c, err := lang.ParseDate(s)
	if err != nil || c.IsZero() {
		return Date{}, errs.New(errs.Invalid, lang.Msg("error.date", "text", text), err)
	}
	d.Year, d.Month, d.Day = c.Year, c.Month, c.Day
	return d, nil
}

type dateObject struct {
	Date        string `json:"date"`
	InferredBy  string `json:"inferred_by,omitempty"`
	InferredWhy string `json:"inferred_why,omitempty"`
}

// MarshalJSON writes the text form, or the object of an inferred date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.Inferred() {
		return json.Marshal(dateObject{d.String(), d.InferredBy, d.InferredWhy})
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads either form.
func (d *Date) UnmarshalJSON(b []byte) error {
	var o dateObject
	if len(b) > 0 && b[0] == '{' {
		if err := json.Unmarshal(b, &o); err != nil {
			return err
		}
	} else if err := json.Unmarshal(b, &o.Date); err != nil {
		return err
	}
	parsed, err := ParseDate(o.Date)
	if err != nil {
		return err
	}
	*d = parsed
	d.InferredBy, d.InferredWhy = o.InferredBy, o.InferredWhy
	return nil
}

// day counts days from 1 January 1970. The calendar's own type is too slow to
// compare a few hundred thousand times while the graph is built.
type day int32

// The ends of time: no act lies before never's day or after always'.
const (
	dawn day = math.MinInt32 // "or earlier", without bound
	dusk day = math.MaxInt32 // "or later", without bound; also: never
)

func dayOf(t time.Time) day {
	y, m, d := t.UTC().Date()
	return civil(y, int(m), d)
}

// civil is the day of a Gregorian date, by counting eras of 400 years from
// 1 March 0000, so that the leap day is the last of its year.
func civil(y, m, d int) day {
	if m <= 2 {
		y, m = y-1, m+12
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return day(era*146097 + doe - 719468)
}

// calendar is the Gregorian date of a day; zero for the ends of time.
func (d day) calendar() lang.Date {
	if d == dawn || d == dusk {
		return lang.Date{}
	}
	return lang.DateOf(time.Unix(int64(d)*86400, 0).UTC())
}

// first and last are the bounds of a written period.
func first(d lang.Date) day { return civil(d.Year, max(d.Month, 1), max(d.Day, 1)) }

func last(d lang.Date) day {
	switch {
	case d.Month == 0:
		return civil(d.Year, 12, 31)
	case d.Day == 0:
		return day(first(shiftMonths(lang.Date{Year: d.Year, Month: d.Month}, 1)) - 1)
	}
	return first(d)
}

// possible is the first and the last day on which the thing can have happened.
func (d Date) possible() (from, to day) {
	if d.IsZero() {
		return dawn, dusk
	}
	c := d.Calendar()
	from, to = first(c), last(c)
	switch d.Qualifier {
	case About:
		width := to - from + 1
		from, to = from-width, to+width
	case Before:
		from = dawn
	case After:
		to = dusk
	}
	return from, to
}

// asOfDay is the day that a question "as of d" is about: the last one of the
// written period, since "as of 2021" means when 2021 was over.
func asOfDay(d lang.Date) day {
	if d.IsZero() {
		return dawn
	}
	return last(d)
}

// shiftMonths moves a date by months and keeps it in its month: a month after
// 31 January is 28 February.
func shiftMonths(d lang.Date, months int) lang.Date {
	n := d.Year*12 + max(d.Month, 1) - 1 + months
	out := lang.Date{Year: n / 12, Month: n%12 + 1, Day: d.Day}
	if d.Month == 0 {
		out.Month = 0
	}
	if out.Day > 28 {
		out.Day = min(out.Day, time.Date(out.Year, time.Month(out.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	return out
}
