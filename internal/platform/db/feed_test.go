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

// However far back a version is, it is known whether more than single objects changed since.
func TestWholeChangesAreKnownFarBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write := func(fn func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(t.Context(), fn); err != nil {
				t.Fatal(err)
			}
		}
		whole := func(since int64, want bool) {
			t.Helper()
			got, err := d.WholeSince(t.Context(), since)
			if err != nil || got != want {
				t.Errorf("more than single objects since %d: %t, %v; want %t", since, got, err, want)
			}
		}
		one := func(kind string, times int) func(tx *db.Tx) error {
			return func(tx *db.Tx) (err error) {
				for i := 0; i < times && err == nil; i++ {
					err = tx.TouchOne(t.Context(), kind, "a")
				}
				return err
			}
		}
		whole(0, true) // nothing is noted yet
		write(func(tx *db.Tx) error { return tx.Touch(t.Context()) })
		write(one("partnership", 2100))
		whole(0, true)
		whole(1, false)
		if _, _, far, err := d.ChangedSince(t.Context(), 1); err != nil || !far {
			t.Errorf("the feed reaches 2,100 versions back: %t, %v", !far, err)
		}
		write(one("project", 1))
		whole(1, false)
		write(func(tx *db.Tx) error { return tx.Touch(t.Context()) })
		whole(2102, true)
		whole(2103, false)
		write(func(tx *db.Tx) error { return tx.MoveOn(t.Context(), 5000) })
		whole(4999, true)
		whole(5000, false)
	})
}
