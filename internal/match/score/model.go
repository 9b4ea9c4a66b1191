package score

// Model is what training learned: for each signal the points of its knots, and the counts behind the affinities. It is
// made of figures alone and belongs to no world.
type Model struct {
	Signals []Signal
	Weights [][]float32
	// Plain is a second set of figures, learned as if no partnership at all were known, for nodes that know few.
	Plain [][]float32
	Areas *Areas
	// Trained says in a sentence what the model learned from; Pairs how many partnerships that were.
	Trained string
	Pairs   int
}

// Engine is a model bound to a world and a graph. It is immutable and safe for use by many goroutines.
type Engine struct {
	World  *World
	Graph  *Graph
	Model  *Model
	Counts *Affinity
	// Known says that the graph holds enough for the figures that rely on it.
	Known   bool
	weights [][]float32
	bound   []Bound
	single  []float32 // points of each place's own signals
}

// enough: a graph with a tenth of the partnerships that the model learned from tells more than it misleads.
const enough = 10

// NewEngine binds m to w and g.
func NewEngine(w *World, g *Graph, m *Model) *Engine {
	e := &Engine{World: w, Graph: g, Model: m, Counts: m.Areas.Bind(w), single: make([]float32, w.Len())}
	e.weights, e.Known = m.Plain, len(g.pairs)*enough >= m.Pairs
	if e.Known {
		e.weights = m.Weights
	}
	base := &Base{World: w, Graph: g, Affinity: e.Counts}
	for k, s := range m.Signals {
		b := s.Bind(base)
		e.bound = append(e.bound, b)
		for i, p := range b.Single {
			e.single[i] += interpolate(e.weights[k], p)
		}
	}
	return e
}

// Scorer scores places for one query after another. One goroutine uses it at a time.
type Scorer struct {
	Q     *Query
	m     *Engine
	terms [][]Term
	buf   []float32
	area  []float32
}

// Scorer returns a new scorer.
func (e *Engine) Scorer() *Scorer {
	return &Scorer{
		Q: NewQuery(e.World, e.Graph, e.Counts), m: e, terms: make([][]Term, len(e.bound)),
		buf: make([]float32, e.World.Len()), area: make([]float32, len(e.World.Regions)),
	}
}

// interpolate returns the points at position p of the knots.
func interpolate(weights []float32, p float32) float32 {
	i := int(p)
	v := weights[i]
	if f := p - float32(i); f > 0 {
		v += f * (weights[i+1] - v)
	}
	return v
}

// Ask prepares for place a, see [Query.Ask].
func (s *Scorer) Ask(a int32, hidden []int32) {
	s.Q.Ask(a, hidden)
	for k, b := range s.m.bound {
		s.terms[k] = nil
		if b.Begin != nil {
			s.terms[k] = b.Begin(s.Q)
		}
	}
}

// fill writes the positions of the candidates.
func (t *Term) fill(w *World, candidates []int32, out []float32) {
	if t.Fill != nil {
		t.Fill(candidates, out)
		return
	}
	for k, c := range candidates {
		out[k] = t.Area[w.Region[c]]
	}
}

// Scores writes the score of every place of the world to out.
func (s *Scorer) Scores(out []float32) {
	w := s.Q.w
	base := s.m.single[s.Q.A]
	clear(s.area)
	for k, terms := range s.terms {
		weights := s.m.weights[k]
		for i := range terms {
			if t := &terms[i]; t.Area != nil {
				for r, p := range t.Area {
					s.area[r] += interpolate(weights, p)
				}
				if t.Both {
					base += interpolate(weights, t.Area[w.Region[s.Q.A]])
				}
			} else if t.Sparse {
				base += weights[0]
			}
		}
	}
	for i := range out {
		out[i] = base + s.m.single[i] + s.area[w.Region[i]]
	}
	for k, terms := range s.terms {
		for i := range terms {
			s.add(&terms[i], s.m.weights[k], out)
		}
	}
}

// add adds the points of a term that is not by area.
func (s *Scorer) add(t *Term, weights, out []float32) {
	switch {
	case t.Area != nil:
	case t.Sparse:
		buf := s.buf[:len(t.Touched)]
		t.Fill(t.Touched, buf)
		for k, c := range t.Touched {
			out[c] += interpolate(weights, buf[k]) - weights[0]
		}
	default:
		t.Fill(s.Q.w.all, s.buf)
		accumulate(weights, s.buf, out)
	}
}

func accumulate(w, positions, out []float32) {
	for i, p := range positions {
		k := int(p)
		v := w[k]
		if f := p - float32(k); f > 0 {
			v += f * (w[k+1] - v)
		}
		out[i] += v
	}
}
