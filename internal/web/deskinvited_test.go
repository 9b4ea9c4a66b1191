package web

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/people"
)

// An officer learns at her desk that her town is invited. She answers from there where the
// invitation went to her own address; else she is told that it went elsewhere, and of a
// protected meeting nothing.
func TestAnOfficerSeesThatHerTownIsInvited(t *testing.T) {
	eachHall(t, func(h *hall) {
		officer := func() *person {
			return h.person(true, people.Grant{Role: people.Officer, Scope: people.AtPlace(placeKaunas)})
		}
		o, asked, other := h.person(true, organiserOfSite()), officer(), officer()
		desk := func(p *person) string { return p.get("/en/desk").Body.String() }
		at := o.conference()
		kaunas := o.invite(at, "place", "Kaunas", "email", asked.email)
		link := "/guest/" + h.site.rooms.Guests.Link(h.guest(kaunas))
		if page := desk(asked); strings.Contains(page, link) {
			t.Error("a draft is nobody's invitation")
		}
		h.wants("invited", o.post(kaunas+"/do/invite"), http.StatusSeeOther)
		if page := desk(asked); !strings.Contains(page, link) || !strings.Contains(page, "Invitation to a meeting") {
			t.Error("who was written to does not find her invitation")
		}
		if page := desk(other); strings.Contains(page, "/guest/") || !strings.Contains(page, "the invitation went to another address") {
			t.Error("another officer has the key, or knows nothing")
		}
		secret := o.conference("protected", "1")
		h.wants("invited", o.post(o.invite(secret, "place", "Kaunas", "email", asked.email)+"/do/invite"), http.StatusSeeOther)
		if page := desk(other); strings.Contains(page, "Invitations to meetings") {
			t.Error("another officer knows of a protected meeting")
		}
	})
}
