package web

import (
	"net/http"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
)

// lineObject is a partnership of a list, for the permission table.
func (s *Site) lineObject(l partnership.Line) people.Object {
	return s.placesObject("partnership", l.ID, l.Sides...)
}

// The parts of the registry that a person at the desk looks at.
const (
	scopeMine = "mine" // the places whose officer she is
	scopeArea = "area" // those that she looks after for an association
	scopeAll  = "all"
)

// scopes are the parts that the person has, her own first.
func scopes(a people.Actor) []string {
	var list []string
	if len(a.PlacesOf(people.Officer)) > 0 {
		list = append(list, scopeMine)
	}
	if a.Holds(people.Steward) {
		list = append(list, scopeArea)
	}
	return append(list, scopeAll)
}

// inScope says which places belong to a part of the registry for a person.
func (s *Site) inScope(a people.Actor, scope string) func(place int64) bool {
	role := people.Officer
	switch scope {
	case scopeAll:
		return func(int64) bool { return true }
	case scopeArea:
		role = people.Steward
	}
	known := map[int64]bool{}
	return func(n int64) bool {
		in, ok := known[n]
		if !ok {
			o := s.placesObject("place", "", n)
			in = slices.ContainsFunc(a.Grants, func(g people.Grant) bool { return g.Role == role && covers(g.Scope, o) })
			known[n] = in
		}
		return in
	}
}

// covers says whether a grant's scope contains a place.
func covers(scope people.Scope, o people.Object) bool {
	switch scope.Kind {
	case people.OfSite:
		return true
	case people.OfPlace:
		return slices.ContainsFunc(o.Places, func(n int64) bool { return people.AtPlace(n) == scope })
	case people.OfRegion, people.OfCountry:
		return slices.Contains(o.Areas, scope.ID)
	}
	return false
}

// myPlaces are the places whose officer the person is, then those that she looks after
// one by one, each once.
func myPlaces(r *http.Request) []int64 {
	a := actorOf(r)
	mine := a.PlacesOf(people.Officer)
	for _, n := range a.PlacesOf(people.Steward) {
		if !slices.Contains(mine, n) {
			mine = append(mine, n)
		}
	}
	return mine
}

// scopeFilter is the filter by which a person chooses a part of the registry.
func scopeFilter[T any](s *Site, p *page, a people.Actor, placesOf func(T) []int64) listFilter[T] {
	f := listFilter[T]{Key: "of", Label: "list.of", Always: true}
	within := map[string]func(int64) bool{}
	for _, scope := range scopes(a) {
		f.Options = append(f.Options, option{Value: scope, Name: p.t("list.of." + scope)})
		within[scope] = s.inScope(a, scope)
	}
	f.Keep = func(row T, value string) bool {
		return value == scopeAll || slices.ContainsFunc(placesOf(row), within[value])
	}
	return f
}
