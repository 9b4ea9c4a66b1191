package ical

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/platform/lang"
)

// How moments are written.
const (
	utcForm   = "20060102T150405Z"
	localForm = "20060102T150405"
)

// timed says whether an event has hours.
func (e Event) timed() bool { return !e.Begin.IsZero() }

// when writes the time of an event: whole days, or hours in their zone.
func (w *writer) when(e Event) {
	if e.timed() {
		w.moment("DTSTART", e.Begin)
		if e.End.After(e.Begin) {
			w.moment("DTEND", e.End)
		}
		return
	}
	last := e.Last
	if last.Day == 0 || last.Compare(e.Day) < 0 {
		last = e.Day
	}
	w.line("DTSTART;VALUE=DATE", midnight(e.Day).Format("20060102"))
	w.line("DTEND;VALUE=DATE", midnight(last).AddDate(0, 0, 1).Format("20060102")) // the first day after it
}

func midnight(d lang.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func (w *writer) moment(name string, t time.Time) {
	if zone := t.Location().String(); named(zone) {
		w.line(name+";TZID="+zone, t.Format(localForm))
		return
	}
	w.line(name, t.UTC().Format(utcForm))
}

// named says whether a zone has a name that other programs know.
func named(zone string) bool { return zone != "UTC" && zone != "Local" && zone != "" }

// where writes the place of an event and who organises it.
func (w *writer) where(e Event) {
	if e.Location != "" {
		w.text("LOCATION", e.Location)
	}
	if e.Lat != 0 || e.Lon != 0 {
		w.line("GEO", strconv.FormatFloat(e.Lat, 'f', 5, 64)+";"+strconv.FormatFloat(e.Lon, 'f', 5, 64))
	}
	if e.Organizer != "" || e.OrganizerAt != "" {
		name := strings.NewReplacer(`"`, "'", "\n", " ", "\r", " ").Replace(cmp.Or(e.Organizer, e.OrganizerAt))
		address := "invalid:nomail" // RFC 5545 asks for an address, and none is told
		if e.OrganizerAt != "" {
			address = "mailto:" + uri(e.OrganizerAt)
		}
		w.line(`ORGANIZER;CN="`+escapeParam(name)+`"`, address)
	}
	if e.Attendee != "" {
		w.line("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", "mailto:"+uri(e.Attendee))
	}
}

// escapeParam leaves out of a parameter's value what cannot stand there.
func escapeParam(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// zoneSpan is a zone with the years in which a calendar uses it.
type zoneSpan struct {
	zone     *time.Location
	from, to time.Time
}

// zones are those in which events have hours, in the order of their names.
func (c Calendar) zones() (all []zoneSpan) {
	for _, e := range c.Events {
		if !e.timed() || !named(e.Begin.Location().String()) {
			continue
		}
		end := e.End
		if end.Before(e.Begin) {
			end = e.Begin
		}
		i := slices.IndexFunc(all, func(z zoneSpan) bool { return z.zone.String() == e.Begin.Location().String() })
		if i < 0 {
			all = append(all, zoneSpan{e.Begin.Location(), e.Begin, end})
			continue
		}
		if e.Begin.Before(all[i].from) {
			all[i].from = e.Begin
		}
		if end.After(all[i].to) {
			all[i].to = end
		}
	}
	slices.SortFunc(all, func(a, b zoneSpan) int { return strings.Compare(a.zone.String(), b.zone.String()) })
	return all
}

// mostPeriods bounds how many changes of a clock a calendar carries: forty years of them.
const mostPeriods = 80

// zone writes the rules of a zone over the time in which the calendar uses it: each period
// with one offset as an observance of its own, which every program understands.
func (w *writer) zone(z zoneSpan) {
	w.line("BEGIN", "VTIMEZONE")
	w.line("TZID", z.zone.String())
	at := z.from
	for range mostPeriods {
		start, end := at.ZoneBounds()
		name, offset := at.Zone()
		before := offset
		if !start.IsZero() {
			_, before = start.Add(-time.Second).Zone()
		}
		local := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
		if !start.IsZero() {
			local = start.UTC().Add(time.Duration(before) * time.Second) // the clock that ended there
		}
		kind := "STANDARD"
		if at.IsDST() {
			kind = "DAYLIGHT"
		}
		w.line("BEGIN", kind)
		w.line("DTSTART", local.Format(localForm))
		w.line("TZOFFSETFROM", offsetText(before))
		w.line("TZOFFSETTO", offsetText(offset))
		w.text("TZNAME", name)
		w.line("END", kind)
		if end.IsZero() || end.After(z.to) {
			break
		}
		at = end
	}
	w.line("END", "VTIMEZONE")
}

func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
