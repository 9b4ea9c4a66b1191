package main

import (
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// metricsOf reads what a running program says of itself, by name and labels.
func metricsOf(t *testing.T, address string) map[string]string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Fatalf("%s: %d %s, %v", address, resp.StatusCode, resp.Header.Get("Content-Type"), err)
	}
	found := map[string]string{}
	for line := range strings.Lines(string(body)) {
		if at := strings.LastIndexByte(line, ' '); at > 0 && line[0] != '#' {
			found[line[:at]] = strings.TrimSpace(line[at+1:])
		}
	}
	return found
}

// A node counts what it answers by the lines of the site map, and says how it is, to those
// alone who ask at the other address.
func TestMetricsOfARunningNode(t *testing.T) {
	site := serving(t, folderOf(t, starterData), "--metrics-addr", "127.0.0.1:0")
	said := regexp.MustCompile(`http://127\.0\.0\.1:\d+/metrics`).FindString(site.err.String())
	if said == "" {
		t.Fatal("the log does not say where the metrics are")
	}
	for _, path := range []string{"/pl/places/776069-bialystok", "/de/places/776069-bialystok", "/en/places?q=secret+name", "/en/nothing/secret", "/api/v1/places/776069", "/.env"} {
		if _, _, err := site.get(path); err != nil {
			t.Fatal(err)
		}
	}
	got := metricsOf(t, said)
	for name, want := range map[string]string{
		`twintown_http_requests_total{method="GET",route="/places/{place}",status="200"}`:     "2",
		`twintown_http_requests_total{method="GET",route="/places",status="200"}`:             "1",
		`twintown_http_requests_total{method="GET",route="/api/v1/places/{id}",status="200"}`: "1",
		`twintown_http_requests_total{method="other",route="other",status="404"}`:             "2",
		`twintown_http_request_seconds_count{method="GET",route="/places/{place}"}`:           "2",
		`twintown_build_info{release="development"}`:                                          "1",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	for _, name := range []string{
		"twintown_world_version", "twintown_world_age_seconds", "twintown_database_commits_total", "twintown_database_changes_total",
		`twintown_queue_wait_seconds_count{queue="light"}`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if got[name] == "" || got[name] == "0" {
			t.Errorf("%s is %q", name, got[name])
		}
	}
	for name := range got {
		if strings.Contains(name, "secret") || strings.Contains(name, "776069") || strings.Contains(name, `="/pl/`) {
			t.Errorf("it says what was asked for: %s", name)
		}
	}
	if len(got) > 2000 {
		t.Errorf("%d lines", len(got))
	}
	if status, _, err := site.get("/metrics"); err != nil || status != http.StatusNotFound {
		t.Errorf("the site itself answers /metrics with %d, %v", status, err)
	}
	if resp, err := http.Get(strings.TrimSuffix(said, "metrics")); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("the metrics' address answers other questions: %v, %v", resp, err)
	}
}

func TestWhoReachesTheMetrics(t *testing.T) {
	for text, want := range map[string]bool{
		"127.0.0.1:9100": true, "[::1]:9100": true, "10.1.2.3:9100": true, "192.168.7.1:9100": true, "[fd00::1]:9100": true, "[::ffff:10.0.0.1]:9100": true, "169.254.1.1:9100": true,
		"0.0.0.0:9100": false, "[::]:9100": false, "198.51.100.7:9100": false, "[2001:db8::1]:9100": false,
	} {
		a, err := net.ResolveTCPAddr("tcp", text)
		if err != nil {
			t.Fatal(err)
		}
		if private(a) != want {
			t.Errorf("%s: %v, want %v", text, !want, want)
		}
	}
}
