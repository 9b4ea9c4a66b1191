package paper

import (
	"slices"
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
		for i := range first.parts {
			d.Add(s.paragraph(first, i))
		}
	} else {
		d.Table(s.sides())
	}
	if all := s.blocks(); len(all) > 0 {
		head := docx.Paragraph{Style: docx.Heading, Keep: true, Runs: s.label(s.signed()).runs(false)}
		d.Add(head)
		if cells := s.signing(all); len(cells) > 1 {
			d.Table(docx.Table{Caption: first.words.T(s.signed()), Rows: slices.Collect(slices.Chunk(cells, 2)), Plain: true})
		} else {
			d.Add(cells[0]...)
		}
	}
	for _, one := range s.of {
		for _, note := range one.notes {
			d.Add(one.marked(docx.Note, note))
		}
	}
	return d.Bytes()
}

// signed is the heading of the signatures.
func (s sheets) signed() string {
	if s.kind == Resolution {
		return "paper.sign.signature"
	}
	return "paper.signatures"
}

// runs are the pieces of a text, each in its language.
func (t said) runs(strong bool) (all []docx.Run) {
	for i, p := range t {
		if i > 0 {
			all = append(all, docx.Run{Text: " / "})
		}
		all = append(all, docx.Run{Text: p.text, Language: p.lang, Strong: strong})
	}
	return all
}

// sides is the table in which the languages stand side by side. The head is their names, each
// in itself.
func (s sheets) sides() docx.Table {
	t := docx.Table{Keep: s.kind != VisitNote, Caption: s.of[0].words.T("paper.caption", "names", s.tongues(s.of[0]))}
	for _, one := range s.of {
		t.Head = append(t.Head, docx.Cell{docx.Say(docx.Label, one.words.Lang(), one.words.LanguageName(one.words.Lang()))})
	}
	for i := range s.of[0].parts {
		var cells []docx.Cell
		for _, one := range s.of {
			cells = append(cells, docx.Cell{s.paragraph(one, i)})
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

// paragraph is a part of a sheet. Headings stay with what follows, and the last section with
// the signatures.
func (s sheets) paragraph(one *sheet, i int) docx.Paragraph {
	p := one.parts[i]
	style := map[sort]docx.Style{heading: docx.Part, item: docx.Item}[p.sort]
	if s.kind == Oath && p.sort == sentence {
		style = docx.Spoken
	}
	out := one.marked(style, p.text)
	out.Keep = p.sort == heading || s.last() >= 0 && i >= s.last() && s.kind != VisitNote
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

// signing are the blocks of signatures, each as the cell that it is where there are several.
func (s sheets) signing(blocks []block) (cells []docx.Cell) {
	for _, b := range blocks {
		c := docx.Cell{
			{Style: docx.Label, Keep: true, Runs: b.label.runs(false)},
			{Keep: true, Runs: b.name.runs(true)},
		}
		for _, l := range b.lines {
			p := docx.Paragraph{Style: docx.Label, Keep: true, Runs: l.label.runs(false)}
			p.Runs = append(p.Runs, docx.Run{Text: s.colon()})
			if p.Runs = append(p.Runs, l.value.runs(false)...); len(l.value) == 0 {
				p.Style, p.Line = docx.Line, true
			}
			c = append(c, p)
		}
		cells = append(cells, c)
	}
	return cells
}

// colon stands between a label and its value, as the first language sets it.
func (s sheets) colon() string { return s.of[0].words.T("paper.line", "label", "", "value", "") }
