package web

import (
	"encoding/xml"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/db"
	"twintown/internal/platform/ical"
)

// programmeCalendar is the whole programme, to be kept or subscribed to. What was in an earlier
// release and is not any more stands there as cancelled.
func (s *Site) programmeCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	return s.sendSessions(w, r, code, "programme", func(agenda.Session) bool { return true })
}

// dayCalendar is one day of it.
func (s *Site) dayCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	day := r.PathValue("day")
	return s.sendSessions(w, r, code, day, func(x agenda.Session) bool { return x.Day == day })
}

// sessionCalendar is one session.
func (s *Site) sessionCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	number := r.PathValue("number")
	return s.sendSessions(w, r, code, "session-"+number, func(x agenda.Session) bool { return numberPath(x.Number) == number })
}

// sendSessions sends the sessions that are wanted; errNoPage where there is none.
func (s *Site) sendSessions(w http.ResponseWriter, r *http.Request, code, name string, wanted func(agenda.Session) bool) error {
	x, err := s.shownProgramme(r, code)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	c := ical.Calendar{
		Name: p.t("programme.of", "meeting", x.meeting.Title), Language: code, URL: s.options.BaseURL + x.base + "/programme", Refresh: feedRefresh,
		Events: s.sessionEvents(&p, x, wanted),
	}
	if len(c.Events) == 0 {
		return errNoPage
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="`+x.meeting.Slug+"-"+name+`.ics"`)
	_, _ = w.Write(c.Bytes()) // the reader went away; there is nobody to tell
	return nil
}

// sessionEvents are sessions as calendars have them: those of the release, and those that went.
func (s *Site) sessionEvents(p *page, x programmeOf, wanted func(agenda.Session) bool) (all []ical.Event) {
	for _, list := range [][]agenda.Session{x.release.Sessions, x.release.Gone} {
		for _, y := range list {
			if y.Placed() && wanted(y) {
				all = append(all, s.sessionEvent(p, x, y))
			}
		}
	}
	return all
}

// sessionEvent is a session as calendars have it. It has one UID in every language and in every
// calendar, so that who takes several of them sees it once.
func (s *Site) sessionEvent(p *page, x programmeOf, y agenda.Session) ical.Event {
	first := firstOf(x.meeting)
	address := s.options.BaseURL + x.base + "/programme"
	if _, there := x.release.Session(y.Number); there {
		address += "/" + numberPath(y.Number)
	}
	begin, end, _ := y.Hours(x.release.Location())
	e := ical.Event{
		UID: "session-" + y.ID + "@" + s.host(), Sequence: y.Sequence + x.meeting.Sequence, Stamp: x.release.Made, Day: y.Date(), Begin: begin, End: end,
		Busy: !y.Kind.Pause(), Off: y.Off || x.meeting.Off, Summary: wordedIn(y.Title, p.Lang, first).Text, URL: address,
		Categories: []string{p.t("agenda.kind." + string(y.Kind))},
	}
	if x.meeting.Changed.After(e.Stamp) {
		e.Stamp = x.meeting.Changed // its place or its being cancelled may be what changed
	}
	e.Description = strings.Join(s.sessionLines(p, x, y, address), "\n")
	room, _ := x.release.Room(y.Room)
	for _, part := range []string{wordedIn(room.Name, p.Lang, first).Text, wordedIn(x.meeting.Venue, p.Lang, first).Text, x.meeting.Address} {
		if part != "" {
			e.Location += part + ", "
		}
	}
	if x.meeting.Place != 0 {
		e.Location += s.placeNames(p, []string{strconv.FormatInt(x.meeting.Place, 10)})
	}
	e.Location = strings.TrimSuffix(e.Location, ", ")
	if x.meeting.At != nil {
		e.Lat, e.Lon = x.meeting.At.Lat, x.meeting.At.Lon
	}
	return e
}

// sessionLines is what a calendar says below the title.
func (s *Site) sessionLines(p *page, x programmeOf, y agenda.Session, address string) (lines []string) {
	first := firstOf(x.meeting)
	if about := wordedIn(y.About, p.Lang, first).Text; about != "" {
		lines = append(lines, about)
	}
	for _, id := range y.Speakers {
		if who, ok := x.speakers[id]; ok {
			line := who.Name
			if office := wordedIn(who.Office, p.Lang, first).Text; office != "" {
				line += ", " + office
			}
			lines = append(lines, line)
		}
	}
	if spoken := p.languageList(y.Spoken); spoken != "" {
		lines = append(lines, p.t("programme.spoken")+": "+spoken)
	}
	if into := p.languageList(y.Interpreted); into != "" {
		lines = append(lines, p.t("programme.interpreted")+": "+into)
	}
	return append(lines, address)
}

// programmeFeed tells each release, with what it changed.
func (s *Site) programmeFeed(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.shownProgramme(r, code)
	if err != nil {
		return err
	}
	all, err := s.rooms.Agendas.Releases(r.Context(), x.meeting.ID, mostEntries+1)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	address := s.options.BaseURL + x.base + "/programme"
	f := atomFeed{
		Lang: code, ID: address, Title: p.t("programme.of", "meeting", x.meeting.Title), Author: atomAuthor{p.Face.Name}, Updated: x.release.Made.Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Href: address + ".atom", Type: "application/atom+xml"}, {Rel: "alternate", Href: address, Type: "text/html", Lang: code}},
	}
	for i, release := range all[:min(len(all), mostEntries)] {
		before := agenda.Programme{}
		if i+1 < len(all) {
			before = all[i+1].Programme
		}
		made := release.Made.Format(time.RFC3339)
		f.Entries = append(f.Entries, atomEntry{
			ID: "urn:uuid:" + db.IDFor("agenda release", release.Meeting+" "+code+" "+strconv.Itoa(release.Number)), Title: p.t("programme.release.title", "n", release.Number),
			Published: made, Updated: made, Links: []atomLink{{Rel: "alternate", Href: address, Type: "text/html", Lang: code}},
			Content: &atomText{"html", p.releaseHTML(before, release.Programme, firstOf(x.meeting))},
		})
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write(append([]byte(xml.Header), body...)) // the reader went away; there is nobody to tell
	return nil
}

// releaseHTML lists what a release changed.
func (p *page) releaseHTML(before, after agenda.Programme, first string) string {
	var b strings.Builder
	b.WriteString("<ul>")
	for _, c := range agenda.Compare(before, after) {
		view := p.changedSession(c, before, after, first)
		b.WriteString("<li>" + html.EscapeString(view.Title.Text+" – "+view.What) + "</li>")
	}
	b.WriteString("</ul>")
	return b.String()
}
