package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"twintown/internal/openhours"
	"twintown/internal/openhours/holidays"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// hoursQuestion is a line of "twintown hours --batch".
type hoursQuestion struct {
	Value   *string
	From    string // RFC 3339
	To      string
	Zone    string
	Country string
	Region  string
	Lat     *float64
	Lon     *float64
	Mode    openhours.Mode
}

// UnmarshalJSON takes the keys of a question, spelled as they are, and leaves all others
// alone.
func (q *hoursQuestion) UnmarshalJSON(line []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(line, &keys); err != nil {
		return err
	}
	for _, key := range []struct {
		name string
		into any
	}{
		{"value", &q.Value},
		{"from", &q.From},
		{"to", &q.To},
		{"zone", &q.Zone},
		{"country", &q.Country},
		{"region", &q.Region},
		{"lat", &q.Lat},
		{"lon", &q.Lon},
	} {
		if raw, ok := keys[key.name]; ok {
			if err := json.Unmarshal(raw, key.into); err != nil {
				return fmt.Errorf("%s: %w", key.name, err)
			}
		}
	}
	q.Mode = modeOf(keys["mode"])
	return nil
}

// modeOf is what a value is for: 1 stands for points in time instead of ranges, 2 for both,
// as a number or in an object of options, as other readers of the language take them. What
// is none of these is a key like any other that is not known: ranges are meant.
func modeOf(raw json.RawMessage) openhours.Mode {
	var options struct{ Mode int }
	if json.Unmarshal(raw, &options.Mode) != nil && json.Unmarshal(raw, &options) != nil || options.Mode < 0 || options.Mode > 2 {
		return openhours.Ranges
	}
	return openhours.Mode(options.Mode)
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
	lines := bufio.NewReaderSize(in, longestQuestion)
	for {
		line, whole, err := nextLine(lines)
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return errors.Join(errs.New(errs.Invalid, lang.Msg("error.batch_line", "file", path), err), out.Flush())
		}
		var answer any = hoursFailure{errLongLine.Error()}
		if whole {
			answer = answerLine(line)
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

// nextLine reads the next line, good until the next call. It is not whole where it is
// longer than the reader's buffer; the rest of it is passed over.
func nextLine(in *bufio.Reader) (line []byte, whole bool, err error) {
	line, more, err := in.ReadLine()
	whole = !more
	for more && err == nil {
		_, more, err = in.ReadLine()
	}
	return line, whole, err
}

// answerLine returns an answer or a failure. A mark of the byte order before the first line
// is no part of it.
func answerLine(line []byte) any {
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
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
	errLongLine  = errors.New("the line is longer than a mebibyte")
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
	h, warnings, err := openhours.ParseWith(*q.Value, openhours.Options{Langs: languagesIn(q.Country), Mode: q.Mode})
	if err != nil {
		return nil, err
	}
	return answerHours(h, warnings, from, to, place), nil
}

// place is where a line's hours hold: in the only zone of its country, else in UTC, where it
// names no zone.
func (q *hoursQuestion) place() (place openhours.Place, err error) {
	if place.Zone, err = time.LoadLocation(cmp.Or(q.Zone, onlyZone[strings.ToUpper(q.Country)])); err != nil {
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
	if w, unknown := h.SchoolUnknown(from, place); unknown {
		warnings = append(warnings, w)
	}
	for _, w := range warnings {
		a.Warnings = append(a.Warnings, hoursWarning{string(w.Code), w.At.From, w.At.To, w.Found, w.Want})
	}
	return a
}
