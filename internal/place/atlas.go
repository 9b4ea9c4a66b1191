package place

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"twintown/internal/names"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Atlas is the set of all places in memory. It is immutable, and safe for use by
// many goroutines. Places are numbered from 0 to Len()-1 in the order of their
// public numbers.
type Atlas struct {
	places    []Place // by ID; Variants are nil, they live in the index
	names     []Name  // by place
	nameStart []uint32
	regions   []Region // by Code
	grid      grid
	index     *names.Index
	countries CountryNames
	narrow    func() *narrower // made once, when it is first asked for
}

// CountryNames returns the names by which people may call a country, in any
// language; the code is ISO 3166-1.
type CountryNames func(code string) []string

// NewAtlas makes an atlas, and links places that are one town (see Same). The
// slices are sorted in place and kept.
func NewAtlas(places []Place, all []Name, regions []Region) *Atlas {
	a := &Atlas{places: places, names: all, regions: regions}
	slices.SortFunc(a.places, func(x, y Place) int { return cmp.Compare(x.ID, y.ID) })
	a.places = slices.CompactFunc(a.places, func(x, y Place) bool { return x.ID == y.ID })
	slices.SortStableFunc(a.names, func(x, y Name) int { return cmp.Compare(x.Place, y.Place) })
	link(a.places)
	a.prepare()
	a.index = a.buildIndex()
	for i := range a.places {
		a.places[i].Variants = nil
	}
	return a
}

// prepare makes what follows from places, names and regions quickly.
func (a *Atlas) prepare() {
	slices.SortFunc(a.regions, func(x, y Region) int { return cmp.Compare(x.Code, y.Code) })
	a.grid = newGrid(a.places)
	a.nameStart = make([]uint32, len(a.places)+1)
	at := 0
	for i, p := range a.places {
		for at < len(a.names) && a.names[at].Place < p.ID {
			at++ // names of places that do not exist
		}
		a.nameStart[i] = uint32(at)
		for at < len(a.names) && a.names[at].Place == p.ID {
			at++
		}
		a.nameStart[i+1] = uint32(at)
	}
	a.narrow = sync.OnceValue(func() *narrower { return newNarrower(a) })
}

// WithCountryNames returns the same atlas, in which "name, country" narrows by
// these names too. Without them only codes of countries do.
func (a *Atlas) WithCountryNames(countries CountryNames) *Atlas {
	b := *a
	b.countries = countries
	b.narrow = sync.OnceValue(func() *narrower { return newNarrower(&b) })
	go b.narrow() // beside what the caller does next; who asks sooner waits
	return &b
}

// Load reads all places from the store, in one consistent view.
func Load(ctx context.Context, s *Store) (a *Atlas, err error) {
	defer errs.Wrap(&err, "Load atlas")
	var places []Place
	var all []Name
	var regions []Region
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		share := interner{}
		places, all, regions = nil, nil, nil
		if err := s.Each(ctx, tx, func(p Place) error {
			p.Country, p.Region, p.Feature = share.one(p.Country), share.one(p.Region), share.one(p.Feature)
			p.Kind, p.Zone = Kind(share.one(string(p.Kind))), share.one(p.Zone)
			places = append(places, p)
			return nil
		}); err != nil {
			return err
		}
		if err := s.EachName(ctx, tx, func(n Name) error {
			n.Lang, n.Kind, n.Source = share.one(n.Lang), NameKind(share.one(string(n.Kind))), share.one(n.Source)
			all = append(all, n)
			return nil
		}); err != nil {
			return err
		}
		return s.EachRegion(ctx, tx, func(r Region) error {
			regions = append(regions, r)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return NewAtlas(places, all, regions), nil
}

// interner keeps one copy of texts that many rows share.
type interner map[string]string

func (in interner) one(s string) string {
	if kept, ok := in[s]; ok {
		return kept
	}
	s = strings.Clone(s)
	in[s] = s
	return s
}

// How often a place is meant: by the third root of its population and, since
// places with names in many languages are talked about more, a little by the number
// of its spellings. Both exponents, and the population that unknown hamlets count
// for, were found with the weights of package names, on the same benchmark.
const (
	byPopulation  = 0.33
	bySpellings   = 0.1
	smallestPlace = 2000
	// followerStep puts the second number of a town just behind its leader when
	// both fit alike.
	followerStep = 0.01
)

func weight(p *Place, spellings int) float64 {
	return byPopulation*math.Log(float64(max(p.Population, 0))+smallestPlace) + bySpellings*math.Log(float64(spellings)+1)
}

func (a *Atlas) buildIndex() *names.Index {
	spellings := make([][]string, len(a.places))
	weights := make([]float64, len(a.places))
	for i := range a.places {
		spellings[i] = a.spellings(i)
		weights[i] = weight(&a.places[i], len(spellings[i]))
	}
	for i := range a.places {
		if leader, ok := a.Index(a.places[i].SameAs); ok {
			weights[leader] = max(weights[leader], weights[i])
			weights[i] = min(weights[i], weights[leader]-followerStep)
		}
	}
	var b names.Builder
	for i := range a.places {
		item := b.Item(weights[i])
		for _, s := range spellings[i] {
			b.Spelling(item, s)
		}
	}
	return b.Build()
}

// spellings returns every spelling of place i once, the main name first.
func (a *Atlas) spellings(i int) []string {
	p := &a.places[i]
	named := a.names[a.nameStart[i]:a.nameStart[i+1]]
	all := make([]string, 0, 1+len(named)+len(p.Variants))
	all = append(all, p.Name)
	for _, n := range named {
		all = append(all, n.Value)
	}
	all = append(all, p.Variants...)
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

// Len returns the number of places.
func (a *Atlas) Len() int { return len(a.places) }

// At returns the place of index i, without variants.
func (a *Atlas) At(i int) Place { return a.places[i] }

// Index returns the index of the place with a public number.
func (a *Atlas) Index(id int64) (int, bool) {
	return slices.BinarySearchFunc(a.places, id, func(p Place, id int64) int { return cmp.Compare(p.ID, id) })
}

// Get returns the place with a public number, without variants.
func (a *Atlas) Get(id int64) (Place, bool) {
	i, ok := a.Index(id)
	if !ok {
		return Place{}, false
	}
	return a.places[i], true
}

// Names returns what a place is called in which language; nil when nothing is
// recorded. The slice must not be changed.
func (a *Atlas) Names(id int64) []Name {
	i, ok := a.Index(id)
	if !ok {
		return nil
	}
	return a.names[a.nameStart[i]:a.nameStart[i+1]:a.nameStart[i+1]]
}

// Regions returns all regions in the order of their codes. The slice must not be
// changed.
func (a *Atlas) Regions() []Region { return a.regions }

// Region returns the region with a code such as "PL.81".
func (a *Atlas) Region(code string) (Region, bool) {
	i, ok := slices.BinarySearchFunc(a.regions, code, func(r Region, code string) int { return cmp.Compare(r.Code, code) })
	if !ok {
		return Region{}, false
	}
	return a.regions[i], true
}

// RegionName returns a region's name in a language, else its main name, else "".
func (a *Atlas) RegionName(code, lang string) string {
	r, _ := a.Region(code)
	if s := r.Names[lang]; s != "" {
		return s
	}
	return r.Name
}
