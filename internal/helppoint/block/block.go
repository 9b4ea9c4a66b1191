// Package block reads a contact block as people write it: names of offices, phones, mail
// addresses and opening hours, in the eight languages of the site.
//
//	Punkt Lokalny
//	TEL: + 48 …
//	w godzinach pracy:
//	Śr. 15:00 – 20:00
//	Czw. 15:00 – 20:00
//
// [Parse] gives the points that it found and, for every line that is not blank, what it was
// taken for ([Use]). A line that was understood in part, or not at all, is marked so, and
// hours that contradict one another are named ([Fault]): what a person pasted is never
// lost, and she decides. Nothing here claims that hours are right; it only saves retyping.
//
// # How it reads
//
// The language of the block is that in which most of its words are known (Pt. is Friday in
// Polish, Pn is Friday in Lithuanian and Monday in Polish). Mail addresses, web addresses
// and phone numbers are taken out of a line first; what is left is read as hours, else as
// an address, else as a name. A name after a point that has contents begins the next point.
// Roman numerals are days in Lithuanian lists (I–V 8.00–17.00).
//
// The package is pure: it knows no clock, no gazetteer and no numbering plan.
package block

import (
	"strings"
	"unicode/utf8"

	"twintown/internal/helppoint/week"
)

// Use is what a line was taken for.
type Use string

// The uses.
const (
	Name    Use = "name"
	Contact Use = "contact" // a phone, a mail or a web address
	Hours   Use = "hours"
	Address Use = "address"
	Heading Use = "heading" // words such as "opening hours", which say what follows
	Unused  Use = "unused"  // not understood
)

// Limits: a block is a page or two of short lines. What is beyond them is marked Unused.
const (
	mostText   = 20_000 // bytes
	mostLines  = 400
	mostPoints = 30
	longLine   = 1000 // runes
	longName   = 90   // runes; what is longer is a sentence
	mostWords  = 11   // of a name; what has more is a sentence
)

// What stands where there is no point and no day.
const (
	noPoint = -1
	noDay   = -1
)

// Line is one line of the block that is not blank.
type Line struct {
	No    int // from 1
	Text  string
	Use   Use
	Part  bool // something in it was not understood
	Point int  // index of the point to which it was given; -1: none
}

// Fault names hours that cannot be right.
type Fault struct {
	Line  int
	Code  FaultCode
	Day   int    // week.Monday …; -1: no day
	Text  string // what stands there, "20:00-13:00"
	Point int
}

// FaultCode says what is wrong.
type FaultCode string

// The faults.
const (
	Backwards  FaultCode = "backwards"  // the end is before the start
	Impossible FaultCode = "impossible" // there is no such time, 25:00
	Twice      FaultCode = "twice"      // another line says something else for the same day
	NoDay      FaultCode = "no_day"     // hours, and no word of the day
	NotRead    FaultCode = "not_read"   // a day, and words of it that are no hours
)

// Phone is a number as it was written.
type Phone struct {
	Raw string
	Fax bool
}

// Point is what belongs together.
type Point struct {
	Name    string
	Phones  []Phone
	Mails   []string
	Webs    []string
	Address []string
	Week    week.Week

	Appointment bool // only by appointment, on whatever day
}

// filled says whether anything but a name is known.
func (p *Point) filled() bool {
	return len(p.Phones)+len(p.Mails)+len(p.Webs)+len(p.Address) > 0 || p.Appointment || !p.Week.Empty()
}

// Result is what a block holds.
type Result struct {
	Language string // in which most of its words are known
	Points   []Point
	Lines    []Line // every line that is not blank, in order
	Faults   []Fault
}

// Left are the lines of which something was not understood.
func (r Result) Left() (left []Line) {
	for _, l := range r.Lines {
		if l.Part || l.Use == Unused {
			left = append(left, l)
		}
	}
	return left
}

// Parse reads a block. hint is the language of the reader, which decides where the words
// alone do not.
func Parse(text, hint string) Result {
	text = cut(text, mostText)
	p := &parser{last: noPoint}
	p.Language = languageOf(text, hint)
	p.words = lexicons()[p.Language]
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		line = strings.TrimSpace(clean(line))
		if line == "" {
			continue
		}
		if len(p.Lines) >= mostLines {
			p.Lines = append(p.Lines, Line{No: i + 1, Text: line, Use: Unused, Part: true, Point: noPoint})
			continue
		}
		p.line(i+1, line)
	}
	return p.Result
}

// Day reads what a person wrote of one day, "8–12, 13–17", "closed", "by appointment", in
// any of the languages. ok is false where something was not understood.
func Day(text, hint string) (day week.Day, faults []Fault, ok bool) {
	for _, code := range append([]string{hint}, languages...) {
		words := lexicons()[code]
		if words == nil {
			continue
		}
		found := words.read(lex(clean(text), words))
		if found.unknown > 0 || found.days() {
			continue
		}
		day = week.Day{}
		faults = nil
		for _, c := range found.clauses {
			day.Closed = day.Closed || c.closed
			day.Appointment = day.Appointment || c.appointment
			for _, s := range c.spans {
				if code := s.fault(); code != "" {
					faults = append(faults, Fault{Code: code, Day: noDay, Text: s.raw})
				} else if !day.Add(s.Span) {
					faults = append(faults, Fault{Code: Twice, Day: noDay, Text: s.raw})
				}
			}
		}
		return day, faults, true
	}
	return week.Day{}, nil, false
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	text = text[:most]
	for !utf8.ValidString(text) && len(text) > 0 && len(text) > most-utf8.UTFMax {
		text = text[:len(text)-1]
	}
	return text
}
