package web

import (
	"net/http"
	"strings"

	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
)

// comingView is a delegation that comes, as the public sees it.
type comingView struct {
	Place  *placeView
	Name   string // where it is no town
	Count  string
	People []string // those who agreed: name and function
}

// fillComing fills what the working side of a meeting shows to the public: where a person
// registers, and, once its organiser says so, which delegations come. A page with names is
// kept by nobody, so that a consent that is taken back is gone from the next look on.
func (s *Site) fillComing(w http.ResponseWriter, r *http.Request, v *meetingPage, m meeting.Shown) error {
	if s.rooms.Guests == nil || m.Off {
		return nil
	}
	c, err := s.rooms.Guests.Conference(r.Context(), m.ID)
	if err != nil {
		return err
	}
	if c.TakesRegistrations(s.clock.Now()) {
		v.Register = "/" + v.Lang + m.Path() + "/register"
	}
	if !c.ShowsNames() {
		return nil
	}
	v.keep = false
	uncached(w.Header())
	all, err := s.rooms.Guests.NamedOf(r.Context(), m.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		v.Delegations = append(v.Delegations, s.comingView(&v.page, d))
	}
	return nil
}

func (s *Site) comingView(p *page, d delegation.Named) comingView {
	view := comingView{Name: d.Name}
	if d.Kind != delegation.Person {
		view.Count = p.t("meeting.guests.n", "n", d.Coming)
	}
	if _, ok := s.rooms.World().Places.Get(d.Place); ok {
		place := p.placeView(s.rooms.World(), d.Place)
		view.Place, view.Name = &place, ""
	}
	for _, person := range d.People {
		text := []string{person.Name}
		if person.Function != "" {
			text = append(text, person.Function)
		}
		view.People = append(view.People, strings.Join(text, ", "))
	}
	return view
}
