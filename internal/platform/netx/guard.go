package netx

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// guard decides where a connection may go.
type guard struct{ allowed []netip.AddrPort }

// control runs between resolution and connection, with the address itself.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refused(address, err)
	}
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	if slices.Contains(g.allowed, to) {
		return nil
	}
	if !Public(to.Addr()) {
		return refused(address, errors.New("not an address of the public network"))
	}
	if to.Port() != 80 && to.Port() != 443 {
		return refused(address, errors.New("not a port of the web"))
	}
	return nil
}

// watch looks at every request, those that redirects make as well, before
// anything is resolved.
func (g guard) watch(next *http.Transport) *watched { return &watched{next} }

type watched struct{ *http.Transport }

// RoundTrip refuses addresses that no web page has.
func (w *watched) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := checkURL(req.URL); err != nil {
		return nil, err
	}
	return w.Transport.RoundTrip(req)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refused(u.Redacted(), errors.New("neither http nor https"))
	case u.User != nil:
		return refused(u.Redacted(), errors.New("a user in the address"))
	case u.Hostname() == "":
		return refused(u.Redacted(), errors.New("no host"))
	}
	return nil
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > redirects:
		return refused(req.URL.Redacted(), fmt.Errorf("more than %d redirects", redirects))
	case req.URL.Scheme == "http" && via[len(via)-1].URL.Scheme == "https":
		return refused(req.URL.Redacted(), errors.New("a redirect from https to http"))
	}
	return nil
}

// judge refuses an answer that is none, or announces more than the limit.
func judge(method, address string, resp *http.Response, limit int64) error {
	if resp.StatusCode != http.StatusOK {
		return errs.New(errs.Unavailable, lang.Msg("error.fetch.status", "address", address, "status", resp.StatusCode), nil)
	}
	if method == http.MethodGet && resp.ContentLength > limit {
		return tooLarge(resp.Request.URL.Host, limit)
	}
	return nil
}

func refused(address string, cause error) *errs.Error {
	return errs.New(errs.Forbidden, lang.Msg("error.fetch.refused", "address", address), cause)
}

func tooLarge(host string, limit int64) *errs.Error {
	return errs.New(errs.TooLarge, lang.Msg("error.fetch.too_large", "host", host, "mb", limit>>20), nil)
}

// explain gives a failure of the network its public face. What the guard refused
// and what the caller ended stays as it is.
func explain(ctx context.Context, host string, err error) error {
	if known, ok := errors.AsType[*errs.Error](err); ok {
		return known
	}
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return ctx.Err()
	}
	key := "error.fetch.unreachable"
	if t, ok := errors.AsType[net.Error](err); ok && t.Timeout() || ctx.Err() != nil {
		key = "error.fetch.timeout"
	}
	return errs.New(errs.Unavailable, lang.Msg(key, "host", host), err)
}
