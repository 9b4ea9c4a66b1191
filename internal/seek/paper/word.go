package paper

import (
	"strings"

	"twintown/internal/platform/docx"
)

// docx writes the texts as a document to go on editing.
func (s sheets) docx() ([]byte, error) {
	first := s.of[0]
	d := docx.New(docx.Meta{Title: s.name(), Language: first.words.Lang(), Author: s.author(), Made: moment(s.facts.Made)})
	d.Head(docx.Say(docx.Label, first.words.Lang(), s.author()))
	for _, one := range s.of {
		d.Add(docx.Say(docx.Title, one.words.Lang(), one.title()))
	}
	if len(s.of) == 1 {
		for _, p := range first.parts {
			d.Add(first.paragraph(p))
		}
	} else {
		d.Table(s.sides())
	}
	d.Add(s.each(docx.Heading, "paper.signatures")...)
	d.Table(s.signing())
	for _, one := range s.of {
		for _, note := range one.notes {
			d.Add(one.marked(docx.Note, note))
		}
	}
	return d.Bytes()
}

// each is a message in all languages, one paragraph each.
func (s sheets) each(style docx.Style, key string) (all []docx.Paragraph) {
	for _, one := range s.of {
		p := docx.Say(style, one.words.Lang(), one.words.T(key))
		p.Keep = true
		all = append(all, p)
	}
	return all
}

// sides is the table in which the languages stand side by side. The head is their names, each
// in itself.
func (s sheets) sides() docx.Table {
	t := docx.Table{Caption: s.of[0].words.T("paper.caption", "names", s.tongues(s.of[0]))}
	for _, one := range s.of {
		t.Head = append(t.Head, docx.Cell{docx.Say(docx.Label, one.words.Lang(), one.words.LanguageName(one.words.Lang()))})
	}
	for i := range s.of[0].parts {
		var cells []docx.Cell
		for _, one := range s.of {
			cells = append(cells, docx.Cell{one.paragraph(one.parts[i])})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// tongues are the names of the document's languages, as one of them has them.
func (s sheets) tongues(in *sheet) (all []string) {
	for _, one := range s.of {
		all = append(all, in.words.LanguageName(one.words.Lang()))
	}
	return all
}

// paragraph is a part of a sheet.
func (s *sheet) paragraph(p part) docx.Paragraph {
	style := map[sort]docx.Style{heading: docx.Part, item: docx.Item}[p.sort]
	out := s.marked(style, p.text)
	out.Keep = p.sort == heading
	return out
}

// marked is a paragraph in which blanks stand out.
func (s *sheet) marked(style docx.Style, text string) docx.Paragraph {
	p := docx.Paragraph{Style: style, Language: s.words.Lang()}
	for i, piece := range strings.Split(text, s.blank) {
		if i > 0 {
			p.Runs = append(p.Runs, docx.Run{Text: s.blank, Marked: true})
		}
		if piece != "" {
			p.Runs = append(p.Runs, docx.Run{Text: piece})
		}
	}
	return p
}

// signing is the table of signatures: a column for each party.
func (s sheets) signing() docx.Table {
	var cells []docx.Cell
	for i := range s.facts.Parties {
		var c docx.Cell
		for _, one := range s.of {
			c = append(c, docx.Paragraph{Style: docx.Label, Language: one.words.Lang(), Keep: true, Runs: []docx.Run{{Text: one.words.T("paper.sign.for")}}})
			c = append(c, docx.Paragraph{Language: one.words.Lang(), Keep: true, Runs: []docx.Run{{Text: one.name(one.facts.Parties[i]), Strong: true}}})
		}
		for _, l := range s.toWrite(i) {
			style := docx.Label
			if l.value == "" {
				style = docx.Line
			}
			c = append(c, docx.Paragraph{Style: style, Language: s.of[0].words.Lang(), Runs: []docx.Run{{Text: l.label + " " + l.value}}, Line: l.value == "", Keep: true})
		}
		cells = append(cells, c)
	}
	return docx.Table{Caption: s.of[0].words.T("paper.signatures"), Rows: [][]docx.Cell{cells}, Plain: true}
}
