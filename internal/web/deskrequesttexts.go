package web

import (
	"net/http"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// requestTextForm is the request's text in one language.
type requestTextForm struct {
	Code, Language             string
	Mark                       string // "missing", "behind", …
	Title, About, Seek, Offers fieldView
	Origin, Source             fieldView
	Beside                     string // where it stands beside the original; "" where there is none
	Open                       bool
	Behind                     bool // of an older text than the one that is there now
}

// requestParts are the parts of a text, in the order in which readers read them.
var requestParts = []string{"title", "seeks", "offers", "about"}

func (s *Site) requestText(v *requestEditPage, x seek.Request, code string) requestTextForm {
	f := v.Form
	t := requestTextForm{Code: code, Language: v.p.LanguageName(code), Open: code == v.Lang || f.FaultOf("title."+code)+f.FaultOf("seeks."+code)+f.FaultOf("about."+code)+f.FaultOf("offers."+code) != ""}
	t.Title, t.Seek = f.Field("title."+code, "text!", "seek.field.title", "desk.seek.title.hint", "off"), f.Area("seeks."+code, "seek.seeks", "desk.seek.seeks.hint", 5)
	t.Offers, t.About = f.Area("offers."+code, "seek.offers", "desk.seek.offers.hint", 4), f.Area("about."+code, "seek.about", "desk.seek.about.hint", 4)
	var origins, sources []option
	for _, o := range []seek.Origin{seek.Written, seek.Translated, seek.Machine} {
		origins = append(origins, option{Value: string(o), Name: v.t("help.origin." + string(o))})
	}
	for _, other := range s.face().Offered() {
		if other != code && x.Texts[other].Title != "" {
			sources = append(sources, option{Value: other, Name: v.p.LanguageName(other)})
		}
	}
	t.Origin = f.Choice("origin."+code, "help.origin", "", origins)
	if len(sources) > 0 {
		t.Source = f.Choice("source."+code, "help.origin.from", "", sources)
		t.Beside = v.Base + "/texts/" + code
	}
	t.Mark, t.Behind = v.textMark(x, code), x.Behind(code)
	return t
}

// textMark says how far the text of a language is.
func (p *page) textMark(x seek.Request, code string) string {
	switch have, ok := x.Texts[code]; {
	case !ok || have.Title == "":
		return p.t("help.text.missing")
	case x.Behind(code):
		return p.t("help.text.behind")
	case have.Origin == seek.Machine:
		return p.t("help.origin.machine")
	}
	return p.t("help.text.there")
}

// takeRequestTexts saves the text of one language.
func (s *Site) takeRequestTexts(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeRequest(w, r, code, "#texts", func(_ *requestEditPage, f *form, _ seek.Request) (requestChange, error) {
		in := f.raw("in")
		if !slices.Contains(s.languages, in) {
			return nil, errs.In("title", lang.Msg("error.help.code"))
		}
		return func(x *seek.Request) error {
			t := x.Texts[in]
			source, of, behind := t.Source, t.OfVersion, x.Behind(in)
			t.Title, t.About, t.Seeks, t.Offers = f.text("title."+in), f.text("about."+in), f.text("seeks."+in), f.text("offers."+in)
			t.Origin, t.Source, t.OfVersion = seek.Written, "", 0
			if origin := seek.Origin(f.raw("origin." + in)); origin == seek.Translated || origin == seek.Machine {
				t.Origin, t.Source = origin, f.raw("source."+in)
				if t.OfVersion = x.Texts[t.Source].Version; behind && t.Source == source && !f.checked("fits."+in) {
					t.OfVersion = of // a mended word does not make it a translation of what is there now
				}
			}
			x.Texts[in] = t
			if x.Shown() && lastText(*x) {
				return errs.In("title."+in, lang.Msg("error.seek.text"))
			}
			return nil
		}, nil
	})
}

// lastText says that a request has no text left that readers could read.
func lastText(x seek.Request) bool {
	for _, t := range x.Texts {
		if t.Title != "" && t.Seeks != "" {
			return false
		}
	}
	return true
}

// requestBesidePage shows a translation beside what it translates, part by part.
type requestBesidePage struct {
	page
	Form         *form
	Base, Action string
	Version      int64
	Name, OfName string // of the languages
	Code, Of     string
	Behind       bool
	Machine      bool   // it is a machine's so far
	Sources      []link // other languages that it can be made from
	Rows         []requestBesideRow
}

// requestBesideRow is a part of both texts.
type requestBesideRow struct {
	Title  string
	Origin []string
	Field  fieldView
}

func (s *Site) newRequestBeside(w http.ResponseWriter, r *http.Request, code string) (*requestBesidePage, seek.Request, error) {
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	if err != nil {
		return nil, x, err
	}
	in := r.PathValue("language")
	if !slices.Contains(s.languages, in) {
		return nil, x, errNoPage
	}
	of := r.URL.Query().Get("of")
	if of == "" {
		of = x.Texts[in].Source
	}
	if x.Texts[of].Title == "" || of == in {
		others := slices.DeleteFunc(slices.Clone(s.languages), func(l string) bool { return l == in })
		left := x
		left.Texts = map[string]seek.Text{}
		for l, t := range x.Texts {
			if l != in {
				left.Texts[l] = t
			}
		}
		_, of, _ = left.In(x.Texts[in].Source, others)
	}
	if of == "" {
		return nil, x, errNoPage // there is nothing to translate
	}
	path := "/desk/requests/" + x.Handle
	v := &requestBesidePage{page: s.newDesk(w, r, code, path+"/texts/"+in, "/desk/requests"), Base: "/" + code + path, Version: x.Version, Code: in, Of: of, Behind: x.Behind(in), Machine: x.Texts[in].Origin == seek.Machine}
	v.Name, v.OfName, v.Action = v.p.LanguageName(in), v.p.LanguageName(of), v.Base+"/texts/"+in+"?of="+of
	v.Title = v.t("desk.seek.beside", "language", v.Name)
	for _, l := range s.face().Offered() {
		if l != in && l != of && x.Texts[l].Title != "" {
			v.Sources = append(v.Sources, link{v.p.LanguageName(l), v.Base + "/texts/" + in + "?of=" + l})
		}
	}
	v.keepQuery(r.URL.Query())
	t := x.Texts[in]
	v.Form = newForm(&v.page, map[string][]string{"title": {t.Title}, "seeks": {t.Seeks}, "offers": {t.Offers}, "about": {t.About}})
	v.dress(x)
	return v, x, nil
}

// dress puts the parts onto the page, as the form has them.
func (v *requestBesidePage) dress(x seek.Request) {
	v.Rows = nil
	of := x.Texts[v.Of]
	texts := map[string]string{"title": of.Title, "seeks": of.Seeks, "offers": of.Offers, "about": of.About}
	for _, part := range requestParts {
		if texts[part] == "" && v.Form.text(part) == "" {
			continue
		}
		label := "seek." + part
		if part == "title" {
			label = "seek.field.title"
		}
		row := requestBesideRow{Title: v.t(label), Origin: plainParts(texts[part]), Field: v.Form.Area(part, label, "", 2+max(len([]rune(texts[part])), len([]rune(v.Form.text(part))))/60)}
		v.Rows = append(v.Rows, row)
	}
}

// besideRequest shows both.
func (s *Site) besideRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newRequestBeside(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "request-beside", v)
}

// takeBesideRequest keeps the translation as one of the text that stands beside it.
func (s *Site) takeBesideRequest(w http.ResponseWriter, r *http.Request, code string) error {
	v, x, err := s.newRequestBeside(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "request-beside", v, &v.Form, func(f *form) error {
		v.dress(x)
		err := s.writeRequest(r, x, f.version(), func(x *seek.Request) error {
			t := x.Texts[v.Code]
			t.Title, t.Seeks, t.Offers, t.About = f.text("title"), f.text("seeks"), f.text("offers"), f.text("about")
			t.Source, t.OfVersion = v.Of, x.Texts[v.Of].Version
			if t.Origin != seek.Machine || f.checked("checked") {
				t.Origin = seek.Translated
			}
			x.Texts[v.Code] = t
			return nil
		})
		if err == nil {
			return s.done(w, r, code, v.Base+"#texts", lang.Msg("desk.seek.saved"), "")
		}
		return err
	})
}
