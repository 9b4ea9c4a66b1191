package web

import (
	"net/http"
	"slices"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
)

// creditView is what is said and shown for the money of a project: on the project's page, and
// on those of its meetings and articles. It is read from the project each time, so that a
// mended line is right everywhere.
type creditView struct {
	Heading  string
	Name     string // of the project; "": readers do not see it
	NameLang string // where it is not the page's
	URL      string // of the project; "": readers do not see it
	Line     []string
	LineLang string // where it is not the page's
	Logo     *imageView
	LogoAlt  worded
}

// creditOf is what is said and shown for the joint project to which a publication belongs, nil
// for none. A project that is not there any more is not named.
func (s *Site) creditOf(r *http.Request, p *page, own press.Own) (*creditView, error) {
	if s.rooms.Projects == nil {
		return nil, nil
	}
	for _, id := range own.Targets(press.OfProject) {
		x, err := s.rooms.Projects.ByID(r.Context(), id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		return s.projectCredit(r, p, x)
	}
	return nil, nil
}

// projectCredit is what is said and shown for a project; nil where that is nothing. Who gave
// the money must be told also while readers do not see the project.
func (s *Site) projectCredit(r *http.Request, p *page, x project.Project) (*creditView, error) {
	v := &creditView{Heading: p.t("meeting.fact.project")}
	if !x.Shown.IsZero() {
		v.URL = "/" + p.Lang + "/projects/" + x.Handle
		v.Name, v.NameLang = s.projectTitle(p, x)
	}
	_, first, _ := x.In(p.Lang, s.languages)
	line := wordedIn(x.Credit.Line, p.Lang, first)
	v.Line, v.LineLang = plainParts(line.Text), line.Lang
	if err := s.fillLogo(r, p, v, x.Credit.Logo, wordedIn(x.Credit.Shows, p.Lang, first)); err != nil || !v.any() {
		return nil, err
	}
	return v, nil
}

func (v *creditView) any() bool { return v.Name != "" || len(v.Line) > 0 || v.Logo != nil }

func (s *Site) fillLogo(r *http.Request, p *page, v *creditView, logo string, alt worded) error {
	if logo == "" {
		return nil
	}
	found, err := s.documentViews(r, p, []string{logo})
	if len(found) > 0 && found[0].Image != nil {
		v.Logo, v.LogoAlt = found[0].Image, alt
	}
	return err
}

// meetingCredit is what is said and shown for the money of a meeting: what the meeting itself
// says, and where it says nothing, what its joint project does. nil: nothing.
func (s *Site) meetingCredit(r *http.Request, p *page, m meeting.Shown, first string) (*creditView, error) {
	v, err := s.creditOf(r, p, m.Own)
	if err != nil {
		return nil, err
	}
	if v == nil {
		v = &creditView{Heading: p.t("meeting.fact.project")}
	}
	if m.Project.Name != "" {
		v.Name, v.NameLang = m.Project.Name, ""
	}
	if own := wordedIn(m.Project.Credit, p.Lang, first); own.Text != "" {
		v.Line, v.LineLang = []string{own.Text}, own.Lang
	}
	if err := s.fillLogo(r, p, v, m.Project.Logo, wordedIn(m.Project.Shows, p.Lang, first)); err != nil || !v.any() {
		return nil, err
	}
	return v, nil
}

// fundingData tells machines who gave the money; nil where nothing is told.
func (v *creditView) fundingData() ld {
	if v == nil || v.Name == "" {
		return nil
	}
	node := ld{"@type": "Grant", "name": v.Name}
	if len(v.Line) > 0 {
		node["description"] = v.Line[0]
	}
	return node
}

// projectNamed is what a project is called, "" where there is none or where the reader may not
// know of it.
func (s *Site) projectNamed(r *http.Request, p *page, id string) (string, error) {
	if s.rooms.Projects == nil {
		return "", nil
	}
	x, err := s.rooms.Projects.ByID(r.Context(), id)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return "", nil
	case err != nil || x.Shown.IsZero() && !s.may(r, people.WriteProject, s.projectObject(r, x)):
		return "", err
	}
	title, _ := s.projectTitle(p, x)
	return title, nil
}

// jointField is the field by which a publication is put to a joint project.
const jointField = "joint"

// jointChoices are the projects to which a publication about some places can belong: those of
// these places that readers see, those on which the reader may work, and the one that it has.
// There is no choice where there is no project.
func (s *Site) jointChoices(r *http.Request, p *page, places []int64, chosen string) ([]option, error) {
	if s.rooms.Projects == nil {
		return nil, nil
	}
	all, err := s.rooms.Projects.All(r.Context())
	if err != nil {
		return nil, err
	}
	var list []option
	for _, x := range all {
		of := slices.ContainsFunc(x.Places(), func(n int64) bool { return slices.Contains(places, n) })
		title, _ := s.projectTitle(p, x)
		switch may := s.may(r, people.WriteProject, s.projectObject(r, x)); {
		case may, of && !x.Shown.IsZero():
		case x.ID == chosen && x.Shown.IsZero():
			title = p.t("press.joint.hidden") // another chose it, who may know its name
		case x.ID != chosen:
			continue
		}
		list = append(list, option{Value: x.ID, Name: title})
	}
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, p.byName)
	return append([]option{{Name: p.t("press.joint.none")}}, list...), nil
}

// checkJoint notes where a form names a project that could not be chosen. was is the one that
// the publication has.
func (s *Site) checkJoint(r *http.Request, f *form, p *page, places []int64, was []string) error {
	chosen := f.text(jointField)
	if chosen == "" || slices.Contains(was, chosen) {
		return nil
	}
	all, err := s.jointChoices(r, p, places, "")
	if err == nil && !slices.ContainsFunc(all, func(o option) bool { return o.Value == chosen }) {
		f.fail(jointField, lang.Msg("error.help.code"))
	}
	return err
}

// jointLinks are the links to a joint project that a publication has next: what the form says,
// or what there was where the form does not ask.
func (f *form) jointLinks(was press.Own) (all []press.Link) {
	ids := was.Targets(press.OfProject)
	if f.values.Has(jointField) {
		ids = []string{f.text(jointField)}
	}
	for _, id := range ids {
		if id != "" {
			all = append(all, press.Link{Kind: press.OfProject, Target: id})
		}
	}
	return all
}
