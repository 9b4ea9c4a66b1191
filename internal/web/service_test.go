package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
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
	h := hallOn(t, dbtest.SQLite(t), c)
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

// A service that does not answer is told, and nothing hangs.
func TestServiceThatIsDown(t *testing.T) {
	h := hallOn(t, dbtest.SQLite(t), clocktest.At(dbtest.Today))
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
