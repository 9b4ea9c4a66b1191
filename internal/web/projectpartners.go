package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// projectPartnersPage is who takes part.
type projectPartnersPage struct {
	projectHead
	Rows  []partnerRow
	Areas []areaView // that answer to the name of a further town
	Today string
}

// partnerRow is a partner in the form.
type partnerRow struct {
	ID, Name, Where, URL string
	Left, Why            string      // when it left, in words
	Mark                 string      // on whose word it is one
	Declined             bool        // it said no
	Became               *becameView // where it was merged or divided
	Row                  string
	Organisation         fieldView
	Roles, Currencies    []option
	Fault                string
	Total                string
	HasCosts             bool
}

var partnerFields = []string{"role", "organisation", "currency", "id"}

func (s *Site) newProjectPartners(w http.ResponseWriter, r *http.Request, code string) (*projectPartnersPage, error) {
	head, err := s.newProjectHead(w, r, code, "/partners", project.OfPartners)
	if err != nil {
		return nil, err
	}
	v := &projectPartnersPage{projectHead: head, Today: s.dayNow()}
	v.Form = newForm(&v.page, nil)
	for i, q := range v.Project.Partners {
		v.Form.setRow("partner", i, "role", string(q.Role), "organisation", q.Organisation, "currency", q.Currency, "id", q.ID)
	}
	v.Form.values.Set("day", v.Today)
	return v, nil
}

func (s *Site) projectPartners(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPartners(w, r, code)
	if err != nil {
		return err
	}
	if err := s.dressPartners(r, v); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "project-partners", v)
}

func (s *Site) dressPartners(r *http.Request, v *projectPartnersPage) error {
	v.Rows = nil
	hasOffice, err := s.offices(r)
	if err != nil {
		return err
	}
	sums := v.Project.Budget.Sums()
	for i, q := range v.Project.Partners {
		row := partnerRow{ID: q.ID, Name: q.Organisation, Row: "partner." + strconv.Itoa(i), Why: q.Why, Left: v.dayWords(q.Left), Declined: q.Declined}
		if row.Mark, _ = s.markOf(&v.page, v.Project, q, hasOffice); row.Mark == "" && q.There() && q.Place != 0 && v.Project.Standing(q) == project.Confirmed && hasOffice(q.Place) {
			row.Mark = v.t("project.mark.confirmed")
		}
		if q.Place != 0 {
			at := v.placeView(s.rooms.World(), q.Place)
			row.Name, row.Where, row.URL = at.Name, at.Where, at.URL
			row.Became = s.ended(r, &v.page, q.Place)
		}
		row.Organisation = v.cell("partner", i, "organisation", "text", "project.organisation")
		for _, role := range project.Roles() {
			row.Roles = append(row.Roles, option{Value: string(role), Name: v.t("project.role." + string(role)), Chosen: v.Form.rowText("partner", i, "role") == string(role)})
		}
		chosen := v.Form.rowText("partner", i, "currency")
		for _, c := range project.Currencies() {
			row.Currencies = append(row.Currencies, option{Value: c, Name: c, Chosen: c == chosen})
		}
		row.Fault = v.Form.rowFaults("partner", i, append([]string{"place"}, partnerFields...))
		if n := sums.ByPartner[q.ID]; n > 0 {
			row.Total, row.HasCosts = v.cents(n, project.Euro), true
		}
		v.Rows = append(v.Rows, row)
	}
	return nil
}

// takeProjectPartners changes roles and currencies, takes a partner in, or has one leave,
// return or go. "do" says which: "save", "town", "organisation", "leave:<id>", "return:<id>",
// "drop:<id>".
func (s *Site) takeProjectPartners(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newProjectPartners(w, r, code)
	if err != nil {
		return err
	}
	sent, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form.overlay(sent)
	f, said := v.Form, lang.Msg("project.saved")
	var fn projectChange
	do, id, _ := strings.Cut(f.raw("do"), ":")
	switch do {
	case "leave":
		day, why := f.text("day"), f.text("why")
		fn, said = func(p *project.Project) error { return p.Leave(id, day, why) }, lang.Msg("project.said.left")
	case "return":
		fn = func(p *project.Project) error { return p.Return(id) }
	case "drop":
		fn = func(p *project.Project) error { return p.Drop(id) }
	case "organisation":
		q := project.Partner{Organisation: f.text("body"), Role: project.Full, By: s.nameAs(r, v.Project.Places())}
		if q.Organisation == "" {
			f.fail("body", lang.Msg("error.project.partner"))
		}
		fn = func(p *project.Project) error { p.Partners = append(p.Partners, q); return nil }
	case "save":
		fn = v.readPartners()
	default:
		fn, err = s.townJoins(w, r, v)
	}
	if err == nil {
		err = f.wrong()
	}
	inner := fn
	if fn != nil {
		fn = func(p *project.Project) error {
			if err := inner(p); err != nil {
				return err
			}
			return s.stillOwn(r, *p)
		}
	}
	return s.changeProject(w, r, "project-partners", v, project.OfPartners, v.Base+"/partners", said, fn, err, func() error { return s.dressPartners(r, v) })
}

// townJoins reads the town that joins; nil where the form only looked it up.
func (s *Site) townJoins(w http.ResponseWriter, r *http.Request, v *projectPartnersPage) (projectChange, error) {
	f := v.Form
	if s.lookedUp(f, &v.page, "place", []people.ScopeKind{people.OfPlace}, &v.Areas) {
		return nil, nil
	}
	number, err := s.placeFrom(f, &v.page, "place", &v.Areas)
	if err != nil {
		return nil, err
	}
	number = s.heirOf(r, number)
	own := len(s.answersFor(r, []int64{number})) > 0
	if err := s.takeNaming(w, r, !own); err != nil {
		return nil, err
	}
	q := project.Partner{Place: number, Role: project.Full, Currency: s.currencyOf(number), By: s.nameAs(r, v.Project.Places())}
	return func(p *project.Project) error { return p.Join(q, own, s.dayNow()) }, nil
}

// readPartners reads roles, organisations and currencies. Partners that joined meanwhile
// stay as they are.
func (v *projectPartnersPage) readPartners() projectChange {
	f := v.Form
	return func(p *project.Project) error {
		for n := range f.rows("partner", "id", mostRowsRead) {
			for i := range p.Partners {
				if p.Partners[i].ID == f.rowText("partner", n, "id") {
					q := &p.Partners[i]
					q.Role, q.Organisation, q.Currency = project.Role(f.rowText("partner", n, "role")), f.rowText("partner", n, "organisation"), f.rowText("partner", n, "currency")
				}
			}
		}
		return nil
	}
}

// stillOwn refuses a change by which the one who makes it would lose the project.
func (s *Site) stillOwn(r *http.Request, p project.Project) error {
	if s.may(r, people.WriteProject, s.projectObject(r, p)) {
		return nil
	}
	return errs.In("partners", lang.Msg("error.project.own"))
}
