package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
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
	Many    bool     // more than two sides: several can have taken it together
	Known   []option // sources that the partnership names already
	Upload  *uploadView
	Days    map[string]dayView // the fields for dates
	Changed []revisionView     // what somebody else changed meanwhile
	Texts   []languageField    // the remark, by language
	Causes  map[string][]languageField
	Tongues []tongueOption   // the languages of the signed versions
	At      placeField       // where it was signed
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

// uses are the fields that a type of act usually has beside its date, sides, source and
// remark. They stand in sight; all others can be opened below them.
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

// Uses says whether the act's type usually has a field.
func (f *actForm) Uses(field string) bool {
	return slices.Contains(strings.Fields(uses[f.Type]), field)
}

// others are the names under which the form sends the fields of which Uses knows.
var others = map[string][]string{
	"title": {"title"}, "number": {"number"}, "until": {"until"}, "from": {"from"}, "notice": {"notice"},
	"ground": {"ground"}, "condition": {"condition"}, "vote": {"vote_for", "vote_against", "vote_abstained", "vote_present", "unanimous"},
}

// OthersFilled says whether a field that the type does not usually have holds something or
// is at fault, so that the part of the form with them stands open.
func (f *actForm) OthersFilled() bool {
	for field, names := range others {
		for _, name := range names {
			if !f.Uses(field) && (f.text(name) != "" || f.FaultOf(name) != "") {
				return true
			}
		}
	}
	return f.text("inferred") != "" || !f.Uses("signed") && f.SigningFilled()
}

// SigningFilled says whether anything is told of the signing.
func (f *actForm) SigningFilled() bool {
	signed := slices.ContainsFunc(f.Sides, func(side option) bool { return len(f.all("signed."+side.Value)) > 0 })
	return signed || f.text("at") != "" || f.text("language_other") != "" || len(f.all("language")) > 0 || f.FaultOf("language_other") != ""
}

// Language is the page's language, for the part of the form that asks the server.
func (f *actForm) Language() string { return f.p.Lang() }

// Proposal is the proposal that the form came from, "" for none.
func (f *actForm) Proposal() string { return f.text("proposal") }

// HasTexts says whether the act has a remark in any language.
func (f *actForm) HasTexts() bool {
	return slices.ContainsFunc(f.Texts, func(t languageField) bool { return t.Value != "" })
}

// signer is one side with the offices that can have signed for it.
type signer struct {
	Name, Key string
	Offices   []option
}

// Signers are the choices of who signed for each side; several offices may have.
func (f *actForm) Signers() (list []signer) {
	for _, side := range f.Sides {
		if side.Value != "" {
			key := "signed." + side.Value
			list = append(list, signer{side.Name, key, f.offices(key)})
		}
	}
	return list
}

// offices are the offices by which sides sign, and what else the act names.
func (f *actForm) offices(key string) (list []option) {
	codes := []string{"mayor", "county_head", "administration_head", "executive_chair", "council_chair"}
	for _, o := range f.all(key) {
		if !slices.Contains(codes, o) {
			codes = append(codes, o) // a newer release or an import knows more
		}
	}
	for _, o := range codes {
		name := o
		if f.p.Has("office." + o) {
			name = f.p.T("office." + o)
		}
		list = append(list, option{Value: o, Name: name, Chosen: f.Ticked(key, o)})
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

// Inferred are the ways in which a date can be known that the source does not give.
func (f *actForm) Inferred() []option {
	list := []option{{Value: "", Name: f.p.T("desk.act.inferred.none")}}
	for _, why := range partnership.Inferences() {
		list = append(list, option{Value: why, Name: f.p.T("inferred.why." + why)})
	}
	return list
}

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
	sides := found.Sides()
	if a.Many = len(sides) > 2; !a.Many {
		a.Sides = []option{{Value: "", Name: p.t("desk.act.by.all"), Chosen: f.text("by") == ""}}
	}
	for _, id := range sides {
		value := strconv.FormatInt(id, 10)
		a.Sides = append(a.Sides, option{Value: value, Name: p.partyName(w, found, id), Chosen: f.Ticked("by", value)})
	}
	for _, c := range sources {
		a.Known = append(a.Known, option{Value: c.Code, Name: p.sourceView(c).Title, Chosen: f.Ticked("source", c.Code)})
	}
	a.Texts = s.textFields(p, f, "text", s.languages)
	a.Causes = map[string][]languageField{}
	for _, cause := range []string{"ground", "condition"} {
		a.Causes[cause] = s.textFields(p, f, cause+"_text", []string{p.Lang})
	}
	a.Tongues = s.tongueOptions(p, f)
	a.At.fieldView, a.At.ID = f.Field("at", "search", "desk.field.at", "desk.act.at.hint", "off"), f.text(idPrefix+"at")
	s.readBack(a, p)
	return a
}

// readBack says how dates and terms were understood.
func (s *Site) readBack(a *actForm, p *page) {
	a.Days = map[string]dayView{
		"date":        s.dayField(a.form, p, "date", "desk.field.date", "desk.act.date.hint"),
		"from":        s.dayField(a.form, p, "from", "desk.field.from", "desk.from.hint"),
		"until":       s.dayField(a.form, p, "until", "desk.field.until", "desk.until.hint"),
		"source_read": s.dayField(a.form, p, "source_read", "desk.source.read", "desk.source.read.hint"),
	}
	until := a.Days["until"]
	until.API += "?term=1" // a length of time does as well
	if _, term, err := s.readUntil(a.text("until")); err == nil && term != "" {
		until.Read = p.duration(term)
	}
	a.Days["until"] = until
}

// textFields are fields for one text in some languages, the page's own first, and in those
// in which there is some already.
func (s *Site) textFields(p *page, f *form, name string, asked []string) (list []languageField) {
	var there []string
	for field := range f.values {
		if code, ok := strings.CutPrefix(field, name+"."); ok && !slices.Contains(asked, code) {
			there = append(there, code)
		}
	}
	slices.Sort(there)
	for _, code := range append(s.languagesFrom(p.Lang), there...) {
		if !slices.Contains(asked, code) && !slices.Contains(there, code) || slices.ContainsFunc(list, func(v languageField) bool { return v.Lang == code }) {
			continue
		}
		v := languageField{Lang: code, Language: p.p.LanguageName(code)}
		v.fieldView = f.Area(name+"."+code, "desk.field.text", "", 2)
		list = append(list, v)
	}
	return list
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
	for _, side := range a.By {
		v.Add("by", strconv.FormatInt(side, 10))
	}
	set("inferred", a.Date.InferredWhy)
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
	for name, texts := range map[string]map[string]string{"ground_text": a.Ground.Text, "condition_text": a.Condition.Text, "text": a.Text} {
		for code, text := range texts {
			set(name+"."+code, text)
		}
	}
	for name, n := range votes(&a.Vote) {
		if *n != 0 {
			set(name, strconv.Itoa(*n))
		}
	}
	if a.Vote.Unanimous {
		set("unanimous", "1")
	}
	set("title", a.Title)
	set("number", a.Number)
	for _, sig := range a.Signatories {
		v.Add(fmt.Sprintf("signed.%d", sig.Side), sig.Office)
	}
	v["language"], v["authentic"] = a.Languages, a.Authentic
	v["source"] = a.Sources
	v["document"] = a.Documents
	return v
}

// votes are the counts of a vote by the names of their fields.
func votes(v *partnership.Vote) map[string]*int {
	return map[string]*int{"vote_for": &v.For, "vote_against": &v.Against, "vote_abstained": &v.Abstained, "vote_present": &v.Present}
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
