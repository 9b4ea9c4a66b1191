package score

import "math"

const degreeBins = 11

// degreeBin: 0, 1, 2, 3, 4, 5-6, 7-9, 10-14, 15-24, 25-49, 50 and more.
func degreeBin(d int32) int {
	switch {
	case d < 5:
		return int(max(0, d))
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
func (degrees) Shape() Shape { return Shape{Knots: symSize(degreeBins)} }
func (degrees) Begin(q *Query) Term {
	a := degreeBin(q.degreeA)
	return pairTerm(each(func(c int32) float32 { return float32(sym(a, degreeBin(q.degree(q.w.Lead[c])))) }))
}

type walkSignal struct {
	name string
	kind int
}

func (s walkSignal) Name() string { return s.name }
func (s walkSignal) Shape() Shape { return Shape{Knots: 13, Smooth: true, From: 1} }
func (s walkSignal) Begin(q *Query) Term {
	v := []*sparse{&q.aa, &q.s2, &q.s3, &q.s4}[s.kind]
	l := []logScale{{0.2, 8, 12}, {0.001, 1, 12}, {0.0005, 0.5, 12}, {0.0005, 0.5, 12}}[s.kind]
	return pairTerm(sparseFill(q.w, v, l, true))
}

type nearPartner struct{}

func (nearPartner) Name() string { return "near_partner" }
func (nearPartner) Shape() Shape { return Shape{Knots: 11, Smooth: true, From: 1} }
func (nearPartner) Begin(q *Query) Term {
	return pairTerm(sparseFill(q.w, &q.gp, logScale{0.08, 4, 10}, true))
}

type partnerNear struct{}

func (partnerNear) Name() string { return "partner_near" }
func (partnerNear) Shape() Shape { return Shape{Knots: 11, Smooth: true, From: 1} }
func (partnerNear) Begin(q *Query) Term {
	return pairTerm(sparseFill(q.w, &q.pg, logScale{0.08, 4, 10}, false))
}

type kernelSignal struct {
	name string
	kind int
}

func (s kernelSignal) Name() string { return s.name }
func (s kernelSignal) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1} }
func (s kernelSignal) Begin(q *Query) Term {
	v := []*sparse{&q.gpg, &q.gpgs}[s.kind]
	return pairTerm(sparseFill(q.w, v, logScale{0.01, 20, 14}, false))
}

// kernelDense is the kernel relative to how many partnerships there are around the two places at all.
type kernelDense struct{}

func (kernelDense) Name() string { return "surroundings" }
func (kernelDense) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1} }
func (kernelDense) Begin(q *Query) Term {
	own := 0.0
	for k, u := range q.nearNode {
		own += float64(q.nearWeight[k]) * float64(q.degree(u))
	}
	l := logScale{0.003, 1, 14}
	return pairTerm(each(func(c int32) float32 {
		v := q.gpg.value[c]
		if v == 0 {
			return 0
		}
		return l.at(v / float32(math.Sqrt((own+1)*(float64(q.g.mass[c])+1))))
	}))
}

type nearPartners struct{}

func (nearPartners) Name() string { return "near_partners" }
func (nearPartners) Shape() Shape { return Shape{Knots: 13, Smooth: true, From: 1} }
func (nearPartners) Begin(q *Query) Term {
	l := logScale{0.05, 6, 12}
	return bothTerm(sparseFill(q.w, &q.gpp, l, true), sparseFill(q.w, &q.ppg, l, false))
}

type inCountry struct{}

// countKnot: knot 0 where no partner is known; then five bins of the number of partners times four of those in the country.
func countKnot(degree int32, in float32) float32 {
	if degree <= 0 {
		return 0
	}
	d := 0
	switch {
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
func (inCountry) Shape() Shape { return Shape{Knots: 21} }
func (inCountry) Begin(q *Query) Term {
	return bothTerm(
		each(func(c int32) float32 { return countKnot(q.degreeA, q.partnersIn[q.w.Country[c]]) }),
		each(func(c int32) float32 { l := q.w.Lead[c]; return countKnot(q.degree(l), q.inHome.value[l]) }))
}
