package web

import "twintown/internal/people"

// fundingRoutes are programmes, their calls, and who may apply.
func (s *Site) fundingRoutes() []Route {
	read, edit := people.ReadPublic, people.EditFunding
	return []Route{
		{get, "/programmes", read, nil, Light, ByMinute, s.programmes, false}, // deadlines pass by the minute
		{get, "/programmes/{programme}", read, nil, Light, ByMinute, s.fundingProgramme, false},
		{get, "/programmes.atom", read, nil, Light, ByMinute, s.callFeed, false},
		{get, "/programmes.ics", read, nil, Light, ByMinute, s.callCalendar, false},
		{get, "/programmes/fit.ics", read, nil, Light, ByMinute, s.fitCalendar, false},
		{get, "/programmes/fit", read, nil, Heavy, ByMinute, s.callsFit, false},
		{get, "/programmes/fit/partners", read, nil, Heavy, ByMinute, s.gapPartners, false},
		{get, "/partnerships/{id}/calls", read, nil, Heavy, ByMinute, s.pairCalls, false},
		{get, "/places/{place}/calls", read, nil, Heavy, ByMinute, s.placeCalls, false},

		{get, "/desk/calls", people.UseRequests, nil, Light, Never, s.deskCalls, false}, // of the reader's own towns
		{post, "/desk/requests/new/call", people.WriteRequest, s.ofNewRequest, Light, Never, s.askForGap, false},

		{get, "/desk/programmes", edit, nil, Light, Never, s.deskProgrammes, false},
		{get, "/desk/programmes/schema.json", edit, nil, Light, Never, s.programmeSchema, false},
		{get, "/desk/programmes/{programme}", edit, nil, Light, Never, s.editProgramme, false},
		{post, "/desk/programmes/{programme}", edit, nil, Light, Never, s.takeProgramme, false},
		{post, "/desk/programmes/{programme}/remove", edit, nil, Light, Never, s.removeProgramme, false},
	}
}
