package web

import (
	"cmp"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

// programmePage is the released programme of a meeting.
type programmePage struct {
	page
	Crumbs   []link
	Meeting  link
	When     string
	Where    worded
	Off      bool
	Release  string // which release this is, and of which day
	Zone     string // "" where it is the site's own
	Days     []agendaDay
	Speakers []speakerView
	ICS      string
	Webcal   template.URL // the same, to subscribe to; of this site's own address
	EditURL  string       // for those who may
}

// sessionPage is one session of it.
type sessionPage struct {
	page
	Crumbs   []link
	Session  agendaItem
	Weekday  string
	Zone     string
	Where    worded // the venue
	Off      bool   // the meeting was cancelled
	Parallel []agendaItem
	Back     string // the programme
	Previous *agendaItem
	Next     *agendaItem
}

// programmeOf is a meeting's released programme with those who may be named.
type programmeOf struct {
	meeting  meeting.Shown
	release  agenda.Release
	speakers map[string]agenda.Speaker
	base     string // address of the meeting, with its language
}

// shownProgramme reads it at an address; errNoPage where none was released.
func (s *Site) shownProgramme(r *http.Request, code string) (programmeOf, error) {
	m, err := s.shownMeeting(r, code)
	if err != nil {
		return programmeOf{}, err
	}
	return s.programmeFor(r, m, "/"+code+m.Path())
}

// programmeFor reads the released programme of a meeting at an address.
func (s *Site) programmeFor(r *http.Request, m meeting.Shown, base string) (x programmeOf, err error) {
	if s.rooms.Agendas == nil {
		return x, errNoPage
	}
	x.meeting, x.base = m, base
	var ok bool
	if x.release, ok, err = s.rooms.Agendas.Released(r.Context(), m.ID); err == nil && !ok {
		err = errNoPage
	}
	if err != nil {
		return x, err
	}
	x.speakers, err = s.rooms.Agendas.Public(r.Context(), m.ID)
	return x, err
}

// mostOnPage is how many sessions a meeting's own page lists; a congress has its programme on
// the page of that alone.
const mostOnPage = 40

// takeAgenda puts the released programme in the place of the typed one.
func (s *Site) takeAgenda(r *http.Request, v *meetingPage, m meeting.Shown) error {
	x, err := s.programmeFor(r, m, "/"+v.Lang+m.Path())
	if errors.Is(err, errNoPage) {
		return nil
	}
	if err != nil {
		return err
	}
	view, err := s.programmeView(r, &v.page, x)
	if err != nil {
		return err
	}
	v.Agenda, v.Programme = x.base+"/programme", nil
	if len(x.release.Sessions) <= mostOnPage {
		v.Programme = view.programmeDays()
	}
	return nil
}

// programmeView is the programme for a page.
func (s *Site) programmeView(r *http.Request, p *page, x programmeOf) (programmeView, error) {
	v := programmeView{p: p, of: x.release.Programme, first: firstOf(x.meeting)}
	v.url = func(y agenda.Session) string { return x.base + "/programme/" + numberPath(y.Number) }
	v.ics = func(y agenda.Session) string { return v.url(y) + "/session.ics" }
	var err error
	v.speakers, err = s.speakerViews(r, p, v.first, x.speakers, func(who agenda.Speaker) string { return x.base + "/speakers/" + who.ID + "/photo" })
	return v, err
}

// programme serves the programme at its address.
func (s *Site) programme(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.shownProgramme(r, code)
	if err != nil {
		return err
	}
	if moved(w, r, x.base+"/programme") {
		return nil
	}
	v := &programmePage{page: s.newPage(r, code, x.meeting.Path()+"/programme")}
	v.Section, v.Title, v.Off = "meetings", v.t("programme.of", "meeting", x.meeting.Title), x.meeting.Off
	v.Alternates = s.versionsAt(x.meeting, "/programme", code)
	v.Description = v.t("programme.description", "meeting", x.meeting.Title, "when", v.meetingDays(x.meeting.Facts))
	v.Crumbs = []link{{v.t("press.section.meeting"), "/" + code + "/meetings"}, {x.meeting.Title, x.base}}
	v.Meeting, v.When, v.Where = link{x.meeting.Title, x.base}, v.meetingDays(x.meeting.Facts), wordedIn(x.meeting.Venue, code, firstOf(x.meeting))
	v.Release = v.t("programme.release", "n", x.release.Number, "day", lang.DateOf(x.release.Made.In(x.release.Location())))
	v.Zone = s.foreignZone(x.release.Zone)
	view, err := s.programmeView(r, &v.page, x)
	if err != nil {
		return err
	}
	v.Days, v.Speakers = view.days(), view.speaking()
	for i, d := range v.Days {
		v.Days[i].ICS = x.base + "/programme/days/" + d.Day + "/day.ics"
	}
	v.ICS, v.Feed = x.base+"/programme.ics", x.base+"/programme.atom"
	if _, host, ok := strings.Cut(s.options.BaseURL, "://"); ok {
		v.Webcal = template.URL("webcal://" + host + v.ICS)
	}
	if s.mayPlan(r, people.Object{Kind: press.Feed, ID: x.meeting.ID, Organisation: x.meeting.Organisation, Meeting: x.meeting.ID}) {
		v.EditURL = "/" + code + "/desk/meetings/" + x.meeting.ID + "/agenda"
	}
	v.JSONLD = s.programmeData(v, x)
	return s.write(w, http.StatusOK, "programme", v)
}

// versionsAt are the addresses of a page below a meeting in the languages in which it is.
func (s *Site) versionsAt(m meeting.Shown, path, code string) []alternate {
	all := s.versions(press.Meeting, m.Languages, code)
	for i := range all {
		all[i].URL += path
		all[i].Absolute += path
	}
	return all
}

// foreignZone names a zone where it is not the one in which the site is at home.
func (s *Site) foreignZone(zone string) string {
	if zone == "" || zone == s.homeZone().String() {
		return ""
	}
	return strings.ReplaceAll(zone, "_", " ")
}

// session serves one session at its address. What is in no programme any more is not there.
func (s *Site) session(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.shownProgramme(r, code)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return errNoPage
	}
	found, ok := x.release.Session(number)
	if !ok {
		return errNoPage
	}
	if moved(w, r, x.base+"/programme/"+numberPath(number)) {
		return nil
	}
	path := "/programme/" + numberPath(number)
	v := &sessionPage{page: s.newPage(r, code, x.meeting.Path()+path)}
	v.Section, v.Off = "meetings", x.meeting.Off
	v.Alternates = s.versionsAt(x.meeting, path, code)
	view, err := s.programmeView(r, &v.page, x)
	if err != nil {
		return err
	}
	v.Session = view.session(found)
	v.Title, v.Description = v.Session.Title.Text, markup.Beginning(v.Session.About.Text, mostDescription)
	v.Back = x.base + "/programme"
	v.Crumbs = []link{{v.t("press.section.meeting"), "/" + code + "/meetings"}, {x.meeting.Title, x.base}, {v.t("meeting.fact.programme"), v.Back}}
	v.Weekday, v.Zone, v.Where = v.dayName(found.Day), s.foreignZone(x.release.Zone), wordedIn(x.meeting.Venue, code, view.first)
	v.beside(view, found)
	v.JSONLD = s.sessionData(&v.page, x, found)
	return s.write(w, http.StatusOK, "session", v)
}

// beside fills what is at the same time, and before and after in the same room.
func (v *sessionPage) beside(view programmeView, x agenda.Session) {
	var before, after *agenda.Session
	for _, y := range view.of.On(x.Day) {
		switch {
		case y.ID == x.ID:
		case y.From == x.From || y.From < x.From && y.Until > x.From || y.From > x.From && x.Until > y.From:
			v.Parallel = append(v.Parallel, view.session(y))
		case y.Room != x.Room && y.Room != "" && x.Room != "":
		case y.From < x.From:
			before = &y
		case after == nil:
			after = &y
		}
	}
	if before != nil {
		s := view.session(*before)
		v.Previous = &s
	}
	if after != nil {
		s := view.session(*after)
		v.Next = &s
	}
}

// speakerPhoto sends the photo of a speaker as long as that person agrees; whoever keeps it
// must ask each time.
func (s *Site) speakerPhoto(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.shownProgramme(r, code)
	if err != nil {
		return err
	}
	who, ok := x.speakers[r.PathValue("speaker")]
	if !ok || !who.PhotoPublic() || s.rooms.Documents == nil {
		return errNoPage
	}
	if !slices.ContainsFunc(x.release.Sessions, func(y agenda.Session) bool { return slices.Contains(y.Speakers, who.ID) }) {
		return errNoPage
	}
	return s.sendImage(w, r, who.Photo, true)
}

// sendImage sends what is shown of an image; the caller has asked whether it may be. Caches
// ask each time.
func (s *Site) sendImage(w http.ResponseWriter, r *http.Request, document string, public bool) error {
	d, err := s.rooms.Documents.Of(r.Context(), document)
	if err != nil {
		return err
	}
	if d.Gone() || d.Display.Blob == "" {
		return errNoPage
	}
	return s.deliver(w, r, d.Deliver(false).For(public))
}

// programmeData describes a meeting with its sessions to machines.
func (s *Site) programmeData(v *programmePage, x programmeOf) ld {
	m := &meetingPage{page: v.page, Venue: v.Where}
	m.Canonical = s.options.BaseURL + x.base
	if place, ok := s.rooms.World().Places.Get(x.meeting.Place); ok {
		view := v.placeView(s.rooms.World(), place.ID)
		m.Place = &view
	}
	node := s.meetingData(m, x.meeting)
	node["subEvent"] = s.subEvents(&v.page, x)
	return node
}

// subEvents are the sessions of a programme for machines.
func (s *Site) subEvents(p *page, x programmeOf) (all []ld) {
	for _, y := range x.release.Sessions {
		if y.Placed() {
			all = append(all, s.sessionNode(p, x, y))
		}
	}
	return all
}

// sessionNode is one session for machines.
func (s *Site) sessionNode(p *page, x programmeOf, y agenda.Session) ld {
	first := firstOf(x.meeting)
	url := s.options.BaseURL + x.base + "/programme/" + numberPath(y.Number)
	node := ld{"@type": "Event", "@id": url, "url": url, "name": wordedIn(y.Title, p.Lang, first).Text, "eventStatus": "https://schema.org/EventScheduled"}
	if y.Off || x.meeting.Off {
		node["eventStatus"] = "https://schema.org/EventCancelled"
	}
	begin, end, _ := y.Hours(x.release.Location())
	node["startDate"] = begin.Format(time.RFC3339)
	if end.After(begin) {
		node["endDate"] = end.Format(time.RFC3339)
	}
	if about := wordedIn(y.About, p.Lang, first).Text; about != "" {
		node["description"] = about
	}
	if room, ok := x.release.Room(y.Room); ok {
		node["location"] = ld{"@type": "Place", "name": wordedIn(room.Name, p.Lang, first).Text}
	}
	if len(y.Spoken) > 0 {
		node["inLanguage"] = y.Spoken
	}
	var cast []ld
	for _, id := range y.Speakers {
		if who, ok := x.speakers[id]; ok {
			person := ld{"@type": "Person", "name": who.Name}
			if office := wordedIn(who.Office, p.Lang, first).Text; office != "" {
				person["jobTitle"] = office
			}
			cast = append(cast, person)
		}
	}
	if len(cast) > 0 {
		node["performer"] = cast
	}
	return node
}

// sessionData describes one session by itself.
func (s *Site) sessionData(p *page, x programmeOf, y agenda.Session) ld {
	node := s.sessionNode(p, x, y)
	node["@context"] = "https://schema.org"
	node["superEvent"] = ld{"@type": "Event", "@id": s.options.BaseURL + x.base, "name": x.meeting.Title, "startDate": cmp.Or(x.meeting.From.Calendar().String(), "")}
	return node
}
