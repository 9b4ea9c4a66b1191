// Package netx is the one way by which Twintown calls other machines.
//
// A server that fetches what an address names can be made to fetch from where
// only it gets: its own services, the machines beside it, the cloud's metadata.
// So every call goes through a [Client], which
//
//   - connects to public addresses alone, and looks at the address after names
//     were resolved, at the moment of connecting: a name that answers with
//     another address the second time gains nothing;
//   - speaks only http and https on their own ports, takes no user or password in
//     an address, and asks no proxy of the environment;
//   - follows few redirects, each under the same rules, never from https to http;
//   - waits a limited time for an answer, for its body as a whole and for each
//     piece of it, and reads a limited number of bytes, as they came over the
//     wire: nothing is unpacked in silence.
//
// A failure is an [errs.Error]: Forbidden for an address that may not be called,
// TooLarge for a body past the limit, Unavailable for the rest.
//
//	client := netx.New(netx.Options{Total: time.Hour})
//	defer client.Close()
//	resp, err := client.Get(ctx, "https://example.org/towns.zip", 100<<20)
//
// Tests, and operators who keep a service in their own network, name single
// addresses with their ports that may be called all the same.
package netx

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Limits that hold for every call.
const (
	patience   = 5 * time.Second // for a connection, for TLS, for the answer's head: a healthy server needs a tenth
	redirects  = 3               // http to https, bare name to www, old path to new
	headerSize = 64 << 10        // a hundred times what servers send
	idleTime   = 30 * time.Second
)

// Options say how far a client goes. The zero value suits short answers.
type Options struct {
	Total   time.Duration    // for a whole call with its body; 0: one minute
	Stall   time.Duration    // longest silence inside a body; 0: 20 seconds
	Head    time.Duration    // longest wait for the head of an answer; 0: five seconds
	Allowed []netip.AddrPort // called although they are not public, or not on a web port

	// Trusted is "host:port" of a service that an operator named: it is called wherever its
	// name leads, since it may stand in her own network. "": none.
	Trusted string
}

// Client calls other machines. It is safe for concurrent use.
type Client struct {
	http  *http.Client
	total time.Duration
	stall time.Duration
}

// New returns a client that keeps to opt. Close it when it is not needed any more.
func New(opt Options) *Client {
	if opt.Total == 0 {
		opt.Total = time.Minute
	}
	if opt.Stall == 0 {
		opt.Stall = 20 * time.Second
	}
	if opt.Head == 0 {
		opt.Head = patience
	}
	g := guard{allowed: opt.Allowed}
	dialer, trusting := &net.Dialer{Timeout: patience, Control: g.control}, &net.Dialer{Timeout: patience}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if opt.Trusted != "" && address == opt.Trusted {
			return trusting.DialContext(ctx, network, address)
		}
		return dialer.DialContext(ctx, network, address)
	}
	transport := &http.Transport{
		Proxy:                  nil, // a proxy would connect where we cannot see
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    patience,
		ResponseHeaderTimeout:  opt.Head,
		MaxResponseHeaderBytes: headerSize,
		DisableCompression:     true, // the limit counts what is read
		MaxIdleConns:           4,
		IdleConnTimeout:        idleTime,
		ForceAttemptHTTP2:      true,
	}
	return &Client{
		http:  &http.Client{Transport: g.watch(transport), CheckRedirect: checkRedirect},
		total: opt.Total, stall: opt.Stall,
	}
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Get fetches what stands under an address. An answer other than 200 is an error.
// At most limit bytes can be read from the body; the next one is an error
// (errs.TooLarge), as is a longer length that the server announces. The caller
// closes the body.
func (c *Client) Get(ctx context.Context, address string, limit int64) (*http.Response, error) {
	return c.call(ctx, http.MethodGet, address, limit)
}

// Size asks how many bytes stand under an address; -1 where the server does not
// say.
func (c *Client) Size(ctx context.Context, address string) (int64, error) {
	resp, err := c.call(ctx, http.MethodHead, address, 0)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.ContentLength, nil
}

func (c *Client) call(ctx context.Context, method, address string, limit int64) (*http.Response, error) {
	ctx, end := context.WithTimeout(ctx, c.total)
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		end()
		return nil, refused(address, err)
	}
	req.Header.Set("User-Agent", "Twintown")
	resp, err := c.http.Do(req)
	if err != nil {
		defer end()
		return nil, explain(ctx, req.URL.Host, err)
	}
	body := newBody(ctx, end, c.stall, limit, req.URL.Host, resp.Body)
	resp.Body = body
	if err := judge(method, address, resp, limit); err != nil {
		body.Close()
		return nil, err
	}
	return resp, nil
}

// Guarded is an http.Client for libraries that bring their own calls, such as those of a
// log-in service: it connects where this client may, follows redirects as it does, and
// reads at most limit bytes of each answer. The caller sets deadlines by its context.
func (c *Client) Guarded(limit int64) *http.Client {
	return &http.Client{
		Transport: bounded{c.http.Transport, limit, c.stall}, CheckRedirect: checkRedirect, Timeout: c.total,
	}
}

// bounded reads only so much of each answer.
type bounded struct {
	inner http.RoundTripper
	limit int64
	stall time.Duration
}

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.inner.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = newBody(r.Context(), func() {}, b.stall, b.limit, r.URL.Host, resp.Body)
	return resp, nil
}
