package partnership

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Listed is a pair that lists without dates have.
type Listed struct {
	ID      string // empty: PairID
	A, B    int64  // in any order
	Listing Listing
}

// PutListed writes pairs that are known from lists alone: one row each. A pair that
// exists, whoever told of it, keeps all else; the list is noted beside it. Of a pair that
// comes again the oldest year and the largest number of lists count, so that neither
// order nor repetition matters. It returns how many rows changed. A listing without a
// moment since when it is known gets the end of its year, or the transaction's moment
// where that is earlier.
func (s *Store) PutListed(ctx context.Context, tx *db.Tx, origin string, all iter.Seq[Listed]) (changed int64, err error) {
	defer errs.Wrap(&err, "partnership.PutListed(%s)", origin)
	var again []Listed // PostgreSQL refuses a statement that meets one row twice
	var bad error
	seen := map[string]bool{}
	changed, err = putListings(ctx, tx, origin, func(yield func(Listed) bool) {
		for l := range all {
			if l.Listing.Source == "" || l.A == l.B || l.Listing.IsZero() {
				bad = broken("listing", "", fmt.Sprintf("%d–%d", l.A, l.B), nil)
				return
			}
			if l.ID == "" {
				l.ID = PairID(l.A, l.B)
			}
			if seen[l.ID] {
				again = append(again, l)
				continue
			}
			seen[l.ID] = true
			if !yield(l) {
				return
			}
		}
	})
	if err := cmp.Or(bad, err); err != nil || len(again) == 0 {
		return changed, err
	}
	more, err := s.PutListed(ctx, tx, origin, slices.Values(again))
	return changed + more, err
}

func putListings(ctx context.Context, tx *db.Tx, origin string, all iter.Seq[Listed]) (int64, error) {
	return tx.Bulk(ctx, db.Insert{
		Table: "partnership",
		Columns: []string{
			"id", "a", "b", "origin",
			"listed_year", "listed_count", "listed_confidence", "listed_source", "listed_known",
		},
		Conflict: `
			ON CONFLICT (id) DO UPDATE SET
				listed_year       = CASE WHEN partnership.listed_year = 0 OR excluded.listed_year < partnership.listed_year
				                         THEN excluded.listed_year ELSE partnership.listed_year END,
				listed_known      = CASE WHEN partnership.listed_year = 0 OR excluded.listed_year < partnership.listed_year
				                         THEN excluded.listed_known ELSE partnership.listed_known END,
				listed_count      = CASE WHEN excluded.listed_count > partnership.listed_count
				                         THEN excluded.listed_count ELSE partnership.listed_count END,
				listed_confidence = CASE WHEN excluded.listed_count > partnership.listed_count
				                         THEN excluded.listed_confidence ELSE partnership.listed_confidence END,
				listed_source     = CASE WHEN partnership.listed_year = 0
				                         THEN excluded.listed_source ELSE partnership.listed_source END
			WHERE partnership.edited = 0 AND (
				partnership.listed_year  = 0                    OR
				partnership.listed_year  > excluded.listed_year OR
				partnership.listed_count < excluded.listed_count)`,
	}, func(yield func([]any) bool) {
		row := make([]any, 9)
		for l := range all {
			listingRow(row, l, origin, tx.Now())
			if !yield(row) {
				return
			}
		}
	})
}

func listingRow(row []any, l Listed, origin string, now int64) {
	known := db.Micros(l.Listing.KnownSince)
	if known == 0 {
		known = min(now, time.Date(l.Listing.Year+1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()-1)
	}
	copy(row, []any{
		l.ID, min(l.A, l.B), max(l.A, l.B), origin,
		l.Listing.Year, l.Listing.Lists, string(l.Listing.Confidence), l.Listing.Source, known,
	})
}
