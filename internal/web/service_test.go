package web

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/signon"
	"twintown/internal/world/worldtest"
)

// issuer starts the example issuer of zitadel/oidc, a real provider of OpenID Connect,
// with the given users by their numbers. TWINTOWN_OIDC names the program; the check command builds it.
func issuer(t *testing.T, users map[string]map[string]any) string {
	t.Helper()
	path := os.Getenv("TWINTOWN_OIDC")
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_OIDC is not set: the check command sets it")
		}
		t.Skip("the log-in service left out: TWINTOWN_OIDC is not set")
	}
	file := filepath.Join(t.TempDir(), "users.json")
	text, err := json.Marshal(users)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	cmd := exec.Command(path)
	cmd.Env = append(os.Environ(), fmt.Sprint("PORT=", port), "USERS_FILE="+file, "REDIRECT_URI=http://localhost:8080/sign-in/service/back")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	base := fmt.Sprintf("http://localhost:%d/", port)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		select {
		case <-ctx.Done():
			t.Fatal("the log-in service does not start")
		case <-tick.C:
			if resp, err := http.Get(base + ".well-known/openid-configuration"); err == nil {
				resp.Body.Close()
				return base
			}
		}
	}
}

var authRequest = regexp.MustCompile(`name="id" value="([^"]+)"`)

// loginThere signs in at the service, as its pages want it, and returns where the browser
// is sent back to.
func loginThere(t *testing.T, address, user, password string) string {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	back := ""
	client := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Port() == "8080" {
			back = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}}
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	found := authRequest.FindSubmatch(page)
	if found == nil {
		t.Fatalf("no form of the service at %s: %.500s", resp.Request.URL, page)
	}
	resp, err = client.PostForm(resp.Request.URL.String(), url.Values{"id": {string(found[1])}, "username": {user}, "password": {password}})
	if err != nil {
		t.Fatal(err)
	}
	page, _ = io.ReadAll(resp.Body)
	resp.Body.Close()
	if back == "" {
		t.Fatalf("the service did not send the browser back: %d at %s: %.500s", resp.StatusCode, resp.Request.URL, page)
	}
	return back
}

// TestSignInByAnotherService signs in at a real issuer: no account is taken over, one is
// tied by its owner, and from then on the service opens it.
func TestSignInByAnotherService(t *testing.T) {
	c := clocktest.At(dbtest.Today)
	h := hallOn(t, worldtest.Open(t), c)
	owner, strong := h.person(false), h.person(true)
	user := func(id, email string, verified bool) map[string]any {
		return map[string]any{"ID": id, "Username": id, "Password": "verysecure", "FirstName": "Office", "LastName": "Lead", "Email": email, "EmailVerified": verified, "PreferredLanguage": "en"}
	}
	base := issuer(t, map[string]map[string]any{
		"owner": user("owner", owner.email, true), "thief": user("thief", owner.email, false), "other": user("other", "other@example.org", true), "strong": user("strong", strong.email, true),
	})
	service, err := signon.New(signon.Options{Issuer: base, ClientID: "web", Secret: "secret", Name: "Town log-in", Back: "http://localhost:8080/sign-in/service/back"})
	if err != nil {
		t.Fatal(err)
	}
	defer service.Close()
	h.site.rooms.SignOn = service

	come := func(b *browser, user string) string {
		t.Helper()
		w := b.get("/en/sign-in/service?next=/en/account")
		if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "code_challenge_method=S256") {
			t.Fatalf("leading to the service: %d %s", w.Code, w.Header().Get("Location"))
		}
		return loginThere(t, w.Header().Get("Location"), user, "verysecure")
	}
	h.wants("the button", newBrowser(h.h).get("/en/sign-in"), http.StatusOK, "Town log-in")

	b := newBrowser(h.h)
	back := come(b, "owner")
	h.wants("somebody else's browser", newBrowser(h.h).get(back), http.StatusNotFound)
	b.cookies["way"] += "x"
	h.wants("a way that was changed", b.get(back), http.StatusNotFound)

	b = newBrowser(h.h)
	back = come(b, "owner")
	h.wants("another state", b.get(strings.Replace(back, "state=", "state=x", 1)), http.StatusServiceUnavailable, "does not answer as it should")
	h.wants("the way is used up", b.get(back), http.StatusNotFound)

	b = newBrowser(h.h)
	h.wants("an identity that nobody tied opens nothing", b.get(come(b, "owner")), http.StatusSeeOther, "/en/sign-in?next=")
	h.wants("so far", b.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
	h.wants("the owner signs in her usual way", b.post("/en/sign-in", "email", owner.email, "password", goodPassword, "next", "/en/account/service"), http.StatusSeeOther, "/en/account/service")
	h.wants("and is asked", b.get("/en/account/service"), http.StatusOK, "confirms the address: "+owner.email)
	h.wants("she ties it", b.post("/en/account/service"), http.StatusSeeOther, "/en/account")
	h.wants("it stands in her account", b.get("/en/account"), http.StatusOK, strings.TrimSuffix(base, "/"))

	b = newBrowser(h.h)
	h.wants("from now on it opens it", b.get(come(b, "owner")), http.StatusSeeOther, "/en/account")
	h.wants("in", b.get("/en/account"), http.StatusOK, owner.email)

	for _, user := range []string{"thief", "other"} {
		b := newBrowser(h.h)
		b.get(come(b, user))
		b.post("/en/sign-in", "email", owner.email, "password", goodPassword)
		h.wants(user+" is told why not", b.get("/en/account/service"), http.StatusOK, "another or unconfirmed address")
		h.wants(user+" cannot be tied", b.post("/en/account/service"), http.StatusForbidden, "does not confirm")
	}

	b = newBrowser(h.h)
	b.get(come(b, "strong"))
	c.Add(30 * time.Second) // the next code
	h.wants("an account with a second factor", b.post("/en/sign-in", "email", strong.email, "password", goodPassword), http.StatusOK, "One more step")
	h.wants("signs in", b.post("/en/sign-in/second", "code", strong.code(), "next", "/en/account/service"), http.StatusSeeOther)
	h.wants("ties", b.post("/en/account/service"), http.StatusSeeOther)
	b = newBrowser(h.h)
	h.wants("and is asked for it after the service too", b.get(come(b, "strong")), http.StatusOK, "One more step")
	h.wants("without it nothing opens", b.get("/en/account"), http.StatusSeeOther, "/en/sign-in")
}

// TestInvitationByAnotherService accepts invitations with the word of a real issuer in the
// place of a password.
func TestInvitationByAnotherService(t *testing.T) { eachHall(t, invitationByService) }

func invitationByService(h *hall) {
	t, c := h.T, h.clock
	officer := h.person(true, officerOf(placeBialystok))
	user := func(id, email string, verified bool) map[string]any {
		return map[string]any{"ID": id, "Username": id, "Password": "verysecure", "FirstName": "Office", "LastName": "Lead", "Email": email, "EmailVerified": verified, "PreferredLanguage": "pl"}
	}
	base := issuer(t, map[string]map[string]any{
		"guest": user("guest", "Guest@example.org", true), "unsure": user("unsure", "guest@example.org", false), "other": user("other", "other@example.org", true),
	})
	service, err := signon.New(signon.Options{Issuer: base, ClientID: "web", Secret: "secret", Name: "Town log-in", Back: "http://localhost:8080/sign-in/service/back"})
	h.must(err)
	defer service.Close()
	h.site.rooms.SignOn = service
	h.last()
	h.wants("inviting", officer.post("/en/desk/invite", "email", "guest@example.org", "name", "Officer of Białystok", "role", "officer", "where", "776069", "language", "en"), http.StatusSeeOther)
	key := keyOf(h.last()[0])
	page := "/en/invitation?key=" + key
	come := func(b *browser, user, way string) *httptest.ResponseRecorder {
		t.Helper()
		w := b.get(way)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("leading to the service: %d", w.Code)
		}
		return b.get(loginThere(t, w.Header().Get("Location"), user, "verysecure"))
	}
	way := "/en/sign-in/service?next=" + url.QueryEscape(page)
	h.wants("the offer", newBrowser(h.h).get(page), http.StatusOK, "Accept by: Town log-in", html.EscapeString(way), `name="password"`)

	for _, user := range []string{"unsure", "other"} {
		b := newBrowser(h.h)
		h.wants(user+" comes back", come(b, user, way), http.StatusSeeOther, "/en/invitation?key=")
		h.wants(user+" is told why not", b.get(page), http.StatusOK, "another or unconfirmed address", `name="password"`)
		h.wants(user+" cannot leave the password out", b.post("/en/invitation", "key", key, "name", "Guest", "by", "service"), http.StatusUnprocessableEntity, "has run out")
	}
	h.wants("nor can who never went there", newBrowser(h.h).post("/en/invitation", "key", key, "name", "Guest", "by", "service"), http.StatusUnprocessableEntity, "has run out")

	b := newBrowser(h.h)
	h.wants("the guest comes back", come(b, "guest", way), http.StatusSeeOther, "/en/invitation?key=")
	w := b.get(page)
	h.wants("no password is asked for", w, http.StatusOK, "No password is needed", "Officer of Białystok")
	if strings.Contains(w.Body.String(), `name="password"`) {
		t.Error("a password is asked for")
	}
	h.wants("unless the guest wants one", b.get(page+"&by=password"), http.StatusOK, `name="password"`)
	h.wants("a name is needed", b.post("/en/invitation", "key", key, "name", " ", "by", "service"), http.StatusUnprocessableEntity)
	h.wants("accepted", b.post("/en/invitation", "key", key, "name", "Officer of Białystok", "by", "service"), http.StatusSeeOther, "/en/desk")
	h.wants("signed in, with the way in named", b.get("/en/account"), http.StatusOK, strings.TrimSuffix(base, "/"), "Not set up")
	h.wants("at the desk", b.get("/en/desk"), http.StatusOK)
	h.wants("the invitation again", newBrowser(h.h).get(page), http.StatusNotFound, "used already")

	c.Add(20 * minute)
	h.wants("after a while", b.get("/en/account/second"), http.StatusSeeOther, "/en/sign-in/again")
	again := "/en/sign-in/service?again=1&next=/en/account/second"
	h.wants("the service can be asked again", b.get("/en/sign-in/again?next=/en/account/second"), http.StatusOK, "again=1&amp;next=")
	h.wants("another person there proves nothing", come(b, "other", again), http.StatusForbidden, "another person")
	h.wants("still", b.get("/en/account/second"), http.StatusSeeOther, "/en/sign-in/again")
	h.wants("the same one does", come(b, "guest", again), http.StatusSeeOther, "/en/account/second")
	h.wants("so the second factor can be set up", b.get("/en/account/second"), http.StatusOK)

	b = newBrowser(h.h)
	h.wants("from now on the service opens it", come(b, "guest", "/en/sign-in/service?next=/en/desk"), http.StatusSeeOther, "/en/desk")
}

// A service that does not answer is told, and nothing hangs.
func TestServiceThatIsDown(t *testing.T) {
	h := hallOn(t, worldtest.Open(t), clocktest.At(dbtest.Today))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	service, err := signon.New(signon.Options{Issuer: "http://" + l.Addr().String(), ClientID: "web", Back: "http://localhost:8080/sign-in/service/back"})
	if err != nil {
		t.Fatal(err)
	}
	h.site.rooms.SignOn = service
	h.wants("a service that is down", newBrowser(h.h).get("/en/sign-in/service"), http.StatusServiceUnavailable, "does not answer as it should")
}
