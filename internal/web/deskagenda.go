package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/internal/meeting/agenda"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// agendaHead is what all pages of a programme at the desk share.
type agendaHead struct {
	conferenceHead
	Draft  agenda.Draft
	Agenda string   // address of the whole
	Others []string // who has it open too
	First  string   // language in which the meeting was begun
	frame  agenda.Frame
	known  bool // the meeting's days are
}

// agendaPage is the programme as it is worked on.
type agendaPage struct {
	agendaHead
	Form      *form
	Days      []agendaDay
	Loose     []agendaItem // without a day
	Rooms     []agendaRoomRow
	Speakers  []agendaSpeakerRow
	Conflicts []conflictView
	Released  string   // which release readers see; "": none
	Public    string   // where they see it
	Waits     int      // changes that they do not see
	Begin     int      // items of the typed programme that can be taken over; 0: none
	NoDays    bool     // the meeting's days are not known
	Shift     int      // days by which everything could be moved; 0: nothing is outside
	ShiftTo   string   // the day on which it would then begin
	Off       bool     // the meeting is cancelled, and somebody can still be told
	OffTold   string   // when they were
	OffLeft   []string // who can be told
	OffSilent []string // who has no address, to be called
	Tongues   []link   // the words in other languages
	Changes   []changeView
}

type agendaRoomRow struct {
	URL, Name, Seats string
	Lang             string
	Access           []string
	N                int // sessions in it
}

type agendaSpeakerRow struct {
	URL, Name    string
	Office       worded
	State, Class string
	Reached      bool
	N            int
}

// conflictView is a sentence about what is in the way, with where to mend it.
type conflictView struct {
	Text  string
	Grave bool
	Links []link
}

// newAgenda fills the head of a page; path is what follows the agenda's address.
func (s *Site) newAgenda(w http.ResponseWriter, r *http.Request, code, path string) (v agendaHead, err error) {
	if s.rooms.Agendas == nil {
		return v, errNoPage
	}
	if v.conferenceHead, err = s.newConference(w, r, code, "/agenda"+path, "agenda"); err != nil {
		return v, err
	}
	v.Agenda, v.First = v.Base+"/agenda", firstLanguage(v.Meeting.Item)
	if v.Draft, err = s.rooms.Agendas.Draft(r.Context(), v.Meeting.ID); err != nil {
		return v, err
	}
	v.frame, v.known = agenda.FrameOf(v.Meeting.Facts)
	others, err := s.rooms.Press.Present(r.Context(), actorOf(r), v.Meeting.ID)
	if err != nil || len(others) == 0 {
		return v, err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, id := range others {
		if name := names[id]; name != "" {
			v.Others = append(v.Others, name)
		}
	}
	return v, err
}

// languages are those in which the words of the programme are asked for: of the meeting's
// texts, the first one first, and any other in which somebody wrote something.
func (v *agendaHead) languages() (codes []string) {
	for _, t := range v.Meeting.Texts {
		codes = append(codes, t.Language)
	}
	if len(codes) == 0 {
		codes = []string{v.Lang}
	}
	return codes
}

// view makes the views of the draft; sessions lead to their forms.
func (v *agendaHead) view() programmeView {
	speakers := map[string]speakerView{}
	for _, x := range v.Draft.Speakers {
		speakers[x.ID] = speakerView{ID: x.ID, Name: x.Name, Office: wordedIn(x.Office, v.Lang, v.First)}
	}
	return programmeView{p: &v.page, of: v.Draft.Programme, first: v.First, speakers: speakers, url: func(x agenda.Session) string { return v.Agenda + "/sessions/" + numberPath(x.Number) }}
}

func (s *Site) newAgendaPage(w http.ResponseWriter, r *http.Request, code string) (*agendaPage, error) {
	head, err := s.newAgenda(w, r, code, "")
	if err != nil {
		return nil, err
	}
	v := &agendaPage{agendaHead: head, NoDays: !head.known}
	v.Form = newForm(&v.page, url.Values{})
	view := v.view()
	v.Days = view.days()
	for _, x := range v.Draft.Sessions {
		if x.Day == "" {
			v.Loose = append(v.Loose, view.session(x))
		}
	}
	o, err := s.rooms.Agendas.Outlook(r.Context(), v.Meeting.ID)
	if err != nil {
		return nil, err
	}
	if v.Conflicts, err = s.conflictViews(r, &v.agendaHead, o.Conflicts); err != nil {
		return nil, err
	}
	if v.Waits = len(o.Changes); v.Waits == 0 && o.Rooms {
		v.Waits = 1
	}
	v.fillRooms()
	v.fillSpeakers()
	v.fillShift()
	if len(v.Draft.Sessions) > 0 {
		v.Tongues = s.wordLinks(&v.agendaHead)
	}
	if len(v.Draft.Sessions) == 0 {
		v.Begin = len(v.Meeting.Programme)
	}
	return v, s.fillReleased(r, v)
}

// fillReleased says what readers see, and what is known of the meeting being off.
func (s *Site) fillReleased(r *http.Request, v *agendaPage) error {
	release, ok, err := s.rooms.Agendas.Released(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	if ok {
		v.Released = v.t("programme.release", "n", release.Number, "day", lang.DateOf(release.Made.In(release.Location())))
		shown, public, err := s.rooms.Press.ShownIn(r.Context(), v.Meeting.ID, v.Lang)
		if err != nil {
			return err
		}
		if public {
			v.Public = "/" + v.Lang + shown.Path() + "/programme"
		}
	}
	if err := s.fillOff(r, v); err != nil {
		return err
	}
	if !v.Draft.OffTold.IsZero() {
		v.OffTold = v.p.Date(lang.DateOf(v.Draft.OffTold))
	}
	speakers := map[string]string{}
	for _, x := range v.Draft.Speakers {
		speakers[x.ID] = x.Name
	}
	v.Changes, err = s.changesNaming(&v.page, r, people.Query{Kind: agenda.RecordKind, ID: v.Meeting.ID, Limit: mostAgendaChanges}, speakers)
	return err
}

// mostAgendaChanges is how many changes the page tells; the record of changes has all.
const mostAgendaChanges = 12

func (v *agendaPage) fillRooms() {
	for _, room := range v.Draft.Rooms {
		name := wordedIn(room.Name, v.Lang, v.First)
		row := agendaRoomRow{URL: v.Agenda + "/rooms/" + room.ID, Name: name.Text, Lang: name.Lang}
		if room.Seats > 0 {
			row.Seats = v.t("agenda.room.seats.n", "n", room.Seats)
		}
		for _, a := range room.Access {
			row.Access = append(row.Access, v.t("agenda.access."+string(a)))
		}
		for _, x := range v.Draft.Sessions {
			if x.Room == room.ID {
				row.N++
			}
		}
		v.Rooms = append(v.Rooms, row)
	}
}

func (v *agendaPage) fillSpeakers() {
	for _, x := range v.Draft.Speakers {
		row := agendaSpeakerRow{URL: v.Agenda + "/speakers/" + x.ID, Name: x.Name, Office: wordedIn(x.Office, v.Lang, v.First), Reached: x.Email != ""}
		row.State, row.Class = v.consentWord(x)
		for _, y := range v.Draft.Sessions {
			if slices.Contains(y.Speakers, x.ID) {
				row.N++
			}
		}
		v.Speakers = append(v.Speakers, row)
	}
}

// consentWord says what a speaker agreed to.
func (p *page) consentWord(x agenda.Speaker) (word, class string) {
	switch {
	case x.Public():
		return p.t("agenda.consent.yes", "day", lang.DateOf(x.Consented)), "public"
	case !x.Withdrawn.IsZero():
		return p.t("agenda.consent.withdrawn", "day", lang.DateOf(x.Withdrawn)), "withdrawn"
	}
	return p.t("agenda.consent.no"), "draft"
}

// fillShift offers to move everything where the first session is not on the meeting's first
// day and something lies outside of its days.
func (v *agendaPage) fillShift() {
	days := v.Draft.Days()
	if !v.known || len(days) == 0 || days[0] >= v.frame.First && days[len(days)-1] <= v.frame.Last {
		return
	}
	first, err := time.Parse(time.DateOnly, days[0])
	to, err2 := time.Parse(time.DateOnly, v.frame.First)
	if err != nil || err2 != nil {
		return
	}
	v.Shift = int(to.Sub(first).Hours() / 24)
	v.ShiftTo = v.dayName(v.frame.First)
}

// conflictViews says what is in the way.
func (s *Site) conflictViews(r *http.Request, v *agendaHead, all []agenda.Conflict) (list []conflictView, err error) {
	delegations := map[string]string{}
	for _, c := range all {
		if c.Delegation != "" && len(delegations) == 0 {
			if delegations, err = s.delegationNames(r, &v.page, v.Meeting.ID); err != nil {
				return nil, err
			}
		}
		list = append(list, s.conflictView(v, c, delegations))
	}
	return list, nil
}

func (s *Site) conflictView(v *agendaHead, c agenda.Conflict, delegations map[string]string) conflictView {
	args := []any{"one", "", "other", "", "room", wordedIn(c.Room.Name, v.Lang, v.First).Text, "who", delegations[c.Delegation], "seats", c.Room.Seats, "people", 0}
	view := conflictView{Grave: c.Trouble.Grave()}
	for i, x := range c.Sessions {
		title := wordedIn(x.Title, v.Lang, v.First).Text
		args[1+2*i] = strings.TrimSpace(title + " " + slotHours(x))
		if i == 0 {
			args[11] = x.People
		}
		view.Links = append(view.Links, link{title, v.Agenda + "/sessions/" + numberPath(x.Number)})
	}
	for _, x := range v.Draft.Speakers {
		if x.ID == c.Speaker {
			args[7] = x.Name
		}
	}
	view.Text = v.t("agenda.conflict."+string(c.Trouble), args...)
	return view
}

// delegationNames are the names of a meeting's delegations, by identifier.
func (s *Site) delegationNames(r *http.Request, p *page, meeting string) (map[string]string, error) {
	all, err := s.rooms.Guests.Of(r.Context(), meeting)
	names := make(map[string]string, len(all))
	for _, d := range all {
		names[d.ID] = s.delegationName(p, d)
	}
	return names, err
}

// agenda shows the programme as it is worked on.
func (s *Site) agenda(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaPage(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "agenda", v)
}

// agendaChange is the step of the forms of that page: do changes something and says what.
func (s *Site) agendaChange(w http.ResponseWriter, r *http.Request, code string, do func(v *agendaPage, f *form) (lang.Message, error)) error {
	v, err := s.newAgendaPage(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda", v, &v.Form, func(f *form) error {
		said, err := do(v, f)
		if err != nil {
			return err
		}
		return s.done(w, r, code, v.Agenda, said, "")
	})
}

// fillOff says who was not told that the meeting does not take place. When it is over there is
// nobody left to tell.
func (s *Site) fillOff(r *http.Request, v *agendaPage) error {
	if !v.Meeting.Off || v.Draft.Version == 0 || v.Meeting.Over(lang.DateOf(s.clock.Now())) {
		return nil
	}
	left, err := s.rooms.Agendas.Uncalled(r.Context(), v.Meeting.ID)
	for _, x := range left {
		if x.Reached() {
			v.OffLeft = append(v.OffLeft, x.Name)
		} else {
			v.OffSilent = append(v.OffSilent, x.Name)
		}
	}
	v.Off = len(v.OffLeft) > 0 || v.Draft.OffTold.IsZero()
	return err
}

// beginAgenda takes the typed programme over into sessions.
func (s *Site) beginAgenda(w http.ResponseWriter, r *http.Request, code string) error {
	return s.agendaChange(w, r, code, func(v *agendaPage, _ *form) (lang.Message, error) {
		n, err := s.rooms.Agendas.Begin(r.Context(), actorOf(r), v.Meeting.ID)
		return lang.Msg("agenda.begun", "n", n), err
	})
}

// shiftAgenda moves everything to the meeting's days.
func (s *Site) shiftAgenda(w http.ResponseWriter, r *http.Request, code string) error {
	return s.agendaChange(w, r, code, func(v *agendaPage, f *form) (lang.Message, error) {
		if v.Shift == 0 {
			return lang.Msg("agenda.shifted"), nil // somebody did it meanwhile
		}
		return lang.Msg("agenda.shifted"), s.rooms.Agendas.Shift(r.Context(), actorOf(r), v.Meeting.ID, f.version(), v.Shift)
	})
}

// callOff tells all who are concerned that the meeting does not take place.
func (s *Site) callOff(w http.ResponseWriter, r *http.Request, code string) error {
	return s.agendaChange(w, r, code, func(v *agendaPage, _ *form) (lang.Message, error) {
		n, err := s.rooms.Agendas.CallOff(r.Context(), actorOf(r), v.Meeting.ID, s.telling(r, v.Meeting))
		return lang.Msg("agenda.off.done", "n", n), err
	})
}
