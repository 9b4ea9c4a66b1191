package score

import "math"

// Signals returns the signals of the default model, in the order in which reasons of equal weight are shown.
func Signals() []Signal {
	return []Signal{
		distance{}, sizeDifference{}, sizeLarger{}, sizePair{}, fame{}, famePair{}, classPair{}, rankPair{}, rankDiff{}, regRank{},
		countryAffinity{}, regionCountry{}, regionAffinity{}, openCountry{}, openRegion{},
		language{}, border{}, home{},
		degrees{}, walkSignal{"aa", 0}, walkSignal{"s2", 1}, walkSignal{"s3", 2}, walkSignal{"s4", 3},
		nearPartner{}, partnerNear{}, kernelSignal{"gpg", 0}, kernelSignal{"gpgs", 1}, kernelDense{}, nearPartners{},
		inCountry{}, sameName{},
	}
}

// sym numbers the unordered pairs of 0..n-1.
func sym(a, b int) int {
	if a < b {
		a, b = b, a
	}
	return a*(a+1)/2 + b
}

func symSize(n int) int { return n * (n + 1) / 2 }

type distance struct{}

func (distance) Name() string { return "distance" }
func (distance) Shape() Shape { return Shape{Knots: 28, Smooth: true} }
func (distance) Begin(q *Query) Term {
	w := q.w
	ax, ay, az := w.x[q.A], w.y[q.A], w.z[q.A]
	return pairTerm(func(cs []int32, out []float32) {
		for k, c := range cs {
			dx, dy, dz := ax-w.x[c], ay-w.y[c], az-w.z[c]
			out[k] = distanceKnot(dx*dx + dy*dy + dz*dz)
		}
	})
}

var distanceScale = scale{math.Log(10), math.Log(19000), 28}

// distanceKnot works on the square of the chord.
func distanceKnot(chord2 float32) float32 {
	chord := math.Sqrt(float64(chord2))
	return distanceScale.at(math.Log(1e-3 + 2*earthRadius*math.Asin(min(1, chord/2))))
}

type sizeDifference struct{}

func (sizeDifference) Name() string { return "size" }
func (sizeDifference) Shape() Shape { return Shape{Knots: 15, Smooth: true} }
func (sizeDifference) Begin(q *Query) Term {
	a := q.w.logPop[q.A]
	s := scale{0, 5, 14}
	return pairTerm(each(func(c int32) float32 {
		d := float64(a - q.w.logPop[c])
		if math.IsNaN(d) {
			return 14
		}
		return s.at(math.Abs(d))
	}))
}

type sizeLarger struct{}

func (sizeLarger) Name() string { return "population" }
func (sizeLarger) Shape() Shape { return Shape{Knots: 15, Smooth: true} }
func (sizeLarger) Begin(q *Query) Term {
	s := scale{6.5, 15.5, 14}
	at := func(c int32) float32 {
		if q.w.Population[c] <= 0 {
			return 14
		}
		return s.at(float64(q.w.logPop[c]))
	}
	return Term{Fill: each(at), Own: at(q.A)}
}

type sizePair struct{}

const sizeBins = 10

func (sizePair) Name() string { return "sizes" }
func (sizePair) Shape() Shape { return Shape{Knots: symSize(sizeBins)} }
func (w *World) sizeBin(c int32) int {
	if w.Population[c] <= 0 {
		return 0
	}
	return min(sizeBins-1, max(1, 1+int((w.logPop[c]-7)*1.1)))
}
func (sizePair) Begin(q *Query) Term {
	a := q.w.sizeBin(q.A)
	return pairTerm(each(func(c int32) float32 { return float32(sym(a, q.w.sizeBin(c))) }))
}

type fame struct{}

func (fame) Name() string { return "known" }
func (fame) Shape() Shape { return Shape{Knots: 14, Smooth: true} }

// fameAt stretches the upper end: the best known hundredth of the world's places holds most of the partners.
func (w *World) fameAt(c int32) float64 { return -math.Log(1.0005 - float64(w.fame[c])) }
func (fame) Begin(q *Query) Term {
	s := scale{0, 7.6, 14}
	at := func(c int32) float32 { return s.at(q.w.fameAt(c)) }
	return Term{Fill: each(at), Own: at(q.A)}
}

type famePair struct{}

func (famePair) Name() string { return "knowns" }
func (famePair) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (famePair) Begin(q *Query) Term {
	s := scale{0, 5, 12}
	a := q.w.fameAt(q.A)
	return pairTerm(each(func(c int32) float32 { return s.at(math.Abs(a - q.w.fameAt(c))) }))
}

type classPair struct{}

func (classPair) Name() string { return "class" }
func (classPair) Shape() Shape { return Shape{Knots: symSize(int(classes))} }
func (classPair) Begin(q *Query) Term {
	a := int(q.w.Class[q.A])
	return pairTerm(each(func(c int32) float32 { return float32(sym(a, int(q.w.Class[c]))) }))
}

type rankPair struct{}

const rankBins = 9

func (rankPair) Name() string { return "rank" }
func (rankPair) Shape() Shape { return Shape{Knots: symSize(rankBins)} }
func (rankPair) Begin(q *Query) Term {
	bin := func(c int32) int { return min(rankBins-1, int(q.w.rank[c]*0.8+0.5)) }
	a := bin(q.A)
	return pairTerm(each(func(c int32) float32 { return float32(sym(a, bin(c))) }))
}

type rankDiff struct{}

func (rankDiff) Name() string { return "rank_difference" }
func (rankDiff) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (rankDiff) Begin(q *Query) Term {
	s := scale{0, 8, 12}
	a := q.w.rank[q.A]
	return pairTerm(each(func(c int32) float32 { return s.at(math.Abs(float64(a - q.w.rank[c]))) }))
}

type regRank struct{}

func (regRank) Name() string { return "region_rank" }
func (regRank) Shape() Shape { return Shape{Knots: symSize(8)} }
func (regRank) Begin(q *Query) Term {
	bin := func(c int32) int { return min(7, int(q.w.regRank[c]+0.5)) }
	a := bin(q.A)
	return pairTerm(each(func(c int32) float32 { return float32(sym(a, bin(c))) }))
}

type language struct{}

func (language) Name() string { return "language" }
func (language) Shape() Shape { return Shape{Knots: 6, Smooth: true} }
func (language) Begin(q *Query) Term {
	row := make([]float32, len(q.w.Countries))
	for j := range row {
		row[j] = q.w.language[q.w.Country[q.A]][j] * 5
	}
	return pairTerm(lookup(row, q.w.Country))
}

type border struct{}

func (border) Name() string { return "border" }
func (border) Shape() Shape { return Shape{Knots: 2} }
func (border) Begin(q *Query) Term {
	row := make([]float32, len(q.w.Countries))
	for j, b := range q.w.border[q.w.Country[q.A]] {
		if b {
			row[j] = 1
		}
	}
	return pairTerm(lookup(row, q.w.Country))
}

type home struct{}

func (home) Name() string { return "abroad" }
func (home) Shape() Shape { return Shape{Knots: 3} }
func (home) Begin(q *Query) Term {
	ca, ra := q.w.Country[q.A], q.w.Region[q.A]
	return pairTerm(each(func(c int32) float32 {
		switch {
		case q.w.Country[c] != ca:
			return 0
		case q.w.Region[c] != ra:
			return 1
		}
		return 2
	}))
}

type sameName struct{}

func (sameName) Name() string { return "name" }
func (sameName) Shape() Shape { return Shape{Knots: 2} }
func (sameName) Begin(q *Query) Term {
	a := q.w.Name[q.A]
	return pairTerm(each(func(c int32) float32 {
		if q.w.Name[c] == a {
			return 1
		}
		return 0
	}))
}
