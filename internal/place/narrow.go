package place

import (
	"cmp"
	"slices"
	"strings"

	"twintown/internal/names"
	"twintown/internal/platform/lang"
)

// CatalogCountries names countries in every language of the catalogue.
func CatalogCountries(c *lang.Catalog) CountryNames {
	return func(code string) (all []string) {
		for _, language := range c.Languages() {
			all = append(all, c.Printer(language).CountryName(code))
		}
		return all
	}
}

// area is where a place must lie: in one of the countries, or in one of the
// regions, of every part of "name, region, country".
type area []map[string]bool

// holds tells whether the place lies in the area.
func (a area) holds(p *Place) bool {
	for _, codes := range a {
		if !codes[p.Country] && !codes[p.Region] {
			return false
		}
	}
	return true
}

// narrower knows the names and codes of countries and regions.
type narrower struct {
	keys []areaKey // sorted by key
}

// areaKey leads from a folded name or code to a country or region.
type areaKey struct{ key, code string }

func newNarrower(a *Atlas) *narrower {
	n := &narrower{}
	countries := map[string]bool{}
	for i := range a.places {
		countries[a.places[i].Country] = true
	}
	for code := range countries {
		n.add(code, code)
		for _, name := range ownCountryNames[code] {
			n.add(name, code)
		}
		if a.countries == nil {
			continue
		}
		for _, name := range a.countries(code) {
			n.add(name, code)
		}
	}
	for _, r := range a.regions {
		_, short, _ := strings.Cut(r.Code, ".")
		n.add(r.Code, r.Code)
		n.add(short, r.Code) // "IL" for US.IL
		n.add(r.Name, r.Code)
		for _, name := range r.Names {
			n.add(name, r.Code)
			n.add(withoutUnit(name), r.Code)
		}
	}
	slices.SortFunc(n.keys, func(x, y areaKey) int { return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.code, y.code)) })
	n.keys = slices.Compact(n.keys)
	return n
}

// unitFirst are the words for a region that its name begins with in some languages
// and that people leave out: "Legnica, dolnośląskie".
var unitFirst = map[string]bool{
	"województwo": true, "obwód": true, "okręg": true, "kraj": true, "prowincja": true, "woiwodschaft": true, "gebiet": true, "bezirk": true,
	"kreis": true, "oblast": true, "voïvodie": true, "région": true, "comté": true, "apskritis": true, "край": true,
}

// withoutUnit returns a region's name without such a word; "" when it has none.
func withoutUnit(name string) string {
	head, rest, _ := strings.Cut(name, " ")
	if !unitFirst[strings.ToLower(head)] {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(rest, "de "), "d’")
}

func (n *narrower) add(name, code string) {
	for _, key := range []string{names.Fold(name), names.Latin(name)} {
		if key != "" && code != "" {
			n.keys = append(n.keys, areaKey{key, code})
		}
	}
}

// beginMin is the shortest beginning of a country's or region's name that
// narrows: two letters are a code.
const beginMin = 3

// area reads the parts after a name; ok is false when one of them is neither a
// country nor a region.
func (n *narrower) area(parts []string) (a area, ok bool) {
	for _, part := range parts {
		codes := n.codes(names.Fold(part))
		if len(codes) == 0 {
			codes = n.codes(names.Latin(part))
		}
		if len(codes) == 0 {
			return nil, false
		}
		a = append(a, codes)
	}
	return a, true
}

// codes returns what a folded text stands for: the countries and regions of that
// name, else those whose names it begins.
func (n *narrower) codes(key string) map[string]bool {
	if key == "" {
		return nil
	}
	at, _ := slices.BinarySearchFunc(n.keys, key, func(k areaKey, key string) int { return strings.Compare(k.key, key) })
	whole, begun := map[string]bool{}, map[string]bool{}
	for _, k := range n.keys[at:] {
		switch {
		case k.key == key:
			whole[k.code] = true
		case strings.HasPrefix(k.key, key) && len(key) >= beginMin:
			begun[k.code] = true
		default:
			if len(whole) > 0 {
				return whole
			}
			return begun
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return begun
}

// Areas returns the codes of countries ("PL") and regions ("PL.81") whose name, in any
// language, or code begins with a text, whole names first; of a text of two letters only
// those that it names whole.
func (a *Atlas) Areas(text string, most int) []string {
	whole := a.AreasNamed(text)
	key := names.Fold(text)
	if len(key) < beginMin {
		return whole
	}
	at, _ := slices.BinarySearchFunc(a.narrow().keys, key, func(k areaKey, key string) int { return strings.Compare(k.key, key) })
	for _, k := range a.narrow().keys[at:] {
		if len(whole) >= most || !strings.HasPrefix(k.key, key) {
			break
		}
		if !slices.Contains(whole, k.code) {
			whole = append(whole, k.code)
		}
	}
	return whole
}

// AreasNamed returns the codes of the countries and regions that a text names whole, in
// any language or by code.
func (a *Atlas) AreasNamed(text string) (codes []string) {
	key := names.Fold(text)
	at, _ := slices.BinarySearchFunc(a.narrow().keys, key, func(k areaKey, key string) int { return strings.Compare(k.key, key) })
	for _, k := range a.narrow().keys[at:] {
		if key == "" || k.key != key {
			break
		}
		codes = append(codes, k.code)
	}
	return codes
}
