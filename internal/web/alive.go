package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"twintown/internal/care"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
)

// answerPage is where the one who got a mail answers without an account.
type answerPage struct {
	page
	Key      string
	Pair     link
	Side     string
	Asker    string
	Status   statusView
	Sentence string
	Form     *form
	Done     bool
	Stop     bool   // it is about ending such mails
	ByAct    bool   // the reader may record acts of the side: an end becomes one
	SignIn   string // where an officer who was asked signs in to do so; "" for others
}

// answer shows the question behind a mail's link. It changes nothing: mail programs follow
// links by themselves.
func (s *Site) answer(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newAnswer(r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "alive", v)
}

func (s *Site) newAnswer(r *http.Request, code string) (*answerPage, care.Inquiry, error) {
	v := &answerPage{page: s.newPage(r, code, "/alive"), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t("alive.question"), true, false
	v.HeaderSearch = nil
	v.keepQuery(map[string][]string{"key": {v.Key}})
	v.Form = newForm(&v.page, nil)
	q, p, err := s.rooms.Care.Asked(r.Context(), v.Key)
	if err != nil {
		return nil, q, err
	}
	now := s.rooms.World()
	status := partnership.StatusOf(p, s.today(), time.Time{})
	v.Status, v.Sentence = v.status(status), v.p.Message(status.Sentence)
	v.Side, v.Asker = now.Places.DisplayName(q.Side, code), now.Places.DisplayName(q.AskedFor, code)
	names := ""
	for _, n := range p.Present() {
		if names != "" {
			names += " – "
		}
		names += now.Places.DisplayName(n, code)
	}
	v.Pair = link{names, "/" + code + "/partnerships/" + p.ID}
	alive := status.Code.Alive()
	v.ByAct = alive && people.Allows(actorOf(r), people.EditPart, s.placesObject("partnership", p.ID, q.Side))
	if alive && !v.ByAct && q.Account != "" {
		v.SignIn = "/" + code + "/sign-in?next=" + url.QueryEscape("/"+code+"/alive?key="+url.QueryEscape(v.Key))
	}
	return v, q, nil
}

// takeAnswer takes what the side says.
func (s *Site) takeAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	v, q, err := s.newAnswer(r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "alive", v, &v.Form, func(f *form) error {
		a := care.Answer{Say: care.Say(f.raw("say"))}
		a.When, a.Text = f.text("when-"+string(a.Say)), f.text("text-"+string(a.Say))
		title := s.catalog.Printer(q.Language).T("alive.source", "name", s.rooms.World().Places.DisplayName(q.Side, q.Language), "date", s.today())
		by := people.Actor{}
		if v.ByAct {
			by = actorOf(r)
		}
		err := s.rooms.Care.AnswerAs(r.Context(), by, v.Key, a, title)
		if e, ok := errors.AsType[*errs.Error](err); ok && e.Field != "" {
			if e.Field != "text" {
				e.Field = "when" // what an act cannot be, its day would have to be another for
			}
			e.Field += "-" + string(a.Say) // each answer has fields of its own
		}
		if err != nil {
			return err
		}
		s.rooms.Editor.Follow(r.Context())
		v.Done, v.ByAct = true, v.ByAct && a.Say == care.SayEnded
		return s.write(w, http.StatusOK, "alive", v)
	})
}

// stopAsking asks whether such mails shall end.
func (s *Site) stopAsking(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newStopAsking(r, code)
	if err := s.rooms.Care.Quietable(v.Key); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "alive", v)
}

// takeStopAsking ends them: the form's button, or a mail program's own (RFC 8058).
func (s *Site) takeStopAsking(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newStopAsking(r, code)
	if err := s.rooms.Care.Quiet(r.Context(), v.Key); err != nil {
		return err
	}
	v.Done = true
	return s.write(w, http.StatusOK, "alive", v)
}

func (s *Site) newStopAsking(r *http.Request, code string) *answerPage {
	v := &answerPage{page: s.newPage(r, code, "/alive/stop"), Key: r.FormValue("key"), Stop: true}
	v.Title, v.NoIndex, v.keep, v.HeaderSearch = v.t("alive.stop.title"), true, false, nil
	v.keepQuery(map[string][]string{"key": {v.Key}})
	v.Form = newForm(&v.page, nil)
	return v
}

// Says are the answers, for the template.
func (v *answerPage) Says() []answerChoice {
	list := make([]answerChoice, 0, 4)
	for _, say := range care.Says() {
		c := answerChoice{Say: string(say), Text: v.t("alive.say." + string(say)), Go: v.t("alive.say." + string(say) + ".go")}
		if say == care.SayActive || say == care.SayEnded {
			when := v.Form.Field("when-"+c.Say, "text", "alive.when."+c.Say, "alive.when.hint", "off")
			c.When = &when
		}
		if say == care.SayEnded {
			c.Becomes = v.t("alive.ended.claim")
			if v.ByAct {
				c.Becomes = v.t("alive.ended.act")
			} else {
				c.SignIn = v.SignIn
			}
		}
		if say != care.SaySleeping {
			c.More = v.Form.Field("text-"+c.Say, "text", "alive.text."+c.Say, "", "off")
		}
		list = append(list, c)
	}
	return list
}

// answerChoice is one answer with what may be said beside it.
type answerChoice struct {
	Say, Text, Go string
	Becomes       string // what becomes of it; "" where that goes without saying
	SignIn        string // where more can be made of it
	When          *fieldView
	More          fieldView
}
