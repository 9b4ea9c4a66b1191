package kit

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// Writers change an installation as people do: each change is told in the record of
// changes, in one transaction with a row of its own. They note what was acknowledged.
type Writers struct {
	Log   *people.Log
	DB    *db.DB
	count atomic.Int64
	stop  context.CancelFunc
	group sync.WaitGroup
	mu    sync.Mutex
	fails []error
}

// OpenLog opens the record of changes of a site.
func (s Site) OpenLog(d *db.DB) (*people.Log, error) {
	key, err := secret.Open(s.Folder, "")
	return people.NewLog(d, key, filepath.Join(s.Folder, "audit-checkpoints.jsonl")), err
}

// Write starts n writers. acknowledged is called with the identifier of each change, and
// with how long it took, after it was durable, by several at once.
func (s Site) Write(ctx context.Context, d *db.DB, n int, acknowledged func(id string, took time.Duration)) (*Writers, error) {
	log, err := s.OpenLog(d)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	w := &Writers{Log: log, DB: d, stop: stop}
	for range n {
		w.group.Go(func() { w.run(ctx, acknowledged) })
	}
	return w, nil
}

func (w *Writers) run(ctx context.Context, acknowledged func(id string, took time.Duration)) {
	for ctx.Err() == nil {
		id, begun := db.NewID(), time.Now()
		err := w.Change(ctx, id)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			w.mu.Lock()
			w.fails = append(w.fails, err)
			w.mu.Unlock()
			return
		}
		w.count.Add(1)
		acknowledged(id, time.Since(begun))
	}
}

// Change makes one change.
func (w *Writers) Change(ctx context.Context, id string) error {
	return w.Log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: "partnership.edit", Kind: "drill", ID: id, Fields: []people.FieldChange{{Name: "story", New: id}}})
		_, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, origin) VALUES ($1, 1, 2, 'drill')`, id)
		if err != nil {
			return err
		}
		return tx.TouchOne(ctx, "partnership", id) // the nodes hear of it
	})
}

// Stop ends the writers and returns how many changes were acknowledged.
func (w *Writers) Stop() (int64, error) {
	w.stop()
	w.group.Wait()
	if len(w.fails) > 0 {
		return w.count.Load(), fmt.Errorf("%d writers failed: %w", len(w.fails), w.fails[0])
	}
	return w.count.Load(), nil
}

// Written are the identifiers of the changes that a database holds: those whose row and
// whose entry in the record are there.
func Written(ctx context.Context, d *db.DB) (map[string]bool, error) {
	all := map[string]bool{}
	err := db.Each(ctx, d, func(row db.Scanner) error {
		var id string
		err := row.Scan(&id)
		all[id] = true
		return err
	}, `SELECT p.id FROM partnership p JOIN audit a ON a.object = p.id AND a.kind = 'drill' WHERE p.origin = 'drill'`)
	return all, err
}

// Halves counts the changes of which only the row or only the entry is there.
func Halves(ctx context.Context, d *db.DB) (n int, err error) {
	err = d.QueryRowContext(ctx, `
		SELECT (SELECT COUNT(*) FROM partnership p WHERE p.origin = 'drill'
		           AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.kind = 'drill' AND a.object = p.id))
		     + (SELECT COUNT(*) FROM audit a WHERE a.kind = 'drill'
		           AND NOT EXISTS (SELECT 1 FROM partnership p WHERE p.id = a.object))`).Scan(&n)
	return n, err
}
