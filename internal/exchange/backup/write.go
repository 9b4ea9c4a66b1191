package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/klauspost/compress/zstd"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Write writes a backup of src to w and tells what went in. It is sealed where there is
// a passphrase. Changes go on meanwhile; they are not in it. Who keeps the result reads
// it back first: see [Make].
func Write(ctx context.Context, w io.Writer, src Source, passphrase []byte) (_ Summary, err error) {
	defer errs.Wrap(&err, "Write")
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(w, sum)}
	body, err := newBody(counted, passphrase)
	if err != nil {
		return Summary{}, err
	}
	out := &writer{records: records{body.packed}, src: src, manifest: sha256.New()}
	out.summary.Sealed = len(passphrase) > 0
	if err := out.all(ctx); err != nil {
		return Summary{}, err
	}
	if err := body.Close(); err != nil {
		return Summary{}, err
	}
	end := append(sum.Sum(nil), endMark...)
	if _, err := w.Write(end); err != nil {
		return Summary{}, err
	}
	out.summary.Size, out.summary.Sum = counted.n+int64(len(end)), hex.EncodeToString(end[:sha256.Size])
	return out.summary, nil
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// body packs and maybe seals what is between the head and the end of the file.
type body struct {
	packed *zstd.Encoder
	sealed io.Closer // nil: not sealed
}

func newBody(w io.Writer, passphrase []byte) (b body, err error) {
	head := append([]byte(magic), 0, format, 0)
	if len(passphrase) == 0 {
		if _, err := w.Write(head); err != nil {
			return b, err
		}
	} else {
		parameters, key := newSealParameters(passphrase)
		head[len(head)-1] = 1
		var full bytes.Buffer
		full.Write(head)
		binary.Write(&full, binary.BigEndian, parameters)
		if _, err := w.Write(full.Bytes()); err != nil {
			return b, err
		}
		s, err := newSeal(key, full.Bytes())
		if err != nil {
			return b, err
		}
		sealed := &sealWriter{seal: s, w: w}
		w, b.sealed = sealed, sealed
	}
	// One core: the others belong to the people who use the site meanwhile.
	b.packed, err = zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	return b, err
}

// Close writes what is still held back.
func (b body) Close() error {
	if err := b.packed.Close(); err != nil || b.sealed == nil {
		return err
	}
	return b.sealed.Close()
}

// writer is one backup being written.
type writer struct {
	records
	src      Source
	summary  Summary
	lines    bytes.Buffer // the manifest; some 200 bytes for each object
	manifest hash.Hash
}

func (w *writer) all(ctx context.Context) error {
	if err := w.src.DB.Read(ctx, func(tx *db.Tx) error { return w.tables(ctx, tx) }); err != nil {
		return err
	}
	if err := w.objects(ctx); err != nil {
		return err
	}
	for _, f := range w.src.Files {
		if err := w.file(f); err != nil {
			return err
		}
	}
	return w.end()
}

// tables writes the header and every table as one view of the database shows them.
func (w *writer) tables(ctx context.Context, tx *db.Tx) (err error) {
	h := Header{Release: w.src.Release, Engine: w.src.DB.Engine(), Taken: w.src.Clock.Now()}
	if h.Schema, err = tx.SchemaVersion(ctx); err != nil {
		return err
	}
	if h.Database, err = tx.Meta(ctx, "database_id"); err != nil {
		return err
	}
	w.summary.Header = h
	if err := w.putJSON(headerRecord, h); err != nil {
		return err
	}
	tables, err := tx.Tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := w.table(ctx, tx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// tableHead begins the section of a table.
type tableHead struct {
	Name    string      `json:"name"`
	Columns []db.Column `json:"columns"`
}

func (w *writer) table(ctx context.Context, tx *db.Tx, t db.Table) error {
	if err := w.putJSON(tableRecord, tableHead{t.Name, t.Columns}); err != nil {
		return err
	}
	s := w.begin(TableKind, t.Name)
	var print fingerprint
	var data []byte
	err := eachRow(ctx, tx, t.Name, t.Columns, func(row []byte) error {
		print.add(row)
		s.Rows++
		if data = append(data, row...); len(data) < recordSize {
			return nil
		}
		err := s.data(data)
		data = data[:0]
		return err
	})
	if err != nil {
		return err
	}
	if err := s.data(data); err != nil {
		return err
	}
	s.Print = print.String()
	return s.end()
}

// eachRow hands out every row of a table in the form of appendRow.
func eachRow(ctx context.Context, q db.Querier, table string, columns []db.Column, take func(row []byte) error) error {
	row, scan := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		scan[i] = &row[i]
	}
	var packed []byte
	return db.Each(ctx, q, func(r db.Scanner) error {
		if err := r.Scan(scan...); err != nil {
			return err
		}
		var err error
		if packed, err = appendRow(packed[:0], row); err != nil {
			return err
		}
		return take(packed)
	}, `SELECT `+columnList(columns)+` FROM `+quoted(table))
}

func columnList(columns []db.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

// quoted makes a name of a table or column one word of SQL, whatever is in it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// section is one that is being written.
type section struct {
	*writer
	Section
	sum hash.Hash
}

func (w *writer) begin(kind Kind, name string) *section {
	return &section{writer: w, Section: Section{Kind: kind, Name: name}, sum: sha256.New()}
}

func (s *section) data(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	s.sum.Write(b)
	s.Bytes += int64(len(b))
	return s.put(dataRecord, b)
}

func (s *section) end() error {
	s.Sum = hex.EncodeToString(s.sum.Sum(nil))
	line, err := json.Marshal(s.Section)
	if err != nil {
		return err
	}
	s.summary.add(s.Section)
	s.lines.Write(append(line, '\n'))
	return s.put(endRecord, line)
}

// objects writes every object. One that cannot be read is left out and told of: the rest
// must not be lost with it. One that was collected since it was listed is not missed.
func (w *writer) objects(ctx context.Context) error {
	if w.src.Media == nil {
		return nil
	}
	for info, err := range w.src.Media.List(ctx) {
		if err != nil {
			return err
		}
		whole, err := w.readable(ctx, info.ID)
		if err != nil {
			return err
		}
		if !whole {
			continue
		}
		if err := w.object(ctx, info.ID); err != nil {
			return fmt.Errorf("object %s: %w", info.ID, err)
		}
	}
	return nil
}

// readable reads an object once, as its checksum shows only at its end.
func (w *writer) readable(ctx context.Context, id string) (bool, error) {
	r, _, err := w.src.Media.Open(ctx, id)
	if err == nil {
		_, err = io.Copy(io.Discard, r)
		r.Close()
	}
	switch {
	case err == nil:
		return true, nil
	case ctx.Err() != nil, errs.KindOf(err) == errs.Unavailable:
		return false, err // nothing is wrong with the object: a store out of reach ends the backup
	case errs.KindOf(err) != errs.NotFound:
		w.summary.Lost = append(w.summary.Lost, id)
	}
	return false, nil
}

// content begins the section of an object or file.
type content struct {
	Name string `json:"name"`
}

func (w *writer) object(ctx context.Context, id string) error {
	r, _, err := w.src.Media.Open(ctx, id)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := w.putJSON(objectRecord, content{id}); err != nil {
		return err
	}
	return w.copy(w.begin(ObjectKind, id), r)
}

func (w *writer) copy(s *section, r io.Reader) error {
	piece := make([]byte, recordSize)
	for {
		n, err := io.ReadFull(r, piece)
		if err := s.data(piece[:n]); err != nil {
			return err
		}
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return s.end()
		case err != nil:
			return err
		}
	}
}

// file writes a file of the data folder; secrets only into a sealed backup.
func (w *writer) file(f File) error {
	if f.Secret && !w.summary.Sealed {
		return nil
	}
	r, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	if err := w.putJSON(fileRecord, content{f.Name}); err != nil {
		return err
	}
	return w.copy(w.begin(FileKind, f.Name), r)
}

// end writes what could not be read, and the manifest.
func (w *writer) end() error {
	if len(w.summary.Lost) > 0 {
		if err := w.putJSON(lostRecord, w.summary.Lost); err != nil {
			return err
		}
	}
	for w.lines.Len() > 0 {
		part := w.lines.Next(recordSize)
		w.manifest.Write(part)
		if err := w.put(lineRecord, part); err != nil {
			return err
		}
	}
	return w.put(lastRecord, w.manifest.Sum(nil))
}
