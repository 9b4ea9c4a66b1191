package web

import "twintown/internal/people"

// careRoutes are the lists of the desk and what looks after partnerships: dates,
// calendars, digests.
func (s *Site) careRoutes() []Route {
	return []Route{
		{post, "/desk/undo/{id}", people.UseDesk, nil, Light, Never, s.undo, false},
		{get, "/desk/partnerships", people.UseDesk, nil, Light, Never, s.deskPartnerships, false},
		{get, "/desk/partnerships/export", people.ExportList, nil, Light, Never, s.exportPartnerships, false},
		{post, "/desk/partnerships/bulk", people.EditMany, nil, Light, Never, s.bulkPartnerships, false},

		// places
		{get, "/desk/areas", people.UseDesk, nil, Light, Never, s.areas, false},
		{get, "/desk/places", people.UseDesk, nil, Light, Never, s.deskPlaces, false},
		{get, "/desk/places/export", people.ExportList, nil, Light, Never, s.exportPlaces, false},
		{get, "/desk/places/{place}", people.EditPlace, s.ofPlace, Light, Never, s.editPlace, false},
		{post, "/desk/places/{place}/facts", people.EditPlace, s.ofPlace, Light, Never, s.takeFacts, false},
		{post, "/desk/places/{place}/names", people.EditPlace, s.ofPlace, Light, Never, s.takeName, false},
		{post, "/desk/places/{place}/identifiers", people.EditPlace, s.ofPlace, Light, Never, s.takeIdentifier, false},
		{get, "/desk/places/{place}/merge", people.MergePlaces, s.ofPlace, Light, Never, s.merge, false},
		{post, "/desk/places/{place}/merge", people.MergePlaces, s.ofPlace, Light, Never, s.takeMerge, false},
		{post, "/desk/places/{place}/changes/{change}/undo", people.MergePlaces, s.ofPlace, Light, Never, s.undoMerge, false},

		// is it still alive?
		{get, "/desk/partnerships/{id}/alive", people.EditPart, s.ofPartnership, Light, Never, s.alive, false},
		{post, "/desk/partnerships/{id}/alive", people.EditPart, s.ofPartnership, Light, Never, s.takeAlive, false},
		{post, "/desk/partnerships/{id}/alive/{inquiry}/undo", people.EditPart, s.ofPartnership, Light, Never, s.undoAnswer, false},
		{get, "/alive", people.ReadFeed, nil, Light, Never, s.answer, false},
		{post, "/alive", people.ReadFeed, nil, Light, Never, s.takeAnswer, false},
		{get, "/alive/stop", people.ReadFeed, nil, Light, Never, s.stopAsking, false},
		{post, "/alive/stop", people.ReadFeed, nil, Light, Never, s.takeStopAsking, false},

		// what is due, and its calendars
		{get, "/desk/dates", people.UseDesk, nil, Light, Never, s.dates, false},
		{post, "/desk/dates/digest", people.OwnAccount, nil, Light, Never, s.setRhythm, false},
		{post, "/desk/places/{place}/limits", people.EditPlace, s.ofPlace, Light, Never, s.setLimits, false},
		{post, "/desk/places/{place}/calendar", people.EditPlace, s.ofPlace, Light, Never, s.newFeed, false},
		{post, "/desk/places/{place}/calendar/end", people.EditPlace, s.ofPlace, Light, Never, s.endFeed, false},
		{get, "/places/{place}/calendar.ics", people.ReadPublic, nil, Light, Revalidate, s.placeCalendar, false},
		{get, "/calendar/{name}", people.ReadFeed, nil, Light, Never, s.secretCalendar, true},
		{get, "/digest/stop", people.ReadFeed, nil, Light, Never, s.stopDigest, false},
		{post, "/digest/stop", people.ReadFeed, nil, Light, Never, s.takeStop, false},
	}
}
