package db_test

import (
	"slices"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

// A node that knows a version learns which objects moved it, or that it must read all.
func TestTheFeedNamesWhatChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		touch := func(ids ...string) {
			t.Helper()
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				if len(ids) == 0 {
					return tx.Touch(t.Context())
				}
				for _, id := range ids {
					if err := tx.TouchOne(t.Context(), "partnership", id); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		check := func(since, wantNow int64, wantWhole bool, want ...string) {
			t.Helper()
			now, all, whole, err := d.ChangedSince(t.Context(), since)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, c := range all {
				ids = append(ids, c.ID)
			}
			if now != wantNow || whole != wantWhole || !wantWhole && !slices.Equal(ids, want) {
				t.Errorf("since %d: now %d, whole %t, %v; want %d, %t, %v", since, now, whole, ids, wantNow, wantWhole, want)
			}
		}
		check(0, 0, false)
		touch()
		check(0, 1, true)
		touch("a")
		touch("b", "a")
		check(1, 4, false, "a", "b")
		check(4, 4, false)
		check(0, 4, true)
		check(9, 4, true)
		touch()
		check(1, 5, true)
	})
}
