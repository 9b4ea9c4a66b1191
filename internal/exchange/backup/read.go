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
	"os"

	"github.com/klauspost/compress/zstd"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Verify reads a backup whole and tells what is in it. Nothing is kept. What is no
// backup, was cut, changed or mixed up is refused with a sentence (errs.Invalid), as is
// one that another passphrase seals; one in a newer form is errs.Newer.
func Verify(ctx context.Context, path string, passphrase []byte) (_ Summary, err error) {
	defer errs.Wrap(&err, "Verify(%s)", path)
	a, err := openArchive(ctx, path, passphrase)
	if err != nil {
		return Summary{}, err
	}
	defer a.Close()
	return a.walk(ctx, visitor{})
}

// visitor takes what a backup holds, in its order. What is nil is not asked for. A
// visitor must not trust an object or a file before its reader ended with io.EOF.
type visitor struct {
	table    func(name string, columns []db.Column) error
	row      func(row []any) error // valid until it returns
	endTable func(Section) error
	object   func(id string, r io.Reader) error
	file     func(name string, r io.Reader) error
}

// archive is an open backup whose checksum was right. It can be read more than once.
type archive struct {
	io.Closer
	body io.ReaderAt
	size int64
	name string
	sum  []byte
	head []byte // of the file, the seal's parameters included
	key  []byte // nil: not sealed
}

// openArchive opens a backup and sees to its form and its checksum, before anything in
// it is looked at.
func openArchive(ctx context.Context, path string, passphrase []byte) (*archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	info, err := f.Stat()
	if err == nil {
		var a *archive
		if a, err = newArchive(ctx, f, info.Size(), path, passphrase); err == nil {
			a.Closer = f
			return a, nil
		}
	}
	f.Close()
	return nil, err
}

func newArchive(ctx context.Context, f io.ReaderAt, size int64, name string, passphrase []byte) (*archive, error) {
	sum, err := checkFile(ctx, f, size, name)
	if err != nil {
		return nil, err
	}
	a := &archive{body: f, size: size, name: name, sum: sum, head: make([]byte, plainHead)}
	if _, err := f.ReadAt(a.head, 0); err != nil {
		return nil, err
	}
	if a.head[plainHead-1] == 0 {
		return a, nil
	}
	return a, a.unseal(passphrase)
}

// unseal makes the key that the passphrase and the parameters in the head give.
func (a *archive) unseal(passphrase []byte) (err error) {
	var p sealParameters
	rest := make([]byte, binary.Size(p))
	if _, err := io.ReadFull(io.NewSectionReader(a.body, plainHead, a.size-tail-plainHead), rest); err != nil {
		return cut(a.name, err)
	}
	binary.Read(bytes.NewReader(rest), binary.BigEndian, &p) // never fails: rest has its size
	a.head = append(a.head, rest...)
	if len(passphrase) == 0 {
		return errs.New(errs.Invalid, lang.Msg("backup.sealed", "file", a.name), nil)
	}
	a.key, err = p.key(passphrase)
	if errors.Is(err, errWrongPassword) {
		return errs.New(errs.Invalid, lang.Msg("backup.wrong_passphrase", "file", a.name), err)
	} else if err != nil {
		return damaged(a.name, err)
	}
	return nil
}

// walk hands out what is in the backup and checks all of it.
func (a *archive) walk(ctx context.Context, v visitor) (Summary, error) {
	var body io.Reader = patient{ctx, io.NewSectionReader(a.body, int64(len(a.head)), max(0, a.size-tail-int64(len(a.head))))}
	if a.key != nil {
		s, err := newSeal(a.key, a.head)
		if err != nil {
			return Summary{}, err
		}
		body = newSealReader(s, body)
	}
	// 16 MiB is twice the window that we write with.
	packed, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(16<<20))
	if err != nil {
		return Summary{}, err
	}
	defer packed.Close()
	in := &reader{visitor: v, records: recordReader{r: packed}, manifest: sha256.New()}
	in.summary = Summary{Sealed: a.key != nil, Size: a.size, Sum: hex.EncodeToString(a.sum)}
	err = in.all()
	if mine, ok := errors.AsType[inside](err); ok {
		return Summary{}, mine.error
	}
	if err != nil && ctx.Err() != nil {
		return Summary{}, ctx.Err()
	}
	if err != nil {
		return Summary{}, damaged(a.name, err)
	}
	return in.summary, nil
}

const (
	plainHead = int64(len(magic)) + 3
	tail      = sha256.Size + int64(len(endMark))
)

// checkFile sees to the form and the checksum of the file, before anything in it is
// looked at.
func checkFile(ctx context.Context, f io.ReaderAt, size int64, name string) (sum []byte, err error) {
	head := make([]byte, plainHead)
	if _, err := f.ReadAt(head, 0); err != nil || string(head[:len(magic)]) != magic {
		return nil, errs.New(errs.Invalid, lang.Msg("backup.not_one", "file", name), err)
	}
	end := make([]byte, tail)
	if size < plainHead+tail {
		return nil, cut(name, nil)
	}
	if _, err := f.ReadAt(end, size-tail); err != nil || string(end[sha256.Size:]) != endMark {
		return nil, cut(name, err)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, patient{ctx, io.NewSectionReader(f, 0, size-tail)}); err != nil {
		return nil, err
	}
	if sum = hash.Sum(nil); !bytes.Equal(sum, end[:sha256.Size]) {
		return nil, damaged(name, errors.New("the file's checksum is another one"))
	}
	if form := binary.BigEndian.Uint16(head[len(magic):]); form != format {
		return nil, errs.New(errs.Newer, lang.Msg("backup.newer_form", "file", name), nil)
	}
	return sum, nil
}

func cut(name string, cause error) error {
	return errs.New(errs.Invalid, lang.Msg("backup.cut", "file", name), cause)
}

func damaged(name string, cause error) error {
	return errs.New(errs.Invalid, lang.Msg("backup.damaged", "file", name), cause)
}

// patient reads until the caller gives up.
type patient struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.r.Read(b)
}

// reader is one backup being read.
type reader struct {
	visitor
	records  recordReader
	summary  Summary
	manifest hash.Hash // over the lines that the sections read so far should have there
	told     hash.Hash // over the lines that the manifest has; nil before it
}

// inside is a failure of whoever takes the content: nothing is wrong with the file.
type inside struct{ error }

// Unwrap returns the failure.
func (i inside) Unwrap() error { return i.error }

func (r *reader) all() error {
	kind, payload, err := r.records.next()
	if err != nil {
		return err
	}
	if kind != headerRecord || json.Unmarshal(payload, &r.summary.Header) != nil {
		return fmt.Errorf("%w: there is no header", errFrame)
	}
	for {
		kind, payload, err := r.records.next()
		if err != nil {
			return err
		}
		if kind == lastRecord {
			return r.last(payload)
		}
		if err := r.take(kind, payload); err != nil {
			return err
		}
	}
}

// take reads what a record begins.
func (r *reader) take(kind byte, payload []byte) error {
	if r.told != nil && kind != lineRecord {
		return fmt.Errorf("%w: something follows the manifest", errFrame)
	}
	switch kind {
	case tableRecord:
		return r.takeTable(payload)
	case objectRecord:
		return r.takeContent(ObjectKind, payload, r.object)
	case fileRecord:
		return r.takeContent(FileKind, payload, r.file)
	case lostRecord:
		return json.Unmarshal(payload, &r.summary.Lost)
	case lineRecord:
		if r.told == nil {
			r.told = sha256.New()
		}
		r.told.Write(payload)
		return nil
	}
	return fmt.Errorf("%w: no record has the type %q", errFrame, kind)
}

// last compares the manifest with what was read, and sees that nothing follows it.
func (r *reader) last(sum []byte) error {
	if r.told == nil {
		r.told = sha256.New()
	}
	told, read := r.told.Sum(nil), r.manifest.Sum(nil)
	if !bytes.Equal(told, read) || !bytes.Equal(told, sum) {
		return errors.New("the manifest tells of another content")
	}
	if n, err := r.records.r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		return fmt.Errorf("something follows the end: %v", err)
	}
	return nil
}
