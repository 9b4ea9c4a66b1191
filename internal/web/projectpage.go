package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectOverview is a project at the desk: how far it is, what comes next, what is amiss.
type projectOverview struct {
	projectHead
	Next    []option // states to which it can go
	Today   string
	Back    string // what the last move was; "" for none
	Moves   []moveView
	Amiss   []string // what does not add up
	Short   []budgetLine
	Total   string
	Call    *callView
	Fits    *projectFit
	Calls   []option
	From    dayView
	To      dayView
	Topics  []option
	Grown   []link // partnerships out of which it grew
	Changes []changeView
}

// moveView is a move between states.
type moveView struct{ State, Day, Note string }

// projectFit says whether the partners may apply.
type projectFit struct {
	Answer  statusView
	Because []string
	Leaving []string // countries that leave a group which the call asks for
	Lacks   []string
	Ways    [][]string
}

// V is the version of a part, for its form.
func (v *projectHead) V(part string) int64 { return v.Project.PartVersion(project.Part(part)) }

func (s *Site) newProjectPage(w http.ResponseWriter, r *http.Request, code string) (*projectOverview, error) {
	head, err := s.newProjectHead(w, r, code, "", project.OfState)
	if err != nil {
		return nil, err
	}
	v := &projectOverview{projectHead: head}
	x := v.Project
	v.Form = newForm(&v.page, url.Values{
		"acronym": {x.Acronym}, "number": {x.Number}, "funder": {x.Funder}, "link": {x.Link}, "keep": {x.Keep}, "call": {x.Call}, "topic": x.Topics,
		"from": {v.dateWords(x.From)}, "to": {v.dateWords(x.To)}, "day": {s.dayNow()},
	})
	return v, nil
}

// project shows it.
func (s *Site) project(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPage(w, r, code)
	if err != nil {
		return err
	}
	if err := s.dressProject(r, v); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "project-desk", v)
}

func (s *Site) dressProject(r *http.Request, v *projectOverview) (err error) {
	x, f := v.Project, v.Form
	v.Next, v.Moves, v.Amiss, v.Short = nil, nil, nil, nil
	for _, to := range x.Next() {
		v.Next = append(v.Next, option{Value: string(to), Name: v.t("project.move." + string(to))})
	}
	for _, m := range x.Moves {
		v.Moves = append(v.Moves, moveView{v.t("project.state." + string(m.To)), v.dayWords(m.Day), m.Note})
	}
	if n := len(v.Moves); n > 0 {
		v.Back = v.Moves[n-1].State
	}
	for _, fault := range x.Faults(v.Limit) {
		v.Amiss = append(v.Amiss, v.faultText(s, x, fault))
	}
	budget := s.budgetView(&v.page, x, v.Limit)
	v.Total, v.Short = budget.Total, budget.ByPartner
	if pr, call := s.callOf(r, x.Call); call != nil {
		view := v.callView(pr, call, s.clock.Now())
		v.Call = &view
		v.Fits = s.projectFit(r, v, pr, call)
	}
	v.Calls = s.callOptions(r, &v.page, f.text("call"))
	v.From, v.To = s.dayField(f, &v.page, "from", "project.from", ""), s.dayField(f, &v.page, "to", "project.to", "")
	v.Topics = v.tickedTopics(f)
	v.Grown = nil
	for _, id := range x.Partnerships {
		if found, err := s.rooms.Partnerships.ByID(r.Context(), id); err == nil {
			v.Grown = append(v.Grown, link{s.townList(&v.page, found.Sides()), "/" + v.Lang + "/partnerships/" + id})
		}
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: project.Kind, ID: x.ID})
	return err
}

// projectFit asks the call about the partners who are there; for a town that was merged,
// about the one that took over. What is not known of a partner is said, not guessed.
func (s *Site) projectFit(r *http.Request, v *projectOverview, pr *funding.Programme, call *funding.Call) *projectFit {
	c, err := s.catalogue(r)
	if err != nil {
		return nil
	}
	var places, unclear []int64
	var names []string
	for _, n := range v.Project.Places() {
		if n = s.heirOf(r, n); len(s.heirsOf(r, n)) > 1 {
			unclear = append(unclear, n)
		}
		if !slices.Contains(places, n) {
			places, names = append(places, n), append(names, s.rooms.World().Places.DisplayName(n, v.Lang))
		}
	}
	if len(places) == 0 {
		return nil
	}
	of := c.Book().Of(places)
	verdict, err := c.Judge(pr, call, &of, s.clock.Now(), nil)
	if err != nil {
		s.log.ErrorContext(r.Context(), "a call could not be asked about a project", "call", call.Key, "error", err)
		return nil
	}
	b := c.Book().In(v.Lang)
	out := &projectFit{Answer: v.answerStatus(verdict.Value)}
	if verdict.PlanOnly() {
		out.Answer = statusView{Code: "plan", Group: "started", Glyph: "wish", Word: v.t("funding.pair.plan")}
	}
	if verdict.Value == rule.No {
		for _, f := range verdict.Finding.Because() {
			if text := v.p.Message(b.SayNode(f.Node)); !slices.Contains(out.Because, text) {
				out.Because = append(out.Because, text)
			}
		}
	}
	for _, l := range verdict.Leaving {
		out.Leaving = append(out.Leaving, v.t("funding.pair.leaves", "c", l.Country.String(), "group", funding.SayGroup(l.Group), "day", funding.Date(l.Last)))
	}
	for _, f := range verdict.Lacks {
		name := ""
		if f.Partner >= 0 && f.Partner < len(names) {
			name = names[f.Partner]
		}
		out.Lacks = append(out.Lacks, v.p.Message(b.SayFact(f, name)))
	}
	for _, n := range unclear {
		if became := s.ended(r, &v.page, n); became != nil {
			out.Lacks = append(out.Lacks, s.rooms.World().Places.DisplayName(n, v.Lang)+": "+became.Text+" "+s.becameNames(&v.page, became.Places)+". "+v.t("project.heirs.choose"))
		}
	}
	for _, way := range verdict.Ways {
		var steps []string
		for i := range way.Changes {
			steps = append(steps, v.p.Message(b.SayChange(&way.Changes[i], names)))
		}
		out.Ways = append(out.Ways, steps)
	}
	return out
}

// overlay puts what a form sent over what is stored; boxes that the form has and that are
// not ticked go.
func (f *form) overlay(sent *form) {
	for name, values := range sent.values {
		f.values[name] = values
	}
	for _, name := range strings.Fields(sent.text("boxes")) {
		if _, ticked := sent.values[name]; !ticked {
			f.values.Del(name)
		}
	}
}

// moveProject takes a project on, or the last move back; shows or hides it.
func (s *Site) moveProject(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPage(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	f := v.Form
	f.overlay(sent)
	now := s.clock.Now()
	var said lang.Message
	var fn projectChange
	switch do := f.raw("do"); do {
	case "back":
		fn, said = func(p *project.Project) error { return p.Back() }, lang.Msg("project.said.back")
	case "show":
		hasOffice, err := s.offices(r)
		if err != nil {
			return err
		}
		fn, said = func(p *project.Project) error { return errs.First(p.Showable(hasOffice), p.Show(now)) }, lang.Msg("project.said.shown")
	case "hide":
		fn, said = func(p *project.Project) error { p.Hide(); return nil }, lang.Msg("project.said.hidden")
	default:
		to := project.State(do)
		if !slices.Contains(project.States(), to) {
			return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), nil)
		}
		day, note := f.text("day"), f.text("note")
		fn = func(p *project.Project) error { return p.Go(to, day, note, v.Limit) }
		said = lang.Msg("project.said.moved", "state", lang.Msg("project.state."+do))
	}
	return s.changeProject(w, r, "project-desk", v, project.OfState, v.Base, said, fn, nil, func() error { return s.dressProject(r, v) })
}

// takeProjectFacts keeps what is the same in each language.
func (s *Site) takeProjectFacts(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPage(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	f := v.Form
	f.overlay(sent)
	s.settleDays(f, &v.page, "from", "to")
	days := map[string]partnership.Date{}
	for _, name := range []string{"from", "to"} {
		d, err := s.lexicon.ReadDate(f.text(name), s.today())
		if err != nil {
			f.fail(name, errs.PublicOf(err))
		}
		days[name] = d
	}
	call := f.text("call")
	if _, known := s.callOf(r, call); call != "" && known == nil && call != v.Project.Call {
		f.fail("call", lang.Msg("error.help.code"))
	}
	return s.changeProject(w, r, "project-desk", v, project.OfFacts, v.Base+"#facts", lang.Msg("project.saved"), func(p *project.Project) error {
		p.Call, p.Acronym, p.Number, p.Funder, p.Link, p.Keep = call, f.text("acronym"), f.text("number"), f.text("funder"), f.text("link"), f.text("keep")
		p.From, p.To, p.Topics = days["from"], days["to"], f.all("topic")
		return nil
	}, f.wrong(), func() error { return s.dressProject(r, v) })
}
