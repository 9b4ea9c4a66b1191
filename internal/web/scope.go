package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
)

// scopeObject is what a scope covers, for asking whether somebody may give a role in it.
func (s *Site) scopeObject(scope people.Scope) people.Object {
	switch scope.Kind {
	case people.OfPlace:
		number, err := strconv.ParseInt(scope.ID, 10, 64)
		if err != nil {
			return people.Object{Kind: "place"}
		}
		return s.placesObject("place", scope.ID, number)
	case people.OfRegion, people.OfCountry:
		return people.Object{Kind: string(scope.Kind), ID: scope.ID} // no area covers another one here: only the site does
	case people.OfOrganisation:
		return people.Object{Kind: "organisation", ID: scope.ID, Organisation: scope.ID}
	case people.OfMeeting:
		return people.Object{Kind: "meeting", ID: scope.ID, Meeting: scope.ID}
	case people.OfHelpPoint:
		if h, ok := s.helpPointOf(scope.ID); ok {
			return s.helpObject(h)
		}
		return people.Object{Kind: "help_point", ID: scope.ID, HelpPoint: scope.ID}
	}
	return people.Object{Kind: "site"}
}

// ofSite is the site as a whole, said explicitly: only roles for the whole site cover it.
func (s *Site) ofSite(*http.Request) (people.Object, error) { return people.Object{Kind: "site"}, nil }

// ofGrant is the scope of the role or claim whose identifier stands in the address.
func (s *Site) ofGrant(r *http.Request) (people.Object, error) {
	g, err := s.rooms.People.Grant(r.Context(), r.PathValue("grant"))
	if err != nil {
		return people.Object{}, err
	}
	return s.scopeObject(g.Scope), nil
}

// ofAccount is the person whose account stands in the address.
func (s *Site) ofAccount(r *http.Request) (people.Object, error) {
	a, err := s.rooms.People.Account(r.Context(), r.PathValue("account"))
	return people.Object{Kind: "account", ID: a.ID, Owner: a.ID}, err
}

// ofOrganisation is the organisation that stands in the address.
func (s *Site) ofOrganisation(r *http.Request) (people.Object, error) {
	o, err := s.rooms.People.Organisation(r.Context(), r.PathValue("organisation"))
	return people.Object{Kind: "organisation", ID: o.ID, Organisation: o.ID}, err
}

// scopeName is what a scope is called, "" for the site.
func (s *Site) scopeName(p *page, scope people.Scope) string {
	now := s.rooms.World()
	switch scope.Kind {
	case people.OfPlace:
		if number, err := strconv.ParseInt(scope.ID, 10, 64); err == nil {
			if _, ok := now.Places.Get(number); ok {
				return now.Places.DisplayName(number, p.Lang)
			}
		}
	case people.OfRegion:
		if name := now.Places.RegionName(scope.ID, p.Lang); name != "" {
			return name
		}
	case people.OfCountry:
		return p.p.CountryName(scope.ID)
	case people.OfHelpPoint:
		if h, ok := s.helpPointOf(scope.ID); ok {
			return s.helpName(p, h)
		}
	}
	return scope.ID
}

// roleKeys are the messages of the roles' names.
var roleKeys = map[people.Role]string{
	people.Delegate: "role.delegate", people.Officer: "role.officer", people.Organiser: "role.organiser", people.Adviser: "role.adviser",
	people.Translator: "role.translator", people.Steward: "role.steward", people.Administrator: "role.administrator",
}

// grantName is a role with its scope: "officer of a place (Giżycko)".
func (s *Site) grantName(p *page, g people.Grant) string {
	name := p.t(roleKeys[g.Role])
	if scope := s.scopeName(p, g.Scope); scope != "" {
		return name + " (" + scope + ")"
	}
	return name
}
