package web

import (
	"net/http"

	"twintown/internal/people"
	"twintown/internal/seek"
)

// seekRoutes are the requests of towns that seek partners, and what follows them.
func (s *Site) seekRoutes() []Route {
	read, write := people.ReadPublic, people.WriteRequest
	return []Route{
		{get, "/seek", read, nil, Light, ByMinute, s.requests, false}, // at midnight days are over
		{get, "/seek.atom", read, nil, Light, ByMinute, s.requestFeed, false},
		{get, "/seek/{request}", read, nil, Heavy, ByMinute, s.request, false}, // with the towns that fit it

		{get, seek.StillPath, people.ReadFeed, nil, Light, Never, s.still, false}, // the address itself is the secret
		{post, seek.StillPath, people.ReadFeed, nil, Light, Never, s.takeStill, false},

		{get, "/desk/requests", people.UseRequests, nil, Light, Never, s.deskRequests, false}, // each row asks for its own request
		{get, "/desk/requests/new", people.UseRequests, nil, Light, Never, s.newRequest, false},
		{post, "/desk/requests/new", write, s.ofNewRequest, Light, Never, s.takeNewRequest, false},
		{get, "/desk/requests/{request}", write, s.ofRequest, Light, Never, s.editRequest, false},
		{post, "/desk/requests/{request}/facts", write, s.ofRequest, Light, Never, s.takeRequestFacts, false},
		{post, "/desk/requests/{request}/days", write, s.ofRequest, Light, Never, s.takeRequestDays, false},
		{post, "/desk/requests/{request}/towns", write, s.ofRequest, Light, Never, s.takeRequestTowns, false},
		{post, "/desk/requests/{request}/texts", write, s.ofRequest, Light, Never, s.takeRequestTexts, false},
		{get, "/desk/requests/{request}/texts/{language}", write, s.ofRequest, Light, Never, s.besideRequest, false},
		{post, "/desk/requests/{request}/texts/{language}", write, s.ofRequest, Light, Never, s.takeBesideRequest, false},
		{post, "/desk/requests/{request}/move", write, s.ofRequest, Light, Never, s.moveRequest, false},
		{post, "/desk/requests/{request}/undo", write, s.ofRequest, Light, Never, s.undoRequest, false},
		{get, "/desk/requests/{request}/review", people.ReviewRequest, s.ofRequest, Light, Never, s.reviewRequest, false},
		{post, "/desk/requests/{request}/review", people.ReviewRequest, s.ofRequest, Light, Never, s.takeReview, false},
	}
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
