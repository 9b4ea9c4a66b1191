package web

import (
	"net/http"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
)

// secondPage asks for the second factor.
type secondPage struct {
	page
	onward
	Form     *form
	Codes    bool
	Passkeys bool
	Recovery bool
	Again    bool // of somebody who is signed in already
	Password bool
	Service  string // the name of another log-in service that can be asked again, "" for none
}

// askSecond shows the page that asks for the second factor, after the right password.
func (s *Site) askSecond(w http.ResponseWriter, r *http.Request, code string, account people.Account, factors people.Factors, to onward, f *form) error {
	v := s.newSecond(r, code, "/sign-in/second", factors, to)
	if f != nil {
		v.Form = f
	}
	return s.write(w, http.StatusOK, "second", v)
}

func (s *Site) newSecond(r *http.Request, code, path string, factors people.Factors, to onward) *secondPage {
	v := &secondPage{page: s.newPage(r, code, path), onward: to}
	v.Title, v.NoIndex, v.page.keep = v.t("second.title"), true, false
	v.Codes, v.Recovery = factors.Codes, factors.Recovery > 0
	v.Passkeys = len(factors.Passkeys) > 0 && s.rooms.Passkeys != nil
	v.Form = newForm(&v.page, nil)
	return v
}

// pending is the account whose password was right and whose second factor is still to
// come; false where the browser is not on its way in.
func (s *Site) pending(r *http.Request) (account people.Account, ok bool, err error) {
	session, ok, err := s.rooms.People.SessionOf(r.Context(), s.cookie(r))
	if err != nil || !ok || !session.Pending {
		return account, false, err
	}
	account, err = s.rooms.People.Account(r.Context(), session.Account)
	return account, err == nil && account.Open(), err
}

// second asks for the second factor again, when the page was left meanwhile.
func (s *Site) second(w http.ResponseWriter, r *http.Request, code string) error {
	account, ok, err := s.pending(r)
	if err != nil || !ok {
		return s.startOver(w, r, code, err)
	}
	factors, err := s.rooms.People.Factors(r.Context(), account.ID)
	if err != nil {
		return err
	}
	return s.askSecond(w, r, code, account, factors, s.readOnward(r, "/"+code+"/desk"), nil)
}

// startOver leads to the sign-in page: the time for the second factor ran out.
func (s *Site) startOver(w http.ResponseWriter, r *http.Request, code string, err error) error {
	if err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/sign-in", lang.Msg("second.over"), "")
}

// takeSecond signs in who gives the second factor.
func (s *Site) takeSecond(w http.ResponseWriter, r *http.Request, code string) error {
	account, ok, err := s.pending(r)
	if err != nil || !ok {
		return s.startOver(w, r, code, err)
	}
	factors, err := s.rooms.People.Factors(r.Context(), account.ID)
	if err != nil {
		return err
	}
	v := s.newSecond(r, code, "/sign-in/second", factors, s.readOnward(r, "/"+code+"/desk"))
	return s.sent(w, r, "second", v, &v.Form, func(f *form) error {
		if err := s.prove(w, r, account, f); err != nil {
			return err
		}
		return s.begin(w, r, code, account, true, v.onward)
	})
}

// prove checks a one-time code, a recovery code or a passkey's answer. A guess costs a try.
func (s *Site) prove(w http.ResponseWriter, r *http.Request, account people.Account, f *form) error {
	if answer := f.raw("answer"); answer != "" {
		owner, err := s.passkeyOwner(r, answer)
		if err == nil && owner != account.ID {
			err = people.ErrPasskey(nil)
		}
		return err
	}
	taps := s.secondTaps(r, account.ID, account.Email)
	if err := s.take(w, r, taps...); err != nil {
		return err
	}
	var err error
	if code := f.text("recovery"); code != "" {
		err = s.rooms.People.UseRecoveryCode(r.Context(), account.ID, code)
	} else {
		err = s.rooms.People.UseCode(r.Context(), account.ID, f.text("code"))
	}
	if err != nil {
		s.log.InfoContext(r.Context(), "a second factor was refused", "account", account.ID, "request", requestID(r.Context()))
		return err
	}
	s.giveBack(r, taps)
	return nil
}

// fresh asks who is signed in to prove once more who she is.
func (s *Site) fresh(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newFresh(r, code)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "second", v)
}

func (s *Site) newFresh(r *http.Request, code string) (*secondPage, error) {
	factors, err := s.rooms.People.Factors(r.Context(), actorOf(r).Account)
	if err != nil {
		return nil, err
	}
	v := s.newSecond(r, code, "/sign-in/again", factors, s.readOnward(r, "/"+code+"/account"))
	v.Title, v.Again, v.Password = v.t("again.title"), true, factors.Password
	if s.rooms.SignOn != nil && len(factors.Services) > 0 {
		v.Service = s.rooms.SignOn.Name()
	}
	return v, nil
}

// takeFresh notes that she did: by her password, a code or a passkey. The latter two make
// the session one of two factors. (By another service: [Site.refreshed].)
func (s *Site) takeFresh(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newFresh(r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "second", v, &v.Form, func(f *form) error {
		a := actorOf(r)
		strong := f.raw("password") == ""
		if strong {
			err = s.prove(w, r, people.Account{ID: a.Account, Email: a.Email}, f)
		} else {
			err = s.provePassword(w, r, a, f.raw("password"))
		}
		if err != nil {
			return err
		}
		if err := s.rooms.People.Refresh(r.Context(), a.Session, strong); err != nil {
			return err
		}
		return s.goOn(w, r, code, v.onward)
	})
}

func (s *Site) provePassword(w http.ResponseWriter, r *http.Request, a people.Actor, password string) error {
	taps := s.guessTaps(r, a.Email)
	if err := s.take(w, r, taps...); err != nil {
		return err
	}
	if _, err := s.rooms.People.ByPassword(r.Context(), a.Email, password); err != nil {
		return err
	}
	s.giveBack(r, taps)
	return nil
}
