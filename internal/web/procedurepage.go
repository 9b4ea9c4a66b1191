package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/seek/procedure"
	"twintown/internal/web/draw"
)

// procedurePage is the checklist that the towns of a procedure share.
type procedurePage struct {
	page
	Names, Base, Count, Next string
	Stopped                  string // that it is, by whom and why; "": it goes on
	Way                      draw.Way
	Steps                    []stepView
	Links                    []link // to the partnership, the request, the conversation, the dates
	History                  []eventView
	Matched                  bool // the request can be closed now
	Walking, Dated           bool
	Version                  int64
	Halt                     *form // the form that stops it

	Tongues [2][]option // languages of papers

	it      procedure.Procedure
	mine    int64 // the reader's side
	who     map[string]string
	tongues []string // in which papers are made
}

// stepView is a step with its points.
type stepView struct {
	Code, Name, What string
	Number           int
	State            string // of the step as a whole, for its mark
	Points           []pointView
	Terms            *termsView   // of the decision on the kind
	Plan             *writtenPlan // of the plan
}

// pointView is one box of the checklist.
type pointView struct {
	Key, Side     string // Key is unique on the page
	State, Text   string
	Who           string
	Facts         []fact
	Note          string
	Link          string
	Act           string // address of the act in the partnership
	Documents     []documentView
	Laws          []lawView
	LawAsked      bool // the step rests on a law, which we may not know
	Actions       []link
	Papers        []paperLink
	Form          *pointForm
	Reopen        string // address to which a POST takes it back; "": it cannot be
	Version       int64
	SideID, Label string
}

// lawView is a rule as a page shows it.
type lawView struct{ Cited, Says, Source, URL, Read string }

// paperLink is a document that can be made for a step.
type paperLink struct{ Name, DOCX, PDF string }

// eventView is a line of the history.
type eventView struct{ When, Who, Text, Words string }

// termsView is what is proposed or agreed.
type termsView struct {
	Agreed, Proposed []fact
	By, Note         string
	Waits            string // whose answer is missing
	MayAgree         bool
	For              []option // sides without an officer, for whom the reader may note a yes
	Form             *termsForm
	Propose          string // address that opens the form
	Version          int64
	Action           string // where a yes goes
	Mine             int64
}

// writtenPlan is the plan as it is written.
type writtenPlan struct {
	Texts []planText
	Form  *planForm
	Edit  string
}

// planText is the plan in one language.
type planText struct {
	Lang, Language string
	Parts          []fact
}

// newProcedurePage fills the page without its forms.
func (s *Site) newProcedurePage(w http.ResponseWriter, r *http.Request, code string) (*procedurePage, error) {
	it, err := s.procedureOf(r)
	if err != nil {
		return nil, err
	}
	path := "/desk/procedures/" + it.ID
	v := &procedurePage{page: s.newDesk(w, r, code, path, "/desk/procedures"), it: it, Base: "/" + code + path, Version: it.Version, Walking: it.State == procedure.Walking}
	v.mine, v.tongues = s.mySide(r, it), s.paperTongues(r, &procedurePage{page: v.page, it: it})
	if paperable(it) {
		v.Tongues = s.tongueChoices(v)
	}
	v.Names = s.procedureNames(&v.page, it)
	v.Title = v.Names
	settled, all := it.Count()
	v.Count, v.Next, v.Way = v.t("procedure.count", "done", settled, "all", all), s.nextText(&v.page, it), wayOf(it)
	if !v.Walking {
		v.Stopped = v.t("procedure.halted", "name", s.rooms.World().Places.DisplayName(it.Halt.By, code), "day", lang.DateOf(it.Halt.At), "why", it.Halt.Why)
	}
	if v.who, err = s.rooms.People.Names(r.Context()); err != nil {
		return nil, err
	}
	v.Halt = newForm(&v.page, nil)
	s.fillProcedureLinks(r, v)
	if err := s.fillSteps(r, v); err != nil {
		return nil, err
	}
	return v, s.fillProcedureHistory(r, v)
}

// procedure shows it, with the form that the address opens.
func (s *Site) procedure(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProcedurePage(w, r, code)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if v.Walking && q.Get("step") != "" {
		if err := s.openForm(r, v, procedure.Step(q.Get("step")), sideOf(q.Get("side")), q.Get("do"), nil, nil); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "procedure", v)
}

// fillProcedureLinks leads on: to the partnership, to what the procedure grew from.
func (s *Site) fillProcedureLinks(r *http.Request, v *procedurePage) {
	it := v.it
	if it.Partnership != "" {
		v.Links = append(v.Links, link{v.t("procedure.to.partnership"), "/" + v.Lang + "/desk/partnerships/" + it.Partnership})
	}
	if x, ok := s.requestOfProcedure(r, it); ok {
		v.Links = append(v.Links, link{v.t("procedure.to.request"), "/" + v.Lang + "/seek/" + x.Handle})
		open := x.State != seek.Matched && x.State != seek.Closed
		v.Matched = open && it.Reached() && s.may(r, people.WriteRequest, s.requestObject(x))
	}
	if it.Conversation != "" {
		v.Links = append(v.Links, link{v.t("procedure.to.conversation"), "/" + v.Lang + "/desk/conversations/" + it.Conversation})
	}
	v.Dated = len(it.Dates()) > 0
}

// requestOfProcedure is the request from which a procedure grew.
func (s *Site) requestOfProcedure(r *http.Request, it procedure.Procedure) (seek.Request, bool) {
	if it.Request == "" || s.rooms.Requests == nil {
		return seek.Request{}, false
	}
	x, err := s.rooms.Requests.ByID(r.Context(), it.Request)
	return x, err == nil
}

// fillSteps lists the steps with their points.
func (s *Site) fillSteps(r *http.Request, v *procedurePage) error {
	for i, step := range procedure.Steps() {
		view := stepView{Code: string(step), Name: v.t("procedure.step." + string(step)), What: v.t("procedure.what." + string(step)), Number: i + 1, State: string(procedure.Did)}
		for _, q := range v.it.Points {
			if q.Step != step {
				continue
			}
			p, err := s.pointView(r, v, q)
			if err != nil {
				return err
			}
			if !q.Settled() || view.State == string(procedure.Did) {
				view.State = p.State
			}
			view.Points = append(view.Points, p)
		}
		switch step {
		case procedure.Decision:
			view.Terms = s.termsView(r, v)
		case procedure.Planning:
			view.Plan = s.writtenPlan(v)
		}
		v.Steps = append(v.Steps, view)
	}
	return nil
}

// pointView dresses one point.
func (s *Site) pointView(r *http.Request, v *procedurePage, q procedure.Point) (p pointView, err error) {
	p = pointView{
		Key: string(q.Step) + "-" + strconv.FormatInt(q.Side, 10), State: string(q.State), Text: v.stateText(q), Note: q.Note, Link: q.Link,
		Version: q.Version, SideID: strconv.FormatInt(q.Side, 10), Label: s.pointName(&v.page, q.Step, q.Side),
	}
	if q.Side != 0 {
		p.Side = s.rooms.World().Places.DisplayName(q.Side, v.Lang)
	}
	if q.State == procedure.Left {
		p.Note = q.Why
	}
	if q.By != "" {
		p.Who = v.t("procedure.noted", "name", v.nameOf(q.By), "day", lang.DateOf(q.Changed))
	}
	p.Facts = s.pointFacts(v, q)
	if q.Act != "" && v.it.Partnership != "" {
		p.Act = "/" + v.Lang + "/desk/partnerships/" + v.it.Partnership + "#act-" + q.Act
	}
	if p.Documents, err = s.documentViews(r, &v.page, q.Documents); err != nil {
		return p, err
	}
	for i := range p.Documents {
		p.Documents[i].Remove = "" // the form of the step takes files away from it
	}
	s.fillLaws(v, &p, q)
	v.fillActions(&p, q)
	p.Papers = s.papersOf(v, q)
	return p, nil
}

// nameOf is who did something.
func (v *procedurePage) nameOf(account string) string {
	if name := v.who[account]; name != "" {
		return name
	}
	return v.t("list.by.erased")
}

// stateText says how a point stands.
func (v *procedurePage) stateText(q procedure.Point) string {
	return v.t("procedure.point."+string(q.State), "day", v.dateText(q.Day))
}

// pointFacts are what is noted at a point.
func (s *Site) pointFacts(v *procedurePage, q procedure.Point) (all []fact) {
	add := func(key, text string) {
		if text != "" {
			all = append(all, fact{v.t(key), text})
		}
	}
	if q.Where != 0 {
		add("procedure.field.where", s.rooms.World().Places.DisplayName(q.Where, v.Lang))
	}
	if q.Sort != "" && q.State == procedure.Did {
		add("procedure.field.sort", v.t("procedure.sort."+string(q.Sort)))
	}
	add("desk.field.title", q.Title)
	add("desk.field.number", q.Number)
	if !q.Vote.IsZero() {
		add("desk.field.vote", v.voteText(q.Vote))
	}
	if q.Condition.Code != "" {
		add("desk.field.condition", v.p.Message(partnership.Act{Condition: q.Condition}.ConditionText()))
	}
	add("procedure.field.law", q.Law)
	return all
}

// voteText says how a council voted.
func (p *page) voteText(v partnership.Vote) string {
	text := ""
	add := func(key string, n int) {
		if n > 0 {
			if text != "" {
				text += ", "
			}
			text += p.t(key) + p.colon() + p.p.Number(int64(n))
		}
	}
	add("desk.vote.for", v.For)
	add("desk.vote.against", v.Against)
	add("desk.vote.abstained", v.Abstained)
	add("desk.vote.present", v.Present)
	if v.Unanimous {
		if text != "" {
			text += ", "
		}
		text += p.t("desk.vote.unanimous")
	}
	return text
}

// fillLaws says on which law the step of a side rests, where we know it.
func (s *Site) fillLaws(v *procedurePage, p *pointView, q procedure.Point) {
	if !q.Step.Apart() {
		return
	}
	p.LawAsked = q.Step == procedure.Resolution
	unit, _ := s.rooms.World().Places.Get(q.Side)
	for _, l := range lawsOf(unit, q.Step) {
		p.Laws = append(p.Laws, lawView{l.Cited(), v.t("procedure.law." + l.Code), l.Source, l.URL, v.p.Date(l.Read)})
	}
}

func lawsOf(unit place.Place, step procedure.Step) []procedure.Law {
	return procedure.LawOf(unit.Country, unit.Kind, step)
}

// fillActions are what the reader can do at a point: each opens its form.
func (v *procedurePage) fillActions(p *pointView, q procedure.Point) {
	if !v.Walking {
		return
	}
	open := func(key, do string) link {
		at := v.Base + "?step=" + string(q.Step) + "&side=" + p.SideID + "&do=" + do + "#point-" + p.Key
		return link{v.t(key), at}
	}
	if q.Settled() {
		p.Reopen = v.Base + "/steps/" + string(q.Step)
	}
	switch {
	case q.Step == procedure.Decision:
		if !q.Settled() {
			p.Actions = []link{open("procedure.do.plan", "plan"), open("procedure.do.left", "left")}
		}
	case q.State == procedure.Did:
		p.Actions = []link{open("procedure.do.correct", "done")}
	case q.State == procedure.Left:
	case q.State == procedure.Planned:
		p.Actions = []link{open("procedure.do.done", "done"), open("procedure.do.move", "plan"), open("procedure.do.left", "left")}
	default:
		p.Actions = []link{open("procedure.do.done", "done"), open("procedure.do.plan", "plan"), open("procedure.do.left", "left")}
	}
}

// termsFacts are terms as a list of facts.
func (v *procedurePage) termsFacts(t procedure.Terms) (all []fact) {
	if t.IsZero() {
		return nil
	}
	all = append(all, fact{v.t("desk.field.kind"), v.t("partnership.kind." + string(t.Kind))})
	if len(t.Topics) > 0 {
		all = append(all, fact{v.t("desk.field.topics"), v.topicNames(t.Topics)})
	}
	term := v.t("procedure.unlimited")
	if t.Term != "" {
		term = v.duration(t.Term)
	}
	all = append(all, fact{v.t("procedure.term"), term})
	if t.Notice != "" {
		all = append(all, fact{v.t("desk.field.notice"), v.duration(t.Notice)})
	}
	if t.Title != "" {
		all = append(all, fact{v.t("desk.field.original_term"), t.Title})
	}
	return all
}

// termsView shows what is agreed and what waits for an answer.
func (s *Site) termsView(r *http.Request, v *procedurePage) *termsView {
	it := v.it
	t := &termsView{Agreed: v.termsFacts(it.Terms), Version: it.TermsVersion, Action: v.Base + "/terms", Mine: v.mine, Propose: v.Base + "?step=kind&do=propose#point-kind-0"}
	if !v.Walking {
		t.Propose = ""
	}
	if it.Proposal.By == 0 {
		return t
	}
	now := s.rooms.World()
	t.Proposed, t.Note, t.By = v.termsFacts(it.Proposal.Terms), it.Proposal.Note, now.Places.DisplayName(it.Proposal.By, v.Lang)
	var waits []string
	for _, n := range it.Places {
		if slices.Contains(it.Proposal.Agreed, n) {
			continue
		}
		waits = append(waits, now.Places.DisplayName(n, v.Lang))
		if n == v.mine {
			t.MayAgree = v.Walking
			continue
		}
		if officers, err := s.rooms.People.OfficersOf(r.Context(), n); err == nil && len(officers) == 0 && v.Walking {
			t.For = append(t.For, option{Value: strconv.FormatInt(n, 10), Name: now.Places.DisplayName(n, v.Lang)})
		}
	}
	t.Waits = v.t("procedure.terms.waits", "names", waits)
	return t
}

// writtenPlan shows the plan in the languages in which it is written.
func (s *Site) writtenPlan(v *procedurePage) *writtenPlan {
	p := &writtenPlan{Edit: v.Base + "?step=plan&do=write#plan"}
	if !v.Walking {
		p.Edit = ""
	}
	for _, code := range s.languagesFrom(v.Lang) {
		text, ok := v.it.Plan[code]
		if !ok {
			continue
		}
		view := planText{Lang: code, Language: v.p.LanguageName(code)}
		for _, part := range []pair{{"aims", text.Aims}, {"method", text.Method}, {"outcomes", text.Outcomes}, {"resources", text.Resources}} {
			if part.Value != "" {
				view.Parts = append(view.Parts, fact{v.t("procedure.plan." + part.Name), part.Value})
			}
		}
		p.Texts = append(p.Texts, view)
	}
	return p
}

// fillProcedureHistory says who did what.
func (s *Site) fillProcedureHistory(r *http.Request, v *procedurePage) error {
	all, err := s.rooms.Procedures.History(r.Context(), v.it.ID)
	zone, now := s.homeZone(), s.rooms.World()
	for _, e := range all {
		view := eventView{When: v.momentIn(e.At, zone), Who: v.nameOf(e.Account), Words: e.Words}
		if e.Place != 0 {
			view.Who = besideName(view.Who, now.Places.DisplayName(e.Place, v.Lang), now.Places.Endonym(e.Place))
		}
		view.Text = s.eventText(&v.page, e)
		if facts := v.termsFacts(e.Terms); len(facts) > 0 && view.Words == "" {
			for i, f := range facts {
				if i > 0 {
					view.Words += "; "
				}
				view.Words += f.Value
			}
		}
		v.History = append(v.History, view)
	}
	return err
}

// besideName puts the town in whose name somebody acted beside her name. Offices call their
// accounts after the town, and it need not be said twice.
func besideName(name, town, endonym string) string {
	if town == "" || strings.Contains(name, town) || endonym != "" && strings.Contains(name, endonym) {
		return name
	}
	return name + " (" + town + ")"
}

// eventText says what happened.
func (s *Site) eventText(p *page, e procedure.Event) string {
	step := ""
	if e.Step != "" {
		step = s.pointName(p, e.Step, e.Side)
	}
	return p.t("procedure.event."+string(e.What), "step", step, "day", p.dateText(e.Day))
}
