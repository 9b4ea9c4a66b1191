package match

import (
	"context"
	"encoding/json"
	"iter"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Store keeps notices.
type Store struct{ q db.Querier }

// NewStore returns a store over an open, migrated database.
func NewStore(d *db.DB) *Store { return &Store{d} }

// In returns the same store inside a transaction.
func (s *Store) In(tx *db.Tx) *Store { return &Store{tx} }

// Put writes notices of one origin and returns how many rows changed. A notice that a person edited stays as it is.
func (s *Store) Put(ctx context.Context, tx *db.Tx, origin string, all iter.Seq[Notice]) (changed int64, err error) {
	defer errs.Wrap(&err, "match.Put")
	var failed error
	changed, err = tx.Bulk(ctx, db.Insert{
		Table:   "notice",
		Columns: []string{"code", "folds", "body", "origin"},
		Conflict: `
			ON CONFLICT (code) DO UPDATE SET
				folds  = excluded.folds,
				body   = excluded.body,
				origin = excluded.origin
			WHERE notice.edited = 0 AND (notice.body <> excluded.body OR notice.folds <> excluded.folds)`,
	}, func(yield func([]any) bool) {
		for n := range all {
			body, err := json.Marshal(n)
			if err != nil {
				failed = err
				return
			}
			folds := int64(0)
			if n.Folds {
				folds = 1
			}
			if !yield([]any{n.Key, folds, string(body), origin}) {
				return
			}
		}
	})
	if failed != nil {
		return 0, failed
	}
	return changed, err
}

// All returns all notices in the order of their keys.
func (s *Store) All(ctx context.Context) (all []Notice, err error) {
	defer errs.Wrap(&err, "match.All")
	return db.Collect(ctx, s.q, func(row db.Scanner) (n Notice, err error) {
		var body string
		if err := row.Scan(&body); err != nil {
			return n, err
		}
		return n, json.Unmarshal([]byte(body), &n)
	}, `
		SELECT body
		  FROM notice
		 ORDER BY code`)
}
