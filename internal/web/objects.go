package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
)

// The functions below say what a request is about, for the permission table: see Route.On.

// placesObject is an object that concerns places: the roles of those who look after any
// of them, or after the region or country in which one lies, cover it.
func (s *Site) placesObject(kind, id string, places ...int64) people.Object {
	object := people.Object{Kind: kind, ID: id, Places: places}
	now := s.rooms.World()
	for _, number := range places {
		if p, ok := now.Places.Get(number); ok {
			object.Areas = append(object.Areas, p.Country)
			if p.Region != "" {
				object.Areas = append(object.Areas, p.Region)
			}
		}
	}
	return object
}

// ofPlace is the place whose number stands in the address, before its slug if it has one.
func (s *Site) ofPlace(r *http.Request) (people.Object, error) {
	digits, _, _ := strings.Cut(r.PathValue("place"), "-")
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return people.Object{}, errNoPage
	}
	if _, ok := s.rooms.World().Places.Get(number); !ok {
		return people.Object{}, errNoPage
	}
	return s.placesObject("place", digits, number), nil
}

// ofPartnership is the partnership whose identifier stands in the address.
func (s *Site) ofPartnership(r *http.Request) (people.Object, error) {
	p, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return people.Object{}, err
	}
	return s.partnershipObject(p), nil
}

// partnershipObject is a partnership for the permission table: its sides, and the heirs
// of those that were merged.
func (s *Site) partnershipObject(p partnership.Partnership) people.Object {
	var places []int64
	for _, q := range p.Parties {
		places = append(places, q.Place)
		if q.Heir != 0 {
			places = append(places, q.Heir)
		}
	}
	return s.placesObject("partnership", p.ID, places...)
}
