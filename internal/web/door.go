package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// doorPage asks for an address to which a link goes: to register, or to set a new
// password. Sent says that it was asked; whether there is an account it never says.
type doorPage struct {
	page
	Form    *form
	Heading string
	Lead    string
	Go      string
	Action  string
	Sent    string
}

// doors are the wishes with their pages.
var doors = map[people.Wish]struct{ path, title, lead, sent string }{
	people.ToRegister: {"/register", "register.title", "register.lead", "register.sent"},
	people.ToReset:    {"/reset", "reset.title", "reset.lead", "reset.sent"},
}

func (s *Site) newDoor(r *http.Request, code string, wish people.Wish) (*doorPage, error) {
	if s.rooms.Door == nil {
		return nil, errNoPage
	}
	d := doors[wish]
	v := &doorPage{page: s.newPage(r, code, d.path), Action: "/" + code + d.path}
	v.Title, v.NoIndex, v.keep = v.t(d.title), true, false
	v.Heading, v.Lead, v.Go = v.Title, v.t(d.lead), v.t("door.go")
	v.Form = newForm(&v.page, nil)
	return v, nil
}

// door shows the form.
func (s *Site) door(wish people.Wish) handler {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		v, err := s.newDoor(r, code, wish)
		if err != nil {
			return err
		}
		return s.write(w, http.StatusOK, "door", v)
	}
}

// takeDoor puts the wish aside and says the same to everybody.
func (s *Site) takeDoor(wish people.Wish) handler {
	return func(w http.ResponseWriter, r *http.Request, code string) error {
		v, err := s.newDoor(r, code, wish)
		if err != nil {
			return err
		}
		f, err := readForm(r, &v.page)
		if err != nil {
			return err
		}
		v.Form = f
		if _, err := people.CleanEmail(f.text("email")); err != nil {
			return s.again(w, f, "door", v, err)
		}
		mailbox := people.Tap{Limit: people.AskMail, Who: people.EmailKey(f.text("email"))}
		if err := s.take(w, r, mailbox, people.Tap{Limit: people.AskAddress, Who: clientOf(r)}); err != nil {
			return s.again(w, f, "door", v, err)
		}
		if err := s.rooms.Door.Ask(r.Context(), wish, f.text("email"), code); err != nil {
			return s.again(w, f, "door", v, err)
		}
		v.Sent = v.t(doors[wish].sent, "email", f.text("email"))
		return s.write(w, http.StatusOK, "door", v)
	}
}

// linkPage is behind a link that came by mail: it asks for a name, a password, or only
// for a press of its button.
type linkPage struct {
	page
	Form     *form
	Key      string
	Lead     string
	Go       string
	Email    string // for the browser's store of passwords
	Named    bool   // asks for a name
	Password bool   // asks for a password
	SignIn   string // where to sign in first, "" where that is not needed
	Role     string // what an invitation gives

	Service     string // the name of another log-in service, "" for none
	ServiceURL  string // where to go on by it instead of a password
	Proved      string // the sentence that it proved the address, so that no password is asked for
	Other       string // the sentence that it named another address
	PasswordURL string // where to set a password all the same
	identity    *people.Identity
}

func (s *Site) newLink(r *http.Request, code, path, title, lead, verb string) (*linkPage, error) {
	if s.rooms.Door == nil {
		return nil, errNoPage
	}
	v := &linkPage{page: s.newPage(r, code, path), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t(title), true, false
	if lead != "" {
		v.Lead = v.t(lead)
	}
	v.Go = v.t(verb)
	v.Form = newForm(&v.page, nil)
	return v, nil
}

// tried slows down who tries links that are none.
func (s *Site) tried(w http.ResponseWriter, r *http.Request, err error) error {
	if errs.KindOf(err) != errs.NotFound {
		return err
	}
	if slowed := s.take(w, r, people.Tap{Limit: people.TryLink, Who: clientOf(r)}); slowed != nil {
		return slowed
	}
	return err
}

func (s *Site) newWelcome(r *http.Request, code string) (*linkPage, error) {
	v, err := s.newLink(r, code, "/welcome", "welcome.title", "welcome.lead", "first.go")
	if err != nil {
		return nil, err
	}
	l, err := s.rooms.People.Link(r.Context(), people.LinkConfirm, v.Key)
	v.Named, v.Password, v.Email = true, true, l.Email
	return v, err
}

// welcome is behind the link of a registration.
func (s *Site) welcome(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newWelcome(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	return s.write(w, http.StatusOK, "link", v)
}

// takeWelcome makes the account and signs it in.
func (s *Site) takeWelcome(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newWelcome(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	n, err := s.newcomer(r, code, v)
	if err != nil {
		return s.again(w, v.Form, "link", v, err)
	}
	id, err := s.rooms.Door.Welcome(r.Context(), v.Key, n)
	if err != nil {
		return s.again(w, v.Form, "link", v, err)
	}
	return s.begin(w, r, code, people.Account{ID: id, Email: v.Email}, false, onward{Next: "/" + code + "/account"})
}

// newcomer reads name and password of somebody who makes an account.
func (s *Site) newcomer(r *http.Request, code string, v *linkPage) (n people.NewAccount, err error) {
	if v.Form, err = readForm(r, &v.page); err != nil {
		v.Form = newForm(&v.page, nil)
		return n, err
	}
	n = people.NewAccount{Name: v.Form.text("name"), Language: code, Password: v.Form.raw("password")}
	if n.Name, err = people.CleanName(n.Name); err != nil {
		return n, err
	}
	return n, people.CheckPassword(n.Password, v.Email, n.Name, v.Face.Name)
}

func (s *Site) newPassword(r *http.Request, code string) (*linkPage, error) {
	v, err := s.newLink(r, code, "/password", "reset.title", "", "password.go")
	if err != nil {
		return nil, err
	}
	l, err := s.rooms.People.Link(r.Context(), people.LinkReset, v.Key)
	if err != nil {
		return nil, err
	}
	account, err := s.rooms.People.Account(r.Context(), l.Account)
	v.Password, v.Email = true, account.Email
	return v, err
}

// password is behind the link of a reset.
func (s *Site) password(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPassword(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	return s.write(w, http.StatusOK, "link", v)
}

// takePassword sets the new password. She then signs in with it, and with her second
// factor if she has one: a mailbox alone opens no account that has two.
func (s *Site) takePassword(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newPassword(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	return s.sent(w, r, "link", v, &v.Form, func(f *form) error {
		if err := people.CheckPassword(f.raw("password"), v.Email, v.Face.Name); err != nil {
			return err
		}
		id, err := s.rooms.Door.SetPassword(r.Context(), v.Key, f.raw("password"))
		if err != nil {
			return err
		}
		account, err := s.rooms.People.Account(r.Context(), id)
		if err != nil {
			return err
		}
		return s.admit(w, r, code, account, onward{Next: "/" + code + "/account"})
	})
}

func (s *Site) newAddress(r *http.Request, code string) (*linkPage, error) {
	v, err := s.newLink(r, code, "/address", "address.title", "", "address.go")
	if err != nil {
		return nil, err
	}
	l, err := s.rooms.People.Link(r.Context(), people.LinkAddress, v.Key)
	v.Lead = v.t("address.lead", "email", l.Email)
	return v, err
}

// address is behind the link that came to a new address.
func (s *Site) address(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAddress(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	return s.write(w, http.StatusOK, "link", v)
}

// takeAddress makes it the account's.
func (s *Site) takeAddress(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newAddress(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	if err := s.rooms.Door.SetAddress(r.Context(), v.Key); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/account", lang.Msg("address.done"), "")
}

func (s *Site) newInvitation(r *http.Request, code string) (*linkPage, people.Invitation, error) {
	v, err := s.newLink(r, code, "/invitation", "invitation.title", "", "invitation.go")
	if err != nil {
		return nil, people.Invitation{}, err
	}
	i, email, err := s.rooms.People.Invitation(r.Context(), v.Key)
	if err != nil {
		return nil, i, err
	}
	v.Email = email
	v.Role = s.grantName(&v.page, people.Grant{Role: i.Role, Scope: i.Scope})
	v.Lead = v.t("invitation.lead", "role", v.Role)
	_, known, err := s.rooms.People.ByEmail(r.Context(), email)
	switch {
	case known && !actorOf(r).SignedIn():
		v.SignIn = "/" + code + "/sign-in?next=" + url.QueryEscape("/"+code+"/invitation?key="+url.QueryEscape(v.Key))
	case !known && !actorOf(r).SignedIn():
		v.Named, v.Password = true, true
		s.offerService(r, v, &i)
		v.Form = newForm(&v.page, url.Values{"name": {i.Name}})
	}
	return v, i, err
}

// offerService offers to accept an invitation by another log-in service, or says what
// that said of who came back from there.
func (s *Site) offerService(r *http.Request, v *linkPage, i *people.Invitation) {
	if s.rooms.SignOn == nil {
		return
	}
	own := "/" + v.Lang + "/invitation?key=" + url.QueryEscape(v.Key)
	v.Service = s.rooms.SignOn.Name()
	identity, proved, found := s.identityFor(r, v.Email)
	switch {
	case proved && r.FormValue("by") != "password":
		v.identity, v.Password, v.PasswordURL = &identity, false, own+"&by=password"
		v.Proved = v.t("invitation.proved", "service", v.Service, "email", identity.Email)
		if i.Name == "" {
			i.Name = identity.Name
		}
		return
	case found && !proved:
		v.Other = v.t("invitation.other", "service", v.Service, "email", cmp.Or(identity.Email, "–"), "own", v.Email)
	}
	v.ServiceURL = "/" + v.Lang + "/sign-in/service?next=" + url.QueryEscape(own)
}

// invitation is behind the link of an invitation.
func (s *Site) invitation(w http.ResponseWriter, r *http.Request, code string) error {
	v, _, err := s.newInvitation(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	return s.write(w, http.StatusOK, "link", v)
}

// takeInvitation gives the role, and makes the account where there is none.
func (s *Site) takeInvitation(w http.ResponseWriter, r *http.Request, code string) error {
	v, i, err := s.newInvitation(r, code)
	if err != nil {
		return s.tried(w, r, err)
	}
	n := people.NewAccount{}
	if v.Named {
		if n, err = s.invitee(r, code, v); err != nil {
			return s.again(w, v.Form, "link", v, err)
		}
		if slices.Contains(s.languages, i.Language) {
			n.Language = i.Language
		}
	}
	id, err := s.rooms.Door.Accept(r.Context(), actorOf(r), v.Key, n, s.scopeObject)
	if err != nil {
		return s.again(w, v.Form, "link", v, err)
	}
	if !v.Named {
		return s.done(w, r, code, "/"+code+"/desk", lang.Msg("invitation.done"), "")
	}
	if n.Identity != nil {
		s.putCookie(w, identityName, "", -1)
	}
	return s.begin(w, r, code, people.Account{ID: id, Email: v.Email}, false, onward{Next: "/" + code + "/desk"})
}

// invitee reads what somebody who is invited begins with: a password, or what another
// service said of her.
func (s *Site) invitee(r *http.Request, code string, v *linkPage) (people.NewAccount, error) {
	if v.identity == nil && r.FormValue("by") != "service" {
		return s.newcomer(r, code, v)
	}
	f, err := readForm(r, &v.page)
	if err != nil {
		return people.NewAccount{}, err
	}
	v.Form = f
	if v.identity == nil { // its word is kept for a quarter of an hour
		return people.NewAccount{}, errs.In("", lang.Msg("error.invitation.service"))
	}
	name, err := people.CleanName(f.text("name"))
	return people.NewAccount{Name: name, Language: code, Identity: v.identity}, err
}
