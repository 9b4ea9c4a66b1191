// Command flood measures whether pages stay quick while many try to sign in.
//
//	go run ./drills/flood [-n 3]
//
// Readers ask for pages, one after the other, in n rounds without and n rounds with a
// flood: clients that guess passwords of ever new accounts from ever new addresses, so
// that no throttle spares the program the hashing. It prints the pages' 99th percentile in
// both, and what became of the guesses. It fails when a page is refused.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"twintown/drills/kit"
	"twintown/internal/platform/db"
)

// A round is long enough for some thousand pages. There are fewer readers than the
// program has places for light work, and more guessers than for hashing.
const (
	round    = 8 * time.Second
	readers  = 4
	guessers = 64
)

func main() {
	kit.Run(3, func(ctx context.Context, d kit.Drill) error {
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, engine db.Engine) error {
	site, remove, err := d.NewSite(engine, "flood-"+string(engine))
	if err != nil {
		return err
	}
	defer remove()
	// the flood comes through a proxy on this machine, as from everywhere
	server, err := d.Serve(ctx, site, "--trusted-proxies", "127.0.0.1")
	if err != nil {
		return err
	}
	defer server.Stop()
	return measure(ctx, engine, server.URL, d.N)
}

// result is what became of the requests of one kind.
type result struct {
	mu       sync.Mutex
	took     []time.Duration
	statuses map[int]int
}

func (r *result) note(status int, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.took = append(r.took, took)
	r.statuses[status]++
}

func (r *result) percentile(p float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	slices.Sort(r.took)
	return r.took[int(p*float64(len(r.took)-1))].Round(100 * time.Microsecond)
}

func measure(ctx context.Context, engine db.Engine, base string, n int) error {
	calm, flooded, guesses := &result{statuses: map[int]int{}}, &result{statuses: map[int]int{}}, &result{statuses: map[int]int{}}
	warm := &result{statuses: map[int]int{}}
	read(ctx, base, time.Second, warm)
	for range n { // in turn, so that what else the machine does falls on both
		read(ctx, base, round, calm)
		end, stop := context.WithCancel(ctx)
		var flood sync.WaitGroup
		for range guessers {
			flood.Go(func() { guess(end, base, guesses) })
		}
		read(ctx, base, round, flooded)
		stop()
		flood.Wait()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	a, b := calm.percentile(0.99), flooded.percentile(0.99)
	fmt.Printf("flood   %-8s %d readers, %d × %s without and with %d clients who guess passwords: pages' p99 %s and %s (×%.2f), median %s and %s, %d and %d pages; guesses refused for the password %d, for want of room %d   promised ≤ 2×\n",
		engine, readers, n, round, guessers, a, b, float64(b)/float64(max(a, 1)), calm.percentile(0.5), flooded.percentile(0.5), len(calm.took), len(flooded.took),
		guesses.statuses[http.StatusUnprocessableEntity], guesses.statuses[http.StatusServiceUnavailable])
	for _, r := range []*result{calm, flooded} {
		if r.statuses[http.StatusOK] != len(r.took) {
			return fmt.Errorf("pages were refused: %v", r.statuses)
		}
	}
	if guesses.statuses[http.StatusUnprocessableEntity] == 0 || guesses.statuses[http.StatusSeeOther] > 0 {
		return fmt.Errorf("the guesses were no guesses: %v", guesses.statuses)
	}
	return nil
}

// read asks for pages that are made anew each time: look-ups, and towns with a question
// that no page was kept for.
func read(ctx context.Context, base string, span time.Duration, into *result) {
	ctx, cancel := context.WithTimeout(ctx, span)
	defer cancel()
	var all sync.WaitGroup
	for i := range readers {
		all.Go(func() {
			for k := 0; ctx.Err() == nil; k++ {
				path := "/en/places?q=" + url.QueryEscape(names[(i+k)%len(names)])
				if k%4 == 3 {
					path = fmt.Sprintf("/en/places/776069-bialystok?x=%d-%d", i, k)
				}
				request(ctx, http.MethodGet, base+path, "", "", into)
			}
		})
	}
	all.Wait()
}

var names = []string{"Hrodna", "Alytus", "Brest", "Sokółka", "Ужгород", "Königsberg", "Wilno", "Eindhoven"}

var guessed atomic.Int64

func guess(ctx context.Context, base string, into *result) {
	for ctx.Err() == nil {
		n := guessed.Add(1)
		body := url.Values{"email": {fmt.Sprintf("nobody%d@example.org", n)}, "password": {"four words in a row"}}.Encode()
		from := fmt.Sprintf("198.18.%d.%d", n/250%250, n%250)
		request(ctx, http.MethodPost, base+"/en/sign-in", body, from, into)
	}
}

// request notes the answer; one that the end of the round cut off counts for nothing.
func request(ctx context.Context, method, address, body, from string, into *result) {
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", from)
	}
	begun := time.Now()
	resp, err := client.Do(r)
	if err != nil {
		return
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	if err == nil {
		into.note(resp.StatusCode, time.Since(begun))
	}
}

var client = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: readers + guessers},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
