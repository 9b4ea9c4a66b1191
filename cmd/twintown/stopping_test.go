package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"twintown/internal/platform/db"
)

// Readers who come on and on, as through a load balancer that asks /readyz: when the
// node is told to stop, it says so first, and nobody's request is lost.
func TestStopUnderLoadDropsNothing(t *testing.T) {
	t.Parallel()
	site := serving(t, folderOf(t, starterData), "--drain", "1s")
	var leaving atomic.Bool
	var answered, lost atomic.Int64
	var readers sync.WaitGroup
	for i, path := range []string{"/en/", "/api/v1/places?q=Hrodna", "/en/places/776069-bialystok", "/healthz", "/api/v1/places/776069/matches?limit=%d", "/pl/places?q=Kowno"} {
		readers.Go(func() {
			for n := 1; !leaving.Load(); n++ {
				target := path
				if strings.Contains(path, "%d") {
					target = fmt.Sprintf(path, n)
				}
				status, _, err := site.get(target)
				if err != nil || status != http.StatusOK && status != http.StatusServiceUnavailable {
					lost.Add(1)
					t.Errorf("reader %d, %s: status %d, %v", i, target, status, err)
				}
				answered.Add(1)
			}
		})
	}
	until(t, "readers are answered", func() bool { return answered.Load() > 50 })
	site.signal(syscall.SIGTERM)
	until(t, "/readyz says that the node stops", func() bool {
		status, body, err := site.get("/readyz")
		if err != nil {
			t.Fatalf("the door closed before /readyz said so: %v", err)
		}
		return status == http.StatusServiceUnavailable && strings.Contains(body, "stopping")
	})
	site.answers("/en/accessibility", http.StatusOK)
	leaving.Store(true)
	readers.Wait()
	if code := site.ends(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	t.Logf("%d answers, %d lost", answered.Load(), lost.Load())
}

// Readers who take their answers slowly get all of them, while new ones are refused.
func TestStopWaitsForSlowReaders(t *testing.T) {
	t.Parallel()
	site := serving(t, folderOf(t, smallData))
	slow := make([]net.Conn, 4)
	for i := range slow {
		slow[i] = site.raw(request(fmt.Sprintf("/api/v1/places/900000001/matches?limit=%d", 100+i)))
		slow[i].(*net.TCPConn).SetReadBuffer(32 << 10) // less than an answer
	}
	for i, c := range slow { // a connection that nobody accepted yet is not under way
		first := make([]byte, 1)
		if _, err := c.Read(first); err != nil || first[0] != 'H' {
			t.Fatalf("no answer begins: %q, %v", first, err)
		}
		slow[i] = &begun{c, first}
	}
	site.signal(syscall.SIGTERM)
	until(t, "new connections are refused", func() bool {
		_, _, err := site.get("/healthz")
		return errors.Is(err, syscall.ECONNREFUSED)
	})
	for i, c := range slow {
		resp, body, err := answer(c)
		if err != nil || !json.Valid(body) && resp.StatusCode == http.StatusOK {
			t.Errorf("slow reader %d: %v after %d bytes", i, err, len(body))
		}
	}
	if code := site.ends(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// begun is a connection of which a part was read already.
type begun struct {
	net.Conn
	read []byte
}

// Read implements io.Reader.
func (b *begun) Read(p []byte) (int, error) {
	if len(b.read) > 0 {
		n := copy(p, b.read)
		b.read = b.read[n:]
		return n, nil
	}
	return b.Conn.Read(p)
}

// A first start that is told to stop, and one that is killed: each leaves a folder
// from which the next start goes on.
func TestFirstStartGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	data, addr := t.TempDir(), freeAddress(t)
	watch, err := db.Open(t.Context(), db.Options{Folder: data})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Close()
	written := func() (n int) {
		watch.QueryRowContext(t.Context(), `SELECT count(*) FROM place`).Scan(&n) // no table yet: none
		return n
	}

	site := twintown(t, "serve", "--addr", addr, "--data", data)
	site.url = "http://" + addr
	until(t, "the process lives", func() bool { status, _, _ := site.get("/healthz"); return status == http.StatusOK })
	site.answers("/readyz", http.StatusServiceUnavailable)
	if body := site.answers("/en/", http.StatusServiceUnavailable); !strings.Contains(body, "is starting") {
		t.Errorf("a reader is told %q", body)
	}
	until(t, "places are written", func() bool { return written() > 0 })
	site.signal(syscall.SIGTERM)
	if code := site.ends(); code != exitOK {
		t.Errorf("told to stop while it started: exit code %d", code)
	}

	before := written()
	site = twintown(t, "serve", "--addr", addr, "--data", data)
	until(t, "the rest is written", func() bool { return written() > before })
	site.signal(syscall.SIGKILL)
	site.ends()

	site = serving(t, data)
	site.answers("/readyz", http.StatusOK)
	if body := site.answers("/api/v1/places?q=Hrodna", http.StatusOK); !strings.Contains(body, "627904") {
		t.Errorf("the look-up after a kill: %.300s", body)
	}
	if err := watch.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// freeAddress is an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
