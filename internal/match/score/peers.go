package score

// Peer is a textbook method, for comparison.
type Peer struct {
	Name string
	New  func() Ranked
}

// peerFunc is a method that only needs the question's town.
type peerFunc func(from int32, out []float32)

// All implements Ranked.
func (f peerFunc) All(from int32, out []float32) { f(from, out) }

// Peers returns the textbook methods over g: from nothing at all to walks and kernels.
func Peers(w *World, g *Graph) []Peer {
	stateless := func(f peerFunc) func() Ranked { return func() Ranked { return f } }
	return []Peer{
		{"random", stateless(func(from int32, out []float32) {
			for i := range out {
				out[i] = hash(uint32(i), uint32(from))
			}
		})},
		{"most_partners", stateless(func(_ int32, out []float32) {
			for i := range out {
				out[i] = float32(g.degree(w.Lead[i]))
			}
		})},
		{"gravity", stateless(func(from int32, out []float32) {
			for i := range out {
				out[i] = float32(float64(w.Population[i]) / (1 + w.Km(from, int32(i))))
			}
		})},
		{"adamic_adar", func() Ranked {
			q := NewQuery(w, g, newAffinity(w))
			return peerFunc(func(from int32, out []float32) {
				q.Ask(from, nil)
				q.aa.copyTo(out)
			})
		}},
		{"pagerank", func() Ranked { return newPageRank(w, g) }},
		{"kernel", func() Ranked {
			q := NewQuery(w, g, newAffinity(w))
			return peerFunc(func(from int32, out []float32) {
				q.Ask(from, nil)
				q.gpg.copyTo(out)
				for _, v := range []*sparse{&q.gp, &q.pg} {
					for _, i := range v.index {
						out[i] += v.value[i]
					}
				}
			})
		}},
	}
}

func (s *sparse) copyTo(out []float32) {
	clear(out)
	for _, i := range s.index {
		out[i] = s.value[i]
	}
}

// hash is a repeatable random number between 0 and 1 (the finaliser of MurmurHash3).
func hash(a, b uint32) float32 {
	x := uint64(a)<<32 | uint64(b)
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return float32(x>>40) / (1 << 24)
}

// pageRank is personalised PageRank: a walk over partnerships that returns home with a chance of 0.15 at every step.
type pageRank struct {
	w         *World
	g         *Graph
	now, next sparse
}

func newPageRank(w *World, g *Graph) *pageRank {
	return &pageRank{w: w, g: g, now: sparse{value: make([]float32, w.Len())}, next: sparse{value: make([]float32, w.Len())}}
}

// All implements Ranked. Twenty steps leave less than 4 % of the walk unfinished.
func (p *pageRank) All(from int32, out []float32) {
	const home, steps = 0.15, 20
	node := p.w.Lead[from]
	p.now.clear()
	p.now.add(node, 1)
	clear(out)
	for range steps {
		p.next.clear()
		for _, i := range p.now.index {
			v := p.now.value[i]
			out[i] += home * v
			d := p.g.degree(i)
			for _, j := range p.g.partners(i) {
				p.next.add(j, (1-home)*v/float32(max(1, d)))
			}
		}
		p.now, p.next = p.next, p.now
	}
	for i, l := range p.w.Lead {
		if l != int32(i) {
			out[i] = max(out[i], out[l])
		}
	}
}
