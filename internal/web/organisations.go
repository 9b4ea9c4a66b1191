package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// organisations lists them.
func (s *Site) organisations(w http.ResponseWriter, r *http.Request, code string) error {
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/organisations", "/desk/organisations")}
	v.Title = v.t("organisations.title")
	if s.may(r, people.ManageOrg, people.Object{Kind: "site"}) {
		v.Actions = []link{{v.t("organisations.new"), "/" + code + "/desk/organisations/new"}}
	}
	all, err := s.rooms.People.Organisations(r.Context())
	if err != nil {
		return err
	}
	found := arrangeList(r.URL.Query(), s.organisationList(r, &v.page, all))
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

func (s *Site) organisationList(r *http.Request, p *page, all []people.Organisation) listSpec[people.Organisation] {
	type org = people.Organisation
	kinds := append([]option{{Name: p.t("people.any")}}, s.kindOptions(p)...)
	byName := func(a, b org) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) }
	return listSpec[org]{
		Path: "/desk/organisations", Caption: "organisations.title", Rows: all,
		ID: func(x org) string { return x.ID }, Name: func(x org) string { return x.Name },
		Find: func(q string) func(org) bool {
			q = strings.ToLower(q)
			return func(x org) bool {
				return strings.Contains(strings.ToLower(x.Name), q) || strings.Contains(strings.ToLower(x.Latin), q)
			}
		},
		Filters: []listFilter[org]{{Key: "kind", Label: "organisations.kind", Options: kinds, Keep: func(x org, v string) bool { return x.Kind == v }}},
		Columns: []listColumn[org]{
			{Key: "name", Label: "organisations.name", Compare: byName, Cell: func(x org) listCell {
				c := listCell{Text: x.Name, Note: x.Latin}
				if s.may(r, people.ManageOrg, people.Object{Kind: "organisation", ID: x.ID, Organisation: x.ID}) {
					c.URL = "/" + p.Lang + "/desk/organisations/" + x.ID
				}
				return c
			}},
			{Key: "kind", Label: "organisations.kind", Cell: func(x org) listCell { return listCell{Text: p.t("organisations.kind.is", "kind", x.Kind)} }},
			{Key: "where", Label: "organisations.seat", Cell: func(x org) listCell { return listCell{Text: s.seatOf(p, x)} }},
		},
		Sort: "name", Tie: func(a, b org) int { return strings.Compare(a.ID, b.ID) },
	}
}

// seatOf is where an organisation sits: its place, else its country.
func (s *Site) seatOf(p *page, o people.Organisation) string {
	if o.Place != 0 {
		return s.placeLabel(p.p, o.Place)
	}
	return p.p.CountryName(o.Country)
}

func (s *Site) kindOptions(p *page) (all []option) {
	for _, kind := range people.OrganisationKinds() {
		all = append(all, option{Value: kind, Name: p.t("organisations.kind.is", "kind", kind)})
	}
	return all
}

// organisationPage makes an organisation or changes it.
type organisationPage struct {
	page
	Form      *form
	Base      string // the page's address
	New       bool
	Results   string // what came of the meetings that it held; "": nothing is known
	Kinds     []option
	Countries []option
	Areas     []areaView // that the text of its seat may mean
	Members   []membershipView
	Member    *form
	Changes   []changeView
}

func (s *Site) newOrganisation(w http.ResponseWriter, r *http.Request, code string) (*organisationPage, people.Organisation, error) {
	var o people.Organisation
	id := r.PathValue("organisation")
	path := "/desk/organisations/new"
	if id != "" {
		var err error
		if o, err = s.rooms.People.Organisation(r.Context(), id); err != nil {
			return nil, o, err
		}
		path = "/desk/organisations/" + id
	}
	v := &organisationPage{page: s.newDesk(w, r, code, path, "/desk/organisations"), Base: "/" + code + path, New: id == ""}
	v.Title = o.Name
	if v.New {
		v.Title = v.t("organisations.new")
	}
	values := url.Values{
		"kind": {o.Kind}, "name": {o.Name}, "latin": {o.Latin}, "country": {o.Country}, "url": {o.URL}, "version": {strconv.FormatInt(o.Version, 10)},
	}
	if o.Place != 0 {
		setPlaceArea(values, "seat", o.Place, s.placeLabel(v.p, o.Place))
	}
	v.Form, v.Member = newForm(&v.page, values), newForm(&v.page, nil)
	v.Kinds = s.kindOptions(&v.page)
	v.Countries = []option{{Value: "", Name: v.t("desk.cause.none")}} // nobody's seat is in the first country by chance
	for _, c := range s.countries {
		v.Countries = append(v.Countries, option{Value: c, Name: v.p.CountryName(c)})
	}
	if v.New {
		return v, o, nil
	}
	var err error
	if v.Results, err = s.organisationResultsURL(r, code, o); err != nil {
		return nil, o, err
	}
	return v, o, s.fillMembers(v, r, id)
}

func (s *Site) fillMembers(v *organisationPage, r *http.Request, id string) error {
	members, err := s.rooms.People.Members(r.Context(), id)
	if err != nil {
		return err
	}
	names, err := s.rooms.People.Names(r.Context())
	if err != nil {
		return err
	}
	for _, m := range members {
		v.Members = append(v.Members, membershipView{ID: m.ID, Name: names[m.Account], Position: m.Position, Since: v.day(m.Since), Until: v.day(m.Until)})
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "organisation", ID: id})
	return err
}

// organisation shows the form.
func (s *Site) organisation(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newOrganisation(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "organisation", v)
}

// takeOrganisation saves it.
func (s *Site) takeOrganisation(w http.ResponseWriter, r *http.Request, code string) error {
	v, o, err := s.newOrganisation(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "organisation", v, &v.Form, func(f *form) error {
		if s.lookedUp(f, &v.page, "seat", []people.ScopeKind{people.OfPlace}, &v.Areas) {
			return s.write(w, http.StatusOK, "organisation", v)
		}
		o.Kind, o.Name, o.Latin, o.URL = f.text("kind"), f.text("name"), f.text("latin"), f.text("url")
		o.Version = f.version()
		if o.Country = f.text("country"); !s.knownCountry(o.Country) {
			return errs.In("country", lang.Msg("error.organisation.country"))
		}
		o.Place = 0
		if f.text("seat") != "" {
			if o.Place, err = s.placeFrom(f, &v.page, "seat", &v.Areas); err != nil {
				return err
			}
		}
		id, err := s.rooms.People.SaveOrganisation(r.Context(), actorOf(r), o)
		if err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/desk/organisations/"+id, lang.Msg("account.saved"), "")
	})
}

func (s *Site) knownCountry(code string) bool {
	for _, c := range s.countries {
		if c == code {
			return true
		}
	}
	return false
}

// addMember notes that somebody acts for the organisation; she is named by her address.
func (s *Site) addMember(w http.ResponseWriter, r *http.Request, code string) error {
	v, o, err := s.newOrganisation(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "organisation", v, &v.Member, func(f *form) error {
		account, ok, err := s.rooms.People.ByEmail(r.Context(), f.text("email"))
		if err != nil {
			return err
		}
		if !ok || !account.Open() {
			return errs.In("email", lang.Msg("error.people.account_unknown"))
		}
		m := people.Member{Account: account.ID, Organisation: o.ID, Position: f.text("position"), Since: f.text("since"), Until: f.text("until")}
		if err := s.rooms.People.AddMember(r.Context(), actorOf(r), m); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base, lang.Msg("account.saved"), "")
	})
}

// endMember ends a membership today.
func (s *Site) endMember(w http.ResponseWriter, r *http.Request, code string) error {
	id := r.PathValue("organisation")
	today := lang.DateOf(s.clock.Now()).String()
	if err := s.rooms.People.EndMember(r.Context(), actorOf(r), id, r.PathValue("member"), today); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/organisations/"+id, lang.Msg("account.saved"), "")
}
