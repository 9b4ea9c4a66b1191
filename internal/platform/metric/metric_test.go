package metric

import (
	"bufio"
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// line is a sample as Prometheus's text format has it.
var line = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",? ?)*\})? (?:[-+]?[0-9].*|[-+]?Inf|NaN)$`)

func read(t *testing.T, m *Meter) map[string]string {
	t.Helper()
	var out strings.Builder
	m.Write(t.Context(), &out)
	found := map[string]string{}
	for s := bufio.NewScanner(strings.NewReader(out.String())); s.Scan(); {
		text := s.Text()
		if strings.HasPrefix(text, "#") || text == "" {
			continue
		}
		if !line.MatchString(text) {
			t.Errorf("no sample: %q", text)
		}
		at := strings.LastIndexByte(text, ' ')
		if _, twice := found[text[:at]]; twice {
			t.Errorf("twice: %s", text[:at])
		}
		found[text[:at]] = text[at+1:]
	}
	return found
}

func TestAMeterPrintsWhatItCounted(t *testing.T) {
	m := New()
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			m.Request("GET", "/places/{place}", 200, 3*time.Millisecond)
			m.Waited("light", 300*time.Millisecond)
		})
	}
	group.Wait()
	m.Request("GET", "/places/{place}", 503, 20*time.Second)
	m.Refused("heavy")
	m.Gauge("twintown_world_version", func() float64 { return 1e15 })
	m.Ask(func(_ context.Context, say func(string, float64, ...string)) error {
		say("twintown_jobs", 2, "kind", `a"b\c`+"\n", "state", "parked")
		return nil
	})
	m.Ask(func(_ context.Context, say func(string, float64, ...string)) error {
		say("twintown_mails", 7)
		return errors.New("the database is away")
	})
	got := read(t, m)
	for name, want := range map[string]string{
		`twintown_http_requests_total{method="GET",route="/places/{place}",status="200"}`:        "50",
		`twintown_http_requests_total{method="GET",route="/places/{place}",status="503"}`:        "1",
		`twintown_http_request_seconds_bucket{method="GET",route="/places/{place}",le="0.0025"}`: "0",
		`twintown_http_request_seconds_bucket{method="GET",route="/places/{place}",le="0.005"}`:  "50",
		`twintown_http_request_seconds_bucket{method="GET",route="/places/{place}",le="+Inf"}`:   "51",
		`twintown_http_request_seconds_count{method="GET",route="/places/{place}"}`:              "51",
		`twintown_queue_wait_seconds_bucket{queue="light",le="0.25"}`:                            "0",
		`twintown_queue_wait_seconds_count{queue="light"}`:                                       "50",
		`twintown_queue_refused_total{queue="heavy"}`:                                            "1",
		`twintown_world_version`:                         "1000000000000000",
		`twintown_jobs{kind="a\"b\\c\n",state="parked"}`: "2",
		`twintown_metrics_failures_total`:                "1",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if _, there := got["twintown_mails"]; there {
		t.Error("half an answer was printed")
	}
	if got["go_goroutines"] == "" || got["process_resident_memory_bytes"] == "" {
		t.Error("nothing of the runtime and the process")
	}
}

func TestNobodysMeter(t *testing.T) {
	var m *Meter
	m.Request("GET", "/", 200, 0)
	m.Waited("light", 0)
	m.Refused("light")
	m.Gauge("x", nil)
	m.Ask(nil)
}

func BenchmarkRequest(b *testing.B) {
	m := New()
	for b.Loop() {
		m.Request("GET", "/places/{place}/partners", 200, 3*time.Millisecond)
	}
}
