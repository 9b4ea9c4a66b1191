package match

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang"
)

func TestStore(t *testing.T) {
	want := []Notice{
		{
			Key: "pl-by", Folds: true, For: Scope{Countries: []string{"PL"}}, About: Scope{Places: []int64{627904}},
			From: lang.Date{Year: 2022, Month: 3}, Text: map[string]string{"en": "Suspended.", "pl": "Zawieszone."},
			Sources: []string{"news"}, Read: lang.Date{Year: 2026, Month: 11, Day: 23},
		},
		{Key: "world", About: Scope{Countries: []string{"RU"}}, Text: map[string]string{"en": "Note."}, Read: lang.Date{Year: 2026}},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := NewStore(d)
		put := func() (changed int64) {
			err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
				changed, err = s.Put(t.Context(), tx, "starter", slices.Values(want))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return changed
		}
		if n := put(); n != 2 {
			t.Errorf("%d rows changed, want 2", n)
		}
		if n := put(); n != 0 {
			t.Errorf("%d rows changed by the same notices, want 0", n)
		}
		got, err := s.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		edited := func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE notice SET body = replace(body, 'Note.', 'Ours.'), edited = 1 WHERE code = 'world'`)
			return err
		}
		if err := d.Write(t.Context(), edited); err != nil {
			t.Fatal(err)
		}
		put()
		if got, err = s.All(t.Context()); err != nil || got[1].Text["en"] != "Ours." {
			t.Errorf("what a person edited became %q (%v)", got[1].Text["en"], err)
		}
	})
}
