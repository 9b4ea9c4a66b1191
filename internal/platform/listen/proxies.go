package listen

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the addresses from which forwarded requests are believed. The zero value
// believes nobody.
type Proxies struct{ nets []netip.Prefix }

// mostHops bounds how many forwarded addresses are read: a request passes two or three.
const mostHops = 32

// ParseProxies reads addresses and networks, separated by commas: "10.0.0.0/8, ::1".
func ParseProxies(text string) (Proxies, error) {
	var p Proxies
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			addr, aerr := netip.ParseAddr(part)
			if aerr != nil || addr.Zone() != "" {
				return Proxies{}, fmt.Errorf("%.60q is no address and no network", part)
			}
			prefix = netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen())
		}
		p.nets = append(p.nets, prefix.Masked())
	}
	return p, nil
}

// Trust says whether an address is one of the proxies.
func (p Proxies) Trust(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, n := range p.nets {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

// forwarding are the headers by which proxies say whose request they forward. None of
// them goes further: what is believed stands in the request itself.
var forwarding = []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-Ip", "Forwarded"}

// Handler puts the reader's address into RemoteAddr before next sees the request, and takes
// the forwarding headers away. Where a proxy says that the reader came without TLS to a
// site whose base address is https, it leads the reader there.
func (p Proxies) Handler(next http.Handler, base string) http.Handler {
	secure := strings.HasPrefix(base, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, known := addressOf(r.RemoteAddr)
		trusted := known && p.Trust(peer)
		plain := trusted && strings.EqualFold(lastValue(r.Header, "X-Forwarded-Proto"), "http")
		if trusted {
			client := p.client(peer, r.Header.Values("X-Forwarded-For"))
			r.RemoteAddr = net.JoinHostPort(client.String(), "0")
		}
		for _, name := range forwarding {
			r.Header.Del(name)
		}
		if plain && secure && r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
			toHTTPS(w, r, base)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// client walks from the nearest hop outwards, as long as each is one of ours: the first
// that is not is the reader. What a reader writes into the header stands further out, and
// so is never reached.
func (p Proxies) client(peer netip.Addr, forwarded []string) netip.Addr {
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0 && len(hops)-i <= mostHops; i-- {
		if !p.Trust(peer) {
			break
		}
		hop, ok := addressOf(strings.TrimSpace(hops[i]))
		if !ok {
			break // no address: the last one that is known counts
		}
		peer = hop
	}
	return peer
}

// addressOf reads an address with or without a port.
func addressOf(text string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return a.Unmap().WithZone(""), true
	}
	ap, err := netip.ParseAddrPort(text)
	return ap.Addr().Unmap().WithZone(""), err == nil
}

// lastValue is what the nearest proxy said.
func lastValue(h http.Header, name string) string {
	all := strings.Split(strings.Join(h.Values(name), ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

// toHTTPS leads a reader to the same address of the site with TLS. Nothing but the site's
// own host stands in it.
func toHTTPS(w http.ResponseWriter, r *http.Request, base string) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "https only", http.StatusForbidden) // the body has gone over the wire in the open: say so
		return
	}
	http.Redirect(w, r, strings.TrimSuffix(base, "/")+r.URL.RequestURI(), http.StatusPermanentRedirect)
}

// ToHTTPS answers at the plain door of a site that speaks TLS.
func ToHTTPS(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { toHTTPS(w, r, base) })
}
