package score

import (
	"math"
	"slices"
)

// Query is one place asked about, with all that the signals need of it: its visible partners, and the walks over the
// graph that start from it. A Query is scratch space: one goroutine uses it for one place after another.
type Query struct {
	w    *World
	g    *Graph
	area area

	// A is the place, node the lead of its town.
	A, node int32

	hidden     []int32  // partners treated as not known
	mark       []uint32 // mark[i] == epoch: the partnership of node and i is hidden
	epoch      uint32
	degreeA    int32
	partners   []int32
	nearNode   []int32
	nearWeight []float32
	mass       float64 // ends of partnerships around the place

	aa, s2, s3, s4     sparse // walks over partnerships
	gp, pg, gpg, gpgs  sparse // walks that step to a neighbour
	gpp, ppg           sparse
	inHome             sparse // number of a candidate's partners in A's country
	inHomeRegion       sparse // the same in A's region
	gramCount          sparse // trigrams that a candidate's name shares
	grams              int    // trigrams of A's name
	partnersIn         []float32
	tmp, tmp2, tmpNear sparse
}

// sparse is a vector over places, most of them zero.
type sparse struct {
	value []float32
	index []int32
}

func (s *sparse) add(i int32, v float32) {
	if s.value[i] == 0 {
		s.index = append(s.index, i)
	}
	s.value[i] += v
}

func (s *sparse) clear() {
	for _, i := range s.index {
		s.value[i] = 0
	}
	s.index = s.index[:0]
}

// NewQuery returns scratch space for queries over g.
func NewQuery(w *World, g *Graph, t *Affinity) *Query {
	q := &Query{w: w, g: g, area: newArea(w, t), mark: make([]uint32, w.Len()), partnersIn: make([]float32, len(w.Countries))}
	for _, s := range q.vectors() {
		s.value = make([]float32, w.Len())
	}
	return q
}

func (q *Query) vectors() []*sparse {
	return []*sparse{&q.aa, &q.s2, &q.s3, &q.s4, &q.gp, &q.pg, &q.gpg, &q.gpgs, &q.gpp, &q.ppg, &q.inHome, &q.inHomeRegion, &q.gramCount, &q.tmp, &q.tmp2, &q.tmpNear}
}

// Ask prepares the query for place a. The partnerships of a with the places hidden are treated as not known: neither
// the graph nor the counts of the model have them.
func (q *Query) Ask(a int32, hidden []int32) {
	q.A, q.node = a, q.w.Lead[a]
	q.hide(hidden)
	for _, s := range q.vectors() {
		s.clear()
	}
	q.partners = q.partners[:0]
	for _, b := range q.g.partners(q.node) {
		if q.mark[b] != q.epoch {
			q.partners = append(q.partners, b)
		}
	}
	q.degreeA = int32(len(q.partners))
	q.area.ask(a, q.hidden)
	q.walk()
	q.surroundings()
	q.countries()
	for _, s := range []*sparse{&q.aa, &q.s2, &q.s3, &q.s4, &q.gp, &q.gpp, &q.inHome, &q.inHomeRegion} {
		q.follow(s)
	}
}

func (q *Query) hide(places []int32) {
	q.epoch++
	q.hidden = q.hidden[:0]
	for _, b := range places {
		b = q.w.Lead[b]
		if !slices.Contains(q.hidden, b) {
			q.hidden = append(q.hidden, b)
			if q.g.linked(q.node, b) {
				q.mark[b] = q.epoch
			}
		}
	}
}

func (g *Graph) linked(a, b int32) bool {
	if g.degree(b) < g.degree(a) {
		a, b = b, a
	}
	for _, x := range g.partners(a) {
		if x == b {
			return true
		}
	}
	return false
}

// degree is the number of visible partners of a node.
func (q *Query) degree(i int32) int32 {
	if i == q.node {
		return q.degreeA
	}
	d := q.g.degree(i)
	if q.mark[i] == q.epoch {
		d--
	}
	return d
}

// edges calls f with each visible partner of node i.
func (q *Query) edges(i int32, f func(j int32)) {
	if i == q.node {
		for _, j := range q.partners {
			f(j)
		}
		return
	}
	skip := int32(-1)
	if q.mark[i] == q.epoch {
		skip = q.node
	}
	for _, j := range q.g.partners(i) {
		if j != skip {
			f(j)
		}
	}
}

func rootInverse(d int32) float32 { return float32(1 / math.Sqrt(float64(max(1, d)))) }

func (q *Query) step(from, to *sparse) {
	for _, i := range from.index {
		v := from.value[i] * rootInverse(q.degree(i))
		q.edges(i, func(j int32) { to.add(j, v*rootInverse(q.degree(j))) })
	}
}

// walk follows partnerships from the town: partners of partners and further.
func (q *Query) walk() {
	s1 := &q.tmp
	a := rootInverse(q.degreeA)
	for _, z := range q.partners {
		d := q.degree(z)
		s1.add(z, a*rootInverse(d))
		w := float32(1 / math.Log(1+float64(d)))
		q.edges(z, func(c int32) {
			if c != q.node {
				q.aa.add(c, w)
			}
		})
	}
	q.step(s1, &q.s2)
	q.step(&q.s2, &q.s3)
	q.step(&q.s3, &q.s4)
	s1.clear()
}

// alike is how similar in size two places are, 1 for equal, falling by e for each factor of e^1.2 (3.3). Where a
// population is not known it is what two random towns have on average.
func (q *Query) alike(a, b int32) float32 {
	d := float64(q.w.logPop[a] - q.w.logPop[b])
	if math.IsNaN(d) {
		return 0.35
	}
	return float32(math.Exp(-math.Abs(d) / 1.2))
}

// surroundings follows partnerships of the places around the town, and of its partners' surroundings.
func (q *Query) surroundings() {
	q.nearNode, q.nearWeight, q.mass = q.nearNode[:0], q.nearWeight[:0], 0
	q.w.near(q.A, kernelReach, func(u int32, d float64) {
		if u != q.node && q.g.degree(u) > 0 {
			q.nearNode = append(q.nearNode, u)
			q.nearWeight = append(q.nearWeight, kernel(d))
			q.mass += float64(kernel(d)) * float64(q.degree(u))
		}
	})
	for _, v := range q.partners {
		q.spread(v, 1, &q.pg)
		w := float32(1 / math.Log(1+float64(q.degree(v))))
		q.edges(v, func(c int32) {
			if c != q.node {
				q.tmpNear.add(c, w)
			}
		})
	}
	for _, v := range q.tmpNear.index {
		q.spread(v, q.tmpNear.value[v], &q.ppg)
	}
	q.tmpNear.clear()
	q.throughNeighbours()
	for _, v := range q.tmp.index {
		q.spread(v, q.tmp.value[v], &q.gpg)
		q.spreadAlike(v, q.tmp2.value[v], &q.gpgs)
	}
	q.tmp.clear()
	q.tmp2.clear()
}

// throughNeighbours follows the partnerships of each place near the town, one step (gp, and tmp for the next) and two
// (gpp).
func (q *Query) throughNeighbours() {
	for k, u := range q.nearNode {
		w := q.nearWeight[k]
		s := w * q.alike(q.A, u)
		q.edges(u, func(v int32) {
			q.tmp.add(v, w)
			q.tmp2.add(v, s)
			if v == q.node {
				return
			}
			q.gp.add(v, w)
			two := w / float32(math.Log(1+float64(q.degree(v))))
			q.edges(v, func(c int32) {
				if c != q.node && c != u {
					q.gpp.add(c, two)
				}
			})
		})
	}
}

// spread hands weight w of node v to the places around it, v itself aside.
func (q *Query) spread(v int32, w float32, to *sparse) {
	places, weights := q.g.around(v)
	for k, c := range places {
		if q.w.Lead[c] != v {
			to.add(c, w*weights[k])
		}
	}
}

func (q *Query) spreadAlike(v int32, w float32, to *sparse) {
	places, weights := q.g.around(v)
	for k, c := range places {
		if q.w.Lead[c] != v {
			to.add(c, w*weights[k]*q.alike(v, c))
		}
	}
}

// countries counts the town's partners by country, and every candidate's partners in the town's own country.
func (q *Query) countries() {
	clear(q.partnersIn)
	for _, v := range q.partners {
		q.partnersIn[q.w.Country[v]]++
	}
	home := q.w.Country[q.A]
	for _, u := range q.g.byCountry[home] {
		same := q.w.Region[u] == q.w.Region[q.A]
		q.edges(u, func(v int32) {
			q.inHome.add(v, 1)
			if same {
				q.inHomeRegion.add(v, 1)
			}
		})
	}
}

// follow gives the places that are the same town as another what the walks found for their lead.
func (q *Query) follow(s *sparse) {
	if len(q.w.followers) == 0 {
		return
	}
	for _, i := range s.index[:len(s.index):len(s.index)] {
		for _, f := range q.w.followers[i] {
			s.add(f, s.value[i])
		}
	}
}
