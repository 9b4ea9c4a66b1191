package paper

import (
	"maps"
	"slices"
	"strings"

	"twintown/internal/platform/lang"
)

// sort is what a part of a text is.
type sort uint8

const (
	heading  sort = iota // of an article or a section
	sentence             // a paragraph
	item                 // of a list
	row                  // a label with its value
)

// part is a part of a text in one language.
type part struct {
	sort sort
	text string
}

// sheet is the text of a document in one language, while it is built and when it is whole.
type sheet struct {
	words *lang.Printer
	facts Facts
	kind  Kind
	parts []part
	notes []string // after the signatures
	count int      // of articles
	blank string
}

// sheets are the texts of a document with what they have in common.
type sheets struct {
	kind  Kind
	of    []*sheet
	facts Facts
}

// sheets builds the text of each language by the same calls.
func (s *Setter) sheets(kind Kind, facts Facts, langs []string) sheets {
	all := sheets{kind: kind, facts: facts}
	for _, l := range langs {
		words := s.catalog.Printer(l)
		one := &sheet{words: words, facts: facts, kind: kind, blank: words.T("paper.blank")}
		if len(facts.Authentic) == 0 {
			one.facts.Authentic = langs
		}
		one.write(langs)
		all.of = append(all.of, one)
	}
	all.explain()
	return all
}

// write writes the text of a kind.
func (s *sheet) write(langs []string) {
	map[Kind]func([]string){
		VisitNote: s.visit, LetterOfIntent: s.intent, Plan: s.plan, Resolution: s.resolution, Agreement: s.agreement, Oath: s.oath,
	}[s.kind](langs)
	if s.facts.Loose {
		s.notes = append(s.notes, s.words.T("paper.note.names"))
	}
	s.notes = append(s.notes, s.words.T("paper.note.template"))
}

// explain says what a blank is, in all languages where one of them has any: so each has the same
// notes.
func (s sheets) explain() {
	for _, one := range s.of {
		if !slices.ContainsFunc(one.parts, func(p part) bool { return strings.Contains(p.text, one.blank) }) {
			continue
		}
		for _, one := range s.of {
			one.notes = append(one.notes, one.words.T("paper.note.blanks", "blank", one.blank))
		}
		return
	}
}

// last is the heading with which the last section begins, -1 where there is none.
func (s sheets) last() int {
	for i := len(s.of[0].parts) - 1; i >= 0; i-- {
		if s.of[0].parts[i].sort == heading {
			return i
		}
	}
	return -1
}

// title is the title of the document.
func (s *sheet) title() string { return s.words.T("paper.title." + string(s.kind)) }

func (s *sheet) add(as sort, text string) { s.parts = append(s.parts, part{as, text}) }

// head begins a section; article and point, one with a number.
func (s *sheet) head(key string) { s.add(heading, s.words.T(key)) }

func (s *sheet) article(key string) { s.numbered("paper.article", key) }

func (s *sheet) point(key string) { s.numbered("paper.point", key) }

func (s *sheet) numbered(pattern, key string) {
	s.count++
	s.add(heading, s.words.T(pattern, "n", s.count, "what", s.words.T(key)))
}

// say adds sentences; list, items.
func (s *sheet) say(keys ...string) {
	for _, k := range keys {
		s.add(sentence, s.words.T(k))
	}
}

func (s *sheet) list(keys ...string) {
	for _, k := range keys {
		s.add(item, s.words.T(k))
	}
}

// row adds a label with its value, "" for a blank.
func (s *sheet) row(label, value string) {
	s.add(row, s.words.T("paper.line", "label", label, "value", s.or(value)))
}

// blanks adds labels whose values somebody has to write.
func (s *sheet) blanks(keys ...string) {
	for _, k := range keys {
		s.row(s.words.T(k), "")
	}
}

// or is a value, or the blank for one that is not known.
func (s *sheet) or(value string) string {
	if value = strings.TrimSpace(value); value == "" {
		return s.blank
	}
	return value
}

// in is a text in the sheet's language, "" where it has none.
func (s *sheet) in(t Text) string { return strings.TrimSpace(t[s.words.Lang()]) }

// known is a text in the sheet's language, else in another, first in the one given; "" for none.
func (s *sheet) known(t Text, own string) string {
	for _, text := range []string{s.in(t), strings.TrimSpace(t[own])} {
		if text != "" {
			return text
		}
	}
	for _, code := range slices.Sorted(maps.Keys(t)) { // so that the same facts give the same bytes
		if text := strings.TrimSpace(t[code]); text != "" {
			return text
		}
	}
	return ""
}

// name is the official name of a party as this language has it, else its own.
func (s *sheet) name(p Party) string { return s.or(s.known(p.Name, p.Language)) }

// office is an office of a party in the sheet's language, else in the party's own.
func (s *sheet) office(p Party, t Text) string { return s.or(s.known(t, p.Language)) }

// called is what a party is called in the text.
func (s *sheet) called(i int) string {
	switch {
	case len(s.facts.Others) > 0:
		return s.words.T("paper.party.nth", "n", i+1)
	case i == 0:
		return s.words.T("paper.party.first")
	}
	return s.words.T("paper.party.second")
}

// full is a party's name with its country.
func (s *sheet) full(p Party) string {
	name := s.name(p)
	if p.Country == "" {
		return name
	}
	return s.words.T("paper.party.country", "name", name, "country", s.words.CountryName(p.Country))
}

// months prints a span: years where it is whole years.
func (s *sheet) months(n int) string {
	switch {
	case n <= 0 || n > mostMonths:
		return ""
	case n%12 == 0:
		return s.words.T("duration.years", "n", n/12)
	}
	return s.words.T("duration.months", "n", n)
}

// date prints a day, "" for none.
func (s *sheet) date(d lang.Date) string {
	if d.IsZero() {
		return ""
	}
	return s.words.Date(d)
}
