package web

import (
	"net/http"
	"slices"

	"twintown/internal/people"
	"twintown/internal/seek/relay"
)

// readingPlace is the place for which the reader reads a conversation: her side of it, else a
// town that reads along; 0: none.
func (s *Site) readingPlace(r *http.Request, c relay.Conversation) (place int64, along bool, err error) {
	if side := c.SideOf(actorOf(r)); side != 0 {
		return side, false, nil
	}
	beside, err := s.rooms.Relay.Beside(r.Context(), c)
	for _, n := range actorOf(r).PlacesOf(people.Officer) {
		if slices.Contains(beside, n) {
			return n, true, err
		}
	}
	return 0, false, err
}

// alongs are the conversations that a place reads along: about requests that speak for it too.
func (s *Site) alongs(r *http.Request, place int64) (all []relay.Conversation, err error) {
	if s.rooms.Requests == nil {
		return nil, nil
	}
	requests, err := s.rooms.Requests.Of(r.Context(), place)
	for _, x := range requests {
		if len(x.Places) < 2 || err != nil {
			continue
		}
		about, err := s.rooms.Relay.About(r.Context(), x.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range about {
			if !slices.Contains(c.Sides(), place) {
				all = append(all, c)
			}
		}
	}
	return all, err
}

// unreadAt says how many messages nobody of a place has seen, by conversation, those that it
// reads along among them.
func (s *Site) unreadAt(r *http.Request, place int64, along []relay.Conversation) (map[string]int, error) {
	unread, err := s.rooms.Relay.Unread(r.Context(), place)
	for _, c := range along {
		if err != nil {
			return nil, err
		}
		var n int
		if n, err = s.rooms.Relay.UnreadIn(r.Context(), c.ID, place); n > 0 {
			unread[c.ID] = n
		}
	}
	return unread, err
}

// fillReaders says to both sides which other towns read along.
func (s *Site) fillReaders(r *http.Request, v *conversationPage) error {
	beside, err := s.rooms.Relay.Beside(r.Context(), v.c)
	switch {
	case v.Along:
		v.Mute = v.t("relay.along", "place", v.Here.Name)
	case len(beside) > 0:
		v.Readers = v.t("relay.readers", "names", s.townList(&v.page, beside))
	}
	return err
}
