package web

import (
	"net/http"

	"twintown/internal/helppoint"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ofEnquiry is the help point of the enquiry in the address.
func (s *Site) ofEnquiry(r *http.Request) (people.Object, error) {
	_, h, err := s.enquiryOf(r)
	return s.helpObject(h), err
}

func (s *Site) enquiryOf(r *http.Request) (e helppoint.Enquiry, h helppoint.Point, err error) {
	if s.rooms.Help == nil || s.rooms.Enquiries == nil {
		return e, h, errNoPage
	}
	if e, err = s.rooms.Enquiries.ByID(r.Context(), r.PathValue("enquiry")); err != nil {
		return e, h, err
	}
	h, err = s.rooms.Help.ByID(r.Context(), e.Point)
	return e, h, err
}

// enquiryPage is one enquiry at the desk.
type enquiryPage struct {
	page
	Form      *form
	Base      string
	Enquiry   helppoint.Enquiry
	Facts     []fact
	Open      bool
	Addressed bool
}

func (s *Site) newEnquiry(w http.ResponseWriter, r *http.Request, code string) (*enquiryPage, helppoint.Point, error) {
	e, h, err := s.enquiryOf(r)
	if err != nil {
		return nil, h, err
	}
	if !s.mayAnswer(r, h) { // the gate knows the point, and not that it is confidential
		return nil, h, errs.New(errs.NotFound, lang.Msg("error.help.enquiry_unknown"), nil)
	}
	path := "/desk/enquiries/" + e.ID
	v := &enquiryPage{page: s.newDesk(w, r, code, path, "/desk/enquiries"), Base: "/" + code + path, Enquiry: e, Open: e.State == helppoint.Waits, Addressed: e.Said.Email != ""}
	v.Title = v.t("help.purpose." + string(e.Topic))
	v.Form = newForm(&v.page, nil)
	v.Facts = []fact{
		{v.t("enquiry.made"), v.moment(e.Made)},
		{v.t("enquiry.point"), s.helpName(&v.page, h)},
		{v.t("enquiry.town"), s.townOf(&v.page, e.Place)},
		{v.t("enquiry.channel"), v.t("enquiry.channel." + string(e.Channel))},
		{v.t("enquiry.state"), v.t("enquiry.state." + string(e.State))},
	}
	if e.Said.Name != "" {
		v.Facts = append(v.Facts, fact{v.t("enquiry.name"), e.Said.Name})
	}
	return v, h, nil
}

// Answer is the field for the answer.
func (v *enquiryPage) Answer() fieldView {
	field := v.Form.Area("answer", "enquiry.answer", "", 8)
	field.Hint, field.Required = v.t("enquiry.answer.hint", "language", v.Enquiry.Language), true
	return field
}

// Expires says when the enquiry goes.
func (v *enquiryPage) Expires() string {
	return v.t("enquiry.expires", "day", lang.DateOf(v.Enquiry.Expires))
}

// enquiry shows one.
func (s *Site) enquiry(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newEnquiry(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "enquiry", v)
}

// answerEnquiry answers it or closes it.
func (s *Site) answerEnquiry(w http.ResponseWriter, r *http.Request, code string) error {
	v, h, err := s.newEnquiry(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "enquiry", v, &v.Form, func(f *form) (err error) {
		done := "enquiry.done.answered"
		if f.raw("do") == "close" {
			done = "enquiry.done.closed"
			err = s.rooms.Enquiries.Close(r.Context(), actorOf(r), h, v.Enquiry.ID, f.version())
		} else {
			err = s.rooms.Enquiries.Answer(r.Context(), actorOf(r), h, v.Enquiry.ID, f.version(), f.text("answer"))
		}
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/enquiries", lang.Msg(done), "")
	})
}
