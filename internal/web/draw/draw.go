// Package draw turns facts into the few drawings of the site: the braid of a
// partnership, the two-sided bar of a suggestion, the growth of a region. A drawing is
// a struct of numbers, path texts and classes that a template writes out as SVG; the
// colours and line widths stand in the style sheet, the words in the catalogue. So a
// drawing can be tested without a browser and looks right in print and by night.
//
// # The idea
//
// Everything joins two sides. "Here" is the side one comes from, "there" the other. In
// the braid each side is a strand: both twist around each other while the partnership
// is in force, lie apart and dashed while it rests, and where one side ended it alone,
// that side's strand ends in an open ring and the other's in nothing.
//
//	axis := draw.NewAxis(1992, 2027)
//	b := draw.NewBraid(axis, 28, []draw.Span{{From: 1995.1, To: 2026.9, Here: draw.Whole, There: draw.Whole}})
//	b.Over.Here // "M62 8C68 8 68 20 75 20…"
//
// All coordinates lie in a box of Width by the height that was asked for.
package draw

import (
	"math"
	"strconv"
)

// Width of every drawing in its own units. A column on a wide screen has about as many
// pixels, so that one unit is about one pixel there.
const Width = 720

// number writes a coordinate with one decimal: a tenth of a unit is below what a screen
// shows, and every byte is sent with every page.
func number(b []byte, x float64) []byte {
	return strconv.AppendFloat(b, math.Round(x*10)/10, 'f', -1, 64)
}

// path collects the commands of an SVG path.
type path []byte

func (p *path) move(x, y float64) { p.command('M', x, y) }
func (p *path) line(x, y float64) { p.command('L', x, y) }

func (p *path) curve(x1, y1, x2, y2, x, y float64) { p.command('C', x1, y1, x2, y2, x, y) }

func (p *path) command(letter byte, at ...float64) {
	*p = append(*p, letter)
	for i, x := range at {
		if i > 0 {
			*p = append(*p, ' ')
		}
		*p = number(*p, x)
	}
}

// Axis maps years, with the day as a fraction, to x.
type Axis struct{ From, To float64 }

// NewAxis is the axis from the first to the last year, which is at least ten years
// later: a shorter one would draw a month as long as others' decades.
func NewAxis(from, to float64) Axis { return Axis{From: math.Min(from, to-10), To: to} }

// X is where a year lies; what lies outside is put on the edge.
func (a Axis) X(year float64) float64 {
	return math.Round(Width*min(max((year-a.From)/(a.To-a.From), 0), 1)*10) / 10
}

// Tick is a year written below an axis.
type Tick struct {
	X      float64
	Year   int
	Anchor string // how SVG aligns the text: start, middle, end
}

// Ticks are round years, at most most of them.
func (a Axis) Ticks(most int) []Tick {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 25, 50, 100} {
		step = s
		if (a.To-a.From)/float64(s) <= float64(most) {
			break
		}
	}
	var ticks []Tick
	for year := int(math.Ceil(a.From/float64(step))) * step; float64(year) <= a.To; year += step {
		t := Tick{X: a.X(float64(year)), Year: year, Anchor: "middle"}
		if t.X < 16 {
			t.Anchor = "start"
		} else if t.X > Width-16 {
			t.Anchor = "end"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// Year is a date as a number of years; month and day may be 0 and then stand for the
// middle of what is not known.
func Year(year, month, day int) float64 {
	switch {
	case month == 0:
		return float64(year) + 0.5
	case day == 0:
		return float64(year) + (float64(month)-0.5)/12
	}
	return float64(year) + (float64(month)-1)/12 + float64(day-1)/365.25
}
