package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// newBusySite is a site whose every place to work is taken until the returned function
// is called, and which has none to wait.
func newBusySite(t *testing.T, load Load) (s *Site, quieten func()) {
	t.Helper()
	s = newTestSite(t)
	s.rooms.Programs = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") })
	s.queues[load] = newQueue(1, 0)
	leave, _ := s.queues[load].enter(t.Context())
	return s, leave
}

// Rankings that programs ask for wait where those of readers do; look-up goes on meanwhile.
func TestProgramsWaitTheirTurn(t *testing.T) {
	const light, heavy = "/api/v1/places?q=Hrodna", "/api/v1/places/776069/matches"
	for _, c := range []struct {
		busy          Load
		light, heavy  int
		page, refused string
	}{
		{Heavy, http.StatusOK, http.StatusServiceUnavailable, "/en/accessibility", heavy},
		{Light, http.StatusServiceUnavailable, http.StatusOK, "", light},
	} {
		t.Run(string(c.busy), func(t *testing.T) {
			s, quieten := newBusySite(t, c.busy)
			h := s.Handler()
			if got := ask(h, light).Code; got != c.light {
				t.Errorf("look-up: status %d, want %d", got, c.light)
			}
			if got := ask(h, heavy).Code; got != c.heavy {
				t.Errorf("ranking: status %d, want %d", got, c.heavy)
			}
			if c.page != "" && ask(h, c.page).Code != http.StatusOK {
				t.Errorf("%s does not answer", c.page)
			}
			isProblem(t, ask(h, c.refused, "Accept-Language: pl"), http.StatusServiceUnavailable)
			quieten()
			if got := ask(h, c.refused).Code; got != http.StatusOK {
				t.Errorf("when the others have left: status %d", got)
			}
		})
	}
}

// isProblem says whether a program can read why it was refused.
func isProblem(t *testing.T, w *httptest.ResponseRecorder, status int) {
	t.Helper()
	var problem struct {
		Status        int
		Title, Detail string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || problem.Status != status || problem.Detail == "" || w.Code != status {
		t.Errorf("status %d, problem %+v (%v); want %d: %.200s", w.Code, problem, err, status, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type %q", got)
	}
	if status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Error("it may be kept")
	}
}

// What other sites ask for in a program's name, and defects, are problems too.
func TestProgramsGetNoPages(t *testing.T) {
	s := newTestSite(t)
	s.rooms.Programs = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a defect") })
	h := s.Handler()
	isProblem(t, ask(h, "/api/v1/places"), http.StatusInternalServerError)
	r := httptest.NewRequest(http.MethodPost, "/api/v1/places", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	isProblem(t, w, http.StatusForbidden)
}

// Hashing takes half of its cores' time at most, however many want to sign in; who waits
// gets her turn as soon as the place has rested.
func TestHashingRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const work = 50 * time.Millisecond
		q := newResting(1, 1)
		leave, _ := q.enter(t.Context())
		<-time.After(work)
		leave()
		left := time.Now()
		leave, ok := q.enter(t.Context())
		if rested := time.Since(left); !ok || rested != work {
			t.Errorf("the next came in after %s (%v), want %s", rested, ok, work)
		}
		leave()
		synctest.Wait()
	})
}

// A reader who takes an answer slowly, or not at all, holds no place in the queue.
func TestSlowReadersHoldNobodyUp(t *testing.T) {
	s := newTestSite(t)
	s.queues[Light] = newQueue(1, 1)
	large := bytes.Repeat([]byte("x"), 64<<20) // more than the buffers of both ends take
	server := httptest.NewServer(s.inTurn(Light, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/large" {
			w.Write(large)
		}
	})))
	defer server.Close()
	for range 3 {
		slow, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer slow.Close()
		io.WriteString(slow, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
		if _, err := slow.Read(make([]byte, 1)); err != nil { // the answer has begun, and goes no further
			t.Fatal(err)
		}
		resp, err := http.Get(server.URL + "/small")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("beside a slow reader: status %d", resp.StatusCode)
		}
	}
}
