package db_test

import (
	"errors"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

func TestWhatWasWrittenIsCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		before := d.Stats()
		for range 3 {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.SetMeta(t.Context(), "x", 1) }); err != nil {
				t.Fatal(err)
			}
		}
		refused := errors.New("refused")
		if err := d.Write(t.Context(), func(*db.Tx) error { return refused }); !errors.Is(err, refused) {
			t.Fatal(err)
		}
		after := d.Stats()
		if changes, commits := after.Changes-before.Changes, after.Commits-before.Commits; changes != 3 || commits < 3 || commits > 4 || after.Failures != before.Failures {
			t.Errorf("%d changes in %d commits, %d failures; want 3 changes", changes, commits, after.Failures)
		}
	})
}
