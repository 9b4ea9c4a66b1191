// Package metric counts what a node does, for a program that watches it.
//
// A [Meter] holds counters, histograms and gauges and prints them as Prometheus reads
// them. Parts of the house that do something often get the node's meter and tell it; what
// is a number already (jobs by state, the age of the data) is asked for when somebody
// reads. A nil Meter takes everything and counts nothing, so that nobody has to ask.
//
//	meter := metric.New()
//	meter.Request("GET /places/{place}", 200, took)
//	meter.Gauge("twintown_world_version", func() float64 { … })
//	meter.Write(w)
//
// # Labels
//
// A label says what sort of thing was counted, never which one: the pattern of a route,
// not its address; no account, no place, no address of a reader. So a meter has at most
// some thousand lines, and holds nothing that belongs to a person. [Meter.Request] takes
// routes from the site map alone; what comes from outside is "other".
package metric

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// bounds are the ends of a histogram's buckets, in seconds: a page takes some
// milliseconds, ranking tens, and a reader gives up after ten seconds.
var bounds = []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}

// Meter counts. It is safe for concurrent use.
type Meter struct {
	set *metrics.Set

	mu      sync.Mutex
	readers []func(ctx context.Context, say func(name string, value float64, labels ...string)) error
}

// New returns a meter that has counted nothing.
func New() *Meter { return &Meter{set: metrics.NewSet()} }

// Other is the label of what the site map does not have.
const Other = "other"

// Request counts an answer and how long it took.
func (m *Meter) Request(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	m.set.GetOrCreateCounter(named("twintown_http_requests_total", "method", method, "route", route, "status", strconv.Itoa(status))).Inc()
	m.set.GetOrCreatePrometheusHistogramExt(named("twintown_http_request_seconds", "method", method, "route", route), bounds).Update(took.Seconds())
}

// Waited counts a request that had to wait for its turn, and how long.
func (m *Meter) Waited(queue string, took time.Duration) {
	if m == nil {
		return
	}
	m.set.GetOrCreatePrometheusHistogramExt(named("twintown_queue_wait_seconds", "queue", queue), bounds).Update(took.Seconds())
}

// Refused counts a request for which there was no place in a queue.
func (m *Meter) Refused(queue string) {
	if m == nil {
		return
	}
	m.set.GetOrCreateCounter(named("twintown_queue_refused_total", "queue", queue)).Inc()
}

// Gauge has a number asked for whenever somebody reads.
func (m *Meter) Gauge(name string, value func() float64, labels ...string) {
	if m == nil {
		return
	}
	m.set.GetOrCreateGauge(named(name, labels...), value)
}

// Ask has numbers asked for whenever somebody reads, whose labels are not known before.
// One that fails leaves its numbers out and is counted.
func (m *Meter) Ask(reader func(ctx context.Context, say func(name string, value float64, labels ...string)) error) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.readers = append(m.readers, reader)
}

// Write prints all numbers, those of Go's runtime and of the process last.
func (m *Meter) Write(ctx context.Context, w io.Writer) {
	m.mu.Lock()
	readers := m.readers
	m.mu.Unlock()
	for _, read := range readers {
		var lines strings.Builder
		err := read(ctx, func(name string, value float64, labels ...string) {
			fmt.Fprintf(&lines, "%s %s\n", named(name, labels...), strconv.FormatFloat(value, 'g', -1, 64))
		})
		if err != nil {
			m.set.GetOrCreateCounter("twintown_metrics_failures_total").Inc()
			continue
		}
		_, _ = io.WriteString(w, lines.String()) // the reader went away; there is nobody to tell
	}
	m.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}

// escape writes a label's value as the format has it.
var escape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// named is a metric's name with its labels, names and values in turn.
func named(name string, labels ...string) string {
	if len(labels) < 2 {
		return name
	}
	var b strings.Builder
	b.WriteString(name)
	sep := byte('{')
	for i := 0; i+1 < len(labels); i += 2 {
		b.WriteByte(sep)
		sep = ','
		b.WriteString(labels[i] + `="` + escape.Replace(labels[i+1]) + `"`)
	}
	b.WriteByte('}')
	return b.String()
}
