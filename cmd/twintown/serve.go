package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"twintown/internal/platform/lang"
	"twintown/internal/platform/listen"
	"twintown/internal/seek/relay"
)

// serveOptions are the settings of a node.
type serveOptions struct {
	storage
	entranceOptions
	nights  nightOptions
	drain   *time.Duration
	demo    *string
	logJSON *bool
	clamd   *string
	metrics *string
	post
	signOn
	interpreter
	years *int // that conversations are kept
}

func serveFlags(fs *flag.FlagSet) serveOptions {
	return serveOptions{
		storage:         storageFlags(fs),
		entranceOptions: entranceFlags(fs),
		drain:           fs.Duration("drain", 0, ""),
		demo:            fs.String("demo", demoAuto, ""),
		logJSON:         fs.Bool("log-json", false, ""),
		clamd:           fs.String("clamd", "", ""),
		metrics:         fs.String("metrics-addr", "", ""),
		post:            postFlags(fs),
		signOn:          signOnFlags(fs),
		interpreter:     translateFlags(fs),
		years:           fs.Int("conversation-years", relay.KeptYears, ""),
		nights:          nightFlags(fs),
	}
}

func (o serveOptions) log(p *program) *slog.Logger {
	if *o.logJSON {
		return slog.New(slog.NewJSONHandler(p.err, nil))
	}
	return slog.New(slog.NewTextHandler(p.err, nil))
}

// serve runs the site until it is told to stop, also while it starts. It listens
// at once, so that a load balancer sees it start, and answers 503 until look-up and
// ranking do.
func serve(ctx context.Context, p *program, args []string) error {
	fs := p.flags("serve")
	opt := serveFlags(fs)
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	log := opt.log(p)
	meter, unmeter, err := opt.openMeter(ctx, log)
	if err != nil {
		return err
	}
	defer unmeter()
	way, err := opt.openEntrance(p, log)
	if err != nil {
		return err
	}
	door := &frontDoor{catalog: p.catalog}
	running := newServers(ctx, way, door, log)
	running.start(true)
	n, err := startNode(ctx, p, opt, way, meter)
	if err != nil {
		running.close()
		if ctx.Err() != nil {
			return nil // told to stop before it was ready; the next start goes on from here
		}
		return err
	}
	defer n.close()
	way.keep(n.certificateCache(opt.storage))
	door.open(n.handler)
	running.start(false)
	go way.fetch(ctx, log)
	p.say(p.out, "cli.ready", "address", way.base.String())
	if err := p.sayFirstLink(ctx, n, way.base); err != nil && ctx.Err() == nil { // told to stop already: in peace
		running.close()
		return err
	}
	tellSystemd(p, log, "READY=1")
	select {
	case err := <-running.failed:
		running.close()
		return err
	case <-ctx.Done():
		log.Info("stopping: requests under way are answered first", "drain", *opt.drain, "grace", grace)
		tellSystemd(p, log, "STOPPING=1")
		return shutDown(door, running, *opt.drain)
	}
}

// sayFirstLink prints the link for the first administrator of an empty installation.
func (p *program) sayFirstLink(ctx context.Context, n *node, base *url.URL) error {
	token, ok, err := n.people.FirstLink(ctx)
	if err != nil || !ok {
		return err
	}
	link := base.JoinPath(p.print.Lang(), "first")
	link.RawQuery = url.Values{"key": {token}}.Encode()
	p.say(p.out, "cli.first_link", "address", link.String())
	return nil
}

// mostConnections keeps readers who hold a connection and ask nothing from taking
// all of the node's memory: each costs about 20 kB. Further ones wait to be accepted.
const mostConnections = 8192

// limited bounds the connections of a socket.
func limited(l net.Listener) net.Listener { return listen.Limit(l, mostConnections) }

// tellSystemd says how the node stands, where systemd asks.
func tellSystemd(p *program, log *slog.Logger, state string) {
	if err := listen.Notify(p.env, state); err != nil {
		log.Warn("systemd was not told", "state", state, "error", err)
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

// shutDown says "not ready" first, waits for drain, and then lets every request
// end. Those that take longer than grace are cut, which is a failure.
func shutDown(door *frontDoor, running *servers, drain time.Duration) error {
	door.leave()
	time.Sleep(drain)
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := running.shutDown(ctx); err != nil {
		return fmt.Errorf("requests under way were cut after %s: %w", grace, err)
	}
	return nil
}

// frontDoor is what the server shows while the node starts and stops:
// /healthz says that the process lives, /readyz that look-up and ranking answer.
type frontDoor struct {
	catalog *lang.Catalog
	inside  atomic.Pointer[http.Handler]
	leaving atomic.Bool
}

// open lets requests in. The caller has seen look-up and ranking answer.
func (d *frontDoor) open(h http.Handler) { d.inside.Store(&h) }
func (d *frontDoor) leave()              { d.leaving.Store(true) }

// ServeHTTP answers the two probes itself and hands everything else inside.
func (d *frontDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := d.inside.Load()
	switch {
	case r.URL.Path == "/healthz":
		probe(w, http.StatusOK, "ok")
	case r.URL.Path == "/readyz" && h == nil:
		probe(w, http.StatusServiceUnavailable, "starting")
	case r.URL.Path == "/readyz" && d.leaving.Load():
		probe(w, http.StatusServiceUnavailable, "stopping")
	case r.URL.Path == "/readyz":
		probe(w, http.StatusOK, "ready")
	case h == nil:
		w.Header().Set("Refresh", startTime) // browsers ask again by themselves
		p := d.catalog.Printer(d.catalog.Match(r.Header.Get("Accept-Language")))
		probe(w, http.StatusServiceUnavailable, p.T("error.starting"))
	default:
		(*h).ServeHTTP(w, r)
	}
}

// startTime is what callers are told to wait, in seconds: a start takes less than ten.
const startTime = "2"

// probe answers with one line, which nobody may keep.
func probe(w http.ResponseWriter, status int, line string) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", startTime)
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, line)
}
