package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/names"
	"twintown/internal/people"
	"twintown/internal/project"
)

// projects lists the projects on which the reader may work.
func (s *Site) projects(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Projects == nil {
		return errNoPage
	}
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/projects", "/desk/projects")}
	v.Title, v.Lead = v.t("project.title"), v.t("project.lead")
	if object, err := s.ofNewProject(r); err == nil && s.may(r, people.BeginProject, object) {
		v.Actions = []link{{v.t("project.new"), "/" + code + "/desk/projects/new"}}
	}
	all, err := s.ownProjects(r)
	if err != nil {
		return err
	}
	found := arrangeList(r.URL.Query(), s.projectSpec(r, &v.page, all))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// ownProjects are the projects on which the reader may work.
func (s *Site) ownProjects(r *http.Request) ([]project.Project, error) {
	all, err := s.rooms.Projects.All(r.Context())
	return slices.DeleteFunc(all, func(p project.Project) bool { return !s.may(r, people.WriteProject, s.projectObject(r, p)) }), err
}

func (s *Site) projectSpec(r *http.Request, p *page, all []project.Project) listSpec[project.Project] {
	type row = project.Project
	title := func(x row) string { t, _ := s.projectTitle(p, x); return t }
	partners := func(x row) string { return s.partnerList(p, x) }
	order := func(x row) int { return slices.Index(project.States(), x.State) }
	total := func(x row) int64 { return x.Budget.Sums().Total }
	return listSpec[row]{
		Path: "/desk/projects", Caption: "project.title", Empty: "project.empty", Rows: all,
		ID: func(x row) string { return x.ID }, Name: title,
		Find: func(q string) func(row) bool {
			q = names.Fold(q)
			return func(x row) bool { return strings.Contains(names.Fold(title(x)+" "+x.Acronym+" "+partners(x)), q) }
		},
		Filters: []listFilter[row]{
			{Key: "state", Label: "project.state", Options: p.projectStates(), Keep: func(x row, v string) bool { return string(x.State) == v }},
			{Key: "year", Label: "press.year", Options: projectYears(p, all), Keep: func(x row, v string) bool { return slices.Contains(yearsOf(x), v) }},
		},
		Columns: []listColumn[row]{
			{Key: "title", Label: "project.name", Compare: func(a, b row) int { return cmp.Compare(names.Fold(title(a)), names.Fold(title(b))) }, Cell: func(x row) listCell {
				text, other := s.projectTitle(p, x)
				return listCell{Text: text, Lang: other, URL: "/" + p.Lang + "/desk/projects/" + x.Handle, Note: partners(x)}
			}},
			{Key: "state", Label: "project.state", Compare: func(a, b row) int { return order(a) - order(b) }, Cell: func(x row) listCell {
				st := p.projectStatus(x.State)
				c := listCell{Status: &st}
				if n := len(x.Moves); n > 0 {
					c.Note = p.dayWords(x.Moves[n-1].Day)
				}
				return c
			}},
			{Key: "period", Label: "project.period", Compare: func(a, b row) int { return a.From.Calendar().Compare(b.From.Calendar()) }, Cell: func(x row) listCell { return listCell{Text: p.projectPeriod(x)} }},
			{Key: "total", Label: "project.total", Right: true, Tight: true, Compare: func(a, b row) int { return cmp.Compare(total(a), total(b)) }, Cell: func(x row) listCell {
				if len(x.Budget.Lines) == 0 {
					return listCell{Text: "–"}
				}
				c := listCell{Text: p.cents(total(x), project.Euro)}
				_, call := s.callOf(r, x.Call)
				if n := len(x.Faults(limitOf(call))); n > 0 {
					c.Note = p.t("project.amiss.count", "n", n)
				}
				return c
			}},
			{Key: "public", Label: "project.shown", Cell: func(x row) listCell {
				if x.Shown.IsZero() {
					return listCell{Text: p.t("list.no")}
				}
				return listCell{Text: p.t("list.yes")}
			}},
			{Key: "changed", Label: "list.changed", Compare: func(a, b row) int { return a.Changed.Compare(b.Changed) }, Cell: func(x row) listCell { return listCell{Text: p.moment(x.Changed)} }},
		},
		Sort: "-changed", Tie: func(a, b row) int { return strings.Compare(a.ID, b.ID) },
	}
}

func (p *page) projectStates() []option {
	list := p.any()
	for _, x := range project.States() {
		list = append(list, option{Value: string(x), Name: p.t("project.state." + string(x))})
	}
	return list
}

// projectPeriod says when a project's work is, as far as that is known.
func (p *page) projectPeriod(x project.Project) string {
	switch {
	case x.From.IsZero() && x.To.IsZero():
		return "–"
	case x.To.IsZero():
		return p.t("project.since", "day", x.From.Calendar())
	case x.From.IsZero():
		return p.t("project.until", "day", x.To.Calendar())
	}
	return p.dateText(x.From) + " – " + p.dateText(x.To)
}

// yearsOf are the years of a project, as a list offers them.
func yearsOf(x project.Project) (years []string) {
	for _, y := range x.Years() {
		years = append(years, strconv.Itoa(y))
	}
	return years
}

// projectYears are the choices of the filter by year, the latest first.
func projectYears(p *page, all []project.Project) []option {
	var years []string
	for _, x := range all {
		for _, y := range yearsOf(x) {
			if !slices.Contains(years, y) {
				years = append(years, y)
			}
		}
	}
	slices.Sort(years)
	slices.Reverse(years)
	list := p.any()
	for _, y := range years {
		list = append(list, option{Value: y, Name: y})
	}
	return list
}
