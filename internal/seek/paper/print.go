package paper

import (
	"fmt"
	"slices"
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
	end     = 280.0 // of notes
	bottom  = 286.0 // of page numbers
	inset   = 4.5   // of items
	whole   = 70.0  // a row that is lower stays on one page
	signing = 62.0  // the room of a block of signatures with its heading
)

// Colours and styles of the house.
var (
	ink  = pdf.Ink{R: 0x1f, G: 0x28, B: 0x3a}
	soft = pdf.Ink{R: 0x5b, G: 0x65, B: 0x77}
	rule = pdf.Ink{R: 0xc9, G: 0xce, B: 0xd6}

	marker = pdf.Ink{R: 0xff, G: 0xf0, B: 0x9a}

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
func (g *page) room(h float64) {
	if g.y+h > end {
		g.turn()
	}
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

// style is how a part is set, and how far it is set in. An oath is read aloud, standing: it is
// larger, where it has the page for itself.
func (g *page) style(p part) (s pdf.Style, in float64) {
	s = running
	if g.set.kind == Oath {
		s = s.Sized(16.5 - 3*float64(len(g.set.of)))
	}
	switch p.sort {
	case heading:
		return part2, 0
	case item:
		return s, inset
	}
	return s, 0
}

// measured is a row that is ready to be set.
type measured struct {
	columns [][]string
	lines   int
	style   pdf.Style
	in      float64
	before  float64 // room above
	height  float64 // with the room above and below
}

// measure breaks part i of each language into lines.
func (g *page) measure(i int) (m measured) {
	first, after := g.set.of[0].parts[i], 1.3
	m.style, m.in = g.style(first)
	for _, one := range g.set.of {
		wrapped := g.d.Wrap(m.style, one.parts[i].text, g.wide-m.in)
		m.columns = append(m.columns, wrapped)
		m.lines = max(m.lines, len(wrapped))
	}
	switch {
	case first.sort == heading:
		m.before = 3
	case first.sort == item:
		after = 0.3
	case i > 0 && g.set.of[0].parts[i-1].sort == item:
		m.before = 1
	}
	m.height = m.before + float64(m.lines)*m.style.Line() + after
	return m
}

// row sets part i of each language side by side. A heading stays with what follows it, and the
// last section with the signatures: nobody should sign a page without text.
func (g *page) row(i int) {
	m := g.measure(i)
	need := m.height - m.style.Line()
	if g.set.of[0].parts[i].sort == heading {
		need += 3 * running.Line()
		if i == g.set.last() {
			if tail := g.tail(i); tail < end-top {
				need = tail - (end - foot)
			}
		}
	}
	if need < foot-top && g.y+need > foot && (need < whole || i == g.set.last()) {
		g.again()
	}
	g.y += m.before
	for n := range m.lines {
		if g.y > foot {
			g.again()
		}
		g.line(m.columns, n, m.style, m.in)
	}
	g.y += m.height - m.before - float64(m.lines)*m.style.Line()
}

// tail is how much room is needed from part i to the end of the document.
func (g *page) tail(i int) (h float64) {
	for n := i; n < len(g.set.of[0].parts); n++ {
		h += g.measure(n).height
	}
	if len(g.set.blocks()) > 0 {
		h += signing // of the first two: those of others follow
	}
	for i := range g.set.of[0].notes {
		_, lines := g.note(i)
		h += float64(lines)*note.Line() + 1.2
	}
	return h
}

// line sets line n of each column.
func (g *page) line(columns [][]string, n int, s pdf.Style, in float64) {
	for i, column := range columns {
		if in > 0 && n == 0 {
			g.d.Text(s, g.x(i)+0.8, g.y, pdf.Left, "•")
		}
		if n < len(column) {
			g.mark(s, g.x(i)+in, column[n], g.set.of[i].blank)
			g.d.Text(s, g.x(i)+in, g.y, pdf.Left, column[n])
		}
	}
	g.y += s.Line()
}

// mark lays a marker's colour under the blanks of a line. A blank is one word and never broken.
func (g *page) mark(s pdf.Style, x float64, line, blank string) {
	for at := 0; ; {
		i := strings.Index(line[at:], blank)
		if i < 0 {
			return
		}
		const capital = 0.26 // of the size in millimetres: a little above a capital letter
		g.d.Box(marker, x+g.d.Width(s, line[:at+i])-0.4, g.y-s.Size*capital, g.d.Width(s, blank)+0.8, s.Size*(capital+0.1))
		at += i + len(blank)
	}
}

// signatures sets the blocks of signatures beside each other.
func (g *page) signatures() {
	blocks := g.set.blocks()
	if len(blocks) == 0 {
		g.y += 6
		return
	}
	g.room(signing)
	g.y += 7
	g.y = g.d.Paragraph(section, left, g.y, width, g.set.label(g.set.signed()).String())
	g.y += 2
	for pair := range slices.Chunk(blocks, 2) {
		g.pair(pair)
	}
}

// pair sets one or two blocks beside each other.
func (g *page) pair(blocks []block) {
	g.room(signing - 12) // without the heading
	lowest, from := g.y, g.y
	for i, b := range blocks {
		g.y = from
		g.block(b, left+float64(i)*(width+gap)/2)
		lowest = max(lowest, g.y)
	}
	g.y = lowest + 4
}

// block sets a block of signatures.
func (g *page) block(b block, x float64) {
	w := (width - gap) / 2
	g.y = g.d.Paragraph(note, x, g.y, w, b.label.String())
	g.y = g.d.Paragraph(strong, x, g.y, w, b.name.String())
	for _, l := range b.lines {
		if len(l.value) > 0 {
			g.y = g.d.Paragraph(note, x, g.y+1.5, w, l.label.String()+g.set.colon()+l.value.String())
			continue
		}
		g.y += 9
		g.d.Line(soft, 0.2, x, g.y, x+w, g.y)
		g.y = g.d.Paragraph(note, x, g.y+3.6, w, l.label.String())
	}
}

// notes set what is said about the text, side by side as the text itself. They may stand below
// its last line.
func (g *page) notes() {
	for i := range g.set.of[0].notes {
		columns, lines := g.note(i)
		if g.y+float64(lines-1)*note.Line() > end {
			g.turn()
		}
		for n := range lines {
			g.line(columns, n, note, 0)
		}
		g.y += 1.2
	}
}

// note breaks note i of each language into lines.
func (g *page) note(i int) (columns [][]string, lines int) {
	for _, one := range g.set.of {
		wrapped := g.d.Wrap(note, one.notes[i], g.wide)
		columns = append(columns, wrapped)
		lines = max(lines, len(wrapped))
	}
	return columns, lines
}

// printed is the day that a PDF bears: one without would bear that of the machine.
func (s sheets) printed() time.Time {
	if s.facts.Made.IsZero() {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return moment(s.facts.Made)
}
