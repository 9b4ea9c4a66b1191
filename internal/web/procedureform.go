package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/procedure"
	"twintown/internal/topic"
)

// pointForm is the form of one point: that it was done, is planned, or is left out.
type pointForm struct {
	*form
	Do, Action, Back string
	Point            procedure.Point
	Day              dayView
	Where, Sorts     []option
	Upload           *uploadView
	Docs             []documentOption // that the point has
	Gaps             []string         // what guides advise before
	Title            string
	Meanwhile        string // what somebody else wrote since
}

// The things that a form of a point can do.
const (
	doDone    = "done"
	doPlan    = "plan"
	doLeave   = "left"
	doReopen  = "reopen"
	doPropose = "propose"
	doWrite   = "write"
)

// Has says whether the step has a field.
func (f *pointForm) Has(field string) bool { return slices.Contains(stepFields[f.Point.Step], field) }

// stepFields are the fields of a step beside its day, note and files.
var stepFields = map[procedure.Step][]string{
	procedure.Contact:    {"where"},
	procedure.Visit:      {"where"},
	procedure.Letter:     {"where", "title"},
	procedure.Resolution: {"number", "vote", "condition", "law", "link"},
	procedure.Ceremony:   {"sort", "title", "condition", "law", "link"},
}

// Conditions are the conditions to choose from.
func (f *pointForm) Conditions() []option {
	list := []option{{Value: "", Name: f.p.T("desk.cause.none")}}
	for _, c := range partnership.Conditions() {
		list = append(list, option{Value: c, Name: f.p.T("condition.code." + c)})
	}
	return list
}

// openForm puts a form onto the page: f is what came back, nil to show what is stored.
func (s *Site) openForm(r *http.Request, v *procedurePage, step procedure.Step, side int64, do string, f *form, upload *uploadView) error {
	switch {
	case do == doPropose:
		s.openTerms(v, f)
		return nil
	case do == doWrite:
		s.openPlan(v, f)
		return nil
	}
	q, ok := v.it.At(step, side)
	if !ok || !slices.Contains([]string{doDone, doPlan, doLeave}, do) {
		return errNoPage
	}
	if f == nil {
		f = newForm(&v.page, s.pointValues(v, q, do))
	}
	form := &pointForm{
		form: f, Do: do, Point: q, Action: v.Base + "/steps/" + string(step), Back: v.Base + "#point-" + string(q.Step) + "-" + strconv.FormatInt(q.Side, 10),
		Day: s.dayField(f, &v.page, "date", "desk.field.date", "procedure.date.hint"), Upload: upload, Title: v.t("procedure.do." + do + ".title"),
	}
	if do == doPlan {
		form.Day = s.dayField(f, &v.page, "date", "procedure.field.planned", "procedure.planned.hint")
	}
	now := s.rooms.World()
	form.Where = []option{{Value: "", Name: v.t("procedure.where.none")}}
	for _, n := range v.it.Places {
		value := strconv.FormatInt(n, 10)
		form.Where = append(form.Where, option{Value: value, Name: now.Places.DisplayName(n, v.Lang)})
	}
	for _, sort := range procedure.Sorts() {
		form.Sorts = append(form.Sorts, option{Value: string(sort), Name: v.t("procedure.sort." + string(sort))})
	}
	for _, g := range v.it.Before(step) {
		name := ""
		if g.Side != 0 {
			name = now.Places.DisplayName(g.Side, v.Lang)
		}
		form.Gaps = append(form.Gaps, v.t("procedure.gap."+string(g.Step), "name", name))
	}
	return s.placeForm(r, v, q, form)
}

// placeForm puts the form to its point.
func (s *Site) placeForm(r *http.Request, v *procedurePage, q procedure.Point, form *pointForm) error {
	if form.Do == doDone && s.rooms.Documents != nil {
		if form.Upload == nil {
			form.Upload = s.uploadView(form.form, &v.page, nil)
		}
		form.Upload.Label = v.t("procedure.field.files")
		docs, err := s.rooms.Documents.OfIDs(r.Context(), q.Documents)
		if err != nil {
			return err
		}
		for _, d := range docs {
			form.Docs = append(form.Docs, documentOption{d.ID, d.TitleIn(v.Lang)})
		}
	}
	for i := range v.Steps {
		for j := range v.Steps[i].Points {
			if p := &v.Steps[i].Points[j]; v.Steps[i].Code == string(q.Step) && p.SideID == strconv.FormatInt(q.Side, 10) {
				p.Form = form
			}
		}
	}
	return nil
}

// pointValues are a point's values as its form holds them.
func (s *Site) pointValues(v *procedurePage, q procedure.Point, do string) url.Values {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	set("version", strconv.FormatInt(q.Version, 10))
	set("side", strconv.FormatInt(q.Side, 10))
	set("do", do)
	if do == doLeave {
		set("why", q.Why)
		return values
	}
	set("date", v.dateWords(q.Day))
	set("note", q.Note)
	if q.Where != 0 {
		set("where", strconv.FormatInt(q.Where, 10))
	}
	set("title", q.Title)
	if q.Title == "" && q.Step == procedure.Ceremony {
		set("title", v.it.Terms.Title)
	}
	set("number", q.Number)
	for name, n := range votes(&q.Vote) {
		if *n != 0 {
			set(name, strconv.Itoa(*n))
		}
	}
	if q.Vote.Unanimous {
		set("unanimous", "1")
	}
	set("condition", q.Condition.Code)
	set("link", q.Link)
	set("law", q.Law)
	if q.Law == "" && !q.Settled() {
		set("law", s.citedLaw(q))
	}
	set("sort", string(q.Sort))
	if q.Sort == "" && q.Step == procedure.Ceremony {
		set("sort", string(s.usualSort(v.it)))
	}
	values["document"] = q.Documents
	return values
}

// citedLaw is the law that a form proposes: the one that we know with its article.
func (s *Site) citedLaw(q procedure.Point) string {
	unit, _ := s.rooms.World().Places.Get(q.Side)
	if !q.Step.Apart() {
		return ""
	}
	for _, l := range lawsOf(unit, q.Step) {
		if l.Article != "" {
			return l.Cited()
		}
	}
	return ""
}

// usualSort is what is usually done at the next ceremony: the first signs the agreement, the
// second repeats it.
func (s *Site) usualSort(it procedure.Procedure) partnership.ActType {
	if it.Done(procedure.Ceremony) {
		return partnership.ActActivity
	}
	return partnership.ActAgreement
}

// termsForm is the form of a proposal.
type termsForm struct {
	*form
	Action, Back  string
	Kinds, Topics []option
	Until         dayView // reads "5 years" back
	Meanwhile     string
}

// openTerms opens the form of a proposal: with what waits for an answer, else what is agreed.
func (s *Site) openTerms(v *procedurePage, f *form) {
	if f == nil {
		t := v.it.Terms
		if v.it.Proposal.By != 0 {
			t = v.it.Proposal.Terms
		}
		f = newForm(&v.page, v.termsValues(t))
		f.values.Set("version", strconv.FormatInt(v.it.TermsVersion, 10))
	}
	form := &termsForm{form: f, Action: v.Base + "/terms", Back: v.Base + "#point-kind-0"}
	for _, o := range v.kindOptions(f.text("kind")) {
		if o.Value != string(partnership.KindUnstated) {
			form.Kinds = append(form.Kinds, o)
		}
	}
	for _, t := range topic.All() {
		form.Topics = append(form.Topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topics", t.Code)})
	}
	for i := range v.Steps {
		if v.Steps[i].Terms != nil {
			v.Steps[i].Terms.Form = form
		}
	}
}

// termsValues are terms as a form holds them.
func (v *procedurePage) termsValues(t procedure.Terms) url.Values {
	values := url.Values{"kind": {string(t.Kind)}, "topics": t.Topics, "title": {t.Title}}
	if t.Kind == "" {
		values.Set("kind", string(partnership.KindPartnership))
	}
	if t.Term != "" {
		values.Set("until", v.duration(t.Term))
	}
	if t.Notice != "" {
		values.Set("notice", v.duration(t.Notice))
	}
	return values
}

// readTerms reads a proposal from its form.
func (s *Site) readTerms(f *form) procedure.Terms {
	t := procedure.Terms{Kind: partnership.Kind(f.text("kind")), Topics: f.all("topics"), Title: f.text("title")}
	for name, into := range map[string]*partnership.Duration{"until": &t.Term, "notice": &t.Notice} {
		text := f.text(name)
		if term, ok := s.lexicon.ReadTerm(text); ok {
			*into = term
		} else if text != "" {
			f.fail(name, lang.Msg("procedure.term.unread", "text", text))
		}
	}
	return t
}

// planForm is the form of the plan: some languages, each with its parts.
type planForm struct {
	*form
	Action, Back string
	Texts        []planFields
	Meanwhile    string
}

// planFields are the fields of the plan in one language.
type planFields struct {
	Lang, Language string
	Open           bool
	Fields         []fieldView
}

// planParts are the parts of a plan.
var planParts = []string{"aims", "method", "outcomes", "resources"}

// openPlan opens the form of the plan.
func (s *Site) openPlan(v *procedurePage, f *form) {
	if f == nil {
		f = newForm(&v.page, url.Values{"version": {strconv.FormatInt(v.it.PlanVersion, 10)}})
		for code, text := range v.it.Plan {
			f.values.Set("aims."+code, text.Aims)
			f.values.Set("method."+code, text.Method)
			f.values.Set("outcomes."+code, text.Outcomes)
			f.values.Set("resources."+code, text.Resources)
		}
	}
	form := &planForm{form: f, Action: v.Base + "/plan", Back: v.Base + "#plan"}
	for _, code := range s.languagesFrom(v.Lang) {
		fields := planFields{Lang: code, Language: v.p.LanguageName(code), Open: code == v.Lang}
		for _, part := range planParts {
			field := f.Area(part+"."+code, "procedure.plan."+part, "", 3)
			field.Max = 5000
			fields.Open = fields.Open || field.Value != ""
			fields.Fields = append(fields.Fields, field)
		}
		form.Texts = append(form.Texts, fields)
	}
	for i := range v.Steps {
		if v.Steps[i].Plan != nil {
			v.Steps[i].Plan.Form = form
		}
	}
}

// readPlan reads the plan from its form: the languages that it has.
func (s *Site) readPlan(f *form) map[string]procedure.Plan {
	plan := map[string]procedure.Plan{}
	for _, code := range s.languages {
		if f.values.Has("aims." + code) {
			plan[code] = procedure.Plan{Aims: f.text("aims." + code), Method: f.text("method." + code), Outcomes: f.text("outcomes." + code), Resources: f.text("resources." + code)}
		}
	}
	return plan
}

// readDate reads the day of a point's form.
func (s *Site) readPointDay(f *form, p *page) partnership.Date {
	s.settleDays(f, p, "date")
	d, err := s.lexicon.ReadDate(f.text("date"), s.today())
	if err != nil {
		f.fail("date", errs.PublicOf(err))
	}
	return d
}
