package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

func put(name string, value int64) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.ExecContext(context.Background(), `INSERT INTO meta (name, value) VALUES ($1, $2)`, name, value)
		return err
	}
}

func names(t *testing.T, d *db.DB) []string {
	t.Helper()
	all, err := db.Collect(t.Context(), d, func(r db.Scanner) (string, error) {
		var s string
		return s, r.Scan(&s)
	}, `SELECT name FROM meta WHERE name <> 'database_id'`)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func TestWriteKeepsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := put("half", 1)(tx); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("Write = %v, want %v", err, boom)
		}
		if got := names(t, d); len(got) != 0 {
			t.Errorf("rows after a failed change: %v, want none", got)
		}
	})
}

// A group's changes share one COMMIT; the one that fails takes no other along.
func TestConcurrentWritesAreIndependent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 100
		var group sync.WaitGroup
		fails := make([]error, n)
		for i := range n {
			group.Go(func() {
				fails[i] = d.Write(t.Context(), func(tx *db.Tx) error {
					if err := put(fmt.Sprintf("row %03d", i), int64(i))(tx); err != nil {
						return err
					}
					if i%10 == 0 {
						return errors.New("refused")
					}
					return nil
				})
			})
		}
		group.Wait()
		for i, err := range fails {
			if (err != nil) != (i%10 == 0) {
				t.Errorf("change %d: %v", i, err)
			}
		}
		if got, want := len(names(t, d)), n-n/10; got != want {
			t.Errorf("rows = %d, want %d", got, want)
		}
	})
}

func TestWriteSurvivesAPanicAndAGoneCaller(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() { recover() }()
			d.Write(t.Context(), func(*db.Tx) error { panic("a defect in a room") })
		}()
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Write(gone, put("gone", 1)); err == nil {
			t.Error("a change whose caller had gone was acknowledged")
		}
		if err := d.Write(t.Context(), put("next", 1)); err != nil {
			t.Errorf("the next change: %v", err)
		}
		if got, want := names(t, d), []string{"next"}; !slices.Equal(got, want) {
			t.Errorf("rows = %v, want %v", got, want)
		}
	})
}

// What follows a change is told when it is kept, and only then.
func TestAfterCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		told := 0
		tell := func(tx *db.Tx) { tx.AfterCommit(func() { told++ }) }
		d.Write(t.Context(), func(tx *db.Tx) error { tell(tx); return errors.New("refused") })
		if told != 0 {
			t.Error("told of a change that was not kept")
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error { tell(tx); return put("kept", 1)(tx) })
		if err != nil || told != 1 {
			t.Errorf("told %d times of one change: %v", told, err)
		}
	})
}

func TestBulkWritesEveryRowOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, rows := range []int{0, 1, 449, 450, 451, 2000} {
			into := db.Insert{Table: "meta", Columns: []string{"name", "value"}, Conflict: "ON CONFLICT (name) DO NOTHING"}
			insert := func() (written int64) {
				err := d.Write(t.Context(), func(tx *db.Tx) (err error) {
					written, err = tx.Bulk(t.Context(), into, func(yield func([]any) bool) {
						for i := range rows {
							if !yield([]any{fmt.Sprintf("%d of %d", i, rows), i}) {
								return
							}
						}
					})
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return written
			}
			if got := insert(); got != int64(rows) {
				t.Errorf("first time: %d rows written, want %d", got, rows)
			}
			if got := insert(); got != 0 {
				t.Errorf("second time: %d rows written, want 0", got)
			}
		}
	})
}

func TestTouchMovesTheDataVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for want := int64(0); want < 3; want++ {
			got, err := d.DataVersion(t.Context())
			if err != nil || got != want {
				t.Fatalf("DataVersion = %d, %v; want %d", got, err, want)
			}
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return tx.Touch(t.Context()) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// What the engines would order or compare differently must not matter: texts
// are compared for equality only, byte by byte.
func TestTextIsComparedByBytes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, name := range []string{"Łódź", "łódź", "Lodz", "Ło\u0301dz\u0301"} {
			if err := d.Write(t.Context(), put(name, 1)); err != nil {
				t.Errorf("%q is not a text of its own: %v", name, err)
			}
		}
		err := d.Write(t.Context(), put("Łódź", 2))
		if !db.IsConstraint(err) {
			t.Errorf("the same name twice: %v, want a broken constraint", err)
		}
	})
}

// Other tests begin on a copy of a database on which the steps were taken once. Here they are
// taken, one by one, and what comes of them is what the copy has.
func TestTheStepsLeadToWhatTestsBeginWith(t *testing.T) {
	stepByStep := func(t *testing.T, engine db.Engine) *db.DB {
		opt := db.Options{Folder: t.TempDir()}
		if engine == db.PostgreSQL {
			opt.DSN = dbtest.PostgreSQL(t)
		}
		d, err := db.Open(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		if steps, err := d.Migrate(t.Context()); steps < 30 || err != nil {
			t.Fatalf("Migrate = %d, %v", steps, err)
		}
		return d
	}
	tables := func(t *testing.T, d *db.DB) (all []db.Table) {
		err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
			all, err = tx.Tables(t.Context())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	dbtest.Each(t, func(t *testing.T, copied *db.DB) {
		made := stepByStep(t, copied.Engine())
		if a, b := tables(t, made), tables(t, copied); !reflect.DeepEqual(a, b) {
			t.Errorf("%d tables, and %d in the copy", len(a), len(b))
		}
		a, err := made.Identity(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if b, err := copied.Identity(t.Context()); a == b || b == 0 || err != nil {
			t.Errorf("numbers %d and %d, %v; want two", a, b, err)
		}
	})
}

// A database that lacks a step between two that were taken is not taken for a whole one.
func TestAStepBetweenIsMissed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `DELETE FROM goose_db_version WHERE version_id = 4`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Migrate(t.Context()); err == nil {
			t.Error("Migrate found nothing missing")
		}
	})
}

func TestMigrate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if steps, err := d.Migrate(t.Context()); steps != 0 || err != nil {
			t.Errorf("a second Migrate = %d, %v; want 0, nil", steps, err)
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Migrate(t.Context()); errs.KindOf(err) != errs.Newer {
			t.Errorf("Migrate on a newer database: %v, want kind %v", err, errs.Newer)
		}
	})
}

// Several processes that start at once on a new folder take each step once.
func TestMigrateFromSeveralProcessesAtOnce(t *testing.T) {
	folder := t.TempDir()
	var g sync.WaitGroup
	steps := make([]int, 4)
	for i := range steps {
		g.Go(func() {
			d, err := db.Open(t.Context(), db.Options{Folder: folder})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if steps[i], err = d.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	slices.Sort(steps)
	if steps[len(steps)-1] == 0 || steps[len(steps)-2] != 0 {
		t.Errorf("steps taken: %v; want all of them by one", steps)
	}
}

func TestOpenExplainsWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	garbage := t.TempDir()
	if err := os.WriteFile(filepath.Join(garbage, db.FileName), []byte("this is no database, but longer than a header of one hundred bytes ....................................."), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		opt  db.Options
		key  string
	}{
		{"the folder is a file", db.Options{Folder: file}, "error.folder"},
		{"the file is no database", db.Options{Folder: garbage}, "error.database_damaged"},
		{"nobody answers", db.Options{DSN: "postgres://127.0.0.1:1/none?connect_timeout=1"}, "error.database_unreachable"},
	} {
		_, err := db.Open(t.Context(), c.opt)
		if got := errs.PublicOf(err).Key; got != c.key {
			t.Errorf("%s: %q (%v), want %q", c.name, got, err, c.key)
		}
	}
}

func TestIDs(t *testing.T) {
	if a, b := db.IDFor("registry", "bialystok-grodno"), db.IDFor("registry", "bialystok-grodno"); a != b {
		t.Errorf("the same key gave %s and %s", a, b)
	}
	if a, b := db.IDFor("a", "bc"), db.IDFor("ab", "c"); a == b {
		t.Error("source and key run together")
	}
	if a, b := db.NewID(), db.NewID(); a >= b {
		t.Errorf("later identifier %s does not follow %s", b, a)
	}
}

// A full disk and a write-protected file are told in a sentence, keep what was
// there, and end when the cause ends. SQLite's own limits stand for them.
func TestWriteExplainsAFullDiskAndAProtectedFile(t *testing.T) {
	for _, c := range []struct {
		name, fault, mend string
		kind              errs.Kind
	}{
		{"full disk", `PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 1000000`, errs.Full},
		{"protected file", `PRAGMA query_only = 1`, ``, errs.ReadOnly},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := dbtest.SQLite(t)
			pragma := func(text string) {
				t.Helper()
				if err := d.Write(t.Context(), func(tx *db.Tx) error {
					_, err := tx.ExecContext(t.Context(), text)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Write(t.Context(), put("before", 1)); err != nil {
				t.Fatal(err)
			}
			pragma(c.fault)
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				for i := range 2000 {
					if err := put(fmt.Sprintf("row %d %0100d", i, i), 1)(tx); err != nil {
						return err
					}
				}
				return nil
			})
			if errs.KindOf(err) != c.kind {
				t.Errorf("Write = %v, want kind %v", err, c.kind)
			}
			if c.mend == "" {
				return // SQLite lets nothing through any more, not even the mend
			}
			pragma(c.mend)
			if err := d.Write(t.Context(), put("after", 1)); err != nil {
				t.Errorf("after the fault: %v", err)
			}
			if got, want := names(t, d), []string{"after", "before"}; !slices.Equal(got, want) {
				t.Errorf("rows = %v, want %v", got, want)
			}
		})
	}
}

// Changes that share a commit with one that fills the disk: what was acknowledged
// is there, what was refused is not.
func TestFullDiskInAGroupOfChanges(t *testing.T) {
	d := dbtest.SQLite(t)
	const room = 200 // pages of 4 kB
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		var pages int
		if err := tx.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
			return err
		}
		_, err := tx.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+room))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	const changes, early = 40, 5 // the early ones come one by one, and fit
	refused := make([]error, changes)
	write := func(i int) {
		refused[i] = d.Write(t.Context(), func(tx *db.Tx) error {
			for part := range 40 {
				if err := put(fmt.Sprintf("%02d/%02d %0400d", i, part, 0), 1)(tx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range early {
		write(i)
	}
	var g sync.WaitGroup
	hold := make(chan struct{})
	g.Go(func() { // the others gather behind this one
		d.Write(t.Context(), func(*db.Tx) error { <-hold; return nil })
	})
	for i := early; i < changes; i++ {
		g.Go(func() { write(i) })
	}
	close(hold)
	g.Wait()
	kept := map[string]int{}
	for _, name := range names(t, d) {
		kept[name[:2]]++
	}
	full := 0
	for i, err := range refused {
		want := 40
		if err != nil {
			full, want = full+1, 0
			if errs.KindOf(err) != errs.Full {
				t.Errorf("change %d: %v, want kind %v", i, err, errs.Full)
			}
		}
		if got := kept[fmt.Sprintf("%02d", i)]; got != want {
			t.Errorf("change %d (%v): %d rows, want %d", i, err, got, want)
		}
	}
	if full == 0 || full == changes {
		t.Errorf("%d of %d changes were refused; some should be", full, changes)
	}
	for i, err := range refused[:early] {
		if err != nil {
			t.Errorf("change %d was refused while there was room: %v", i, err)
		}
	}
}
