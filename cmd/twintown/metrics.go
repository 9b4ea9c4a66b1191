package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"twintown/internal/platform/listen"
	"twintown/internal/platform/metric"
)

// metricsTime bounds one answer to the program that watches: it asks twice a minute.
const metricsTime = 10 * time.Second

// openMeter begins to count, and to answer who watches, where an address is given. The
// node need not be ready for that, and answers until it has stopped. end ends it.
func (o serveOptions) openMeter(ctx context.Context, log *slog.Logger) (m *metric.Meter, end func(), err error) {
	l, err := openMetrics(*o.metrics, log)
	if err != nil || l == nil {
		return nil, func() {}, err
	}
	m = metric.New()
	ctx, end = context.WithCancel(context.WithoutCancel(ctx))
	log.Info("metrics", "address", "http://"+l.Addr().String()+"/metrics")
	go serveMetrics(ctx, l, m, log)
	return m, end, nil
}

// openMetrics listens where the node is to be watched, "" nowhere. Whoever reaches that
// address reads all of it, so one that others than the own network reach is warned of.
func openMetrics(addr string, log *slog.Logger) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	l, err := listen.Open(addr)
	if err == nil && !private(l.Addr()) {
		log.Warn("the metrics can be read from outside of this network: they are meant for a loopback or private address", "address", l.Addr().String())
	}
	return l, err
}

// private says whether only this machine or its own network reaches an address.
func private(a net.Addr) bool {
	at, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return true // a socket in the file system
	}
	ip := at.Addr().Unmap()
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
}

// serveMetrics answers with the meter's numbers until ctx ends.
func serveMetrics(ctx context.Context, l net.Listener, meter *metric.Meter, log *slog.Logger) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		ctx, end := context.WithTimeout(r.Context(), metricsTime)
		defer end()
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		meter.Write(ctx, w)
	})
	server := newServer(ctx, mux, log)
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(listen.Limit(l, mostWatchers)); err != nil && ctx.Err() == nil {
		log.Error("the metrics are not served any more", "error", err)
	}
}

// mostWatchers is how many connections there may be to the metrics: two programs and a
// person.
const mostWatchers = 16

// measure has the node's numbers asked for by the meter.
func (n *node) measure(m *metric.Meter) {
	if m == nil {
		return
	}
	m.Gauge("twintown_world_version", func() float64 { return float64(n.world.Now().Version) })
	m.Gauge("twintown_world_age_seconds", func() float64 { return time.Since(n.world.Now().Built).Seconds() })
	m.Gauge("twintown_database_commits_total", func() float64 { return float64(n.db.Stats().Commits) })
	m.Gauge("twintown_database_changes_total", func() float64 { return float64(n.db.Stats().Changes) })
	m.Gauge("twintown_database_failures_total", func() float64 { return float64(n.db.Stats().Failures) })
	m.Gauge("twintown_build_info", func() float64 { return 1 }, "release", release)
	m.Ask(func(ctx context.Context, say func(string, float64, ...string)) error {
		counts, err := n.queue.CountKinds(ctx)
		for _, c := range counts {
			say("twintown_jobs", float64(c.Jobs), "kind", c.Kind, "state", string(c.State))
		}
		return err
	})
	m.Ask(func(ctx context.Context, say func(string, float64, ...string)) error {
		counts, err := n.outbox.Count(ctx)
		for state, c := range counts {
			say("twintown_mails", float64(c), "state", string(state))
		}
		return err
	})
}
