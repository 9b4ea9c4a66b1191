package web

import (
	"net/http"
	"time"
)

// bulkView is an act to many delegations that goes on after its request, or just ended.
type bulkView struct {
	State    string // what is done, in words
	Progress string // how far it is
	Now, All int
	Still    bool   // it has not moved for long
	Said     string // what came of it; "": it goes on
	Look     string // the page itself, for who has no scripts
}

// bulkShown is how long the list says what came of an act: so long one comes back to see.
const bulkShown = time.Hour

// guestBulk is the last act to many delegations of a meeting, while it matters.
func (s *Site) guestBulk(r *http.Request, v *conferenceHead) (*bulkView, error) {
	b, ok, err := s.rooms.Guests.LastBulk(r.Context(), v.Meeting.ID)
	now := s.clock.Now()
	if err != nil || !ok || !b.Ended.IsZero() && now.Sub(b.Ended) > bulkShown {
		return nil, err
	}
	x := &bulkView{Now: b.Now, All: b.All, Still: b.Still(now), Look: v.Base + "/delegations"}
	x.State = v.t("guests.bulk." + string(b.Act))
	x.Progress = v.t("guests.bulk.progress", "now", b.Now, "all", b.All)
	switch {
	case b.Ended.IsZero():
	case b.Done == b.All:
		x.Said = v.t("guests.bulk.all."+string(b.Act), "n", b.Done)
	default:
		x.Said = v.t("guests.bulk.ended."+string(b.Act), "n", b.Done, "all", b.All)
	}
	return x, nil
}
