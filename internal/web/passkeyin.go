package web

import (
	"context"
	"net/http"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/passkey"
)

// askedName is the cookie that finds the question which a passkey answers. The question
// itself stays on the server and is used once.
const (
	askedName = "asked"
	askedLife = 5 * 60 // seconds, as the question lives
)

// noPasskeys says that devices cannot be asked at this site's address.
var noPasskeys = errs.New(errs.NotFound, lang.Msg("error.page.404.text"), nil)

// askPasskey gives the browser the question for any passkey of this site. It says nothing
// about anybody.
func (s *Site) askPasskey(w http.ResponseWriter, r *http.Request, _ string) error {
	if s.rooms.Passkeys == nil {
		return noPasskeys
	}
	if err := s.take(w, r, people.Tap{Limit: people.AskPasskey, Who: clientOf(r)}); err != nil {
		return err
	}
	options, state, err := s.rooms.Passkeys.SignIn()
	if err != nil {
		return err
	}
	return s.ask(w, r, "", options, state)
}

// ask keeps the state of a question and sends its options.
func (s *Site) ask(w http.ResponseWriter, r *http.Request, account string, options, state []byte) error {
	token, err := s.rooms.People.KeepQuestion(r.Context(), account, state)
	if err != nil {
		return err
	}
	s.putCookie(w, askedName, token, askedLife)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(options) // the reader went away; there is nobody to tell
	return nil
}

// asked is the state of the question that the browser was asked, once.
func (s *Site) asked(r *http.Request, account string) ([]byte, error) {
	c, err := r.Cookie(askedName)
	if err != nil {
		return nil, people.ErrPasskey(err)
	}
	state, err := s.rooms.People.Question(r.Context(), account, c.Value)
	if errs.KindOf(err) == errs.NotFound {
		return nil, people.ErrPasskey(err)
	}
	return state, err
}

// passkeyOwner judges a passkey's answer and returns whose it is.
func (s *Site) passkeyOwner(r *http.Request, answer string) (account string, err error) {
	if s.rooms.Passkeys == nil {
		return "", noPasskeys
	}
	state, err := s.asked(r, "")
	if err != nil {
		return "", err
	}
	ownerOf := func(id string) (passkey.Owner, error) { return s.rooms.People.Owner(r.Context(), id) }
	account, key, err := s.rooms.Passkeys.SignedIn(state, []byte(answer), ownerOf)
	if err != nil {
		s.log.InfoContext(r.Context(), "a passkey was refused", "error", err, "request", requestID(r.Context()))
		return "", people.ErrPasskey(err)
	}
	return account, s.rooms.People.NotePasskey(context.WithoutCancel(r.Context()), key)
}

// takePasskey signs in by a passkey alone: the device and what verified the person at it
// are two factors.
func (s *Site) takePasskey(w http.ResponseWriter, r *http.Request, code string) error {
	v := s.newSignIn(w, r, code)
	return s.sent(w, r, "signin", v, &v.Form, func(f *form) error {
		id, err := s.passkeyOwner(r, f.raw("answer"))
		if err != nil {
			return err
		}
		account, err := s.rooms.People.Account(r.Context(), id)
		if err != nil {
			return err
		}
		if !account.Open() {
			return people.ErrPasskey(nil)
		}
		return s.begin(w, r, code, account, true, v.onward)
	})
}
