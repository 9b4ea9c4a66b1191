package document

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/media"
)

// Packed says what became of a document that was to go into a pack.
type Packed string

// What can become of one.
const (
	Whole    Packed = "whole"    // its file is in the pack
	Missing  Packed = "missing"  // the store has lost its bytes
	Damaged  Packed = "damaged"  // the bytes are not those that came
	Unloaded Packed = "unloaded" // the store did not answer; another time it may
)

// Pack writes documents into a ZIP, one after the other, as files that every system can
// unpack. A document that the store cannot give whole is left out and said to be, so that
// one lost file spoils nobody's pack. However large the documents are, a pack holds one
// of them at a time, on the disk.
type Pack struct {
	store *Store
	zip   *zip.Writer
	top   string          // folder of all
	taken map[string]bool // paths in the pack, as systems that know no capitals compare them
	spool *os.File        // the document on its way; nil before the first
	down  bool            // the store stopped answering: the others are not waited for
}

// Pack returns a pack that writes into a folder of z. The caller closes both.
func (s *Store) Pack(z *zip.Writer, folder string) *Pack {
	return &Pack{store: s, zip: z, top: folder, taken: map[string]bool{}}
}

// Close removes what the pack kept on the disk.
func (p *Pack) Close() error {
	if p.spool == nil {
		return nil
	}
	return errors.Join(p.spool.Close(), os.Remove(p.spool.Name()))
}

// Put writes what is delivered into a folder within the pack's, under its name with something
// in front ("2006-05-12 "; may be empty), and returns the path that it got, "" where it is
// not whole. An error means that the pack cannot go on.
func (p *Pack) Put(ctx context.Context, d Delivery, folder, front string, changed time.Time) (at string, what Packed, err error) {
	defer errs.Wrap(&err, "document.Put(%s)", d.Name)
	if what, err = p.fetch(ctx, d); err != nil || what != Whole {
		return "", what, err
	}
	at = p.name(path.Join(p.top, media.CleanName(folder), media.CleanName(front+d.Name)))
	// stored as it is: documents are packed already
	f, err := p.zip.CreateHeader(&zip.FileHeader{Name: at, Method: zip.Store, Modified: changed})
	if err != nil {
		return "", what, err
	}
	_, err = io.Copy(f, p.spool)
	return at, what, err
}

// fetch brings a document whole onto the disk before a byte of it is in the pack.
func (p *Pack) fetch(ctx context.Context, d Delivery) (Packed, error) {
	if p.down {
		return Unloaded, nil
	}
	if err := p.rewind(); err != nil {
		return "", err
	}
	content, err := p.store.Open(ctx, d)
	if err != nil {
		return p.lost(ctx, err)
	}
	defer content.Close()
	from := &reading{Reader: content}
	if _, err := io.Copy(p.spool, from); err != nil {
		if from.err == nil {
			return "", err // our own disk
		}
		return p.lost(ctx, from.err)
	}
	_, err = p.spool.Seek(0, io.SeekStart)
	return Whole, err
}

// lost says what a failure of the store means. That nobody waits any more is no failure
// of the store.
func (p *Pack) lost(ctx context.Context, err error) (Packed, error) {
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errs.KindOf(err) == errs.NotFound:
		return Missing, nil
	case errs.KindOf(err) == errs.Unavailable:
		p.down = true
		return Unloaded, nil
	}
	return Damaged, nil // also a disk that cannot read it
}

// rewind empties the file for the next document.
func (p *Pack) rewind() (err error) {
	if p.spool == nil {
		p.spool, err = os.CreateTemp(p.store.opt.Temp, "pack-*")
		return err
	}
	if _, err := p.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return p.spool.Truncate(0)
}

// reading remembers that it was the reader who failed.
type reading struct {
	io.Reader
	err error
}

// Read implements io.Reader.
func (r *reading) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// name returns a path that is not taken yet: "a.pdf", "a (2).pdf".
func (p *Pack) name(at string) string {
	end := path.Ext(at)
	free := at
	for n := 2; p.taken[folded(free)]; n++ {
		free = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(at, end), n, end)
	}
	p.taken[folded(free)] = true
	return free
}

// folded is a path as systems that know no capitals compare it.
func folded(at string) string { return strings.ToLower(strings.ToUpper(at)) }
