package backup

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
)

func TestValuesComeBack(t *testing.T) {
	value := rapid.OneOf(
		rapid.Just[any](nil),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.Float64(), func(f float64) any { return f }),
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) any { return append([]byte{}, b...) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(value, 1, 10).Draw(t, "row")
		packed, err := appendRow([]byte{}, row)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]any, len(row))
		rest, err := parseRow(append(packed, "rest"...), got)
		if err != nil || string(rest) != "rest" || !reflect.DeepEqual(got, row) {
			t.Fatalf("%v came back as %v, %q, %v", row, got, rest, err)
		}
		for n := range packed {
			if _, err := parseRow(packed[:n], got); err == nil {
				t.Fatalf("%d of %d bytes are a row", n, len(packed))
			}
		}
	})
}

func TestFingerprintsKnowNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 1, 5)).Draw(t, "rows")
		mixed := rapid.Permutation(rows).Draw(t, "mixed")
		var a, b fingerprint
		for i := range rows {
			a.add(rows[i])
			b.add(mixed[i])
		}
		if a != b {
			t.Fatal("another order gives another fingerprint")
		}
		if b.add([]byte("one more")); a == b {
			t.Fatal("one row more gives the same fingerprint")
		}
	})
}

// What one engine holds, the other does after a restore: every row and every object.
func TestRestoredEqualsWhatWasThere(t *testing.T) {
	for from, newFrom := range engines {
		for to, newTo := range engines {
			for _, passphrase := range []string{"", "a long passphrase"} {
				if passphrase != "" && from == to {
					continue // the seal knows no engine; it costs half a second a time
				}
				t.Run(string(from)+" to "+string(to)+map[bool]string{true: " sealed"}[passphrase != ""], func(t *testing.T) {
					a, b := newFrom(t), newTo(t)
					a.furnish(t)
					want := a.state(t)
					made := a.backup(t, passphrase)
					if read, err := Verify(t.Context(), made.Path, []byte(passphrase)); err != nil || !reflect.DeepEqual(read, made.Summary) {
						t.Errorf("Verify = %+v, %v, want %+v", read, err, made.Summary)
					}
					out := b.mustRestore(t, made.Path, passphrase, nil)
					if out.Before != "" || out.Aside != "" || out.Header.Engine != from || out.Objects != int64(len(want.media)) {
						t.Errorf("%+v", out)
					}
					want.equal(t, b.state(t))
				})
			}
		}
	}
}

// The key is a secret: it goes into a sealed backup only, and whoever restores without
// it is told.
func TestTheKeyIsASecret(t *testing.T) {
	a := engines[db.SQLite](t)
	a.furnish(t)
	for name, content := range map[string]string{"twintown.key": "the key", "model.json": "{}"} {
		if err := os.WriteFile(filepath.Join(a.folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open, sealed := a.backup(t, ""), a.backup(t, "a long passphrase")
	b, c := engines[db.SQLite](t), engines[db.SQLite](t)
	if out := b.mustRestore(t, open.Path, "", nil); !out.NoKey || !reflect.DeepEqual(out.Files, []string{"model.json"}) {
		t.Errorf("from an open backup: %+v", out)
	}
	if out := c.mustRestore(t, sealed.Path, "a long passphrase", nil); out.NoKey {
		t.Errorf("from a sealed backup: %+v", out)
	}
	if got, err := os.ReadFile(filepath.Join(c.folder, "twintown.key")); string(got) != "the key" {
		t.Errorf("key = %q, %v", got, err)
	}
	// A key that is there and differs is kept.
	if err := os.WriteFile(filepath.Join(c.folder, "twintown.key"), []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.mustRestore(t, sealed.Path, "a long passphrase", func(to *Target) { to.Replace = true })
	kept, err := filepath.Glob(filepath.Join(c.folder, "twintown.key.before-*"))
	if err != nil || len(kept) != 1 {
		t.Errorf("kept: %v, %v", kept, err)
	}
}

func TestWhatIsThereGivesWayOnlyWhenTold(t *testing.T) {
	eachEngine(t, func(t *testing.T, s site) {
		s.furnish(t)
		made, first := s.backup(t, ""), s.state(t)
		s.with(t, func(d *db.DB) {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `DELETE FROM partnership`)
				return errors.Join(err, tx.Touch(t.Context()))
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		second := s.state(t)
		if _, err := s.restore(t, made.Path, "", nil); errs.KindOf(err) != errs.Conflict {
			t.Fatalf("into a full place: %v", err)
		}
		second.equal(t, s.state(t))
		out := s.mustRestore(t, made.Path, "", func(to *Target) { to.Replace = true })
		if out.Before == "" {
			t.Fatal("no backup was made of what was there")
		}
		third := s.state(t)
		if third.tables["meta"] == second.tables["meta"] || third.tables["meta"] == first.tables["meta"] {
			t.Error("nodes would not notice that the data is another")
		}
		third.tables["meta"] = first.tables["meta"]
		first.equal(t, third)
		// And back again.
		s.mustRestore(t, out.Before, "", func(to *Target) {
			to.Replace, to.Clock = true, clock.Fixed(dbtest.Today.Add(time.Hour))
		})
		fourth := s.state(t)
		fourth.tables["meta"] = second.tables["meta"]
		second.equal(t, fourth)
	})
}

func TestADamagedDatabaseIsSetAside(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	made, want := s.backup(t, ""), s.state(t)
	path := filepath.Join(s.folder, db.FileName)
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.restore(t, made.Path, "", nil); errs.KindOf(err) != errs.Conflict {
		t.Fatalf("without being told: %v", err)
	}
	out := s.mustRestore(t, made.Path, "", func(to *Target) { to.Replace = true })
	if _, err := os.Stat(filepath.Join(out.Aside, db.FileName)); out.Aside == "" || err != nil {
		t.Errorf("what was there is gone: %+v, %v", out, err)
	}
	want.equal(t, s.state(t))
}

func TestAFolderInUseIsRefused(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	made := s.backup(t, "")
	s.with(t, func(*db.DB) {
		_, err := s.restore(t, made.Path, "", func(to *Target) { to.Replace = true })
		if errs.KindOf(err) != errs.Busy {
			t.Errorf("beside an open database: %v", err)
		}
	})
	hold, err := db.HoldFolder(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Release()
	if _, err := db.Open(t.Context(), db.Options{Folder: s.folder}); errs.KindOf(err) != errs.Busy {
		t.Errorf("opening during a restore: %v", err)
	}
}

// A backup of an earlier release is restored at its form and then brought to ours.
func TestAnOlderBackupIsBroughtForward(t *testing.T) {
	for from, newFrom := range engines {
		for to, newTo := range engines {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				a, b := newFrom(t), newTo(t)
				a.with(t, func(d *db.DB) {
					if err := d.MigrateTo(t.Context(), 4); err != nil {
						t.Fatal(err)
					}
					fillTables(t, d)
				})
				columns := a.columns(t)
				want, made := a.prints(t, columns), a.backup(t, "")
				if made.Header.Schema != 4 {
					t.Fatalf("%+v", made.Header)
				}
				out := b.mustRestore(t, made.Path, "", nil)
				got := b.state(t)
				if got.schema <= 4 || got.schema != out.Schema {
					t.Errorf("tables of version %d after the restore, told %d", got.schema, out.Schema)
				}
				for name, print := range b.prints(t, columns) {
					if want[name] != print {
						t.Errorf("table %s differs in the columns that it had", name)
					}
				}
			})
		}
	}
}

func TestABackupOfANewerReleaseIsRefused(t *testing.T) {
	eachEngine(t, func(t *testing.T, s site) {
		s.furnish(t)
		s.with(t, func(d *db.DB) {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		made, fresh := s.backup(t, ""), engines[db.SQLite](t)
		if _, err := fresh.restore(t, made.Path, "", nil); errs.KindOf(err) != errs.Newer {
			t.Errorf("restored: %v", err)
		}
		if left, err := filepath.Glob(filepath.Join(fresh.folder, "*.db")); len(left) > 0 || err != nil {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
}

// An object that cannot be read does not take the rest with it.
func TestADamagedObjectIsToldOf(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	id := s.put(t, []byte("a picture"))
	if err := os.WriteFile(filepath.Join(s.folder, "media", id[:2], id[2:4], id), []byte("a pictuer"), 0o600); err != nil {
		t.Fatal(err)
	}
	made := s.backup(t, "")
	if !reflect.DeepEqual(made.Lost, []string{id}) || made.Objects != 20 {
		t.Errorf("lost %v of %d", made.Lost, made.Objects)
	}
}

func TestABackupIsNeverWrittenOver(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	made := s.backup(t, "")
	s.with(t, func(d *db.DB) {
		if _, err := Make(t.Context(), s.source(d), made.Path, nil); errs.KindOf(err) != errs.Conflict {
			t.Errorf("over another backup: %v", err)
		}
		if _, err := Make(t.Context(), s.source(d), "/proc/none/b"+Suffix, nil); errs.KindOf(err) != errs.ReadOnly {
			t.Errorf("into a folder that cannot be: %v", err)
		}
	})
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(made.Path), draftPattern)); len(left) > 0 || err != nil {
		t.Errorf("drafts left: %v, %v", left, err)
	}
}
