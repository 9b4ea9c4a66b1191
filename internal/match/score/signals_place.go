package score

import "math"

type distance struct{}

const distanceKnots = 28

func (distance) Name() string { return "distance" }
func (distance) Group() Group { return GroupDistance }
func (distance) Shape() Shape { return Shape{Knots: distanceKnots, Smooth: true} }

// Bind makes a table from the upper bits of the squared chord to the knot: eight bits of exponent and seven of
// mantissa give the distance to 0.4 %, without a logarithm for each candidate.
func (distance) Bind(b *Base) Bound {
	w := b.World
	const shift = 16
	table := make([]float32, math.Float32bits(8)>>shift)
	s := scale{math.Log(10), math.Log(19000), distanceKnots}
	for i := range table {
		chord := math.Sqrt(float64(math.Float32frombits(uint32(i)<<shift | 1<<(shift-1))))
		table[i] = s.at(math.Log(1e-3 + 2*earthRadius*math.Asin(min(1, chord/2))))
	}
	return Bound{Begin: func(q *Query) []Term {
		ax, ay, az := w.x[q.A], w.y[q.A], w.z[q.A]
		return []Term{{Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				dx, dy, dz := ax-w.x[c], ay-w.y[c], az-w.z[c]
				out[k] = table[math.Float32bits(dx*dx+dy*dy+dz*dz)>>shift]
			}
		}}}
	}}
}

type sizeDifference struct{}

const sizeDifferenceKnots = 15

func (sizeDifference) Name() string { return "size_difference" }
func (sizeDifference) Group() Group { return GroupSize }
func (sizeDifference) Shape() Shape {
	return Shape{Knots: sizeDifferenceKnots, Smooth: true, To: sizeDifferenceKnots - 2}
}

func (sizeDifference) Bind(b *Base) Bound {
	f := figures(b.World, func(i int32) float32 { return b.World.logPop[i] * (sizeDifferenceKnots - 2) / 5 })
	return Bound{Begin: func(q *Query) []Term { return []Term{differenceTerm(f[q.A], f, sizeDifferenceKnots)} }}
}

type population struct{}

func (population) Name() string { return "population" }
func (population) Group() Group { return GroupSize }
func (population) Shape() Shape { return Shape{Knots: 15, Smooth: true, To: 13} }
func (population) Bind(b *Base) Bound {
	s := scale{6.5, 15.5, 14}
	return Bound{Single: figures(b.World, func(i int32) float32 {
		if b.World.Population[i] <= 0 {
			return 14
		}
		return s.at(float64(b.World.logPop[i]))
	})}
}

type sizePair struct{}

const sizeBins = 10

func (sizePair) Name() string { return "sizes" }
func (sizePair) Group() Group { return GroupSize }
func (sizePair) Shape() Shape { return Shape{Knots: symSize(sizeBins)} }
func (sizePair) Bind(b *Base) Bound {
	w := b.World
	bin := bins(w, func(i int32) int {
		if w.Population[i] <= 0 {
			return 0
		}
		return min(sizeBins-1, max(1, 1+int((w.logPop[i]-7)*1.1)))
	})
	return Bound{Begin: func(q *Query) []Term { return []Term{binTerm(bin[q.A], bin, sizeBins)} }}
}

// fameAt stretches the upper end: the best known hundredth of the world's places holds most of the partnerships.
func (w *World) fameAt(c int32) float64 { return -math.Log(1.0005 - float64(w.fame[c])) }

type known struct{}

func (known) Name() string { return "known" }
func (known) Group() Group { return GroupKnown }
func (known) Shape() Shape { return Shape{Knots: 14, Smooth: true} }
func (known) Bind(b *Base) Bound {
	s := scale{0, 7.6, 14}
	return Bound{Single: figures(b.World, func(i int32) float32 { return s.at(b.World.fameAt(i)) })}
}

type knownPair struct{}

func (knownPair) Name() string { return "known_difference" }
func (knownPair) Group() Group { return GroupKnown }
func (knownPair) Shape() Shape { return Shape{Knots: 13, Smooth: true, To: 11} }
func (knownPair) Bind(b *Base) Bound {
	f := figures(b.World, func(i int32) float32 { return float32(b.World.fameAt(i) * 11 / 5) })
	return Bound{Begin: func(q *Query) []Term { return []Term{differenceTerm(f[q.A], f, 13)} }}
}

type classPair struct{}

func (classPair) Name() string { return "class" }
func (classPair) Group() Group { return GroupStanding }
func (classPair) Shape() Shape { return Shape{Knots: symSize(int(classes))} }
func (classPair) Bind(b *Base) Bound {
	class := b.World.Class
	return Bound{Begin: func(q *Query) []Term { return []Term{binTerm(class[q.A], class, int(classes))} }}
}

type rankPair struct{}

const rankBins = 9

func (rankPair) Name() string { return "rank" }
func (rankPair) Group() Group { return GroupStanding }
func (rankPair) Shape() Shape { return Shape{Knots: symSize(rankBins)} }
func (rankPair) Bind(b *Base) Bound {
	bin := bins(b.World, func(i int32) int { return min(rankBins-1, int(b.World.rank[i]*0.8+0.5)) })
	return Bound{Begin: func(q *Query) []Term { return []Term{binTerm(bin[q.A], bin, rankBins)} }}
}

type rankDifference struct{}

func (rankDifference) Name() string { return "rank_difference" }
func (rankDifference) Group() Group { return GroupStanding }
func (rankDifference) Shape() Shape { return Shape{Knots: 13, Smooth: true, To: 11} }
func (rankDifference) Bind(b *Base) Bound {
	f := figures(b.World, func(i int32) float32 { return b.World.rank[i] * 11 / 8 })
	return Bound{Begin: func(q *Query) []Term { return []Term{differenceTerm(f[q.A], f, 13)} }}
}

type regionRank struct{}

func (regionRank) Name() string { return "region_rank" }
func (regionRank) Group() Group { return GroupStanding }
func (regionRank) Shape() Shape { return Shape{Knots: symSize(8)} }
func (regionRank) Bind(b *Base) Bound {
	bin := bins(b.World, func(i int32) int { return min(7, int(b.World.regRank[i]+0.5)) })
	return Bound{Begin: func(q *Query) []Term { return []Term{binTerm(bin[q.A], bin, 8)} }}
}
