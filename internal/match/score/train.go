package score

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
)

// Options steer training. The zero value of a field means its value in [Defaults].
type Options struct {
	// Seed makes training repeatable: the same partnerships, options and seed give the same model.
	Seed uint64
	// Questions is how many questions of each regime are learned from.
	Questions int
	// Plain is how many questions of each regime the second set of figures learns from, for nodes that know no
	// partnerships.
	Plain int
	// Uniform, Biased and Touched are how many wrong candidates a question has: from all places alike, in proportion
	// to partners, and from those that a walk or a neighbour speaks for (the hard ones).
	Uniform, Biased, Touched int
	// Trust says which partnerships to ask about; nil: all. The others still stand in the graph.
	Trust func(Pair) bool
	// Ridge draws every figure towards 0, Smooth neighbouring figures towards each other.
	Ridge, Smooth float64
	// Iterations limits the optimiser.
	Iterations int
	// Log is called with what goes on.
	Log func(step string, share float64)
}

// Defaults returns the options that docs/ranking.md reports.
func Defaults() Options {
	return Options{
		Seed: 1, Questions: 6000, Plain: 3000, Uniform: 40, Biased: 50, Touched: 60,
		Ridge: 0.3, Smooth: 6, Iterations: 60, Log: func(string, float64) {},
	}
}

// Train learns a model from the partnerships of g. It returns the context's error when that ends.
func Train(ctx context.Context, w *World, g *Graph, signals []Signal, o Options) (*Model, error) {
	m := &Model{Signals: signals, Areas: CountAffinity(w, g).Export(w), Pairs: len(g.pairs)}
	for _, s := range signals {
		m.Weights = append(m.Weights, make([]float32, s.Shape().Knots))
		m.Plain = append(m.Plain, make([]float32, s.Shape().Knots))
	}
	if err := learn(ctx, m.Weights, NewEngine(w, g, m), g, o.Questions, o); err != nil {
		return nil, err
	}
	return m, learn(ctx, m.Plain, NewEngine(w, NewGraph(w, nil), m), g, o.Plain, o)
}

// learn sets the figures by n questions of each regime about the partnerships of g, which e sees or does not see.
func learn(ctx context.Context, weights [][]float32, e *Engine, g *Graph, n int, o Options) error {
	rng := rand.New(rand.NewPCG(o.Seed, 2))
	list := questions(e.World, g, n, o.Trust, rng)
	d, err := sample(ctx, e, g, list, o)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		if err := fit(ctx, e.Model.Signals, weights, d, o); err != nil {
			return err
		}
	}
	centre(weights, e, o)
	return nil
}

// question is a true pair to learn from, asked from a.
type question struct {
	a, b int32
	cold bool // all partnerships of a are hidden, not only this one
}

// perTown is how many cold questions one town is asked: a town that seeks its first partner is not one that has
// fifty, so the many partnerships of a few must not teach how that is done.
const perTown = 2

func questions(w *World, g *Graph, n int, trust func(Pair) bool, rng *rand.Rand) []question {
	var pairs []Pair
	for _, p := range g.pairs {
		// Pairs within a country are not what a town seeks, and are mostly districts and homonyms.
		if w.Country[p.A] != w.Country[p.B] && (trust == nil || trust(p)) {
			pairs = append(pairs, p)
		}
	}
	rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	var out []question
	for i, p := range pairs {
		if i == n {
			break
		}
		if rng.IntN(2) == 0 {
			p.A, p.B = p.B, p.A
		}
		out = append(out, question{a: p.A, b: p.B})
	}
	return append(out, coldQuestions(pairs, n, rng)...)
}

func coldQuestions(pairs []Pair, n int, rng *rand.Rand) []question {
	ends := make([]Pair, 0, 2*len(pairs))
	for _, p := range pairs {
		ends = append(ends, p, Pair{p.B, p.A})
	}
	rng.Shuffle(len(ends), func(i, j int) { ends[i], ends[j] = ends[j], ends[i] })
	asked := map[int32]int{}
	var out []question
	for _, e := range ends {
		if len(out) == n {
			break
		}
		if asked[e.A] < perTown {
			asked[e.A]++
			out = append(out, question{a: e.A, b: e.B, cold: true})
		}
	}
	return out
}

// dataset is the questions as the optimiser reads them.
type dataset struct {
	columns []int       // signal of each column
	groups  [][]uint16  // of each question: positions, one row for each candidate, the true one first
	weight  [][]float32 // of each question: logarithm of how many places each candidate stands for
}

// fixed: positions are kept in steps of 1/512 knot, which a 16-bit number holds for up to 127 knots.
const fixed = 512

// sample asks the questions and keeps the positions of the true and of some wrong candidates.
func sample(ctx context.Context, e *Engine, g *Graph, list []question, o Options) (*dataset, error) {
	d := &dataset{groups: make([][]uint16, len(list)), weight: make([][]float32, len(list))}
	p := newProposal(e.World, g)
	d.columns = e.columns()
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wg.Go(func() {
			s := e.Scorer()
			for i := k; i < len(list) && ctx.Err() == nil; i += workers {
				rng := rand.New(rand.NewPCG(o.Seed, uint64(i)+1000))
				d.groups[i], d.weight[i] = s.learn(g, list[i], p, o, rng)
				if k == 0 && i/workers%500 == 0 {
					o.Log("sample", float64(i)/float64(len(list)))
				}
			}
		})
	}
	wg.Wait()
	return d, ctx.Err()
}

func (s *Scorer) learn(g *Graph, e question, p *proposal, o Options, rng *rand.Rand) ([]uint16, []float32) {
	hidden := []int32{e.b}
	if e.cold {
		hidden = g.partners(e.a)
	}
	s.Ask(e.a, hidden)
	candidates, weight := s.candidates(g, e, p, o, rng)
	return s.rows(candidates), weight
}

// rows returns the positions of the candidates, one row for each, one column for each term.
func (s *Scorer) rows(candidates []int32) []uint16 {
	n := len(s.m.columns())
	out := make([]uint16, n*len(candidates))
	buf := s.buf[:len(candidates)]
	c := 0
	put := func() {
		for i, p := range buf {
			out[i*n+c] = uint16(p*fixed + 0.5)
		}
		c++
	}
	for k := range s.terms {
		if single := s.m.bound[k].Single; single != nil {
			for i, x := range candidates {
				buf[i] = single[x]
			}
			put()
		}
		for _, t := range s.terms[k] {
			t.fill(s.Q.w, candidates, buf)
			put()
		}
	}
	return out
}

// columns returns the signal of each column.
func (e *Engine) columns() []int {
	s := e.Scorer()
	s.Ask(0, nil)
	var c []int
	for k, b := range e.bound {
		if b.Single != nil {
			c = append(c, k)
		}
		for range s.terms[k] {
			c = append(c, k)
		}
	}
	return c
}

// centrePairs is how many random pairs stand for all: the mean is then known to a fiftieth of a point.
const centrePairs = 2000

// centre shifts the figures of every signal so that two random towns of which nothing is known have 0 points from it
// on average. A score is then how much more (in natural logarithms of odds) the model thinks of a pair than of two
// towns drawn from a hat, and the same holds for each reason.
func centre(weights [][]float32, e *Engine, o Options) {
	n := e.World.Len()
	if n < 2 {
		return
	}
	rng := rand.New(rand.NewPCG(o.Seed, 3))
	s := e.Scorer()
	columns := e.columns()
	count := make([]float64, len(weights)) // columns of each signal
	for _, k := range columns {
		count[k]++
	}
	sum := make([]float64, len(weights))
	const each = 20
	for range centrePairs / each {
		s.Ask(int32(rng.IntN(n)), nil)
		list := make([]int32, each)
		for i := range list {
			list[i] = int32(rng.IntN(n))
		}
		for i, p := range s.rows(list) {
			k := columns[i%len(columns)]
			sum[k] += float64(interpolate(weights[k], float32(p)/fixed)) / count[k]
		}
	}
	for k := range weights {
		for i := range weights[k] {
			weights[k][i] = round4(float64(weights[k][i]) - sum[k]/centrePairs)
		}
	}
}

// round4 keeps four decimals: the rest is noise, and makes the file larger.
func round4(v float64) float32 { return float32(math.Round(v*1e4) / 1e4) }
