package draw

import (
	"cmp"
	"math"
	"slices"
)

// Part is one contribution to a score, drawn from the left (what both places are like)
// or from the right (the ties that are already there).
type Part struct {
	Points float64
	Tie    bool
}

// Box is a piece of a bar, from X, W wide.
type Box struct{ X, W float64 }

// Bar is the two-sided bar of a suggestion: likeness grows from the left end, ties from
// the right, and the gap between is what the best pair of the list has more.
type Bar struct {
	Width, Height float64
	Here, There   []Box
	Less          float64 // how much of the track the reasons against take away, drawn hollow
}

// Measures of a bar: 240 units are its width on a wide screen.
const (
	barWidth  = 240.0
	barHeight = 10.0
)

// NewBar draws parts so that most points fill the track; parts that count against are
// only summed up.
func NewBar(parts []Part, most float64) Bar {
	b := Bar{Width: barWidth, Height: barHeight}
	if most <= 0 {
		return b
	}
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(b.Points, a.Points) })
	left, right, less := 0.0, barWidth, 0.0
	for _, p := range parts {
		w := math.Abs(p.Points) / most * barWidth
		switch {
		case p.Points <= 0:
			less += w
		case p.Tie:
			right = max(right-w, left)
			b.There = append(b.There, Box{X: tenth(right), W: tenth(w)})
		default:
			w = min(w, right-left)
			b.Here = append(b.Here, Box{X: tenth(left), W: tenth(w)})
			left += w
		}
	}
	b.Less = tenth(min(less, barWidth))
	return b
}

// Most is the scale for bars that stand below one another: the largest sum of points in
// favour, plus a little, so that only the best pair nearly closes the gap.
func Most(lists ...[]Part) float64 {
	most := 0.0
	for _, parts := range lists {
		sum := 0.0
		for _, p := range parts {
			sum += max(p.Points, 0)
		}
		most = max(most, sum)
	}
	return most * 1.06
}

// Single is one contribution drawn from a middle line: in favour to the right, against
// to the left.
type Single struct {
	Width, Height, Zero float64
	Box                 Box
	Class               string // here, there or less
}

// NewSingle draws p on the scale on which most fills the space right of the middle line.
func NewSingle(p Part, most float64) Single {
	s := Single{Width: 112, Height: 9, Zero: 34, Class: "here"}
	if most <= 0 {
		return s
	}
	room := s.Width - s.Zero
	w := math.Abs(p.Points) / most * room
	switch {
	case p.Points < 0:
		w = min(w, s.Zero)
		s.Box, s.Class = Box{X: tenth(s.Zero - w), W: tenth(w)}, "less"
	default:
		s.Box = Box{X: s.Zero, W: tenth(min(w, room))}
		if p.Tie {
			s.Class = "there"
		}
	}
	return s
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }
