package web

import (
	"net/http"

	"twintown/internal/people"
)

// observatoryRoutes tell what came of meetings, towns, regions and organisations. Conversations
// do not make kept pages old, so that those that count them are kept for a minute.
func (s *Site) observatoryRoutes() []Route {
	read := people.ReadPublic
	const organisation = "/desk/organisations/{organisation}/results"
	return []Route{
		{get, "/results", read, nil, Heavy, ByMinute, s.results, false},
		{get, "/meetings/{slug}/results", read, nil, Heavy, ByMinute, s.meetingResults, false},
		{get, "/regions/{code}/results", read, nil, Heavy, ByMinute, s.regionResults, false},
		{get, "/places/{place}/results", read, nil, Heavy, ByMinute, s.townResults, false},
		{get, organisation, people.ManageOrg, s.ofOrganisation, Heavy, Never, s.organisationResults, false},
	}
}

// asTable says whether the reader asks for a page's lists as a file: "?as=csv".
func asTable(r *http.Request) bool { return r.URL.Query().Get("as") == "csv" }
