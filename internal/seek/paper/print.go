package paper

import (
	"fmt"
	"strings"
	"time"

	"twintown/internal/platform/pdf"
)

// The grid of a page on A4, in millimetres.
const (
	left    = 22.0
	width   = 166.0 // of the text
	gap     = 8.0   // between two columns
	top     = 38.0  // the first base line
	foot    = 270.0 // the last
	bottom  = 284.0 // of page numbers
	inset   = 4.5   // of items
	whole   = 70.0  // a row that is lower stays on one page
	signing = 62.0  // the room of a block of signatures with its heading
)

// Colours and styles of the house.
var (
	ink  = pdf.Ink{R: 0x1f, G: 0x28, B: 0x3a}
	soft = pdf.Ink{R: 0x5b, G: 0x65, B: 0x77}
	rule = pdf.Ink{R: 0xc9, G: 0xce, B: 0xd6}

	running = pdf.Style{Face: pdf.Serif, Size: 10, Ink: ink, Leading: 1.34}
	part2   = pdf.Style{Face: pdf.SerifStrong, Size: 10.5, Ink: ink, Leading: 1.3}
	big     = pdf.Style{Face: pdf.SerifStrong, Size: 17, Ink: ink, Leading: 1.2}
	section = pdf.Style{Face: pdf.SerifStrong, Size: 12, Ink: ink, Leading: 1.3}
	note    = pdf.Style{Face: pdf.Sans, Size: 8, Ink: soft, Leading: 1.4}
	strong  = pdf.Style{Face: pdf.SansStrong, Size: 9, Ink: ink, Leading: 1.35}
)

// page is a document while it is printed.
type page struct {
	d    *pdf.Doc
	set  sheets
	y    float64
	wide float64 // of a column
}

// pdf prints the texts.
func (s sheets) pdf(fonts *pdf.Fonts) ([]byte, error) {
	d := pdf.New(fonts, pdf.Meta{Title: s.name(), Language: s.of[0].words.Lang(), Author: s.author(), Made: s.printed()})
	columns := float64(len(s.of))
	g := &page{d: d, set: s, wide: (width - gap*(columns-1)) / columns}
	g.turn()
	g.titles()
	g.heads()
	for i := range s.of[0].parts {
		g.row(i)
	}
	g.signatures()
	g.notes()
	for n := 1; n <= d.Pages(); n++ {
		d.Back(n)
		d.Text(note, left+width, bottom, pdf.Right, fmt.Sprintf("%d / %d", n, d.Pages()))
	}
	return d.Bytes()
}

// x is the left edge of a column.
func (g *page) x(column int) float64 { return left + float64(column)*(g.wide+gap) }

// turn begins a page.
func (g *page) turn() {
	g.d.Page(pdf.A4)
	y := 20.0
	for i, line := range g.d.Wrap(note, g.set.author(), width) {
		if i < 2 { // a name may be long, and the head of a page is no place for it
			g.d.Text(note, left, y, pdf.Left, line)
			y += note.Line()
		}
	}
	g.d.Line(rule, 0.2, left, 26.5, left+width, 26.5)
	g.y = top
}

// room makes sure that so many millimetres are left.
func (g *page) room(h float64) bool {
	if g.y+h <= foot {
		return false
	}
	g.turn()
	return true
}

func (g *page) titles() {
	for _, one := range g.set.of {
		g.y = g.d.Paragraph(big, left, g.y, width, one.title())
	}
	g.y += 4
}

// heads names the language of each column.
func (g *page) heads() {
	if len(g.set.of) < 2 {
		return
	}
	for i, one := range g.set.of {
		g.d.Text(note, g.x(i), g.y, pdf.Left, one.words.LanguageName(one.words.Lang()))
	}
	g.d.Line(rule, 0.3, left, g.y+1.8, left+width, g.y+1.8)
	g.y += 8
}

// again begins a page within the table, whose head is repeated.
func (g *page) again() {
	g.turn()
	g.heads()
}

// style is how a part is set, and how far it is set in.
func style(p part) (s pdf.Style, in float64) {
	switch p.sort {
	case heading:
		return part2, 0
	case item:
		return running, inset
	}
	return running, 0
}

// row sets part i of each language side by side. A heading stays with what follows it.
func (g *page) row(i int) {
	first := g.set.of[0].parts[i]
	s, in := style(first)
	if first.sort == heading {
		g.y += 3
	}
	var columns [][]string
	lines := 0
	for _, one := range g.set.of {
		wrapped := g.d.Wrap(s, one.parts[i].text, g.wide-in)
		columns = append(columns, wrapped)
		lines = max(lines, len(wrapped))
	}
	h := float64(lines) * s.Line()
	if first.sort == heading {
		h += 3 * running.Line()
	}
	if h < whole && g.y+h > foot+s.Line() {
		g.again()
	}
	for n := range lines {
		if g.y > foot {
			g.again()
		}
		g.line(columns, n, s, in)
	}
	if first.sort == item {
		g.y += 0.3
		return
	}
	g.y += 1.3
}

// line sets line n of each column.
func (g *page) line(columns [][]string, n int, s pdf.Style, in float64) {
	for i, column := range columns {
		if in > 0 && n == 0 {
			g.d.Text(s, g.x(i)+0.8, g.y, pdf.Left, "•")
		}
		if n < len(column) {
			g.d.Text(s, g.x(i)+in, g.y, pdf.Left, column[n])
		}
	}
	g.y += s.Line()
}

// signatures sets the blocks of signatures, one column for each party.
func (g *page) signatures() {
	column := (width - gap) / 2
	g.room(signing)
	g.y += 7
	g.y = g.d.Paragraph(section, left, g.y, width, g.set.both(func(one *sheet) string { return one.words.T("paper.signatures") }))
	g.y += 2
	lowest, from := g.y, g.y
	for i := range g.set.facts.Parties {
		g.y = from
		x := left + float64(i)*(column+gap)
		g.y = g.d.Paragraph(note, x, g.y, column, g.set.both(func(one *sheet) string { return one.words.T("paper.sign.for") }))
		g.y = g.d.Paragraph(strong, x, g.y, column, g.set.both(func(one *sheet) string { return one.name(g.set.facts.Parties[i]) }))
		for _, l := range g.set.toWrite(i) {
			g.write(l, x, column)
		}
		lowest = max(lowest, g.y)
	}
	g.y = lowest + 4
}

// write sets a line of a block: its label, and its value or a line to write on.
func (g *page) write(l line, x, w float64) {
	if l.value != "" {
		g.y = g.d.Paragraph(note, x, g.y+1.5, w, l.label+" "+l.value)
		return
	}
	g.y += 9
	g.d.Line(soft, 0.2, x, g.y, x+w, g.y)
	g.y = g.d.Paragraph(note, x, g.y+3.6, w, strings.TrimRight(strings.TrimSpace(l.label), ":\u00a0 "))
}

// notes set what is said about the text.
func (g *page) notes() {
	for _, one := range g.set.of {
		for _, text := range one.notes {
			for _, l := range g.d.Wrap(note, text, width) {
				g.room(0)
				g.d.Text(note, left, g.y, pdf.Left, l)
				g.y += note.Line()
			}
			g.y += 1.2
		}
	}
}

// printed is the day that a PDF bears: one without would bear that of the machine.
func (s sheets) printed() time.Time {
	if s.facts.Made.IsZero() {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return moment(s.facts.Made)
}
