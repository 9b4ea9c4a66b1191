package paper

import "strings"

// line is a line of a block of signatures: a label with a value, or with a line to write on.
type line struct{ label, value string }

// toWrite are the lines below the name of a party.
func (s sheets) toWrite(party int) []line {
	p := s.facts.Parties[party]
	return []line{
		{s.label("paper.sign.office"), s.both(func(one *sheet) string { return one.in(p.Office) })},
		{s.label("paper.sign.name"), ""},
		{s.label("paper.sign.signature"), ""},
		{s.label("paper.sign.place"), s.both(func(one *sheet) string { return one.in(s.facts.Place) })},
		{s.label("paper.sign.date"), s.both(func(one *sheet) string { return one.date(s.facts.Signed) })},
	}
}

// label is a label in all languages of the document.
func (s sheets) label(key string) string {
	return strings.TrimSpace(s.of[0].words.T("paper.line", "label", s.both(func(one *sheet) string { return one.words.T(key) }), "value", ""))
}

// both is what each language says, once where they say the same.
func (s sheets) both(of func(*sheet) string) string {
	var all []string
	for _, one := range s.of {
		text := strings.TrimSpace(of(one))
		if text != "" && (len(all) == 0 || all[0] != text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " / ")
}

// name is the title of the file.
func (s sheets) name() string { return s.both((*sheet).title) }

// author is who the document is of: the two parties, as the first language names them.
func (s sheets) author() string {
	first := s.of[0]
	return first.name(s.facts.Parties[0]) + " · " + first.name(s.facts.Parties[1])
}
