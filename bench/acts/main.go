// Command acts measures what a change of a partnership costs: how many acts per second are
// durable when many people record at once, through the editor with its checks, revisions
// and audit chain, and how long the node's memory of 135,000 places and the pairs takes to
// follow one act.
//
// Promised: 500 acts per second on SQLite, and 50 ms until the own node shows one. The floor is one
// fsync of a small file for each act, which is what a store without group commit pays at
// least; the peer is one person who records act after act. PostgreSQL is measured where
// TWINTOWN_TEST_POSTGRES holds a DSN whose user may create schemas.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"twintown/bench/internal/schema"
	"twintown/internal/exchange"
	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/secret"
	"twintown/internal/source"
	"twintown/internal/world"
)

// How long each measurement runs, and how many people record at once.
const (
	stretch = 4 * time.Second
	crowd   = 64
	follows = 40
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
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
		if err := measure(ctx, engine, floor); err != nil {
			return err
		}
	}
	return nil
}

func measure(ctx context.Context, opt db.Options, floor float64) error {
	drop := func() {}
	if opt.DSN != "" {
		var err error
		if opt.DSN, drop, err = schema.New(opt.DSN); err != nil {
			return err
		}
	}
	defer drop()
	d, err := db.Open(ctx, opt)
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Migrate(ctx); err != nil {
		return err
	}
	many, err := perSecond(ctx, d, crowd)
	if err != nil {
		return err
	}
	one, err := perSecond(ctx, d, 1)
	if err != nil {
		return err
	}
	promised := "promised ≥ 500 /s   "
	if opt.DSN != "" {
		promised = "" // the audit chain lets one change in after the other, each with a commit of its own
	}
	fmt.Printf("%-9s durable acts, %d at once   %7.0f /s   %speer: one person %.0f /s   floor: one fsync each %.0f /s\n", d.Engine(), crowd, many, promised, one, floor)
	if opt.DSN != "" {
		return nil // memory follows alike on both
	}
	return follow(ctx, d, opt.Folder)
}

// perSecond records acts for a stretch, each person in a partnership of her own.
func perSecond(ctx context.Context, d *db.DB, people int) (float64, error) {
	e := editor(d, nil)
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	start := time.Now()
	for n := range people {
		all.Go(func() {
			k, err := begin(ctx, e, 1, int64(1000*people+n))
			for err == nil && time.Since(start) < stretch {
				if err = k.record(ctx); err == nil {
					done.Add(1)
				}
			}
			if err != nil {
				failed.Store(&err)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(done.Load()) / time.Since(start).Seconds(), nil
}

func editor(d *db.DB, changed func(context.Context)) *partnership.Editor {
	return partnership.NewEditor(partnership.NewStore(d), people.NewLog(d, secret.New(), ""), changed)
}

// mostActs is how many acts one partnership gets before the next is begun: long histories
// have a dozen.
const mostActs = 12

// story records acts in one partnership after the other.
type story struct {
	e       *partnership.Editor
	id      string
	a, b, n int64
}

func begin(ctx context.Context, e *partnership.Editor, a, b int64) (*story, error) {
	k := &story{e: e, a: a, b: b}
	return k, k.next(ctx)
}

func (k *story) next(ctx context.Context) (err error) {
	k.n, k.b = 0, k.b+1_000_000
	agreement := partnership.Act{Type: partnership.ActAgreement, Date: partnership.On(1995, 5, 3)}
	k.id, err = k.e.Begin(ctx, people.System(), partnership.Details{Kind: partnership.KindPartnership, Parties: []partnership.Party{{Place: k.a}, {Place: k.b}}}, "", []partnership.Act{agreement}, paper)
	return err
}

var paper = partnership.Evidence{Sources: []source.Source{{Title: "Agreement, the office's copy"}}}

func (k *story) record(ctx context.Context) error {
	if k.n == mostActs {
		return k.next(ctx) // an act too
	}
	k.n++
	_, err := k.e.Record(ctx, people.System(), k.id, partnership.Act{Type: partnership.ActActivity, Date: partnership.On(1995+int(k.n), 6, 1)}, paper)
	return err
}

// follow fills the folder with the starter content and says how long its world takes to
// show one act.
func follow(ctx context.Context, d *db.DB, folder string) error {
	catalog, err := messages.Default()
	if err != nil {
		return err
	}
	stores := exchange.Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d),
		Sources: source.NewStore(d), Notices: match.NewStore(d), Clock: clock.System(),
	}
	if err := exchange.ApplyStarter(ctx, stores); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	start := time.Now()
	k, err := world.Open(ctx, world.Sources{
		DB: d, Places: stores.Places, Partnerships: stores.Partnerships, Notices: stores.Notices,
		Catalog: catalog, Folder: folder, Clock: clock.System(), Log: log,
	})
	if err != nil {
		return err
	}
	whole := time.Since(start)
	e := editor(d, world.Follow(k, log))
	var words, links []time.Duration
	for n := range int64(follows) {
		start := time.Now()
		s, err := begin(ctx, e, 776069, 627904+n)
		if err != nil {
			return err
		}
		links = append(links, time.Since(start))
		start = time.Now()
		if err := s.record(ctx); err != nil {
			return err
		}
		words = append(words, time.Since(start))
	}
	slices.Sort(words)
	slices.Sort(links)
	fmt.Printf("an act until the own node shows it      %7.1f ms  promised ≤ 50 ms   %d places, %d pairs; slowest %.1f ms\n", ms(words[len(words)/2]), k.Now().Places.Len(), k.Now().Graph.Len(), ms(words[len(words)-1]))
	fmt.Printf("a new link until the ranking knows it   %7.1f ms\n", ms(links[len(links)/2]))
	fmt.Printf("peer: all read anew                     %7.0f ms\n", ms(whole))
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// fsyncs is how many small writes per second reach the disk one after the other.
func fsyncs(folder string) (float64, error) {
	f, err := os.Create(filepath.Join(folder, "floor"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	line := strings.Repeat("x", 4096) // one page
	n, start := 0, time.Now()
	for ; time.Since(start) < stretch/2; n++ {
		if _, err := f.WriteString(line); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(start).Seconds(), nil
}
