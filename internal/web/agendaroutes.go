package web

import (
	"net/http"

	"twintown/internal/people"
)

// agendaRoutes are the programmes of meetings: for readers as they were released, at the desk
// as they are worked on.
func (s *Site) agendaRoutes() []Route {
	const at, desk, patrons = "/meetings/{slug}", "/desk/meetings/{meeting}/agenda", "/desk/meetings/{meeting}" + patronsPath
	plan := people.MeetingGuests
	return []Route{
		// for readers
		{get, at + "/programme", people.ReadPublic, nil, Light, Revalidate, s.programme, false},
		{get, at + "/programme.ics", people.ReadPublic, nil, Light, Revalidate, s.programmeCalendar, false},
		{get, at + "/programme.atom", people.ReadPublic, nil, Light, Revalidate, s.programmeFeed, false},
		{get, at + "/programme/{number}", people.ReadPublic, nil, Light, Revalidate, s.session, false},
		{get, at + "/programme/{number}/session.ics", people.ReadPublic, nil, Light, Revalidate, s.sessionCalendar, false},
		{get, at + "/programme/days/{day}/day.ics", people.ReadPublic, nil, Light, Revalidate, s.dayCalendar, false},
		{get, at + "/speakers/{speaker}/photo", people.ReadPublic, nil, Stream, Never, s.speakerPhoto, false},

		{get, at + "/logos/{logo}", people.ReadPublic, nil, Stream, Never, s.patronLogo, false},

		// the desk: patronages, and what is due for them
		{get, patrons, people.WriteMeeting, s.ofMeeting, Light, Never, s.patrons, false},
		{get, patrons + "/{number}", people.WriteMeeting, s.ofMeeting, Light, Never, s.patron, false}, // "new" begins one
		{post, patrons + "/{number}", people.WriteMeeting, s.ofMeeting, Light, Never, s.takePatron, false},
		{get, patrons + "/{number}/logo", people.WriteMeeting, s.ofMeeting, Stream, Never, s.deskPatronLogo, false},
		{post, patrons + "/{number}/logo", people.WriteMeeting, s.ofMeeting, Upload, Never, s.takePatronLogo, false},

		// the desk: the whole, its sessions, rooms and speakers, what a release would do
		{get, desk, plan, s.ofMeeting, Light, Never, s.agenda, false},
		{post, desk + "/begin", plan, s.ofMeeting, Light, Never, s.beginAgenda, false},
		{post, desk + "/shift", plan, s.ofMeeting, Light, Never, s.shiftAgenda, false},
		{post, desk + "/off", plan, s.ofMeeting, Light, Never, s.callOff, false},
		{get, desk + "/release", plan, s.ofMeeting, Light, Never, s.agendaOutlook, false},
		{post, desk + "/release", plan, s.ofMeeting, Light, Never, s.releaseAgenda, false},
		{get, desk + "/words/{language}", plan, s.ofMeeting, Light, Never, s.agendaWords, false},
		{post, desk + "/words/{language}", plan, s.ofMeeting, Light, Never, s.takeAgendaWords, false},
		{get, desk + "/interpretation", plan, s.ofMeeting, Light, Never, s.interpretation, false},
		{get, desk + "/sessions/{number}", plan, s.ofMeeting, Light, Never, s.agendaSession, false}, // "new" begins one
		{post, desk + "/sessions/{number}", plan, s.ofMeeting, Light, Never, s.takeAgendaSession, false},
		{post, desk + "/sessions/{number}/move", plan, s.ofMeeting, Light, Never, s.moveAgendaSession, false},
		{get, desk + "/rooms/{room}", plan, s.ofMeeting, Light, Never, s.agendaRoom, false},
		{post, desk + "/rooms/{room}", plan, s.ofMeeting, Light, Never, s.takeAgendaRoom, false},
		{get, desk + "/speakers/{speaker}", plan, s.ofMeeting, Light, Never, s.agendaSpeaker, false},
		{post, desk + "/speakers/{speaker}", plan, s.ofMeeting, Light, Never, s.takeAgendaSpeaker, false},
		{post, desk + "/speakers/{speaker}/photo", plan, s.ofMeeting, Upload, Never, s.takeSpeakerPhoto, false},
		{get, desk + "/speakers/{speaker}/photo", plan, s.ofMeeting, Stream, Never, s.deskSpeakerPhoto, false},
	}
}

// mayPlan says whether the reader works on the programme of a meeting.
func (s *Site) mayPlan(r *http.Request, on people.Object) bool {
	return s.rooms.Guests != nil && s.may(r, people.MeetingGuests, on)
}
