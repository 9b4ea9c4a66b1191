package people_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
)

// told appends n rows to a new chain, some by several at once.
func told(t *testing.T, l *people.Log, n int) {
	t.Helper()
	for i := range n {
		err := l.Change(t.Context(), people.Actor{Account: "a1"}, func(_ *db.Tx, note func(people.Entry)) error {
			note(people.Entry{
				Action: people.EditPart, Kind: "partnership", ID: fmt.Sprint("p", i), Places: []int64{776069, 627904},
				Fields: []people.FieldChange{{Name: "kind", Old: "contact", New: "partnership"}}, Note: "letter of 3 March",
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func run(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryTamperingIsFound(t *testing.T) {
	cases := map[string]string{
		"another actor":          `UPDATE audit SET actor = 'a2' WHERE seq = 3`,
		"another moment":         `UPDATE audit SET at = at - 1 WHERE seq = 3`,
		"another action":         `UPDATE audit SET action = 'person.read' WHERE seq = 3`,
		"another object":         `UPDATE audit SET object = 'p9' WHERE seq = 3`,
		"another kind":           `UPDATE audit SET kind = 'place' WHERE seq = 3`,
		"other places":           `UPDATE audit SET places = '[1]' WHERE seq = 3`,
		"another detail":         `UPDATE audit SET detail = replace(detail, 'letter', 'mail') WHERE seq = 3`,
		"a detail blanked":       `UPDATE audit SET detail = '' WHERE seq = 3`,
		"a false erasure":        `UPDATE audit SET detail = '', erased = 5 WHERE seq = 3`,
		"another digest":         `UPDATE audit SET digest = hash WHERE seq = 3`,
		"another hash":           `UPDATE audit SET hash = digest WHERE seq = 3`,
		"a row removed":          `DELETE FROM audit WHERE seq = 3`,
		"the first row removed":  `DELETE FROM audit WHERE seq = 1`,
		"the last row cut off":   `DELETE FROM audit WHERE seq = 6`,
		"all rows cut off":       `DELETE FROM audit`,
		"a row slipped in":       `INSERT INTO audit SELECT 7, at, actor, action, kind, object, places, detail, digest, 0, hash FROM audit WHERE seq = 6`,
		"a checkpoint forged":    `UPDATE audit_checkpoint SET seq = 5`,
		"a checkpoint rewritten": `UPDATE audit_checkpoint SET hash = 'x'`,
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for name, tamper := range cases {
			run(t, d, `DELETE FROM audit`)
			run(t, d, `DELETE FROM audit_checkpoint`)
			l := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
			told(t, l, 6)
			if _, err := l.Checkpoint(t.Context(), dbtest.Today); err != nil {
				t.Fatal(err)
			}
			if v, err := l.Verify(t.Context()); err != nil || !v.Whole() || v.Rows != 6 || v.Checkpoints != 2 {
				t.Fatalf("before: %+v, %v", v, err)
			}
			run(t, d, tamper)
			if v, err := l.Verify(t.Context()); err != nil || v.Whole() {
				t.Errorf("%s was not found: %+v, %v", name, v, err)
			}
		}
	})
}

func TestAnErasureLeavesTheChainWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := people.NewLog(d, secret.New(), "")
		told(t, l, 4)
		err := l.Change(t.Context(), people.System(), func(_ *db.Tx, note func(people.Entry)) error {
			note(people.Entry{Action: people.EraseAction, Kind: "account", ID: "a1", Erases: []int64{2, 3}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if v, err := l.Verify(t.Context()); err != nil || !v.Whole() || v.Rows != 5 {
			t.Fatalf("%+v, %v", v, err)
		}
		rows, err := l.Read(t.Context(), people.Query{Kind: "partnership", ID: "p1"})
		if err != nil || len(rows) != 1 || rows[0].Note != "" || rows[0].Erased != 5 {
			t.Errorf("after the erasure the row reads %+v, %v", rows, err)
		}
		run(t, d, `UPDATE audit SET detail = '', erased = 5 WHERE seq = 4`)
		if v, _ := l.Verify(t.Context()); v.Whole() {
			t.Error("a row that the erasure does not name was blanked unnoticed")
		}
	})
}

func TestAnotherKeyFindsEveryRowChanged(t *testing.T) {
	d := dbtest.SQLite(t)
	told(t, people.NewLog(d, secret.New(), ""), 3)
	v, err := people.NewLog(d, secret.New(), "").Verify(t.Context())
	if err != nil || len(v.Faults) != 3 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAChangeThatNotesNothingLeavesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := people.NewLog(d, secret.New(), "")
		failed := errors.New("the rule says no")
		for name, fn := range map[string]func(tx *db.Tx, note func(people.Entry)) error{
			"notes nothing": func(tx *db.Tx, _ func(people.Entry)) error { return tx.SetMeta(t.Context(), "mark", 1) },
			"fails": func(tx *db.Tx, note func(people.Entry)) error {
				note(people.Entry{Action: people.EditPart})
				return errors.Join(tx.SetMeta(t.Context(), "mark", 1), failed)
			},
		} {
			if err := l.Change(t.Context(), people.System(), fn); err == nil {
				t.Errorf("%s: no error", name)
			}
			if n, err := d.Meta(t.Context(), "mark"); err != nil || n != 0 {
				t.Errorf("%s: left %d, %v", name, n, err)
			}
		}
	})
}

// The chain stays one chain when many write at once.
func TestManyAtOnceMakeOneChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := people.NewLog(d, secret.New(), "")
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				err := l.Change(context.WithoutCancel(t.Context()), people.System(), func(_ *db.Tx, note func(people.Entry)) error {
					note(people.Entry{Action: people.EditPart, Kind: "partnership", ID: fmt.Sprint(i)})
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if v, err := l.Verify(t.Context()); err != nil || !v.Whole() || v.Rows != 40 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

func TestAnchorsOutliveTheDatabase(t *testing.T) {
	d := dbtest.SQLite(t)
	path := filepath.Join(t.TempDir(), "anchors")
	l := people.NewLog(d, secret.New(), path)
	told(t, l, 3)
	if seq, err := l.Checkpoint(t.Context(), dbtest.Today); err != nil || seq != 3 {
		t.Fatalf("Checkpoint = %d, %v", seq, err)
	}
	if seq, err := l.Checkpoint(t.Context(), dbtest.Today); err != nil || seq != 0 {
		t.Errorf("a second checkpoint of the same row: %d, %v", seq, err)
	}
	run(t, d, `DELETE FROM audit WHERE seq = 3`)
	run(t, d, `DELETE FROM audit_checkpoint`)
	if v, err := l.Verify(t.Context()); err != nil || v.Whole() {
		t.Errorf("a row cut off with its checkpoint was not found: %+v, %v", v, err)
	}
	if err := os.WriteFile(path, []byte("{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if v, err := l.Verify(t.Context()); err != nil || v.Whole() {
		t.Errorf("a spoilt anchor was not found: %+v, %v", v, err)
	}
}

func TestReadingByObjectPlaceAndPerson(t *testing.T) {
	d := dbtest.SQLite(t)
	l := people.NewLog(d, secret.New(), "")
	told(t, l, 5)
	for name, c := range map[string]struct {
		q    people.Query
		want int
	}{
		"all":                     {people.Query{}, 5},
		"an object":               {people.Query{Kind: "partnership", ID: "p3"}, 1},
		"a place":                 {people.Query{Places: []int64{627904}}, 5},
		"a number inside another": {people.Query{Places: []int64{7606}}, 0},
		"a person":                {people.Query{Actor: "a2"}, 0},
		"a page":                  {people.Query{Before: 4, Limit: 2}, 2},
	} {
		if got, err := l.Read(t.Context(), c.q); err != nil || len(got) != c.want {
			t.Errorf("%s: %d rows, %v, want %d", name, len(got), err, c.want)
		}
	}
}
