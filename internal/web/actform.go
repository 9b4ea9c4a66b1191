package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
	"twintown/internal/world"
)

// actForm is the form of one act, with the fields that its type uses and no others.
type actForm struct {
	*form
	Action  string // where it goes
	Back    string // where "cancel" leads
	Type    partnership.ActType
	New     bool
	Version int64
	Types   []option // to change it to
	Sides   []option // who can have taken it
	Known   []option // sources that the partnership names already
	Upload  *uploadView
	Read    string           // the date as it was understood
	Until   string           // the end or term as it was understood
	Changed []revisionView   // what somebody else changed meanwhile
	Texts   []languageField  // the remark, by language
	Docs    []documentOption // those that it has
}

// languageField is a text in one language.
type languageField struct {
	fieldView
	Lang, Language string
}

type documentOption struct{ ID, Title string }

// usual are the types of act that officers record most; the others stand behind them.
var usual = []partnership.ActType{
	partnership.ActAgreement, partnership.ActLetter, partnership.ActResolution, partnership.ActActivity,
	partnership.ActRenewal, partnership.ActSuspension, partnership.ActTermination,
}

// uses are the fields that a type of act has beside its date, sides, source and remark.
var uses = map[partnership.ActType]string{
	partnership.ActLetter:       "title until signed",
	partnership.ActResolution:   "number condition vote",
	partnership.ActAgreement:    "title until from notice condition signed",
	partnership.ActCharter:      "title until from notice signed",
	partnership.ActAnnex:        "title until notice signed",
	partnership.ActRenewal:      "title until notice number vote signed",
	partnership.ActSuspension:   "ground condition until number vote",
	partnership.ActResumption:   "until number vote",
	partnership.ActNotice:       "ground notice until number vote",
	partnership.ActDenunciation: "ground number vote",
	partnership.ActTermination:  "ground from number vote",
	partnership.ActInterruption: "ground",
	partnership.ActDormancy:     "ground",
}

// Uses says whether the act's type has a field.
func (f *actForm) Uses(field string) bool {
	return slices.Contains(strings.Fields(uses[f.Type]), field)
}

// Language is the page's language, for the part of the form that asks the server.
func (f *actForm) Language() string { return f.p.Lang() }

// Proposal is the proposal that the form came from, "" for none.
func (f *actForm) Proposal() string { return f.text("proposal") }

// HasTexts says whether the act has a remark in any language.
func (f *actForm) HasTexts() bool {
	return slices.ContainsFunc(f.Texts, func(t languageField) bool { return t.Value != "" })
}

// Signers are the choices of who signed for each side.
func (f *actForm) Signers() (list []fieldView) {
	for _, side := range f.Sides {
		if side.Value != "" {
			v := f.Choice("signed."+side.Value, "desk.signed.by", "", f.Offices())
			v.Label = side.Name
			list = append(list, v)
		}
	}
	return list
}

// Offices are the offices by which sides sign.
func (f *actForm) Offices() []option {
	list := []option{{Value: "", Name: f.p.T("desk.office.none")}}
	for _, o := range []string{"mayor", "starost", "council_chair", "deputy_mayor", "governor"} {
		if f.p.Has("office." + o) {
			list = append(list, option{Value: o, Name: f.p.T("office." + o)})
		}
	}
	return list
}

// causes are the options of a condition or a ground.
func (f *actForm) causes(prefix string, codes []string) []option {
	list := []option{{Value: "", Name: f.p.T("desk.cause.none")}}
	for _, c := range codes {
		list = append(list, option{Value: c, Name: f.p.T(prefix + c)})
	}
	return list
}

// Grounds are the grounds to choose from.
func (f *actForm) Grounds() []option { return f.causes("reason.code.", partnership.Grounds()) }

// Conditions are the conditions to choose from.
func (f *actForm) Conditions() []option {
	return f.causes("condition.code.", partnership.Conditions())
}

// typeOptions are all types of act, the usual first.
func (p *page) typeOptions(chosen partnership.ActType) (list []option) {
	add := func(t partnership.ActType) {
		list = append(list, option{Value: string(t), Name: p.t("act.type." + string(t)), Chosen: t == chosen})
	}
	for _, t := range usual {
		add(t)
	}
	for _, t := range partnership.ActTypes() {
		if !slices.Contains(usual, t) {
			add(t)
		}
	}
	return list
}

// newActForm dresses a form for an act of a partnership.
func (s *Site) newActForm(p *page, w *world.World, found partnership.Partnership, f *form, sources []source.Source) *actForm {
	a := &actForm{form: f, Type: partnership.ActType(f.text("type")), Version: found.Version}
	if !slices.Contains(partnership.ActTypes(), a.Type) {
		a.Type = partnership.ActAgreement
	}
	a.Types = p.typeOptions(a.Type)
	a.Sides = []option{{Value: "", Name: p.t("desk.act.by.all"), Chosen: f.text("by") == ""}}
	for _, id := range found.Sides() {
		value := strconv.FormatInt(id, 10)
		a.Sides = append(a.Sides, option{Value: value, Name: p.partyName(w, found, id), Chosen: f.text("by") == value})
	}
	for _, c := range sources {
		a.Known = append(a.Known, option{Value: c.Code, Name: p.sourceView(c).Title, Chosen: f.Ticked("source", c.Code)})
	}
	for _, code := range s.languagesFrom(p.Lang) {
		v := languageField{Lang: code, Language: p.p.LanguageName(code)}
		v.fieldView = f.Area("text."+code, "desk.field.text", "", 2)
		a.Texts = append(a.Texts, v)
	}
	if d, err := s.lexicon.ReadDate(f.text("date"), s.today()); err == nil && f.text("date") != "" {
		a.Read = p.dateText(d)
	}
	if until, term, err := s.readUntil(f.text("until")); err == nil && f.text("until") != "" {
		if a.Until = p.duration(term); term == "" {
			a.Until = p.dateText(until)
		}
	}
	return a
}

// languagesFrom are all languages, the page's own first.
func (s *Site) languagesFrom(own string) []string {
	list := []string{own}
	for _, code := range s.languages {
		if code != own {
			list = append(list, code)
		}
	}
	return list
}

// valuesOf are an act's values as its form holds them.
func (p *page) valuesOf(a partnership.Act) url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("type", string(a.Type))
	set("date", p.dateWords(a.Date))
	if a.Date.IsZero() {
		set("undated", "1")
	}
	if len(a.By) == 1 {
		set("by", strconv.FormatInt(a.By[0], 10))
	}
	set("from", p.dateWords(a.InForceFrom))
	set("until", p.dateWords(a.InForceTo))
	if a.Term != "" {
		set("until", p.duration(a.Term))
	}
	if a.Notice != "" {
		set("notice", p.duration(a.Notice))
	}
	set("condition", a.Condition.Code)
	set("ground", a.Ground.Code)
	set("cause_text", a.Ground.Text[p.Lang])
	if a.Ground.IsZero() {
		set("cause_text", a.Condition.Text[p.Lang])
	}
	for name, n := range map[string]int{"vote_for": a.Vote.For, "vote_against": a.Vote.Against, "vote_abstained": a.Vote.Abstained} {
		if n != 0 {
			set(name, strconv.Itoa(n))
		}
	}
	if a.Vote.Unanimous {
		set("unanimous", "1")
	}
	set("title", a.Title)
	set("number", a.Number)
	for _, sig := range a.Signatories {
		set(fmt.Sprintf("signed.%d", sig.Side), sig.Office)
	}
	for code, text := range a.Text {
		set("text."+code, text)
	}
	v["source"] = a.Sources
	v["document"] = a.Documents
	return v
}

// dateWords is a date as a form shows it: what is exact as the language prints it, what is
// not in the standard's form, which is read too.
func (p *page) dateWords(d partnership.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Qualifier == partnership.Exactly:
		return p.p.Date(d.Calendar())
	case d.Qualifier == partnership.About:
		return "~ " + p.p.Date(d.Calendar())
	}
	return d.String()
}

// readUntil reads an end or a term: "5 lat", "2011", "3 marca 2027".
func (s *Site) readUntil(text string) (until partnership.Date, term partnership.Duration, err error) {
	if text == "" {
		return until, "", nil
	}
	if term, ok := s.lexicon.ReadTerm(text); ok {
		return until, term, nil
	}
	until, err = s.lexicon.ReadDate(text, s.today())
	return until, "", err
}

// takeAct reads an act from its form over what it was before. What cannot be read becomes a
// fault of its field.
func (s *Site) takeAct(a *actForm, p *page, w *world.World, found partnership.Partnership, was partnership.Act) (partnership.Act, partnership.Evidence) {
	act := was
	act.Type, act.By, act.Sources = a.Type, nil, a.all("source")
	date := func(name string) partnership.Date {
		d, err := s.lexicon.ReadDate(a.text(name), s.today())
		if err != nil {
			a.fail(name, errs.PublicOf(err))
		}
		return d
	}
	if d := date("date"); d.Calendar() != was.Date.Calendar() || d.Qualifier != was.Date.Qualifier {
		act.Date = d // else whoever inferred it stays named
	}
	if act.Date.IsZero() && !a.checked("undated") && a.ok() {
		a.fail("date", lang.Msg("desk.act.date.missing"))
	}
	if by, err := strconv.ParseInt(a.text("by"), 10, 64); err == nil {
		act.By = []int64{by}
	}
	if a.Uses("from") {
		act.InForceFrom = date("from")
	}
	if a.Uses("until") {
		var err error
		if act.InForceTo, act.Term, err = s.readUntil(a.text("until")); err != nil {
			a.fail("until", lang.Msg("desk.act.until.unread", "text", a.text("until")))
		}
	}
	if a.Uses("notice") {
		term, ok := s.lexicon.ReadTerm(a.text("notice"))
		if act.Notice = term; !ok && a.text("notice") != "" {
			a.fail("notice", lang.Msg("desk.act.until.unread", "text", a.text("notice")))
		}
	}
	s.takeWords(a, p, found, &act)
	return act, partnership.Evidence{Sources: s.takeSources(a, p, w, found, act)}
}

// takeWords reads what an act says beside its dates.
func (s *Site) takeWords(a *actForm, p *page, found partnership.Partnership, act *partnership.Act) {
	if a.Uses("condition") {
		act.Condition = a.cause("condition", act.Condition, p.Lang)
	}
	if a.Uses("ground") {
		act.Ground = a.cause("ground", act.Ground, p.Lang)
	}
	if a.Uses("vote") {
		act.Vote.Unanimous = a.checked("unanimous")
		for name, n := range map[string]*int{"vote_for": &act.Vote.For, "vote_against": &act.Vote.Against, "vote_abstained": &act.Vote.Abstained} {
			*n = a.number(name)
		}
	}
	if a.Uses("title") || act.Title != "" {
		act.Title = a.text("title")
	}
	if a.Uses("number") || act.Number != "" {
		act.Number = a.text("number")
	}
	if a.Uses("signed") {
		act.Signatories = nil
		for _, side := range found.Sides() {
			if office := a.text(fmt.Sprintf("signed.%d", side)); office != "" {
				act.Signatories = append(act.Signatories, partnership.Signatory{Side: side, Office: office})
			}
		}
	}
	act.Text = map[string]string{}
	for _, code := range s.languages {
		if text := a.text("text." + code); text != "" {
			act.Text[code] = text
		}
	}
	if len(act.Text) == 0 {
		act.Text = nil
	}
	act.Documents = slices.DeleteFunc(slices.Clone(act.Documents), func(id string) bool { return !a.Ticked("document", id) })
}

// cause reads a condition or a ground and the words beside it.
func (f *actForm) cause(name string, was partnership.Cause, language string) partnership.Cause {
	c := partnership.Cause{Code: f.text(name), Text: map[string]string{}}
	for code, text := range was.Text {
		c.Text[code] = text
	}
	if text := f.text("cause_text"); text != "" && c.Code != "" {
		c.Text[language] = text
	} else {
		delete(c.Text, language)
	}
	if len(c.Text) == 0 || c.Code == "" {
		c.Text = nil
	}
	return c
}

// number reads a count; what is none is a fault.
func (f *actForm) number(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.fail("vote_for", lang.Msg("error.partnership.vote"))
	}
	return n
}

// The ways to name a source.
const (
	fromOwn   = "own"   // the office's own document
	fromWeb   = "web"   // a page
	fromPaper = "paper" // something else, by its title
)

// takeSources are the sources that the form names beside those that are ticked.
func (s *Site) takeSources(a *actForm, p *page, w *world.World, found partnership.Partnership, act partnership.Act) (list []source.Source) {
	c := source.Source{Title: a.text("source_title"), URL: a.text("source_url"), Language: p.Lang}
	switch a.text("source_from") {
	case fromOwn:
		c.URL, c.Publisher = "", s.ownOffice(w, a, found)
		if c.Title == "" {
			c.Title = p.t("desk.source.own.title", "act", lang.Msg("act.type."+string(act.Type)), "number", act.Number)
		}
	case fromWeb:
		read, err := s.lexicon.ReadDate(a.text("source_read"), s.today())
		if err != nil {
			a.fail("source_read", errs.PublicOf(err))
		}
		if c.Retrieved = read.Calendar(); c.Retrieved.IsZero() {
			c.Retrieved = s.today()
		}
		if c.URL == "" {
			a.fail("source_url", lang.Msg("error.source.url"))
			return nil
		}
	case fromPaper:
		c.URL = ""
	default:
		return nil
	}
	if err := c.Check(s.today()); err != nil {
		a.take(err)
		return nil
	}
	return []source.Source{c}
}

// ownOffice names the office whose document it is: the side that took the act, else the
// first of the partnership.
func (s *Site) ownOffice(w *world.World, a *actForm, found partnership.Partnership) string {
	id := found.Sides()[0]
	if by, err := strconv.ParseInt(a.text("by"), 10, 64); err == nil {
		id = by
	}
	return w.Places.Endonym(id)
}
