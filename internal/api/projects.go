package api

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"twintown/internal/funding"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// ProjectItem is a joint project as lists show it. It names towns and organisations, and
// never a person.
type ProjectItem struct {
	ID           string           `json:"id" example:"joint-songbook" doc:"as in its page's address"`
	State        string           `json:"state" enum:"idea,submitted,granted,refused,running,closed"`
	Title        string           `json:"title"`
	Language     string           `json:"language,omitempty" doc:"of the texts: the reader's where there is such a text"`
	Origin       string           `json:"origin,omitempty" enum:"written,translated,machine" doc:"where the text in this language comes from"`
	Texts        []meetingText    `json:"texts" nullable:"false" doc:"the languages in which it can be read"`
	Acronym      string           `json:"acronym,omitempty"`
	Number       string           `json:"number,omitempty" doc:"of the grant agreement"`
	Funder       string           `json:"funder,omitempty"`
	Programme    string           `json:"programme,omitempty" doc:"identifier of the programme that pays for it"`
	Call         string           `json:"call,omitempty" doc:"identifier of the call"`
	From         string           `json:"from,omitempty" doc:"when the work begins, as EDTF"`
	To           string           `json:"to,omitempty" doc:"when it ends, as EDTF"`
	Partners     []projectPartner `json:"partners" nullable:"false" doc:"who leads first, those who left last"`
	Partnerships []string         `json:"partnerships" nullable:"false" doc:"identifiers of those out of which it grew"`
	Topics       []string         `json:"topics" nullable:"false" doc:"codes of areas of cooperation"`
	Total        *moneyItem       `json:"total,omitempty" doc:"what is planned, in euro; absent: nothing is"`
	Granted      *moneyItem       `json:"granted,omitempty" doc:"what the decision says, in euro; absent: not told, or not decided"`
	Shown        time.Time        `json:"shown" doc:"since when readers see it"`
	Changed      time.Time        `json:"changed"`
	URL          string           `json:"url" doc:"address of its page on this site"`
}

// projectPartner is a town or an organisation that takes part.
type projectPartner struct {
	Place        int64    `json:"place,omitempty" doc:"number of the town; absent: an organisation of no town"`
	Name         string   `json:"name,omitempty" doc:"of the town, in the reader's language"`
	Country      string   `json:"country,omitempty"`
	Organisation string   `json:"organisation,omitempty" doc:"in its registered spelling; absent: the town itself"`
	Role         string   `json:"role" enum:"lead,partner,associated"`
	Standing     string   `json:"standing" enum:"confirmed,told" doc:"told: another partner named it, and its own office has not said so here"`
	NamedBy      int64    `json:"named_by,omitempty" doc:"number of the town that named it; absent: itself, or not known"`
	Left         string   `json:"left,omitempty" format:"date" doc:"the day on which it left"`
	Euro         *float64 `json:"euro,omitempty" doc:"what it plans to spend; absent: nothing is planned"`
}

// projectDetail adds what only the project's own address tells. Lines of its budget and its
// payments are for the offices of its partners.
type projectDetail struct {
	ProjectItem
	About      string             `json:"about,omitempty" doc:"what is planned, and why"`
	Results    string             `json:"results,omitempty" doc:"what came of it"`
	Site       string             `json:"site,omitempty" doc:"where the project tells of itself"`
	Keep       string             `json:"keep,omitempty" doc:"its identifier at keep.eu or the like"`
	Moves      []projectMove      `json:"moves" nullable:"false" doc:"how it came to its state"`
	Pays       []projectPays      `json:"pays" nullable:"false" doc:"whose money it is"`
	AddsUp     bool               `json:"adds_up" doc:"false: the plan does not come to its sums yet"`
	Rates      []projectRate      `json:"rates" nullable:"false" doc:"of exchange, by which the sums were reckoned"`
	Activities []projectActivity  `json:"activities" nullable:"false"`
	Milestones []projectMilestone `json:"milestones" nullable:"false"`
	Outputs    []projectOutput    `json:"outputs" nullable:"false"`
	Met        *projectWritten    `json:"met,omitempty" doc:"the meeting at which its partners met"`
	Meetings   []projectWritten   `json:"meetings" nullable:"false" doc:"those that belong to it"`
	Written    []projectWritten   `json:"written" nullable:"false" doc:"articles, good practices and galleries about it"`
	Papers     []projectPaper     `json:"papers" nullable:"false" doc:"that everybody may read"`
	Credit     *meetingWords      `json:"credit,omitempty" doc:"the line that the funder asks for: whoever tells of the project repeats it"`
}

type projectMove struct {
	To  string `json:"to" enum:"submitted,granted,refused,running,closed"`
	Day string `json:"day" format:"date"`
}

type projectPays struct {
	Origin string  `json:"origin,omitempty" enum:"grant,own,state,region,private"`
	Euro   float64 `json:"euro"`
}

type projectRate struct {
	Currency string `json:"currency" doc:"ISO 4217"`
	PerEuro  string `json:"per_euro" example:"4.2315"`
	Day      string `json:"day" format:"date"`
	Source   string `json:"source,omitempty"`
}

type projectActivity struct {
	Kind   string         `json:"kind" example:"camp"`
	Title  meetingWords   `json:"title"`
	From   string         `json:"from,omitempty" doc:"EDTF"`
	To     string         `json:"to,omitempty" doc:"EDTF"`
	Place  *placeRef      `json:"place,omitempty"`
	Done   bool           `json:"done,omitempty"`
	People map[string]int `json:"people,omitempty" doc:"who came, by age: under_18, 18_30, 31_64, 65_over, unknown; absent: nobody counted"`
	Abroad *int           `json:"abroad" doc:"of them from other countries; null: nobody counted"`
}

type projectMilestone struct {
	Title meetingWords `json:"title"`
	Due   string       `json:"due,omitempty" format:"date"`
	Done  string       `json:"done,omitempty" format:"date" doc:"absent: not yet"`
}

type projectOutput struct {
	Title   meetingWords `json:"title"`
	Target  int64        `json:"target,omitempty"`
	Reached *int64       `json:"reached" doc:"null: not told yet"`
}

// projectsAsked is what list-projects takes.
type projectsAsked struct {
	Reader
	Window
	Year        int    `query:"year" minimum:"1900" maximum:"2200" doc:"only those whose work is in it"`
	Country     string `query:"country" maxLength:"2" doc:"only with a partner in it"`
	State       string `query:"state" enum:"idea,submitted,granted,refused,running,closed"`
	Programme   string `query:"programme" maxLength:"60" doc:"only those paid for by this programme"`
	Call        string `query:"call" maxLength:"80" doc:"only those paid for by this call"`
	Place       int64  `query:"place" minimum:"1" doc:"only those of which it is a partner, or was"`
	Partnership string `query:"partnership" maxLength:"60" doc:"only those that grew out of it"`
}

// values are the question as an address has it.
func (in *projectsAsked) values() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("lang", in.Lang)
	set("year", strconv.Itoa(in.Year))
	set("country", in.Country)
	set("state", in.State)
	set("programme", in.Programme)
	set("call", in.Call)
	set("place", strconv.FormatInt(in.Place, 10))
	set("partnership", in.Partnership)
	return q
}

func (s *server) listProjects(ctx context.Context, in *projectsAsked) (*answer[Page[ProjectItem]], error) {
	p := s.printer(in.Reader)
	out, err := s.projectPage(ctx, p, in)
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[Page[ProjectItem]]{p.Lang(), out}, nil
}

// projectPage is the window of the projects that are asked for.
func (s *server) projectPage(ctx context.Context, p *lang.Printer, in *projectsAsked) (out Page[ProjectItem], err error) {
	out.Items = []ProjectItem{}
	if s.Projects == nil {
		return out, nil
	}
	programmes, err := s.programmesOfCalls(ctx)
	if err != nil {
		return out, err
	}
	all, err := s.Projects.Public(ctx)
	if err != nil {
		return out, err
	}
	asked := in.asked(programmes)
	country := func(n int64) string { at, _ := s.World().Places.Get(n); return at.Country }
	all = slices.DeleteFunc(all, func(x project.Project) bool { return !asked.Fits(x, country) })
	found := cut(all, in.Window, Root+"/projects", in.values())
	for _, x := range found.Items {
		item, err := s.projectItem(ctx, p, x, programmes)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, item)
	}
	out.Next = found.Next
	return out, nil
}

// asked is the question; programmes are those of calls.
func (in *projectsAsked) asked(programmes map[string]string) project.Asked {
	a := project.Asked{Year: in.Year, Country: in.Country, State: project.State(in.State), Place: in.Place, Partnership: in.Partnership}
	if in.Call != "" {
		a.Calls = []string{in.Call}
	}
	if in.Programme != "" {
		of := []string{}
		for call, programme := range programmes {
			if programme == in.Programme && (in.Call == "" || call == in.Call) {
				of = append(of, call)
			}
		}
		a.Calls = of
	}
	return a
}

// programmesOfCalls are the programmes of all calls.
func (s *server) programmesOfCalls(ctx context.Context) (map[string]string, error) {
	of := map[string]string{}
	c, err := s.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	for i := range c.Programmes() {
		pr := &c.Programmes()[i]
		for j := range pr.Calls {
			of[pr.Calls[j].Key] = pr.Key
		}
	}
	return of, nil
}

// oneProject is what get-project takes.
type oneProject struct {
	Reader
	ID string `path:"id" minLength:"1" maxLength:"120"`
}

func (s *server) getProject(ctx context.Context, in *oneProject) (*answer[projectDetail], error) {
	p := s.printer(in.Reader)
	unknown := errs.New(errs.NotFound, lang.Msg("error.project.unknown"), nil)
	if s.Projects == nil {
		return nil, fail(p, unknown)
	}
	x, err := s.Projects.ByHandle(ctx, in.ID)
	if err == nil && x.Shown.IsZero() {
		err = unknown
	}
	if err != nil {
		return nil, fail(p, err)
	}
	programmes, err := s.programmesOfCalls(ctx)
	if err != nil {
		return nil, fail(p, err)
	}
	d, err := s.projectDetail(ctx, p, x, programmes)
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[projectDetail]{p.Lang(), d}, nil
}

func (s *server) projectItem(ctx context.Context, p *lang.Printer, x project.Project, programmes map[string]string) (item ProjectItem, err error) {
	text, code, _ := x.In(p.Lang(), s.Catalog.Languages())
	item = ProjectItem{
		ID: x.Handle, State: string(x.State), Title: cmp.Or(text.Title, x.Acronym), Language: code, Origin: string(text.Origin), Texts: []meetingText{}, Acronym: x.Acronym, Number: x.Number, Funder: x.Funder,
		Call: x.Call, Programme: programmes[x.Call], From: x.From.String(), To: x.To.String(), Partners: []projectPartner{},
		Topics: append([]string{}, x.Topics...), Shown: x.Shown, Changed: x.Changed, URL: "/" + p.Lang() + "/projects/" + x.Handle,
	}
	for _, l := range s.Catalog.Languages() {
		if x.Texts[l].Title != "" {
			item.Texts = append(item.Texts, meetingText{l, "/" + l + "/projects/" + x.Handle})
		}
	}
	sums, planned := x.Budget.Sums(), len(x.Budget.Lines) > 0
	for _, q := range x.Leading() {
		if !q.Declined { // it said that it takes no part
			item.Partners = append(item.Partners, s.projectPartner(p, x, q, sums, planned))
		}
	}
	if planned {
		item.Total = &moneyItem{float64(sums.Total) / 100, project.Euro}
	}
	if cents, ok := x.Granted(); ok {
		item.Granted = &moneyItem{float64(cents) / 100, project.Euro}
	}
	item.Partnerships, err = s.standing(ctx, x.Partnerships)
	return item, err
}

func (s *server) projectPartner(p *lang.Printer, x project.Project, q project.Partner, sums project.Sums, planned bool) projectPartner {
	out := projectPartner{Place: q.Place, Organisation: q.Organisation, Role: string(q.Role), Standing: string(x.Standing(q)), Left: q.Left}
	if q.By != q.Place {
		out.NamedBy = q.By
	}
	if at, ok := s.World().Places.Get(q.Place); ok {
		out.Name, out.Country = s.World().Places.DisplayName(q.Place, p.Lang()), at.Country
	}
	if planned {
		euro := float64(sums.ByPartner[q.ID]) / 100
		out.Euro = &euro
	}
	return out
}

func (s *server) projectDetail(ctx context.Context, p *lang.Printer, x project.Project, programmes map[string]string) (d projectDetail, err error) {
	text, _, _ := x.In(p.Lang(), s.Catalog.Languages())
	d = projectDetail{
		About: text.About, Results: text.Results, Site: x.Link, Keep: x.Keep, AddsUp: len(x.Faults(funding.NoShare)) == 0,
		Moves: []projectMove{}, Pays: []projectPays{}, Rates: []projectRate{}, Activities: []projectActivity{}, Milestones: []projectMilestone{}, Outputs: []projectOutput{}, Meetings: []projectWritten{}, Written: []projectWritten{}, Papers: []projectPaper{},
	}
	if d.ProjectItem, err = s.projectItem(ctx, p, x, programmes); err != nil {
		return d, err
	}
	for _, m := range x.Moves {
		d.Moves = append(d.Moves, projectMove{string(m.To), m.Day})
	}
	sums := x.Budget.Sums()
	for _, o := range project.Origins() {
		if n := sums.ByOrigin[o]; n > 0 {
			d.Pays = append(d.Pays, projectPays{string(o), float64(n) / 100})
		}
	}
	for _, r := range x.Budget.Rates {
		d.Rates = append(d.Rates, projectRate{r.Currency, r.Text(), r.Day, r.Source})
	}
	s.takeWork(p, x, &d)
	if words := s.wordsIn(p, x.Credit.Line); words.Text != "" {
		d.Credit = &words
	}
	return d, s.takeBeside(ctx, p, x, &d)
}

// takeWork tells what is planned and done.
func (s *server) takeWork(p *lang.Printer, x project.Project, d *projectDetail) {
	for _, a := range x.Activities {
		item := projectActivity{Kind: string(a.Kind), Title: s.wordsIn(p, a.Title), From: a.From.String(), To: a.To.String(), Done: a.Done}
		if at, ok := s.World().Places.Get(a.Place); ok {
			item.Place = &placeRef{a.Place, s.World().Places.DisplayName(a.Place, p.Lang()), at.Country}
		}
		if _, counted := a.Came(); counted {
			item.People = map[string]int{}
			for band, n := range a.People {
				item.People[string(band)] = n
			}
			if a.Abroad != project.Uncounted {
				item.Abroad = &a.Abroad
			}
		}
		d.Activities = append(d.Activities, item)
	}
	for _, m := range x.Milestones {
		d.Milestones = append(d.Milestones, projectMilestone{s.wordsIn(p, m.Title), m.Due, m.Done})
	}
	for _, o := range x.Outputs {
		item := projectOutput{Title: s.wordsIn(p, o.Title), Target: o.Target}
		if o.Reached != project.Uncounted {
			item.Reached = &o.Reached
		}
		d.Outputs = append(d.Outputs, item)
	}
}

// wordsIn is a short text in the reader's language, else in the first one in which it is.
func (s *server) wordsIn(p *lang.Printer, by map[string]string) meetingWords {
	for _, code := range slices.Concat([]string{p.Lang()}, s.Catalog.Languages()) {
		if by[code] != "" {
			return meetingWords{by[code], code}
		}
	}
	return meetingWords{}
}

// standing leaves the partnerships that nobody withdrew.
func (s *server) standing(ctx context.Context, ids []string) ([]string, error) {
	all := []string{}
	for _, id := range ids {
		found, err := s.Partnerships.ByID(ctx, id)
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if found.Withdrawn.IsZero() {
			all = append(all, found.ID)
		}
	}
	return all, nil
}
