package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/names"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/project"
)

// writtenView is something published about a project, in the reader's language or in the first
// in which it is there.
type writtenView struct {
	ID, URL, Title string
	Lang           string // where it is not the page's
	About          string // what it is, and when
}

// projectLinked is what a project and publications say of each other.
type projectLinked struct {
	Met     *writtenView // where the partners met
	Chosen  []writtenView
	Own     []writtenView // those that name the project themselves
	Meets   []writtenView // meetings that can be chosen
	Offers  []writtenView // articles that can be chosen
	Nothing bool          // what was looked for is not there
}

// mostWritten is how many publications a list offers at once: what one looks through.
const mostWritten = 12

// written says what is published of an item: in the reader's language, else in the first one.
// All are texts of that item.
func (s *Site) written(p *page, all []press.Shown) (v writtenView, ok bool) {
	if len(all) == 0 {
		return v, false
	}
	x := all[0]
	for _, one := range all {
		if one.Language == p.Lang {
			x = one
		}
	}
	v = writtenView{ID: x.ID, URL: "/" + x.Language + x.Path(), Title: x.Title, About: p.t("press.kind." + string(x.Kind))}
	if x.Language != p.Lang {
		v.Lang = x.Language
	}
	day := p.p.Date(lang.DateOf(x.Since.In(s.homeZone())))
	if m, err := meeting.Join(x); x.Kind == press.Meeting && err == nil {
		v.About, day = p.t("meeting.kind."+string(m.Kind)), p.meetingDays(m.Facts)
	}
	if day != "" {
		v.About += ", " + day
	}
	return v, true
}

// writtenOf is what is published of an item; ok is false where nothing is.
func (s *Site) writtenOf(r *http.Request, p *page, id string) (v writtenView, ok bool, err error) {
	if s.rooms.Press == nil || id == "" {
		return v, false, nil
	}
	all, err := s.rooms.Press.OfItem(r.Context(), id)
	v, ok = s.written(p, all)
	return v, ok, err
}

// eachWritten puts the texts of each item together, in the order of the first of them.
func (s *Site) eachWritten(p *page, all []press.Shown, keep func(press.Shown) bool) (list []writtenView) {
	of := map[string][]press.Shown{}
	var order []string
	for _, x := range all {
		if !keep(x) {
			continue
		}
		if of[x.ID] == nil {
			order = append(order, x.ID)
		}
		of[x.ID] = append(of[x.ID], x)
	}
	for _, id := range order {
		if v, ok := s.written(p, of[id]); ok {
			list = append(list, v)
		}
	}
	return list
}

// isWritten says whether a publication can be about a project.
func isWritten(kind press.Kind) bool {
	return kind == press.Article || kind == press.Practice || kind == press.Gallery
}

// writtenAbout are the publications about a project that readers see: those that its offices
// chose, then those that name it themselves.
func (s *Site) writtenAbout(r *http.Request, p *page, x project.Project) (chosen, own []writtenView, err error) {
	for _, id := range x.Practices {
		v, ok, err := s.writtenOf(r, p, id)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			chosen = append(chosen, v)
		}
	}
	if s.rooms.Press == nil {
		return chosen, nil, nil
	}
	all, err := s.rooms.Press.List(r.Context(), press.Asked{About: press.Link{Kind: press.OfProject, Target: x.ID}})
	own = s.eachWritten(p, all, func(t press.Shown) bool {
		return isWritten(t.Kind) && !slices.Contains(x.Practices, t.ID)
	})
	return chosen, own, err
}

// meetingsOfProject are the meetings that belong to a project, the latest first.
func (s *Site) meetingsOfProject(r *http.Request, p *page, x project.Project) (list []meetingTeaser, err error) {
	if s.rooms.Meetings == nil {
		return nil, nil
	}
	all, err := s.rooms.Meetings.About(r.Context(), "", press.Link{Kind: press.OfProject, Target: x.ID})
	at := map[string]int{}
	for _, m := range all {
		i, seen := at[m.ID]
		switch t := s.meetingTeaser(p, m); {
		case !seen && len(list) < mostRelated:
			at[m.ID], list = len(list), append(list, t)
		case seen && m.Language == p.Lang:
			list[i] = t
		}
	}
	return list, err
}

// fillLinks fills where the partners met, what was written about the project, and what can be
// chosen: what is published of their towns, or what the form's words name.
func (s *Site) fillLinks(r *http.Request, v *projectPapersPage) error {
	x := v.Project
	v.Links = projectLinked{}
	if met, ok, err := s.writtenOf(r, &v.page, x.Meeting); err != nil {
		return err
	} else if ok {
		v.Links.Met = &met
	}
	var err error
	if v.Links.Chosen, v.Links.Own, err = s.writtenAbout(r, &v.page, x); err != nil || s.rooms.Press == nil {
		return err
	}
	belong, err := s.rooms.Press.List(r.Context(), press.Asked{Kind: press.Meeting, About: press.Link{Kind: press.OfProject, Target: x.ID}})
	if err != nil {
		return err
	}
	v.Links.Own = append(v.Links.Own, s.eachWritten(&v.page, belong, func(press.Shown) bool { return true })...)
	named := func(t press.Shown) bool {
		return slices.ContainsFunc(v.Links.Own, func(o writtenView) bool { return o.ID == t.ID })
	}
	find := names.Fold(v.Form.text("find"))
	all, err := s.writtenNear(r, v, find)
	if err != nil {
		return err
	}
	v.Links.Meets = s.eachWritten(&v.page, all, func(t press.Shown) bool { return t.Kind == press.Meeting && t.ID != x.Meeting && !named(t) })
	v.Links.Offers = s.eachWritten(&v.page, all, func(t press.Shown) bool { return isWritten(t.Kind) && !slices.Contains(x.Practices, t.ID) && !named(t) })
	v.Links.Meets, v.Links.Offers = v.Links.Meets[:min(len(v.Links.Meets), mostWritten)], v.Links.Offers[:min(len(v.Links.Offers), mostWritten)]
	v.Links.Nothing = find != "" && len(v.Links.Meets)+len(v.Links.Offers) == 0
	return nil
}

// writtenNear is what is published of the towns that take part, the newest first; with words,
// what has them in its title, of whatever town.
func (s *Site) writtenNear(r *http.Request, v *projectPapersPage, words string) (all []press.Shown, err error) {
	if words != "" {
		if all, err = s.rooms.Press.List(r.Context(), press.Asked{Language: v.Lang}); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(all, func(t press.Shown) bool { return !strings.Contains(names.Fold(t.Title), words) }), nil
	}
	for _, n := range v.Project.Places() {
		near, err := s.rooms.Press.List(r.Context(), press.Asked{About: press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(n, 10)}})
		if err != nil {
			return nil, err
		}
		for _, t := range near {
			if !slices.ContainsFunc(all, func(o press.Shown) bool { return o.ID == t.ID && o.Language == t.Language }) {
				all = append(all, t)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b press.Shown) int { return cmp.Or(b.Since.Compare(a.Since), strings.Compare(b.ID, a.ID)) })
	return all, nil
}

// takeProjectLinks chooses where the partners met and what was written about the project, one
// at a time, or looks for more ("do" is "find").
func (s *Site) takeProjectLinks(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPapers(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form.overlay(sent)
	do, id, _ := strings.Cut(sent.raw("do"), ":")
	if do == "find" || do == "" {
		return s.changeProject(w, r, "project-papers", v, project.OfLinks, "", lang.Message{}, nil, nil, func() error { return s.dressPapers(r, v, nil) })
	}
	fn, err := s.linkChange(r, do, id)
	return s.changeProject(w, r, "project-papers", v, project.OfLinks, v.Base+"/papers#links", lang.Msg("project.saved"), fn, err, func() error { return s.dressPapers(r, v, nil) })
}

// linkChange is what a button of the form does to a project. Only what readers see can be
// chosen.
func (s *Site) linkChange(r *http.Request, do, id string) (projectChange, error) {
	switch do {
	case "unmeet":
		return func(p *project.Project) error { p.Meeting = ""; return nil }, nil
	case "drop":
		return func(p *project.Project) error {
			p.Practices = slices.DeleteFunc(p.Practices, func(have string) bool { return have == id })
			return nil
		}, nil
	}
	all, err := s.rooms.Press.OfItem(r.Context(), id)
	switch {
	case err != nil:
		return nil, err
	case do == "meet" && len(all) > 0 && all[0].Kind == press.Meeting:
		return func(p *project.Project) error { p.Meeting = id; return nil }, nil
	case do == "add" && len(all) > 0 && isWritten(all[0].Kind):
		return func(p *project.Project) error {
			if !slices.Contains(p.Practices, id) {
				p.Practices = append(p.Practices, id)
			}
			return nil
		}, nil
	}
	return nil, errs.In("find", lang.Msg("error.project.written"))
}
