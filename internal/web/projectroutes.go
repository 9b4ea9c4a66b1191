package web

import (
	"net/http"
	"slices"

	"twintown/internal/people"
	"twintown/internal/project"
)

// projectRoutes are joint projects: for readers, and at the desk.
func (s *Site) projectRoutes() []Route {
	const one = "/desk/projects/{project}"
	write := people.WriteProject
	return []Route{
		{get, "/projects", people.ReadPublic, nil, Light, Revalidate, s.publicProjects, false},
		{get, "/projects.atom", people.ReadPublic, nil, Light, Revalidate, s.projectFeed, false},
		{get, "/projects/{project}", people.ReadPublic, nil, Light, Revalidate, s.publicProject, false},

		{get, "/desk/projects", people.UseProjects, nil, Light, Never, s.projects, false}, // each row asks for its own project
		{get, "/desk/projects/new", people.BeginProject, s.ofNewProject, Light, Never, s.newProject, false},
		{post, "/desk/projects/new", people.BeginProject, s.ofNewProject, Light, Never, s.beginProject, false},
		{get, one, write, s.ofProject, Light, Never, s.project, false},
		{post, one + "/move", write, s.ofProject, Light, Never, s.moveProject, false},
		{post, one + "/facts", write, s.ofProject, Light, Never, s.takeProjectFacts, false},
		{get, one + "/partners", write, s.ofProject, Light, Never, s.projectPartners, false},
		{post, one + "/partners", write, s.ofProject, Light, Never, s.takeProjectPartners, false},
		{get, one + "/budget", write, s.ofProject, Light, Never, s.projectBudget, false},
		{post, one + "/budget", write, s.ofProject, Light, Never, s.takeProjectBudget, false},
		{get, one + "/payments", write, s.ofProject, Light, Never, s.projectPayments, false},
		{post, one + "/payments", write, s.ofProject, Light, Never, s.takeProjectPayments, false},
		{get, one + "/work", write, s.ofProject, Light, Never, s.projectWork, false},
		{post, one + "/work", write, s.ofProject, Light, Never, s.takeProjectWork, false},
		{get, one + "/texts", write, s.ofProject, Light, Never, s.projectTexts, false},
		{post, one + "/texts", write, s.ofProject, Light, Never, s.takeProjectTexts, false},
		{post, one + "/logo", write, s.ofProject, Upload, Never, s.takeProjectLogo, false},
		{get, one + "/papers", write, s.ofProject, Light, Never, s.projectPapers, false},
		{post, one + "/papers", write, s.ofProject, Upload, Never, s.takeProjectPapers, false},
		{post, one + "/papers/list", write, s.ofProject, Light, Never, s.takePaperList, false},
		{post, one + "/links", write, s.ofProject, Light, Never, s.takeProjectLinks, false},
		{post, one + "/payments/receipt", write, s.ofProject, Upload, Never, s.takeReceipt, false},
		{get, one + "/answer", write, s.ofProjectNamed, Light, Never, s.projectAnswer, false},
		{post, one + "/answer", write, s.ofProjectNamed, Light, Never, s.takeProjectAnswer, false},
		{get, one + "/budget/export", write, s.ofProject, Light, Never, s.exportBudget, false},
	}
}

// ofProject is the project whose handle stands in the address.
func (s *Site) ofProject(r *http.Request) (people.Object, error) {
	p, err := s.projectOf(r)
	return s.projectObject(r, p), err
}

func (s *Site) projectOf(r *http.Request) (project.Project, error) {
	if s.rooms.Projects == nil {
		return project.Project{}, errNoPage
	}
	return s.rooms.Projects.ByHandle(r.Context(), r.PathValue("project"))
}

// projectObject is a project for the permission table: its towns, and those of the reader's
// own that took over from one of them.
func (s *Site) projectObject(r *http.Request, p project.Project) people.Object {
	return s.placesObject(project.Kind, p.ID, s.withHeirs(r, p.Places())...)
}

// heirsAmong are the reader's own towns that took over from one of these.
func (s *Site) heirsAmong(r *http.Request, places []int64) (all []int64) {
	if s.rooms.Places == nil {
		return nil
	}
	for _, mine := range actorOf(r).PlacesOf(people.Officer) {
		changes, err := s.rooms.Places.ChangesOf(r.Context(), s.rooms.Places.DB(), mine)
		if err != nil {
			s.log.ErrorContext(r.Context(), "it is not known from whom a town took over", "error", err)
			return nil // nobody gets a say by it
		}
		for _, c := range changes {
			if slices.Contains(c.After, mine) && slices.ContainsFunc(c.Before, func(n int64) bool { return slices.Contains(places, n) }) {
				all = append(all, mine)
			}
		}
	}
	return all
}

// heirsOf are the towns that took over from one that was merged or divided; none where it
// stands.
func (s *Site) heirsOf(r *http.Request, town int64) []int64 {
	if s.rooms.Places == nil {
		return nil
	}
	c, ended, err := s.rooms.Places.EndOf(r.Context(), s.rooms.Places.DB(), town)
	if err != nil || !ended {
		return nil // as far as is known it stands
	}
	return c.After
}

// ended says what became of a municipality, on which day and by which act; nil where it
// stands.
func (s *Site) ended(r *http.Request, p *page, town int64) *becameView {
	if s.rooms.Places == nil {
		return nil
	}
	c, ended, err := s.rooms.Places.EndOf(r.Context(), s.rooms.Places.DB(), town)
	if err != nil || !ended {
		return nil // as far as is known it stands
	}
	v := &becameView{Text: p.t("place.became."+string(c.Kind), "date", c.Day), Source: c.Source}
	for _, n := range c.After {
		v.Places = append(v.Places, p.placeView(s.rooms.World(), n))
	}
	return v
}

// becameNames names places in a sentence.
func (s *Site) becameNames(p *page, places []placeView) string {
	var names []string
	for _, at := range places {
		names = append(names, at.Name)
	}
	return p.p.List(names)
}
