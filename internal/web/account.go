package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// accountPage is a person's own account.
type accountPage struct {
	page
	Form        *form
	Email       string
	EmailForm   *form
	Languages   []option
	Password    bool
	Second      string // how the second factor stands, in a sentence
	Services    []string
	Sessions    []sessionView
	Grants      []grantView
	Memberships []membershipView
	Data        bool // what is kept about her can be taken along
	Searches    bool // she can follow requests
}

// sessionView is a browser that is signed in.
type sessionView struct {
	ID, Agent, Seen string
	Current, Strong bool
}

// grantView is a role that somebody has, asks for or had.
type grantView struct {
	ID, Name, State, Since, Reason string
	Open                           bool // can be given up
}

// membershipView is that a person acts for an organisation.
type membershipView struct{ ID, Name, Position, Since, Until, URL string }

// account shows it.
func (s *Site) account(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAccount(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "account", v)
}

func (s *Site) newAccount(w http.ResponseWriter, r *http.Request, code string) (*accountPage, error) {
	a := actorOf(r)
	v := &accountPage{page: s.newDesk(w, r, code, "/account", "/account"), Email: a.Email}
	v.Title = v.t("account.title")
	v.Form = newForm(&v.page, url.Values{"name": {a.Name}, "language": {a.Language}})
	v.EmailForm, v.Data = newForm(&v.page, nil), s.rooms.Privacy != nil
	v.Searches = s.rooms.Follow != nil
	v.Languages = s.mailLanguages(a.Language)
	factors, err := s.rooms.People.Factors(r.Context(), a.Account)
	if err != nil {
		return nil, err
	}
	v.Password, v.Services = factors.Password, factors.Services
	v.Second = v.t("account.second.state", "codes", yesNo(factors.Codes), "n", len(factors.Passkeys))
	if err := s.fillSessions(v, r, a); err != nil {
		return nil, err
	}
	if v.Grants, err = s.grantsOf(&v.page, r, a.Account); err != nil {
		return nil, err
	}
	v.Memberships, err = s.membershipsOf(&v.page, r, a.Account)
	return v, err
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// mailLanguages are the languages of the site, each by its own name.
func (s *Site) mailLanguages(chosen string) (all []option) {
	for _, code := range s.face().Offered() {
		all = append(all, option{Value: code, Name: s.catalog.Printer(code).OwnName(), Chosen: code == chosen})
	}
	return all
}

func (s *Site) fillSessions(v *accountPage, r *http.Request, a people.Actor) error {
	all, err := s.rooms.People.Sessions(r.Context(), a.Account)
	for _, x := range all {
		v.Sessions = append(v.Sessions, sessionView{ID: x.ID, Agent: x.Agent, Seen: v.moment(x.Seen), Current: x.ID == a.Session, Strong: x.Strong})
	}
	return err
}

// grantsOf are a person's roles for her own eyes and an administrator's.
func (s *Site) grantsOf(p *page, r *http.Request, account string) (all []grantView, err error) {
	grants, err := s.rooms.People.GrantsOf(r.Context(), account)
	for _, g := range grants {
		all = append(all, grantView{
			ID: g.ID, Name: s.grantName(p, g), State: p.t("grant.state", "state", string(g.State)), Since: p.p.Date(lang.DateOf(g.Asked)), Reason: g.Reason,
			Open: g.State == people.Asked || g.State == people.Held,
		})
	}
	return all, err
}

func (s *Site) membershipsOf(p *page, r *http.Request, account string) (all []membershipView, err error) {
	members, err := s.rooms.People.MembershipsOf(r.Context(), account)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		o, err := s.rooms.People.Organisation(r.Context(), m.Organisation)
		if err != nil {
			return nil, err
		}
		all = append(all, membershipView{ID: m.ID, Name: o.Name, Position: m.Position, Since: p.day(m.Since), Until: p.day(m.Until)})
	}
	return all, nil
}

// day prints a date as it is kept, "" for none.
func (p *page) day(text string) string {
	d, err := lang.ParseDate(text)
	if err != nil {
		return text
	}
	return p.p.Date(d)
}

// takeProfile changes name and language.
func (s *Site) takeProfile(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAccount(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "account", v, &v.Form, func(f *form) error {
		language := f.text("language")
		if !slices.Contains(s.languages, language) {
			language = actorOf(r).Language
		}
		if err := s.rooms.Door.SetProfile(r.Context(), actorOf(r), f.text("name"), language); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account", lang.Msg("account.saved"), "")
	})
}

// takeEmail begins a change of address.
func (s *Site) takeEmail(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAccount(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "account", v, &v.EmailForm, func(f *form) error {
		email := f.text("email")
		if err := s.take(w, r, people.Tap{Limit: people.AskMail, Who: people.EmailKey(email)}, people.Tap{Limit: people.AskAddress, Who: clientOf(r)}); err != nil {
			return err
		}
		if err := s.rooms.Door.AskAddress(r.Context(), actorOf(r), email); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account", lang.Msg("account.email.sent", "email", email), "")
	})
}

// endSession ends one session of one's own, or with "others" all but this.
func (s *Site) endSession(w http.ResponseWriter, r *http.Request, code string) error {
	a, id := actorOf(r), r.PathValue("session")
	var err error
	if id == "others" {
		err = s.rooms.People.EndAll(r.Context(), a.Account, a.Session)
	} else {
		err = s.rooms.People.End(r.Context(), a.Account, id)
	}
	if err != nil {
		return err
	}
	if id == a.Session {
		s.setCookie(w, "")
	}
	return s.done(w, r, code, "/"+code+"/account#sessions", lang.Msg("account.session.ended"), "")
}

// giveUp ends a role or withdraws a claim of one's own.
func (s *Site) giveUp(w http.ResponseWriter, r *http.Request, code string) error {
	g, err := s.rooms.People.Grant(r.Context(), r.PathValue("grant"))
	if err != nil {
		return err
	}
	if g.Account != actorOf(r).Account {
		return errs.New(errs.NotFound, lang.Msg("error.people.grant_unknown"), nil)
	}
	if err := s.lastAdministrator(r, g); err != nil {
		return err
	}
	if err := s.rooms.People.EndGrant(r.Context(), actorOf(r), g.ID); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/account", lang.Msg("account.grant.ended"), "")
}

// untie cuts the tie to another log-in service.
func (s *Site) untie(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.rooms.People.Untie(r.Context(), actorOf(r), r.FormValue("issuer")); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/account", lang.Msg("account.saved"), "")
}

// passwordPage sets a new password for who is signed in.
type passwordPage struct {
	page
	Form    *form
	Email   string
	Present bool // there is one, and it is asked for
}

func (s *Site) newOwnPassword(w http.ResponseWriter, r *http.Request, code string) (*passwordPage, error) {
	v := &passwordPage{page: s.newDesk(w, r, code, "/account/password", "/account"), Email: actorOf(r).Email}
	v.Title = v.t("reset.title")
	v.Form = newForm(&v.page, nil)
	factors, err := s.rooms.People.Factors(r.Context(), actorOf(r).Account)
	v.Present = factors.Password
	return v, err
}

// ownPassword shows the form.
func (s *Site) ownPassword(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newOwnPassword(w, r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "own-password", v)
}

// takeOwnPassword changes the password; other sessions end.
func (s *Site) takeOwnPassword(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newOwnPassword(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "own-password", v, &v.Form, func(f *form) error {
		a := actorOf(r)
		if v.Present {
			if err := s.provePassword(w, r, a, f.raw("present_password")); err != nil {
				return presentWrong(err)
			}
		}
		if err := people.CheckPassword(f.raw("password"), a.Email, a.Name, v.Face.Name); err != nil {
			return err
		}
		if err := s.rooms.Door.ChangePassword(r.Context(), a, f.raw("password")); err != nil {
			return err
		}
		return s.done(w, r, code, "/"+code+"/account", lang.Msg("password.done"), "")
	})
}

// presentWrong says it of the field in which the present password was asked for.
func presentWrong(err error) error {
	if errs.KindOf(err) != errs.Invalid {
		return err
	}
	return errs.In("present_password", lang.Msg("error.password.present"))
}
