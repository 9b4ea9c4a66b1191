package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// hoursQuestion is a line of "twintown hours --batch". Other keys are ignored.
type hoursQuestion struct {
	Value   *string  `json:"value"`
	From    string   `json:"from"` // RFC 3339
	To      string   `json:"to"`
	Zone    string   `json:"zone"`
	Country string   `json:"country"`
	Region  string   `json:"region"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
	// Mode is 1 for points in time instead of ranges, 2 for both: a number, or an
	// object with one, as other readers of the language take their options.
	Mode json.RawMessage `json:"mode"`
}

// hoursAnswer is the line that answers it.
type hoursAnswer struct {
	Intervals []hoursInterval `json:"intervals"`
	Canonical string          `json:"canonical"`
	Warnings  []hoursWarning  `json:"warnings"`
}

type hoursInterval struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Unknown bool      `json:"unknown"`
	Comment *string   `json:"comment"`
}

type hoursWarning struct {
	Code  string `json:"code"`
	From  int    `json:"from"` // bytes of the value
	To    int    `json:"to"`
	Found string `json:"found"`
	Want  string `json:"want,omitempty"`
}

// hoursFailure answers a line that cannot be answered.
type hoursFailure struct {
	Error string `json:"error"`
}

// longestQuestion bounds a line of a batch.
const longestQuestion = 1 << 20

// hoursBatch answers one line of JSON for each line of the file, in order.
func (p *program) hoursBatch(path string) error {
	in, err := p.open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestQuestion)
	for lines.Scan() {
		if err := encoder.Encode(answerLine(lines.Bytes())); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.batch_line", "file", path), err)
	}
	return out.Flush()
}

// answerLine returns an answer or a failure.
func answerLine(line []byte) any {
	var q hoursQuestion
	if err := json.Unmarshal(line, &q); err != nil {
		return hoursFailure{err.Error()}
	}
	a, err := q.answer()
	if err != nil {
		return hoursFailure{err.Error()}
	}
	return a
}

// Errors of a batch are for programs.
var (
	errNoValue   = errors.New("value is missing")
	errPosition  = errors.New("lat and lon: both or none, in degrees")
	errMode      = errors.New("mode is 0, 1 or 2")
	errBackwards = errors.New("to is before from")
	errTooLong   = errors.New("more than a hundred years from from to to")
)

// longestAnswer bounds what a line asks for.
const longestAnswer = 100 * 366 * 24 * time.Hour

func (q *hoursQuestion) answer() (*hoursAnswer, error) {
	if q.Value == nil {
		return nil, errNoValue
	}
	place, err := q.place()
	if err != nil {
		return nil, err
	}
	from, err := time.Parse(time.RFC3339, q.From)
	if err != nil {
		return nil, err
	}
	to, err := time.Parse(time.RFC3339, q.To)
	switch {
	case err != nil:
		return nil, err
	case to.Before(from):
		return nil, errBackwards
	case to.Sub(from) > longestAnswer:
		return nil, errTooLong
	}
	mode, err := q.mode()
	if err != nil {
		return nil, err
	}
	h, warnings, err := openhours.ParseWith(*q.Value, openhours.Options{Langs: languagesIn(q.Country), Mode: mode})
	if err != nil {
		return nil, err
	}
	return answerHours(h, warnings, from, to, place), nil
}

// mode reads what the value is for; ranges where the line does not say.
func (q *hoursQuestion) mode() (openhours.Mode, error) {
	var options struct{ Mode *int }
	if len(q.Mode) == 0 || string(q.Mode) == "null" {
		return openhours.Ranges, nil
	}
	err := json.Unmarshal(q.Mode, &options.Mode)
	if err != nil {
		err = json.Unmarshal(q.Mode, &options)
	}
	switch {
	case err != nil:
		return 0, errMode
	case options.Mode == nil:
		return openhours.Ranges, nil
	case *options.Mode < 0 || *options.Mode > 2:
		return 0, errMode
	}
	return openhours.Mode(*options.Mode), nil
}

// place is where a line's hours hold: in UTC where it names no zone.
func (q *hoursQuestion) place() (place openhours.Place, err error) {
	if place.Zone, err = time.LoadLocation(q.Zone); err != nil {
		return place, err
	}
	if h, ok := holidays.Of(q.Country, q.Region); ok {
		place.Holidays = h
	}
	if q.Lat == nil && q.Lon == nil {
		return place, nil
	}
	if q.Lat == nil || q.Lon == nil || !onEarth(*q.Lat, *q.Lon) {
		return place, errPosition
	}
	place.Lat, place.Lon, place.HasPosition = *q.Lat, *q.Lon, true
	return place, nil
}

func answerHours(h *openhours.Hours, warnings []openhours.Warning, from, to time.Time, place openhours.Place) *hoursAnswer {
	a := &hoursAnswer{Intervals: []hoursInterval{}, Canonical: h.String(), Warnings: []hoursWarning{}}
	for _, i := range h.Intervals(from, to, place) {
		out := hoursInterval{From: i.From, To: i.To, Unknown: i.State.Kind == openhours.Unknown}
		if remark := i.State.Remark(); remark != "" {
			out.Comment = &remark
		}
		a.Intervals = append(a.Intervals, out)
	}
	for _, w := range warnings {
		a.Warnings = append(a.Warnings, hoursWarning{string(w.Code), w.At.From, w.At.To, w.Found, w.Want})
	}
	return a
}
