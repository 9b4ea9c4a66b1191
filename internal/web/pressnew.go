package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// newPressPage begins an item: its kind, its language, its title.
type newPressPage struct {
	page
	Form      *form
	Action    string
	Kinds     []option
	Languages []option
}

func (s *Site) newNewPress(w http.ResponseWriter, r *http.Request, code string) (*newPressPage, error) {
	if s.rooms.Press == nil {
		return nil, errNoPage
	}
	v := &newPressPage{page: s.newDesk(w, r, code, "/desk/press/new", "/desk/press")}
	v.Title = v.t("press.new")
	v.keepQuery(r.URL.Query())
	v.Action = "/" + code + "/desk/press/new"
	if o := r.URL.Query().Get("organisation"); o != "" {
		v.Action += "?organisation=" + url.QueryEscape(o)
	}
	for _, k := range writable {
		v.Kinds = append(v.Kinds, option{Value: string(k), Name: v.t("press.kind." + string(k))})
	}
	for _, c := range s.face().Offered() {
		v.Languages = append(v.Languages, option{Value: c, Name: v.p.LanguageName(c)})
	}
	return v, nil
}

// newPress shows the form.
func (s *Site) newPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewPress(w, r, code)
	if err != nil {
		return err
	}
	v.Form = newForm(&v.page, url.Values{"kind": {r.URL.Query().Get("kind")}, "language": {code}})
	return s.write(w, http.StatusOK, "press-new", v)
}

// beginning reads the language in which a text begins, and its title.
func (s *Site) beginning(f *form) (language string, first press.Content) {
	language = f.text("language")
	if f.text("title") == "" {
		f.fail("title", lang.Msg("error.press.no_title"))
	}
	if !slices.Contains(s.face().Offered(), language) {
		f.fail("language", lang.Msg("error.press.language"))
	}
	return language, press.Content{Title: f.text("title"), Origin: press.Written}
}

// takeNewPress begins the item and leads to its text.
func (s *Site) takeNewPress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newNewPress(w, r, code)
	if err != nil {
		return err
	}
	object, err := s.ofNewPress(r)
	if err != nil {
		return err
	}
	return s.sent(w, r, "press-new", v, &v.Form, func(f *form) error {
		language, first := s.beginning(f)
		if err := f.wrong(); err != nil {
			return err
		}
		id, err := s.rooms.Press.Create(r.Context(), actorOf(r), press.New{
			Kind: press.Kind(f.text("kind")), Organisation: object.Organisation, Language: language, Content: first,
		})
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/press/"+id+"/"+language, lang.Msg("press.begun"), "")
	})
}
