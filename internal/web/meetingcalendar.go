package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/platform/ical"
)

// meetingsCalendar is the calendar of all meetings, to subscribe to.
func (s *Site) meetingsCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil {
		return errNoPage
	}
	all, err := s.rooms.Meetings.Public(r.Context(), code, s.today())
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	c := ical.Calendar{Name: p.t("press.section.meeting") + " · " + p.Face.Name, Language: code, URL: s.options.BaseURL + "/" + code + "/meetings", Refresh: feedRefresh}
	return s.sendMeetings(w, &p, c, all, "meetings.ics")
}

// meetingCalendar is one meeting for a calendar.
func (s *Site) meetingCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	m, err := s.shownMeeting(r, code)
	if err != nil {
		return err
	}
	if !m.Exact() {
		return errNoPage
	}
	p := s.newPage(r, code, "")
	return s.sendMeetings(w, &p, ical.Calendar{Name: m.Title, Language: code, URL: s.options.BaseURL + "/" + code + m.Path()}, []meeting.Shown{m}, m.Slug+".ics")
}

func (s *Site) sendMeetings(w http.ResponseWriter, p *page, c ical.Calendar, all []meeting.Shown, name string) error {
	for _, m := range all {
		if m.Exact() {
			c.Events = append(c.Events, s.meetingEvent(p, m))
		}
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	_, err := w.Write(c.Bytes())
	return err
}

// meetingEvent is a meeting as calendars have it. It is the same in each language.
func (s *Site) meetingEvent(p *page, m meeting.Shown) ical.Event {
	address := s.options.BaseURL + "/" + m.Language + m.Path()
	e := ical.Event{
		UID: "meeting-" + m.ID + "@" + s.host(), Sequence: m.Sequence, Stamp: m.Changed, Day: m.From.Calendar(), Last: m.Last().Calendar(),
		Summary: m.Title, Description: m.Lead, URL: address, Busy: true, Off: m.Off, Categories: []string{p.t("meeting.kind." + string(m.Kind))},
	}
	if e.Description != "" {
		e.Description += "\n"
	}
	e.Description += address
	if begin, end, ok := m.Hours(); ok {
		e.Begin, e.End = begin, end
	}
	venue := wordedIn(m.Venue, p.Lang, m.Of)
	for _, part := range []string{venue.Text, m.Address} {
		if part != "" {
			e.Location += part + ", "
		}
	}
	if m.Place != 0 {
		e.Location += s.placeNames(p, []string{strconv.FormatInt(m.Place, 10)})
	}
	e.Location = strings.TrimSuffix(e.Location, ", ")
	if m.At != nil {
		e.Lat, e.Lon = m.At.Lat, m.At.Lon
	}
	if len(m.Organisers) > 0 {
		e.Organizer = m.Organisers[0]
	}
	return e
}
