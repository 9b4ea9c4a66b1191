package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// agendaSessionPage is the form of one session.
type agendaSessionPage struct {
	agendaHead
	Form        *form
	Action      string
	New         bool
	Heading     string
	Words       []agendaWords
	Kinds       []option
	Days        []option
	Rooms       []option
	Spoken      []option
	Interpreted []option
	Speakers    []option
	Delegations []option
	Conflicts   []conflictView
	Now         []differenceView // what somebody else made of it meanwhile
	session     agenda.Session
}

// agendaWords are the fields of one language.
type agendaWords struct {
	Lang, Name string
	Open       bool
	Fields     []fieldView
}

// newWord stands in addresses for what does not exist yet.
const newWord = "new"

func (s *Site) newAgendaSession(w http.ResponseWriter, r *http.Request, code string) (*agendaSessionPage, error) {
	word := r.PathValue("number")
	head, err := s.newAgenda(w, r, code, "/sessions/"+url.PathEscape(word))
	if err != nil {
		return nil, err
	}
	v := &agendaSessionPage{agendaHead: head, Action: head.Agenda + "/sessions/" + word, New: word == newWord}
	if !v.New {
		number, err := strconv.ParseInt(word, 10, 64)
		found, ok := v.Draft.Session(number)
		if err != nil || !ok {
			return nil, errNoPage
		}
		v.session = found
		v.Heading = wordedIn(found.Title, v.Lang, v.First).Text
	} else {
		v.Heading = v.t("agenda.session.new")
		q := r.URL.Query()
		v.session = agenda.Session{Kind: agenda.Talk, Day: q.Get("day"), Room: q.Get("room"), From: clockIn(q.Get("from"))}
	}
	v.Form = newForm(&v.page, sessionValues(v.session))
	return v, nil
}

// sessionValues are a session as its form has it.
func sessionValues(x agenda.Session) url.Values {
	f := url.Values{
		"version": {strconv.FormatInt(x.Version, 10)}, "kind": {string(x.Kind)}, "day": {x.Day}, "from": {x.From}, "until": {x.Until}, "room": {x.Room},
		"spoken": x.Spoken, "interpreted": x.Interpreted, "speakers": x.Speakers, "expected": x.Expected,
	}
	for code, text := range x.Title {
		f.Set("title."+code, text)
	}
	for code, text := range x.About {
		f.Set("about."+code, text)
	}
	if x.People > 0 {
		f.Set("people", strconv.Itoa(x.People))
	}
	if x.Off {
		f.Set("off", "1")
	}
	return f
}

// dressSession makes the fields of the form.
func (s *Site) dressSession(r *http.Request, v *agendaSessionPage) error {
	f := v.Form
	for i, code := range wordLanguages(v.languages(), v.session.Title, v.session.About) {
		needed := "text"
		if i == 0 {
			needed = "text!"
		}
		title, about := f.Field("title."+code, needed, "agenda.session.title", "", "off"), f.Area("about."+code, "agenda.session.about", "", 4)
		if i == 0 {
			title.Fault, about.Fault = f.FaultOf("title"), f.FaultOf("about")
		}
		v.Words = append(v.Words, agendaWords{code, v.p.LanguageName(code), i == 0 || title.Value != "" || about.Value != "", []fieldView{title, about}})
	}
	for _, k := range agenda.Kinds() {
		v.Kinds = append(v.Kinds, option{Value: string(k), Name: v.t("agenda.kind." + string(k))})
	}
	v.Days = []option{{Name: v.t("agenda.open")}}
	days := v.frame.Days()
	if v.session.Day != "" && !slices.Contains(days, v.session.Day) {
		days = append(days, v.session.Day) // outside: it is said, and kept
	}
	for _, day := range days {
		v.Days = append(v.Days, option{Value: day, Name: v.dayName(day)})
	}
	v.Rooms = []option{{Name: v.t("agenda.room.none")}}
	for _, room := range v.Draft.Rooms {
		v.Rooms = append(v.Rooms, option{Value: room.ID, Name: wordedIn(room.Name, v.Lang, v.First).Text})
	}
	for _, x := range v.Draft.Speakers {
		v.Speakers = append(v.Speakers, option{Value: x.ID, Name: x.Name, Chosen: f.Ticked("speakers", x.ID)})
	}
	codes, err := s.spokenAt(r, v)
	if err != nil {
		return err
	}
	for _, code := range codes {
		v.Spoken = append(v.Spoken, option{Value: code, Name: v.p.LanguageName(code), Chosen: f.Ticked("spoken", code)})
		v.Interpreted = append(v.Interpreted, option{Value: code, Name: v.p.LanguageName(code), Chosen: f.Ticked("interpreted", code)})
	}
	return s.dressConflicts(r, v)
}

// dressConflicts offers the delegations, and says what is in the way of the session as stored.
func (s *Site) dressConflicts(r *http.Request, v *agendaSessionPage) error {
	all, err := s.rooms.Guests.Of(r.Context(), v.Meeting.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Kind != delegation.Person && (!d.State.Over() || v.Form.Ticked("expected", d.ID) || d.State == delegation.Accepted) {
			v.Delegations = append(v.Delegations, option{Value: d.ID, Name: s.delegationName(&v.page, d), Chosen: v.Form.Ticked("expected", d.ID)})
		}
	}
	if v.New {
		return nil
	}
	var own []agenda.Conflict
	for _, c := range agenda.Conflicts(v.Draft.Programme, v.frame) {
		if slices.ContainsFunc(c.Sessions, func(x agenda.Session) bool { return x.ID == v.session.ID }) {
			own = append(own, c)
		}
	}
	v.Conflicts, err = s.conflictViews(r, &v.agendaHead, own)
	return err
}

// wordLanguages are the languages of the meeting, and others in which words are there.
func wordLanguages(codes []string, words ...meeting.Words) []string {
	codes = slices.Clone(codes)
	for _, w := range words {
		var more []string
		for code := range w {
			if !slices.Contains(codes, code) {
				more = append(more, code)
			}
		}
		slices.Sort(more)
		codes = append(codes, more...)
	}
	return codes
}

// spokenAt are the languages that the form offers: those of the site, of the guests, and of
// the session.
func (s *Site) spokenAt(r *http.Request, v *agendaSessionPage) ([]string, error) {
	codes := slices.Clone(s.languages)
	add := func(more []string) {
		for _, code := range more {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	add(v.session.Spoken)
	add(v.session.Interpreted)
	members, err := s.rooms.Guests.MembersOf(r.Context(), v.Meeting.ID)
	for _, m := range members {
		add(m.Languages)
	}
	return codes, err
}

// agendaSession shows the form.
func (s *Site) agendaSession(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSession(w, r, code)
	if err != nil {
		return err
	}
	if err := s.dressSession(r, v); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "agenda-session", v)
}

// takeAgendaSession keeps what the form says, or takes the session away ("do" is "remove").
func (s *Site) takeAgendaSession(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaSession(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda-session", v, &v.Form, func(f *form) error {
		said, err := lang.Msg("agenda.saved"), error(nil)
		if f.raw("do") == "remove" && !v.New {
			said, err = lang.Msg("agenda.session.removed"), s.rooms.Agendas.RemoveSession(r.Context(), actorOf(r), v.Meeting.ID, v.session.ID, f.version())
		} else {
			x := v.sessionIn(f)
			if err = f.wrong(); err == nil {
				_, err = s.rooms.Agendas.SaveSession(r.Context(), actorOf(r), v.Meeting.ID, x)
			}
		}
		if err == nil {
			return s.done(w, r, code, v.Agenda, said, "")
		}
		v.overtaken(f, err)
		if fault := s.dressSession(r, v); fault != nil {
			return fault
		}
		return err
	})
}

// sessionIn reads the form over what the session was.
func (v *agendaSessionPage) sessionIn(f *form) agenda.Session {
	x := v.session
	x.Version, x.Kind = f.version(), agenda.Kind(f.text("kind"))
	x.Day, x.From, x.Until, x.Room = f.text("day"), clockIn(f.text("from")), clockIn(f.text("until")), f.raw("room")
	x.Spoken, x.Interpreted, x.Speakers, x.Expected = f.all("spoken"), f.all("interpreted"), f.all("speakers"), f.all("expected")
	x.People, x.Off = 0, f.checked("off")
	if f.text("people") != "" {
		x.People = int(f.whole("people", "error.agenda.people"))
	}
	x.Title, x.About = wordsIn(f, "title", v.languages(), x.Title), wordsIn(f, "about", v.languages(), x.About)
	return x
}

// wordsIn reads the words of a part in each language for which the form has a field.
func wordsIn(f *form, part string, codes []string, before meeting.Words) meeting.Words {
	for _, code := range wordLanguages(codes, before) {
		if name := part + "." + code; f.values.Has(name) {
			before = before.With(code, f.text(name))
		}
	}
	return before
}

// overtaken says what somebody else made of the session meanwhile, and lets the next try go
// over it.
func (v *agendaSessionPage) overtaken(f *form, err error) {
	if !overtaken(err) {
		return
	}
	mine, now := v.sessionIn(f), v.session
	view := v.view()
	for _, c := range agenda.Compare(agenda.Programme{Sessions: []agenda.Session{mine}}, agenda.Programme{Sessions: []agenda.Session{now}}) {
		for _, field := range c.Fields {
			v.Now = append(v.Now, differenceView{Field: v.t("agenda.field." + string(field)), Old: view.fieldText(mine, field), New: view.fieldText(now, field)})
		}
	}
	f.values.Set("version", strconv.FormatInt(now.Version, 10))
}

// fieldText says a field of a session.
func (v programmeView) fieldText(x agenda.Session, field agenda.Field) string {
	view := v.session(x)
	switch field {
	case agenda.Time, agenda.Place:
		return v.p.slot(x, v.of, v.first)
	case agenda.Title:
		return view.Title.Text
	case agenda.About:
		return view.About.Text
	case agenda.Tongues:
		return view.Spoken + " / " + view.Interpreted
	case agenda.Sort:
		return v.p.t("agenda.kind." + string(x.Kind))
	case agenda.Cast:
		var names []string
		for _, who := range view.Speakers {
			names = append(names, who.Name)
		}
		return v.p.p.List(names)
	case agenda.Crowd:
		return strconv.Itoa(x.People)
	}
	return ""
}

// moveAgendaSession moves a session by its buttons: a quarter of an hour, a room, a day.
func (s *Site) moveAgendaSession(w http.ResponseWriter, r *http.Request, code string) error {
	return s.agendaChange(w, r, code, func(v *agendaPage, f *form) (lang.Message, error) {
		step, ok := agendaSteps[f.raw("do")]
		number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
		if !ok || err != nil {
			return lang.Message{}, errs.New(errs.NotFound, lang.Msg("error.agenda.unknown"), err)
		}
		moved, err := s.rooms.Agendas.Move(r.Context(), actorOf(r), v.Meeting.ID, number, step)
		if err != nil {
			return lang.Message{}, err
		}
		v.Agenda += "#s-" + numberPath(number) // the keyboard goes on where it was
		if !moved {
			return lang.Msg("agenda.not_moved"), nil
		}
		d, err := s.rooms.Agendas.Draft(r.Context(), v.Meeting.ID)
		x, _ := d.Session(number)
		return lang.Msg("agenda.moved", "title", wordedIn(x.Title, v.Lang, v.First).Text, "slot", v.slot(x, d.Programme, v.First)), err
	})
}

// agendaSteps are the moves that buttons make.
var agendaSteps = map[string]agenda.Step{
	"earlier": {Minutes: -15}, "later": {Minutes: 15}, "left": {Rooms: -1}, "right": {Rooms: 1}, "before": {Days: -1}, "after": {Days: 1},
}
