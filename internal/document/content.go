package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/paper"
)

// Content is what a process read in a document's file, without the text.
type Content struct {
	Read   bool // it was read, as far as that was possible
	Pages  int  // pages, slides or sheets; 0: not known
	Cut    bool // there is more text than is searched
	Fault  string
	Width  int // of the picture of the first page; 0: there is none
	Height int
	WebP   Picture
	JPEG   Picture
}

// Picture is the first page as one kind of file.
type Picture struct {
	Blob string
	Size int64
}

// Fault is the sentence that says why not all of the file could be read; false where all
// was, or nobody tried yet.
func (d Document) Fault() (lang.Message, bool) {
	return lang.Msg(d.Content.Fault), d.Content.Fault != ""
}

// Unread says that the file holds text that nobody has read yet.
func (d Document) Unread() bool { return paper.Readable(d.Kind) && !d.Content.Read }

// Unit is what Pages counts: "pages", "slides", "sheets".
func (d Document) Unit() string { return paper.Unit(d.Kind) }

// ReadKind is the job that reads a document's file.
const ReadKind = "document.read"

// ReadTries is how often it is tried where the machine is at fault: then the document stays
// unread until the next night.
const ReadTries = 4

// toRead is which version of a document is to be read, in which way.
type toRead struct {
	Document string `json:"document"`
	Version  int    `json:"version"`
}

// order asks for a document to be read, or for a photograph that everybody may see to be
// drawn in sizes, inside the change that brought its file.
func (s *Store) order(ctx context.Context, tx *db.Tx, d Document) error {
	if s.opt.Queue != nil && d.Visibility == Public && d.Photographic() {
		return orderDraw(ctx, tx, s.opt.Queue, d)
	}
	if s.opt.Queue == nil || !paper.Readable(d.Kind) {
		return nil
	}
	key := ReadKind + ":" + d.ID + ":" + itoa(d.Version) + ":" + itoa(paper.Way)
	_, err := s.opt.Queue.Enqueue(ctx, tx, jobs.New{Kind: ReadKind, Key: key, Payload: toRead{d.ID, d.Version}})
	return err
}

// Read is the job. It may run twice. A file that cannot be read is noted as such, and not
// tried again; a failure is the machine's, or the store's.
func (s *Store) Read(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "document.Read")
	var what toRead
	if err := j.Into(&what); err != nil {
		return err
	}
	d, err := s.one(ctx, s.db, what.Document)
	if errs.KindOf(err) == errs.NotFound || err == nil && (d.Gone() || d.Version != what.Version) {
		return nil // it went away, or was replaced: that asks for a reading of its own
	}
	if err != nil {
		return err
	}
	found, err := s.readFile(ctx, d)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.keepContent(ctx, tx, what, found); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// found is what was read in a file, with the objects of its picture.
type found struct {
	paper.Content
	webp, jpeg Picture
}

func (s *Store) readFile(ctx context.Context, d Document) (f found, err error) {
	var files [3]*os.File
	for i := range files {
		if files[i], err = s.temp(); err != nil {
			return f, err
		}
		defer files[i].Close()
	}
	content, _, err := s.blobs.Open(ctx, d.Blob)
	if err != nil {
		return f, err
	}
	defer content.Close()
	if _, err := io.Copy(files[0], content); err != nil {
		return f, diskError(err)
	}
	if f.Content, err = s.opt.Reader.Read(ctx, files[0], d.Kind, paper.Pictures{JPEG: files[1], WebP: files[2]}); err != nil || f.Width == 0 {
		return f, err
	}
	f.jpeg, err = s.putPicture(ctx, files[1])
	if err == nil {
		f.webp, err = s.putPicture(ctx, files[2])
	}
	return f, err
}

// mostPicture bounds the picture of a first page: one of random points has 2 MB.
const mostPicture = 8 << 20

func (s *Store) putPicture(ctx context.Context, file *os.File) (Picture, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Picture{}, err
	}
	ref, err := s.blobs.Put(ctx, file, mostPicture)
	return Picture{ref.ID, ref.Size}, err
}

// keepContent notes what was read, unless the document was replaced or went away meanwhile.
func (s *Store) keepContent(ctx context.Context, tx *db.Tx, what toRead, f found) error {
	d, err := s.one(ctx, tx, what.Document)
	if errs.KindOf(err) == errs.NotFound || err == nil && (d.Version != what.Version || !d.Erased.IsZero()) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := forgetContent(ctx, tx, d.ID); err != nil {
		return err
	}
	fault, cut := "", 0
	if f.Fault != nil {
		fault = f.Fault.Key
	}
	if f.Cut {
		cut = 1
	}
	sum := sha256.Sum256([]byte(f.Text))
	_, err = tx.ExecContext(ctx, `
		INSERT INTO document_content (document, version, reader, pages, body, print, cut, fault, width, height, webp, webp_size, jpeg, jpeg_size, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, d.Version, paper.Way, f.Pages, f.Text, hex.EncodeToString(sum[:]), cut, fault, f.Width, f.Height,
		f.webp.Blob, f.webp.Size, f.jpeg.Blob, f.jpeg.Size, tx.Now())
	if err != nil {
		return err
	}
	return s.touch(ctx, tx, d.ID)
}

func forgetContent(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM document_size WHERE document = $1`, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM document_content WHERE document = $1`, id)
	return err
}

// mostOrdered is how many readings a night asks for at most.
const mostOrdered = 2000

// OrderUnread asks for the documents to be read that nobody has read in the present way:
// those of an older release, and those at which the machine failed.
func (s *Store) OrderUnread(ctx context.Context) (n int, err error) {
	defer errs.Wrap(&err, "document.OrderUnread")
	all, err := db.Collect(ctx, s.db, scan, `SELECT`+columns+from+`
		 WHERE d.removed = 0
		   AND d.erased = 0
		   AND d.kind NOT IN ('jpeg', 'png', 'webp', 'gif')
		   AND (c.document IS NULL OR c.reader < $1)
		 ORDER BY d.id
		 LIMIT $2`, paper.Way, mostOrdered)
	if err != nil || s.opt.Queue == nil {
		return 0, err
	}
	return len(all), s.db.Write(ctx, func(tx *db.Tx) error {
		for _, d := range all {
			if err := s.order(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// TextOf returns the text of a document's present version as far as it is kept, "" where
// nobody has read it.
func (s *Store) TextOf(ctx context.Context, id string) (string, error) {
	text, _, err := db.One(ctx, s.db, func(row db.Scanner) (t string, err error) { return t, row.Scan(&t) },
		`SELECT c.body FROM document_content c JOIN document d ON d.id = c.document AND d.version = c.version WHERE c.document = $1`, id)
	return text, err
}

// FirstPage returns how the picture of the first page leaves; false where there is none.
func (d Document) FirstPage(webp bool) (Delivery, bool) {
	p, kind := d.Content.JPEG, "image/jpeg"
	if webp {
		p, kind = d.Content.WebP, "image/webp"
	}
	return Delivery{Blob: p.Blob, Size: p.Size, Name: "page", Type: kind, Inline: true, public: d.Visibility == Public}, p.Blob != ""
}
