package web

import (
	"twintown/internal/web/draw"
)

// Measures of the partnership's large braid, in units of the drawing.
const (
	rowBand   = 28 // height of a braid in a list
	braidBand = 44 // height of the large one
	labelLine = 17 // between two lines of labels
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
	captions := make([]draw.Caption, len(acts))
	for i, a := range acts {
		captions[i] = draw.Caption{Year: a.Year, Text: a.Text}
	}
	placed, lines := draw.PlaceCaptions(axis, captions)
	top := float64(lines*labelLine + 8)
	v.Braid, v.BraidY, v.Ticks = b, top, axis.Ticks(9)
	v.AxisY = top + braidBand + 6
	v.YearY = v.AxisY + 16
	v.Height = v.YearY + 6
	for _, r := range placed {
		y := top - 8 - float64(r.Line*labelLine)
		v.Marks = append(v.Marks, markView{X: r.X, Y0: y + 4, Y1: top + braidBand/2 - 5, TextX: r.TextX, TextY: y, Anchor: r.Anchor, Text: r.Text})
	}
}

// growthWords name the three series, the first with its last figure.
func growthWords(p *page, last int) []string {
	return []string{p.p.Number(last) + " " + p.t("region.in_force"), p.t("region.begun"), p.t("region.ended")}
}

// growthLabels writes the names of the three series beside what they name.
func growthLabels(p *page, g draw.Growth) []labelView {
	if g.LastYear == 0 {
		return nil
	}
	words := growthWords(p, g.LastN)
	x := g.Right + 6
	labels := []labelView{
		{X: x, Y: g.Last.Y + 5, Anchor: "start", Class: "series in-force-label", Text: words[0]},
		{X: x, Y: g.Base - 8, Anchor: "start", Class: "series begun-label", Text: words[1]},
		{X: x, Y: g.Base + 18, Anchor: "start", Class: "series ended-label", Text: words[2]},
	}
	if g.PeakYear != g.LastYear {
		labels = append(labels, labelView{X: g.Peak.X, Y: g.Peak.Y - 9, Anchor: "middle", Class: "number", Text: p.p.Number(g.PeakN)})
	}
	return labels
}
