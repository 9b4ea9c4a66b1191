package score

import "math"

// affinityScale spans the logarithm of "times as many as by chance", from a twentieth to a hundred times.
var affinityScale = scale{-3, 4.6, 16}

// shrink is how many partnerships of prior weight each pair of areas has.
const shrinkCountry, shrinkRegion = 1.0, 0.7

func lift(n, expected, k float64) float64 {
	return math.Log((max(0, n) + k) / (max(0, expected) + k))
}

// visible subtracts what is hidden from a figure of the affinity tables.
func (q *Query) hiddenIn(country int32) float64 {
	n := 0.0
	for _, b := range q.hidden {
		if q.w.Country[b] == country {
			n++
		}
	}
	return n
}

// countryRow returns the logarithm of how much more often than by chance country c of the place is partner of each country.
func (q *Query) countryRow() []float64 {
	nc := len(q.w.Countries)
	row := make([]float64, nc)
	ca := q.w.Country[q.A]
	hid := make([]float64, nc)
	for _, b := range q.hidden {
		hid[q.w.Country[b]]++
	}
	h := float64(len(q.hidden))
	total := 2 * (q.t.Total - h)
	endsA := float64(q.t.Country[ca]) - h - hid[ca]
	for j := range nc {
		n := float64(q.t.Pair[int(ca)*nc+j]) - hid[j]
		ends := float64(q.t.Country[j]) - hid[j]
		if int32(j) == ca {
			n -= hid[j]
			ends = endsA
		}
		row[j] = lift(n, max(0, endsA)*max(0, ends)/max(1, total), shrinkCountry)
	}
	return row
}

type countryAffinity struct{}

func (countryAffinity) Name() string { return "countries" }
func (countryAffinity) Shape() Shape { return Shape{Knots: 16, Smooth: true} }
func (countryAffinity) Begin(q *Query) Term {
	row := q.countryRow()
	pos := make([]float32, len(row))
	for j, v := range row {
		pos[j] = affinityScale.at(v)
	}
	return pairTerm(lookup(pos, q.w.Country))
}

type regionCountry struct{}

func (regionCountry) Name() string { return "region_country" }
func (regionCountry) Shape() Shape { return Shape{Knots: 16, Smooth: true} }
func (regionCountry) Begin(q *Query) Term {
	w, t := q.w, q.t
	nc := len(w.Countries)
	ca, ra := w.Country[q.A], w.Region[q.A]
	hidC := make([]float64, nc)
	hidR := map[int32]float64{}
	for _, b := range q.hidden {
		hidC[w.Country[b]]++
		hidR[w.Region[b]]++
	}
	h := float64(len(q.hidden))
	endsC, endsR := float64(t.Country[ca])-h, float64(t.Region[ra])-h
	fore := make([]float32, nc)
	for j := range nc {
		e := (float64(t.Pair[int(ca)*nc+j]) - hidC[j]) * endsR / max(1, endsC)
		fore[j] = affinityScale.at(lift(float64(t.RegionCountry[int(ra)*nc+j])-hidC[j], e, shrinkRegion))
	}
	back := make([]float32, len(w.Regions))
	for r := range back {
		c := int(w.RegionCountry[r])
		ends := float64(t.Region[r])
		if hidC[c] > 0 {
			ends -= hidR[int32(r)]
		}
		n := float64(t.RegionCountry[r*nc+int(ca)])
		if n == 0 && ends == 0 {
			back[r] = affinityScale.at(0)
			continue
		}
		if hidC[c] > 0 {
			n -= hidR[int32(r)]
		}
		e := (float64(t.Pair[int(ca)*nc+c]) - hidC[c]) * ends / max(1, float64(t.Country[c])-hidC[c])
		back[r] = affinityScale.at(lift(n, e, shrinkRegion))
	}
	return bothTerm(lookup(fore, w.Country), lookup(back, w.Region))
}

type regionAffinity struct{}

func (regionAffinity) Name() string { return "regions" }
func (regionAffinity) Shape() Shape { return Shape{Knots: 16, Smooth: true} }
func (regionAffinity) Begin(q *Query) Term {
	w, t := q.w, q.t
	nc := len(w.Countries)
	ca, ra := int(w.Country[q.A]), w.Region[q.A]
	hidC := make([]float64, nc)
	hidR := map[int32]float64{}
	for _, b := range q.hidden {
		hidC[w.Country[b]]++
		hidR[w.Region[b]]++
	}
	pos := make([]float32, len(w.Regions))
	for r := range pos {
		c := int(w.RegionCountry[r])
		n := float64(t.RegionRegion[regionKey(ra, int32(r))])
		back := float64(t.RegionCountry[r*nc+ca])
		if hidC[c] > 0 {
			n -= hidR[int32(r)]
			back -= hidR[int32(r)]
		}
		fore := float64(t.RegionCountry[int(ra)*nc+c]) - hidC[c]
		e := max(0, fore) * max(0, back) / max(1, float64(t.Pair[ca*nc+c])-hidC[c])
		pos[r] = affinityScale.at(lift(n, e, shrinkRegion))
	}
	return pairTerm(lookup(pos, w.Region))
}

var openScale = scale{-3, 2.5, 12}

type openCountry struct{}

func (openCountry) Name() string { return "open_country" }
func (openCountry) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (openCountry) Begin(q *Query) Term {
	pos := make([]float32, len(q.w.Countries))
	for j := range pos {
		pos[j] = openScale.at(lift(float64(q.t.Country[j])-q.hiddenIn(int32(j)), float64(q.t.CountryExpected[j]), 2))
	}
	return Term{Fill: lookup(pos, q.w.Country), Own: pos[q.w.Country[q.A]]}
}

type openRegion struct{}

func (openRegion) Name() string { return "open_region" }
func (openRegion) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (openRegion) Begin(q *Query) Term {
	pos := make([]float32, len(q.w.Regions))
	hid := map[int32]float64{}
	for _, b := range q.hidden {
		hid[q.w.Region[b]]++
	}
	for r := range pos {
		c := q.w.RegionCountry[r]
		n := float64(q.t.Region[r])
		if len(hid) > 0 {
			n -= hid[int32(r)]
		}
		e := float64(q.t.RegionExpected[r]) * (float64(q.t.Country[c]) + 2) / (float64(q.t.CountryExpected[c]) + 2)
		pos[r] = openScale.at(lift(n, e, 2))
	}
	return Term{Fill: lookup(pos, q.w.Region), Own: pos[q.w.Region[q.A]]}
}
