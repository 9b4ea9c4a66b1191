package web

import (
	"net/http"

	"twintown/internal/helppoint"
	"twintown/internal/people"
)

// takeHelpStage publishes a point, withdraws it, or notes that hours and phones were
// checked and are right.
func (s *Site) takeHelpStage(w http.ResponseWriter, r *http.Request, code string) error {
	return s.changeHelp(w, r, code, "desk.help.saved", func(_ *helpEditPage, f *form, _ helppoint.Point) (func(*helppoint.Point) error, error) {
		do := f.raw("do")
		role, checked := s.checkedBy(r, f)
		return func(p *helppoint.Point) error {
			switch do {
			case "publish":
				p.Stage = helppoint.Public
			case "withdraw":
				p.Stage = helppoint.Withdrawn
			case "draft":
				p.Stage = helppoint.Draft
			}
			s.markChecked(p, role, checked)
			return nil
		}, nil
	})
}

// checkedBy says whether the person confirms that she checked hours and phones, and as
// what.
func (s *Site) checkedBy(r *http.Request, f *form) (people.Role, bool) {
	if !f.checked("checked") {
		return "", false
	}
	for _, role := range []people.Role{people.Adviser, people.Organiser, people.Administrator} {
		if actorOf(r).Holds(role) {
			return role, true
		}
	}
	return people.Administrator, true
}

func (s *Site) markChecked(p *helppoint.Point, role people.Role, checked bool) {
	if checked {
		p.Verified, p.VerifiedRole = s.clock.Now(), role
	}
}
