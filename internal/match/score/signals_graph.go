package score

import "math"

const degreeBins = 11

// degreeBin: 0, 1, 2, 3, 4, 5-6, 7-9, 10-14, 15-24, 25-49, 50 and more.
func degreeBin(d int32) uint8 {
	switch {
	case d < 5:
		return uint8(max(0, d))
	case d < 7:
		return 5
	case d < 10:
		return 6
	case d < 15:
		return 7
	case d < 25:
		return 8
	case d < 50:
		return 9
	}
	return 10
}

type degrees struct{}

func (degrees) Name() string { return "partners" }
func (degrees) Group() Group { return GroupPartners }
func (degrees) Shape() Shape { return Shape{Knots: symSize(degreeBins)} }
func (degrees) Bind(b *Base) Bound {
	bin := bins(b.World, func(i int32) int { return int(degreeBin(b.Graph.degree(b.World.Lead[i]))) })
	return Bound{Begin: func(q *Query) []Term {
		own := degreeBin(q.degreeA)
		t := binTerm(own, bin, degreeBins)
		if len(q.hidden) == 0 {
			return []Term{t}
		}
		plain := t.Fill
		t.Fill = func(cs []int32, out []float32) {
			plain(cs, out)
			for k, c := range cs {
				if l := b.World.Lead[c]; l == q.node || q.mark[l] == q.epoch {
					out[k] = float32(sym(int(own), int(degreeBin(q.degree(l)))))
				}
			}
		}
		return []Term{t}
	}}
}

// walk is a signal of walks over partnerships.
type walk struct {
	name string
	kind int
}

func (s walk) Name() string { return s.name }
func (s walk) Group() Group { return GroupShared }
func (s walk) Shape() Shape { return Shape{Knots: 13, Smooth: true, From: 1, Rising: true} }
func (s walk) Bind(*Base) Bound {
	l := []logScale{{0.2, 8, 12}, {0.001, 1, 12}, {0.0005, 0.5, 12}, {0.0005, 0.5, 12}}[s.kind]
	return Bound{Begin: func(q *Query) []Term {
		return []Term{sparseTerm([]*sparse{&q.aa, &q.s2, &q.s3, &q.s4}[s.kind], l)}
	}}
}

// nearPartner: the candidate is a partner of a place near the town, or the town of a place near the candidate.
type nearPartner struct{}

func (nearPartner) Name() string { return "near_partner" }
func (nearPartner) Group() Group { return GroupSurroundings }
func (nearPartner) Shape() Shape { return Shape{Knots: 11, Smooth: true, From: 1, Rising: true} }
func (nearPartner) Bind(*Base) Bound {
	l := logScale{0.08, 4, 10}
	return Bound{Begin: func(q *Query) []Term { return []Term{sparseTerm(&q.gp, l), sparseTerm(&q.pg, l)} }}
}

// surroundings: places around the town have partners around the candidate.
type surroundings struct {
	name string
	kind int
}

func (s surroundings) Name() string { return s.name }
func (s surroundings) Group() Group { return GroupSurroundings }
func (s surroundings) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1, Rising: true} }
func (s surroundings) Bind(*Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		return []Term{sparseTerm([]*sparse{&q.gpg, &q.gpgs}[s.kind], logScale{0.01, 20, 14})}
	}}
}

// density is the kernel relative to how many partnerships there are around the two places at all.
type density struct{}

func (density) Name() string { return "density" }
func (density) Group() Group { return GroupSurroundings }
func (density) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1, Rising: true} }
func (density) Bind(b *Base) Bound {
	l := logScale{0.003, 1, 14}
	root := figures(b.World, func(i int32) float32 { return rootMass(b.Graph.mass[i]) })
	return Bound{Begin: func(q *Query) []Term {
		own := rootMass(float32(q.mass))
		return []Term{{Sparse: true, Touched: q.gpg.index, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = 0
				v := q.gpg.value[c]
				switch {
				case v == 0:
				case len(q.hidden) == 0:
					out[k] = l.at(v / (own * root[c]))
				default:
					out[k] = l.at(v / (own * rootMass(b.Graph.mass[c]-q.hiddenMass(c))))
				}
			}
		}}}
	}}
}

func rootMass(m float32) float32 { return float32(math.Sqrt(float64(max(0, m)) + 1)) }

// hiddenMass is how many hidden ends of partnerships there are around a place, by the kernel.
func (q *Query) hiddenMass(c int32) float32 {
	var m float32
	end := func(i int32, n float32) {
		if d := q.w.Km(i, c); d <= kernelReach && q.w.Lead[c] != i {
			m += n * kernel(d)
		}
	}
	n := float32(0)
	for _, b := range q.hidden {
		if q.mark[b] == q.epoch {
			end(b, 1)
			n++
		}
	}
	end(q.node, n)
	return m
}

// nearShared: the town and a place near the candidate share a partner, or the other way round.
type nearShared struct{}

func (nearShared) Name() string { return "near_shared" }
func (nearShared) Group() Group { return GroupSurroundings }
func (nearShared) Shape() Shape { return Shape{Knots: 13, Smooth: true, From: 1, Rising: true} }
func (nearShared) Bind(*Base) Bound {
	l := logScale{0.05, 6, 12}
	return Bound{Begin: func(q *Query) []Term { return []Term{sparseTerm(&q.gpp, l), sparseTerm(&q.ppg, l)} }}
}

type inCountry struct{}

// countKnot: knot 0 where no partner is known; then five bins of the number of partners times four of those in the country.
func countKnot(degree int32, in float32) float32 {
	d := 0
	switch {
	case degree <= 0:
		return 0
	case degree < 2:
	case degree < 4:
		d = 1
	case degree < 8:
		d = 2
	case degree < 16:
		d = 3
	default:
		d = 4
	}
	return float32(1 + d*4 + int(min(3, in)))
}
func (inCountry) Name() string { return "in_country" }
func (inCountry) Group() Group { return GroupMix }
func (inCountry) Shape() Shape { return Shape{Knots: 21} }
func (inCountry) Bind(b *Base) Bound {
	w := b.World
	linked := b.Graph.linkedPlaces()
	return Bound{Begin: func(q *Query) []Term {
		fore := byCountry(w, func(c int32) float32 { return countKnot(q.degreeA, q.partnersIn[c]) })
		return []Term{fore, {Sparse: true, Touched: linked, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				l := w.Lead[c]
				out[k] = countKnot(q.degree(l), q.inHome.value[l])
			}
		}}}
	}}
}
