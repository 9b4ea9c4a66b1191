package score

// Affinity counts partnerships between countries, between regions and countries, and between regions. It is the part of
// a model that is a figure for each pair of areas rather than a weight; a signal turns the counts into how much more
// often two areas are partners than chance would have it, drawn towards the level above where little is known.
type Affinity struct {
	Total         float64
	Country       []float32       // ends of partnerships in the country
	Region        []float32       // ends in the region
	Pair          []float32       // country × country, each partnership counted in both directions
	RegionCountry []float32       // region × country
	regions       [][]regionCount // of each region, with whom
	// SizeCountry is (country, size band) × country: towns of one size have other partners than towns of another.
	SizeCountry []float32
	SizeEnds    []float32 // (country, size band)
	// Together counts for two countries how often one town has a partner in each.
	Together      []float32
	TogetherTotal []float32
	TogetherAll   float64
	// CountryExpected and RegionExpected are the ends that towns of this size have in the world on average.
	CountryExpected, RegionExpected []float32
}

type regionCount struct {
	region int32
	count  float32
}

// addRegions counts n partnerships from region r to region s.
func (t *Affinity) addRegions(r, s int32, n float32) {
	list := t.regions[r]
	for i := range list {
		if list[i].region == s {
			list[i].count += n
			return
		}
	}
	t.regions[r] = append(list, regionCount{s, n})
}

// sizeClasses are the bins of population used for expectations, each half a power of e wide from e⁶ (400) upwards.
const sizeClasses = 20

func (w *World) sizeClass(i int32) int {
	if w.Population[i] <= 0 {
		return 0
	}
	return min(sizeClasses-1, max(1, int((w.logPop[i]-6)*2)+1))
}

func newAffinity(w *World) *Affinity {
	nc, nr := len(w.Countries), len(w.Regions)
	return &Affinity{
		Country: make([]float32, nc), Region: make([]float32, nr), Pair: make([]float32, nc*nc),
		RegionCountry: make([]float32, nr*nc), regions: make([][]regionCount, nr),
		SizeCountry: make([]float32, nc*sizeBands*nc), SizeEnds: make([]float32, nc*sizeBands),
		Together: make([]float32, nc*nc), TogetherTotal: make([]float32, nc),
		CountryExpected: make([]float32, nc), RegionExpected: make([]float32, nr),
	}
}

// CountAffinity counts the partnerships of g.
func CountAffinity(w *World, g *Graph) *Affinity {
	t := newAffinity(w)
	for _, p := range g.pairs {
		t.add(w, p.A, p.B, 1)
	}
	t.expect(w, g)
	t.together(w, g)
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
	t.addRegions(ra, rb, n)
	if ra != rb {
		t.addRegions(rb, ra, n)
	}
	sa, sb := ca*sizeBands+int32(w.sizeBand(a)), cb*sizeBands+int32(w.sizeBand(b))
	t.SizeCountry[sa*nc+cb] += n
	t.SizeCountry[sb*nc+ca] += n
	t.SizeEnds[sa] += n
	t.SizeEnds[sb] += n
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

// sizeBands are small, middling, large and very large towns, at 8, 30 and 120 thousand; an unknown size counts as small.
const sizeBands = 4

func (w *World) sizeBand(i int32) int {
	switch p := w.Population[i]; {
	case p < 8000:
		return 0
	case p < 30000:
		return 1
	case p < 120000:
		return 2
	}
	return 3
}

func (t *Affinity) together(w *World, g *Graph) {
	nc := len(w.Countries)
	count := map[int32]float32{}
	for i := range int32(w.Len()) {
		clear(count)
		for _, p := range g.partners(i) {
			count[w.Country[p]]++
		}
		for a, n := range count {
			for b, m := range count {
				if a == b {
					m--
				}
				t.Together[int(a)*nc+int(b)] += n * m
				t.TogetherTotal[a] += n * m
				t.TogetherAll += float64(n * m)
			}
		}
	}
}
