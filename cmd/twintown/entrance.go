package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/acme/autocert"

	"twintown/internal/operator"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/listen"
)

// entranceOptions say how requests reach a node.
type entranceOptions struct {
	addr, httpAddr, baseURL *string
	tls                     tlsOptions
	trustedProxies          *string
}

// tlsOptions say with which certificate a node speaks TLS; the doctor reads them too.
type tlsOptions struct{ domain, email, directory, cert, key *string }

func entranceFlags(fs *flag.FlagSet) entranceOptions {
	return entranceOptions{
		addr:           fs.String("addr", plainAddr, ""),
		httpAddr:       fs.String("http-addr", "", ""),
		baseURL:        fs.String("base-url", "", ""),
		tls:            tlsFlags(fs),
		trustedProxies: fs.String("trusted-proxies", "", ""),
	}
}

func tlsFlags(fs *flag.FlagSet) tlsOptions {
	return tlsOptions{
		domain:    fs.String("tls-domain", "", ""),
		email:     fs.String("tls-email", "", ""),
		directory: fs.String("tls-directory", "", ""),
		cert:      fs.String("tls-cert", "", ""),
		key:       fs.String("tls-key", "", ""),
	}
}

// Where a node listens that is told nothing: without TLS only this machine reaches it.
const (
	plainAddr  = "127.0.0.1:8080"
	secureAddr = ":443"
	doorAddr   = ":80"
)

// certificateFolder is where certificates are kept inside the data folder.
const certificateFolder = "certificates"

// entrance is the sockets of a node, and what stands before its site.
type entrance struct {
	site      net.Listener
	inherited bool         // systemd holds the socket: requests wait there while the node starts
	door      net.Listener // without TLS beside one with; nil where there is none
	config    *tls.Config  // nil: plain HTTP
	acme      *listen.ACME // nil: no certificate is asked for
	kept      *listen.Later
	proxies   listen.Proxies
	base      *url.URL
}

// openEntrance opens the sockets and reads the certificate.
func (o entranceOptions) openEntrance(p *program, log *slog.Logger) (_ *entrance, err error) {
	e := &entrance{}
	if e.proxies, err = listen.ParseProxies(*o.trustedProxies); err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.trusted_proxies", "text", *o.trustedProxies), err)
	}
	if err := e.openTLS(o.tls, log); err != nil {
		return nil, err
	}
	if err := e.openSockets(o, p.env); err != nil {
		e.close()
		return nil, err
	}
	if e.base, err = o.base(e); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

func (e *entrance) openTLS(o tlsOptions, log *slog.Logger) error {
	switch names, err := listen.ParseNames(*o.domain); {
	case err != nil:
		return errs.New(errs.Invalid, lang.Msg("error.tls_domain", "text", *o.domain), err)
	case len(names) > 0 && *o.cert != "":
		return errs.New(errs.Invalid, lang.Msg("error.tls_both"), nil)
	case len(names) > 0:
		e.kept = listen.NewLater()
		e.acme, err = listen.OpenACME(listen.ACMEOptions{Names: names, Email: *o.email, Directory: *o.directory, Cache: e.kept})
		if err != nil {
			return err
		}
		e.config = e.acme.Config()
	case (*o.cert == "") != (*o.key == ""):
		return errs.New(errs.Invalid, lang.Msg("error.tls_pair"), nil)
	case *o.cert != "":
		files, err := listen.OpenFiles(*o.cert, *o.key, clock.System(), log)
		if err != nil {
			return errs.New(errs.Invalid, lang.Msg("error.tls_files", "cert", *o.cert, "key", *o.key), err)
		}
		e.config = files.Config()
	}
	return nil
}

func (e *entrance) openSockets(o entranceOptions, env func(string) (string, bool)) error {
	given, err := listen.Inherited(env)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.sockets"), err)
	}
	addr, door := *o.addr, *o.httpAddr
	if e.config != nil && addr == plainAddr {
		addr = secureAddr
		if door == "" && given == nil {
			door = doorAddr
		}
	}
	e.door = given["http"]
	delete(given, "http")
	for _, l := range given {
		e.site, e.inherited = l, true // what its unit calls it does not matter: it is the only other one
	}
	if e.site == nil && e.door != nil && e.config == nil {
		e.site, e.door, e.inherited = e.door, nil, true
	}
	if e.site == nil {
		if e.site, err = listen.Open(addr); err != nil {
			return err
		}
	}
	if e.door == nil && door != "" && e.config != nil {
		e.door, err = listen.Open(door)
	}
	return err
}

// base is the address that links and mails carry.
func (o entranceOptions) base(e *entrance) (*url.URL, error) {
	if *o.baseURL == "" {
		if e.acme != nil {
			names, _ := listen.ParseNames(*o.tls.domain)
			return &url.URL{Scheme: "https", Host: names[0]}, nil
		}
		scheme := "http"
		if e.config != nil {
			scheme = "https"
		}
		port := 0
		if a, ok := e.site.Addr().(*net.TCPAddr); ok { // a socket of systemd may be none of TCP
			port = a.Port
		}
		return url.Parse(fmt.Sprintf("%s://localhost:%d", scheme, port))
	}
	u, err := url.Parse(*o.baseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Scheme == "http" && e.config != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("error.base_url", "address", *o.baseURL), err)
	}
	u.Path = ""
	return u, nil
}

// local says whether only this machine reaches the node: its socket and its address both
// are this machine's own.
func (e *entrance) local() bool {
	a, ok := e.site.Addr().(*net.TCPAddr)
	host := e.base.Hostname()
	ip := net.ParseIP(host)
	return ok && a.IP.IsLoopback() && (host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback())
}

func (e *entrance) close() {
	for _, l := range []net.Listener{e.site, e.door} {
		if l != nil {
			l.Close()
		}
	}
}

// keep says where certificates are kept: in the database where several nodes share one,
// else in the data folder.
func (e *entrance) keep(cache autocert.Cache) {
	if e.kept != nil {
		e.kept.Set(cache)
	}
}

// certificateCache is where a node keeps certificates.
func (n *node) certificateCache(where storage) autocert.Cache {
	if *where.dsn != "" {
		return operator.NewCertificates(n.db, n.key)
	}
	return autocert.DirCache(filepath.Join(*where.data, certificateFolder))
}

// fetch gets the certificates at the start, so that what is wrong stands in the log before
// the first reader comes.
func (e *entrance) fetch(ctx context.Context, log *slog.Logger) {
	if e.acme == nil {
		return
	}
	if err := e.acme.Fetch(ctx); err != nil && ctx.Err() == nil {
		log.Error("no certificate yet; it is tried again when a reader comes", "error", err)
	}
}

// servers are the site's server, and the plain door's where there is one.
type servers struct {
	entrance *entrance
	site     *http.Server
	door     *http.Server
	arrivals *arrivals  // at the site
	failed   chan error // why a server ended
	serving  int        // how many servers do
}

func newServers(ctx context.Context, e *entrance, h http.Handler, log *slog.Logger) *servers {
	s := &servers{entrance: e, failed: make(chan error, 2)}
	s.site = newServer(ctx, e.proxies.Handler(h, e.base.String()), log)
	s.site.TLSConfig = e.config
	s.arrivals = watch(s.site)
	if e.door != nil {
		plain := listen.ToHTTPS(e.base.String())
		if e.acme != nil {
			plain = e.acme.PlainDoor(e.base.String())
		}
		s.door = newServer(ctx, plain, log)
	}
	return s
}

// start begins to take requests. A socket that systemd holds is taken up only once the
// node is ready (early is false): until then requests wait, and none is refused.
func (s *servers) start(early bool) {
	if early == s.entrance.inherited {
		return
	}
	s.entrance.site = limited(s.entrance.site)
	s.serving++
	go func() {
		l := s.entrance.site
		if s.site.TLSConfig != nil {
			s.failed <- s.site.ServeTLS(l, "", "")
			return
		}
		s.failed <- s.site.Serve(l)
	}()
	if s.door != nil {
		s.serving++
		go func() { s.failed <- s.door.Serve(limited(s.entrance.door)) }()
	}
}

// shutDown takes no more connections, lets every request of the others end, and closes
// both servers whatever comes of it.
func (s *servers) shutDown(ctx context.Context) error {
	defer s.close()
	s.entrance.close()
	for range s.serving {
		<-s.failed // no connection is being accepted any more
	}
	s.site.SetKeepAlivesEnabled(false)
	s.arrivals.settle(ctx, s.site.ReadHeaderTimeout)
	var door error
	if s.door != nil {
		door = s.door.Shutdown(ctx)
	}
	return errors.Join(s.site.Shutdown(ctx), door)
}

func (s *servers) close() {
	s.site.Close()
	if s.door != nil {
		s.door.Close()
	}
	s.entrance.close()
}
