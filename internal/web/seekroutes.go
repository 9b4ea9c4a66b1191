package web

import (
	"net/http"

	"twintown/internal/people"
	"twintown/internal/seek"
)

// seekRoutes are the requests of towns that seek partners, and what follows them.
func (s *Site) seekRoutes() []Route {
	return nil
}

// requestObject is a request for the permission table.
func (s *Site) requestObject(x seek.Request) people.Object {
	return s.placesObject("request", x.ID, x.Places...)
}

// ofRequest is the request whose handle stands in the address.
func (s *Site) ofRequest(r *http.Request) (people.Object, error) {
	if s.rooms.Requests == nil {
		return people.Object{}, errNoPage
	}
	x, err := s.rooms.Requests.ByHandle(r.Context(), r.PathValue("request"))
	return s.requestObject(x), err
}
