package score

import "math"

// Signal is one thing that the ranking looks at. It places every pair of towns on an axis of knots; the model holds a
// figure for each knot, and the pair's points are interpolated between the two knots around it. A signal is symmetric:
// it answers alike for (a, b) and (b, a), or it is measured from both sides and the points of the two sides are added.
type Signal interface {
	// Name is the signal's stable name, in model files and in message keys.
	Name() string
	// Shape says how many knots the axis has and how they hang together.
	Shape() Shape
	// Begin prepares the signal for the place q is about. The result is valid until q asks about another.
	Begin(q *Query) Term
}

// Shape describes a signal's axis.
type Shape struct {
	// Knots is the number of figures that the model holds for the signal.
	Knots int
	// Smooth says that figures of neighbouring knots should be alike, from knot From on.
	Smooth bool
	From   int
}

// Term is a signal prepared for one place.
type Term struct {
	// Fill writes the position of each candidate, between 0 and Knots-1, to out.
	Fill func(candidates []int32, out []float32)
	// Back does the same seen from the candidate; nil for a signal that is symmetric by itself.
	Back func(candidates []int32, out []float32)
	// Own is the position of the place itself, for a signal of single places whose points are added; -1 otherwise.
	Own float32
}

// pairTerm is the Term of a signal that is symmetric by itself.
func pairTerm(fill func([]int32, []float32)) Term { return Term{Fill: fill, Own: -1} }

// bothTerm is the Term of a signal that is measured from both sides.
func bothTerm(fill, back func([]int32, []float32)) Term { return Term{Fill: fill, Back: back, Own: -1} }

// each makes a filler of a function for one candidate.
func each(at func(c int32) float32) func([]int32, []float32) {
	return func(candidates []int32, out []float32) {
		for k, c := range candidates {
			out[k] = at(c)
		}
	}
}

// lookup makes a filler of a table and an index into it for each place.
func lookup(table []float32, index []int32) func([]int32, []float32) {
	return func(candidates []int32, out []float32) {
		for k, c := range candidates {
			out[k] = table[index[c]]
		}
	}
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

// logScale is a scale of the logarithm, with position 0 for nothing at all and the values from 1 on.
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

// sparseTerm reads a sparse vector: most candidates are at knot 0. lead says that the vector is kept by lead.
func sparseFill(w *World, s *sparse, l logScale, lead bool) func([]int32, []float32) {
	return func(candidates []int32, out []float32) {
		for k, c := range candidates {
			if lead {
				c = w.Lead[c]
			}
			if v := s.value[c]; v != 0 {
				out[k] = l.at(v)
			} else {
				out[k] = 0
			}
		}
	}
}
