package web

import (
	"cmp"
	"net/http"
	"strings"

	"twintown/internal/people"
)

// waitingInvitations are the meetings to which the reader's own towns are invited. Whoever has
// the personal link answers for the town, so she gets it here only where the invitation went
// to her own confirmed address: another office of the town may have been asked, and it is the
// organiser who decides to whom she writes. She then learns that there is an invitation, and
// of a protected meeting not even that.
func (s *Site) waitingInvitations(r *http.Request, p *page) (v overviewItem, err error) {
	a := actorOf(r)
	mine := a.PlacesOf(people.Officer)
	if s.rooms.Guests == nil || s.rooms.Meetings == nil || len(mine) == 0 {
		return v, nil
	}
	all, err := s.rooms.Guests.Invitations(r.Context(), mine)
	if err != nil {
		return v, err
	}
	for _, d := range all {
		c, err := s.rooms.Guests.Conference(r.Context(), d.Meeting)
		if err != nil {
			return v, err
		}
		own := strings.EqualFold(d.Contact.Email, a.Email) && a.Email != ""
		if c.Protected && !own {
			continue
		}
		m, err := s.rooms.Meetings.Invitation(r.Context(), d.Meeting, p.Lang)
		if err != nil {
			return v, err
		}
		at := link{m.Title + " – " + p.t("guests.invited.elsewhere"), "/" + p.Lang + "/meetings"}
		if m.Path != "" {
			at.URL = "/" + m.Language + m.Path
		}
		if own {
			at = link{m.Title + " – " + p.t("guests.state."+string(d.State)), "/" + p.Lang + "/guest/" + s.rooms.Guests.Link(d)}
		}
		v.Items = append(v.Items, at)
	}
	if len(v.Items) > 0 {
		v.Text, v.URL = p.t("overview.invitations", "n", len(v.Items)), cmp.Or(v.Items[0].URL, "/"+p.Lang+"/meetings")
	}
	return v, nil
}
