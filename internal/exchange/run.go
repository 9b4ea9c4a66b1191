package exchange

import (
	"context"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/db"
)

// run is one import: where its rows go, and what was there before.
type run struct {
	Stores
	dryRun   bool
	progress Progress
	known    map[int64]knownPlace // places that partnerships and names may speak of
	shared   map[string]string    // a million places lie in some thousand regions
}

// knownPlace is a place that is in the database, or came in before.
type knownPlace struct{ name, country, region string }

func newRun(ctx context.Context, s Stores, dryRun bool, progress Progress) (*run, error) {
	if progress == nil {
		progress = func(string, int64) {}
	}
	r := &run{Stores: s, dryRun: dryRun, progress: progress, known: map[int64]knownPlace{}, shared: map[string]string{}}
	return r, db.Each(ctx, s.DB, func(row db.Scanner) error {
		var p place.Place
		err := row.Scan(&p.ID, &p.Name, &p.Country, &p.Region)
		r.know(p)
		return err
	}, `
		SELECT id,
		       name,
		       country,
		       region
		  FROM place`)
}

// know remembers a place, without the line that told of it.
func (r *run) know(p place.Place) {
	r.known[p.ID] = knownPlace{strings.Clone(p.Name), r.one(p.Country), r.one(p.Region)}
}

// one returns the text that stands for all equal ones.
func (r *run) one(text string) string {
	if known, found := r.shared[text]; found {
		return known
	}
	text = strings.Clone(text)
	r.shared[text] = text
	return text
}

// write runs one batch of n rows in a transaction; in a dry run it counts them.
// put returns how many rows it changed. Nodes that run learn of every batch, not
// of the last one alone: a kill between two must leave nobody with an old view.
func (r *run) write(ctx context.Context, file *FileReport, n int, put func(*db.Tx) (int64, error)) error {
	if r.dryRun {
		file.Written += int64(n)
		return nil
	}
	var changed int64
	err := r.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if changed, err = put(tx); err != nil || changed == 0 {
			return err
		}
		return tx.Touch(ctx)
	})
	if err != nil {
		return err
	}
	file.Written += min(changed, int64(n))
	file.Unchanged += max(0, int64(n)-changed)
	return nil
}

// batches collects rows and hands them on in batches.
type batches[T any] struct {
	size int
	rows []T
	take func(context.Context, []T) error
}

// add hands the batch on when it is full. The rows are not kept after that.
func (b *batches[T]) add(ctx context.Context, row T) error {
	if b.rows = append(b.rows, row); len(b.rows) < b.size {
		return nil
	}
	return b.flush(ctx)
}

// flush hands on what is left.
func (b *batches[T]) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil || len(b.rows) == 0 {
		return err
	}
	err := b.take(ctx, b.rows)
	b.rows = b.rows[:0]
	return err
}
