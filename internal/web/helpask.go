package web

import (
	"net/http"
	"strconv"
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// askPage is where anybody asks a help point.
type askPage struct {
	page
	Point   helpView
	Form    *form
	Topics  []option
	Areas   []areaView // that the town\'s name may mean
	Stamp   string
	Privacy string // address of the privacy page
	Sealed  string // how long it is kept
	Sent    bool
}

// Question is the field for the question itself.
func (v *askPage) Question() fieldView {
	field := v.Form.Area("question", "enquiry.question", "", 6)
	field.Required = true
	return field
}

func (s *Site) newAsk(r *http.Request, code string) (*askPage, helppoint.Point, error) {
	h, err := s.publicHelp(r)
	if err == nil && (s.rooms.Enquiries == nil || !h.Asks()) {
		err = errs.New(errs.NotFound, lang.Msg("error.help.no_form"), nil)
	}
	if err != nil {
		return nil, h, err
	}
	v := &askPage{page: s.newPage(r, code, "/help/"+h.Handle+"/ask"), Point: s.helpView(r, &page{Lang: code, p: s.catalog.Printer(code)}, h)}
	v.Title, v.Section, v.NoIndex, v.keep = v.t("enquiry.title"), "help", true, false
	v.Form = newForm(&v.page, nil)
	v.Topics = v.enquiryTopics(h)
	days := helppoint.KeptDone
	if h.Confidential {
		days = helppoint.KeptDoneConfidential
	}
	v.Sealed = v.t("enquiry.sealed", "days", int(days/(24*time.Hour)))
	if v.Face.Privacy {
		v.Privacy = "/" + code + "/privacy"
	}
	v.Stamp = s.rooms.Key.Seal(stampField, []byte(strconv.FormatInt(s.clock.Now().UnixMilli(), 10)))
	return v, h, nil
}

// enquiryTopics are what a point helps with, and anything else.
func (p *page) enquiryTopics(h helppoint.Point) (all []option) {
	for _, x := range h.Purposes {
		if x != helppoint.ForOther {
			all = append(all, option{Value: string(x), Name: p.t("help.purpose." + string(x))})
		}
	}
	return append(all, option{Value: string(helppoint.ForOther), Name: p.t("help.purpose." + string(helppoint.ForOther))})
}

// topicFrom is the topic that a form names, if the point is for it.
func topicFrom(f *form, h helppoint.Point) helppoint.Purpose {
	if x := helppoint.Purpose(f.text("topic")); h.For(x) {
		return x
	}
	return helppoint.ForOther
}

// askHelp shows the form.
func (s *Site) askHelp(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newAsk(r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "help-ask", v)
}

// takeQuestion keeps a question, when a person sent it.
func (s *Site) takeQuestion(w http.ResponseWriter, r *http.Request, code string) error {
	v, h, err := s.newAsk(r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "help-ask", v, &v.Form, func(f *form) error {
		if f.raw(trapField) != "" {
			v.Sent = true // a machine need not learn what gave it away
			return s.write(w, http.StatusOK, "help-ask", v)
		}
		if !s.inTime(f.raw(stampField)) {
			return errs.In("", lang.Msg("error.proposal.quick"))
		}
		e := helppoint.Enquiry{
			Channel: helppoint.ByForm, Language: code, Topic: topicFrom(f, h),
			Said: helppoint.Said{Name: f.text("name"), Email: f.text("email"), Question: f.text("question")},
		}
		if f.text("town") != "" {
			if e.Place, err = s.placeFrom(f, &v.page, "town", &v.Areas); err != nil {
				return err
			}
		}
		wait, err := s.rooms.People.Take(r.Context(), people.Tap{Limit: people.AskHelpAddress, Who: askerOf(r)})
		if err != nil {
			return err
		}
		if wait > 0 {
			f.fail("", lang.Msg("error.help.often"))
			return s.write(w, http.StatusTooManyRequests, "help-ask", v)
		}
		if _, err := s.rooms.Enquiries.Ask(r.Context(), actorOf(r), h, e); err != nil {
			return err
		}
		v.Sent = true
		return s.write(w, http.StatusOK, "help-ask", v)
	})
}

// answerReadPage is an answer behind its secret address.
type answerReadPage struct {
	page
	Question, Answer string
	Until            string
	TextLang         string
}

// readAnswer shows a confidential answer to whoever has its link.
func (s *Site) readAnswer(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Enquiries == nil {
		return errNoPage
	}
	e, err := s.rooms.Enquiries.ByLink(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	v := &answerReadPage{page: s.newPage(r, code, ""), Question: e.Said.Question, Answer: e.Said.Answer, TextLang: e.Language}
	v.Title, v.NoIndex, v.keep = v.t("enquiry.read"), true, false
	v.Until = v.t("enquiry.until", "day", lang.DateOf(e.Expires))
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	return s.write(w, http.StatusOK, "answer-read", v)
}
