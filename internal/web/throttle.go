package web

import (
	"crypto/rand"
	"encoding/base64"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// clientOf is the network from which a request comes, as throttles count it: an address
// of IPv4, or the /64 of IPv6, of which one household has a whole. Which proxies are
// believed was settled before the request came here.
func clientOf(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr := at.Addr().Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	prefix, _ := addr.Prefix(64) // fits every address of IPv6
	return prefix.String()
}

// slow says how long to wait, in the answer's head and in a sentence.
func slow(w http.ResponseWriter, wait time.Duration) *errs.Error {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return errs.New(errs.Throttled, lang.Msg("error.throttled", "n", int(math.Ceil(wait.Minutes()))), nil)
}

// take takes a try from each tap. Where one is empty it returns the sentence that says
// how long to wait.
func (s *Site) take(w http.ResponseWriter, r *http.Request, taps ...people.Tap) error {
	wait, err := s.rooms.People.Take(r.Context(), taps...)
	if err != nil {
		return err
	}
	if wait > 0 {
		s.log.InfoContext(r.Context(), "throttled", "path", pathOf(r), "request", requestID(r.Context()))
		return slow(w, wait)
	}
	return nil
}

// giveBack returns the tries of somebody who proved to be right. A failure costs her
// nothing but a try.
func (s *Site) giveBack(r *http.Request, taps []people.Tap) {
	_ = s.rooms.People.GiveBack(r.Context(), taps...)
}

// knownName is the cookie of a browser in which somebody signed in before. While others
// guess at her password from elsewhere, she is not locked out: her browser has tries of
// its own.
const (
	knownName    = "known"
	knownLife    = 365 * 24 * 60 * 60 // seconds: who comes once a year is still known
	knownPurpose = "known browser"
)

// knownBrowser says whether anybody signed in here before.
func (s *Site) knownBrowser(r *http.Request) bool {
	c, err := r.Cookie(knownName)
	if err != nil {
		return false
	}
	_, err = s.rooms.Key.Unseal(knownPurpose, c.Value)
	return err == nil
}

// knownFor is the number of this browser, if the person with the address signed in here.
func (s *Site) knownFor(r *http.Request, email string) (device string, ok bool) {
	c, err := r.Cookie(knownName)
	if err != nil {
		return "", false
	}
	text, err := s.rooms.Key.Unseal(knownPurpose, c.Value)
	device, whose, found := strings.Cut(string(text), " ")
	return device, err == nil && found && whose == people.EmailKey(email)
}

// remember marks the browser as one in which the person signed in.
func (s *Site) remember(w http.ResponseWriter, r *http.Request, email string) {
	if _, ok := s.knownFor(r, email); ok || email == "" {
		return
	}
	raw := make([]byte, 12)
	_, _ = rand.Read(raw) // never fails: see its documentation
	value := base64.RawURLEncoding.EncodeToString(raw) + " " + people.EmailKey(email)
	s.putCookie(w, knownName, s.rooms.Key.Seal(knownPurpose, []byte(value)), knownLife)
}

// putCookie gives the browser a cookie for some seconds; below 0 takes it away.
func (s *Site) putCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// guessTaps are the taps of a guess at the password of an address.
func (s *Site) guessTaps(r *http.Request, email string) []people.Tap {
	if device, ok := s.knownFor(r, email); ok {
		return []people.Tap{{Limit: people.GuessDevice, Who: device}}
	}
	return []people.Tap{{Limit: people.GuessAccount, Who: people.EmailKey(email)}, {Limit: people.GuessAddress, Who: clientOf(r)}}
}

// secondTaps are the taps of a guess at a second factor.
func (s *Site) secondTaps(r *http.Request, account, email string) []people.Tap {
	if device, ok := s.knownFor(r, email); ok {
		return []people.Tap{{Limit: people.GuessSecond, Who: account + " " + device}}
	}
	return []people.Tap{{Limit: people.GuessSecond, Who: account}, {Limit: people.GuessAddress, Who: clientOf(r)}}
}
