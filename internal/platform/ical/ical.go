// Package ical writes calendars that programs subscribe to (iCalendar, RFC 5545).
//
// A [Calendar] is a name and its events: a whole day that something is due, days on which
// something is, or hours in a zone, whose rules the calendar then carries. What
// makes a calendar keep an event apart from others, and notice that it moved, is its UID,
// which never changes, and its Sequence, which grows each time the day does.
//
//	c := ical.Calendar{Name: "Białystok", Events: []ical.Event{{
//		UID: "018f…-term@partners.example.org", Stamp: changed, Day: lang.Date{Year: 2027, Month: 3, Day: 16},
//		Summary: "End of term: Białystok – Kaunas", URL: "https://…", Alarms: []ical.Alarm{{Days: 30}},
//	}}}
//	w.Write(c.Bytes())
//
// Lines end with CR LF and are folded at 75 octets, never within a character; texts are
// escaped, and what a calendar cannot hold (control characters) is left out. The same
// calendar gives the same bytes, so that a reader who has them need not load them again.
package ical

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/platform/lang"
)

// MediaType is the Content-Type of a calendar.
const MediaType = "text/calendar; charset=utf-8"

// Calendar is a set of events that a program reads again and again.
type Calendar struct {
	Name     string
	Language string        // of its texts, BCP 47
	URL      string        // the page that shows the same; "" for none
	Refresh  time.Duration // how often a program should look; 0: not said
	Method   Method        // "": Publish
	Events   []Event
}

// Method is what a calendar is sent for (RFC 5546).
type Method string

// The methods. A request puts its events into the calendar of who is asked to come, and
// Cancel takes them out again; both need an Organizer with an address.
const (
	Publish Method = "PUBLISH"
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
)

// Event is something that is due on a whole day, or that takes days or hours.
type Event struct {
	UID         string
	Sequence    int       // how many times the day moved
	Stamp       time.Time // when this version was made
	Day         lang.Date // a full date; an event of a month or a year is left out
	Last        lang.Date // the last day, where there are several; zero: Day
	Begin, End  time.Time // hours, in a zone that has a name; zero: whole days. End may be Begin
	Busy        bool      // who goes there has no time for anything else
	Off         bool      // it was cancelled
	Location    string
	Lat, Lon    float64 // both 0: not said
	Organizer   string  // a name
	OrganizerAt string  // her mail address; "": none is told
	Attendee    string  // mail address of who was asked and said that she comes; "": nobody was
	Summary     string
	Description string
	URL         string
	Categories  []string
	Alarms      []Alarm
}

// Alarm reminds of an event so many days before it, at nine in the morning of the
// reader's own time.
type Alarm struct {
	Days int
	Text string
}

// product names the program that wrote a calendar.
const product = "-//Twintown//Twintown//EN"

// Bytes is the calendar as it is sent.
func (c Calendar) Bytes() []byte {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", product)
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", string(cmp.Or(c.Method, Publish)))
	w.text("NAME"+c.language(), c.Name)
	w.text("X-WR-CALNAME", c.Name) // what most programs read
	if c.URL != "" {
		w.line("URL", uri(c.URL))
	}
	if hours := int(c.Refresh.Hours()); hours > 0 {
		w.line("REFRESH-INTERVAL;VALUE=DURATION", fmt.Sprintf("PT%dH", hours))
		w.line("X-PUBLISHED-TTL", fmt.Sprintf("PT%dH", hours))
	}
	for _, zone := range c.zones() {
		w.zone(zone)
	}
	for _, e := range c.Events {
		w.event(e, c.language())
	}
	w.line("END", "VCALENDAR")
	return w.b
}

// language is the parameter that says in which language a text is.
func (c Calendar) language() string {
	if c.Language == "" {
		return ""
	}
	return ";LANGUAGE=" + c.Language
}

type writer struct{ b []byte }

func (w *writer) event(e Event, language string) {
	if e.Day.Day == 0 {
		return
	}
	w.line("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTAMP", e.Stamp.UTC().Format(utcForm))
	w.line("LAST-MODIFIED", e.Stamp.UTC().Format(utcForm))
	w.when(e)
	w.text("SUMMARY"+language, e.Summary)
	if e.Description != "" {
		w.text("DESCRIPTION"+language, e.Description)
	}
	if e.URL != "" {
		w.line("URL", uri(e.URL))
	}
	if len(e.Categories) > 0 {
		names := make([]string, len(e.Categories))
		for i, name := range e.Categories {
			names[i] = escape(name)
		}
		w.line("CATEGORIES", strings.Join(names, ","))
	}
	w.where(e)
	if e.Off {
		w.line("STATUS", "CANCELLED")
	}
	if !e.Busy {
		w.line("TRANSP", "TRANSPARENT") // nobody is busy because a term ends
	}
	for _, a := range e.Alarms {
		w.alarm(a, e)
	}
	w.line("END", "VEVENT")
}

// alarmHour is when an office reads its reminders.
const alarmHour = 9

func (w *writer) alarm(a Alarm, e Event) {
	text := cmp.Or(a.Text, e.Summary)
	trigger := fmt.Sprintf("PT%dH", alarmHour)
	switch {
	case !e.Begin.IsZero():
		trigger = beforeHour(e.Begin, a.Days)
	case a.Days > 0:
		trigger = fmt.Sprintf("-P%dDT%dH", a.Days-1, 24-alarmHour)
	}
	w.line("BEGIN", "VALARM")
	w.line("ACTION", "DISPLAY")
	w.line("TRIGGER", trigger)
	w.text("DESCRIPTION", text)
	w.line("END", "VALARM")
}

// beforeHour is how long before hours begin that reading time is, some days before them in their own zone.
func beforeHour(begin time.Time, days int) string {
	at := time.Date(begin.Year(), begin.Month(), begin.Day()-days, alarmHour, 0, 0, 0, begin.Location())
	if minutes := int(begin.Sub(at).Minutes()); minutes >= 0 {
		return fmt.Sprintf("-PT%dM", minutes)
	}
	return "PT0M" // what begins before that on its own day is told as it begins
}

func (w *writer) text(name, value string) { w.line(name, escape(value)) }

// limit is the most octets of a line, its end not counted.
const limit = 75

// line writes a property, folded where it is too long: a continued line begins with a
// space.
func (w *writer) line(name, value string) {
	left := limit
	for _, r := range name + ":" + value {
		size := utf8.RuneLen(r)
		if size > left {
			w.b = append(w.b, "\r\n "...)
			left = limit - 1
		}
		w.b = utf8.AppendRune(w.b, r)
		left -= size
	}
	w.b = append(w.b, "\r\n"...)
}

// escape makes a text safe within a calendar. Control characters, and bytes that are no
// UTF-8, are left out.
func escape(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteByte(' ')
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// uri leaves out of an address what cannot stand in one.
func uri(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == '"' || r == '<' || r == '>' || r == utf8.RuneError || r >= 0x80 {
			return -1
		}
		return r
	}, s)
}
