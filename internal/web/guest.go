package web

import (
	"net/http"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// guestHead is what all pages of a delegation show above. It has no account: the secret in
// the address is the key, so that nobody keeps these pages and nothing leads away from them
// with the address. Templates begin with {{template "guest-head" .Head}}.
type guestHead struct {
	page
	Guest      delegation.Delegation
	Conference delegation.Conference
	Meeting    meeting.Meeting    // as its organiser works on it
	Invitation meeting.Invitation // what a guest is told of it
	Name       string             // of the delegation
	What       worded             // title of the meeting
	When       string
	Base       string // address of the delegation's pages
	Parts      []conferencePart
}

// Head is what stands above.
func (v *guestHead) Head() *guestHead { return v }

// guestParts are the parts of a delegation's pages: what follows its address, which is also
// the end of the message that names it.
var guestParts = []string{
	"",
	"/members",
	"/programme",
	"/forum",
	"/papers",
}

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
	if v.Invitation, err = s.rooms.Meetings.Invitation(r.Context(), d.Meeting, code); err != nil {
		return v, err
	}
	v.Name, v.What, v.When = s.delegationName(&v.page, d), worded{Text: v.Invitation.Title}, v.meetingDays(v.Invitation.Facts)
	if v.Invitation.Language != code {
		v.What.Lang = v.Invitation.Language
	}
	v.Title = v.What.Text
	for _, p := range guestParts {
		if p != part && (p == "/forum" && !s.hasForum(r.Context(), d.Meeting) || p == "/programme" && !s.hasProgramme(r.Context(), d.Meeting)) {
			continue
		}
		v.Parts = append(v.Parts, conferencePart{v.t("guest.part." + guestPart(p)), v.Base + p, p == part})
	}
	return v, s.offerSurvey(r, &v, part)
}

func guestPart(p string) string {
	if p == "" {
		return "answer"
	}
	return p[1:]
}

// Alone says that the guest registered for herself: nobody speaks of a delegation to her.
func (v *guestHead) Alone() bool { return v.Guest.Kind == delegation.Person }

// day is a term's last day where the meeting is: a term ends with the midnight after it.
func (v *guestHead) day(t time.Time) lang.Date {
	return lang.DateOf(t.Add(-time.Second).In(v.Invitation.Location()))
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

// guestRoutes are what a delegation sees and does by its personal link, and the form by
// which a person registers for herself.
func (s *Site) guestRoutes() []Route {
	const at = "/guest/{token}"
	own := people.GuestOwn
	return []Route{
		{get, at, own, s.ofGuest, Light, Never, s.guest, false},
		{post, at, own, s.ofGuest, Light, Never, s.takeGuestAnswer, false},
		{post, at + "/address", own, s.ofGuest, Light, Never, s.takeGuestAddress, false},

		{get, at + "/members", own, s.ofGuest, Light, Never, s.guestMembers, false},
		{get, at + "/members/new", own, s.ofGuest, Light, Never, s.guestMember, false},
		{post, at + "/members/new", own, s.ofGuest, Light, Never, s.takeGuestMember, false},
		{get, at + "/members/{member}", own, s.ofGuest, Light, Never, s.guestMember, false},
		{post, at + "/members/{member}", own, s.ofGuest, Light, Never, s.takeGuestMember, false},
		{post, at + "/members/{member}/remove", own, s.ofGuest, Light, Never, s.removeGuestMember, false},
		{post, at + "/members/{member}/restore", own, s.ofGuest, Light, Never, s.restoreGuestMember, false},

		{get, "/meetings/{slug}/register", people.GuestRegister, nil, Light, Never, s.register, false},
		{post, "/meetings/{slug}/register", people.GuestRegister, nil, Light, Never, s.takeRegistration, false},
	}
}

// firstWords is a text of the organiser in the page's language, or else in that of the
// meeting.
func (v *guestHead) firstWords(w meeting.Words) worded {
	return wordedIn(w, v.Lang, v.Invitation.Language)
}
