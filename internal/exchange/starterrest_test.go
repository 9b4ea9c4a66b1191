package exchange

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

func TestWhatAReleaseTakesBackGoes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		mustApply(t, s)
		acts := one[int](t, d, `SELECT count(*) FROM act WHERE known_until = 0`)
		gone := partnership.PairID(1, 2)
		exec(t, d,
			`UPDATE meta SET value = 1 WHERE name = 'starter_version'`,
			// what an older release told
			`INSERT INTO partnership (id, a, b, origin) VALUES ('`+gone+`', 1, 2, 'starter')`,
			`INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ('old', '`+gone+`', 0, 'agreement', '1999', '{}', 1, 'starter')`,
			`INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin, edited) VALUES ('mended', '`+gone+`', 1, 'agreement', '1999', '{}', 1, 'starter', 1)`,
			`INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin) VALUES ('own', '`+gone+`', 2, 'agreement', '1999', '{}', 1, '')`,
			`INSERT INTO claim (id, subject, field, value, source, asserted_by, confidence, rank, confirmed_by, supersedes, known_since, origin)
				VALUES ('old', 'partnership:`+gone+`', 'start', '1999', 'x', '', '', '', '', '', 1, 'starter')`,
			`INSERT INTO notice (code, folds, body, origin) VALUES ('old', 1, '{}', 'starter')`,
			`INSERT INTO notice (code, folds, body, origin, edited) VALUES ('mended', 1, '{}', 'starter', 1)`,
			`INSERT INTO notice (code, folds, body, origin) VALUES ('own', 1, '{}', '')`,
		)
		mustApply(t, s)
		for query, want := range map[string]int{
			`SELECT count(*) FROM act WHERE id = 'old' AND known_until > 0`:              1,
			`SELECT count(*) FROM act WHERE id IN ('mended', 'own') AND known_until = 0`: 2,
			`SELECT count(*) FROM claim WHERE id = 'old' AND known_until > 0`:            1,
			`SELECT count(*) FROM notice WHERE code = 'old'`:                             0,
			`SELECT count(*) FROM notice WHERE code IN ('mended', 'own')`:                2,
			`SELECT count(*) FROM act WHERE known_until = 0`:                             acts + 2,
		} {
			if got := one[int](t, d, query); got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}
	})
}

func TestNodesThatStartAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var nodes sync.WaitGroup
		failed := make([]error, 3)
		for i := range failed {
			nodes.Go(func() { failed[i] = applyPart(t, t.Context(), storesOn(d)) })
		}
		nodes.Wait()
		if err := errors.Join(failed...); err != nil {
			t.Fatal(err)
		}
		alone := dbtest.SQLite(t)
		mustApply(t, storesOn(alone))
		if diff := cmp.Diff(content(t, alone), content(t, d)); diff != "" {
			t.Errorf("three nodes at once (-one node alone +three):\n%s", diff)
		}
	})
}
