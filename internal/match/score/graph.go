package score

import (
	"math"
	"slices"
)

// Pair is one known partnership between two places of a World, by index.
type Pair struct{ A, B int32 }

// Graph is the known partnerships between towns. Places that are one town are one node, named by its lead.
// It is immutable and safe for use by many goroutines.
type Graph struct {
	w     *World
	start []int32
	to    []int32
	pairs []Pair // each once, by lead, A < B
	// around lists for each node with partners the places near it with the kernel's weight, nearest first.
	aroundStart []int32
	aroundPlace []int32
	aroundValue []float32
	direct      map[int32][]int32 // partners by place, not by lead
	mass        []float32         // ends of partnerships around a place, by the kernel
	byCountry   [][]int32         // the nodes with partners of each country
}

// kernelKm is the scale of "surroundings": the weight of a neighbour falls to a third at this distance. kernelReach is
// where it is cut off (weight 0.08).
const (
	kernelKm    = 16
	kernelReach = 40
)

func kernel(km float64) float32 { return float32(math.Exp(-km / kernelKm)) }

// NewGraph builds the graph of pairs. Pairs of a town with itself and repeated pairs count once or not at all.
func NewGraph(w *World, pairs []Pair) *Graph {
	g := &Graph{w: w, direct: map[int32][]int32{}}
	for _, p := range pairs {
		a, b := w.Lead[p.A], w.Lead[p.B]
		g.direct[p.A] = append(g.direct[p.A], p.B)
		g.direct[p.B] = append(g.direct[p.B], p.A)
		if a != b {
			g.pairs = append(g.pairs, Pair{min(a, b), max(a, b)})
		}
	}
	slices.SortFunc(g.pairs, func(p, q Pair) int {
		if p.A != q.A {
			return int(p.A - q.A)
		}
		return int(p.B - q.B)
	})
	g.pairs = slices.Compact(g.pairs)
	g.start = make([]int32, w.Len()+1)
	for _, p := range g.pairs {
		g.start[p.A+1]++
		g.start[p.B+1]++
	}
	for i := range w.Len() {
		g.start[i+1] += g.start[i]
	}
	next := slices.Clone(g.start)
	g.to = make([]int32, 2*len(g.pairs))
	for _, p := range g.pairs {
		g.to[next[p.A]] = p.B
		next[p.A]++
		g.to[next[p.B]] = p.A
		next[p.B]++
	}
	g.byCountry = make([][]int32, len(w.Countries))
	for i := range int32(w.Len()) {
		if g.degree(i) > 0 {
			g.byCountry[w.Country[i]] = append(g.byCountry[w.Country[i]], i)
		}
	}
	g.surroundings()
	return g
}

func (g *Graph) surroundings() {
	g.mass = make([]float32, g.w.Len())
	g.aroundStart = make([]int32, g.w.Len()+1)
	for i := range int32(g.w.Len()) {
		if g.degree(i) > 0 {
			g.w.near(i, kernelReach, func(j int32, d float64) {
				g.aroundPlace = append(g.aroundPlace, j)
				g.aroundValue = append(g.aroundValue, kernel(d))
				if g.w.Lead[j] != i {
					g.mass[j] += kernel(d) * float32(g.degree(i))
				}
			})
		}
		g.aroundStart[i+1] = int32(len(g.aroundPlace))
	}
}

// Pairs returns the known pairs, each once, as leads. The caller must not change it.
func (g *Graph) Pairs() []Pair { return g.pairs }

func (g *Graph) degree(i int32) int32 { return g.start[i+1] - g.start[i] }

func (g *Graph) partners(i int32) []int32 { return g.to[g.start[i]:g.start[i+1]] }

// Degree returns the number of known partners of the town that place i stands for.
func (g *Graph) Degree(i int32) int { return int(g.degree(g.w.Lead[i])) }

// Partners returns the known partners of the town that place i stands for, as leads.
func (g *Graph) Partners(i int32) []int32 { return g.partners(g.w.Lead[i]) }

// linkedPlaces returns the places whose town has a partner.
func (g *Graph) linkedPlaces() []int32 {
	var out []int32
	for i, l := range g.w.Lead {
		if g.degree(l) > 0 {
			out = append(out, int32(i))
		}
	}
	return out
}

// Direct returns the partners of place i under its own number, as they were given.
func (g *Graph) Direct(i int32) []int32 { return g.direct[i] }

func (g *Graph) around(i int32) ([]int32, []float32) {
	s, e := g.aroundStart[i], g.aroundStart[i+1]
	return g.aroundPlace[s:e], g.aroundValue[s:e]
}
