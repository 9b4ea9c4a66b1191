package moving

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"twintown/internal/names"
	"twintown/internal/place"
)

// finder finds the place that a cell means.
type finder struct {
	atlas   *place.Atlas
	lexicon *Lexicon
	linked  func(a, b int64) bool // two places that are partners already
	seen    map[string]bool       // names that isPlace was asked for: columns repeat
}

// isPlace says whether look-up knows the name as it is written.
func (f *finder) isPlace(name string) bool {
	if is, asked := f.seen[name]; asked {
		return is
	}
	is := len(f.exact(withoutUnit(name), "", nil)) > 0
	if len(f.seen) < mostRows {
		f.seen[name] = is
	}
	return is
}

// isArea says whether a text is a country, or a region that look-up narrows by.
func (f *finder) isArea(text string) bool {
	if _, ok := f.lexicon.country(text); ok {
		return true
	}
	key := names.Fold(text)
	return slices.ContainsFunc([]string{
		"wojewodztwo", "woj", "obwod", "oblast", "region", "powiat", "land ", "bundesland", "departement", "apskritis", "область", "обл", "вобласць", "вобл",
		"province", "county", "kreis", "rajon", "raion", "район", "раен",
	}, func(unit string) bool {
		return strings.HasPrefix(key, strings.TrimSpace(unit)+" ") || strings.HasSuffix(key, " "+strings.TrimSpace(unit))
	})
}

// found is what a name came to: one place, or candidates to ask about, or neither.
type found struct {
	place      int64
	candidates []place.Place
	unit       bool // a county or region by its name: the town only stands for it
}

// smaller is how much smaller a namesake may be and still be meant: a hamlet of a
// twentieth is not whom a town writes into its list.
const smaller = 20

// candidatesShown is how many candidates a question lists.
const candidatesShown = 8

// resolve finds the place of a part, given what the columns of country and region say
// and whose list it is.
func (f *finder) resolve(part Part, countries []string, region string, own place.Place) found {
	name := withoutUnit(part.Name)
	unit := isUnit(part.Name)
	if unit {
		name = withoutWords(part.Name, unitWords)
	}
	narrow := part.Narrow
	if region != "" {
		narrow = append(slices.Clone(narrow), region)
	}
	var inside []string
	narrow = slices.DeleteFunc(slices.Clone(narrow), func(n string) bool {
		code, ok := f.lexicon.country(n)
		if ok {
			inside = append(inside, code)
		}
		return ok
	})
	if len(inside) == 0 {
		inside = countries
	}
	var all []place.Place
	if len(inside) == 0 {
		all = f.exact(name, "", narrow)
	}
	for _, code := range inside {
		all = append(all, f.exact(name, code, narrow)...)
	}
	others := slices.DeleteFunc(slices.Clone(all), func(p place.Place) bool { return p.ID == own.ID && own.ID != 0 })
	if len(others) == 0 && len(all) > 0 {
		return found{place: own.ID}
	}
	if all = others; len(all) == 0 {
		return found{candidates: f.near(name, inside, own), unit: unit}
	}
	if !unit {
		if id := f.one(all, own, len(inside) > 0); id != 0 {
			return found{place: id}
		}
	}
	f.likeliestFirst(all, own)
	return found{candidates: all[:min(len(all), candidatesShown)], unit: unit}
}

// one is the place that is meant beyond doubt: a partner already, the only one of the
// name, or, within a country that the file names, the one beside which the others are hamlets.
func (f *finder) one(all []place.Place, own place.Place, inCountry bool) int64 {
	if own.ID != 0 {
		partners := slices.DeleteFunc(slices.Clone(all), func(p place.Place) bool { return !f.linked(own.ID, p.ID) })
		if len(partners) == 1 {
			return partners[0].ID
		}
	}
	largest := slices.MaxFunc(all, func(a, b place.Place) int { return cmp.Compare(a.Population, b.Population) })
	if near, ok := f.nextDoor(all, own); ok {
		return near
	}
	rivals := 0
	for _, p := range all {
		if p.ID != largest.ID && (p.Population*smaller >= largest.Population || largest.Population == 0) {
			rivals++
		}
	}
	if rivals == 0 {
		return largest.ID
	}
	return 0
}

// Next door is within walking distance of a border town's people; far is where nobody
// would go for a town whose namesake is next door.
const (
	nextDoorKm = 50
	farKm      = 200
)

// nextDoor is the one of the places that lies next door to whose list it is, where all
// others lie far away and are not larger: Słubice, seen from Frankfurt (Oder).
func (f *finder) nextDoor(all []place.Place, own place.Place) (int64, bool) {
	if own.ID == 0 {
		return 0, false
	}
	var near place.Place
	for _, p := range all {
		if place.Kilometres(own.Lat, own.Lon, p.Lat, p.Lon) <= nextDoorKm {
			if near.ID != 0 {
				return 0, false
			}
			near = p
		}
	}
	rival := slices.ContainsFunc(all, func(p place.Place) bool {
		return p.ID != near.ID && (p.Population > near.Population || place.Kilometres(own.Lat, own.Lon, p.Lat, p.Lon) < farKm)
	})
	return near.ID, near.ID != 0 && !rival
}

// exact are the places of that very name, whatever its script, each town once.
func (f *finder) exact(name, country string, narrow []string) (all []place.Place) {
	text := name
	if len(narrow) > 0 {
		text += ", " + strings.Join(narrow, ", ")
	}
	const enough = 30
	hits := f.atlas.Find(place.Query{Text: text, Country: country, Limit: enough})
	if len(narrow) > 0 && !slices.ContainsFunc(hits, isExact) {
		hits = f.atlas.Find(place.Query{Text: name, Country: country, Limit: enough}) // a region that nobody knows narrows nothing
	}
	for _, h := range hits {
		if !isExact(h) {
			continue
		}
		p, ok := f.atlas.Get(h.ID)
		if ok && p.SameAs != 0 && p.SameAs != p.ID {
			if leader, known := f.atlas.Get(p.SameAs); known {
				p = leader
			}
		}
		if ok && !slices.ContainsFunc(all, func(q place.Place) bool { return q.ID == p.ID }) {
			all = append(all, p)
		}
	}
	return all
}

func isExact(h place.Hit) bool { return h.How <= names.Latinised }

// near are the places that a name may mean that is not written as look-up knows it.
func (f *finder) near(name string, countries []string, own place.Place) (all []place.Place) {
	const few = 5
	if !strings.ContainsFunc(name, isLetter) {
		return nil
	}
	ask := func(country string, keep func(place.Hit) bool) {
		for _, h := range f.atlas.Find(place.Query{Text: name, Country: country, Limit: few}) {
			p, ok := f.atlas.Get(h.ID)
			if ok && keep(h) && p.ID != own.ID && (p.SameAs == 0 || p.SameAs == p.ID) && !slices.ContainsFunc(all, func(q place.Place) bool { return q.ID == p.ID }) {
				all = append(all, p)
			}
		}
	}
	isName := func(h place.Hit) bool { return h.How != names.Code }
	for _, code := range countries {
		ask(code, isName)
	}
	switch {
	case len(countries) == 0:
		ask("", isName)
	case len(all) == 0: // the country may be wrong, or of another time
		ask("", isExact)
	}
	return all[:min(len(all), few)]
}

// likeliestFirst orders candidates: large ones first, near ones before far ones.
func (f *finder) likeliestFirst(all []place.Place, own place.Place) {
	const halfAsLikely = 700 // kilometres: partners lie nearer than chance
	weight := func(p place.Place) float64 {
		w := math.Log(float64(p.Population) + 1000)
		if own.ID != 0 {
			w -= place.Kilometres(own.Lat, own.Lon, p.Lat, p.Lon) / halfAsLikely * math.Ln2
		}
		return w
	}
	slices.SortStableFunc(all, func(a, b place.Place) int { return cmp.Compare(weight(b), weight(a)) })
}

// townWords stand before a town's name and mean no other place; unitWords mean the
// county or region, for which the town only stands.
var (
	townWords = regexp.MustCompile(`(?i)^(?:(?:miasto i gmina|gmina miejska|gmina i miasto|gmina|miasto|m\. st\.|stadt|gemeinde|große kreisstadt|kreisstadt|hansestadt|` +
		`ville de|commune de|city of|town of|municipality of|город|горад|місто|громада)\s+|(?:m\.|г\.|гор\.|г\.п\.|м\.|ville d[’']|commune d[’'])\s*)`)
	townAfter = regexp.MustCompile(`(?i)\s+(?:miestas|m\.|savivaldybė|miesto savivaldybė|rajono savivaldybė|r\.\s*sav\.|city|town|gmina)$`)
	unitWords = regexp.MustCompile(`(?i)^(?:powiat|landkreis|kreis|rejon|rayon|raion|rajon|okres|okręg|obwód|oblast|województwo|region|district of|county of|département|` +
		`район|раён|область|вобласць|апскритис)\s+|\s+(?:powiat|county|district|rajonas|rajono savivaldybė|район|раён|область|вобласць|oblast|apskritis)$`)
)

// withoutUnit is a town's name without the word for a town before or after it.
func withoutUnit(name string) string {
	short := townAfter.ReplaceAllString(townWords.ReplaceAllString(name, ""), "")
	if strings.TrimSpace(short) == "" {
		return name
	}
	return strings.TrimSpace(short)
}

func isUnit(name string) bool { return unitWords.MatchString(strings.TrimSpace(name)) }

func withoutWords(name string, words *regexp.Regexp) string {
	if short := strings.TrimSpace(words.ReplaceAllString(strings.TrimSpace(name), "")); short != "" {
		return short
	}
	return name
}
