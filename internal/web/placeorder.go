package web

import (
	"slices"
	"sync"

	"twintown/internal/names"
	"twintown/internal/place"
	"twintown/internal/world"
)

// placeOrder says in which order the names of places with partners stand in a language:
// comparing 28,000 pairs by collation at each click would take a second, comparing
// numbers takes milliseconds. It is made once for each version of the world.
type placeOrder struct {
	mu      sync.Mutex
	version int64
	ranks   map[string]map[int64]int // by language
}

// in returns the ranks in a language. Places without partners have none.
func (o *placeOrder) in(s *Site, w *world.World, code string) map[int64]int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.version != w.Version || o.ranks == nil {
		o.version, o.ranks = w.Version, map[string]map[int64]int{}
	}
	if r, ok := o.ranks[code]; ok {
		return r
	}
	places := w.Graph.Places()
	all, byName := make([]string, 0, len(places)), make(map[string]int, len(places))
	for _, id := range places {
		all = append(all, w.Places.DisplayName(id, code))
	}
	sorted := slices.Clone(all)
	s.catalog.Printer(code).Collate(sorted)
	for i, name := range sorted {
		byName[name] = i
	}
	ranks := make(map[int64]int, len(places))
	for i, id := range places {
		ranks[id] = byName[all[i]]
	}
	o.ranks[code] = ranks
	return ranks
}

// mostNamesakes is how many places a search in a list may mean: a beginning such as
// "bia" means hundreds, of which a list has few.
const mostNamesakes = 400

// placesNamed are the places that a text typed above a list means, by any of their names,
// old ones too. Spellings that only sound alike count where nothing else does.
func placesNamed(w *world.World, text string) map[int64]bool {
	hits := w.Places.Find(place.Query{Text: text, Limit: mostNamesakes})
	found := make(map[int64]bool, len(hits))
	for _, h := range hits {
		if h.How <= names.Beginning || hits[0].How > names.Beginning {
			found[h.ID] = true
		}
	}
	return found
}
