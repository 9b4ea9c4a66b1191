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
func TestTheKindsOfChangesAreKnownFarBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write := func(fn func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(t.Context(), fn); err != nil {
				t.Fatal(err)
			}
		}
		only := func(since int64, want bool) {
			t.Helper()
			got, err := d.OnlySince(t.Context(), since, "partnership", "help_point")
			if err != nil || got != want {
				t.Errorf("only partnerships since %d: %t, %v; want %t", since, got, err, want)
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
		only(0, false) // nothing is noted yet
		write(func(tx *db.Tx) error { return tx.Touch(t.Context()) })
		write(one("partnership", 2100))
		only(0, false)
		only(1, true)
		if _, _, whole, err := d.ChangedSince(t.Context(), 1); err != nil || !whole {
			t.Errorf("the feed reaches 2,100 versions back: %t, %v", !whole, err)
		}
		write(one("notice", 1))
		only(1, false)
		only(2102, true)
		write(one("help_point", 1))
		only(2102, true)
		write(func(tx *db.Tx) error { return tx.MoveOn(t.Context(), 5000) })
		only(4999, false)
		only(5000, true)
	})
}
