package web

import (
	"net/http"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectLogo is the logo of who pays for a project, at the desk.
type projectLogo struct {
	Action string // "": no documents are kept here
	Now    *logoView
	Form   *form
	Shows  []fieldView // what it says, in the language of the page, and in those in which it is there
	Others []fieldView // and in the others
}

// fillProjectLogo fills the logo beside the obligatory line. f is a form that was refused; nil:
// what is kept.
func (s *Site) fillProjectLogo(r *http.Request, v *projectTextsPage, f *form) error {
	if s.rooms.Documents == nil {
		return nil
	}
	x := v.Project
	if f == nil {
		f = newForm(&v.page, nil)
		for code, text := range x.Credit.Shows {
			f.values.Set("shows."+code, text)
		}
	}
	v.Logo = projectLogo{Action: v.Base + "/logo", Form: f}
	for _, code := range s.languagesFrom(v.Lang) {
		field := f.Field("shows."+code, "text", "meeting.fact.shows", "", "off")
		field.Label += " (" + v.p.LanguageName(code) + ")"
		if code == v.Lang || field.Value != "" {
			v.Logo.Shows = append(v.Logo.Shows, field)
		} else {
			v.Logo.Others = append(v.Logo.Others, field)
		}
	}
	if x.Credit.Logo == "" {
		return nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), []string{x.Credit.Logo})
	for _, d := range docs {
		if view := s.documentView(r, &v.page, d, s.paperObject(r, x, d.ID)); view.Image != nil {
			v.Logo.Now = &logoView{*view.Image, titleIn(x.Credit.Shows, v.Lang, s.languages)}
		}
	}
	return err
}

// takeProjectLogo gives the project the logo that was sent, with what it says in words, or
// takes it away ("do" is "remove").
func (s *Site) takeProjectLogo(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectTexts(w, r, code)
	if err != nil {
		return err
	}
	f, intakes, err := s.readActForm(r, &v.page)
	if err != nil {
		return err
	}
	for i := range f.faults {
		f.faults[i].Field = "logo" // the page has no other field for files
	}
	if err = f.wrong(); err == nil {
		err = s.changeWithPapers(r, v.Project.ID, project.OfCredit, project.AnyVersion, func(tx *db.Tx, note func(people.Entry), p *project.Project) error {
			return s.setProjectLogo(r, tx, note, p, f, intakes)
		})
	}
	if err == nil {
		return s.done(w, r, code, v.Base+"/texts#logo", lang.Msg("project.saved"), "")
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	s.dressProjectTexts(v)
	if err := s.fillProjectLogo(r, v, f); err != nil {
		return err
	}
	v.Form.faults = append(v.Form.faults, f.faults...)
	return s.write(w, status, "project-texts", v)
}

// setProjectLogo makes a public document of the picture, if one was sent: words alone describe
// the logo that is there. The one before is taken away.
func (s *Site) setProjectLogo(r *http.Request, tx *db.Tx, note func(people.Entry), p *project.Project, f *form, intakes []document.Intake) error {
	was, logo := p.Credit.Logo, p.Credit.Logo
	shows := map[string]string{}
	for _, code := range s.languages {
		shows[code] = f.text("shows." + code)
	}
	switch {
	case f.raw("do") == "remove":
		logo = ""
	case len(intakes) == 0 && logo == "":
		return errs.In("logo", lang.Msg("error.meeting.no_file"))
	case len(intakes) > 0 && !intakes[0].Kind().Image():
		return errs.In("logo", lang.Msg("error.meeting.logo_kind"))
	case len(intakes) > 0:
		d, err := s.addPaper(r, tx, note, *p, document.New{Intake: intakes[0].ID, Title: shows, Visibility: document.Public})
		if err != nil {
			return err
		}
		logo = d.ID
	}
	if err := p.SetLogo(logo, shows); err != nil || logo == was {
		return err
	}
	return s.dropPaper(r, tx, note, *p, was)
}
