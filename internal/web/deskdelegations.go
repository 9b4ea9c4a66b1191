package web

import (
	"net/http"

	"twintown/internal/meeting/delegation"
)

// delegationsPage is who is invited to a meeting and what they answered.
type delegationsPage struct {
	conferenceHead
	Rows []delegationRow
}

// delegationRow is one of them.
type delegationRow struct {
	Name, State, Class string
	Coming, Quota      int
}

// delegations shows them.
func (s *Site) delegations(w http.ResponseWriter, r *http.Request, code string) error {
	head, err := s.newConference(w, r, code, "/delegations", "delegations")
	if err != nil {
		return err
	}
	v := &delegationsPage{conferenceHead: head}
	all, err := s.rooms.Guests.Of(r.Context(), head.Meeting.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		v.Rows = append(v.Rows, s.delegationRow(&v.page, d))
	}
	return s.write(w, http.StatusOK, "delegations", v)
}

func (s *Site) delegationRow(p *page, d delegation.Delegation) delegationRow {
	return delegationRow{s.delegationName(p, d), p.t("guests.state." + string(d.State)), string(d.State), d.Coming, d.Quota}
}
