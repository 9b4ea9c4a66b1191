package score

// Areas are the counts behind the affinities in a form that belongs to no world: areas are named by their codes, and
// only pairs that have a partnership are listed. It is what a model file holds.
type Areas struct {
	Total           float64   `json:"total"`
	Countries       []string  `json:"countries"`
	Regions         []string  `json:"regions"`
	Country         []float32 `json:"country"`
	Region          []float32 `json:"region"`
	CountryExpected []float32 `json:"country_expected"`
	RegionExpected  []float32 `json:"region_expected"`
	Pairs           []Count   `json:"pairs"`          // country, country
	RegionCountry   []Count   `json:"region_country"` // region, country
	RegionPairs     []Count   `json:"region_pairs"`   // region, region
	SizeCountry     []Count   `json:"size_country"`   // country × sizeBands + band, country
	Together        []Count   `json:"together"`       // country, country
}

// Count is one cell of a table: row, column, number.
type Count [3]int32

func cells(table []float32, columns int) []Count {
	var out []Count
	for i, v := range table {
		if v != 0 {
			out = append(out, Count{int32(i / columns), int32(i % columns), int32(v + 0.5)})
		}
	}
	return out
}

// Export names the counts by the codes of w's areas.
func (t *Affinity) Export(w *World) *Areas {
	nc := len(w.Countries)
	a := &Areas{
		Total: t.Total, Countries: w.Countries, Regions: w.Regions, Country: t.Country, Region: t.Region,
		CountryExpected: rounded(t.CountryExpected), RegionExpected: rounded(t.RegionExpected),
		Pairs: cells(t.Pair, nc), RegionCountry: cells(t.RegionCountry, nc),
		SizeCountry: cells(t.SizeCountry, nc), Together: cells(t.Together, nc),
	}
	for r, list := range t.regions {
		for _, n := range list {
			a.RegionPairs = append(a.RegionPairs, Count{int32(r), n.region, int32(n.count + 0.5)})
		}
	}
	return a
}

// rounded keeps a thousandth: more would only make the file larger.
func rounded(v []float32) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(int(x*1000+0.5)) / 1000
	}
	return out
}

// Bind gives the counts the numbers of w's areas. Areas that w does not have are left out; areas of w that the model
// never saw have no partnership and are judged by the level above.
func (a *Areas) Bind(w *World) *Affinity {
	t := newAffinity(w)
	t.Total = a.Total
	country, region := positions(a.Countries, w.Countries), positions(a.Regions, w.Regions)
	nc := int32(len(w.Countries))
	spread(a.Country, country, t.Country)
	spread(a.CountryExpected, country, t.CountryExpected)
	spread(a.Region, region, t.Region)
	spread(a.RegionExpected, region, t.RegionExpected)
	each(a.Pairs, country, country, func(i, j, n int32) { t.Pair[i*nc+j] = float32(n) })
	each(a.RegionCountry, region, country, func(i, j, n int32) { t.RegionCountry[i*nc+j] = float32(n) })
	each(a.RegionPairs, region, region, func(i, j, n int32) { t.regions[i] = append(t.regions[i], regionCount{j, float32(n)}) })
	bands := make([]int32, len(country)*sizeBands)
	for k := range bands {
		bands[k] = -1
		if c := country[k/sizeBands]; c >= 0 {
			bands[k] = c*sizeBands + int32(k%sizeBands)
		}
	}
	each(a.SizeCountry, bands, country, func(i, j, n int32) {
		t.SizeCountry[i*nc+j] = float32(n)
		t.SizeEnds[i] += float32(n)
	})
	each(a.Together, country, country, func(i, j, n int32) {
		t.Together[i*nc+j] = float32(n)
		t.TogetherTotal[i] += float32(n)
		t.TogetherAll += float64(n)
	})
	return t
}

// positions returns for each code of from its index in to, or -1.
func positions(from, to []string) []int32 {
	index := make(map[string]int32, len(to))
	for i, c := range to {
		index[c] = int32(i)
	}
	out := make([]int32, len(from))
	for i, c := range from {
		out[i] = -1
		if j, ok := index[c]; ok {
			out[i] = j
		}
	}
	return out
}

func spread(from []float32, at []int32, to []float32) {
	for i, v := range from {
		if at[i] >= 0 {
			to[at[i]] = v
		}
	}
}

func each(list []Count, rows, columns []int32, f func(i, j, n int32)) {
	for _, c := range list {
		if i, j := rows[c[0]], columns[c[1]]; i >= 0 && j >= 0 {
			f(i, j, c[2])
		}
	}
}

// check reports whether all numbers point into the lists, so that a damaged file cannot make Bind fail.
func (a *Areas) check() bool {
	nc, nr := len(a.Countries), len(a.Regions)
	ok := len(a.Country) == nc && len(a.CountryExpected) == nc && len(a.Region) == nr && len(a.RegionExpected) == nr
	for _, t := range []struct {
		list          []Count
		rows, columns int
	}{{a.Pairs, nc, nc}, {a.RegionCountry, nr, nc}, {a.RegionPairs, nr, nr}, {a.SizeCountry, nc * sizeBands, nc}, {a.Together, nc, nc}} {
		for _, c := range t.list {
			ok = ok && within(c[0], t.rows) && within(c[1], t.columns) && c[2] >= 0
		}
	}
	return ok
}

func within(i int32, n int) bool { return i >= 0 && int(i) < n }
