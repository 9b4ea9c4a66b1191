// Command audit tampers with the record of changes straight in the database, as somebody
// with all its rights can, and looks whether reading the record finds it.
//
//	go run ./drills/audit [-n 1000]
//
// Each attempt changes a field of an entry, removes an entry, slips one in, swaps two, or
// cuts off the end, also with checkpoints of the database cut off alike; then the record is
// read, and what was done is undone. Entries at the end that no checkpoint outside of the
// database had named yet can be cut off unseen; every five minutes there is one, so that
// the drill cuts only what is older.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"twintown/drills/kit"
	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// entries is how many the record has: enough that places differ, few enough that it is
// read a thousand times.
const entries = 400

func main() {
	kit.Run(1000, func(ctx context.Context, d kit.Drill) error {
		for _, engine := range kit.Engines() {
			if err := drill(ctx, d, engine); err != nil {
				return fmt.Errorf("%s: %w", engine, err)
			}
		}
		return nil
	})
}

func drill(ctx context.Context, d kit.Drill, engine db.Engine) error {
	site, remove, err := d.NewSite(engine, "audit-"+string(engine))
	if err != nil {
		return err
	}
	defer remove()
	base, err := site.Open(ctx)
	if err != nil {
		return err
	}
	defer base.Close()
	log, err := record(ctx, site, base)
	if err != nil {
		return err
	}
	found, located := 0, 0
	var reading time.Duration
	for range d.N {
		at, v, took, err := attempt(ctx, base, log)
		if err != nil {
			return err
		}
		reading += took
		if !v.Whole() {
			found++
			if v.Faults[0].Seq == at {
				located++
			}
		}
	}
	v, err := log.Verify(ctx)
	if err != nil || !v.Whole() {
		return errors.Join(err, fmt.Errorf("the record is not whole after all was undone: %v", v.Faults))
	}
	fmt.Printf("audit   %-8s  %d edits, deletions, insertions, swaps, truncations of %d entries: found %d, at their place %d; %.0f entries/s read   promised %d found\n",
		engine, d.N, entries, found, located, float64(entries*d.N)/reading.Seconds(), d.N)
	if found < d.N {
		return errors.New("the promise is not kept")
	}
	return nil
}

// record writes the entries, with a checkpoint now and then and at the end.
func record(ctx context.Context, site kit.Site, base *db.DB) (*people.Log, error) {
	log, err := site.OpenLog(base)
	if err != nil {
		return nil, err
	}
	w := kit.Writers{Log: log, DB: base}
	for i := range entries {
		if err := w.Change(ctx, db.NewID()); err != nil {
			return nil, err
		}
		if i%50 == 49 {
			if _, err := log.Checkpoint(ctx, time.Now()); err != nil {
				return nil, err
			}
		}
	}
	return log, nil
}
