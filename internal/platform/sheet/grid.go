package sheet

import "twintown/internal/platform/pdf"

// set is a line of a cell that is ready to be set.
type set struct {
	text  string
	style pdf.Style
}

// widths are the widths of a table's columns without the gaps between them.
func (g *page) widths(t Table) (all []float64) {
	n := len(t.Head)
	for _, r := range t.Rows {
		n = max(n, len(r.Cells))
	}
	var sum float64
	for i := range n {
		sum += share(t, i)
	}
	for i := range n {
		all = append(all, (g.width-gap*float64(n-1))*share(t, i)/sum)
	}
	return all
}

func share(t Table, i int) float64 {
	if i < len(t.Columns) && t.Columns[i].Share > 0 {
		return t.Columns[i].Share
	}
	return 1
}

// table sets a table.
func (g *page) table(t Table) {
	widths := g.widths(t)
	if len(widths) == 0 {
		return
	}
	g.y += 1
	as := g.tree.Add(pdf.Table).Means(t.Caption)
	g.head(t, widths, as)
	for n, row := range t.Rows {
		lines := g.lines(t, row, widths, cell)
		high := height(lines)
		if g.y+high-cell.Line() > g.foot() && (high < whole || g.y > g.foot()-whole/2) {
			g.turn()
			g.head(t, widths, nil)
		}
		if row.Strong {
			g.d.Box(shade, left-1.5, g.y-cell.Line()+0.9, g.width+3, high+1.4)
		}
		g.rows(t, lines, widths, parts(as, row, pdf.Cell))
		if n < len(t.Rows)-1 {
			g.d.Line(rule, 0.15, left, g.y-cell.Line()+2, left+g.width, g.y-cell.Line()+2)
		}
		g.y += 2.2
	}
	g.y += 2
}

// parts are the cells of a row as parts of a table; none of a nil table.
func parts(table *pdf.Part, row Row, tag pdf.Tag) (all []*pdf.Part) {
	as := table.Add(pdf.Row)
	for _, c := range row.Cells {
		all = append(all, as.Add(tag).In(c.Lang))
	}
	return all
}

// head sets the head of a table. Where it is repeated it is decoration: as is nil.
func (g *page) head(t Table, widths []float64, as *pdf.Part) {
	if len(t.Head) == 0 {
		return
	}
	lines := g.lines(t, Row{Cells: t.Head}, widths, head)
	g.room(height(lines) + 3*cell.Line())
	g.cells(t, lines, widths, parts(as, Row{Cells: t.Head}, pdf.HeadCell), 0, deepest(lines), head.Line())
	g.y += float64(deepest(lines)) * head.Line()
	g.d.Line(ink, 0.35, left, g.y-head.Line()+1.6, left+g.width, g.y-head.Line()+1.6)
	g.y += 3
}

// rows sets the lines of a row, over to the next page where they are many.
func (g *page) rows(t Table, lines [][]set, widths []float64, as []*pdf.Part) {
	for from, all := 0, deepest(lines); from < all; {
		to := min(all, from+int((g.foot()-g.y)/cell.Line())+1)
		if g.y > g.foot() {
			g.turn()
			g.head(t, widths, nil)
			continue
		}
		g.cells(t, lines, widths, as, from, to, cell.Line())
		g.y += float64(to-from) * cell.Line()
		from = to
	}
}

// cells sets some lines of a row, cell after cell: whoever reads the file without seeing it
// hears one cell after the other.
func (g *page) cells(t Table, lines [][]set, widths []float64, as []*pdf.Part, from, to int, leading float64) {
	x := left
	for i, column := range lines {
		at, align := x, pdf.Left
		if t.AtRight(i) {
			at, align = x+widths[i], pdf.Right
		}
		for n := from; n < min(to, len(column)); n++ {
			if text := column[n].text; text != "" {
				if n < len(column)-1 && align == pdf.Left {
					text += " " // so that no reading program joins two words
				}
				g.d.Say(as[i], func() { g.d.Text(column[n].style, at, g.y+float64(n-from)*leading, align, text) })
			}
		}
		x += widths[i] + gap
	}
}

// lines breaks the cells of a row into lines.
func (g *page) lines(t Table, row Row, widths []float64, style pdf.Style) [][]set {
	all := make([][]set, len(row.Cells))
	most := 0
	for _, c := range row.Cells {
		most = max(most, len(c.Lines))
	}
	for n := range most {
		for i, c := range row.Cells {
			if n >= len(c.Lines) {
				continue
			}
			s := toned(style, c.Lines[n].Tone, row.Strong)
			for _, text := range g.d.Wrap(s, c.Lines[n].Text, widths[i]) {
				all[i] = append(all[i], set{text, s})
			}
		}
		if t.Aligned {
			level(all)
		}
	}
	return all
}

// level makes all cells as deep as the deepest.
func level(all [][]set) {
	deep := deepest(all)
	for i := range all {
		for len(all[i]) < deep {
			all[i] = append(all[i], set{})
		}
	}
}

func toned(s pdf.Style, tone Tone, strong bool) pdf.Style {
	switch {
	case tone == Soft:
		return s.In(soft)
	case tone == Strong || strong:
		s.Face = pdf.SansStrong
	}
	return s
}

func deepest(lines [][]set) (n int) {
	for _, c := range lines {
		n = max(n, len(c))
	}
	return n
}

// height is how high a row is.
func height(lines [][]set) float64 { return float64(deepest(lines)) * cell.Line() }

func (g *page) rowHeight(t Table, row Row, widths []float64) float64 {
	return height(g.lines(t, row, widths, cell))
}
