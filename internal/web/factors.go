package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/qrcode"
)

// factorsPage is where a person sets up how she proves who she is.
type factorsPage struct {
	page
	onward
	Form     *form
	Needed   bool // a role of hers asks for one, and there is none
	Codes    bool
	Passkeys []passkeyView
	CanKey   bool
	Recovery int
	Second   bool
}

// passkeyView is a passkey in the list.
type passkeyView struct{ ID, Name, Created, Used string }

func (s *Site) newFactors(w http.ResponseWriter, r *http.Request, code string) (*factorsPage, people.Factors, error) {
	a := actorOf(r)
	v := &factorsPage{page: s.newDesk(w, r, code, "/account/second", "/account"), onward: s.readOnward(r, "/"+code+"/account")}
	v.Title = v.t("factors.title")
	v.Form = newForm(&v.page, nil)
	factors, err := s.rooms.People.Factors(r.Context(), a.Account)
	v.Codes, v.Recovery, v.Second, v.CanKey = factors.Codes, factors.Recovery, factors.Second(), s.rooms.Passkeys != nil
	v.Needed = a.NeedsStrong() && !v.Second
	for _, k := range factors.Passkeys {
		v.Passkeys = append(v.Passkeys, passkeyView{k.ID, k.Name, v.p.Date(lang.DateOf(k.Created)), v.moment(k.Used)})
	}
	return v, factors, err
}

// factors shows them. Who has one and came without it proves it first.
func (s *Site) factors(w http.ResponseWriter, r *http.Request, code string) error {
	v, factors, err := s.newFactors(w, r, code)
	if err != nil {
		return err
	}
	if factors.Second() && !actorOf(r).Strong {
		http.Redirect(w, r, "/"+code+"/sign-in/again?next="+url.QueryEscape(v.Next), http.StatusSeeOther)
		return nil
	}
	return s.write(w, http.StatusOK, "factors", v)
}

// mayChange keeps a session without the second factor from changing factors of an
// account that has one.
func (s *Site) mayChange(r *http.Request) error {
	factors, err := s.rooms.People.Factors(r.Context(), actorOf(r).Account)
	if err == nil && factors.Second() && !actorOf(r).Strong {
		err = errs.New(errs.Forbidden, lang.Msg("error.second.needed"), nil)
	}
	return err
}

// codesPage sets up one-time codes.
type codesPage struct {
	page
	onward
	Form   *form
	Secret string // in groups that one can type
	Sealed string
	QR     qrView
}

// qrView is a QR code as squares of one unit.
type qrView struct {
	Size int
	Path string
}

func drawQR(text string) (v qrView, err error) {
	code, err := qrcode.Of(text)
	if err != nil {
		return v, err
	}
	var b strings.Builder
	for _, run := range code.Runs {
		n := strconv.Itoa(run.N)
		b.WriteString("M" + strconv.Itoa(run.X) + " " + strconv.Itoa(run.Y) + "h" + n + "v1h-" + n + "z")
	}
	return qrView{code.Side, b.String()}, nil
}

// codesPurpose seals a secret between the page that shows it and the code that proves it.
const codesPurpose = "one-time codes to be set up"

func (s *Site) newCodes(w http.ResponseWriter, r *http.Request, code, secret string) (*codesPage, error) {
	a := actorOf(r)
	v := &codesPage{page: s.newDesk(w, r, code, "/account/second/codes", "/account"), onward: s.readOnward(r, "/"+code+"/account")}
	v.Title = v.t("codes.title")
	v.Form = newForm(&v.page, nil)
	v.Sealed = s.rooms.Key.Seal(codesPurpose, []byte(a.Account+" "+secret))
	for i := 0; i < len(secret); i += 4 {
		v.Secret += secret[i:min(i+4, len(secret))] + " "
	}
	v.Secret = strings.TrimSpace(v.Secret)
	var err error
	v.QR, err = drawQR(people.CodesAddress(secret, v.Face.Name, a.Email))
	return v, err
}

// codes shows a new secret.
func (s *Site) codes(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	v, err := s.newCodes(w, r, code, people.NewCodes())
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "codes", v)
}

// takeCodes sets them up when the first code fits.
func (s *Site) takeCodes(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	a := actorOf(r)
	text, err := s.rooms.Key.Unseal(codesPurpose, r.FormValue("sealed"))
	account, secret, ok := strings.Cut(string(text), " ")
	if err != nil || !ok || account != a.Account {
		return errs.New(errs.Invalid, lang.Msg("error.form.unreadable"), err)
	}
	v, err := s.newCodes(w, r, code, secret)
	if err != nil {
		return err
	}
	return s.sent(w, r, "codes", v, &v.Form, func(f *form) error {
		if err := s.take(w, r, people.Tap{Limit: people.GuessSecond, Who: a.Account}); err != nil {
			return err
		}
		recovery, err := s.rooms.Door.SetCodes(r.Context(), a, secret, f.text("code"))
		if err != nil {
			return err
		}
		return s.showRecovery(w, r, code, recovery, v.onward, lang.Msg("codes.done"))
	})
}

// recoveryPage shows recovery codes, once.
type recoveryPage struct {
	page
	onward
	Codes []string
}

// showRecovery shows new recovery codes, or goes on where there are none to show.
func (s *Site) showRecovery(w http.ResponseWriter, r *http.Request, code string, codes []string, to onward, what lang.Message) error {
	if len(codes) == 0 {
		return s.done(w, r, code, to.Next, what, "")
	}
	v := &recoveryPage{page: s.newDesk(w, r, code, "/account/second", "/account"), onward: to, Codes: codes}
	v.Title = v.t("recovery.title")
	v.Said = v.p.Message(what)
	return s.write(w, http.StatusOK, "recovery", v)
}

// takeRecovery replaces the recovery codes.
func (s *Site) takeRecovery(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	codes, err := s.rooms.Door.NewRecoveryCodes(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	return s.showRecovery(w, r, code, codes, onward{Next: "/" + code + "/account/second"}, lang.Msg("recovery.done"))
}

// dropCodes removes one-time codes.
func (s *Site) dropCodes(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	if err := s.rooms.Door.DropCodes(r.Context(), actorOf(r)); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/account/second", lang.Msg("codes.dropped"), "")
}

// askNewPasskey gives the browser the question for a new passkey.
func (s *Site) askNewPasskey(w http.ResponseWriter, r *http.Request, _ string) error {
	if s.rooms.Passkeys == nil {
		return noPasskeys
	}
	if err := s.mayChange(r); err != nil {
		return err
	}
	owner, err := s.rooms.People.Owner(r.Context(), actorOf(r).Account)
	if err != nil {
		return err
	}
	options, state, err := s.rooms.Passkeys.Register(owner)
	if err != nil {
		return err
	}
	return s.ask(w, r, owner.ID, options, state)
}

// addPasskey keeps a key that the person's device made.
func (s *Site) addPasskey(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	v, _, err := s.newFactors(w, r, code)
	if err != nil {
		return err
	}
	return s.sent(w, r, "factors", v, &v.Form, func(f *form) error {
		recovery, err := s.registerPasskey(r, f)
		if err != nil {
			return err
		}
		return s.showRecovery(w, r, code, recovery, v.onward, lang.Msg("passkey.added"))
	})
}

func (s *Site) registerPasskey(r *http.Request, f *form) (recovery []string, err error) {
	if s.rooms.Passkeys == nil {
		return nil, noPasskeys
	}
	a := actorOf(r)
	owner, err := s.rooms.People.Owner(r.Context(), a.Account)
	if err != nil {
		return nil, err
	}
	state, err := s.asked(r, a.Account)
	if err != nil {
		return nil, err
	}
	key, err := s.rooms.Passkeys.Registered(owner, state, []byte(f.raw("answer")))
	if err != nil {
		return nil, people.ErrPasskey(err)
	}
	name := f.text("name")
	if name == "" {
		name = agentOf(r)
	}
	return s.rooms.Door.AddPasskey(r.Context(), a, key, name)
}

// dropPasskey removes a key.
func (s *Site) dropPasskey(w http.ResponseWriter, r *http.Request, code string) error {
	if err := s.mayChange(r); err != nil {
		return err
	}
	if err := s.rooms.Door.DropPasskey(r.Context(), actorOf(r), r.PathValue("key")); err != nil {
		return err
	}
	return s.done(w, r, code, "/"+code+"/account/second", lang.Msg("passkey.dropped"), "")
}
