package netx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"twintown/internal/platform/errs"
)

func TestWhichAddressesArePublic(t *testing.T) {
	for text, want := range map[string]bool{
		"1.1.1.1": true, "9.255.255.255": true, "11.0.0.0": true, "172.15.0.1": true, "172.32.0.1": true, "100.128.0.1": true, "193.0.6.139": true,
		"2a01:4f8::1": true, "2606:4700::1111": true, "::ffff:1.1.1.1": true,
		"0.0.0.0": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.255.255.254": false, "169.254.169.254": false,
		"172.16.0.1": false, "172.31.255.255": false, "192.0.0.1": false, "192.0.2.1": false, "192.168.1.1": false, "198.18.0.1": false,
		"198.51.100.7": false, "203.0.113.7": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false,
		"64:ff9b:1::1": false, "100::1": false, "2001::1": false, "2001:db8::1": false, "2002:7f00:1::": false, "3fff::1": false,
		"fc00::1": false, "fd12:3456::1": false, "fe80::1": false, "fe80::1%eth0": false, "2a01:4f8::1%eth0": false, "fec0::1": false, "ff02::1": false,
	} {
		if got := Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("Public(%s) = %v, want %v", text, got, want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// canary is a server on this machine that nobody may reach.
func canary(t *testing.T) (server *httptest.Server, calls *atomic.Int64) {
	t.Helper()
	calls = &atomic.Int64{}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		io.WriteString(w, "secret")
	}))
	t.Cleanup(server.Close)
	return server, calls
}

func allow(servers ...*httptest.Server) []netip.AddrPort {
	var all []netip.AddrPort
	for _, s := range servers {
		all = append(all, s.Listener.Addr().(*net.TCPAddr).AddrPort())
	}
	return all
}

func client(t *testing.T, opt Options) *Client {
	t.Helper()
	c := New(opt)
	t.Cleanup(c.Close)
	return c
}

// fetch reads all that stands under an address.
func fetch(t *testing.T, c *Client, address string, limit int64) (string, error) {
	t.Helper()
	resp, err := c.Get(t.Context(), address, limit)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	return string(all), err
}

func TestNothingBehindTheServerIsReached(t *testing.T) {
	server, calls := canary(t)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	c := client(t, Options{})
	for _, address := range []string{
		"http://127.0.0.1:" + port, "http://localhost:" + port, "http://[::1]:" + port, "http://[::ffff:127.0.0.1]:" + port,
		"http://0.0.0.0:" + port, "http://[::]:" + port, "http://127.1:" + port, "http://2130706433:" + port, "http://0x7f000001:" + port, "http://0177.0.0.1:" + port,
		"http://10.0.0.1", "http://169.254.169.254/latest/meta-data", "http://[fd00::1]", "http://[fe80::1%25lo]", "http://[64:ff9b::7f00:1]",
		"http://1.1.1.1:22", "http://1.1.1.1:25", "http://1.1.1.1:5432",
		"file:///etc/passwd", "gopher://1.1.1.1", "ftp://1.1.1.1", "http://user:word@1.1.1.1", "http://", "http:///path", "//1.1.1.1", "1.1.1.1", "", "http://\x7f", "http://[::1",
	} {
		_, err := c.Get(t.Context(), address, 1<<10)
		// a resolver may not know the odd ways to write a number: that is as good
		if kind := errs.KindOf(err); kind != errs.Forbidden && !(kind == errs.Unavailable && strings.Contains(err.Error(), "lookup")) {
			t.Errorf("%q: %v, want it refused", address, err)
		}
	}
	if n := calls.Load(); n != 0 {
		t.Errorf("the server was called %d times", n)
	}
}

func TestAllowedAddressIsOneServerOnly(t *testing.T) {
	allowed, _ := canary(t)
	other, calls := canary(t)
	c := client(t, Options{Allowed: allow(allowed)})
	if got, err := fetch(t, c, allowed.URL, 100); err != nil || got != "secret" {
		t.Errorf("the allowed server: %q, %v", got, err)
	}
	if _, err := fetch(t, c, other.URL, 100); errs.KindOf(err) != errs.Forbidden || calls.Load() != 0 {
		t.Errorf("another server on the same machine: %v, called %d times; want it refused", err, calls.Load())
	}
	if n, err := c.Size(t.Context(), allowed.URL); err != nil || n != int64(len("secret")) {
		t.Errorf("Size = %d, %v", n, err)
	}
}

func TestRedirectsKeepTheRules(t *testing.T) {
	secret, calls := canary(t)
	var door *httptest.Server
	door = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{"/in": secret.URL, "/file": "file:///etc/passwd", "/user": "http://user@" + r.Host + "/end", "/loop": door.URL + "/loop", "/once": "/end"}[r.URL.Path]
		if to == "" {
			io.WriteString(w, "end")
			return
		}
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer door.Close()
	c := client(t, Options{Allowed: allow(door)})
	for _, path := range []string{"/in", "/file", "/user", "/loop"} {
		if _, err := fetch(t, c, door.URL+path, 100); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("%s: %v, want it refused", path, err)
		}
	}
	if got, err := fetch(t, c, door.URL+"/once", 100); err != nil || got != "end" {
		t.Errorf("a redirect within: %q, %v", got, err)
	}
	if calls.Load() != 0 {
		t.Error("a redirect led inside")
	}
	old, _ := http.NewRequest(http.MethodGet, "https://example.org", nil)
	next, _ := http.NewRequest(http.MethodGet, "http://example.org", nil)
	if err := checkRedirect(next, []*http.Request{old}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("from https to http: %v, want it refused", err)
	}
}

func TestProxyOfTheEnvironmentIsNotAsked(t *testing.T) {
	proxy, calls := canary(t)
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	if _, err := fetch(t, client(t, Options{}), "http://10.0.0.1/", 100); errs.KindOf(err) != errs.Forbidden || calls.Load() != 0 {
		t.Errorf("%v, the proxy was called %d times", err, calls.Load())
	}
}

func TestBodiesPastTheLimit(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/announced" {
			w.Header().Set("Content-Length", "1000000")
		}
		if r.URL.Path == "/gzip" {
			w.Header().Set("Content-Encoding", "gzip")
		}
		for range 1000 {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1000)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	c := client(t, Options{Allowed: allow(server)})
	for _, path := range []string{"/announced", "/chunked", "/gzip"} {
		got, err := fetch(t, c, server.URL+path, 4096)
		if errs.KindOf(err) != errs.TooLarge || len(got) > 4096 {
			t.Errorf("%s: %d bytes, %v; want at most 4096 and kind %v", path, len(got), err, errs.TooLarge)
		}
	}
	if got, err := fetch(t, c, server.URL+"/chunked", 1_000_000); err != nil || len(got) != 1_000_000 {
		t.Errorf("just the limit: %d bytes, %v", len(got), err)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	c := client(t, Options{Allowed: allow(server)})
	if _, err := fetch(t, c, server.URL, 100); errs.KindOf(err) != errs.Unavailable || !strings.Contains(err.Error(), "404") {
		t.Errorf("404: %v", err)
	}
	server.Close()
	if _, err := fetch(t, c, server.URL, 100); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("nobody there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, server.URL, 100); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who gave up: %v, want %v", err, context.Canceled)
	}
}

func TestSlowBodiesEnd(t *testing.T) {
	for name, c := range map[string]struct{ total, stall, pause time.Duration }{
		"silence":            {total: time.Hour, stall: time.Second, pause: 2 * time.Second},
		"drop by drop":       {total: 10 * time.Second, stall: time.Second, pause: 900 * time.Millisecond},
		"neither in a hurry": {total: time.Hour, stall: time.Second, pause: 900 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out, in := io.Pipe()
				sent := make(chan struct{})
				go func() {
					defer close(sent)
					defer in.Close()
					for range 50 {
						if _, err := in.Write([]byte("x")); err != nil {
							return
						}
						<-time.After(c.pause)
					}
				}()
				ctx, end := context.WithTimeout(t.Context(), c.total)
				context.AfterFunc(ctx, func() { out.CloseWithError(ctx.Err()) }) // as the transport does
				b := newBody(ctx, end, c.stall, 100, "host", out)
				got, err := io.ReadAll(b)
				b.Close()
				<-sent
				slow := name != "neither in a hurry"
				if (errs.KindOf(err) == errs.Unavailable) != slow || slow == (len(got) == 50) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		})
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{"https://example.org/a", "http://user@h", "file:///x", "http://[::1]:80/", "//h", "h", "http://0x7f.1/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		req, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil || checkURL(req.URL) != nil {
			return
		}
		if u := req.URL; u.User != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("%q passed as %s", address, fmt.Sprint(u))
		}
	})
}
