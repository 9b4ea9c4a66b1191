package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// serveOptions are the settings of a node.
type serveOptions struct {
	storage
	addr    *string
	baseURL *string
	logJSON *bool
}

func serveFlags(fs *flag.FlagSet) serveOptions {
	return serveOptions{
		storage: storageFlags(fs),
		addr:    fs.String("addr", "127.0.0.1:8080", "address to listen on"),
		baseURL: fs.String("base-url", "", "address under which people reach the site; empty: http://localhost with the port of --addr"),
		logJSON: fs.Bool("log-json", false, "write the log as JSON"),
	}
}

func (o serveOptions) log(p *program) *slog.Logger {
	if *o.logJSON {
		return slog.New(slog.NewJSONHandler(p.err, nil))
	}
	return slog.New(slog.NewTextHandler(p.err, nil))
}

// serve runs the site until it is told to stop. It listens at once, so that a
// load balancer sees it start, and answers 503 until look-up and ranking do.
func serve(ctx context.Context, p *program, args []string) error {
	fs := p.flags("serve")
	opt := serveFlags(fs)
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	listener, err := listen(*opt.addr)
	if err != nil {
		return err
	}
	base, err := baseURL(*opt.baseURL, listener)
	if err != nil {
		listener.Close()
		return err
	}
	door := &frontDoor{}
	server := newServer(ctx, door, opt.log(p))
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	n, err := startNode(ctx, p, opt, base)
	if err != nil {
		server.Close()
		return err
	}
	defer n.close()
	door.open(n.handler)
	p.say(p.out, "cli.ready", "address", base.String())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return shutDown(door, server)
	}
}

// newServer sets every deadline: a client that is slower than these is cut, so
// that it cannot hold what others need.
func newServer(ctx context.Context, h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10, // browsers send 1 to 4 kB
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		// Requests under way outlive the signal that stops the server.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
}

// grace is how long a stopping node waits for requests under way. Load
// balancers and systemd give up after 30 to 90 seconds.
const grace = 30 * time.Second

// shutDown says "not ready" first and then lets every request end.
func shutDown(door *frontDoor, server *http.Server) error {
	door.leave()
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return server.Shutdown(ctx)
}

func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errs.New(errs.Unavailable, lang.Msg("error.port_in_use", "address", addr), err)
	case errors.Is(err, os.ErrPermission):
		return nil, errs.New(errs.Forbidden, lang.Msg("error.port_forbidden", "address", addr), err)
	case err != nil:
		return nil, errs.New(errs.Invalid, lang.Msg("error.address", "address", addr), err)
	}
	return l, nil
}

// baseURL returns the address that links and mails carry.
func baseURL(flagged string, l net.Listener) (*url.URL, error) {
	if flagged == "" {
		return url.Parse(fmt.Sprintf("http://localhost:%d", l.Addr().(*net.TCPAddr).Port))
	}
	u, err := url.Parse(flagged)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errs.New(errs.Invalid, lang.Msg("error.base_url", "address", flagged), err)
	}
	u.Path = ""
	return u, nil
}

// frontDoor is what the server shows while the node starts and stops:
// /healthz says that the process lives, /readyz that look-up and ranking answer.
type frontDoor struct {
	inside  atomic.Pointer[http.Handler]
	leaving atomic.Bool
}

func (d *frontDoor) open(h http.Handler) { d.inside.Store(&h) }
func (d *frontDoor) leave()              { d.leaving.Store(true) }

// ServeHTTP answers the two probes itself and hands everything else inside.
func (d *frontDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := d.inside.Load()
	switch {
	case r.URL.Path == "/healthz":
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintln(w, "ok")
	case h == nil || r.URL.Path == "/readyz" && d.leaving.Load():
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Retry-After", "2") // a start takes less than ten seconds
		http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
	case r.URL.Path == "/readyz":
		w.Header().Set("Cache-Control", "no-store")
		fmt.Fprintln(w, "ready")
	default:
		(*h).ServeHTTP(w, r)
	}
}
