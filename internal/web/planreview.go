package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/project/plan/leaf"
	"twintown/internal/source"
)

// yearPage is the joint look back at a year: the answers of all sides, side by side.
type yearPage struct {
	page
	Names, Base, Plan, Work, Standing string
	Year                              int
	Known                             []string // what the site knows of the year
	Columns                           []yearSide
	Rows                              []yearRow
	Apart                             []string // questions to which the sides give different answers
	Act                               string
	Form                              *yearForm
	YearText                          string
	Others                            []link // the years around

	found partnership.Partnership
	r     plan.Review
}

// yearSide is a column.
type yearSide struct {
	Name, State string
	Side        int64
	Version     int64
	Edit        string // address of its form; "": not the reader's to write, or closed
	Close       bool   // it can be closed: every question is answered
	Reopen      bool
	Missing     string
}

// yearRow is a question with what each side says.
type yearRow struct {
	Question, Code string
	Said           []yearSaid
}

type yearSaid struct{ Side, Lang, Verdict, Words string }

// yearForm is the form of one side.
type yearForm struct {
	*form
	Side      int64
	Name      string
	Languages []option
	Asked     []yearQuestion
	Action    string
	Back      string
}

type yearQuestion struct {
	Code, Text, Field, Fault string
	Verdicts                 []option
	Words                    fieldView
}

// newYearPage fills the page without its form.
func (s *Site) newYearPage(w http.ResponseWriter, r *http.Request, code string) (*yearPage, error) {
	store, err := s.plans()
	if err != nil {
		return nil, err
	}
	year, err := reviewedYear(r)
	if err != nil {
		return nil, err
	}
	found, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	work := "/desk/partnerships/" + found.ID
	path := work + "/review/" + strconv.Itoa(year)
	v := &yearPage{page: s.newDesk(w, r, code, path, "/desk/partnerships"), Base: "/" + code + path, Work: "/" + code + work, Plan: "/" + code + work + "/plan", Year: year, YearText: strconv.Itoa(year), found: found}
	v.keepQuery(r.URL.Query())
	v.Names = v.pairNames(s.rooms.World().Places, found.Present())
	v.Title = v.t("plan.review.title", "year", strconv.Itoa(year)) + v.colon() + v.Names
	if v.r, err = store.Review(r.Context(), found.ID, year); err != nil {
		return nil, err
	}
	v.Standing = leaf.Standing(v.r, v.p)
	if v.r.Act != "" {
		v.Act = v.Work + "#act-" + v.r.Act
	}
	for _, y := range plan.Reviewable(s.today()) {
		if y != year {
			v.Others = append(v.Others, link{v.t("plan.review.title", "year", strconv.Itoa(y)), v.Work + "/review/" + strconv.Itoa(y)})
		}
	}
	s.fillSidesOfYear(r, v)
	v.Known, err = s.knownOfYear(r, &v.page, found, year)
	return v, err
}

// fillSidesOfYear fills the columns and rows.
func (s *Site) fillSidesOfYear(r *http.Request, v *yearPage) {
	now := s.rooms.World()
	for _, a := range v.r.Answers {
		c := yearSide{Name: now.Places.DisplayName(a.Side, v.Lang), Side: a.Side, Version: a.Version, State: v.t("plan.answer.open")}
		mine := s.speaksFor(r, a.Side)
		missing := len(a.Missing())
		switch {
		case !a.Closed.IsZero():
			c.State, c.Reopen = v.t("plan.answer.closed", "day", v.p.Date(lang.DateOf(a.Closed))), mine
		case mine:
			c.Edit = v.Base + "?side=" + strconv.FormatInt(a.Side, 10) + "#answer"
			c.Close = missing == 0
			if missing > 0 && a.Version > 0 {
				c.Missing = v.t("plan.answer.missing", "n", missing)
			}
		}
		v.Columns = append(v.Columns, c)
	}
	for _, q := range plan.Questions() {
		row := yearRow{Question: v.t("plan.ask." + string(q)), Code: string(q)}
		for i, a := range v.r.Answers {
			said := a.Said[q]
			x := yearSaid{Side: v.Columns[i].Name, Lang: a.Language, Words: said.Words}
			if said.Verdict != "" {
				x.Verdict = v.t("plan.say." + string(said.Verdict))
			}
			row.Said = append(row.Said, x)
		}
		v.Rows = append(v.Rows, row)
	}
	for _, q := range v.r.Apart() {
		v.Apart = append(v.Apart, v.t("plan.ask."+string(q)))
	}
}

// speaksFor says whether the reader answers for a side.
func (s *Site) speaksFor(r *http.Request, side int64) bool {
	return s.may(r, people.Confirm, s.placesObject("place", "", side))
}

// knownOfYear are sentences on what the site itself knows of a year: acts, the plan, projects.
func (s *Site) knownOfYear(r *http.Request, p *page, found partnership.Partnership, year int) (all []string, err error) {
	acts := 0
	for _, a := range found.Acts {
		if a.Held(time.Time{}) && a.Date.Year == year && a.Type != partnership.ActReview {
			acts++
			all = append(all, p.dateText(a.Date)+": "+p.t("act.type."+string(a.Type)))
		}
	}
	if acts == 0 {
		all = append(all, p.t("plan.known.no_acts"))
	}
	it, err := s.rooms.Plans.Of(r.Context(), found.ID)
	if err != nil {
		return nil, err
	}
	if items := it.Of(year); len(items) > 0 {
		done := 0
		for _, i := range items {
			if i.State == plan.Done {
				done++
			}
		}
		all = append(all, p.t("plan.known.items", "n", len(items), "done", done))
	} else {
		all = append(all, p.t("plan.known.no_items"))
	}
	if s.rooms.Projects == nil {
		return all, nil
	}
	projects, err := s.rooms.Projects.OfPartnership(r.Context(), found.ID)
	running := 0
	for _, x := range projects {
		if x.State == project.Running || x.State == project.Granted {
			running++
		}
	}
	return append(all, p.t("plan.known.projects", "n", running)), err
}

// yearReview shows it, with the form of the side that the address opens.
func (s *Site) yearReview(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newYearPage(w, r, code)
	if err != nil {
		return err
	}
	side := sideOf(r.URL.Query().Get("side"))
	if a, ok := v.r.Of(side); ok && a.Closed.IsZero() && s.speaksFor(r, side) {
		s.openYear(v, a, newForm(&v.page, s.yearValues(v, a)))
	}
	return s.write(w, http.StatusOK, "plan-review", v)
}

// yearValues are an answer's values as its form holds them.
func (s *Site) yearValues(v *yearPage, a plan.Answer) url.Values {
	values := url.Values{"version": {strconv.FormatInt(a.Version, 10)}, "language": {a.Language}}
	if a.Language == "" {
		values.Set("language", s.languageFor(a.Side, v.Lang))
	}
	for q, said := range a.Said {
		values.Set("verdict."+string(q), string(said.Verdict))
		values.Set("words."+string(q), said.Words)
	}
	return values
}

// openYear puts the form of a side onto the page.
func (s *Site) openYear(v *yearPage, a plan.Answer, f *form) {
	v.Form = &yearForm{form: f, Side: a.Side, Name: s.rooms.World().Places.DisplayName(a.Side, v.Lang), Action: v.Base, Back: v.Base}
	for _, code := range s.languages {
		v.Form.Languages = append(v.Form.Languages, option{Value: code, Name: v.p.LanguageName(code)})
	}
	for _, q := range plan.Questions() {
		x := yearQuestion{Code: string(q), Text: v.t("plan.ask." + string(q)), Field: "verdict." + string(q), Words: f.Area("words."+string(q), "plan.words", "", 2)}
		x.Fault = f.FaultOf(x.Field)
		for _, verdict := range q.Verdicts() {
			x.Verdicts = append(x.Verdicts, option{Value: string(verdict), Name: v.t("plan.say." + string(verdict)), Chosen: f.text(x.Field) == string(verdict)})
		}
		v.Form.Asked = append(v.Form.Asked, x)
	}
}

// takeYearReview keeps a side's answer, closes it, or opens it again.
func (s *Site) takeYearReview(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newYearPage(w, r, code)
	if err != nil {
		return err
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	side := sideOf(f.text("side"))
	a, ok := v.r.Of(side)
	if !ok {
		return errNoPage
	}
	if !s.speaksFor(r, side) {
		return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
	}
	said, undo, err := lang.Message{}, "", s.takePlanning(w, r)
	if err == nil {
		said, undo, err = s.doYear(r, v, f, side)
	}
	if err == nil {
		return s.done(w, r, code, v.Base, said, undo)
	}
	if f.text("do") != "save" {
		if kind := errs.KindOf(err); kind == errs.Conflict || kind == errs.Invalid {
			return s.done(w, r, code, v.Base, errs.PublicOf(err), "")
		}
		return err
	}
	status, shown := s.refused(f, err)
	if !shown {
		return err
	}
	if overtaken(err) {
		if v, err = s.newYearPage(w, r, code); err != nil {
			return err
		}
		a, _ = v.r.Of(side)
		f.values.Set("version", strconv.FormatInt(a.Version, 10))
	}
	s.openYear(v, a, f)
	return s.write(w, status, "plan-review", v)
}

// doYear does what a form asks for, and returns what to say of it and how to take it back.
func (s *Site) doYear(r *http.Request, v *yearPage, f *form, side int64) (said lang.Message, undo string, err error) {
	ctx, who, store, id := r.Context(), actorOf(r), s.rooms.Plans, v.found.ID
	version := f.version()
	back := func(do string, version int64) string {
		return v.Base + "/undo?" + url.Values{"do": {do}, "side": {strconv.FormatInt(side, 10)}, "version": {strconv.FormatInt(version, 10)}}.Encode()
	}
	switch f.text("do") {
	case "save":
		if version > 0 {
			undo = back("reply", version+1)
		}
		return lang.Msg("plan.said.answer"), undo, store.Reply(ctx, who, id, v.Year, side, version, s.readReply(f))
	case "close":
		made, err := store.Close(ctx, who, id, v.Year, side, version, plan.Closing{Met: s.readMet(v, f), From: s.reviewSources(v)})
		said = lang.Msg("plan.said.closed")
		if made {
			said = lang.Msg("plan.said.closed_all")
		}
		return said, back("close", version+1), err
	case "reopen":
		return lang.Msg("plan.said.reopened"), "", store.Reopen(ctx, who, id, v.Year, side, version)
	}
	return said, "", errNoPage
}

// readReply reads what a side answers.
func (s *Site) readReply(f *form) plan.Reply {
	reply := plan.Reply{Language: f.text("language"), Said: map[plan.Question]plan.Said{}}
	if !slices.Contains(s.languages, reply.Language) {
		reply.Language = ""
	}
	for _, q := range plan.Questions() {
		reply.Said[q] = plan.Said{Verdict: plan.Verdict(f.text("verdict." + string(q))), Words: f.text("words." + string(q))}
	}
	return reply
}

// readMet reads when and where the sides met; what cannot be read is not said.
func (s *Site) readMet(v *yearPage, f *form) (m plan.Met) {
	if day, err := lang.ParseDate(f.text("day")); err == nil && day.Day != 0 {
		m.Day = partnership.On(day.Year, day.Month, day.Day)
	}
	m.Where = sideOf(f.text("where"))
	return m
}

// reviewSources is what the act of a review rests on: the answers of the sides.
func (s *Site) reviewSources(v *yearPage) []source.Source {
	return []source.Source{{Title: v.t("plan.review.title", "year", strconv.Itoa(v.Year)), Publisher: v.Names, Language: v.Lang, Published: s.today()}}
}

// undoYearReview takes the last change of a side's answer back.
func (s *Site) undoYearReview(w http.ResponseWriter, r *http.Request, code string) error {
	store, err := s.plans()
	if err != nil {
		return err
	}
	year, err := reviewedYear(r)
	if err != nil {
		return err
	}
	id, side := r.PathValue("id"), sideOf(r.FormValue("side"))
	if !s.speaksFor(r, side) {
		return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
	}
	version, _ := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if r.FormValue("do") == "close" {
		err = store.Reopen(r.Context(), actorOf(r), id, year, side, version)
	} else {
		err = store.UndoReply(r.Context(), actorOf(r), id, year, side, version)
	}
	next := "/" + code + "/desk/partnerships/" + id + "/review/" + strconv.Itoa(year)
	if overtaken(err) {
		return s.done(w, r, code, next, errs.PublicOf(err), "")
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, next, lang.Msg("plan.said.undone"), "")
}
