package web

import (
	"net/http"
	"slices"

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
	Apart      map[string]bool // addresses of those that begin another part of the work
}

// conferencePart is an entry of the working side's navigation.
type conferencePart struct {
	Name, URL string
	Current   bool
}

// apartParts begin another part of the work: the days of the meeting, and what holds for all.
var apartParts = []string{"day", "settings"}

// Head is what stands above.
func (v *conferenceHead) Head() *conferenceHead { return v }

// conferenceParts are the parts of the working side in the order of the work: what follows
// the meeting's address, which is also the end of the message that names it.
var conferenceParts = []string{
	"delegations",
	"patrons",
	"agenda",
	"forum",
	"hosts",
	"papers",
	"day",
	"checkin",
	"after",
	"settings",
}

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
	v.Parts, v.Apart = []conferencePart{{v.t("conference.part.page"), v.Base, part == ""}}, map[string]bool{}
	for _, p := range conferenceParts {
		v.Parts = append(v.Parts, conferencePart{v.t("conference.part." + p), v.Base + "/" + p, p == part})
		if slices.Contains(apartParts, p) {
			v.Apart[v.Base+"/"+p] = true
		}
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
	const at = "/desk/meetings/{meeting}"
	guests := people.MeetingGuests
	return []Route{
		// what holds for all delegations
		{get, at + "/settings", guests, s.ofMeeting, Light, Never, s.conferenceSettings, false},
		{post, at + "/settings", guests, s.ofMeeting, Light, Never, s.takeConferenceSettings, false},
		{get, at + "/settings/questions/{question}", guests, s.ofMeeting, Light, Never, s.conferenceQuestion, false},
		{post, at + "/settings/questions/{question}", guests, s.ofMeeting, Light, Never, s.takeConferenceQuestion, false},

		// who is invited: the list, and the ways into it
		{get, at + "/delegations", guests, s.ofMeeting, Light, Never, s.delegations, false},
		{get, at + "/delegations/export", guests, s.ofMeeting, Light, Never, s.exportDelegations, false},
		{post, at + "/delegations/bulk", guests, s.ofMeeting, Light, Never, s.bulkDelegations, false},
		{get, at + "/delegations/new", guests, s.ofMeeting, Light, Never, s.newDelegation, false},
		{post, at + "/delegations/new", guests, s.ofMeeting, Light, Never, s.takeDelegation, false},
		{get, at + "/delegations/many", guests, s.ofMeeting, Light, Never, s.delegationMany, false},
		{post, at + "/delegations/many", guests, s.ofMeeting, Upload, Never, s.takeDelegationMany, false},
		{get, at + "/delegations/towns", guests, s.ofMeeting, Light, Never, s.delegationTowns, false},
		{post, at + "/delegations/towns", guests, s.ofMeeting, Light, Never, s.takeDelegationTowns, false},

		// one of them
		{get, at + "/delegations/{delegation}", guests, s.ofMeeting, Light, Never, s.delegation, false},
		{post, at + "/delegations/{delegation}", guests, s.ofMeeting, Light, Never, s.saveDelegation, false},
		{post, at + "/delegations/{delegation}/answer", guests, s.ofMeeting, Light, Never, s.answerDelegation, false},
		{get, at + "/delegations/{delegation}/mail", guests, s.ofMeeting, Light, Never, s.delegationMailPreview, false},
		{post, at + "/delegations/{delegation}/do/{act}", guests, s.ofMeeting, Light, Never, s.actOnDelegation, false},
		{get, at + "/delegations/{delegation}/members/{member}", guests, s.ofMeeting, Light, Never, s.delegationMember, false},
		{post, at + "/delegations/{delegation}/members/{member}", guests, s.ofMeeting, Light, Never, s.takeDelegationMember, false},
		{post, at + "/delegations/{delegation}/members/{member}/restore", guests, s.ofMeeting, Light, Never, s.restoreDelegationMember, false},

		// the days of the meeting
		{get, at + "/day", guests, s.ofMeeting, Light, Never, s.conferenceDay, false},
		{get, at + "/day/care", guests, s.ofMeeting, Light, Never, s.conferenceCare, false},
	}
}
