package score

import (
	"math"
	"math/rand/v2"
	"slices"
)

// proposal draws candidates in proportion to their partners, the others a little.
type proposal struct{ cumulative []float64 }

func newProposal(w *World, g *Graph) *proposal {
	p := &proposal{cumulative: make([]float64, w.Len()+1)}
	for i := range int32(w.Len()) {
		v := 0.02 + float64(g.degree(w.Lead[i]))
		if w.Population[i] > 20000 {
			v += 0.1
		}
		p.cumulative[i+1] = p.cumulative[i] + v
	}
	return p
}

func (p *proposal) total() float64 { return p.cumulative[len(p.cumulative)-1] }

func (p *proposal) draw(rng *rand.Rand) int32 {
	i, _ := slices.BinarySearch(p.cumulative, rng.Float64()*p.total())
	return int32(min(max(0, i-1), len(p.cumulative)-2))
}

func (p *proposal) chance(i int32) float64 {
	return (p.cumulative[i+1] - p.cumulative[i]) / p.total()
}

// candidates draws the candidates of a prepared question: the true partner first, then wrong ones with the logarithm
// of how many places each stands for. Known partners of the town are neither.
func (s *Scorer) candidates(g *Graph, e question, p *proposal, o Options, rng *rand.Rand) ([]int32, []float32) {
	w := s.Q.w
	touched, seen := s.touched()
	var list []int32
	for range o.Uniform {
		list = append(list, int32(rng.IntN(w.Len())))
	}
	for range o.Biased {
		list = append(list, p.draw(rng))
	}
	hard := min(o.Touched, len(touched))
	for range hard {
		list = append(list, touched[rng.IntN(len(touched))])
	}
	used := map[int32]bool{e.a: true, e.b: true}
	for _, c := range g.partners(e.a) {
		used[c] = true
	}
	out, weight := []int32{e.b}, []float32{0}
	for _, c := range list {
		if used[c] || w.Lead[c] == s.Q.node {
			continue
		}
		used[c] = true
		times := float64(o.Uniform)/float64(w.Len()) + float64(o.Biased)*p.chance(c)
		if seen[c] {
			times += float64(hard) / float64(len(touched))
		}
		out = append(out, c)
		// A place drawn twice counts once: what matters is its chance to be drawn at all.
		weight = append(weight, float32(-math.Log(-math.Expm1(-times))))
	}
	return out, weight
}

// touched returns the places that a walk or a neighbour speaks for.
func (s *Scorer) touched() ([]int32, map[int32]bool) {
	q := s.Q
	var list []int32
	seen := map[int32]bool{}
	for _, v := range []*sparse{&q.aa, &q.s3, &q.gp, &q.pg, &q.gpg, &q.gpp, &q.ppg} {
		for _, c := range v.index {
			if !seen[c] {
				seen[c] = true
				list = append(list, c)
			}
		}
	}
	return list, seen
}
