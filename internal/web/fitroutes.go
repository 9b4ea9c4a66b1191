package web

import "twintown/internal/people"

// fitRoutes are the rankings between requests and towns.
func (s *Site) fitRoutes() []Route {
	return []Route{
		{get, "/places/{place}/requests", people.ReadPublic, nil, Heavy, ByMinute, s.townRequests, false}, // at midnight days are over
		{get, "/seek/{request}/towns", people.ReadPublic, nil, Heavy, ByMinute, s.requestTowns, false},
		{get, "/desk/seeking", people.UseRequests, nil, Heavy, Never, s.seeking, false},
		{get, "/desk/requests/{request}/towns", people.WriteRequest, s.ofRequest, Heavy, Never, s.draftTowns, false},
	}
}
