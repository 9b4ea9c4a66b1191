package geo

import "math"

// simplify leaves out points of a line as long as it stays within tolerance
// of what it was, after Douglas and Peucker. The ends stay.
func simplify(line []XY, tolerance float64) []XY {
	kept := make([]XY, 0, 8)
	for _, i := range thin(line, every(len(line)), tolerance) {
		kept = append(kept, line[i])
	}
	return kept
}

// every returns the numbers below n.
func every(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// thin returns which of the points of a line, of those numbered in from, stay
// when the line is simplified.
func thin(line []XY, from []int, tolerance float64) []int {
	if len(from) < 3 || tolerance <= 0 {
		return from
	}
	keep := make([]bool, len(from))
	keep[0], keep[len(from)-1] = true, true
	type span struct{ first, last int }
	todo := []span{{0, len(from) - 1}}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		at, far := farthest(line, from[s.first:s.last+1])
		if far > tolerance {
			at += s.first
			keep[at] = true
			todo = append(todo, span{s.first, at}, span{at, s.last})
		}
	}
	var kept []int
	for k, i := range from {
		if keep[k] {
			kept = append(kept, i)
		}
	}
	return kept
}

// farthest returns which of the points numbered in between is farthest from
// the segment between the first and the last of them.
func farthest(line []XY, between []int) (at int, far float64) {
	a, b := line[between[0]], line[between[len(between)-1]]
	for k := 1; k < len(between)-1; k++ {
		if d := toSegment(line[between[k]], a, b); d > far {
			at, far = k, d
		}
	}
	return at, far
}

// toSegment returns the distance of p from the segment between a and b.
func toSegment(p, a, b XY) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if length := dx*dx + dy*dy; length > 0 {
		t := max(0, min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/length))
		a = XY{a.X + t*dx, a.Y + t*dy}
	}
	return math.Hypot(p.X-a.X, p.Y-a.Y)
}
