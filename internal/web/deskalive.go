package web

import (
	"net/http"
	"slices"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// alivePage is where an officer asks the sides whether a partnership is still alive, and
// sees what they said.
type alivePage struct {
	page
	Pair   link
	Sides  []aliveSide
	Action string
	Form   *form
	Asked  bool // somebody was asked already
}

// aliveSide is one side: whom a question would reach, and what it said.
type aliveSide struct {
	Name     string
	Number   int64
	Officers int
	Contact  fieldView
	Language fieldView
	Tick     bool
	Answers  []aliveAnswer
}

type aliveAnswer struct {
	State, When, Text, Note string
	Undo                    string // the address that takes the answer back
}

// alive shows the page.
func (s *Site) alive(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newAlive(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "alive-ask", v)
}

// asksFor is the place in whose name the person asks: the first side whose officer she is;
// 0 for one who looks after the whole, and asks in her own name.
func (s *Site) asksFor(r *http.Request, p partnership.Partnership) int64 {
	mine := actorOf(r).PlacesOf(people.Officer)
	for _, n := range p.Present() {
		if slices.Contains(mine, n) {
			return n
		}
	}
	return 0
}

func (s *Site) newAlive(w http.ResponseWriter, r *http.Request, code string) (*alivePage, partnership.Partnership, error) {
	p, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, p, err
	}
	v := &alivePage{page: s.newDesk(w, r, code, "/desk/partnerships/"+p.ID+"/alive", "/desk/partnerships")}
	v.Title, v.Action = v.t("alive.title"), "/"+code+"/desk/partnerships/"+p.ID+"/alive"
	v.Form = newForm(&v.page, nil)
	if r.Method == http.MethodPost {
		if v.Form, err = readForm(r, &v.page); err != nil {
			return nil, p, err
		}
	}
	return v, p, s.fillAlive(r, v, p)
}

func (s *Site) fillAlive(r *http.Request, v *alivePage, p partnership.Partnership) error {
	now, own := s.rooms.World(), s.asksFor(r, p)
	inquiries, err := s.rooms.Care.Inquiries(r.Context(), p.ID)
	if err != nil {
		return err
	}
	names := ""
	for _, n := range p.Present() {
		side, err := s.aliveSide(r, v, n, own)
		if err != nil {
			return err
		}
		for _, q := range inquiries {
			if q.Side == n {
				side.Answers, v.Asked = append(side.Answers, v.answer(q, v.Action)), true
			}
		}
		if names != "" {
			names += " – "
		}
		names += now.Places.DisplayName(n, v.Lang)
		v.Sides = append(v.Sides, side)
	}
	v.Pair = link{names, "/" + v.Lang + "/partnerships/" + p.ID}
	return nil
}

func (s *Site) aliveSide(r *http.Request, v *alivePage, n, own int64) (side aliveSide, err error) {
	side = aliveSide{Name: s.rooms.World().Places.DisplayName(n, v.Lang), Number: n, Tick: n != own}
	officers, err := s.rooms.People.OfficersOf(r.Context(), n)
	if err != nil {
		return side, err
	}
	side.Officers = len(officers)
	c, known, err := s.rooms.Care.ContactOf(r.Context(), n, own)
	email, language := sideField("email", n), sideField("language", n)
	if known && r.Method != http.MethodPost {
		v.Form.values.Set(email, c.Email)
		v.Form.values.Set(language, c.Language)
	}
	if v.Form.text(language) == "" {
		country := ""
		if p, ok := s.rooms.World().Places.Get(n); ok {
			country = p.Country
		}
		v.Form.values.Set(language, s.readIn(country, v.Lang))
	}
	side.Contact = v.Form.Field(email, "email", "alive.contact", "alive.contact.hint", "off")
	side.Language = v.Form.Choice(language, "alive.language", "", s.languageOptions(v.Lang))
	return side, err
}

// readIn is the language in which an office of a country is asked first: its own where the
// site has it, else English, else the one that asks.
func (s *Site) readIn(country, asking string) string {
	own := map[string]string{"PL": "pl", "DE": "de", "AT": "de", "FR": "fr", "LT": "lt", "RU": "ru", "BY": "be", "UA": "uk"}[country]
	for _, code := range []string{own, "en"} {
		if code != "" && s.face().Offers(code) {
			return code
		}
	}
	return asking
}

// sideField names a field that each side has.
func sideField(name string, place int64) string { return name + "-" + numbered(place, "") }

// languageOptions are the site's languages by their own names, the reader's first.
func (s *Site) languageOptions(first string) (list []option) {
	codes := s.face().Offered()
	if i := slices.Index(codes, first); i > 0 {
		codes = slices.Insert(slices.Delete(slices.Clone(codes), i, i+1), 0, first)
	}
	for _, code := range codes {
		list = append(list, option{Value: code, Name: s.catalog.Printer(code).OwnName()})
	}
	return list
}

// answer dresses an inquiry.
func (p *page) answer(q care.Inquiry, action string) aliveAnswer {
	a := aliveAnswer{State: string(q.State), When: p.p.Date(lang.DateOf(q.Asked))}
	a.Text = p.t("alive.state."+string(q.State), "date", lang.DateOf(q.Asked), "n", q.Reminders)
	if q.State != care.Answered {
		return a
	}
	a.When, a.Undo = p.p.Date(lang.DateOf(q.Answered)), action+"/"+q.ID+"/undo"
	a.Text = p.t("alive.said." + string(q.Answer.Say))
	if q.Answer.Act {
		a.Text = p.t("alive.said.ended_act")
	}
	if when, err := partnership.ParseDate(q.Answer.When); err == nil && !when.IsZero() {
		a.Text += " " + p.t("alive.when", "date", p.dateText(when))
	}
	a.Note = q.Answer.Text
	return a
}

// takeAlive asks the sides that are ticked.
func (s *Site) takeAlive(w http.ResponseWriter, r *http.Request, code string) error {
	v, p, err := s.newAlive(w, r, code)
	if err != nil {
		return err
	}
	f, actor, own, asked := v.Form, actorOf(r), s.asksFor(r, p), 0
	err = s.rooms.People.Log().Change(r.Context(), actor, func(tx *db.Tx, note func(people.Entry)) error {
		asked = 0
		for _, n := range p.Present() {
			if !f.Ticked("side", numbered(n, "")) {
				continue
			}
			if email := f.text(sideField("email", n)); f.values.Has(sideField("email", n)) {
				if err := s.keepContact(r, tx, note, n, own, email, f.text(sideField("language", n)), code); err != nil {
					return err
				}
			}
			some, err := s.rooms.Care.Ask(r.Context(), tx, note, actor, p, n, own)
			if err != nil {
				return err
			}
			asked += len(some)
		}
		if asked == 0 {
			note(people.Entry{Action: people.EditPart, Kind: "partnership", ID: p.ID, Places: p.Present(), Fields: []people.FieldChange{{Name: "asked", New: "0"}}})
		}
		return nil
	})
	if err != nil {
		return s.again(w, f, "alive-ask", v, err)
	}
	if asked == 0 {
		return s.done(w, r, code, v.Action, lang.Msg("alive.nobody"), "")
	}
	return s.done(w, r, code, v.Action, lang.Msg("alive.asked", "n", asked), "")
}

func (s *Site) keepContact(r *http.Request, tx *db.Tx, note func(people.Entry), place, own int64, email, language, code string) error {
	if !slices.Contains(s.face().Offered(), language) {
		language = code
	}
	known, ok, err := s.rooms.Care.ContactOf(r.Context(), place, own)
	if err != nil || ok && known.Email == email && known.Language == language || !ok && email == "" {
		return err
	}
	return s.rooms.Care.KeepContact(r.Context(), tx, note, actorOf(r), place, own, email, language)
}

// undoAnswer takes an answer back.
func (s *Site) undoAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	err := s.rooms.People.Log().Change(r.Context(), actorOf(r), func(tx *db.Tx, note func(people.Entry)) error {
		return s.rooms.Care.Undo(r.Context(), tx, actorOf(r), note, r.PathValue("id"), r.PathValue("inquiry"))
	})
	if err != nil {
		return err
	}
	s.rooms.Editor.Follow(r.Context())
	return s.done(w, r, code, "/"+code+"/desk/partnerships/"+r.PathValue("id")+"/alive", lang.Msg("alive.undone"), "")
}
