package place

import (
	"cmp"
	"slices"
	"strings"

	"twintown/internal/names"
)

// How near and how alike two places must be to be one town. Looked at: the
// 1,244 pairs of one name within 40 km in 111,524 places of three gazetteers of
// 2010, 2018 and 2025. Within 3 km nearly all are the same town; from 3 to 10 km
// the same when both report alike populations; further out only a municipality
// and its seat, whose points may lie far apart. Villages of one name a few
// kilometres apart (fourteen Krajan in East Java) have no population.
const (
	twinKm         = 3
	twinAlikeKm    = 10
	twinUnitKm     = 25
	twinAlike      = 0.5  // smaller population by larger
	twinAliasAlike = 0.85 // the same, where only another spelling agrees
)

// Same tells whether two places are one town that stands under two numbers: a city
// and its municipality, or one town in two editions of a gazetteer. They lie in
// one country, bear one name (capitals, diacritics, spaces and words such as "City"
// aside), are near each other and not of very different size. Parts of a city are
// never the city.
func Same(a, b Place) bool { return same(&a, &b, twinKey(a.Name) == twinKey(b.Name)) }

func same(a, b *Place, named bool) bool {
	if a.Country != b.Country || a.ID == b.ID || isPart(a) != isPart(b) {
		return false
	}
	km := Kilometres(a.Lat, a.Lon, b.Lat, b.Lon)
	if km > twinUnitKm {
		return false
	}
	share, known := alike(a, b)
	if named {
		switch {
		case km <= twinKm:
			return !known || share >= twinAlike/2
		case isUnit(a) != isUnit(b):
			return !known || share >= twinAlike/2
		default:
			return km <= twinAlikeKm && known && share >= twinAlike
		}
	}
	return km <= twinKm && known && share >= twinAliasAlike && (hasVariant(a, b.Name) || hasVariant(b, a.Name))
}

// alike returns the smaller population as a share of the larger, and whether both
// are known.
func alike(a, b *Place) (share float64, known bool) {
	small, large := min(a.Population, b.Population), max(a.Population, b.Population)
	if small <= 0 {
		return 0, false
	}
	return float64(small) / float64(large), true
}

// isPart tells parts of towns (GeoNames PPLX).
func isPart(p *Place) bool { return p.Feature == "PPLX" || p.Kind == District }

// isUnit tells administrative units from settlements.
func isUnit(p *Place) bool {
	return strings.HasPrefix(p.Feature, "ADM") || p.Kind == Municipality
}

// unitWords are words for the unit that a settlement's name goes without.
var unitWords = map[string]bool{
	"city": true, "of": true, "town": true, "municipality": true, "commune": true, "gmina": true, "miasto": true, "stadt": true,
	"gemeinde": true, "ville": true, "kommun": true, "kommune": true, "obshtina": true, "municipio": true, "de": true, "shi": true, "shahr": true,
}

func twinKey(name string) string {
	words := strings.Fields(names.Latin(name))
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return unitWords[w] })
	if len(kept) == 0 {
		kept = words
	}
	return strings.Join(kept, "")
}

func hasVariant(p *Place, name string) bool {
	key := twinKey(name)
	return slices.ContainsFunc(p.Variants, func(v string) bool { return twinKey(v) == key })
}

// leads orders the places of one town: the larger population, then the higher
// seat (PPLC before PPLA before PPL), then the older number.
func leads(a, b *Place) int {
	return cmp.Or(
		cmp.Compare(b.Population, a.Population),
		cmp.Compare(seat(a.Feature), seat(b.Feature)),
		cmp.Compare(a.ID, b.ID))
}

func seat(feature string) int {
	if at := slices.Index([]string{"PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4"}, feature); at >= 0 {
		return at
	}
	return 9
}

// link sets SameAs of all places that have none by the rule of Same. A place
// whose SameAs is its own number was declared to be alone: it becomes 0.
func link(places []Place) {
	alone := map[int64]bool{}
	for i := range places {
		if p := &places[i]; p.SameAs == p.ID {
			alone[p.ID] = true
			p.SameAs = 0
		}
	}
	pairs := append(namesakes(places), neighbours(places)...)
	// Large towns first: a place that follows one leads no other, so that there
	// are no chains.
	slices.SortFunc(pairs, func(x, y [2]int) int {
		return cmp.Or(leads(&places[x[0]], &places[y[0]]), leads(&places[x[1]], &places[y[1]]))
	})
	for _, pair := range pairs {
		leader, other := &places[pair[0]], &places[pair[1]]
		if leader.SameAs == 0 && other.SameAs == 0 && !alone[leader.ID] && !alone[other.ID] {
			other.SameAs = leader.ID
		}
	}
}

// namesakes returns the pairs of one town that bear one name, leader first.
func namesakes(places []Place) (pairs [][2]int) {
	byName := make(map[string][]int, len(places))
	for i := range places {
		key := places[i].Country + twinKey(places[i].Name)
		for _, j := range byName[key] {
			if same(&places[i], &places[j], true) {
				pairs = append(pairs, ordered(places, i, j))
			}
		}
		byName[key] = append(byName[key], i)
	}
	return pairs
}

// neighbours returns the pairs of one town where a variant of one is the name
// of the other. It walks from south to north, looking twinKm ahead.
func neighbours(places []Place) (pairs [][2]int) {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(places[i].Lat, places[j].Lat) })
	for at, i := range order {
		for _, j := range order[at+1:] {
			a, b := &places[i], &places[j]
			if b.Lat-a.Lat > twinKm/kmADegree {
				break
			}
			if share, known := alike(a, b); known && share >= twinAliasAlike && same(a, b, false) {
				pairs = append(pairs, ordered(places, i, j))
			}
		}
	}
	return pairs
}

func ordered(places []Place, i, j int) [2]int {
	if leads(&places[i], &places[j]) < 0 {
		return [2]int{i, j}
	}
	return [2]int{j, i}
}
