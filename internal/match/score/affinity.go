package score

// Affinity counts partnerships between countries, between regions and countries, and between regions. It is the part of
// a model that is a figure for each pair of areas rather than a weight; a signal turns the counts into how much more
// often two areas are partners than chance would have it, drawn towards the level above where little is known.
type Affinity struct {
	Total         float64
	Country       []float32 // ends of partnerships in the country
	Region        []float32 // ends in the region
	Pair          []float32 // country × country, each partnership counted in both directions
	RegionCountry []float32 // region × country
	RegionRegion  map[uint64]float32
	// CountryExpected and RegionExpected are the ends that towns of this size have in the world on average.
	CountryExpected, RegionExpected []float32
}

func regionKey(r, s int32) uint64 { return uint64(min(r, s))<<32 | uint64(max(r, s)) }

// sizeClasses are the bins of population used for expectations, each half a power of e wide from e⁶ (400) upwards.
const sizeClasses = 20

func (w *World) sizeClass(i int32) int {
	if w.Population[i] <= 0 {
		return 0
	}
	return min(sizeClasses-1, max(1, int((w.logPop[i]-6)*2)+1))
}

// CountAffinity counts the partnerships of g.
func CountAffinity(w *World, g *Graph) *Affinity {
	nc, nr := len(w.Countries), len(w.Regions)
	t := &Affinity{
		Country: make([]float32, nc), Region: make([]float32, nr), Pair: make([]float32, nc*nc),
		RegionCountry: make([]float32, nr*nc), RegionRegion: map[uint64]float32{},
		CountryExpected: make([]float32, nc), RegionExpected: make([]float32, nr),
	}
	for _, p := range g.pairs {
		t.add(w, p.A, p.B, 1)
	}
	t.expect(w, g)
	return t
}

func (t *Affinity) add(w *World, a, b int32, n float32) {
	ca, cb, ra, rb := w.Country[a], w.Country[b], w.Region[a], w.Region[b]
	nc := int32(len(w.Countries))
	t.Total += float64(n)
	t.Country[ca] += n
	t.Country[cb] += n
	t.Region[ra] += n
	t.Region[rb] += n
	t.Pair[ca*nc+cb] += n
	t.Pair[cb*nc+ca] += n
	t.RegionCountry[ra*nc+cb] += n
	t.RegionCountry[rb*nc+ca] += n
	t.RegionRegion[regionKey(ra, rb)] += n
}

func (t *Affinity) expect(w *World, g *Graph) {
	var ends, places [sizeClasses]float64
	for i := range int32(w.Len()) {
		places[w.sizeClass(i)]++
		ends[w.sizeClass(i)] += float64(g.degree(i))
	}
	for i := range int32(w.Len()) {
		c := w.sizeClass(i)
		e := float32((ends[c] + 0.01) / (places[c] + 1))
		t.CountryExpected[w.Country[i]] += e
		t.RegionExpected[w.Region[i]] += e
	}
}
