package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectTextsPage is what the project says in each language, beside the text that is
// translated.
type projectTextsPage struct {
	projectHead
	Texts []projectTextForm
	Logo  projectLogo
}

// projectTextForm is the text in one language.
type projectTextForm struct {
	Code, Language        string
	Mark                  string // "missing", "behind", …
	Open, Behind          bool
	Title, About, Results fieldView
	Origin, Source        fieldView
	Credit                fieldView
	Of                    *project.Text // the text that it translates
	OfLang, OfName        string
	OfAbout, OfResults    []string
}

func (s *Site) newProjectTexts(w http.ResponseWriter, r *http.Request, code string) (*projectTextsPage, error) {
	head, err := s.newProjectHead(w, r, code, "/texts", project.OfTexts)
	if err != nil {
		return nil, err
	}
	v := &projectTextsPage{projectHead: head}
	values := url.Values{}
	for l, t := range v.Project.Texts {
		values.Set("title."+l, t.Title)
		values.Set("about."+l, t.About)
		values.Set("results."+l, t.Results)
		values.Set("origin."+l, string(t.Origin))
		values.Set("source."+l, t.Source)
	}
	for l, line := range v.Project.Credit.Line {
		values.Set("credit."+l, line)
	}
	v.Form = newForm(&v.page, values)
	return v, nil
}

func (s *Site) projectTexts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectTexts(w, r, code)
	if err != nil {
		return err
	}
	s.dressProjectTexts(v)
	if err := s.fillProjectLogo(r, v, nil); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "project-texts", v)
}

func (s *Site) dressProjectTexts(v *projectTextsPage) {
	v.Texts = nil
	for _, code := range s.face().Offered() {
		v.Texts = append(v.Texts, s.projectText(v, code))
	}
}

func (s *Site) projectText(v *projectTextsPage, code string) projectTextForm {
	f, x := v.Form, v.Project
	t := projectTextForm{Code: code, Language: v.p.LanguageName(code)}
	t.Title, t.About, t.Results = f.Field("title."+code, "text!", "project.name", "", "off"), f.Area("about."+code, "project.about", "project.about.hint", 6), f.Area("results."+code, "project.results", "project.results.hint", 5)
	t.Credit = f.Area("credit."+code, "project.credit", "project.credit.hint", 2)
	t.Open = code == v.Lang || t.Title.Fault+t.About.Fault+t.Results.Fault+t.Credit.Fault != ""
	have, there := x.Texts[code]
	source := x.Texts[have.Source]
	t.Behind = there && have.Behind(source.Provenance)
	switch {
	case !there:
		t.Mark = v.t("help.text.missing")
	case t.Behind:
		t.Mark = v.t("help.text.behind")
	case have.Origin == lang.Machine:
		t.Mark = v.t("help.origin.machine")
	default:
		t.Mark = v.t("help.text.there")
	}
	var origins, sources []option
	for _, o := range []lang.Origin{lang.Written, lang.Translated, lang.Machine} {
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
	}
	if of, language, ok := beside(x, code, have.Source, s.languages); ok {
		t.Of, t.OfLang, t.OfName = &of, language, v.p.LanguageName(language)
		t.OfAbout, t.OfResults = plainParts(of.About), plainParts(of.Results)
	}
	return t
}

// beside is the text that stands beside one that is worked on: its source, else the first
// other one.
func beside(x project.Project, code, source string, order []string) (project.Text, string, bool) {
	others := slices.DeleteFunc(slices.Clone(order), func(l string) bool { return l == code })
	left := x
	left.Texts = map[string]project.Text{}
	for l, t := range x.Texts {
		if l != code {
			left.Texts[l] = t
		}
	}
	return left.In(source, others)
}

// takeProjectTexts keeps the text of one language, with its credit line.
func (s *Site) takeProjectTexts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectTexts(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	f := v.Form
	f.overlay(sent)
	in := f.raw("in")
	if !slices.Contains(s.languages, in) {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
	}
	return s.changeProject(w, r, "project-texts", v, project.OfTexts, v.Base+"/texts", lang.Msg("project.saved"), func(p *project.Project) error {
		if p.Texts == nil {
			p.Texts = map[string]project.Text{}
		}
		t := p.Texts[in]
		source, of, behind := t.Source, t.OfVersion, t.Behind(p.Texts[t.Source].Provenance)
		t.Title, t.About, t.Results = f.text("title."+in), f.text("about."+in), f.text("results."+in)
		t.Origin, t.Source, t.OfVersion = lang.Written, "", 0
		if origin := lang.Origin(f.raw("origin." + in)); origin == lang.Translated || origin == lang.Machine {
			t.Origin, t.Source = origin, f.raw("source."+in)
			if t.OfVersion = p.Texts[t.Source].Version; behind && t.Source == source && !f.checked("fits."+in) {
				t.OfVersion = of // a mended word does not make it a translation of what is there now
			}
		}
		p.Texts[in] = t
		line := titled(p.Credit.Line, in, f.text("credit."+in))
		p.Credit.Line = line
		if !p.Shown.IsZero() && len(p.Texts) == 1 && t.Title == "" {
			return errs.In("title."+in, lang.Msg("error.project.untitled"))
		}
		return nil
	}, nil, func() error { s.dressProjectTexts(v); return s.fillProjectLogo(r, v, nil) })
}
