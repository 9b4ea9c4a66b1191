// Command observatory measures how long it takes to say what came of it on a big node: of one
// meeting, of an organisation's twenty meetings, of a region's towns, and of all meetings side
// by side.
//
//	go run ./bench/observatory
//
// The node is made up: 200 meetings of eight years, 10,000 contacts between 2,000 towns, 4,000
// conversations and 1,000 procedures, 2,000 letters of intent, 1,000 agreements, 300 projects.
// The peer asks the database one question for each fact, contact by contact, as a first version
// would; where it finds other letters, agreements or projects for all meetings than ours, the
// program fails. The floor reads the rows once and keeps nothing. PostgreSQL is measured where
// TWINTOWN_TEST_POSTGRES holds a DSN whose user may create schemas.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"twintown/bench/internal/schema"
	"twintown/internal/meeting/forum"
	"twintown/internal/observatory"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// runs is how often each page is reckoned; the median is told.
const runs = 5

var today = lang.Date{Year: 2026, Month: 11, Day: 26}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "observatory:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	for _, engine := range []db.Options{{Folder: folder}, {DSN: os.Getenv("TWINTOWN_TEST_POSTGRES")}} {
		if engine.Folder == "" && engine.DSN == "" {
			fmt.Println("PostgreSQL left out: TWINTOWN_TEST_POSTGRES is not set")
			continue
		}
		if err := measure(ctx, engine); err != nil {
			return err
		}
	}
	return nil
}

// page is one of the pages that tell what came of it.
type page struct {
	name    string
	facts   func(ctx context.Context, s *observatory.Store) (observatory.Facts, error)
	scope   observatory.Scope
	cohorts bool
}

func pages() []page {
	var twenty []string
	for i := range 20 {
		twenty = append(twenty, meetingID(i*10))
	}
	everything := observatory.Scope{Has: func(forum.Contact) bool { return true }, Meetings: func(string) bool { return true }}
	of := func(ids ...string) func(context.Context, *observatory.Store) (observatory.Facts, error) {
		return func(ctx context.Context, s *observatory.Store) (observatory.Facts, error) {
			return s.Facts(ctx, ids...)
		}
	}
	within := func(n int64) bool { return n%16 == 0 }
	return []page{
		{"one meeting", of(meetingID(7)), observatory.OfMeetings(meetingID(7)), false},
		{"an organisation, 20 meetings", of(twenty...), observatory.OfMeetings(twenty...), false},
		{"one town", func(ctx context.Context, s *observatory.Store) (observatory.Facts, error) {
			return s.FactsOf(ctx, town)
		}, observatory.OfPlaces(func(n int64) bool { return n == town }), false},
		{"a region, 125 towns", func(ctx context.Context, s *observatory.Store) (observatory.Facts, error) {
			return s.FactsWithin(ctx, within)
		}, observatory.OfPlaces(within), false},
		{"all meetings side by side", of(), everything, true},
	}
}

// town is the town whose page is measured.
const town = 17

func measure(ctx context.Context, opt db.Options) error {
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
	n := made(d)
	if err := n.write(ctx); err != nil {
		return err
	}
	fmt.Printf("%s: %d meetings, %d contacts, %d conversations and procedures, %d letters, %d agreements, %d projects\n", d.Engine(), meetings, len(n.contacts), talks, n.letters, n.agreements, projects)
	store := observatory.NewStore(d, project.NewStore(d, nil, nil))
	var last observatory.Chain
	for _, p := range pages() {
		if last, err = tell(ctx, n, store, p); err != nil {
			return err
		}
	}
	traces, err := timed(func() error { _, err := store.Traces(ctx, 0); return err })
	if err != nil {
		return err
	}
	alone, err := timed(func() error { _, err := store.Traces(ctx, town); return err })
	if err != nil {
		return err
	}
	floor, err := timed(func() error { return n.read(ctx) })
	if err != nil {
		return err
	}
	fmt.Printf("%-32s %8.1f ms   (of a town alone: %.1f ms)\n", "whether something is known", ms(traces), ms(alone))
	fmt.Printf("%-32s %8.1f ms\n", "floor: reading the rows once", ms(floor))
	return n.compare(ctx, last)
}

// tell reckons a page and prints its time beside the peer's.
func tell(ctx context.Context, n *node, store *observatory.Store, p page) (c observatory.Chain, err error) {
	var facts observatory.Facts
	read, err := timed(func() (err error) { facts, err = p.facts(ctx, store); return err })
	if err != nil {
		return c, err
	}
	follow, err := timed(func() error {
		c = observatory.Follow(facts, p.scope, today)
		if p.cohorts {
			for _, of := range c.ByMeeting() {
				of.Cohort(observatory.Agreement, func(forum.Contact) bool { return true })
			}
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	start := time.Now()
	asked, err := n.ask(ctx, p.scope, nil)
	peer := time.Since(start)
	var numbers []string
	for _, s := range c.Stages {
		numbers = append(numbers, fmt.Sprintf("%d", len(s.Things)))
	}
	fmt.Printf("%-32s %8.1f ms   (reading %.1f, following %.1f; %s)   peer: %.1f ms, %d questions\n", p.name, ms(read+follow), ms(read), ms(follow), strings.Join(numbers, " → "), ms(peer), asked)
	return c, err
}

// timed is the median time of some runs.
func timed(fn func() error) (time.Duration, error) {
	var all []time.Duration
	for range runs {
		start := time.Now()
		if err := fn(); err != nil {
			return 0, err
		}
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	return all[runs/2], nil
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
