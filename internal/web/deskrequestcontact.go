package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/meeting/forum"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// contactURL is where a request begins from a contact that was noted at a conference.
func contactURL(code, id string) string {
	return "/" + code + "/desk/requests/new?contact=" + url.QueryEscape(id)
}

// contactAsked is the contact that the address names.
func (s *Site) contactAsked(r *http.Request) (c forum.Contact, ok bool, err error) {
	id := r.URL.Query().Get("contact")
	if id == "" || s.rooms.Forums == nil {
		return c, false, nil
	}
	c, ok, err = s.rooms.Forums.Contact(r.Context(), id)
	if err == nil && (!ok || c.PlaceA == 0 && c.PlaceB == 0) {
		err = errNoPage
	}
	return c, ok, err
}

// ownSide is the place of a contact for which the reader may write, else its first one.
func (s *Site) ownSide(r *http.Request, c forum.Contact) int64 {
	sides := slices.DeleteFunc([]int64{c.PlaceA, c.PlaceB}, func(n int64) bool { return n == 0 })
	for _, number := range sides {
		if s.may(r, people.WriteRequest, s.placesObject("request", "", number)) {
			return number
		}
	}
	if len(sides) == 0 {
		return 0
	}
	return sides[0]
}

// seekFromContact is where the reader begins a request from a contact, "" where it is not
// hers.
func (s *Site) seekFromContact(r *http.Request, code string, c forum.Contact) string {
	number := s.ownSide(r, c)
	if s.rooms.Requests == nil || number == 0 || !s.may(r, people.WriteRequest, s.placesObject("request", "", number)) {
		return ""
	}
	return contactURL(code, c.ID)
}

// contactsOf are the contacts of a place from which the reader may begin a request; but is
// left out.
func (s *Site) contactsOf(r *http.Request, p *page, place int64, but string) (all []link, err error) {
	if s.rooms.Forums == nil || s.rooms.Requests == nil {
		return nil, nil
	}
	contacts, err := s.rooms.Forums.ContactsOf(r.Context(), place)
	for _, c := range contacts {
		address := s.seekFromContact(r, p.Lang, c)
		if address == "" || c.ID == but || len(all) == mostContacts {
			continue
		}
		meeting, _, err := s.meetingCalled(r, p, c.Meeting)
		if err != nil {
			return nil, err
		}
		all = append(all, link{p.contactLine(s.otherName(p, c, place), meeting, c.Day), address})
	}
	return all, err
}

// contactLine says whom one met, where and when. A meeting that readers do not see is not named.
func (p *page) contactLine(other, meeting string, day lang.Date) string {
	if meeting != "" {
		other += " · " + meeting
	}
	return other + ", " + p.p.Date(day)
}

// mostContacts is how many contacts a page offers: those of the last conferences.
const mostContacts = 12

// otherName is what the other side of a place's contact is called.
func (s *Site) otherName(p *page, c forum.Contact, place int64) string {
	number, name, _ := c.Other(place)
	if number != 0 {
		return s.rooms.World().Places.DisplayName(number, p.Lang)
	}
	return name
}

// meetingCalled is a meeting's public title in the reader's language, else in another, and
// its address; "" for both where readers do not see it.
func (s *Site) meetingCalled(r *http.Request, p *page, id string) (title, address string, err error) {
	if s.rooms.Press == nil {
		return "", "", nil
	}
	for _, code := range append([]string{p.Lang}, s.languages...) {
		shown, ok, err := s.rooms.Press.ShownIn(r.Context(), id, code)
		if err != nil || ok {
			return shown.Title, "/" + code + shown.Path(), err
		}
	}
	return "", "", nil
}

// fillContacts says from which contact the form was filled in, and which others there are.
func (s *Site) fillContacts(r *http.Request, v *newRequestPage, places []int64) error {
	c, ok, err := s.contactAsked(r)
	if err != nil {
		return err
	}
	if ok {
		meeting, _, err := s.meetingCalled(r, &v.page, c.Meeting)
		if err != nil {
			return err
		}
		v.From = v.t("desk.seek.contact.known", "town", s.otherName(&v.page, c, s.ownSide(r, c)), "meeting", meeting, "known", yesNo(meeting != ""))
	}
	for _, number := range places {
		some, err := s.contactsOf(r, &v.page, number, c.ID)
		if err != nil {
			return err
		}
		v.Grows = append(v.Grows, some...)
	}
	return nil
}

// addContact fills in what is known of the contact that the address names: the areas that
// both sides told the forum and work on, the other's country, the meeting, its own line.
func (s *Site) addContact(r *http.Request, p *page, x *seek.Request, text *seek.Text) error {
	c, ok, err := s.contactAsked(r)
	if err != nil || !ok {
		return err
	}
	x.Contact = c.ID
	place := s.ownSide(r, c)
	other, _, side := c.Other(place)
	if found, ok := s.rooms.World().Places.Get(other); ok {
		x.Countries = []string{found.Country}
		links, err := s.linksOf(r.Context(), s.rooms.World(), other)
		if err != nil {
			return err
		}
		for _, l := range links {
			x.Topics = append(x.Topics, l.Topics...)
		}
	}
	parts, err := s.rooms.Forums.Parts(r.Context(), c.Meeting)
	if err != nil {
		return err
	}
	said := append(slices.Clone(parts[c.A].Topics), parts[c.B].Topics...)
	for range likelier { // what they told the forum counts more than what they did with others
		x.Topics = append(x.Topics, said...)
	}
	meeting, _, err := s.meetingCalled(r, p, c.Meeting)
	text.Seeks = p.t("desk.seek.contact.text", "town", s.otherName(p, c, place), "meeting", meeting, "known", yesNo(meeting != ""), "day", c.Day)
	if line := parts[side].Line; line != "" {
		text.Seeks += "\n\n" + line
	}
	return err
}

// likelier is how many partnerships' worth a word to the forum has.
const likelier = 3

// fillGrown says from which contact a request grew, and offers the other side as the partner
// that was found.
func (s *Site) fillGrown(r *http.Request, v *requestEditPage, x seek.Request) error {
	if x.Contact == "" || s.rooms.Forums == nil {
		return nil
	}
	c, ok, err := s.rooms.Forums.Contact(r.Context(), x.Contact)
	if err != nil || !ok {
		return err
	}
	meeting, address, err := s.meetingCalled(r, &v.page, c.Meeting)
	v.From = &link{v.contactLine(s.otherName(&v.page, c, x.Lead()), meeting, c.Day), address}
	if other, _, _ := c.Other(x.Lead()); other != 0 && !v.Form.values.Has("partner") {
		v.setPlace(v.Form, s.rooms.World(), "partner", other)
	}
	return err
}
