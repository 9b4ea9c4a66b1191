package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/meeting/agenda"
	"twintown/internal/platform/lang"
)

// agendaRoomPage is the form of one room.
type agendaRoomPage struct {
	agendaHead
	Form    *form
	Action  string
	New     bool
	Heading string
	Words   []agendaWords
	Access  []option
	First   bool // it is the leftmost
	Last    bool
	room    agenda.Room
}

func (s *Site) newAgendaRoom(w http.ResponseWriter, r *http.Request, code string) (*agendaRoomPage, error) {
	word := r.PathValue("room")
	head, err := s.newAgenda(w, r, code, "/rooms/"+url.PathEscape(word))
	if err != nil {
		return nil, err
	}
	v := &agendaRoomPage{agendaHead: head, Action: head.Agenda + "/rooms/" + word, New: word == newWord, Heading: head.t("agenda.room.new")}
	if !v.New {
		var ok bool
		if v.room, ok = v.Draft.Room(word); !ok {
			return nil, errNoPage
		}
		v.Heading = wordedIn(v.room.Name, v.Lang, v.agendaHead.First).Text
		v.First, v.Last = v.Draft.Rooms[0].ID == word, v.Draft.Rooms[len(v.Draft.Rooms)-1].ID == word
	}
	values := url.Values{"version": {strconv.FormatInt(v.room.Version, 10)}}
	for code, name := range v.room.Name {
		values.Set("name."+code, name)
	}
	if v.room.Seats > 0 {
		values.Set("seats", strconv.Itoa(v.room.Seats))
	}
	for _, a := range v.room.Access {
		values.Add("access", string(a))
	}
	v.Form = newForm(&v.page, values)
	return v, nil
}

func (v *agendaRoomPage) dress() {
	for i, code := range wordLanguages(v.languages(), v.room.Name) {
		name := v.Form.Field("name."+code, "text", "agenda.room.name", "", "off")
		if i == 0 {
			name.Fault = v.Form.FaultOf("name")
		}
		v.Words = append(v.Words, agendaWords{code, v.p.LanguageName(code), true, []fieldView{name}})
	}
	for _, a := range agenda.Accesses() {
		v.Access = append(v.Access, option{Value: string(a), Name: v.t("agenda.access." + string(a)), Chosen: v.Form.Ticked("access", string(a))})
	}
}

// agendaRoom shows the form.
func (s *Site) agendaRoom(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaRoom(w, r, code)
	if err != nil {
		return err
	}
	v.dress()
	return s.write(w, http.StatusOK, "agenda-room", v)
}

// takeAgendaRoom keeps what the form says, moves the room, or takes it away.
func (s *Site) takeAgendaRoom(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAgendaRoom(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "agenda-room", v, &v.Form, func(f *form) error {
		err := s.changeRoom(r, v, f)
		if err == nil {
			return s.done(w, r, code, v.Agenda+"#rooms", lang.Msg("agenda.saved"), "")
		}
		if overtaken(err) {
			f.values.Set("version", strconv.FormatInt(v.room.Version, 10))
		}
		v.dress()
		return err
	})
}

func (s *Site) changeRoom(r *http.Request, v *agendaRoomPage, f *form) error {
	store, who, meeting := s.rooms.Agendas, actorOf(r), v.Meeting.ID
	if !v.New {
		switch f.raw("do") {
		case "remove":
			return store.RemoveRoom(r.Context(), who, meeting, v.room.ID, f.version())
		case "left":
			return store.MoveRoom(r.Context(), who, meeting, v.room.ID, -1)
		case "right":
			return store.MoveRoom(r.Context(), who, meeting, v.room.ID, 1)
		}
	}
	room := v.room
	room.Version, room.Seats, room.Access = f.version(), 0, nil
	room.Name = wordsIn(f, "name", v.languages(), room.Name)
	if f.text("seats") != "" {
		room.Seats = int(f.whole("seats", "error.agenda.people"))
	}
	for _, a := range f.all("access") {
		room.Access = append(room.Access, agenda.Access(a))
	}
	if err := f.wrong(); err != nil {
		return err
	}
	_, err := store.SaveRoom(r.Context(), who, meeting, room)
	return err
}
