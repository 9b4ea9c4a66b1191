package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/helppoint"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// callPage is where an adviser notes a call.
type callPage struct {
	page
	Form      *form
	Points    []option
	Topics    []option
	Languages []option
	Areas     []areaView // that the town\'s name may mean
}

// Question is what was asked.
func (v *callPage) Question() fieldView {
	field := v.Form.Area("question", "enquiry.question", "", 5)
	field.Required = true
	return field
}

func (s *Site) newCall(w http.ResponseWriter, r *http.Request, code string) (*callPage, []helppoint.Point, error) {
	points, err := s.answerable(r)
	if err == nil && len(points) == 0 {
		err = errNoPage
	}
	if err != nil {
		return nil, nil, err
	}
	v := &callPage{page: s.newDesk(w, r, code, "/desk/enquiries/new", "/desk/enquiries")}
	v.Title, v.Form, v.Languages = v.t("enquiry.call"), newForm(&v.page, url.Values{"language": {code}}), s.mailLanguages(code)
	for _, h := range points {
		v.Points = append(v.Points, option{Value: h.ID, Name: s.helpName(&v.page, h)})
	}
	for _, x := range helppoint.Purposes() {
		v.Topics = append(v.Topics, option{Value: string(x), Name: v.t("help.purpose." + string(x))})
	}
	return v, points, nil
}

// call shows the form.
func (s *Site) call(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newCall(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "enquiry-call", v)
}

// takeCall notes it.
func (s *Site) takeCall(w http.ResponseWriter, r *http.Request, code string) error {
	v, points, err := s.newCall(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "enquiry-call", v, &v.Form, func(f *form) error {
		at := slices.IndexFunc(points, func(h helppoint.Point) bool { return h.ID == f.text("point") })
		if at < 0 {
			return errs.In("point", lang.Msg("error.help.code"))
		}
		e := helppoint.Enquiry{
			Channel: helppoint.ByCall, Language: code, Topic: helppoint.Purpose(f.text("topic")),
			Said: helppoint.Said{Name: f.text("name"), Email: f.text("email"), Question: f.text("question")},
		}
		if !slices.Contains(helppoint.Purposes(), e.Topic) {
			e.Topic = helppoint.ForOther
		}
		if slices.Contains(s.languages, f.text("language")) {
			e.Language = f.text("language")
		}
		if f.text("town") != "" {
			if e.Place, err = s.placeFrom(f, &v.page, "town", &v.Areas); err != nil {
				return err
			}
		}
		id, err := s.rooms.Enquiries.Ask(r.Context(), actorOf(r), points[at], e)
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/enquiries/"+id, lang.Msg("enquiry.done.call"), "")
	})
}
