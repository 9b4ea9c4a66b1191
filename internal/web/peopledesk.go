package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// deskPeople lists the accounts.
func (s *Site) deskPeople(w http.ResponseWriter, r *http.Request, code string) error {
	v := &deskListPage{page: s.newDesk(w, r, code, "/desk/people", "/desk/people")}
	v.Title = v.t("people.title")
	v.Actions = []link{{v.t("invite.title"), "/" + code + "/desk/invite"}}
	found, err := s.findPeople(r, &v.page, r.URL.Query())
	if err != nil {
		return err
	}
	v.List = found.view(&v.page)
	v.keepQuery(r.URL.Query())
	return s.write(w, http.StatusOK, "desk-list", v)
}

// findPeople is the list that a question asks for.
func (s *Site) findPeople(r *http.Request, p *page, q url.Values) (arranged[people.Person], error) {
	all, err := s.rooms.People.People(r.Context(), people.Filter{})
	if err != nil {
		return arranged[people.Person]{}, err
	}
	spec := s.peopleList(p, all)
	if s.may(r, people.ManagePeople, people.Object{Kind: "site"}) {
		spec.Bulk = []option{{Value: "close", Name: p.t("bulk.close")}, {Value: "reopen", Name: p.t("bulk.reopen")}}
	}
	return arrangeList(q, spec), nil
}

// exportPeople gives the accounts that are filtered as a spreadsheet.
func (s *Site) exportPeople(w http.ResponseWriter, r *http.Request, code string) error {
	p := s.newPage(r, code, "/desk/people")
	found, err := s.findPeople(r, &p, r.URL.Query())
	if err == nil {
		err = s.tellExport(r, people.ReadPeople, "account", len(found.Rows))
	}
	if err != nil {
		return err
	}
	return found.send(w, &p, r.FormValue("as"), "people", s.clock.Now())
}

// bulkPeople closes many accounts or opens them again. Administrators are closed one by
// one, so that no slip leaves a site without any.
func (s *Site) bulkPeople(w http.ResponseWriter, r *http.Request, code string) error {
	return bulkOf(s, w, r, code, bulkSpec[people.Person]{
		Path: "/desk/people", Foreign: "bulk.people.foreign",
		Find: func(p *page, q url.Values) (arranged[people.Person], error) { return s.findPeople(r, p, q) },
		May: func(x people.Person, do string) bool {
			if do == "reopen" {
				return !x.Disabled.IsZero()
			}
			return x.Disabled.IsZero() && x.ID != actorOf(r).Account && !people.Filter{Role: people.Administrator}.Fits(x)
		},
		Do: func(f *form, rows []people.Person) (lang.Message, string, error) {
			ids := make([]string, len(rows))
			for i, row := range rows {
				ids[i] = row.ID
			}
			return s.setOpen(r, ids, f.raw("do") == "reopen")
		},
	})
}

// setOpen closes accounts or opens them again in one change, and keeps how to take it back.
func (s *Site) setOpen(r *http.Request, ids []string, open bool) (told lang.Message, undo string, err error) {
	ctx, actor, kind := r.Context(), actorOf(r), undoClose
	told = lang.Msg("bulk.close.done", "n", len(ids))
	if open {
		kind, told = undoReopen, lang.Msg("bulk.reopen.done", "n", len(ids))
	}
	err = s.rooms.People.Log().Change(ctx, actor, func(tx *db.Tx, note func(people.Entry)) (err error) {
		for _, id := range ids {
			if err := s.rooms.People.SetOpen(ctx, tx, note, id, open); err != nil {
				return err
			}
		}
		undo, err = people.KeepReversal(ctx, tx, actor, kind, ids)
		return err
	})
	return told, undo, err
}

// undoOpen takes back that accounts were closed, or opened.
func (s *Site) undoOpen(open bool) undoing {
	return func(r *http.Request, tx *db.Tx, note func(people.Entry), id string) (said lang.Message, err error) {
		var ids []string
		if err := people.UseReversal(r.Context(), tx, actorOf(r), id, &ids); err != nil {
			return said, err
		}
		for _, account := range ids {
			if err := s.rooms.People.SetOpen(r.Context(), tx, note, account, open); err != nil {
				return said, err
			}
		}
		return said, nil
	}
}

func (s *Site) peopleList(p *page, all []people.Person) listSpec[people.Person] {
	roles := []option{{Name: p.t("people.any")}}
	for _, role := range people.Roles() {
		roles = append(roles, option{Value: string(role), Name: p.t(roleKeys[role])})
	}
	states := []option{
		{Name: p.t("people.any")},
		{Value: "open", Name: p.t("people.state.open")},
		{Value: "disabled", Name: p.t("people.state.disabled")},
		{Value: "weak", Name: p.t("people.state.weak")},
	}
	byName := func(a, b people.Person) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) }
	return listSpec[people.Person]{
		Path: "/desk/people", Caption: "people.title", Rows: all,
		ID:   func(x people.Person) string { return x.ID },
		Name: func(x people.Person) string { return x.Name },
		Find: func(q string) func(people.Person) bool {
			return func(x people.Person) bool { return people.Filter{Text: q}.Fits(x) }
		},
		Filters: []listFilter[people.Person]{
			{Key: "role", Label: "people.role", Options: roles, Keep: func(x people.Person, v string) bool { return people.Filter{Role: people.Role(v)}.Fits(x) }},
			{Key: "state", Label: "people.state", Options: states, Keep: func(x people.Person, v string) bool { return people.Filter{State: v}.Fits(x) }},
		},
		Columns: []listColumn[people.Person]{
			{Key: "name", Label: "form.name", Compare: byName, Cell: func(x people.Person) listCell {
				return listCell{Text: x.Name, URL: "/" + p.Lang + "/desk/people/" + x.ID, Note: x.Email}
			}, Export: func(x people.Person) any { return x.Name }},
			{Key: "email", Label: "form.email", Export: func(x people.Person) any { return x.Email }},
			{
				Key: "roles", Label: "people.roles", Cell: func(x people.Person) listCell { return listCell{Text: s.grantNames(p, x.Grants)} },
				Export: func(x people.Person) any { return s.grantNames(p, x.Grants) },
			},
			{
				Key: "state", Label: "people.state", Compare: func(a, b people.Person) int { return strings.Compare(stateOf(a), stateOf(b)) },
				Cell:   func(x people.Person) listCell { return listCell{Text: p.t("people.state.is", "state", stateOf(x))} },
				Export: func(x people.Person) any { return p.t("people.state.is", "state", stateOf(x)) },
			},
			dateColumn("since", "people.since", p, func(x people.Person) lang.Date { return lang.DateOf(x.Created) }),
		},
		Export: true, Sort: "name", Tie: func(a, b people.Person) int { return strings.Compare(a.ID, b.ID) },
	}
}

// stateOf is how an account stands, for choosing a message.
func stateOf(x people.Person) string {
	switch {
	case !x.Disabled.IsZero():
		return "disabled"
	case people.Filter{State: "weak"}.Fits(x):
		return "weak"
	case x.Second:
		return "second"
	}
	return "open"
}

// grantNames lists the roles that are held or asked for.
func (s *Site) grantNames(p *page, grants []people.Grant) string {
	var names []string
	for _, g := range grants {
		name := s.grantName(p, g)
		if g.State == people.Asked {
			name += ", " + p.t("grant.state", "state", string(g.State))
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

// personPage is one account as administrators see it.
type personPage struct {
	page
	Form        *form
	Account     people.Account
	Base        string // address of the page
	State       string
	Disabled    bool
	Second      bool
	Sessions    int
	Since       string
	Grants      []grantView
	Memberships []membershipView
	Roles       []option
	Orgs        []option
	HelpPoints  []option   // at which she could be an adviser
	Areas       []areaView // that the text of a scope may mean
	Changes     []changeView
}

func (s *Site) newPerson(w http.ResponseWriter, r *http.Request, code string) (*personPage, error) {
	id := r.PathValue("account")
	account, err := s.rooms.People.Account(r.Context(), id)
	if err != nil {
		return nil, err
	}
	v := &personPage{page: s.newDesk(w, r, code, "/desk/people/"+id, "/desk/people"), Account: account}
	v.Title, v.Base = account.Name, "/"+code+"/desk/people/"+id
	v.Form = newForm(&v.page, nil)
	v.Disabled, v.Since = !account.Disabled.IsZero(), v.p.Date(lang.DateOf(account.Created))
	factors, err := s.rooms.People.Factors(r.Context(), id)
	if err != nil {
		return nil, err
	}
	v.Second = factors.Second()
	v.State = v.t("people.state.is", "state", stateOf(people.Person{Account: account, Second: v.Second}))
	sessions, err := s.rooms.People.Sessions(r.Context(), id)
	if err != nil {
		return nil, err
	}
	v.Sessions = len(sessions)
	if v.Grants, err = s.grantsOf(&v.page, r, id); err != nil {
		return nil, err
	}
	if v.Memberships, err = s.membershipsOf(&v.page, r, id); err != nil {
		return nil, err
	}
	if err := s.fillRoles(&v.page, r, &v.Roles, &v.Orgs); err != nil {
		return nil, err
	}
	if v.HelpPoints, err = s.helpPointOptions(r, &v.page, &v.Roles); err != nil {
		return nil, err
	}
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: "account", ID: id})
	return v, err
}

// fillRoles offers the roles that the reader may give somewhere.
func (s *Site) fillRoles(p *page, r *http.Request, roles, orgs *[]option) error {
	a := actorOf(r)
	for _, role := range people.Roles() {
		scopes := role.Scopes()
		if slices.Contains(scopes, people.OfMeeting) && len(scopes) == 1 || slices.Contains(scopes, people.OfHelpPoint) {
			continue // a meeting's come later; advisers are offered where there is a help point
		}
		if a.Holds(people.Administrator) || a.Holds(role) && (role == people.Officer || role == people.Organiser) || a.Holds(people.Steward) && role == people.Officer {
			*roles = append(*roles, option{Value: string(role), Name: p.t(roleKeys[role])})
		}
	}
	all, err := s.rooms.People.Organisations(r.Context())
	*orgs = append(*orgs, option{Name: p.t("scope.site")})
	for _, o := range all {
		*orgs = append(*orgs, option{Value: o.ID, Name: o.Name + " (" + s.seatOf(p, o) + ")"})
	}
	return err
}

// person shows an account.
func (s *Site) person(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPerson(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "person", v)
}

// changePerson closes an account, opens it, ends its sessions or takes its second factor
// away, as the address says.
func (s *Site) changePerson(w http.ResponseWriter, r *http.Request, code string) error {
	id, a, ctx := r.PathValue("account"), actorOf(r), r.Context()
	var err error
	switch r.PathValue("what") {
	case "close":
		if id == a.Account {
			return errs.New(errs.Conflict, lang.Msg("error.people.own_account"), nil)
		}
		err = s.rooms.People.SetAccountOpen(ctx, a, id, false)
	case "open":
		err = s.rooms.People.SetAccountOpen(ctx, a, id, true)
	case "sessions":
		err = s.rooms.People.EndSessions(ctx, a, id)
	case "factors":
		err = s.resetFactors(r, id)
	default:
		err = errNoPage
	}
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/people/"+id, lang.Msg("people.done", "what", r.PathValue("what")), "")
}

func (s *Site) resetFactors(r *http.Request, id string) error {
	if s.rooms.Door == nil {
		return errNoPage
	}
	return s.rooms.Door.ResetFactors(r.Context(), actorOf(r), id)
}

// giveRole gives a person a role.
func (s *Site) giveRole(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPerson(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "person", v, &v.Form, func(f *form) error {
		role := people.Role(f.text("role"))
		if s.lookedUp(f, &v.page, "where", role.Scopes(), &v.Areas) {
			return s.write(w, http.StatusOK, "person", v)
		}
		scope, err := s.scopeFrom(f, &v.page, role, &v.Areas)
		if err != nil {
			return err
		}
		if !people.MayGive(actorOf(r), role, s.scopeObject(scope)) {
			return errs.New(errs.Forbidden, lang.Msg("error.page.403.role"), nil)
		}
		if err := s.rooms.People.GiveGrant(r.Context(), actorOf(r), people.Grant{Account: v.Account.ID, Role: role, Scope: scope}); err != nil {
			return err
		}
		return s.done(w, r, code, v.Base, lang.Msg("people.role.given"), "")
	})
}

// endRole ends a role of somebody.
func (s *Site) endRole(w http.ResponseWriter, r *http.Request, code string) error {
	g, err := s.rooms.People.Grant(r.Context(), r.PathValue("grant"))
	if err != nil {
		return err
	}
	if g.Account != r.PathValue("account") {
		return errNoPage
	}
	if err := s.lastAdministrator(r, g); err != nil {
		return err
	}
	if err := s.rooms.People.EndGrant(r.Context(), actorOf(r), g.ID); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/desk/people/"+g.Account, lang.Msg("account.grant.ended"), "")
}

// lastAdministrator refuses to end the role of the only one.
func (s *Site) lastAdministrator(r *http.Request, g people.Grant) error {
	if g.Role != people.Administrator || g.State != people.Held {
		return nil
	}
	all, err := s.rooms.People.People(r.Context(), people.Filter{Role: people.Administrator, State: "open"})
	if err == nil && len(all) <= 1 {
		err = errs.New(errs.Conflict, lang.Msg("error.people.last_administrator"), nil)
	}
	return err
}
