package score

import "math"

// affinityScale spans the logarithm of "times as many as by chance", from a twentieth to a hundred times.
var affinityScale = scale{-3, 4.6, 16}

// How many partnerships of prior weight each pair of areas has: few enough that three real ones are heard.
const (
	shrinkCountry = 1.0
	shrinkRegion  = 0.7
	shrinkOpen    = 2.0
)

// lift is the logarithm of how many times the expected number was seen, drawn towards none by k partnerships.
func lift(n, expected, k float64) float64 {
	return math.Log((max(0, n) + k) / (max(0, expected) + k))
}

// byCountry is a term whose position depends on the candidate's country alone.
func byCountry(w *World, at func(country int32) float32) Term {
	row := make([]float32, len(w.Countries))
	for c := range row {
		row[c] = at(int32(c))
	}
	t := Term{Area: make([]float32, len(w.Regions))}
	for r, c := range w.RegionCountry {
		t.Area[r] = row[c]
	}
	return t
}

type countryAffinity struct{}

func (countryAffinity) Name() string { return "countries" }
func (countryAffinity) Group() Group { return GroupCountries }
func (countryAffinity) Shape() Shape { return Shape{Knots: 16, Smooth: true, Rising: true} }
func (countryAffinity) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		return []Term{byCountry(b.World, func(c int32) float32 { return affinityScale.at(q.area.countryLift(c)) })}
	}}
}

type regionCountry struct{}

func (regionCountry) Name() string { return "region_country" }
func (regionCountry) Group() Group { return GroupCountries }
func (regionCountry) Shape() Shape { return Shape{Knots: 16, Smooth: true, Rising: true} }
func (regionCountry) Bind(b *Base) Bound {
	w := b.World
	return Bound{Begin: func(q *Query) []Term {
		back := Term{Area: make([]float32, len(w.Regions))}
		for r := range back.Area {
			back.Area[r] = affinityScale.at(q.area.backLift(int32(r)))
		}
		return []Term{byCountry(w, func(c int32) float32 { return affinityScale.at(q.area.foreLift(c)) }), back}
	}}
}

type regionAffinity struct{}

func (regionAffinity) Name() string { return "regions" }
func (regionAffinity) Group() Group { return GroupRegions }
func (regionAffinity) Shape() Shape { return Shape{Knots: 16, Smooth: true, Rising: true} }
func (regionAffinity) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		t := Term{Area: make([]float32, len(b.World.Regions))}
		for r := range t.Area {
			t.Area[r] = affinityScale.at(q.area.regionLift(int32(r)))
		}
		return []Term{t}
	}}
}

var openScale = scale{-3, 2.5, 12}

type openCountry struct{}

func (openCountry) Name() string { return "open_country" }
func (openCountry) Group() Group { return GroupCountries }
func (openCountry) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (openCountry) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		t := byCountry(b.World, func(c int32) float32 { return openScale.at(q.area.countryOpen(c)) })
		t.Both = true
		return []Term{t}
	}}
}

type openRegion struct{}

func (openRegion) Name() string { return "open_region" }
func (openRegion) Group() Group { return GroupRegions }
func (openRegion) Shape() Shape { return Shape{Knots: 12, Smooth: true} }
func (openRegion) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		t := Term{Area: make([]float32, len(b.World.Regions)), Both: true}
		for r := range t.Area {
			t.Area[r] = openScale.at(q.area.regionOpen(int32(r)))
		}
		return []Term{t}
	}}
}

type language struct{}

func (language) Name() string { return "language" }
func (language) Group() Group { return GroupLanguage }
func (language) Shape() Shape { return Shape{Knots: 6, Smooth: true, Rising: true} }
func (language) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		row := b.World.language[b.World.Country[q.A]]
		return []Term{byCountry(b.World, func(c int32) float32 { return row[c] * 5 })}
	}}
}

type border struct{}

func (border) Name() string { return "border" }
func (border) Group() Group { return GroupBorder }
func (border) Shape() Shape { return Shape{Knots: 2, Rising: true} }
func (border) Bind(b *Base) Bound {
	return Bound{Begin: func(q *Query) []Term {
		row := b.World.border[b.World.Country[q.A]]
		return []Term{byCountry(b.World, func(c int32) float32 { return float32(b2f(row[c])) })}
	}}
}

type abroad struct{}

func (abroad) Name() string { return "abroad" }
func (abroad) Group() Group { return GroupCountries }
func (abroad) Shape() Shape { return Shape{Knots: 3} }
func (abroad) Bind(b *Base) Bound {
	w := b.World
	return Bound{Begin: func(q *Query) []Term {
		t := byCountry(w, func(c int32) float32 { return float32(b2f(c == w.Country[q.A])) })
		t.Area[w.Region[q.A]] = 2
		return []Term{t}
	}}
}
