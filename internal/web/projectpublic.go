package web

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/project"
	"twintown/internal/topic"
)

// projectRow is a project in a list.
type projectRow struct {
	URL, Title, TextLang string
	Status               statusView
	Partners, Period     string
	Total                string
}

// projectsPage lists the projects that are shown.
type projectsPage struct {
	page
	Rows    []projectRow
	Total   int
	Form    *form
	Choices []fieldView
	Asked   bool
	Clear   string
}

// projectPublicPage is one project as readers see it.
type projectPublicPage struct {
	page
	Crumbs     []link
	TextLang   string
	Status     statusView
	Preview    bool
	APIURL     string // "": there is nothing for programs, or not for everybody
	EditURL    string
	About      []string
	Results    []string
	Partners   []projectPartnerView
	Facts      []fact
	Site       string // where the project tells of itself
	Grown      []link
	Moves      []moveView
	Budget     budgetView
	Activities []activityView
	Milestones []moveView
	Outputs    []budgetLine
	Came       string
	Credit     *creditView
	Papers     []documentView // that readers may read
	Met        *writtenView   // where the partners met
	Meetings   []meetingTeaser
	Written    []writtenView
	Topics     []string
	Map        *mapView
}

// projectPartnerView is a partner on the public page.
type projectPartnerView struct {
	Name, URL, Role, Left, Mark string
	Became                      *becameView
}

// activityView is something that was done.
type activityView struct {
	Title, Kind, When, Where string
	People                   []fact
	Came, Abroad             string
}

// publicProjects lists projects; the address says which.
func (s *Site) publicProjects(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Projects == nil {
		return errNoPage
	}
	v := &projectsPage{page: s.newPage(r, code, "/projects"), Clear: "/" + code + "/projects"}
	v.Title, v.Description, v.Section, v.keep = v.t("project.title"), v.t("project.public.lead"), "projects", false
	v.keepQuery(r.URL.Query())
	v.Form = newForm(&v.page, r.URL.Query())
	all, err := s.rooms.Projects.Public(r.Context())
	if err != nil {
		return err
	}
	v.Total = len(all)
	v.fillChoices(s, r, all)
	q := r.URL.Query()
	all = s.askedProjects(all, q)
	hasOffice, err := s.offices(r)
	if err != nil {
		return err
	}
	for _, x := range all {
		v.Rows = append(v.Rows, s.projectRow(&v.page, x, hasOffice))
	}
	for _, name := range projectQuestions {
		v.Asked = v.Asked || q.Get(name) != ""
	}
	v.Feed = "/" + code + "/projects.atom"
	if ask := askedOf(q).Encode(); ask != "" {
		v.Feed += "?" + ask
	}
	return s.write(w, http.StatusOK, "projects", v)
}

// projectQuestions are what the address can ask for.
var projectQuestions = []string{"year", "country", "state", "call"}

func askedOf(q url.Values) url.Values {
	ask := url.Values{}
	for _, name := range projectQuestions {
		if v := q.Get(name); v != "" {
			ask.Set(name, v)
		}
	}
	return ask
}

// askedProjects leaves the projects that the address asks for.
func (s *Site) askedProjects(all []project.Project, q url.Values) []project.Project {
	return slices.DeleteFunc(all, func(x project.Project) bool {
		year, country, state, call := q.Get("year"), q.Get("country"), q.Get("state"), q.Get("call")
		return year != "" && !slices.Contains(yearsOf(x), year) || state != "" && string(x.State) != state || call != "" && x.Call != call ||
			country != "" && !slices.Contains(s.countriesOf(x), country)
	})
}

// countriesOf are the countries of a project's towns.
func (s *Site) countriesOf(x project.Project) (all []string) {
	for _, n := range x.Places() {
		if at, ok := s.rooms.World().Places.Get(n); ok && !slices.Contains(all, at.Country) {
			all = append(all, at.Country)
		}
	}
	return all
}

func (v *projectsPage) fillChoices(s *Site, r *http.Request, all []project.Project) {
	offer := func(name, label string, options []option) {
		if len(options) > 1 {
			v.Choices = append(v.Choices, v.Form.Choice(name, label, "", options))
		}
	}
	var countries, calls []option
	states := v.any()
	seen := map[string]bool{}
	for _, x := range all {
		for _, c := range s.countriesOf(x) {
			if !seen["c"+c] {
				seen["c"+c] = true
				countries = append(countries, option{Value: c, Name: v.p.CountryName(c)})
			}
		}
		if _, call := s.callOf(r, x.Call); call != nil && !seen["k"+x.Call] {
			seen["k"+x.Call] = true
			name, _ := v.nameOf(call.Names)
			calls = append(calls, option{Value: x.Call, Name: name})
		}
		seen["s"+string(x.State)] = true
	}
	for _, state := range project.States() {
		if seen["s"+string(state)] {
			states = append(states, option{Value: string(state), Name: v.t("project.state." + string(state))})
		}
	}
	slices.SortFunc(countries, v.byName)
	slices.SortFunc(calls, v.byName)
	offer("year", "press.year", projectYears(&v.page, all))
	offer("country", "seek.filter.country", append(v.any(), countries...))
	offer("state", "project.state", states)
	offer("call", "project.call", append(v.any(), calls...))
}

// projectRow is a project as readers see it in a list. Partners whose own office has not said
// yet that they take part are named on its page alone, where that is said too.
func (s *Site) projectRow(p *page, x project.Project, hasOffice func(int64) bool) projectRow {
	row := projectRow{URL: "/" + p.Lang + "/projects/" + x.Handle, Status: p.projectStatus(x.State)}
	var names []string
	for _, q := range x.Leading() {
		if _, awaited := s.markOf(p, x, q, hasOffice); q.There() && !awaited {
			names = append(names, s.partnerName(p, q))
		}
	}
	row.Partners = p.p.List(names)
	row.Title, row.TextLang = s.projectTitle(p, x)
	if row.Period = p.projectPeriod(x); row.Period == "–" {
		row.Period = ""
	}
	if len(x.Budget.Lines) > 0 {
		row.Total = p.cents(x.Budget.Sums().Total, project.Euro)
	}
	return row
}

// shownProjects are rows of those of the projects that readers see; keep leaves some of them.
func (s *Site) shownProjects(r *http.Request, p *page, all []project.Project, keep func(x project.Project, hasOffice func(int64) bool) bool) (rows []projectRow, err error) {
	hasOffice, err := s.offices(r)
	for _, x := range all {
		if !x.Shown.IsZero() && keep(x, hasOffice) {
			rows = append(rows, s.projectRow(p, x, hasOffice))
		}
	}
	return rows, err
}

// projectsOfPlace are the public projects of a town, for its page: not those for which others
// named it and its own office has not said that it takes part.
func (s *Site) projectsOfPlace(r *http.Request, p *page, place int64) ([]projectRow, error) {
	if s.rooms.Projects == nil {
		return nil, nil
	}
	all, err := s.rooms.Projects.Of(r.Context(), place)
	if err != nil {
		return nil, err
	}
	return s.shownProjects(r, p, all, func(x project.Project, hasOffice func(int64) bool) bool {
		return slices.ContainsFunc(x.Partners, func(q project.Partner) bool {
			_, awaited := s.markOf(p, x, q, hasOffice)
			return q.Place == place && !q.Declined && !awaited
		})
	})
}

// projectsOfPartnership are the public projects that grew out of a partnership.
func (s *Site) projectsOfPartnership(r *http.Request, p *page, id string) ([]projectRow, error) {
	if s.rooms.Projects == nil {
		return nil, nil
	}
	all, err := s.rooms.Projects.OfPartnership(r.Context(), id)
	if err != nil {
		return nil, err
	}
	return s.shownProjects(r, p, all, func(project.Project, func(int64) bool) bool { return true })
}

// publicProject shows one project: texts, partners, period, sums, and what came of it. The
// lines of its budget and its payments are for the offices of its partners.
func (s *Site) publicProject(w http.ResponseWriter, r *http.Request, code string) error {
	x, err := s.projectOf(r)
	if err != nil {
		return err
	}
	may := s.may(r, people.WriteProject, s.projectObject(r, x))
	if x.Shown.IsZero() && !may {
		return errNoPage
	}
	v := &projectPublicPage{page: s.newPage(r, code, "/projects/"+x.Handle), Preview: x.Shown.IsZero()}
	v.Section, v.keep, v.NoIndex, v.Status = "projects", false, x.Shown.IsZero(), v.projectStatus(x.State)
	v.Title, v.TextLang = s.projectTitle(&v.page, x)
	v.Crumbs = []link{{v.t("project.title"), "/" + code + "/projects"}}
	if may {
		v.EditURL = "/" + code + "/desk/projects/" + x.Handle
	}
	text, _, _ := x.In(code, s.languages)
	v.About, v.Results = plainParts(text.About), plainParts(text.Results)
	if v.Description = v.t("project.public.lead"); len(v.About) > 0 {
		v.Description = v.About[0]
	}
	for i := range v.Alternates {
		v.Alternates[i].Bare = x.Texts[v.Alternates[i].Code].Title == ""
	}
	if s.rooms.Programs != nil && !x.Shown.IsZero() {
		v.APIURL = "/api/v1/projects/" + x.Handle + "?lang=" + code
	}
	if err := s.fillPublic(r, v, x); err != nil {
		return err
	}
	if err := s.fillBeside(r, v, x); err != nil {
		return err
	}
	v.JSONLD = s.projectData(v, x)
	return s.write(w, http.StatusOK, "project", v)
}

func (s *Site) fillPublic(r *http.Request, v *projectPublicPage, x project.Project) error {
	hasOffice, err := s.offices(r)
	if err != nil {
		return err
	}
	v.Budget = s.budgetView(&v.page, x, -1)
	var dots []mapPlace
	for i, q := range x.Leading() {
		if q.Declined {
			continue // it said that it takes no part
		}
		partner := projectPartnerView{Name: s.partnerName(&v.page, q), Role: v.t("project.role." + string(q.Role)), Left: v.Budget.Parts[i].Left}
		awaited := false
		if q.Place != 0 {
			partner.Became = s.ended(r, &v.page, q.Place)
		}
		partner.Mark, awaited = s.markOf(&v.page, x, q, hasOffice)
		if at, ok := s.rooms.World().Places.Get(q.Place); ok && !awaited {
			partner.URL = placeURL(s.rooms.World(), q.Place, v.Lang)
			dots = append(dots, mapPlace{mapDot(filled(q.Place), point(at), partner.Name), partner.URL})
		}
		v.Partners = append(v.Partners, partner)
	}
	if len(dots) > 1 {
		v.Map = s.drawMap(&v.page, v.t("project.map"), townView, dots, nil)
	}
	add := func(key, value string) {
		if value != "" && value != "–" {
			v.Facts = append(v.Facts, fact{v.t(key), value})
		}
	}
	add("project.period", v.projectPeriod(x))
	add("project.funder", x.Funder)
	add("project.number", x.Number)
	add("project.keep", x.Keep)
	v.Site = x.Link
	if pr, call := s.callOf(r, x.Call); call != nil {
		view := v.callView(pr, call, s.clock.Now())
		v.Grown = append(v.Grown, link{v.t("project.call") + v.colon() + view.Name, view.URL})
	}
	for _, id := range x.Partnerships {
		if found, err := s.rooms.Partnerships.ByID(r.Context(), id); err == nil && found.Withdrawn.IsZero() {
			v.Grown = append(v.Grown, link{s.townList(&v.page, found.Sides()), "/" + v.Lang + "/partnerships/" + id})
		}
	}
	for _, m := range x.Moves {
		v.Moves = append(v.Moves, moveView{State: v.t("project.state." + string(m.To)), Day: v.dayWords(m.Day)})
	}
	for _, code := range x.Topics {
		v.Topics = append(v.Topics, v.p.Message(topic.Label(code)))
	}
	s.fillDone(v, x)
	return nil
}

// fillBeside fills what is kept elsewhere: papers, meetings, what was written, the logo.
func (s *Site) fillBeside(r *http.Request, v *projectPublicPage, x project.Project) (err error) {
	if v.Credit, err = s.projectCredit(r, &v.page, x); err != nil {
		return err
	}
	if v.Credit != nil {
		v.Credit.Heading = v.t("project.credit")
		if v.Credit.Name, v.Credit.URL = "", ""; !v.Credit.any() {
			v.Credit = nil
		}
	}
	if v.Papers, err = s.openPapers(r, &v.page, x); err != nil {
		return err
	}
	if met, ok, err := s.writtenOf(r, &v.page, x.Meeting); err != nil {
		return err
	} else if ok {
		v.Met = &met
	}
	if v.Meetings, err = s.meetingsOfProject(r, &v.page, x); err != nil {
		return err
	}
	chosen, own, err := s.writtenAbout(r, &v.page, x)
	v.Written = append(chosen, own...)
	return err
}

// fillDone tells what is planned and done. Numbers that nobody counted are not there.
func (s *Site) fillDone(v *projectPublicPage, x project.Project) {
	for _, m := range x.Milestones {
		view := moveView{State: titleIn(m.Title, v.Lang, s.languages), Day: v.dayWords(m.Due)}
		if m.Done != "" {
			view.Note = v.t("project.done") + v.colon() + v.dayWords(m.Done)
		}
		v.Milestones = append(v.Milestones, view)
	}
	total, counted := 0, 0
	for _, a := range x.Activities {
		view := activityView{Title: titleIn(a.Title, v.Lang, s.languages), Kind: v.t("project.doing." + string(a.Kind))}
		if !a.From.IsZero() {
			view.When = v.dateText(a.From)
			if !a.To.IsZero() {
				view.When += " – " + v.dateText(a.To)
			}
		}
		if a.Place != 0 {
			view.Where = s.rooms.World().Places.DisplayName(a.Place, v.Lang)
		}
		if n, ok := a.Came(); ok {
			total, counted = total+n, counted+1
			view.Came = v.t("project.came", "n", n)
			for _, b := range project.Bands() {
				if count := a.People[b]; count > 0 {
					view.People = append(view.People, fact{v.t("project.band." + string(b)), v.p.Number(count)})
				}
			}
			if a.Abroad >= 0 {
				view.Abroad = v.t("project.abroad") + v.colon() + v.p.Number(a.Abroad)
			}
		}
		v.Activities = append(v.Activities, view)
	}
	if counted > 0 {
		v.Came = v.t("project.came.all", "n", total, "counted", counted, "all", len(x.Activities))
	}
	for _, o := range x.Outputs {
		line := budgetLine{Name: titleIn(o.Title, v.Lang, s.languages), Typed: "–", Euros: "–"}
		if o.Target > 0 {
			line.Typed = v.p.Number(o.Target)
		}
		if o.Reached >= 0 {
			line.Euros = v.p.Number(o.Reached)
		}
		v.Outputs = append(v.Outputs, line)
	}
}

// projectData describes a project for programs.
func (s *Site) projectData(v *projectPublicPage, x project.Project) ld {
	node := ld{"@context": "https://schema.org", "@type": "Project", "@id": s.options.BaseURL + "/projects/" + x.Handle, "name": v.Title, "description": v.Description, "url": v.Canonical}
	if !x.From.IsZero() {
		node["foundingDate"] = x.From.Calendar().String()
	}
	if !x.To.IsZero() {
		node["dissolutionDate"] = x.To.Calendar().String()
	}
	var members []ld
	for _, q := range v.Partners {
		member := ld{"@type": "Organization", "name": q.Name}
		if q.URL != "" {
			member["@type"], member["url"] = "GovernmentOrganization", s.options.BaseURL+q.URL
		}
		members = append(members, member)
	}
	node["member"] = members
	if len(x.Budget.Lines) > 0 && x.Funder != "" {
		node["funder"] = ld{"@type": "Organization", "name": x.Funder}
	}
	return node
}

// projectFeed tells the projects that the address asks for, as Atom.
func (s *Site) projectFeed(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Projects == nil {
		return errNoPage
	}
	all, err := s.rooms.Projects.Public(r.Context())
	if err != nil {
		return err
	}
	hasOffice, err := s.offices(r)
	if err != nil {
		return err
	}
	all = s.askedProjects(all, r.URL.Query())
	p := s.newPage(r, code, "")
	ask := ""
	if q := askedOf(r.URL.Query()).Encode(); q != "" {
		ask = "?" + q
	}
	list := s.options.BaseURL + "/" + code + "/projects" + ask
	f := atomFeed{
		Lang: code, ID: list, Title: p.t("project.title") + " · " + p.Face.Name, Author: atomAuthor{p.Face.Name},
		Links: []atomLink{
			{Rel: "self", Href: s.options.BaseURL + "/" + code + "/projects.atom" + ask, Type: "application/atom+xml"},
			{Rel: "alternate", Href: list, Type: "text/html", Lang: code},
		},
	}
	newest := time.Unix(0, 0).UTC() // a feed without entries has not been updated
	for _, x := range all[:min(len(all), mostEntries)] {
		if x.Changed.After(newest) {
			newest = x.Changed
		}
		row := s.projectRow(&p, x, hasOffice)
		summary := strings.Join(slices.DeleteFunc([]string{row.Status.Word, row.Partners, row.Period}, func(t string) bool { return t == "" }), " · ")
		f.Entries = append(f.Entries, atomEntry{
			ID: "urn:uuid:" + db.IDFor(x.ID, code), Title: row.Title, Published: x.Shown.Format(time.RFC3339), Updated: x.Changed.Format(time.RFC3339),
			Links: []atomLink{{Rel: "alternate", Href: s.options.BaseURL + row.URL, Type: "text/html", Lang: code}}, Summary: &atomText{"text", summary},
		})
	}
	f.Updated = newest.Format(time.RFC3339)
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write(append([]byte(xml.Header), body...)) // the reader went away; there is nobody to tell
	return nil
}

// mapProjects names the projects that are shown, each in the languages of its texts.
func (s *Site) mapProjects(r *http.Request, m *siteMap) error {
	if s.rooms.Projects == nil {
		return nil
	}
	all, err := s.rooms.Projects.Public(r.Context())
	for _, x := range all {
		versions := s.alternates("", func(string) string { return "/projects/" + x.Handle })
		versions = slices.DeleteFunc(versions, func(a alternate) bool { return x.Texts[a.Code].Title == "" })
		m.add(versions, x.Changed.Format(time.DateOnly))
	}
	return err
}
