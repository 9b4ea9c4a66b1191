package draw

import "math"

// YearCount is what happened to the partnerships of a region in a year.
type YearCount struct{ Year, Begun, Ended, InForce int }

// Column is a bar of a chart: up for what began, down for what ended.
type Column struct {
	X, Y, W, H float64
	Year, N    int
}

// Growth is the chart of a region: columns for what began and ended in each year, a line
// for what was in force at the year's end. Both share the years, not the scale; every
// series is labelled directly.
type Growth struct {
	Width, Height    float64
	Begun, Ended     []Column
	Base             float64 // y of the line from which columns rise and fall
	Line             string
	Last             Dot
	LastN, LastYear  int
	Peak             Dot
	PeakN, PeakYear  int
	Ticks            []Tick
	LineTop, LineEnd float64 // the band of the line
	Right            float64 // where the years end and the words begin
}

// Measures of the chart: the line's band above, the columns below.
const (
	growthHeight = 330.0
	lineBand     = 180.0
	columnBand   = 108.0
	wordGap      = 6.0  // between the last year and the names of the series, right of it
	wordScale    = 1.35 // the names are bold and larger than captions by this
)

// NewGrowth draws counts, one for each year in order, and leaves room on the right for
// the words that name the series.
func NewGrowth(counts []YearCount, words ...string) Growth {
	g := Growth{Width: Width, Height: growthHeight, LineTop: 24, LineEnd: lineBand}
	if len(counts) == 0 {
		return g
	}
	room := wordGap
	for _, w := range words {
		room = max(room, wordGap+wordScale*TextWidth(w))
	}
	plot := Width - min(room, Width/2)
	slot := plot / float64(len(counts))
	for i, c := range counts {
		if x := slot * (float64(i) + 0.5); c.Year%yearStep(len(counts)) == 0 {
			g.Ticks = append(g.Ticks, Tick{X: tenth(x), Year: c.Year, Anchor: "middle"})
		}
	}
	g.Right = plot
	up, down, most := 1, 1, 1
	for _, c := range counts {
		up, down, most = max(up, c.Begun), max(down, c.Ended), max(most, c.InForce)
	}
	unit := columnBand / float64(up+down)
	g.Base = lineBand + 14 + unit*float64(up)
	wide := math.Min(slot*0.72, 22)
	var line path
	for i, c := range counts {
		x := slot*float64(i) + (slot-wide)/2
		if c.Begun > 0 {
			h := unit * float64(c.Begun)
			g.Begun = append(g.Begun, Column{tenth(x), tenth(g.Base - h), tenth(wide), tenth(h), c.Year, c.Begun})
		}
		if c.Ended > 0 {
			g.Ended = append(g.Ended, Column{tenth(x), tenth(g.Base), tenth(wide), tenth(unit * float64(c.Ended)), c.Year, c.Ended})
		}
		y := g.LineEnd - (g.LineEnd-g.LineTop)*float64(c.InForce)/float64(most)
		at := Dot{X: tenth(slot * (float64(i) + 0.5)), Y: tenth(y)}
		if i == 0 {
			line.move(at.X, at.Y)
		} else {
			line.line(at.X, at.Y)
		}
		if c.InForce > g.PeakN {
			g.Peak, g.PeakN, g.PeakYear = at, c.InForce, c.Year
		}
		g.Last, g.LastN, g.LastYear = at, c.InForce, c.Year
	}
	g.Line = string(line)
	return g
}

// yearStep is how many years lie between two that are written, at most eight.
func yearStep(years int) int {
	for _, step := range []int{1, 2, 5, 10, 20, 25} {
		if years/step <= 8 {
			return step
		}
	}
	return 50
}
