// Command registering measures what a run on the last places of a meeting does: a thousand
// people register at once for a hundred places, again and again. Each run must seat exactly
// a hundred and put everybody else into the line, in an order without gaps.
//
//	go run ./bench/registering [-n 5]
//
// It fails where a run seats another number. The figure is registrations per second: each is
// durable, sealed and in the record of changes. The floor is one fsync of a small file for
// each; the peer is one person who registers after the other. PostgreSQL is measured where
// TWINTOWN_TEST_POSTGRES holds a DSN whose user may create schemas.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"twintown/bench/internal/schema"
	"twintown/internal/meeting"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// A hall of a hundred places is what a town has; a thousand people at once is more than a
// conference of towns ever sees.
const (
	crowd  = 1000
	places = 100
	alone  = 200 // registrations of the peer
)

func main() {
	n := flag.Int("n", 5, "how many runs on each engine")
	flag.Parse()
	if err := run(context.Background(), *n); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n int) error {
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	floor, err := fsyncs(folder)
	if err != nil {
		return err
	}
	for _, engine := range []db.Options{{Folder: folder}, {DSN: os.Getenv("TWINTOWN_TEST_POSTGRES")}} {
		if engine.Folder == "" && engine.DSN == "" {
			fmt.Println("PostgreSQL left out: TWINTOWN_TEST_POSTGRES is not set")
			continue
		}
		if err := measure(ctx, engine, n, floor); err != nil {
			return err
		}
	}
	return nil
}

func measure(ctx context.Context, opt db.Options, n int, floor float64) error {
	if opt.DSN != "" {
		dsn, drop, err := schema.New(opt.DSN)
		if err != nil {
			return err
		}
		defer drop()
		opt.DSN = dsn
	}
	d, err := db.Open(ctx, opt)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	h := newHall(d)
	var took time.Duration
	for i := range n {
		once, err := h.race(ctx)
		if err != nil {
			return fmt.Errorf("%s, run %d: %w", d.Engine(), i+1, err)
		}
		took += once
	}
	peer, err := h.queue(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%-9s %d people at once for %d places, %d times: %d seated each time, nobody twice   %.0f registrations/s   peer: one after the other %.0f /s   floor: one fsync each %.0f /s\n",
		d.Engine(), crowd, places, n, places, float64(crowd*n)/took.Seconds(), peer, floor)
	return nil
}

// hall is where people register.
type hall struct {
	meetings *meeting.Store
	guests   *delegation.Store
}

func newHall(d *db.DB) *hall {
	key := secret.New()
	log := people.NewLog(d, key, "")
	return &hall{meeting.NewStore(d, log, press.NewStore(d, log, clock.System(), nil)), delegation.NewStore(d, log, key, clock.System(), nil)}
}

// open opens a meeting with so many places.
func (h *hall) open(ctx context.Context, seats int) (string, error) {
	id, err := h.meetings.Create(ctx, people.System(), meeting.New{
		Kind: meeting.Conference, Language: "en", Content: press.Content{Title: "Conference", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(2027, 5, 14), Zone: "Europe/Warsaw"},
	})
	if err != nil {
		return "", err
	}
	c := delegation.Conference{Meeting: id, Seats: seats, Ends: time.Now().AddDate(1, 0, 0)}
	c.Registration.Open = true
	return id, h.guests.SaveConference(ctx, people.System(), c)
}

func (h *hall) register(ctx context.Context, meeting string, n int) error {
	mail := "visitor" + strconv.Itoa(n) + "@example.org"
	_, err := h.guests.Register(ctx, people.Actor{}, delegation.Delegation{Meeting: meeting, Language: "en", Contact: delegation.Contact{Email: mail}},
		delegation.Profile{Name: "Visitor " + strconv.Itoa(n), Email: mail})
	return err
}

// race lets all register at once, and counts.
func (h *hall) race(ctx context.Context) (time.Duration, error) {
	id, err := h.open(ctx, places)
	if err != nil {
		return 0, err
	}
	failed := make([]error, crowd)
	var all sync.WaitGroup
	start := time.Now()
	for n := range crowd {
		all.Go(func() { failed[n] = h.register(ctx, id, n) })
	}
	all.Wait()
	took := time.Since(start)
	if err := errors.Join(failed...); err != nil {
		return 0, err
	}
	return took, h.count(ctx, id)
}

// count looks whether the places were given away once, and the rest waits.
func (h *hall) count(ctx context.Context, id string) error {
	list, err := h.guests.Of(ctx, id)
	if err != nil {
		return err
	}
	seated, waiting, addresses := 0, 0, map[string]bool{}
	for _, d := range list {
		addresses[d.Contact.Email] = true
		switch d.State {
		case delegation.Accepted:
			seated += d.Coming
		case delegation.Waiting:
			waiting++
		}
	}
	if seated != places || waiting != crowd-places || len(addresses) != crowd {
		return fmt.Errorf("%d seated and %d waiting of %d, want %d and %d", seated, waiting, len(addresses), places, crowd-places)
	}
	return nil
}

// queue is the peer: one after the other, per second.
func (h *hall) queue(ctx context.Context) (float64, error) {
	id, err := h.open(ctx, 0)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	for n := range alone {
		if err := h.register(ctx, id, n); err != nil {
			return 0, err
		}
	}
	return alone / time.Since(start).Seconds(), nil
}

// fsyncs is how many pages a second a file takes durably.
func fsyncs(folder string) (float64, error) {
	f, err := os.Create(filepath.Join(folder, "floor"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	line, n, start := strings.Repeat("x", 4096), 0, time.Now()
	for ; time.Since(start) < time.Second; n++ {
		if _, err := f.WriteString(line); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}
