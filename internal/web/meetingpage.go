package web

import (
	"errors"
	"net/http"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/press"
)

// meetingPage is what readers see of a meeting.
type meetingPage struct {
	page
	Crumbs     []link
	Draft      string // this is a draft, and until when the link leads here
	Kicker     string // kind, series, edition
	Off        bool
	Coming     string // "in 12 days", for one that is near
	Days       string
	Weekday    string
	Hours      string
	Inferred   string // why the day was concluded
	Venue      worded
	Address    string
	Place      *placeView
	MapURL     string // the venue on a map that others keep
	Map        *mapView
	Organisers []string
	Credit     *creditView
	Patrons    []patronGroup
	Guests     []guestGroup
	GuestsSum  string
	Programme  []programmeDay
	Agenda     string // address of the whole programme; "": the days above are all there is
	Article    *articleView
	Origin     string
	Source     *link
	Stale      bool
	Report     *teaserView
	Gallery    *link
	Pictures   []photoView
	Materials  []materialView
	ZIP        string
	Pairs      []link
	Topics     []link
	Others     []link // editions of the same series
	ICS        string
	Register   string // address of the form, "": nobody can register
	Results    string // address of what came of it; "": it is not over, or nobody reckons
	// Delegations that come, once the organiser shows them; nil: nothing is said of them.
	Delegations []comingView
	EditURL     string // for those who may
}

// worded is a short text with its language where that is not the page's.
type worded struct{ Text, Lang string }

// patronGroup are the patrons of one kind.
type patronGroup struct {
	Way     string
	Patrons []patronView
}

type patronView struct {
	Office worded
	Holder string
	Logo   *imageView // nil: there is none that may be used today
}

// guestGroup are the guests of one country.
type guestGroup struct {
	Country string
	Towns   []guestView
	Count   string
}

type guestView struct {
	Place placeView
	Count string
}

// programmeDay is one day of the programme; Name is "" where there is only one.
type programmeDay struct {
	Name  string
	Timed bool // some of its items have hours
	Slots []slotView
}

type slotView struct {
	Hours, From string
	Title       worded
	URL         string // of its page; "": it has none
	Off         bool
}

type materialView struct {
	Title    worded
	URL      string
	About    string
	Language string
	Page     string // address of the page about it
	Edit     string
	First    *firstPageView
}

// wordedIn is a short text as a page in a language shows it.
func wordedIn(w meeting.Words, code, first string) worded {
	text, in := w.In(code, first)
	if in == code {
		in = ""
	}
	return worded{text, in}
}

// shownMeeting is the meeting at an address, for what hangs on its page.
func (s *Site) shownMeeting(r *http.Request, code string) (meeting.Shown, error) {
	if s.rooms.Meetings == nil {
		return meeting.Shown{}, errNoPage
	}
	text, _, ok, err := s.rooms.Press.At(r.Context(), press.Meeting, code, r.PathValue("slug"))
	if err == nil && !ok {
		err = errNoPage
	}
	if err != nil {
		return meeting.Shown{}, err
	}
	return meeting.Join(text)
}

// meeting serves a meeting at its address.
func (s *Site) meeting(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Meetings == nil {
		return errNoPage
	}
	slug := r.PathValue("slug")
	text, others, ok, err := s.rooms.Press.At(r.Context(), press.Meeting, code, slug)
	if err != nil {
		return err
	}
	if !ok {
		return s.notInThisLanguage(w, r, code, press.Meeting, slug, others)
	}
	if moved(w, r, "/"+code+text.Path()) {
		return nil
	}
	m, err := meeting.Join(text)
	if err != nil {
		return err
	}
	v := &meetingPage{page: s.newPage(r, code, text.Path())}
	v.Alternates = s.versions(press.Meeting, m.Languages, code)
	if err := s.fillMeeting(r, v, m); err != nil {
		return err
	}
	v.Stale, v.Feed = m.Stale, "/"+code+"/meetings.atom"
	v.Card = s.options.BaseURL + cardPath + text.ID + "/" + code
	if address, ok := m.Shown.In(m.Of); ok && m.Translation() {
		v.Source = &link{v.p.LanguageName(m.Of), "/" + m.Of + address}
	}
	base := "/" + code + text.Path()
	if m.Exact() {
		v.ICS = base + "/meeting.ics"
	}
	if s.rooms.Observatory != nil && m.Over(v.Today) {
		v.Results = base + "/results"
	}
	if len(v.Materials) > 1 {
		v.ZIP = base + "/materials.zip"
	}
	if s.may(r, people.TranslatePress, people.Object{Kind: press.Feed, ID: m.ID, Organisation: m.Organisation, Meeting: m.ID}) {
		v.EditURL = "/" + code + "/desk/meetings/" + m.ID
	}
	node := s.meetingData(v, m)
	if x, err := s.programmeFor(r, m, base); err == nil {
		node["subEvent"] = s.subEvents(&v.page, x)
	} else if !errors.Is(err, errNoPage) {
		return err
	}
	v.JSONLD = node
	if err := s.fillComing(w, r, v, m); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting", v)
}

// previewMeeting shows a draft to whoever has the link.
func (s *Site) previewMeeting(w http.ResponseWriter, r *http.Request, code, until string, draft press.Shown) error {
	m, err := meeting.Join(draft)
	if err != nil {
		return err
	}
	v := &meetingPage{page: s.newPage(r, code, "")}
	v.NoIndex, v.keep, v.Canonical, v.Alternates, v.Draft = true, false, "", nil, until
	if err := s.fillMeeting(r, v, m); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "meeting", v)
}
