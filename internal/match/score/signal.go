package score

import "math"

// Signal is one thing that the ranking looks at. It places every pair of towns on an axis of knots; the model holds a
// figure for each knot, and the pair's points are interpolated between the two knots around it. A signal is symmetric:
// it answers alike for (a, b) and (b, a), or it is measured from both sides and the points of the two sides are added.
//
// To add a signal, write the type, name it in [Signals], give its group a sentence, and train.
type Signal interface {
	// Name is the signal's stable name in model files.
	Name() string
	// Group is the reason under which people see the signal's points, one of the Group constants.
	Group() Group
	// Shape says how many knots the axis has and how they hang together.
	Shape() Shape
	// Bind prepares the signal for a world and a graph. What it returns is shared by all goroutines.
	Bind(b *Base) Bound
}

// Base is what signals are bound to.
type Base struct {
	World    *World
	Graph    *Graph
	Affinity *Affinity
}

// Shape describes a signal's axis.
type Shape struct {
	// Knots is the number of figures that the model holds for the signal.
	Knots int
	// Smooth says that figures of neighbouring knots should be alike, between the knots From and To (0: the last).
	Smooth   bool
	From, To int
	// Rising says that from knot From on more is never worse. It is for measures of which nobody would believe
	// otherwise, such as a common language: without it, a signal that says again what another has said gets points of
	// the wrong sign, which are right in the sum and absurd as a reason.
	Rising bool
}

// Bound is a signal prepared for a world: either positions of single places, whose points are added for the two
// towns, or a function that prepares it for the place that a query is about.
type Bound struct {
	Single []float32
	Begin  func(q *Query) []Term
}

// Term is one measurement of a signal, prepared for one place. Exactly one of Area and Fill is set.
type Term struct {
	// Area holds the position of the candidates of each region.
	Area []float32
	// Fill writes the position of each candidate, between 0 and Knots-1, to out.
	Fill func(candidates []int32, out []float32)
	// Sparse says that all candidates but those in Touched are at knot 0.
	Sparse  bool
	Touched []int32
	// Both says that the place itself has a position, by its own region, whose points are added. Only with Area.
	Both bool
}

// scale maps values between low and high evenly to positions 0 to knots-1.
type scale struct {
	low, high float64
	knots     int
}

func (s scale) at(v float64) float32 {
	p := (v - s.low) / (s.high - s.low) * float64(s.knots-1)
	return float32(min(float64(s.knots-1), max(0, p)))
}

// logScale is a scale of the logarithm, with position 0 for nothing at all and the values from knot 1 on.
type logScale struct {
	low, high float64
	knots     int // without the knot for nothing
}

func (s logScale) at(v float32) float32 {
	if v <= 0 {
		return 0
	}
	return 1 + scale{math.Log(s.low), math.Log(s.high), s.knots}.at(math.Log(float64(v)))
}

// sparseTerm is the term of a vector that a query's walks filled.
func sparseTerm(s *sparse, l logScale) Term {
	return Term{Sparse: true, Touched: s.index, Fill: func(candidates []int32, out []float32) {
		for k, c := range candidates {
			if v := s.value[c]; v != 0 {
				out[k] = l.at(v)
			} else {
				out[k] = 0
			}
		}
	}}
}

// binTerm is the term of a table of unordered pairs of bins: the place's bin against the candidate's.
func binTerm(own uint8, bins []uint8, n int) Term {
	row := make([]float32, n)
	for b := range row {
		row[b] = float32(sym(int(own), b))
	}
	return Term{Fill: func(candidates []int32, out []float32) {
		for k, c := range candidates {
			out[k] = row[bins[c]]
		}
	}}
}

// differenceTerm is the term of the distance between two figures, in knots; NaN figures are at the last knot.
func differenceTerm(own float32, figures []float32, knots int) Term {
	last := float32(knots - 2)
	if math.IsNaN(float64(own)) {
		return Term{Fill: func(candidates []int32, out []float32) {
			for k := range candidates {
				out[k] = last + 1
			}
		}}
	}
	return Term{Fill: func(candidates []int32, out []float32) {
		for k, c := range candidates {
			d := own - figures[c]
			switch {
			case d < 0:
				d = -d
			case d != d:
				out[k] = last + 1
				continue
			}
			out[k] = min(d, last)
		}
	}}
}

// sym numbers the unordered pairs of 0..n-1.
func sym(a, b int) int {
	if a < b {
		a, b = b, a
	}
	return a*(a+1)/2 + b
}

func symSize(n int) int { return n * (n + 1) / 2 }

// bins computes a bin for each place.
func bins(w *World, f func(i int32) int) []uint8 {
	out := make([]uint8, w.Len())
	for i := range out {
		out[i] = uint8(f(int32(i)))
	}
	return out
}

// figures computes a figure for each place.
func figures(w *World, f func(i int32) float32) []float32 {
	out := make([]float32, w.Len())
	for i := range out {
		out[i] = f(int32(i))
	}
	return out
}
