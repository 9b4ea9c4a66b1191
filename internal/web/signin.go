package web

import (
	"net/http"
	"net/url"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// signInPage asks who it is.
type signInPage struct {
	page
	Form *form
	Next string
}

func (s *Site) newSignIn(w http.ResponseWriter, r *http.Request, code string) *signInPage {
	v := &signInPage{page: s.newPage(r, code, "/sign-in"), Next: safeNext(r.FormValue("next"), "/"+code+"/desk")}
	v.Title, v.NoIndex, v.keep = v.t("signin.title"), true, false
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
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	account, err := s.rooms.People.ByPassword(r.Context(), f.text("email"), f.raw("password"))
	if f.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "signin", v)
	}
	if err != nil {
		return err
	}
	return s.begin(w, r, account, false, v.Next)
}

// begin gives the browser a session of the account and leads on.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, account people.Account, strong bool, next string) error {
	cookie, err := s.rooms.People.Begin(r.Context(), account.ID, s.cookie(r), agentOf(r), strong, false)
	if err != nil {
		return err
	}
	s.setCookie(w, cookie)
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
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
	f, err := readForm(r, &v.page)
	if err != nil {
		return err
	}
	v.Form = f
	n := people.NewAccount{Email: f.text("email"), Name: f.text("name"), Language: code, Password: f.raw("password")}
	if err = people.CheckPassword(n.Password, n.Email, n.Name); f.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "first", v)
	}
	id, err := s.rooms.People.First(r.Context(), v.Key, n)
	if f.take(err) {
		return s.write(w, http.StatusUnprocessableEntity, "first", v)
	}
	if err != nil {
		return err
	}
	return s.begin(w, r, people.Account{ID: id}, false, "/"+code+"/desk")
}

// deskPage is the working side's first page.
type deskPage struct {
	page
	Weak    bool // a role asks for a second factor, and the session has none
	WeakURL string
	Mail    *mailNotice // why mails wait; nil: they do not, or it is not the reader's matter
}

// desk shows what waits.
func (s *Site) desk(w http.ResponseWriter, r *http.Request, code string) (err error) {
	v := &deskPage{page: s.newDesk(w, r, code, "/desk", "/desk")}
	v.Title = v.t("desk.title")
	a := actorOf(r)
	v.Weak = a.NeedsStrong() && !a.Strong
	v.WeakURL = "/" + code + "/account/second?next=" + url.QueryEscape("/"+code+"/desk")
	if s.may(r, people.ReadMail, people.Object{}) {
		if v.Mail, err = s.mailNotice(r, &v.page); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "desk", v)
}
