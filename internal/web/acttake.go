package web

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
	"twintown/internal/world"
)

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

// settleAct brings what a form was helped with into its fields: days that were picked from
// a calendar, a place that was chosen among several. It says whether a place was: then
// the form is shown again, and nothing else of it is judged.
func (s *Site) settleAct(f *form, p *page, w *world.World) (chosen bool) {
	s.settleDays(f, p, "date", "from", "until", "source_read")
	return p.settleChoice(f, w)
}

// sent says whether the form that came had a field; one that it did not have stays as it
// was.
func (f *actForm) sent(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return f.values.Has(name) })
}

// takeAct reads an act from its form over what it was before. What cannot be read becomes a
// fault of its field.
func (s *Site) takeAct(a *actForm, p *page, w *world.World, found partnership.Partnership, was partnership.Act) (partnership.Act, partnership.Evidence) {
	act := was
	act.Type, act.Sources = a.Type, inOrderOf(was.Sources, a.all("source"))
	act.By = a.takers(found, was.By)
	s.takeDates(a, &act, was)
	if a.sent("notice") {
		term, ok := s.lexicon.ReadTerm(a.text("notice"))
		if act.Notice = term; !ok && a.text("notice") != "" {
			a.fail("notice", lang.Msg("desk.act.until.unread", "text", a.text("notice")))
		}
	}
	s.takeWords(a, &act)
	s.takeSigning(a, p, w, found, &act)
	return act, partnership.Evidence{Sources: s.takeSources(a, p, w, found, act)}
}

// inOrderOf is what was chosen, in the order in which it stood before; what is new comes
// last. A form lists things in an order of its own, which is no change.
func inOrderOf(before, chosen []string) (list []string) {
	for _, one := range before {
		if slices.Contains(chosen, one) {
			list = append(list, one)
		}
	}
	for _, one := range chosen {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// takers are the sides that took the act; nil where all did.
func (f *actForm) takers(found partnership.Partnership, was []int64) (by []int64) {
	for _, text := range f.all("by") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil && !slices.Contains(by, id) {
			by = append(by, id)
		}
	}
	if len(by) == len(found.Sides()) && len(was) != len(by) {
		return nil
	}
	return by
}

// takeDates reads when the act was taken and when it has effect.
func (s *Site) takeDates(a *actForm, act *partnership.Act, was partnership.Act) {
	read := func(name string, was partnership.Date) partnership.Date {
		d, err := s.lexicon.ReadDate(a.text(name), s.today())
		if err != nil {
			a.fail(name, errs.PublicOf(err))
		}
		if d.Calendar() == was.Calendar() && d.Qualifier == was.Qualifier {
			return was // whoever inferred it stays named
		}
		return d
	}
	act.Date = read("date", was.Date)
	if act.Date.IsZero() && !a.checked("undated") && a.ok() {
		a.fail("date", lang.Msg("desk.act.date.missing"))
	}
	if why := a.text("inferred"); a.sent("inferred") && why != act.Date.InferredWhy && !act.Date.IsZero() {
		act.Date.InferredBy, act.Date.InferredWhy = "", ""
		if slices.Contains(partnership.Inferences(), why) {
			act.Date.InferredBy, act.Date.InferredWhy = partnership.InferredByEditor, why
		}
	}
	if a.sent("from") {
		act.InForceFrom = read("from", was.InForceFrom)
	}
	if a.sent("until") {
		until, term, err := s.readUntil(a.text("until"))
		if err != nil {
			a.fail("until", lang.Msg("desk.act.until.unread", "text", a.text("until")))
		}
		if act.Term = term; until.Calendar() != was.InForceTo.Calendar() || until.Qualifier != was.InForceTo.Qualifier {
			act.InForceTo = until
		}
	}
}

// takeWords reads what an act says beside its dates.
func (s *Site) takeWords(a *actForm, act *partnership.Act) {
	if a.sent("condition") {
		act.Condition = s.cause(a, "condition", act.Condition)
	}
	if a.sent("ground") {
		act.Ground = s.cause(a, "ground", act.Ground)
	}
	if a.sent(others["vote"]...) {
		act.Vote.Unanimous = a.checked("unanimous")
		for name, n := range votes(&act.Vote) {
			*n = a.number(name)
		}
	}
	if a.sent("title") {
		act.Title = a.text("title")
	}
	if a.sent("number") {
		act.Number = a.text("number")
	}
	act.Text = s.texts(a.form, "text", act.Text)
	act.Documents = slices.DeleteFunc(slices.Clone(act.Documents), func(id string) bool {
		shown := slices.ContainsFunc(a.Docs, func(d documentOption) bool { return d.ID == id })
		return shown && !a.Ticked("document", id)
	})
}

// texts reads a text by language: in the site's languages, and in those in which there was
// some. What the form does not ask for stays as it was; nil where nothing is left.
func (s *Site) texts(f *form, name string, was map[string]string) map[string]string {
	all := maps.Clone(was)
	if all == nil {
		all = map[string]string{}
	}
	for field := range f.values {
		code, ok := strings.CutPrefix(field, name+".")
		if _, there := was[code]; !ok || !there && !slices.Contains(s.languages, code) {
			continue
		}
		if all[code] = f.text(field); all[code] == "" {
			delete(all, code)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// cause reads a condition or a ground and the words beside it.
func (s *Site) cause(a *actForm, name string, was partnership.Cause) partnership.Cause {
	return partnership.Cause{Code: a.text(name), Text: s.texts(a.form, name+"_text", was.Text)}
}

// number reads a count; what is none is its field's fault.
func (f *actForm) number(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.fail(name, lang.Msg("desk.vote.number", "text", text))
	}
	return n
}

// takeSigning reads where the act was signed, in which languages, and by whom.
func (s *Site) takeSigning(a *actForm, p *page, w *world.World, found partnership.Partnership, act *partnership.Act) {
	if a.sent("at") {
		act.At, a.At.Offers = s.placeIn(a.form, p, w, "at", found.Present())
		a.At.fieldView, a.At.ID = a.Field("at", "search", "desk.field.at", "desk.act.at.hint", "off"), a.text(idPrefix+"at")
	}
	if !a.sent("signing") {
		return
	}
	act.Signatories = nil
	for _, side := range found.Sides() {
		for _, office := range a.all(fmt.Sprintf("signed.%d", side)) {
			if office = clipped(office); office != "" {
				act.Signatories = append(act.Signatories, partnership.Signatory{Side: side, Office: office})
			}
		}
	}
	signed, authentic := s.takeTongues(a, p)
	act.Languages, act.Authentic = inOrderOf(act.Languages, signed), inOrderOf(act.Authentic, authentic)
}

// clipped bounds a code that a form sends back.
func clipped(code string) string {
	const longest = 40
	if len(code) > longest {
		return ""
	}
	return code
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
