package score

// Model is what training learned: for each signal the points of its knots, and the counts behind the affinities.
type Model struct {
	Signals  []Signal
	Weights  [][]float32
	Affinity *Affinity
}

// Scorer scores places for one query after another. One goroutine uses it at a time.
type Scorer struct {
	Q     *Query
	m     *Model
	terms []Term
	buf   []float32
	off   []bool
}

// NewScorer returns a scorer over g with model m.
func NewScorer(w *World, g *Graph, m *Model) *Scorer {
	return &Scorer{Q: NewQuery(w, g, m.Affinity), m: m, terms: make([]Term, len(m.Signals)), buf: make([]float32, w.Len())}
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
	for k, sig := range s.m.Signals {
		s.terms[k] = sig.Begin(s.Q)
	}
}

// Scores adds up the points of all candidates into out, which is as long as candidates.
func (s *Scorer) Scores(candidates []int32, out []float32) {
	clear(out)
	buf := s.buf[:len(candidates)]
	for k := range s.terms {
		t, w := &s.terms[k], s.m.Weights[k]
		t.Fill(candidates, buf)
		accumulate(w, buf, out)
		if t.Back != nil {
			t.Back(candidates, buf)
			accumulate(w, buf, out)
		}
		if t.Own >= 0 {
			own := interpolate(w, t.Own)
			for i := range out {
				out[i] += own
			}
		}
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
