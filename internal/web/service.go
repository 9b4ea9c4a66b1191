package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/signon"
)

// Cookies of a sign-in by another service: the way back, and who the service says it is
// until she has shown that the account here is hers. Both are sealed.
const (
	wayName      = "way"
	identityName = "identity"
	serviceLife  = 15 * 60 // seconds: a sign-in elsewhere, with a second factor there
)

// sealCookie gives the browser a sealed value.
func (s *Site) sealCookie(w http.ResponseWriter, name string, v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		s.putCookie(w, name, s.rooms.Key.Seal(name, text), serviceLife)
	}
	return err
}

// unsealCookie reads one; false where there is none that was sealed here.
func (s *Site) unsealCookie(r *http.Request, name string, v any) bool {
	c, err := r.Cookie(name)
	if err != nil {
		return false
	}
	text, err := s.rooms.Key.Unseal(name, c.Value)
	return err == nil && json.Unmarshal(text, v) == nil
}

// errService says that the service did not answer, or not as it should.
func errService(cause error) error {
	return errs.New(errs.Unavailable, lang.Msg("error.service"), cause)
}

// service leads to the other service.
func (s *Site) service(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.SignOn == nil {
		return errNoPage
	}
	next := safeNext(r.FormValue("next"), "/"+code+"/desk")
	again := r.FormValue("again") != "" && actorOf(r).SignedIn()
	address, way, err := s.rooms.SignOn.Start(r.Context(), code+" "+next, again)
	if err != nil {
		s.log.WarnContext(r.Context(), "the log-in service does not answer", "error", err, "request", requestID(r.Context()))
		return errService(err)
	}
	if err := s.sealCookie(w, wayName, way); err != nil {
		return err
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// serviceBack is where the browser comes back. An identity that is tied to an account
// opens it; any other one waits until its owner has signed in and ties it herself: the
// word of a service about an address takes over nobody's account. On the way from an
// invitation it may make a new one, and who came to prove once more who she is has done so.
func (s *Site) serviceBack(w http.ResponseWriter, r *http.Request, _ string) error {
	var way signon.Way
	if s.rooms.SignOn == nil || !s.unsealCookie(r, wayName, &way) {
		return errNoPage
	}
	s.putCookie(w, wayName, "", -1)
	code, next, _ := strings.Cut(way.Next, " ")
	found, err := s.rooms.SignOn.Finish(r.Context(), way, r.URL.Query())
	if err != nil {
		s.log.WarnContext(r.Context(), "a sign-in by the log-in service failed", "error", err, "request", requestID(r.Context()))
		return errService(err)
	}
	account, ok, err := s.rooms.People.ByIdentity(r.Context(), people.Identity(found))
	if err != nil {
		return err
	}
	if way.Since != 0 {
		return s.refreshed(w, r, code, account, next)
	}
	if ok && account.Open() {
		return s.admit(w, r, code, account, onward{Next: next})
	}
	if err := s.sealCookie(w, identityName, found); err != nil {
		return err
	}
	if path, _, _ := strings.Cut(next, "?"); path == "/"+code+"/invitation" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	if actorOf(r).SignedIn() {
		http.Redirect(w, r, "/"+code+"/account/service", http.StatusSeeOther)
		return nil
	}
	return s.done(w, r, code, "/"+code+"/sign-in?next=%2F"+code+"%2Faccount%2Fservice", lang.Msg("service.first"), "")
}

// refreshed notes that who is signed in proved at the service once more who she is.
func (s *Site) refreshed(w http.ResponseWriter, r *http.Request, code string, proved people.Account, next string) error {
	a := actorOf(r)
	if !a.SignedIn() || proved.ID != a.Account {
		return errs.New(errs.Forbidden, lang.Msg("error.service.other"), nil)
	}
	if err := s.rooms.People.Refresh(r.Context(), a.Session, false); err != nil {
		return err
	}
	return s.goOn(w, r, code, onward{Next: next})
}

// identityFor is who the service said has come, where its word proves an address; found
// is false where nobody has come from there.
func (s *Site) identityFor(r *http.Request, email string) (i people.Identity, proved, found bool) {
	var said signon.Identity
	if s.rooms.SignOn == nil || !s.unsealCookie(r, identityName, &said) {
		return i, false, false
	}
	i = people.Identity(said)
	return i, i.Proves(email), true
}

// servicePage asks whether an identity shall be tied to the account.
type servicePage struct {
	page
	Service string
	Email   string // as the service names it; "" where nothing waits
	Same    bool   // it is the account's, and verified
	Own     string // the account's
}

// tie shows it.
func (s *Site) tie(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.SignOn == nil {
		return errNoPage
	}
	a := actorOf(r)
	v := &servicePage{page: s.newDesk(w, r, code, "/account/service", "/account"), Service: s.rooms.SignOn.Name(), Own: a.Email}
	v.Title = v.t("service.title")
	var found signon.Identity
	if s.unsealCookie(r, identityName, &found) {
		v.Email = found.Email
		v.Same = found.Verified && people.EmailKey(found.Email) == people.EmailKey(a.Email)
	}
	return s.write(w, http.StatusOK, "service", v)
}

// tieService ties it.
func (s *Site) tieService(w http.ResponseWriter, r *http.Request, code string) error {
	var found signon.Identity
	if s.rooms.SignOn == nil || !s.unsealCookie(r, identityName, &found) {
		return errNoPage
	}
	if err := s.rooms.People.Tie(r.Context(), actorOf(r), people.Identity(found)); err != nil {
		return err
	}
	s.putCookie(w, identityName, "", -1)
	return s.done(w, r, code, "/"+code+"/account", lang.Msg("service.done"), "")
}
