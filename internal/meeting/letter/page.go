package letter

import (
	"fmt"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/pdf"
)

// The grid of a letter on A4, in millimetres: a main column of some 68 letters a line, and a
// margin for who writes.
const (
	left   = 25.0
	column = 121.0
	margin = 157.0 // the second column
	narrow = 33.0  // its width
	foot   = 271.0 // the last base line of text
	last   = 280.0 // of a note at the foot and of page numbers
	top    = 34.0  // of a page that continues
)

// page is a letter while it is set.
type page struct {
	d     *pdf.Doc
	words *lang.Printer
	sheet Sheet
	title string
	from  int // the first of its pages
	y     float64
	first float64 // base line of the title
	wide  float64 // of the labels of rows, with their gap
}

// letter begins a letter: letterhead, addressee, date and title.
func (s *Setter) letter(d *pdf.Doc, p Paper, sheet Sheet, addressee string) *page {
	words := s.catalog.Printer(sheet.Language)
	g := &page{d: d, words: words, sheet: sheet, title: words.T("letter.title." + string(p))}
	d.Page(pdf.A4)
	g.from = d.Pages()
	g.head()
	y := 55.0
	for i, line := range d.Wrap(running, addressee, 85) {
		if i < 6 { // the window of an envelope
			d.Text(running, left, y, pdf.Left, line)
			y += 5
		}
	}
	y = max(80, y+3) // the date moves down for a long address
	d.Text(note, left, y, pdf.Left, comma(sheet.Host.City, words.Date(sheet.Issued)))
	g.y = y + 12
	g.first = g.y
	for _, line := range d.Wrap(heading, g.title, column) {
		d.Text(heading, left, g.y, pdf.Left, line)
		g.y += heading.Line()
	}
	g.y += 4
	return g
}

// head sets the letterhead: the host's name, the line between two places, and how to reach it.
func (g *page) head() {
	d, h := g.d, g.sheet.Host
	name := pdf.Style{Face: pdf.SerifStrong, Size: 13, Ink: ink, Leading: 1.2}
	y := 23.0
	for _, line := range d.Wrap(name, h.Name, column) {
		d.Text(name, left, y, pdf.Left, line)
		y += name.Line()
	}
	sign(d, margin+narrow-24, 23, 24)
	d.Line(rule, 0.2, left, 33.5, margin+narrow, 33.5)
	y = 55
	for _, part := range []string{h.Address, h.Phone, h.Email, h.Web} {
		if part == "" {
			continue
		}
		y = d.Paragraph(note, margin, y, narrow, part) + 1.2
	}
}

// sign draws the sign of the house: two places and the line between them.
func sign(d *pdf.Doc, x, y, w float64) {
	d.Arc(soft, 0.3, x+1.2, x+w-1.2, y, w/7)
	d.Dot(here, x+1.2, y, 1.2)
	d.Dot(there, x+w-1.2, y, 1.2)
}

// room makes sure that so many millimetres are left, on another page if they must.
func (g *page) room(h float64) {
	if g.y+h <= foot {
		return
	}
	g.d.Page(pdf.A4)
	g.d.Text(note, left, 20, pdf.Left, comma(g.sheet.Host.Name, g.title))
	g.d.Line(rule, 0.2, left, 23.5, margin+narrow, 23.5)
	g.y = top
}

// set sets the running text. The labels of all rows stand in one column. The last lines stay
// on the page of the signature, which needs so many millimetres.
func (g *page) set(t Template, signature float64) {
	for _, b := range t {
		if b.row() {
			g.wide = max(g.wide, min(g.d.Width(label, b.label), 46)+5)
		}
	}
	for i, b := range t {
		if i == len(t)-1 {
			g.room(signature)
		}
		switch {
		case b.row():
			g.row(b)
		case b.name == "link":
			g.link(b.text)
		case b.name != "":
			g.y += 2
			g.paragraph(shown, b.text)
			g.y += 1
		case b.gap():
			g.y += running.Line() / 2
		default:
			g.paragraph(running, b.text)
		}
	}
}

func (g *page) paragraph(s pdf.Style, text string) {
	for _, line := range g.d.Wrap(s, text, column) {
		g.room(0)
		g.d.Text(s, left, g.y, pdf.Left, line)
		g.y += s.Line()
	}
}

// row sets a label and its value side by side.
func (g *page) row(b block) {
	labels := g.d.Wrap(label, b.label, g.wide-5)
	values := g.d.Wrap(running, b.text, column-g.wide)
	g.room(float64(max(len(labels), len(values))-1) * running.Line())
	for i, line := range labels {
		g.d.Text(label, left, g.y+float64(i)*label.Line(), pdf.Left, line)
	}
	for i, line := range values {
		g.d.Text(running, left+g.wide, g.y+float64(i)*running.Line(), pdf.Left, line)
	}
	g.y += max(float64(len(labels))*label.Line(), float64(len(values))*running.Line()) + 0.6
}

// link sets a personal address as text, which can be clicked where the letter is read on a screen.
func (g *page) link(address string) {
	s := pdf.Style{Face: pdf.Sans, Size: 9, Ink: here, Leading: 1.4}
	for _, line := range g.d.Wrap(s, address, column) {
		g.room(0)
		g.d.Text(s, left, g.y, pdf.Left, line)
		g.d.Link(left, g.y-4, g.d.Width(s, line), 5, address)
		g.y += s.Line()
	}
}

// signing is the room that a signature takes with its lines, in millimetres.
const signing = 29.0

// signature sets the place for the signature.
func (g *page) signature() {
	h := g.sheet.Host
	g.y += 15
	g.d.Line(rule, 0.2, left, g.y, left+62, g.y)
	g.y += 4.2
	for i, line := range []string{h.Signer, h.Office, h.Name} {
		if line == "" || i == 2 && (h.Signer != "" || h.Office != "") {
			continue
		}
		s := note
		if i == 0 {
			s = strong
		}
		g.y = g.d.Paragraph(s, left, g.y, 75, line)
	}
}

// foot sets a note at the foot of the last page.
func (g *page) foot(text string) {
	all := g.d.Wrap(note, text, column)
	y := last + 5 - float64(len(all)-1)*note.Line()
	g.d.Line(rule, 0.2, left, y-5, left+column, y-5)
	for _, line := range all {
		g.d.Text(note, left, y, pdf.Left, line)
		y += note.Line()
	}
}

// end numbers the pages of a letter that has more than one.
func (g *page) end() {
	pages := g.d.Pages()
	if pages == g.from {
		return
	}
	for n := g.from; n <= pages; n++ {
		g.d.Back(n)
		g.d.Text(note, margin+narrow, last+5, pdf.Right, fmt.Sprintf("%d / %d", n-g.from+1, pages-g.from+1))
	}
	g.d.Back(pages)
}
