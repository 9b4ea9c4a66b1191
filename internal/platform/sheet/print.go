package sheet

import (
	"fmt"
	"strings"

	"twintown/internal/platform/pdf"
)

// The grid of a page, in millimetres.
const (
	left   = 20.0
	top    = 30.0 // the first base line of pages after the first
	below  = 22.0 // room at the foot
	gap    = 5.0  // between columns
	whole  = 80.0 // a row that is lower stays on one page
	across = 4    // figures beside each other

	logoWide, logoHigh = 44.0, 17.0 // the most that a logo takes beside the title
)

// Colours and styles of the house.
var (
	ink    = pdf.Ink{R: 0x1f, G: 0x28, B: 0x3a}
	soft   = pdf.Ink{R: 0x5b, G: 0x65, B: 0x77}
	rule   = pdf.Ink{R: 0xc9, G: 0xce, B: 0xd6}
	shade  = pdf.Ink{R: 0xf1, G: 0xf3, B: 0xf6}
	accent = pdf.Ink{R: 0x1d, G: 0x4e, B: 0x89}

	titled  = pdf.Style{Face: pdf.SerifStrong, Size: 23, Ink: ink, Leading: 1.15}
	lead    = pdf.Style{Face: pdf.Serif, Size: 11.5, Ink: soft, Leading: 1.4}
	heading = pdf.Style{Face: pdf.SerifStrong, Size: 14, Ink: ink, Leading: 1.25}
	part    = pdf.Style{Face: pdf.SansStrong, Size: 10, Ink: ink, Leading: 1.35}
	running = pdf.Style{Face: pdf.Serif, Size: 10.5, Ink: ink, Leading: 1.42}
	note    = pdf.Style{Face: pdf.Sans, Size: 8, Ink: soft, Leading: 1.4}
	cell    = pdf.Style{Face: pdf.Sans, Size: 9, Ink: ink, Leading: 1.36}
	head    = pdf.Style{Face: pdf.SansStrong, Size: 8, Ink: soft, Leading: 1.35}
	figure  = pdf.Style{Face: pdf.SerifStrong, Size: 24, Ink: ink, Leading: 1.1}
)

// page is a report while it is printed.
type page struct {
	r     Report
	d     *pdf.Doc
	size  pdf.Size
	y     float64
	width float64 // of the text
	mark  pdf.Ink
	tree  *pdf.Part // what the report is to those who have it read to them
	list  *pdf.Part // to which items are added; nil: the last block was none
}

// PDF prints the report.
func (r Report) PDF(fonts *pdf.Fonts) ([]byte, error) {
	g := &page{r: r, size: pdf.A4, mark: r.Accent}
	if r.Wide {
		g.size = pdf.A4Wide
	}
	if g.mark == (pdf.Ink{}) {
		g.mark = accent
	}
	g.width = g.size.W - 2*left
	g.d = pdf.New(fonts, pdf.Meta{Title: r.Title, Language: r.Language, Author: r.Author, Made: r.moment()})
	g.tree = g.d.Tree()
	g.begin()
	for i, b := range r.Blocks {
		if b.Kind != Item {
			g.list = nil
		}
		g.block(b, i)
	}
	g.ends()
	return g.d.Bytes()
}

// begin sets the first page down to the lead.
func (g *page) begin() {
	g.d.Page(g.size)
	g.d.Box(g.mark, 0, 0, g.size.W, 3)
	g.y = 24
	width := g.width
	if l := g.r.Logo; l.Width > 0 && l.Height > 0 {
		w := min(logoWide, logoHigh*float64(l.Width)/float64(l.Height))
		h := w * float64(l.Height) / float64(l.Width)
		width -= w + gap
		g.d.Say(g.tree.Add(pdf.Figure).Means(l.Alt), func() { g.d.Picture(l.PNG, left+g.width-w, 17, w, h) })
	}
	if g.r.Above != "" {
		g.set(pdf.Passage, "", part.In(g.mark), width, g.r.Above)
		g.y += 4
	}
	g.y += 2
	g.set(pdf.Title, "", titled, width, g.r.Title)
	if g.r.Lead != "" {
		g.y -= 0.5
		g.set(pdf.Passage, "", lead, g.width*0.9, g.r.Lead)
	}
	g.y += 3
}

// set sets a paragraph as a part of the report.
func (g *page) set(tag pdf.Tag, language string, s pdf.Style, width float64, text string) {
	g.d.Say(g.tree.Add(tag).In(language), func() { g.y = g.d.Paragraph(s, left, g.y, width, text) })
}

// ends sets what stands at the head and foot of each page.
func (g *page) ends() {
	for n := 1; n <= g.d.Pages(); n++ {
		g.d.Back(n)
		if n > 1 {
			g.d.Text(note, left, 17, pdf.Left, g.cut(g.r.Title))
			g.d.Line(rule, 0.2, left, 20, left+g.width, 20)
		}
		y := g.size.H - 11
		g.d.Text(note, left, y, pdf.Left, g.cut(joined(g.r.Author, g.r.Foot)))
		g.d.Text(note, left+g.width, y, pdf.Right, fmt.Sprintf("%d / %d", n, g.d.Pages()))
	}
}

func joined(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, " · ")
}

// cut is the first line of a text that must not be longer than one.
func (g *page) cut(text string) string {
	lines := g.d.Wrap(note, text, g.width-20)
	if len(lines) == 0 {
		return ""
	}
	if len(lines) > 1 {
		return lines[0] + "…"
	}
	return lines[0]
}

// foot is the lowest base line.
func (g *page) foot() float64 { return g.size.H - below }

func (g *page) turn() {
	g.d.Page(g.size)
	g.y = top
}

// room makes sure that so many millimetres are left.
func (g *page) room(h float64) {
	if g.y+h > g.foot() {
		g.turn()
	}
}

// block sets block i.
func (g *page) block(b Block, i int) {
	switch b.Kind {
	case Heading:
		g.y += 5
		g.room(heading.Line() + g.ahead(i))
		g.set(pdf.Heading, b.Lang, heading, g.width, b.Text)
		g.y += 0.8
	case Part:
		g.y += 2.5
		g.room(part.Line() + g.ahead(i))
		g.set(pdf.Subhead, b.Lang, part, g.width, b.Text)
		g.y += 0.3
	case Sentence:
		g.flow(g.tree.Add(pdf.Passage).In(b.Lang), running, 0, b.Text, 2)
	case Item:
		g.item(b)
	case Note:
		g.flow(g.tree.Add(pdf.Passage).In(b.Lang), note, 0, b.Text, 1.5)
	case Numbers:
		g.figures(b.Figures)
	case Grid:
		g.table(b.Table)
	}
}

// ahead is how much room what follows a heading wants, so that it does not stand alone.
func (g *page) ahead(i int) float64 {
	if i+1 >= len(g.r.Blocks) {
		return 0
	}
	switch next := g.r.Blocks[i+1]; next.Kind {
	case Numbers:
		return 24
	case Grid:
		if len(next.Table.Rows) > 0 {
			widths := g.widths(next.Table)
			h := g.rowHeight(next.Table, next.Table.Rows[0], widths) + 14
			return min(h, 70)
		}
	case Part:
		return 24
	}
	return 3 * running.Line()
}

// item sets an item of a list.
func (g *page) item(b Block) {
	if g.list == nil {
		g.list = g.tree.Add(pdf.List)
	}
	g.room(0)
	item := g.list.Add(pdf.Item).In(b.Lang)
	g.d.Say(item.Add(pdf.Bullet), func() { g.d.Text(running, left+0.8, g.y, pdf.Left, "•") })
	g.flow(item.Add(pdf.ItemBody), running, 4.5, b.Text, 0.6)
}

// flow sets running text, which may go over to the next page.
func (g *page) flow(as *pdf.Part, s pdf.Style, in float64, text string, after float64) {
	lines := g.d.Wrap(s, text, g.width*0.92-in)
	for n, line := range lines {
		g.room(0)
		if n < len(lines)-1 {
			line += " " // so that no reading program joins two words
		}
		g.d.Say(as, func() { g.d.Text(s, left+in, g.y, pdf.Left, line) })
		g.y += s.Line()
	}
	g.y += after
}

// figures sets figures beside each other.
func (g *page) figures(all []Figure) {
	for len(all) > 0 {
		now := all[:min(across, len(all))]
		all = all[len(now):]
		wide := (g.width - gap*(across-1)) / across
		g.room(24)
		g.y += 2
		lowest := g.y
		for i, f := range now {
			x := left + float64(i)*(wide+gap)
			g.d.Box(g.mark, x, g.y-2, wide, 0.5)
			style := figure
			if f.Soft {
				style = pdf.Style{Face: pdf.Serif, Size: 13, Ink: soft, Leading: 1.1}
			}
			g.d.Say(g.tree.Add(pdf.Passage), func() {
				g.d.Text(g.d.Fit(style, wide, 9, f.Value), x, g.y+8, pdf.Left, f.Value+" ")
				lowest = max(lowest, g.d.Paragraph(note, x, g.y+13, wide, f.Label))
			})
		}
		g.y = lowest + 2.5
	}
}
