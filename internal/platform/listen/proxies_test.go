package listen

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// seen is what stands behind the proxies: the reader's address and what is left of the
// forwarding headers.
func seen(t *testing.T, trusted, peer, base string, header http.Header) (reader string, left int, answer *httptest.ResponseRecorder) {
	t.Helper()
	p, err := ParseProxies(trusted)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/pl/places?q=x", nil)
	r.RemoteAddr, r.Header = peer, header
	answer = httptest.NewRecorder()
	p.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		a, _ := addressOf(r.RemoteAddr)
		reader = a.String()
		for _, name := range forwarding {
			left += len(r.Header.Values(name))
		}
	}), base).ServeHTTP(answer, r)
	return reader, left, answer
}

func TestWhoseRequestItIs(t *testing.T) {
	for name, c := range map[string]struct {
		trusted, peer string
		forwarded     []string // values of X-Forwarded-For, as they stand in the request
		want          string
	}{
		"nobody is trusted":                        {"", "203.0.113.9:5000", []string{"198.51.100.1"}, "203.0.113.9"},
		"a stranger names somebody":                {"10.0.0.0/8", "203.0.113.9:5000", []string{"10.0.0.1"}, "203.0.113.9"},
		"a proxy forwards":                         {"10.0.0.0/8", "10.0.0.1:5000", []string{"198.51.100.1"}, "198.51.100.1"},
		"a reader writes the header first":         {"10.0.0.0/8", "10.0.0.1:5000", []string{"127.0.0.1, 198.51.100.1"}, "198.51.100.1"},
		"a reader writes a header of their own":    {"10.0.0.0/8", "10.0.0.1:5000", []string{"127.0.0.1", "198.51.100.1"}, "198.51.100.1"},
		"a reader claims to be a proxy":            {"10.0.0.0/8", "10.0.0.1:5000", []string{"203.0.113.200, 10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		"two proxies in a row":                     {"10.0.0.0/8, 192.0.2.7", "10.0.0.1:5000", []string{"198.51.100.1, 192.0.2.7"}, "198.51.100.1"},
		"a proxy that forwards nothing":            {"10.0.0.0/8", "10.0.0.1:5000", nil, "10.0.0.1"},
		"only proxies":                             {"10.0.0.0/8", "10.0.0.1:5000", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		"rubbish beyond the nearest hop":           {"10.0.0.0/8", "10.0.0.1:5000", []string{"<script>, 198.51.100.1"}, "198.51.100.1"},
		"rubbish from the proxy":                   {"10.0.0.0/8", "10.0.0.1:5000", []string{"unknown"}, "10.0.0.1"},
		"with a port":                              {"10.0.0.0/8", "10.0.0.1:5000", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		"IPv6":                                     {"fd00::/8", "[fd00::1]:5000", []string{"2001:db8::5"}, "2001:db8::5"},
		"IPv6 in brackets":                         {"::1", "[::1]:5000", []string{"[2001:db8::5]:443"}, "2001:db8::5"},
		"IPv4 on an IPv6 socket":                   {"10.0.0.0/8", "[::ffff:10.0.0.1]:5000", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"a longer chain of proxies than any house": {"10.0.0.0/8", "10.0.0.1:5000", []string{"198.51.100.1" + strings.Repeat(", 10.0.0.2", 100)}, "10.0.0.2"},
	} {
		t.Run(name, func(t *testing.T) {
			header := http.Header{"X-Forwarded-For": c.forwarded, "X-Real-Ip": {"1.2.3.4"}, "Forwarded": {"for=1.2.3.4"}, "X-Forwarded-Host": {"evil.example"}}
			got, left, _ := seen(t, c.trusted, c.peer, "http://localhost", header)
			if got != c.want {
				t.Errorf("the reader is %s, want %s", got, c.want)
			}
			if left > 0 {
				t.Errorf("%d forwarding headers go further", left)
			}
		})
	}
}

// Only a proxy can say that a reader came without TLS, and then the reader is led to the
// site's own address.
func TestPlainReadersOfASecureSite(t *testing.T) {
	for name, c := range map[string]struct {
		peer, proto, base string
		location          string
	}{
		"a proxy says http":           {"10.0.0.1:1", "http", "https://partners.example.org", "https://partners.example.org/pl/places?q=x"},
		"a proxy says https":          {"10.0.0.1:1", "https", "https://partners.example.org", ""},
		"a stranger says http":        {"203.0.113.9:1", "http", "https://partners.example.org", ""},
		"a reader wrote http first":   {"10.0.0.1:1", "http, https", "https://partners.example.org", ""},
		"a site without certificates": {"10.0.0.1:1", "http", "http://partners.example.org", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, w := seen(t, "10.0.0.0/8", c.peer, c.base, http.Header{"X-Forwarded-Proto": {c.proto}, "X-Forwarded-Host": {"evil.example"}})
			if got := w.Header().Get("Location"); got != c.location {
				t.Errorf("led to %q, want %q", got, c.location)
			}
		})
	}
}

func TestParseProxies(t *testing.T) {
	for _, text := range []string{"10.0.0.0/33", "localhost", "10.0.0.1:80", "fe80::1%eth0", "10.0.0.0-10.0.0.9", "*"} {
		if _, err := ParseProxies(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	p, err := ParseProxies(" 10.1.2.3/8 ,, ::1")
	if err != nil || !p.Trust(netip.MustParseAddr("10.200.0.1")) || !p.Trust(netip.MustParseAddr("::1")) || p.Trust(netip.MustParseAddr("127.0.0.1")) {
		t.Errorf("%+v, %v", p, err)
	}
}

// Whatever stands in the header, a stranger is whoever the connection says.
func FuzzForwardedFor(f *testing.F) {
	f.Add("198.51.100.1, 10.0.0.2")
	f.Add(",,,[::1]:x,")
	p, err := ParseProxies("10.0.0.0/8")
	if err != nil {
		f.Fatal(err)
	}
	stranger, proxy := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("10.0.0.1")
	f.Fuzz(func(t *testing.T, header string) {
		if got := p.client(stranger, []string{header}); got != stranger {
			t.Errorf("a stranger became %s", got)
		}
		if got := p.client(proxy, []string{header + ", 198.51.100.7"}); got != netip.MustParseAddr("198.51.100.7") {
			t.Errorf("the nearest hop became %s", got)
		}
	})
}
