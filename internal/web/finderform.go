package web

import (
	"slices"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/world"
)

// The finder offers first what is likely to be wanted, since a list of the whole world
// hides it: the countries of the place's partners, its neighbours, and those in which most
// suggestions lie. All others are one step away.
const (
	likelyCountries   = 12  // as many as are seen at one glance
	countedCandidates = 200 // suggestions in which countries are counted
)

// fillCountries puts the countries into the form, and the regions of those that are
// chosen or, where none is, likely.
func (s *Site) fillCountries(v *finderPage, w *world.World, wishes match.Query, here place.Place) {
	counts := s.counted(w, wishes, &v.Counted)
	worth := s.likely(w, here, counts)
	var likely, others []option
	for _, code := range s.countries {
		o := option{Value: code, Name: v.p.CountryName(code), Chosen: slices.Contains(wishes.Countries, code), Count: counts[code]}
		if o.Chosen || worth[code] > 0 {
			likely = append(likely, o)
		} else {
			others = append(others, o)
		}
	}
	slices.SortStableFunc(likely, func(a, b option) int {
		if a.Chosen != b.Chosen {
			return flag(b.Chosen) - flag(a.Chosen)
		}
		if a, b := worth[a.Value], worth[b.Value]; a != b {
			return b - a
		}
		return v.byName(a, b)
	})
	most := max(likelyCountries, len(wishes.Countries))
	if len(likely) > most {
		likely, others = likely[:most], append(others, likely[most:]...)
	}
	slices.SortStableFunc(others, v.byName)
	v.Countries, v.Others = likely, others
	var chosen []string
	for _, o := range likely {
		if o.Chosen {
			chosen = append(chosen, o.Name)
		}
	}
	v.ChosenCountries = v.p.List(chosen)
	s.fillRegions(v, w, wishes)
}

// counted counts the best suggestions by country, as if none had been chosen yet.
func (s *Site) counted(w *world.World, wishes match.Query, total *int) map[string]int {
	counts := map[string]int{}
	wishes.Countries, wishes.Regions, wishes.Spread, wishes.Limit = nil, nil, false, countedCandidates
	result, err := w.Ranker.Rank(wishes)
	if err != nil {
		return counts // the list itself says why
	}
	for _, c := range result.Items {
		if found, ok := w.Places.Get(c.ID); ok {
			counts[found.Country]++
		}
	}
	*total = len(result.Items)
	return counts
}

// likely weighs countries: each living partnership there and a common border count as much as
// some suggestions. A neighbour whose towns all stand under a caveat is not put forward.
func (s *Site) likely(w *world.World, here place.Place, counts map[string]int) map[string]int {
	const partner, border = 5, 10
	worth := map[string]int{}
	for code, n := range counts {
		worth[code] += n
	}
	for _, e := range w.Graph.Of(here.ID) {
		if found, ok := w.Places.Get(e.Other); ok && e.Status.Alive() {
			worth[found.Country] += partner
		}
	}
	for _, code := range s.neighbours[here.Country] {
		if counts[code] > 0 {
			worth[code] += border
		}
	}
	return worth
}

// fillRegions groups the regions by country.
func (s *Site) fillRegions(v *finderPage, w *world.World, wishes match.Query) {
	wanted := slices.Clone(wishes.Countries)
	if len(wanted) == 0 {
		for _, o := range v.Countries {
			wanted = append(wanted, o.Value)
		}
	}
	groups := map[string][]option{}
	for _, r := range w.Places.Regions() {
		chosen := slices.Contains(wishes.Regions, r.Code)
		if name := w.Places.RegionName(r.Code, v.Lang); name != "" && (chosen || slices.Contains(wanted, r.Country)) {
			groups[r.Country] = append(groups[r.Country], option{Value: r.Code, Name: name, Chosen: chosen})
		}
	}
	for code, options := range groups {
		slices.SortStableFunc(options, v.byName)
		v.Regions = append(v.Regions, optionGroup{v.p.CountryName(code), options})
	}
	slices.SortFunc(v.Regions, func(a, b optionGroup) int { return v.byName(option{Name: a.Name}, option{Name: b.Name}) })
	v.ManyRegions = len(wishes.Regions) > 1
}

// byName orders choices as the page's language does.
func (p *page) byName(a, b option) int { return p.p.Compare(a.Name, b.Name) }

// flag is a yes as a number.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
