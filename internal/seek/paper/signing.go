package paper

import "strings"

// said is a short text in each language of the document, where they differ: "Podpis / Parašas".
type said []piece

type piece struct{ lang, text string }

// block is where somebody signs: for whom, and lines with what is known or to write on.
type block struct {
	label, name said
	lines       []line
}

// line is a label with its value; without one there is a line to write on.
type line struct{ label, value said }

// blocks are the blocks of a document's signatures: one for each party, or the chair's under a
// resolution; a note of a visit is signed by nobody.
func (s sheets) blocks() (all []block) {
	switch s.kind {
	case VisitNote:
		return nil
	case Resolution:
		own, _ := s.facts.apart(s.facts.Side)
		return []block{{
			label: s.label("paper.sign.chair"), name: s.each(func(one *sheet) string { return one.office(own, own.Council) }),
			lines: []line{{label: s.label("paper.sign.name")}, {label: s.label("paper.sign.signature")}},
		}}
	}
	for _, p := range s.facts.all() {
		all = append(all, block{
			label: s.label("paper.sign.for"), name: s.each(func(one *sheet) string { return one.name(p) }),
			lines: []line{
				{s.label("paper.sign.office"), s.each(func(one *sheet) string { return one.known(p.Office, p.Language) })},
				{label: s.label("paper.sign.name")},
				{label: s.label("paper.sign.signature")},
				{s.label("paper.sign.place"), s.each(func(one *sheet) string { return one.known(s.facts.Place, s.facts.Parties[0].Language) })},
				{s.label("paper.sign.date"), s.each(func(one *sheet) string { return one.date(s.facts.Signed) })},
			},
		})
	}
	return all
}

// label is a message in each language.
func (s sheets) label(key string) said {
	return s.each(func(one *sheet) string { return one.words.T(key) })
}

// each is what each language says, once where they say the same.
func (s sheets) each(of func(*sheet) string) (all said) {
	for _, one := range s.of {
		text := strings.TrimSpace(of(one))
		if text != "" && (len(all) == 0 || all[0].text != text) {
			all = append(all, piece{one.words.Lang(), text})
		}
	}
	return all
}

// String joins the languages.
func (t said) String() string {
	var all []string
	for _, p := range t {
		all = append(all, p.text)
	}
	return strings.Join(all, " / ")
}

// name is the title of the file.
func (s sheets) name() string { return s.each((*sheet).title).String() }

// author is who the document is of, as the first language names them: all parties, or the one
// whose council decides.
func (s sheets) author() string {
	first := s.of[0]
	if s.kind == Resolution {
		own, _ := s.facts.apart(s.facts.Side)
		return first.name(own)
	}
	var names []string
	for _, p := range s.facts.all() {
		names = append(names, first.name(p))
	}
	return strings.Join(names, " · ")
}
