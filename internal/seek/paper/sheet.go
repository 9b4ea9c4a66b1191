package paper

import (
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
	of    []*sheet
	facts Facts
}

// sheets builds the text of each language by the same calls.
func (s *Setter) sheets(kind Kind, facts Facts, langs []string) sheets {
	all := sheets{facts: facts}
	for _, l := range langs {
		words := s.catalog.Printer(l)
		one := &sheet{words: words, facts: facts, kind: kind, blank: words.T("paper.blank")}
		if len(facts.Authentic) == 0 {
			one.facts.Authentic = langs
		}
		one.write(langs)
		all.of = append(all.of, one)
	}
	return all
}

// write writes the text of a kind.
func (s *sheet) write(langs []string) {
	switch s.kind {
	case LetterOfIntent:
		s.intent(langs)
	}
	s.notes = append(s.notes, s.words.T("paper.note.template"))
	for _, p := range s.parts {
		if strings.Contains(p.text, s.blank) {
			s.notes = append(s.notes, s.words.T("paper.note.blanks", "blank", s.blank))
			break
		}
	}
}

// title is the title of the document.
func (s *sheet) title() string { return s.words.T("paper.title." + string(s.kind)) }

func (s *sheet) add(as sort, text string) { s.parts = append(s.parts, part{as, text}) }

// head begins a section; article, one with a number.
func (s *sheet) head(key string) { s.add(heading, s.words.T(key)) }

func (s *sheet) article(key string) {
	s.count++
	s.add(heading, s.words.T("paper.article", "n", s.count, "what", s.words.T(key)))
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

// or is a value, or the blank for one that is not known.
func (s *sheet) or(value string) string {
	if value = strings.TrimSpace(value); value == "" {
		return s.blank
	}
	return value
}

// in is a text in the sheet's language, "" where it has none.
func (s *sheet) in(t Text) string { return strings.TrimSpace(t[s.words.Lang()]) }

// name is the official name of a party as this language has it, else its own.
func (s *sheet) name(p Party) string {
	if name := s.in(p.Name); name != "" {
		return name
	}
	if name := strings.TrimSpace(p.Name[p.Language]); name != "" {
		return name
	}
	best := ""
	for code, name := range p.Name { // the first by code, so that the same facts give the same bytes
		if name = strings.TrimSpace(name); name != "" && (best == "" || code < best) {
			best = code
		}
	}
	return s.or(p.Name[best])
}

// office is an office in the sheet's language, else in the party's own, with a blank for none.
func (s *sheet) office(p Party, t Text) string {
	if office := s.in(t); office != "" {
		return office
	}
	return s.or(t[p.Language])
}

// called are what the two are called in the text.
func (s *sheet) called(i int) string {
	if i == 0 {
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
