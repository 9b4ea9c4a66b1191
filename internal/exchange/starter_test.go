package exchange

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/source"
	"twintown/starter"
)

// Numbers of GeoNames that tests name.
const (
	bialystok = 776069
	hrodna    = 627904
	kaunas    = 598316
)

func storesOn(d *db.DB) Stores {
	return Stores{
		DB: d, Places: place.NewStore(d), Partnerships: partnership.NewStore(d),
		Sources: source.NewStore(d), Notices: match.NewStore(d), Clock: clock.Fixed(dbtest.Today),
	}
}

// northEast keeps the towns over 100,000 between Poland and Lithuania: enough to
// tell whether all arrive, few enough to write often.
func northEast(t starter.Town) bool {
	return t.Population > 100_000 && strings.Contains("PL LT BY", t.Country)
}

func applyPart(t *testing.T, ctx context.Context, s Stores) error {
	t.Helper()
	return ApplyStarterPart(ctx, s, northEast)
}

func mustApply(t *testing.T, s Stores) {
	t.Helper()
	if err := applyPart(t, t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

// tables are what the starter content fills, each with what tells its rows apart
// and what they say.
var tables = map[string]string{
	"place":       `SELECT id || ' ' || name || ' ' || country || ' ' || region || ' ' || population || ' ' || kind || ' ' || origin FROM place`,
	"place_name":  `SELECT place || ' ' || lang || ' ' || value || ' ' || kind || ' ' || used_from || ' ' || used_until || ' ' || source || ' ' || origin FROM place_name`,
	"region":      `SELECT code || ' ' || country || ' ' || name FROM region`,
	"region_name": `SELECT code || ' ' || lang || ' ' || value FROM region_name`,
	"source":      `SELECT code || ' ' || title FROM source`,
	"partnership": `SELECT id || ' ' || a || ' ' || b || ' ' || kind || ' ' || parties || ' ' || story || ' ' || origin FROM partnership`,
	"act":         `SELECT id || ' ' || partnership || ' ' || type || ' ' || dated || ' ' || body || ' ' || known_since || ' ' || known_until FROM act`,
	"claim":       `SELECT id || ' ' || known_since || ' ' || known_until FROM claim`,
	"notice":      `SELECT code || ' ' || folds || ' ' || body FROM notice`,
}

// content reads everything, so that two databases can be compared.
func content(t *testing.T, d *db.DB) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{}
	for table, query := range tables {
		all[table] = map[string]bool{}
		err := db.Each(t.Context(), d, func(row db.Scanner) error {
			var text string
			err := row.Scan(&text)
			all[table][text] = true
			return err
		}, query)
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func exec(t *testing.T, d *db.DB, statements ...string) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, s := range statements {
			if _, err := tx.ExecContext(t.Context(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// one reads a single value.
func one[V any](t *testing.T, d *db.DB, query string) (v V) {
	t.Helper()
	if err := d.QueryRowContext(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func version(t *testing.T, d *db.DB) int64 {
	t.Helper()
	v, err := d.DataVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheStarterFillsAnEmptyFolder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		mustApply(t, storesOn(d))
		got := content(t, d)
		for table := range tables {
			if len(got[table]) == 0 {
				t.Errorf("table %s is empty", table)
			}
		}
		if name := one[string](t, d, `SELECT value FROM place_name WHERE place = 627904 AND lang = 'lt' AND kind = 'exonym'`); name != "Gardinas" {
			t.Errorf("Hrodna is called %q in Lithuanian, want Gardinas", name)
		}
		if version(t, d) == 0 {
			t.Error("nodes were not told that the data changed")
		}
	})
}

func TestTheStarterComesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		mustApply(t, s)
		before, moved := content(t, d), version(t, d)
		exec(t, d, `DELETE FROM place WHERE id = 598316`)
		mustApply(t, s)
		if moved != version(t, d) {
			t.Error("the second time nodes were told of a change")
		}
		if n := one[int](t, d, `SELECT count(*) FROM place WHERE id = 598316`); n != 0 {
			t.Error("the second time a deleted place came back")
		}
		exec(t, d, `UPDATE meta SET value = 1 WHERE name = 'starter_version'`)
		mustApply(t, s) // another release with the same content
		if diff := cmp.Diff(before, content(t, d)); diff != "" {
			t.Errorf("applied again, the content differs:\n%s", diff)
		}
	})
}

// enough is a context that ends after it was asked a number of times whether it has.
type enough struct {
	context.Context
	left atomic.Int64
	end  context.CancelFunc
}

func (c *enough) Err() error {
	if c.left.Add(-1) <= 0 {
		c.end()
	}
	return c.Context.Err()
}

func TestTheStarterSurvivesAnInterruption(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		interrupted := 0
		for asks := int64(1); ; asks = 4*asks + 1 {
			ctx, end := context.WithCancel(t.Context())
			until := &enough{Context: ctx, end: end}
			until.left.Store(asks)
			err := applyPart(t, until, s)
			end()
			if err == nil {
				break
			}
			interrupted++
			if v := one[int](t, d, `SELECT count(*) FROM meta WHERE name = 'starter_version'`); v != 0 {
				t.Fatalf("after an interruption at question %d the starter counts as applied: %v", asks, err)
			}
		}
		if interrupted < 4 {
			t.Errorf("only %d interruptions", interrupted)
		}
		whole := dbtest.SQLite(t)
		mustApply(t, storesOn(whole))
		if diff := cmp.Diff(content(t, whole), content(t, d)); diff != "" {
			t.Errorf("after %d interruptions (-whole +interrupted):\n%s", interrupted, diff)
		}
	})
}

func TestANewerStarterKeepsWhatOthersWrote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		mustApply(t, s)
		want := content(t, d)
		exec(t, d,
			`UPDATE meta SET value = 1 WHERE name = 'starter_version'`,
			// what an older release told otherwise
			`UPDATE place SET population = 1 WHERE id = 598316`,
			`INSERT INTO place_name (place, lang, value, kind, used_from, used_until, source, origin) VALUES (598316, 'pl', 'Kauno', 'exonym', '', '', 'geonames', 'starter')`,
			// what an import brought
			`UPDATE place SET population = 357493, origin = 'csv' WHERE id = 627904`,
			`INSERT INTO place_name (place, lang, value, kind, used_from, used_until, source, origin) VALUES (627904, 'eo', 'Hrodno', 'exonym', '', '', 'geonames', 'geonames')`,
			// what a person edited
			`UPDATE place SET name = 'Białystok, miasto', edited = 1 WHERE id = 776069`,
			`UPDATE place_name SET used_from = '1320', edited = 1 WHERE place = 776069 AND lang = 'pl'`,
			`UPDATE notice SET folds = 0, edited = 1 WHERE folds = 1`,
		)
		mustApply(t, s)
		for query, want := range map[string]string{
			`SELECT population || '' FROM place WHERE id = 627904`:                            "357493",
			`SELECT count(*) || '' FROM place_name WHERE place = 627904 AND value = 'Hrodno'`: "1",
			`SELECT count(*) || '' FROM place_name WHERE value = 'Kauno'`:                     "0",
			`SELECT name FROM place WHERE id = 776069`:                                        "Białystok, miasto",
			`SELECT min(used_from) FROM place_name WHERE place = 776069 AND lang = 'pl'`:      "1320",
			`SELECT count(*) || '' FROM notice WHERE folds = 1`:                               "0",
		} {
			if got := one[string](t, d, query); got != want {
				t.Errorf("%s = %q, want %q", query, got, want)
			}
		}
		exec(t, d,
			`UPDATE place SET origin = 'starter' WHERE id = 627904`,
			`UPDATE place SET edited = 0 WHERE edited <> 0`,
			`DELETE FROM place_name WHERE place = 776069 AND lang = 'pl' OR lang = 'eo' AND origin = 'geonames'`,
			`UPDATE notice SET edited = 0`,
			`UPDATE meta SET value = 1 WHERE name = 'starter_version'`,
		)
		mustApply(t, s)
		if diff := cmp.Diff(want, content(t, d)); diff != "" {
			t.Errorf("without edits the new release is not the whole of it:\n%s", diff)
		}
	})
}

func TestAFolderWithoutStarterStaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := storesOn(d)
		for range 2 {
			if err := WithoutStarter(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		mustApply(t, s)
		if n := one[int](t, d, `SELECT count(*) FROM place`); n != 0 {
			t.Errorf("%d places came all the same", n)
		}
	})
	t.Run("but not when it has it", func(t *testing.T) {
		s := storesOn(dbtest.SQLite(t))
		mustApply(t, s)
		if err := WithoutStarter(t.Context(), s); errs.KindOf(err) != errs.Conflict {
			t.Errorf("WithoutStarter: %v, want kind %v", err, errs.Conflict)
		}
	})
}
