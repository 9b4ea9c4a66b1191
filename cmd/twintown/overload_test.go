package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestRefusals asks one site all that it has to refuse, and sees after each that
// it still answers.
func TestRefusals(t *testing.T) {
	t.Parallel()
	site := serving(t, folderOf(t, smallData))
	for _, c := range []struct {
		name, sent string
		status     int
		has        string
	}{
		{"an address without end", request("/en/places?q=" + strings.Repeat("a", 24<<10)), 431, ""},
		{"headers without end", "GET /en/ HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("X-More: "+strings.Repeat("a", 1000)+"\r\n", 24) + "\r\n", 431, ""},
		{"a long question", request("/en/places?q=" + strings.Repeat("a", 5000)), 200, "<html"},
		{"a question of the API that is too long", request("/api/v1/places?q=" + strings.Repeat("a", 5000)), 422, `"status":422`},
		{"half an escape", request("/en/%zz"), 400, ""},
		{"a zero byte", request("/en/%00"), 404, "<html"},
		{"a step out of the site", request("/assets/../../../../etc/passwd"), 307, "/etc/passwd"},
		{"an escaped step out of the site", request("/assets/%2e%2e/%2e%2e/etc/passwd"), 404, ""},
		{"an address of another site", request("//elsewhere.example/%2f.."), 307, "Location: /elsewhere.example"},
		{"slashes the wrong way", request(`/\elsewhere.example`), 404, "<html"},
		{"a number beyond numbers", request("/en/places/99999999999999999999"), 404, "<html"},
		{"a negative number", request("/en/places/-1"), 404, "<html"},
		{"no HTTP", "hello\r\n\r\n", 400, ""},
		{"no host", "GET /en/ HTTP/1.1\r\n\r\n", 400, ""},
		{"two lengths", "POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, ""},
		{"length and chunks", "POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: nonsense\r\n\r\n0\r\n\r\n", 501, ""},
		{"a change of a page", "POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405, "<html"},
		{"a change through the API", "DELETE /api/v1/places/776069 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, `"status":405`},
		{"a trace", "TRACE /en/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "Allow: GET, HEAD"},
		{"a method of nobody", "FLY /en/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "Allow: GET, HEAD"},
		{"a change in a reader's name", "POST /en/ HTTP/1.1\r\nHost: localhost\r\nOrigin: https://elsewhere.example\r\nContent-Length: 0\r\n\r\n", 403, "<html"},
		{"the same through the API", "POST /api/v1/places HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n", 403, `"status":403`},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp, body, err := answer(site.raw(c.sent))
			if err != nil {
				t.Fatal(err)
			}
			var head strings.Builder
			resp.Header.Write(&head)
			if resp.StatusCode != c.status || !strings.Contains(head.String()+string(body), c.has) {
				t.Errorf("status %d, want %d with %q\n%s\n%.300s", resp.StatusCode, c.status, c.has, head.String(), body)
			}
		})
	}
	site.answers("/readyz", http.StatusOK)
	if strings.Contains(site.err.String(), "level=ERROR") {
		t.Errorf("something failed:\n%s", site.err)
	}
}

// A client who never finishes its headers is cut, and holds nobody up meanwhile.
func TestUnfinishedHeadersAreCut(t *testing.T) {
	t.Parallel()
	site := serving(t, folderOf(t, smallData))
	slow := make([]net.Conn, 200)
	for i := range slow {
		slow[i] = site.raw("GET /en/ HTTP/1.1\r\nHost: local")
	}
	site.answers("/en/accessibility", http.StatusOK)
	for i, c := range slow {
		if _, err := io.Copy(io.Discard, c); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Fatalf("connection %d was not cut: %v", i, err)
		}
	}
}

// A flood of rankings is cut down to what the cores can do: the rest is told at
// once when to come back, while look-up goes on. Afterwards all is as before.
func TestFloodOfRankings(t *testing.T) {
	t.Parallel()
	site := serving(t, folderOf(t, starterData))
	const readers = 400
	var done, good, refused atomic.Int64
	var flood sync.WaitGroup
	for i := range readers {
		flood.Go(func() {
			defer done.Add(1)
			resp, err := http.Get(fmt.Sprintf("%s/api/v1/places/776069/matches?limit=%d", site.url, 1+i))
			if err != nil {
				t.Errorf("reader %d: %v", i, err)
				return
			}
			defer resp.Body.Close()
			io.Copy(io.Discard, resp.Body)
			switch {
			case resp.StatusCode == http.StatusOK:
				good.Add(1)
			case resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") != "":
				refused.Add(1)
			default:
				t.Errorf("reader %d: status %d, Retry-After %q", i, resp.StatusCode, resp.Header.Get("Retry-After"))
			}
		})
	}
	until(t, "somebody is refused", func() bool { return refused.Load() > 0 })
	for range 5 {
		site.answers("/en/places?q=Kaunas", http.StatusOK)
	}
	t.Logf("look-up answered while %d of %d were still under way", readers-done.Load(), readers)
	flood.Wait()
	if good.Load() == 0 {
		t.Error("nobody got a ranking")
	}
	site.answers("/api/v1/places/776069/matches", http.StatusOK)
	t.Logf("%d rankings, %d refused", good.Load(), refused.Load())
}

// Bodies that drip in and answers that nobody takes are cut by the server's
// deadlines. Here they are a hundredth of what serve sets.
func TestDeadlinesCutSlowClients(t *testing.T) {
	t.Parallel()
	finished := make(chan error, 1)
	server := newServer(t.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			_, err := io.Copy(io.Discard, r.Body)
			finished <- err
			return
		}
		var err error
		for chunk := make([]byte, 1<<20); err == nil; {
			_, err = w.Write(chunk)
		}
		finished <- err
	}), slog.New(slog.DiscardHandler))
	for _, d := range []*time.Duration{&server.ReadHeaderTimeout, &server.ReadTimeout, &server.WriteTimeout, &server.IdleTimeout} {
		if *d <= 0 || *d > time.Minute {
			t.Fatalf("a deadline is %s", *d)
		}
		*d /= 100
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	for name, sent := range map[string]string{
		"a body that never ends":      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc",
		"an answer that nobody takes": request("/"),
	} {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, sent)
		select {
		case err := <-finished:
			if err == nil {
				t.Errorf("%s: it ended well", name)
			}
		case <-time.After(soon):
			t.Fatalf("%s: the client was not cut", name)
		}
	}
}
