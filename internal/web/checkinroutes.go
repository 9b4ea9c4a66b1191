package web

import (
	"net/http"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// checkInRoutes are check-in for the organiser, and for helpers at a door, who come by a
// link that opens this and nothing else.
func (s *Site) checkInRoutes() []Route {
	const desk, door = "/desk/meetings/{meeting}/checkin", "/door/{token}"
	return []Route{
		{get, desk, people.MeetingGuests, s.ofMeeting, Light, Never, s.checkIn, false},
		{get, desk + "/count", people.MeetingGuests, s.ofMeeting, Light, Never, s.checkInCount, false},
		{post, desk + "/lists", people.MeetingGuests, s.ofMeeting, Light, Never, s.takeCheckInList, false},
		{post, desk + "/doors", people.MeetingGuests, s.ofMeeting, Light, Never, s.takeDoorLink, false},
		{post, desk + "/walk-in", people.MeetingGuests, s.ofMeeting, Light, Never, s.takeWalkIn, false},

		{get, desk + "/scan", people.MeetingGuests, s.ofMeeting, Light, Never, s.atPost(s.scanPage), false},
		{post, desk + "/scan", people.MeetingGuests, s.ofMeeting, Light, Never, s.atPost(s.takeScan), false},
		{get, desk + "/scan/state", people.MeetingGuests, s.ofMeeting, Light, Never, s.atPost(s.scanState), false},
		{post, desk + "/scan/scans", people.MeetingGuests, s.ofMeeting, Light, Never, s.atPost(s.takeScans), false},
		{get, desk + "/scan/worker.js", people.MeetingGuests, s.ofMeeting, Light, Never, s.atPost(s.scanWorker), false},

		{get, door, people.CheckInDoor, s.ofDoor, Light, Never, s.atPost(s.scanPage), false},
		{post, door, people.CheckInDoor, s.ofDoor, Light, Never, s.atPost(s.takeScan), false},
		{get, door + "/state", people.CheckInDoor, s.ofDoor, Light, Never, s.atPost(s.scanState), false},
		{post, door + "/scans", people.CheckInDoor, s.ofDoor, Light, Never, s.atPost(s.takeScans), false},
		{get, door + "/worker.js", people.CheckInDoor, s.ofDoor, Light, Never, s.atPost(s.scanWorker), false},
	}
}

// ofDoor is the door whose secret stands in the address.
func (s *Site) ofDoor(r *http.Request) (people.Object, error) {
	d, err := s.doorOf(r)
	return people.Object{Kind: "door", ID: d.ID, Meeting: d.Meeting}, err
}

func (s *Site) doorOf(r *http.Request) (checkin.Door, error) {
	if s.rooms.CheckIn == nil {
		return checkin.Door{}, errNoPage
	}
	return s.rooms.CheckIn.ByLink(r.Context(), r.PathValue("token"), s.clock.Now())
}

// scanPost is where somebody checks guests in: the desk, or a door.
type scanPost struct {
	meeting    meeting.Meeting
	conference delegation.Conference
	door       checkin.Door // zero at the desk
	base       string       // address of the page, without the language
	until      time.Time    // when a device forgets what it was told
}

// names says whether guests are named here. In a protected meeting a door sees badges and
// delegations alone.
func (p scanPost) names() bool { return !p.conference.Protected || p.door.ID == "" }

// atPost finds the post of a request. Its pages are for nobody to keep or to find.
func (s *Site) atPost(do func(w http.ResponseWriter, r *http.Request, code string, at scanPost) error) handler {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		at, err := s.postOf(r)
		if err != nil {
			return err
		}
		previewHeaders(w)
		return do(w, r, code, at)
	}
}

func (s *Site) postOf(r *http.Request) (at scanPost, err error) {
	if s.rooms.CheckIn == nil || s.rooms.Guests == nil {
		return at, errNoPage
	}
	id := r.PathValue("meeting")
	at.base = "/desk/meetings/" + id + "/checkin/scan"
	if token := r.PathValue("token"); token != "" {
		if at.door, err = s.doorOf(r); err != nil {
			return at, err
		}
		id, at.base = at.door.Meeting, "/door/"+token
	}
	if at.meeting, err = s.rooms.Meetings.Meeting(r.Context(), id); err != nil {
		return at, err
	}
	if !at.meeting.Gone.IsZero() {
		return at, errNoPage
	}
	if at.conference, err = s.rooms.Guests.Conference(r.Context(), id); err != nil {
		return at, err
	}
	if at.conference.Version == 0 {
		return at, errNoPage
	}
	if at.until = at.conference.Until().People; at.door.ID != "" && at.door.Until.Before(at.until) {
		at.until = at.door.Until
	}
	return at, nil
}
