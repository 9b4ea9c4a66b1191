package web

import (
	"net/http"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/press"
)

// meetingRoutes are meetings for readers, and the desk where they are prepared.
func (s *Site) meetingRoutes() []Route {
	write, translate := people.WriteMeeting, people.TranslatePress
	return []Route{
		// for readers
		{get, "/meetings", people.ReadPublic, nil, Light, Revalidate, s.meetings, false},
		{get, "/meetings.atom", people.ReadPublic, nil, Light, Revalidate, s.feed(press.Meeting), false},
		{get, "/meetings.ics", people.ReadPublic, nil, Light, Revalidate, s.meetingsCalendar, false},
		{get, "/meetings/{slug}", people.ReadPublic, nil, Light, Revalidate, s.meeting, false},
		{get, "/meetings/{slug}/meeting.ics", people.ReadPublic, nil, Light, Revalidate, s.meetingCalendar, false},
		{get, "/meetings/{slug}/materials.zip", people.ReadPublic, nil, Stream, Never, s.meetingMaterials, false},

		// the desk: what there is, one meeting, its short texts, its states
		{get, "/desk/meetings", people.UseMeetings, nil, Light, Never, s.meetingList, false},
		{get, "/desk/meetings/new", write, s.ofNewMeeting, Light, Never, s.newMeeting, false},
		{post, "/desk/meetings/new", write, s.ofNewMeeting, Light, Never, s.takeNewMeeting, false},
		{get, "/desk/meetings/{meeting}", translate, s.ofMeeting, Light, Never, s.meetingFacts, false},
		{post, "/desk/meetings/{meeting}", write, s.ofMeeting, Light, Never, s.takeMeetingFacts, false},
		{post, "/desk/meetings/{meeting}/materials", write, s.ofMeeting, Upload, Never, s.takeMaterials, false},
		{post, "/desk/meetings/{meeting}/logo", write, s.ofMeeting, Upload, Never, s.takeMeetingLogo, false},
		{post, "/desk/meetings/{meeting}/repeat", write, s.ofMeeting, Light, Never, s.repeatMeeting, false},
		{get, "/desk/meetings/{meeting}/words/{language}", translate, s.ofMeeting, Light, Never, s.meetingWords, false},
		{post, "/desk/meetings/{meeting}/words/{language}", translate, s.ofMeeting, Light, Never, s.takeMeetingWords, false},
	}
}

// ofMeeting is the meeting whose identifier stands in the address.
func (s *Site) ofMeeting(r *http.Request) (people.Object, error) {
	m, err := s.meetingOf(r)
	return m.Object(), err
}

// meetingOf reads the meeting whose identifier stands in the address; one that was thrown
// away is not there.
func (s *Site) meetingOf(r *http.Request) (meeting.Meeting, error) {
	if s.rooms.Meetings == nil {
		return meeting.Meeting{}, errNoPage
	}
	m, err := s.rooms.Meetings.Meeting(r.Context(), r.PathValue("meeting"))
	if err == nil && !m.Gone.IsZero() {
		err = errNoPage
	}
	return m, err
}

// ofNewMeeting is what is to be begun: see ofNewPress.
func (s *Site) ofNewMeeting(r *http.Request) (people.Object, error) { return s.ofNewPress(r) }
