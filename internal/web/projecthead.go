package web

import (
	"cmp"
	"net/http"

	"twintown/internal/funding"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectHead is what all pages of a project at the desk share.
type projectHead struct {
	page
	Project   project.Project
	Base      string // the project's address at the desk
	Tabs      []deskEntry
	Status    statusView
	TextLang  string // of the title, where it is not the page's
	Partners  string
	PublicURL string // "" where readers do not see it
	Form      *form
	Version   int64        // of the part that the page's form keeps
	Changed   []changeView // what somebody else changed meanwhile
	Asked     string       // where a town of the reader's says whether it takes part, "" where none is asked
	Limit     funding.Share
	RowScript string // adds rows at once
}

// Head is what stands above.
func (v *projectHead) Head() *projectHead { return v }

// projectPage is a page of a project at the desk.
type projectPage interface {
	rendered
	Head() *projectHead
}

// projectTabs are the pages of a project, by what follows its address.
var projectTabs = []pair{
	{"", "project.tab.overview"}, {"/partners", "project.partners"}, {"/budget", "project.budget"}, {"/payments", "project.payments"}, {"/work", "project.work"}, {"/texts", "project.texts"}, {"/papers", "project.tab.papers"},
}

// projectLooks are the colours and shapes of states: as of partnerships, so that who knows
// those reads these.
var projectLooks = map[project.State][2]string{
	project.Idea: {"started", "wish"}, project.Submitted: {"started", "open"}, project.Granted: {"in-force", "whole"},
	project.Refused: {"ended", "none"}, project.Running: {"in-force", "whole"}, project.Closed: {"ended", "knot"},
}

func (p *page) projectStatus(state project.State) statusView {
	look := projectLooks[state]
	return statusView{Code: string(state), Group: look[0], Glyph: look[1], Word: p.t("project.state." + string(state))}
}

// newProjectHead fills the head of the page at tab.
func (s *Site) newProjectHead(w http.ResponseWriter, r *http.Request, code, tab string, part project.Part) (projectHead, error) {
	p, err := s.projectOf(r)
	if err != nil {
		return projectHead{}, err
	}
	path := "/desk/projects/" + p.Handle
	v := projectHead{page: s.newDesk(w, r, code, path+tab, "/desk/projects"), Project: p, Base: "/" + code + path, Version: p.PartVersion(part)}
	v.Title, v.TextLang = s.projectTitle(&v.page, p)
	v.Status, v.Partners = v.projectStatus(p.State), s.partnerList(&v.page, p)
	for _, t := range projectTabs {
		v.Tabs = append(v.Tabs, deskEntry{Name: v.t(t.Value), URL: v.Base + t.Name, Current: t.Name == tab})
	}
	if !p.Shown.IsZero() {
		v.PublicURL = "/" + code + "/projects/" + p.Handle
	}
	if len(s.asksReader(r, p)) > 0 {
		v.Asked = v.Base + "/answer"
	}
	_, call := s.callOf(r, p.Call)
	v.Limit, v.RowScript = limitOf(call), s.assets.Rows()
	return v, nil
}

// projectTitle is what a project is called, and in which language where that is not the
// page's.
func (s *Site) projectTitle(p *page, x project.Project) (title, other string) {
	t, language, ok := x.In(p.Lang, s.languages)
	switch {
	case !ok:
		return cmp.Or(x.Acronym, p.t("project.untitled")), ""
	case language == p.Lang:
		language = ""
	}
	return t.Title, language
}

// partnerName is what a partner is called.
func (s *Site) partnerName(p *page, q project.Partner) string {
	if q.Place == 0 {
		return q.Organisation
	}
	name := s.rooms.World().Places.DisplayName(q.Place, p.Lang)
	if q.Organisation != "" {
		name += " (" + q.Organisation + ")"
	}
	return name
}

// partnerList names the partners who are there.
func (s *Site) partnerList(p *page, x project.Project) string {
	var all []string
	for _, q := range x.Leading() {
		if q.There() {
			all = append(all, s.partnerName(p, q))
		}
	}
	return p.p.List(all)
}

// callOf is the call of a key, nil where it is not known.
func (s *Site) callOf(r *http.Request, key string) (*funding.Programme, *funding.Call) {
	if key == "" {
		return nil, nil
	}
	c, err := s.catalogue(r)
	if err != nil {
		return nil, nil
	}
	pr, call, _ := c.ByCall(key)
	return pr, call
}

// limitOf is the part of the costs that a call pays at most.
func limitOf(c *funding.Call) funding.Share {
	if c == nil || c.Amount.Model != funding.Rate || c.Amount.Rate <= 0 {
		return funding.NoShare
	}
	return c.Amount.Rate
}

// projectChange is one change of a project that a form asks for.
type projectChange func(p *project.Project) error

// changeProject makes the change of a project that a form asks for, and leads to next with
// what is said. Where something is wrong, dress puts the form onto the page again as it was
// filled in, and the page template shows it. A nil change shows the page only: the form asked
// for more rows.
func (s *Site) changeProject(w http.ResponseWriter, r *http.Request, template string, v projectPage, part project.Part, next string, said lang.Message, fn projectChange, err error, dress func() error) error {
	h := v.Head()
	if err == nil && fn != nil {
		err = s.rooms.Projects.Change(r.Context(), actorOf(r), h.Project.ID, part, h.Form.version(), fn)
		if err == nil {
			return s.done(w, r, h.Lang, next, said, "")
		}
	}
	status := http.StatusOK
	if err != nil {
		shown := false
		if status, shown = s.refused(h.Form, err); !shown {
			return err
		}
		if h.Form.version() != h.Version && overtaken(err) {
			if h.Changed, err = s.changesOf(&h.page, r, people.Query{Kind: project.Kind, ID: h.Project.ID}); err != nil {
				return err
			}
			h.Changed = h.Changed[:min(len(h.Changed), 1)] // a second save is meant
		}
	}
	if err := dress(); err != nil {
		return err
	}
	return s.write(w, status, template, v)
}
