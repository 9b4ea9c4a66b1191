package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/platform/listen/acmetest"
)

const town = "partners.example.org"

// doors are the two sockets of a site that speaks TLS.
func doors(t *testing.T) (plain, secure net.Listener) {
	t.Helper()
	for _, l := range []*net.Listener{&plain, &secure} {
		var err error
		if *l, err = Open("127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { (*l).Close() })
	}
	return plain, secure
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// serveBoth answers at both doors until the test ends.
func serveBoth(t *testing.T, a *ACME, config *tls.Config, plain, secure net.Listener) {
	t.Helper()
	quiet := log.New(io.Discard, "", 0)
	site := &http.Server{ErrorLog: quiet, TLSConfig: config, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) })}
	plainDoor := a.PlainDoor("https://" + town)
	door := &http.Server{ErrorLog: quiet, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == fmt.Sprintf("%s:%d", town, portOf(plain)) {
			r.Host = town // an authority comes to port 80, which stands in no header
		}
		plainDoor.ServeHTTP(w, r)
	})}
	go site.ServeTLS(secure, "", "")
	go door.Serve(plain)
	t.Cleanup(func() { site.Close(); door.Close() })
}

// visit asks the site for a page over TLS under a name.
func visit(t *testing.T, authority *acmetest.Authority, secure net.Listener, name string, change func(*tls.Config)) (*tls.ConnectionState, error) {
	t.Helper()
	config := &tls.Config{RootCAs: authority.Roots, ServerName: name}
	if change != nil {
		change(config)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", secure.Addr().String())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	state := conn.(*tls.Conn).ConnectionState()
	return &state, nil
}

// A certificate is asked for when the first reader comes, by either way of proof; it is
// kept, and its end can be read.
func TestCertificateFromAnAuthority(t *testing.T) {
	for name, onlyPlain := range map[string]bool{"proof on the TLS port": false, "proof on the plain door": true} {
		t.Run(name, func(t *testing.T) {
			plain, secure := doors(t)
			authority := acmetest.Start(t, portOf(plain), portOf(secure))
			cache := autocert.DirCache(t.TempDir())
			a, err := OpenACME(ACMEOptions{Names: []string{town}, Email: "office@example.org", Directory: authority.Directory, Client: authority.Client, Cache: cache})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Expiry(t.Context()); !errors.Is(err, autocert.ErrCacheMiss) {
				t.Errorf("before the first reader: %v, want %v", err, autocert.ErrCacheMiss)
			}
			config := a.Config()
			if onlyPlain {
				config.NextProtos = slices.DeleteFunc(config.NextProtos, func(p string) bool { return p == "acme-tls/1" })
			}
			serveBoth(t, a, config, plain, secure)
			state, err := visit(t, authority, secure, town, nil)
			if err != nil {
				t.Fatal(err)
			}
			if state.Version < tls.VersionTLS12 || state.PeerCertificates[0].VerifyHostname(town) != nil {
				t.Errorf("version %x, certificate for %v", state.Version, state.PeerCertificates[0].DNSNames)
			}
			expiry, err := a.Expiry(t.Context())
			if err != nil || !slices.Equal(expiry.Names, []string{town}) || time.Until(expiry.Until) < 24*time.Hour {
				t.Errorf("expiry %+v, %v", expiry, err)
			}
			again, err := OpenACME(ACMEOptions{Names: []string{town}, Directory: "https://127.0.0.1:1/gone", Client: authority.Client, Cache: cache})
			if err != nil {
				t.Fatal(err)
			}
			if err := again.Fetch(t.Context()); err != nil {
				t.Errorf("after a restart without the authority: %v", err)
			}
		})
	}
}

// Nobody gets a certificate for a name that is not ours, nor a handshake by old TLS.
func TestHandshakesThatAreRefused(t *testing.T) {
	plain, secure := doors(t)
	authority := acmetest.Start(t, portOf(plain), portOf(secure))
	a, err := OpenACME(ACMEOptions{Names: []string{town}, Directory: authority.Directory, Client: authority.Client, Cache: autocert.DirCache(t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	serveBoth(t, a, a.Config(), plain, secure)
	if _, err := visit(t, authority, secure, "elsewhere.example.org", nil); err == nil {
		t.Error("a handshake for a name that is not ours")
	}
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		if _, err := visit(t, authority, secure, town, func(c *tls.Config) { c.MinVersion, c.MaxVersion = version, version }); err == nil {
			t.Errorf("a handshake by TLS version %x", version)
		}
	}
	if _, err := OpenACME(ACMEOptions{}); err == nil {
		t.Error("an authority is asked for no name")
	}
}

// The plain door leads readers to the site and to nowhere else.
func TestPlainDoor(t *testing.T) {
	plain, secure := doors(t)
	a, err := OpenACME(ACMEOptions{Names: []string{town}, Cache: autocert.DirCache(t.TempDir())})
	if err != nil {
		t.Fatal(err)
	}
	serveBoth(t, a, a.Config(), plain, secure)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, host := range []string{town, "evil.example"} {
		req, _ := http.NewRequest(http.MethodGet, "http://"+plain.Addr().String()+"/pl/places?q=a", nil)
		req.Host = host
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Location"); resp.StatusCode != http.StatusPermanentRedirect || got != "https://"+town+"/pl/places?q=a" {
			t.Errorf("host %s: status %d, leads to %q", host, resp.StatusCode, got)
		}
	}
	resp, err := client.Post("http://"+plain.Addr().String()+"/", "text/plain", strings.NewReader("password"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a form sent in the open: status %d, want 403", resp.StatusCode)
	}
}

func TestParseNames(t *testing.T) {
	got, err := ParseNames(" Partners.example.org, www.example.org ,")
	if err != nil || !slices.Equal(got, []string{"partners.example.org", "www.example.org"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"localhost", "*.example.org", "example.org/path", "пример.рф", "a b.org", strings.Repeat("a", 254) + ".org"} {
		if names, err := ParseNames(text); err == nil {
			t.Errorf("%q is read as %v", text, names)
		}
	}
}
