package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Options steer training.
type Options struct {
	Seed            uint64
	Queries         int // examples of each regime
	Uniform, Biased int // negatives sampled from all places, and in proportion to partners
	Touched         int // negatives that a walk or a neighbour speaks for
	Hard, Rest      int // second round: the best candidates, and a sample of the others
	HardQueries     int
	Ridge, Smooth   float64
	Iterations      int
	Log             func(format string, args ...any)
	Only            map[string]bool // if not nil, the signals to use
	Good            func(p Pair) bool
	SkipHard        bool
	Dark            float64
	ColdShare       float64
}

// Defaults returns the options that docs/ranking.md reports.
func Defaults() Options {
	return Options{
		Seed: 1, Queries: 6000, Uniform: 40, Biased: 50, Touched: 60, Hard: 150, Rest: 60, HardQueries: 0,
		Ridge: 0.3, Smooth: 2, Iterations: 60, Log: func(string, ...any) {}, Good: func(Pair) bool { return true }, ColdShare: 0.5,
	}
}

type example struct {
	a, b int32
	cold bool
}

// examples samples the questions to learn from: a pair seen from one of its towns, with this pair hidden (warm) or
// with all pairs of the town hidden (cold).
func examples(g *Graph, o Options, rng *rand.Rand, n int) []example {
	var good []Pair
	for _, p := range g.pairs {
		if o.Good(p) {
			good = append(good, p)
		}
	}
	rng.Shuffle(len(good), func(i, j int) { good[i], good[j] = good[j], good[i] })
	var out []example
	for i, p := range good {
		if i >= n {
			break
		}
		if rng.IntN(2) == 0 {
			p.A, p.B = p.B, p.A
		}
		out = append(out, example{p.A, p.B, false})
	}
	// Cold questions come from all towns alike, not in proportion to their partners: a town that starts its first
	// partnership is not one that has fifty.
	type end struct{ a, b int32 }
	var ends []end
	for _, p := range good {
		ends = append(ends, end{p.A, p.B}, end{p.B, p.A})
	}
	rng.Shuffle(len(ends), func(i, j int) { ends[i], ends[j] = ends[j], ends[i] })
	seen := map[int32]int{}
	k := 0
	for _, e := range ends {
		if k >= n {
			break
		}
		if seen[e.a] >= 2 {
			continue
		}
		seen[e.a]++
		out = append(out, example{e.a, e.b, true})
		k++
	}
	return out
}

type dataset struct {
	columns []int // signal of each column
	groups  [][]uint16
	weight  [][]float32 // log weight of each row
}

const fixed = 512 // positions are kept in steps of 1/512 knot

// rows returns the positions of the candidates, one row for each, one column for each term. Signals of single places
// come first.
func (s *Scorer) rows(cands []int32) []uint16 {
	n := len(s.columns())
	out := make([]uint16, n*len(cands))
	buf := s.buf[:len(cands)]
	c := 0
	put := func() {
		for i, p := range buf {
			out[i*n+c] = uint16(p*fixed + 0.5)
		}
		c++
	}
	for k := range s.terms {
		if single := s.m.bound[k].Single; single != nil {
			for i, x := range cands {
				buf[i] = single[x]
			}
			put()
		}
		for _, t := range s.terms[k] {
			t.fill(s.Q.w, cands, buf)
			put()
		}
	}
	return out
}

// columns returns the signal of each column.
func (s *Scorer) columns() []int {
	var c []int
	for k := range s.terms {
		if s.m.bound[k].Single != nil {
			c = append(c, k)
		}
		for range s.terms[k] {
			c = append(c, k)
		}
	}
	return c
}

// proposal draws candidates in proportion to partners and size.
type proposal struct {
	cum []float64
}

func newProposal(w *World, g *Graph) *proposal {
	p := &proposal{cum: make([]float64, w.Len()+1)}
	for i := range int32(w.Len()) {
		v := 0.02 + float64(g.degree(w.Lead[i]))
		if w.Population[i] > 20000 {
			v += 0.1
		}
		p.cum[i+1] = p.cum[i] + v
	}
	return p
}

func (p *proposal) draw(rng *rand.Rand) int32 {
	x := rng.Float64() * p.cum[len(p.cum)-1]
	i, _ := slices.BinarySearch(p.cum, x)
	return int32(min(max(0, i-1), len(p.cum)-2))
}

func (p *proposal) prob(i int32) float64 {
	return (p.cum[i+1] - p.cum[i]) / p.cum[len(p.cum)-1]
}

// sample draws candidates for a prepared query: the true partner first, then negatives with the logarithm of how many
// places each stands for.
func (s *Scorer) sample(e example, p *proposal, o Options, rng *rand.Rand) ([]int32, []float32) {
	q := s.Q
	w := q.w
	n := w.Len()
	var touched []int32
	seen := map[int32]bool{}
	for _, v := range []*sparse{&q.aa, &q.s3, &q.gp, &q.pg, &q.gpg, &q.gpp, &q.ppg} {
		for _, c := range v.index {
			if !seen[c] {
				seen[c] = true
				touched = append(touched, c)
			}
		}
	}
	cands := []int32{e.b}
	have := map[int32]bool{e.b: true}
	for _, c := range q.g.partners(q.node) {
		have[c] = true
	}
	have[e.a] = true
	var list []int32
	for range o.Uniform {
		list = append(list, int32(rng.IntN(n)))
	}
	for range o.Biased {
		list = append(list, p.draw(rng))
	}
	t := min(o.Touched, len(touched))
	for range t {
		list = append(list, touched[rng.IntN(len(touched))])
	}
	lw := []float32{0}
	for _, c := range list {
		if have[c] || w.Lead[c] == q.node {
			continue
		}
		have[c] = true
		m := float64(o.Uniform)/float64(n) + float64(o.Biased)*p.prob(c)
		if seen[c] {
			m += float64(t) / float64(len(touched))
		}
		cands = append(cands, c)
		// The chance to be drawn at least once; a place drawn twice counts once.
		lw = append(lw, float32(-math.Log(1-math.Exp(-m))))
	}
	return cands, lw
}

// hard draws the candidates that the present model ranks best, and a sample of the rest.
func (s *Scorer) hard(e example, o Options, rng *rand.Rand, scores []float32, order *[]int32) ([]int32, []float32) {
	q := s.Q
	w := q.w
	s.Scores(scores)
	block := map[int32]bool{e.a: true, e.b: true}
	for _, c := range q.g.partners(q.node) {
		block[c] = true
	}
	top := topK(scores, o.Hard, func(c int32) bool { return block[c] || w.Lead[c] == q.node })
	cands := append([]int32{e.b}, top...)
	lw := make([]float32, len(cands), len(cands)+o.Rest)
	for _, c := range top {
		block[c] = true
	}
	rest := float32(math.Log(float64(w.Len()-len(cands)) / float64(o.Rest)))
	for k := 0; k < o.Rest; {
		c := int32(rng.IntN(w.Len()))
		if block[c] {
			continue
		}
		block[c] = true
		cands = append(cands, c)
		lw = append(lw, rest)
		k++
	}
	return cands, lw
}

// topK returns the k best candidates, best first; equal scores in order of index.
func topK(scores []float32, k int, skip func(int32) bool) []int32 {
	h := make([]int32, 0, k)
	less := func(a, b int32) bool { // a worse than b
		if scores[a] != scores[b] {
			return scores[a] < scores[b]
		}
		return a > b
	}
	down := func(i int) {
		for {
			c := 2*i + 1
			if c >= len(h) {
				return
			}
			if c+1 < len(h) && less(h[c+1], h[c]) {
				c++
			}
			if !less(h[c], h[i]) {
				return
			}
			h[i], h[c] = h[c], h[i]
			i = c
		}
	}
	for i := range int32(len(scores)) {
		if len(h) == k && !less(h[0], i) {
			continue
		}
		if skip(i) {
			continue
		}
		if len(h) < k {
			h = append(h, i)
			for j := len(h) - 1; j > 0 && less(h[j], h[(j-1)/2]); j = (j - 1) / 2 {
				h[j], h[(j-1)/2] = h[(j-1)/2], h[j]
			}
			continue
		}
		h[0] = i
		down(0)
	}
	slices.SortFunc(h, func(a, b int32) int {
		if less(b, a) {
			return -1
		}
		return 1
	})
	return h
}

// Train learns a model from the partnerships of g.
func Train(w *World, g *Graph, signals []Signal, o Options) *Model {
	start := time.Now()
	m := &Model{Signals: signals, Affinity: CountAffinity(w, g)}
	for _, s := range signals {
		m.Weights = append(m.Weights, make([]float32, s.Shape().Knots))
	}
	rng := rand.New(rand.NewPCG(o.Seed, 2))
	prop := newProposal(w, g)
	ex := examples(g, o, rng, o.Queries)
	d := build(w, g, m, ex, func(s *Scorer, e example, rng *rand.Rand) ([]int32, []float32) {
		return s.sample(e, prop, o, rng)
	}, o)
	o.Log("round 1: %d questions, %d columns, %.1fs", len(ex), len(d.columns), time.Since(start).Seconds())
	fit(m, d, o)
	o.Log("fitted %.1fs", time.Since(start).Seconds())
	if o.SkipHard || o.HardQueries == 0 {
		return m
	}
	ex = examples(g, o, rng, o.HardQueries)
	d = build(w, g, m, ex, func(s *Scorer, e example, rng *rand.Rand) ([]int32, []float32) {
		return s.hard(e, o, rng, make([]float32, w.Len()), nil)
	}, o)
	o.Log("round 2: %d questions %.1fs", len(ex), time.Since(start).Seconds())
	fit(m, d, o)
	o.Log("fitted %.1fs", time.Since(start).Seconds())
	return m
}

func build(w *World, g *Graph, m *Model, ex []example, pick func(*Scorer, example, *rand.Rand) ([]int32, []float32), o Options) *dataset {
	d := &dataset{groups: make([][]uint16, len(ex)), weight: make([][]float32, len(ex))}
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	engine := NewEngine(w, g, m)
	for k := range workers {
		wg.Go(func() {
			s := engine.Scorer()
			for i := k; i < len(ex); i += workers {
				e := ex[i]
				rng := rand.New(rand.NewPCG(o.Seed, uint64(i)+1000))
				s.Ask(e.a, []int32{e.b}, e.cold)
				c, lw := pick(s, e, rng)
				d.groups[i] = s.rows(c)
				d.weight[i] = lw
				if i == 0 {
					d.columns = s.columns()
				}
			}
		})
	}
	wg.Wait()
	return d
}

func (d *dataset) String() string { return fmt.Sprintf("%d groups", len(d.groups)) }
