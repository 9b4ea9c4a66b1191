package web

import (
	"net/http"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
)

// guestHead is what all pages of a delegation show above. It has no account: the secret in
// the address is the key, so that nobody keeps these pages and nothing leads away from them
// with the address. Templates begin with {{template "guest-head" .Head}}.
type guestHead struct {
	page
	Guest      delegation.Delegation
	Conference delegation.Conference
	Meeting    meeting.Meeting
	Name       string // of the delegation
	What       string // title of the meeting
	When       string
	Base       string // address of the delegation's pages
	Parts      []conferencePart
}

// Head is what stands above.
func (v *guestHead) Head() *guestHead { return v }

// guestParts are the parts of a delegation's pages: what follows its address, which is also
// the end of the message that names it.
var guestParts = []string{"", "/papers"}

// newGuest fills the head of a page; path is what follows the secret ("/forum"), part the
// entry of the navigation to which the page belongs.
func (s *Site) newGuest(w http.ResponseWriter, r *http.Request, code, path, part string) (guestHead, error) {
	d, err := s.guestOf(r)
	if err != nil {
		return guestHead{}, err
	}
	previewHeaders(w)
	base := "/guest/" + r.PathValue("token")
	v := guestHead{page: s.newPage(r, code, base+path), Guest: d, Base: "/" + code + base}
	v.keep, v.NoIndex, v.HeaderSearch, v.Canonical = false, true, nil, ""
	s.hear(w, r, &v.page)
	if v.Conference, err = s.rooms.Guests.Conference(r.Context(), d.Meeting); err != nil {
		return v, err
	}
	if v.Meeting, err = s.rooms.Meetings.Meeting(r.Context(), d.Meeting); err != nil {
		return v, err
	}
	v.Name, v.What, v.When = s.delegationName(&v.page, d), v.itemTitle(v.Meeting.Item), v.meetingDays(v.Meeting.Facts)
	v.Title = v.What
	for _, p := range guestParts {
		v.Parts = append(v.Parts, conferencePart{v.t("guest.part." + guestPart(p)), v.Base + p, p == part})
	}
	return v, nil
}

func guestPart(p string) string {
	if p == "" {
		return "answer"
	}
	return p[1:]
}

// guestOf reads the delegation whose secret stands in the address.
func (s *Site) guestOf(r *http.Request) (delegation.Delegation, error) {
	if s.rooms.Guests == nil {
		return delegation.Delegation{}, errNoPage
	}
	return s.rooms.Guests.ByLink(r.Context(), r.PathValue("token"))
}

// ofGuest is the delegation whose secret stands in the address.
func (s *Site) ofGuest(r *http.Request) (people.Object, error) {
	d, err := s.guestOf(r)
	return people.Object{Kind: delegation.RecordKind, ID: d.ID, Meeting: d.Meeting}, err
}

// guestRoutes are what a delegation sees and does by its personal link.
func (s *Site) guestRoutes() []Route {
	return []Route{
		{get, "/guest/{token}", people.GuestOwn, s.ofGuest, Light, Never, s.guest, false},
	}
}

// guestPage is the invitation and the answer to it.
type guestPage struct {
	guestHead
	State string
}

// guest shows it.
func (s *Site) guest(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newGuest(w, r, code, "", "")
	if err != nil {
		return err
	}
	v := &guestPage{guestHead: head}
	v.State = v.t("guests.state." + string(v.Guest.State))
	if err := s.rooms.Guests.Opened(r.Context(), v.Guest); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "guest", v)
}
