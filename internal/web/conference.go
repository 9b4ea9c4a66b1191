package web

import (
	"net/http"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// conferenceHead is what all pages of a meeting's working side show above. Templates begin
// with {{template "conference-head" .Head}}.
type conferenceHead struct {
	page
	Meeting    meeting.Meeting
	Conference delegation.Conference // version 0: nobody opened the working side yet
	Kind, When string
	Base       string // address of the meeting at the desk, below which its parts are
	Parts      []conferencePart
}

// conferencePart is an entry of the working side's navigation.
type conferencePart struct {
	Name, URL string
	Current   bool
}

// Head is what stands above.
func (v *conferenceHead) Head() *conferenceHead { return v }

// conferenceParts are the parts of the working side in the order of the work: what follows
// the meeting's address, which is also the end of the message that names it.
var conferenceParts = []string{"delegations", "agenda", "patrons", "checkin", "papers", "forum", "hosts"}

// newConference fills the head of a page; path is what follows the meeting's address
// ("/delegations/…"), part the entry of the navigation to which the page belongs.
func (s *Site) newConference(w http.ResponseWriter, r *http.Request, code, path, part string) (conferenceHead, error) {
	if s.rooms.Guests == nil {
		return conferenceHead{}, errNoPage
	}
	m, err := s.meetingOf(r)
	if err != nil {
		return conferenceHead{}, err
	}
	c, err := s.rooms.Guests.Conference(r.Context(), m.ID)
	v := conferenceHead{page: s.newDesk(w, r, code, "/desk/meetings/"+m.ID+path, "/desk/meetings"), Meeting: m, Conference: c}
	v.Title, v.Kind, v.When = v.itemTitle(m.Item), v.t("meeting.kind."+string(m.Kind)), v.meetingDays(m.Facts)
	v.Base = "/" + code + "/desk/meetings/" + m.ID
	v.Parts = []conferencePart{{v.t("conference.part.page"), v.Base, part == ""}}
	for _, p := range conferenceParts {
		v.Parts = append(v.Parts, conferencePart{v.t("conference.part." + p), v.Base + "/" + p, p == part})
	}
	return v, err
}

// delegationName is what a delegation is called in the page's language: its town's name, or
// that of the organisation. A person who registered alone has none outside of her own page.
func (s *Site) delegationName(p *page, d delegation.Delegation) string {
	switch {
	case d.Place != 0:
		return s.rooms.World().Places.DisplayName(d.Place, p.Lang)
	case d.Name != "":
		return d.Name
	}
	return p.t("guests.kind." + string(d.Kind))
}

// conferenceRoutes are the working side of meetings.
func (s *Site) conferenceRoutes() []Route {
	return []Route{
		{get, "/desk/meetings/{meeting}/delegations", people.MeetingGuests, s.ofMeeting, Light, Never, s.delegations, false},
	}
}
