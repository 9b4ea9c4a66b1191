package web

import (
	"twintown/internal/web/draw"
)

// Measures of the partnership's large braid, in units of the drawing.
const (
	rowBand   = 28 // height of a braid in a list
	braidBand = 44 // height of the large one
	labelLine = 17 // between two lines of labels
	mostLines = 5  // of labels above the braid
	letter    = 6.1
)

// timelineAct is an act to be written beside the braid.
type timelineAct struct {
	Year  float64
	Text  string
	Class string
}

// joinBraid is the line between the two names of a partnership: whole, resting or open,
// as its status is.
func joinBraid(code string) draw.Braid {
	axis := draw.Axis{From: 0, To: draw.Width} // one unit of time is one unit of width
	look, to := draw.Whole, 224.0
	var ends draw.Two[draw.End]
	switch code {
	case "suspended", "frozen", "dormant":
		look = draw.Rest
	case "contact", "intended", "conditional", "none":
		look = draw.Wish
	case "expired":
		to, ends = 120, draw.Two[draw.End]{Here: draw.Knot, There: draw.Knot}
	case "terminated", "denounced":
		to, ends = 120, draw.Two[draw.End]{Here: draw.Ring, There: draw.Loose}
	}
	return draw.NewBraid(axis, 26, []draw.Span{{From: 0, To: to, Here: look, There: look, Ends: ends}})
}

// setBraid puts the braid into the page with its years below and its acts above, each
// act's words on the first line on which they cover no other's.
func setBraid(v *partnershipPage, axis draw.Axis, b draw.Braid, acts []timelineAct) {
	for _, a := range acts {
		b.Mark(axis, a.Year, a.Class)
	}
	lines := make([]float64, 0, mostLines) // where each line is free again
	type placed struct {
		act  timelineAct
		line int
		x    float64
	}
	var rows []placed
	for _, a := range acts {
		x, width := axis.X(a.Year), float64(len([]rune(a.Text)))*letter+12
		left := x
		if x+width > draw.Width {
			left = x - width
		}
		line := 0
		for line < len(lines) && lines[line] > left {
			line++
		}
		if line == mostLines {
			line = mostLines - 1
		}
		if line == len(lines) {
			lines = append(lines, 0)
		}
		lines[line] = max(lines[line], left+width)
		rows = append(rows, placed{a, line, x})
	}
	top := float64(len(lines)*labelLine + 8)
	v.Braid, v.BraidY, v.Ticks = b, top, axis.Ticks(9)
	v.AxisY = top + braidBand + 6
	v.YearY = v.AxisY + 16
	v.Height = v.YearY + 6
	for _, r := range rows {
		y := top - 8 - float64(r.line*labelLine)
		m := markView{X: r.x, Y0: y + 4, Y1: top + braidBand/2 - 5, TextX: r.x, TextY: y, Anchor: "start", Text: r.act.Text}
		if r.x+float64(len([]rune(r.act.Text)))*letter > draw.Width {
			m.Anchor = "end"
		}
		v.Marks = append(v.Marks, m)
	}
}

// growthLabels writes the names of the three series beside what they name.
func growthLabels(p *page, g draw.Growth) []labelView {
	if g.LastYear == 0 {
		return nil
	}
	x := g.Right + 6
	labels := []labelView{
		{X: x, Y: g.Last.Y + 5, Anchor: "start", Class: "series in-force-label", Text: p.p.Number(g.LastN) + " " + p.t("region.in_force")},
		{X: x, Y: g.Base - 8, Anchor: "start", Class: "series begun-label", Text: p.t("region.begun")},
		{X: x, Y: g.Base + 18, Anchor: "start", Class: "series ended-label", Text: p.t("region.ended")},
	}
	if g.PeakYear != g.LastYear {
		labels = append(labels, labelView{X: g.Peak.X, Y: g.Peak.Y - 9, Anchor: "middle", Class: "number", Text: p.p.Number(g.PeakN)})
	}
	return labels
}
