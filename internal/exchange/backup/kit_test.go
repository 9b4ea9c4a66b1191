package backup

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
)

// site is a data folder with a database on one of the engines.
type site struct {
	folder, dsn string
	media       blob.Store
}

// engines are the ways to make an empty site.
var engines = map[db.Engine]func(t *testing.T) site{
	db.SQLite:     func(t *testing.T) site { return newSite(t, "") },
	db.PostgreSQL: func(t *testing.T) site { return newSite(t, dbtest.PostgreSQL(t)) },
}

func eachEngine(t *testing.T, fn func(t *testing.T, s site)) {
	t.Helper()
	for name, make := range engines {
		t.Run(string(name), func(t *testing.T) { fn(t, make(t)) })
	}
}

func newSite(t *testing.T, dsn string) site {
	t.Helper()
	folder := t.TempDir()
	media, err := blob.OpenFolder(filepath.Join(folder, "media"))
	if err != nil {
		t.Fatal(err)
	}
	return site{folder, dsn, media}
}

var today = clock.Fixed(dbtest.Today)

func (s site) open(t *testing.T) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{Folder: s.folder, DSN: s.dsn, Clock: today})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// with runs fn on the site's open database.
func (s site) with(t *testing.T, fn func(d *db.DB)) {
	t.Helper()
	d := s.open(t)
	defer d.Close()
	fn(d)
}

func (s site) source(d *db.DB) Source {
	return Source{DB: d, Media: s.media, Files: s.files(), Release: "test", Clock: today}
}

func (s site) files() []File {
	return []File{
		{Name: "model.json", Path: filepath.Join(s.folder, "model.json")},
		{Name: "twintown.key", Path: filepath.Join(s.folder, "twintown.key"), Secret: true},
	}
}

func (s site) target() Target {
	return Target{Folder: s.folder, DSN: s.dsn, Media: s.media, Files: s.files(), Release: "test", Clock: today}
}

// oddTexts are texts that a careless form would lose.
var oddTexts = []string{"", " ", "NULL", "\\N", "Łódź", "Ło\u0301dz\u0301", "a\nb\tc\r\n", `"quoted" 'twice' \ ; --`, "😀", strings.Repeat("long ", 100_000)}

// furnish gives the site rows in several tables, and objects.
func (s site) furnish(t *testing.T) {
	t.Helper()
	s.with(t, func(d *db.DB) {
		if _, err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		fillTables(t, d)
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return fillWork(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	})
	for i := range 20 {
		s.put(t, bytes.Repeat([]byte{byte(i), 1}, i*i*i*100))
	}
}

func (s site) put(t *testing.T, content []byte) string {
	t.Helper()
	ref, err := s.media.Put(t.Context(), bytes.NewReader(content), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return ref.ID
}

func fillTables(t *testing.T, d *db.DB) {
	t.Helper()
	ctx := t.Context()
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i, text := range oddTexts {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO place (id, name, country, region, lat, lon, population, feature, kind, unit, zone, same_as, origin)
				VALUES ($1, $2, 'PL', '', $3, $4, $5, '', '', '', '', 0, 'test')`,
				i-3, text, float64(i)/3, -1e-300*float64(i), int64(1)<<62+int64(i)); err != nil {
				return err
			}
			id := fmt.Sprintf("partnership %d", i)
			if _, err := tx.ExecContext(ctx, `INSERT INTO partnership (id, a, b, origin) VALUES ($1, 1, 2, $2)`, id, text); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin)
				VALUES ($1, $2, $3, 'agreement', '1995', $4, 0, '')`, "act of "+id, id, i, text); err != nil {
				return err
			}
		}
		return tx.Touch(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fillWork writes a project, which other tables point to, and the plan and the review of a
// partnership.
func fillWork(ctx context.Context, tx *db.Tx) error {
	for _, query := range []string{
		`INSERT INTO project (id, handle, version, state, call_key, shown, body, created, changed) VALUES ('songs', 'songs', 3, 'running', 'a-call', 5, '{"acronym":"Ł"}', 1, 2)`,
		`INSERT INTO project_place (project, place) VALUES ('songs', 758651)`,
		`INSERT INTO project_partnership (project, partnership) VALUES ('songs', 'partnership 1')`,
		`INSERT INTO plan_item (id, partnership, year, state, version, body, was, created, changed) VALUES ('concert', 'partnership 1', 2027, 'planned', 1, '{}', '', 1, 1)`,
		`INSERT INTO yearly_review (partnership, year, act, body, changed) VALUES ('partnership 1', 2026, '', '{}', 1)`,
		`INSERT INTO review_answer (partnership, year, side, version, closed, body, was, changed) VALUES ('partnership 1', 2026, 758651, 2, 0, '{"language":"pl"}', '{}', 1)`,
	} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// state is everything that a site holds.
type state struct {
	tables map[string]Print
	media  map[string]string // id → content
	schema int64
}

func (s site) state(t *testing.T) (all state) {
	t.Helper()
	s.with(t, func(d *db.DB) {
		var err error
		if all.tables, err = Fingerprints(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		all.schema, _, err = d.SchemaVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	})
	all.media = map[string]string{}
	for info, err := range s.media.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := s.media.Open(t.Context(), info.ID)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		all.media[info.ID] = string(b)
	}
	return all
}

// columns are those of every table of the site.
func (s site) columns(t *testing.T) map[string][]db.Column {
	t.Helper()
	all := map[string][]db.Column{}
	s.with(t, func(d *db.DB) {
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			tables, err := tx.Tables(t.Context())
			for _, table := range tables {
				all[table.Name] = table.Columns
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return all
}

// prints tells what the site's tables hold in some of their columns.
func (s site) prints(t *testing.T, columns map[string][]db.Column) map[string]Print {
	t.Helper()
	all := map[string]Print{}
	s.with(t, func(d *db.DB) {
		for table, columns := range columns {
			var p Print
			var sum fingerprint
			err := eachRow(t.Context(), d, table, columns, func(row []byte) error {
				p.Rows++
				sum.add(row)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			p.Print = sum.String()
			all[table] = p
		}
	})
	return all
}

func (s state) equal(t *testing.T, other state) {
	t.Helper()
	if s.schema != other.schema {
		t.Errorf("tables of version %d, want %d", other.schema, s.schema)
	}
	if !maps.Equal(s.media, other.media) {
		t.Errorf("%d objects, want %d, or they differ", len(other.media), len(s.media))
	}
	for name := range s.tables {
		if s.tables[name] != other.tables[name] {
			t.Errorf("table %s: %d rows, want %d, or they differ", name, other.tables[name].Rows, s.tables[name].Rows)
		}
	}
	if len(s.tables) != len(other.tables) {
		t.Errorf("%d tables, want %d", len(other.tables), len(s.tables))
	}
}

// backup makes a backup of the site.
func (s site) backup(t *testing.T, passphrase string) Made {
	t.Helper()
	var made Made
	s.with(t, func(d *db.DB) {
		var err error
		made, err = Make(t.Context(), s.source(d), filepath.Join(t.TempDir(), "b"+Suffix), []byte(passphrase))
		if err != nil {
			t.Fatal(err)
		}
	})
	return made
}

func (s site) restore(t *testing.T, path, passphrase string, change func(*Target)) (Restored, error) {
	t.Helper()
	to := s.target()
	if change != nil {
		change(&to)
	}
	return Restore(context.WithoutCancel(t.Context()), path, []byte(passphrase), to)
}

func (s site) mustRestore(t *testing.T, path, passphrase string, change func(*Target)) Restored {
	t.Helper()
	out, err := s.restore(t, path, passphrase, change)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
