package score

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// smallWorld is six countries on a grid of degrees, with forty towns each: towns of alike size in neighbouring
// countries are partners more often, and a few towns stand twice.
func smallWorld(seed uint64) (*World, []Pair) {
	rng := rand.New(rand.NewPCG(seed, 7))
	w := &World{
		Countries: []string{"PL", "DE", "LT", "FR", "UA", "CZ"},
		Facts: Facts{
			Languages:  map[string][]Language{"PL": {{"pl", 0.97, true}}, "LT": {{"lt", 0.85, true}, {"pl", 0.06, false}}, "DE": {{"de", 0.95, true}}, "FR": {{"fr", 0.99, true}}},
			Neighbours: map[string][]string{"PL": {"DE", "LT", "UA", "CZ"}, "DE": {"FR", "CZ"}},
		},
	}
	for c := range w.Countries {
		for r := range 4 {
			w.Regions = append(w.Regions, fmt.Sprintf("%s.%d", w.Countries[c], r))
			w.RegionCountry = append(w.RegionCountry, int32(c))
		}
	}
	for i := range 240 {
		c := i / 40
		w.ID = append(w.ID, int64(1000+i))
		w.Country = append(w.Country, int32(c))
		w.Region = append(w.Region, int32(c*4+rng.IntN(4)))
		w.Lat = append(w.Lat, float32(47+2*(c%3))+float32(rng.Float64()))
		w.Lon = append(w.Lon, float32(10+4*(c/3))+float32(rng.Float64()))
		population := float32(rng.IntN(200_000))
		if rng.IntN(10) == 0 {
			population = 0
		}
		w.Population = append(w.Population, population)
		w.Class = append(w.Class, uint8(rng.IntN(int(classes))))
		w.Name = append(w.Name, fmt.Sprintf("town %d", rng.IntN(150)))
		w.Spellings = append(w.Spellings, uint16(rng.IntN(30)))
		lead := int32(i)
		if i%40 == 39 {
			lead = int32(i - 1)
		}
		w.Lead = append(w.Lead, lead)
	}
	w.Prepare()
	var pairs []Pair
	for len(pairs) < 500 {
		a, b := int32(rng.IntN(240)), int32(rng.IntN(240))
		if a != b && (w.Country[a] != w.Country[b] || rng.IntN(10) == 0) {
			pairs = append(pairs, Pair{a, b})
		}
	}
	return w, pairs
}

// trained is a small world with a model that learned from it, made once for all tests.
var trained = sync.OnceValues(func() (*Engine, error) {
	w, pairs := smallWorld(1)
	g := NewGraph(w, pairs)
	o := Defaults()
	o.Questions, o.Plain, o.Iterations = 150, 50, 15
	m, err := Train(context.Background(), w, g, Signals(), o)
	if err != nil {
		return nil, err
	}
	return NewEngine(w, g, m), nil
})

func smallEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
