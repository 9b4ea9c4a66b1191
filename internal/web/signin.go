package web

import (
	"net/http"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// signInPage asks who it is.
type signInPage struct {
	page
	onward
	Form     *form
	Mail     bool   // the site can send links
	Passkeys bool   // devices can be asked
	Service  string // the name of another log-in service, "" for none
	Lost     bool   // a form was sent after the session had run out, and is kept
}

func (s *Site) newSignIn(w http.ResponseWriter, r *http.Request, code string) *signInPage {
	v := &signInPage{page: s.newPage(r, code, "/sign-in"), onward: s.readOnward(r, "/"+code+"/desk")}
	v.Title, v.NoIndex, v.page.keep = v.t("signin.title"), true, false
	v.Mail, v.Passkeys = s.rooms.Door != nil, s.rooms.Passkeys != nil
	if s.rooms.SignOn != nil {
		v.Service = s.rooms.SignOn.Name()
	}
	v.Lost = v.Kept != ""
	v.Form = newForm(&v.page, nil)
	s.hear(w, r, &v.page)
	return v
}

// signIn shows the form; whoever is signed in already goes on.
func (s *Site) signIn(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newSignIn(w, r, code)
	if actorOf(r).SignedIn() {
		http.Redirect(w, r, v.Next, http.StatusSeeOther)
		return nil
	}
	return s.write(w, http.StatusOK, "signin", v)
}

// takeSignIn signs in by address and password.
func (s *Site) takeSignIn(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newSignIn(w, r, code)
	return s.sent(w, r, "signin", v, &v.Form, func(f *form) error {
		taps := s.guessTaps(r, f.text("email"))
		if err := s.take(w, r, taps...); err != nil {
			return err
		}
		account, err := s.rooms.People.ByPassword(r.Context(), f.text("email"), f.raw("password"))
		if err != nil {
			s.log.InfoContext(r.Context(), "a sign-in was refused", "request", requestID(r.Context()))
			return err
		}
		s.giveBack(r, taps)
		return s.admit(w, r, code, account, v.onward)
	})
}

// admit lets in who gave the right password, or another service's word. Where a second
// factor is set up, she is asked for it first.
func (s *Site) admit(w http.ResponseWriter, r *http.Request, code string, account people.Account, to onward) error {
	factors, err := s.rooms.People.Factors(r.Context(), account.ID)
	if err != nil {
		return err
	}
	if !factors.Second() {
		return s.begin(w, r, code, account, false, to)
	}
	cookie, err := s.rooms.People.Begin(r.Context(), account.ID, s.cookie(r), agentOf(r), false, true)
	if err != nil {
		return err
	}
	s.setCookie(w, cookie)
	return s.askSecond(w, r, code, account, factors, to, nil)
}

// begin gives the browser a session of the account and leads on.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, code string, account people.Account, strong bool, to onward) error {
	cookie, err := s.rooms.People.Begin(r.Context(), account.ID, s.cookie(r), agentOf(r), strong, false)
	if err != nil {
		return err
	}
	s.log.InfoContext(r.Context(), "signed in", "account", account.ID, "strong", strong, "request", requestID(r.Context()))
	s.setCookie(w, cookie)
	s.remember(w, r, account.Email)
	return s.goOn(w, r, code, to)
}

// signOut ends the session.
func (s *Site) signOut(w http.ResponseWriter, r *http.Request, code string) error {
	a := actorOf(r)
	if err := s.rooms.People.End(r.Context(), a.Account, a.Session); err != nil {
		return err
	}
	s.setCookie(w, "")
	return s.done(w, r, code, "/"+code+"/sign-in", lang.Msg("signin.out"), "")
}

// firstPage makes the first administrator.
type firstPage struct {
	page
	Form *form
	Key  string
}

func (s *Site) newFirst(r *http.Request, code string) *firstPage {
	v := &firstPage{page: s.newPage(r, code, "/first"), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t("first.title"), true, false
	v.Form = newForm(&v.page, nil)
	return v
}

// first shows the form behind the link that serve prints on an empty installation.
func (s *Site) first(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newFirst(r, code)
	if _, err := s.rooms.People.Link(r.Context(), people.LinkFirst, v.Key); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "first", v)
}

// takeFirst makes the account and signs it in.
func (s *Site) takeFirst(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newFirst(r, code)
	return s.sent(w, r, "first", v, &v.Form, func(f *form) error {
		if err := s.take(w, r, people.Tap{Limit: people.TryLink, Who: clientOf(r)}); err != nil {
			return err
		}
		n := people.NewAccount{Email: f.text("email"), Name: f.text("name"), Language: code, Password: f.raw("password")}
		_, name := people.CleanName(n.Name)
		_, email := people.CleanEmail(n.Email)
		var last error
		for _, unfit := range []error{name, email, people.CheckPassword(n.Password, n.Email, n.Name, v.Face.Name)} {
			if unfit != nil {
				f.take(last) // all that is wrong is said at once
				last = unfit
			}
		}
		if last != nil {
			return last
		}
		id, err := s.rooms.People.First(r.Context(), v.Key, n)
		if err != nil {
			return err
		}
		return s.begin(w, r, code, people.Account{ID: id, Email: n.Email}, false, onward{Next: "/" + code + "/desk"})
	})
}
