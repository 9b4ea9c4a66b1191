package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// registerPage is the form by which a person registers for a meeting herself.
type registerPage struct {
	page
	What     string
	When     string
	Back     string // address of the meeting
	Form     *form
	Asks     []askedView
	Stamp    string
	Closed   string // why there is no form
	Full     bool   // who registers now waits for a seat
	Approval bool
	Sent     string
	Notice   noticeView
}

// askedView is a question of the meeting's own form.
type askedView struct {
	Field   fieldView
	Lang    string // of the question, where it is not the page's
	Sort    delegation.Sort
	Ticked  bool
	Options []option
	Only    string // "only if: …", for who has no script
	If, Is  string // the field on which it depends, and its value
}

// registration is the meeting at the address and what holds for it.
func (s *Site) registration(r *http.Request, code string) (meeting.Shown, delegation.Conference, error) {
	m, err := s.shownMeeting(r, code)
	if err == nil && s.rooms.Guests == nil {
		err = errNoPage
	}
	if err != nil {
		return m, delegation.Conference{}, err
	}
	c, err := s.rooms.Guests.Conference(r.Context(), m.ID)
	if err == nil && (c.Version == 0 || !c.Registration.Open) {
		err = errNoPage
	}
	return m, c, err
}

// newRegister makes the page but for the form's values.
func (s *Site) newRegister(r *http.Request, code string) (*registerPage, meeting.Shown, delegation.Conference, error) {
	m, c, err := s.registration(r, code)
	if err != nil {
		return nil, m, c, err
	}
	v := &registerPage{page: s.newPage(r, code, m.Path()+"/register"), What: m.Title, Back: "/" + code + m.Path(), Approval: c.Registration.Approval}
	v.Alternates = nil
	for _, a := range s.versions(press.Meeting, m.Languages, code) {
		a.URL, a.Absolute = a.URL+"/register", a.Absolute+"/register"
		v.Alternates = append(v.Alternates, a)
	}
	v.Title, v.When, v.Section, v.NoIndex, v.keep = v.t("guest.register.title"), v.meetingDays(m.Facts), "meetings", true, false
	v.Stamp = s.rooms.Key.Seal(stampField, []byte(strconv.FormatInt(s.clock.Now().UnixMilli(), 10)))
	now := s.clock.Now()
	switch {
	case m.Off:
		v.Closed = v.t("guest.now.off")
	case !c.TakesRegistrations(now):
		v.Closed = v.t("error.guests.closed")
	case c.Seats > 0:
		taken, err := s.rooms.Guests.Seats(r.Context(), m.ID)
		if err != nil {
			return nil, m, c, err
		}
		v.Full = taken >= c.Seats
	}
	first := code
	if m.Of != "" {
		first = m.Of
	}
	v.Notice = s.guestNotice(&v.page, c, m.Facts, wordedIn(c.Notice, code, first))
	return v, m, c, nil
}

// dress makes the fields of the meeting's own questions.
func (v *registerPage) dress(c delegation.Conference, first string) {
	v.Asks = nil
	labels := map[string]delegation.Question{}
	for _, q := range c.Registration.Questions {
		labels[q.Key] = q
		label := wordedIn(q.Label, v.Lang, first)
		name := "q." + q.Key
		a := askedView{Lang: label.Lang, Sort: q.Sort, Ticked: v.Form.Ticked(name, "1")}
		a.Field = fieldView{Name: name, Lang: v.Lang, Label: label.Text, Type: "text", Auto: "off", Required: q.Required, Max: mostText, Value: v.Form.raw(name), Fault: v.Form.FaultOf(name)}
		switch q.Sort {
		case delegation.Text:
			a.Field.Rows, a.Field.Max = 4, mostQuestion
		case delegation.Choice:
			for i, o := range q.Options {
				n := strconv.Itoa(i)
				a.Options = append(a.Options, option{Value: n, Name: wordedIn(o, v.Lang, first).Text, Chosen: v.Form.raw(name) == n})
			}
		}
		if on, ok := labels[q.If]; ok && q.If != "" {
			a.If, a.Is = "q."+q.If, q.IfValue
			a.Only = v.t("guest.register.only", "question", wordedIn(on.Label, v.Lang, first).Text, "answer", v.optionOf(on, q.IfValue, first))
		}
		v.Asks = append(v.Asks, a)
	}
}

// mostQuestion bounds a long answer, as the store does.
const mostQuestion = 4000

// optionOf is what an answer on which a question depends is called.
func (v *registerPage) optionOf(q delegation.Question, value, first string) string {
	if n, err := strconv.Atoi(value); q.Sort == delegation.Choice && err == nil && n >= 0 && n < len(q.Options) {
		return wordedIn(q.Options[n], v.Lang, first).Text
	}
	return v.t("guest.yes")
}

// register shows the form.
func (s *Site) register(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, c, err := s.newRegister(r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{})
	v.dress(c, m.Of)
	return s.write(w, http.StatusOK, "register", v)
}

// takeRegistration keeps a registration, when a person sent it. What it says afterwards is
// the same whether the address was registered before or not: only its owner is told.
func (s *Site) takeRegistration(w http.ResponseWriter, r *http.Request, code string) error {
	v, m, c, err := s.newRegister(r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "register", v, &v.Form, func(f *form) error {
		v.dress(c, m.Of)
		if f.raw(trapField) != "" {
			v.Sent = v.t("guest.register.sent") // a machine need not learn what gave it away
			return s.write(w, http.StatusOK, "register", v)
		}
		if v.Closed != "" {
			return s.write(w, http.StatusConflict, "register", v)
		}
		if !s.inTime(f.raw(stampField)) {
			return errs.In("", lang.Msg("error.proposal.quick"))
		}
		d := delegation.Delegation{Meeting: m.ID, Language: code, Contact: delegation.Contact{Name: f.text("name"), Email: f.text("email"), Answers: answersFrom(f, c)}}
		p := delegation.Profile{Name: f.text("name"), Function: f.text("function"), Email: f.text("email"), Role: delegation.Delegate}
		if err := c.Registration.Check(d.Contact.Answers); err != nil {
			f.fail("q."+errs.FieldOf(err), errs.PublicOf(err))
			v.dress(c, m.Of)
			return f.wrong()
		}
		email, err := people.CleanEmail(d.Contact.Email)
		if err != nil {
			return err
		}
		wait, err := s.rooms.People.Take(r.Context(), people.Tap{Limit: people.RegisterAddress, Who: askerOf(r)}, people.Tap{Limit: people.RegisterMail, Who: people.EmailKey(email)})
		if err != nil {
			return err
		}
		if wait > 0 {
			f.fail("", lang.Msg("error.guests.often"))
			return s.write(w, http.StatusTooManyRequests, "register", v)
		}
		if _, err := s.rooms.Guests.Register(r.Context(), actorOf(r), d, p); err != nil {
			return err
		}
		v.Sent = v.t("guest.register.sent")
		return s.write(w, http.StatusOK, "register", v)
	})
}

// answersFrom reads the answers to the meeting's own questions.
func answersFrom(f *form, c delegation.Conference) map[string]string {
	answers := map[string]string{}
	for _, q := range c.Registration.Questions {
		if a := f.text("q." + q.Key); a != "" {
			answers[q.Key] = a
		}
	}
	return answers
}
