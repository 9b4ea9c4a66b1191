package score

import "math"

// sizeProfile: the candidate is of the size of the town's partners, and the town of the size of the candidate's. The
// last knot is for towns without a partner of known population.
type sizeProfile struct{}

const (
	sizeProfileKnots = 15
	sizeProfileStep  = (sizeProfileKnots - 2) / 4.0 // the axis ends at a factor of e⁴ = 55
)

func (sizeProfile) Name() string { return "size_profile" }
func (sizeProfile) Group() Group { return GroupSize }
func (sizeProfile) Shape() Shape {
	return Shape{Knots: sizeProfileKnots, Smooth: true, To: sizeProfileKnots - 2}
}

// Bind computes the mean size of every place's partners once; for places whose partnerships are partly hidden it is
// computed again when asked.
func (sizeProfile) Bind(b *Base) Bound {
	w := b.World
	size := figures(w, func(i int32) float32 { return w.logPop[i] * sizeProfileStep })
	profile := figures(w, func(i int32) float32 {
		var m mean
		for _, x := range b.Graph.partners(w.Lead[i]) {
			m.add(size[x])
		}
		return m.value()
	})
	visible := func(q *Query, node int32) float32 {
		var m mean
		q.edges(node, func(x int32) { m.add(size[x]) })
		return m.value()
	}
	return Bound{Begin: func(q *Query) []Term {
		own := size[q.A]
		back := differenceTerm(own, profile, sizeProfileKnots)
		plain := back.Fill
		back.Fill = func(cs []int32, out []float32) {
			plain(cs, out)
			for k, c := range cs {
				if l := w.Lead[c]; q.mark[l] == q.epoch || l == q.node {
					differenceTerm(own, []float32{visible(q, l)}, sizeProfileKnots).Fill([]int32{0}, out[k:k+1])
				}
			}
		}
		if len(q.hidden) == 0 {
			back.Fill = plain
		}
		return []Term{differenceTerm(visible(q, q.node), size, sizeProfileKnots), back}
	}}
}

// mean is the mean of the figures that are known; NaN of none.
type mean struct {
	sum float32
	n   int
}

func (m *mean) add(v float32) {
	if !math.IsNaN(float64(v)) {
		m.sum += v
		m.n++
	}
}

func (m *mean) value() float32 {
	if m.n == 0 {
		return float32(math.NaN())
	}
	return m.sum / float32(m.n)
}
