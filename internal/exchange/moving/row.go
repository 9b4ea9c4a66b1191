package moving

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/names"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// figures are dates of figures whose signs do not say which number is the day.
var figures = regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})\b`)

// rowReader reads one row.
type rowReader struct {
	*maker
	row  Row
	plan *RowPlan
	open bool // a question about it is open
}

// reject leaves the row out, with the reason for the person.
func (r *rowReader) reject(key string, kv ...any) {
	r.plan.Outcome, r.plan.Reason, r.plan.Links = Refused, lang.Msg("moving.reason."+key, kv...), nil
}

func (r *rowReader) leave(key string, kv ...any) {
	r.plan.Outcome, r.plan.Reason = LeftOut, lang.Msg("moving.left."+key, kv...)
}

// cell is the text of the row's column of a role.
func (r *rowReader) cell(role Role) string { return r.row.cell(r.layout.of(role)) }

func (r *rowReader) read() {
	if r.isNoPartner() {
		return
	}
	own, ok := r.own()
	if !ok {
		return
	}
	partners, ok := r.partners(own)
	if !ok {
		return
	}
	want, ok := r.tells()
	if !ok {
		return
	}
	if r.open {
		r.plan.Outcome = Asked
		return
	}
	for _, p := range partners {
		if !r.link(own, p, want) {
			return
		}
	}
	r.plan.Outcome = Fits
}

// isNoPartner tells titles, totals, remarks and the names of countries above groups.
func (r *rowReader) isNoPartner() bool {
	filled := r.row.filled()
	partner := r.layout.of(Partner)
	if isTotal(r.row) {
		r.leave("total")
		return true
	}
	if r.repeatsHeader(r.row) {
		r.leave("header")
		return true
	}
	if r.opt.Lexicon.isExample(r.row.cell(partner)) {
		r.leave("example")
		return true
	}
	if len(filled) == 1 && r.layout.width() > 1 {
		text := r.row.Cells[filled[0]]
		if _, isCountry := r.opt.Lexicon.country(text); isCountry {
			r.area = text
			r.leave("group", "text", text)
			return true
		}
		if filled[0] != partner || isSentence(text) && !r.finder.isPlace(text) {
			r.leave("remark")
			return true
		}
	}
	if r.row.cell(partner) == "" {
		if r.hasFacts() {
			r.reject("no_partner", "column", columnLetter(partner))
		} else {
			r.leave("remark")
		}
		return true
	}
	return false
}

// isSentence says whether a text is longer than any name of a place.
func isSentence(text string) bool {
	const most = 4 // words
	return !strings.ContainsAny(text, "\n;") && len(strings.Fields(text)) > most
}

// hasFacts says whether a row without a partner tells something that would be lost.
func (r *rowReader) hasFacts() bool {
	return r.cell(Date) != "" || r.cell(Country) != "" || r.cell(Kind) != ""
}

// width is how many columns hold something.
func (l layout) width() (n int) {
	for _, c := range l.columns {
		if len(c.Samples) > 0 {
			n++
		}
	}
	return n
}

// own is the town whose partner the row names.
func (r *rowReader) own() (place.Place, bool) {
	text := r.cell(Own)
	if text == "" {
		p, ok := r.known.Places.Get(r.maker.plan.Own)
		if !ok {
			r.reject("no_own")
		}
		return p, ok
	}
	if own, ok := r.known.Places.Get(r.maker.plan.Own); ok && r.sameName(own, text) {
		return own, true
	}
	p, ok := r.place(Part{Name: text}, nil, "", place.Place{})
	return p, ok
}

// place finds the place of a part, by look-up or by the answer of the person.
func (r *rowReader) place(part Part, countries []string, region string, own place.Place) (place.Place, bool) {
	key := placeKey(part, countries, region)
	if answer := strings.TrimSpace(r.opt.Answers[key]); answer != "" {
		if answer == skip {
			r.leave("told")
			return place.Place{}, false
		}
		if p, err := r.known.Places.Resolve(answer); err == nil {
			return p, true
		}
	}
	f := r.finder.resolve(part, countries, region, own)
	if p, ok := r.known.Places.Get(f.place); ok {
		return p, true
	}
	if len(f.candidates) == 0 {
		r.reject("unknown_place", "name", part.String())
		return place.Place{}, false
	}
	r.ask(r.whichPlace(key, part, f), r.row.Line)
	r.open = true
	return place.Place{}, true
}

// partner is a partner of the row: the place, and the name where the file names a unit
// for which the place stands.
type partner struct {
	place place.Place
	name  string
}

// partners are the places of the column of partners.
func (r *rowReader) partners(own place.Place) (all []partner, ok bool) {
	text := r.cell(Partner)
	parts := splitPartners(text, r.finder.isPlace, r.finder.isArea)
	if len(parts) == 0 {
		r.reject("no_partner", "column", columnLetter(r.layout.of(Partner)))
		return nil, false
	}
	countries, ok := r.countries()
	if !ok {
		return nil, false
	}
	for i, part := range parts {
		mine := countries
		if len(countries) == len(parts) {
			mine = countries[i : i+1] // one country beside each town
		}
		p, ok := r.place(part, mine, r.cell(Region), own)
		if !ok {
			return nil, false
		}
		if p.ID == own.ID && p.ID != 0 {
			r.reject("same_place", "name", part.Name)
			return nil, false
		}
		one := partner{place: p}
		if isUnit(part.Name) {
			one.name = part.Name
		}
		all = append(all, one)
	}
	return all, true
}

// countries are the codes of the column of countries, or of the group's.
func (r *rowReader) countries() (codes []string, ok bool) {
	text := r.cell(Country)
	if text == "" {
		text = r.area
	}
	if text == "" {
		return nil, true
	}
	if code, ok := r.opt.Lexicon.country(text); ok {
		return []string{code}, true
	}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;/\n()", c) }) {
		if code, ok := r.opt.Lexicon.country(part); ok {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		r.reject("country", "value", clip(text))
	}
	return codes, len(codes) > 0
}

// clip shortens a cell that stands in a sentence.
func clip(text string) string {
	const enough = 40 // letters, to recognise it by
	runes := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(runes) <= enough {
		return string(runes)
	}
	return string(runes[:enough]) + "…"
}

// link plans one partnership of the row.
func (r *rowReader) link(own place.Place, other partner, want partnership.Partnership) bool {
	want.ID = partnership.PairID(own.ID, other.place.ID)
	want.Parties = []partnership.Party{{Place: own.ID}, {Place: other.place.ID, Name: other.name}}
	before, known := r.known.Between(own.ID, other.place.ID)
	if known {
		want.ID = before.ID
	}
	for i := range want.Acts {
		key := want.ID + string(want.Acts[i].Type)
		if line, twice := r.pairs[key]; twice && line != r.row.Line {
			r.reject("twice", "line", line)
			return false
		}
		r.pairs[key] = r.row.Line
	}
	if len(want.Acts) == 0 {
		if line, twice := r.pairs[want.ID]; twice && line != r.row.Line {
			r.reject("twice", "line", line)
			return false
		}
	}
	r.pairs[want.ID] = r.row.Line
	want = identified(want, sourceCode(r.maker.plan.Own, r.t.File))
	if err := want.Check(); err != nil {
		r.plan.Outcome, r.plan.Reason, r.plan.Links = Refused, errs.PublicOf(err), nil
		return false
	}
	l := Link{Own: own.ID, Partner: other.place.ID, Want: want, New: !known}
	var notes []lang.Message
	l.Add, notes = missing(want, before, r.opt.Today)
	r.plan.Links, r.plan.Notes = append(r.plan.Links, l), append(r.plan.Notes, notes...)
	return true
}

// identified gives acts their identifiers: by what is said, so that the same statement is
// the same act whichever file tells it; and names the source.
func identified(p partnership.Partnership, code string) partnership.Partnership {
	p.Acts = slices.Clone(p.Acts)
	for i := range p.Acts {
		a := &p.Acts[i]
		a.ID = actID(p.ID, *a, 0)
		a.Sources = []string{code}
	}
	if !p.Listing.IsZero() {
		p.Listing.Source = code
	}
	return p
}

// tells is what the row says of the partnership, whoever the partner is.
func (r *rowReader) tells() (p partnership.Partnership, ok bool) {
	kind, first, ok := r.kind()
	if !ok {
		return p, false
	}
	when, ok := r.when()
	if !ok {
		return p, false
	}
	status, ok := r.status()
	if !ok {
		return p, false
	}
	p.Kind, p.OriginalTerm = partnership.KindUnstated, ""
	if kind != "" {
		p.Kind = kind
	}
	if term := r.cell(Kind); term != "" && utf8.RuneCountInString(term) <= 80 {
		p.OriginalTerm = term
	}
	p.Topics = r.topics()
	p.Acts = r.acts(kind, first, status, when)
	if len(p.Acts) == 0 && !r.open { // the name alone: the list has the pair
		p.Listing = partnership.Listing{Year: r.opt.Today.Year, Lists: 1, Confidence: source.High}
	}
	if remark := r.remark(); remark != "" && len(p.Acts) > 0 {
		p.Acts[0].Text = map[string]string{r.opt.Language: remark}
	}
	return p, true
}

// kind reads the column of kinds; a word that nobody knows is asked once.
func (r *rowReader) kind() (kind partnership.Kind, act partnership.ActType, ok bool) {
	text := r.cell(Kind)
	if text == "" || text == "-" || text == "–" {
		return "", "", true
	}
	key := "kind:" + names.Fold(text)
	if answer, told := r.opt.Answers[key]; told && answer != "" {
		if a, isAct := strings.CutPrefix(answer, "="); isAct && slices.Contains(partnership.ActTypes(), partnership.ActType(a)) {
			return "", partnership.ActType(a), true
		}
		if slices.Contains(partnership.Kinds(), partnership.Kind(answer)) {
			return partnership.Kind(answer), "", true
		}
		if answer == skip {
			return "", "", true
		}
	}
	if kind, act, ok = r.opt.Lexicon.kindOf(text); ok {
		return kind, act, true
	}
	r.ask(Question{Key: key, Text: lang.Msg("moving.ask.kind", "text", clip(text)), Choices: kindChoices()}, r.row.Line)
	r.open = true
	return "", "", true
}

// status reads the column of statuses; a word that nobody knows is asked once.
func (r *rowReader) status() (status string, ok bool) {
	text := r.cell(Status)
	if strings.Trim(text, " -–—?") == "" {
		return "", true
	}
	key := "status:" + names.Fold(text)
	if answer := r.opt.Answers[key]; answer != "" {
		if answer == skip {
			return "", true
		}
		if slices.ContainsFunc(statusChoices(), func(c Choice) bool { return c.Value == answer }) {
			return answer, true
		}
	}
	if status, ok = r.opt.Lexicon.statusOf(text); ok {
		return status, true
	}
	r.ask(Question{Key: key, Text: lang.Msg("moving.ask.status", "text", clip(text)), Choices: statusChoices()}, r.row.Line)
	r.open = true
	return "", true
}

// topics are the areas of all columns of them; parts that nobody understood are told.
func (r *rowReader) topics() (codes []string) {
	for _, c := range r.layout.all(Topics) {
		found, all := r.opt.Lexicon.topicsOf(r.row.cell(c))
		for _, code := range found {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		if !all {
			r.plan.Notes = append(r.plan.Notes, lang.Msg("moving.note.topics", "text", clip(r.row.cell(c))))
		}
	}
	return codes
}

// remark is the text of the columns that a person chose to publish, unless it holds what
// looks like a telephone number or an address.
func (r *rowReader) remark() string {
	var texts []string
	for _, c := range r.layout.all(Remark) {
		text := r.row.cell(c)
		if private.MatchString(text) {
			r.plan.Notes = append(r.plan.Notes, lang.Msg("moving.note.private", "column", columnLetter(c)))
			continue
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

// span is what the columns of dates say together.
type span struct {
	start, until, ended partnership.Date
	term                partnership.Duration
	dated               bool // the column of dates says something, be it "unknown"
}

// when reads the columns of dates.
func (r *rowReader) when() (s span, ok bool) {
	for _, role := range []Role{Date, Until, Ended} {
		text := r.cell(role)
		if text == "" {
			continue
		}
		d := r.dates
		d.serial = true // the column is one of dates
		if role != Date {
			text = untilWords.ReplaceAllString(text, "")
		}
		w, ok := d.read(text)
		if !ok {
			r.reject("date", "value", clip(text), "column", columnLetter(r.layout.of(role)))
			return s, false
		}
		switch role {
		case Date:
			s.start, s.until, s.dated = w.Start, w.End, true
			s.term = w.Term
		case Until:
			s.term = w.Term
			if end := lastOf(w); !end.IsZero() {
				s.until = end
			}
		case Ended:
			s.ended = lastOf(w)
		}
	}
	for _, d := range []partnership.Date{s.start, s.ended} {
		if d.Qualifier != partnership.Before && d.Calendar().Compare(r.opt.Today) > 0 {
			r.reject("future", "value", d.String())
			return s, false
		}
	}
	return s, true
}

// untilWords stand before the last day of a term.
var untilWords = regexp.MustCompile(`(?i)^\s*(?:do dnia|do|until|to|till|bis zum|bis|jusqu[’']en|jusqu[’']au|au|iki|до|да|по)\s+`)

// lastOf is the date of a cell that gives an end.
func lastOf(w When) partnership.Date {
	if !w.End.IsZero() {
		return w.End
	}
	return w.Start
}
