package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// How many rows one transaction takes in, and about how many bytes: a group that fits
// into the page cache. The place that is being filled is seen by nobody.
const (
	batchRows  = 20_000
	batchBytes = 16 << 20
)

// filler takes the content of a backup into a fresh place.
type filler struct {
	ctx    context.Context
	db     *db.DB
	media  blob.Store // nil: objects are left out
	tables map[string]db.Table
	into   db.Insert
	rows   [][]any
	bytes  int
	files  map[string][]byte // small files, kept until the database is in its place
}

// fill takes the backup into an empty database at the form that it has in the backup,
// and compares what arrived with what the backup tells of. The objects go into the
// media store: they are named by their content, so that they change nothing there.
func fill(ctx context.Context, fresh *db.DB, media blob.Store, a *archive, h Header) (s Summary, files map[string][]byte, err error) {
	f := &filler{ctx: ctx, db: fresh, media: media, files: map[string][]byte{}}
	v := visitor{table: f.table, row: f.row, endTable: f.endTable, file: f.file}
	if media != nil {
		v.object = f.object
	}
	if err := f.begin(h); err != nil {
		return s, nil, err
	}
	err = fresh.WithoutForeignKeys(ctx, func() (err error) {
		s, err = a.walk(ctx, v)
		return err
	})
	if err != nil {
		return s, nil, err
	}
	return s, f.files, f.compare(s)
}

// begin makes the tables as they were, empty: steps may write rows of their own.
func (f *filler) begin(h Header) error {
	if err := f.db.MigrateTo(f.ctx, h.Schema); err != nil {
		return err
	}
	var all []db.Table
	err := f.db.Write(f.ctx, func(tx *db.Tx) (err error) {
		if all, err = tx.Tables(f.ctx); err != nil {
			return err
		}
		for _, t := range slices.Backward(all) {
			if _, err := tx.ExecContext(f.ctx, `DELETE FROM `+quoted(t.Name)); err != nil {
				return err
			}
		}
		return nil
	})
	f.tables = map[string]db.Table{}
	for _, t := range all {
		f.tables[t.Name] = t
	}
	return err
}

func (f *filler) table(name string, columns []db.Column) error {
	have, known := f.tables[name]
	if !known || !slices.Equal(have.Columns, columns) {
		return fmt.Errorf("table %s has other columns in the backup than the tables of its version have", name)
	}
	f.into = db.Insert{Table: quoted(name)}
	for _, c := range columns {
		f.into.Columns = append(f.into.Columns, quoted(c.Name))
	}
	return nil
}

func (f *filler) row(row []any) error {
	f.rows = append(f.rows, slices.Clone(row))
	for _, v := range row {
		switch v := v.(type) {
		case string:
			f.bytes += len(v)
		case []byte:
			f.bytes += len(v)
		}
	}
	if len(f.rows) < batchRows && f.bytes < batchBytes {
		return nil
	}
	return f.flush()
}

func (f *filler) endTable(Section) error { return f.flush() }

func (f *filler) flush() error {
	err := f.db.Write(f.ctx, func(tx *db.Tx) error {
		_, err := tx.Bulk(f.ctx, f.into, slices.Values(f.rows))
		return err
	})
	f.rows, f.bytes = f.rows[:0], 0
	if err != nil {
		return fmt.Errorf("table %s: %w", f.into.Table, err)
	}
	return nil
}

func (f *filler) object(id string, r io.Reader) error {
	ref, err := f.media.Put(f.ctx, r, math.MaxInt64)
	if err == nil && ref.ID != id {
		err = fmt.Errorf("the object %s has the content of %s", id, ref.ID)
	}
	return err
}

// largestFile bounds a file of the data folder: the key has 44 bytes, a model some
// hundred kilobytes.
const largestFile = 64 << 20

func (f *filler) file(name string, r io.Reader) error {
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, largestFile))
	if err == nil && n == largestFile {
		err = fmt.Errorf("the file %s is too large", name)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r) // to its end, where the checksum is compared
	}
	f.files[name] = b.Bytes()
	return err
}

// compare reads what arrived and compares it with what the backup tells of.
func (f *filler) compare(s Summary) error {
	lost, err := f.db.CheckForeignKeys(f.ctx)
	if err != nil {
		return err
	}
	if len(lost) > 0 {
		return fmt.Errorf("rows of the backup point to rows that it does not hold: %v", lost)
	}
	arrived, err := Fingerprints(f.ctx, f.db)
	if err != nil {
		return err
	}
	for _, want := range s.Tables {
		if got := arrived[want.Name]; got.Rows != want.Rows || got.Print != want.Print {
			return fmt.Errorf("table %s: %d rows arrived, the backup tells of %d, or they differ", want.Name, got.Rows, want.Rows)
		}
	}
	return nil
}

// Print tells what a table holds: see [Fingerprints].
type Print struct {
	Rows  int64
	Print string
}

// Fingerprints tells of every table how many rows it holds and which, whatever their
// order and engine: two tables with the same columns hold the same rows exactly when
// their prints are equal.
func Fingerprints(ctx context.Context, d *db.DB) (prints map[string]Print, err error) {
	defer errs.Wrap(&err, "Fingerprints")
	prints = map[string]Print{}
	err = d.Read(ctx, func(tx *db.Tx) error {
		tables, err := tx.Tables(ctx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			var p Print
			var sum fingerprint
			err := eachRow(ctx, tx, t.Name, t.Columns, func(row []byte) error {
				p.Rows++
				sum.add(row)
				return nil
			})
			if err != nil {
				return err
			}
			p.Print = sum.String()
			prints[t.Name] = p
		}
		return nil
	})
	return prints, err
}

// putFile writes a file of the data folder, all of it or none.
func putFile(folder, name string, b []byte) error {
	f, err := os.CreateTemp(folder, name+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(f.Name(), filepath.Join(folder, name)), syncFolder(folder))
}

// newer refuses a backup whose tables this release does not know.
func newer(path string, have, want int64) error {
	return errs.New(errs.Newer, lang.Msg("backup.newer", "file", path, "have", have, "want", want), nil)
}
