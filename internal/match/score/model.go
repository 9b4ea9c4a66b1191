package score

// Model is what training learned: for each signal the points of its knots, and the counts behind the affinities.
type Model struct {
	Signals  []Signal
	Weights  [][]float32
	Affinity *Affinity
}

// Engine is a model bound to a world and a graph. It is immutable and safe for use by many goroutines.
type Engine struct {
	World  *World
	Graph  *Graph
	Model  *Model
	bound  []Bound
	single []float32 // points of each place's own signals
}

// NewEngine binds m to w and g.
func NewEngine(w *World, g *Graph, m *Model) *Engine {
	e := &Engine{World: w, Graph: g, Model: m, single: make([]float32, w.Len())}
	base := &Base{World: w, Graph: g, Affinity: m.Affinity}
	for k, s := range m.Signals {
		b := s.Bind(base)
		e.bound = append(e.bound, b)
		for i, p := range b.Single {
			e.single[i] += interpolate(m.Weights[k], p)
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
		Q: NewQuery(e.World, e.Graph, e.Model.Affinity), m: e, terms: make([][]Term, len(e.bound)),
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
func (s *Scorer) Ask(a int32, hidden []int32, hideAll bool) {
	s.Q.Ask(a, hidden, hideAll)
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
		weights := s.m.Model.Weights[k]
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
			s.add(&terms[i], s.m.Model.Weights[k], out)
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
