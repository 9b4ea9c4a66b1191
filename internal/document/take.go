package document

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"syscall"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// Intake is a file that came in and was found good.
type Intake struct {
	ID       string
	Name     string
	Size     int64
	Warnings []lang.Message // what the person who sent it is told

	blob    string
	display string
	finding media.Finding
}

// Kind returns what the file is.
func (i Intake) Kind() media.Kind { return i.finding.Kind }

// waitTime is how long an intake waits to become a document: a form that is left open
// over night.
const waitTime = 24 * time.Hour

// Take reads an uploaded file to its end, has it scanned and examined, and keeps it
// for a day. A file that is refused is an error of kind Invalid or TooLarge whose
// public message names the file, says what was wrong and what is accepted; nothing of
// it is kept. Only who is signed in can send files, and only so much each day.
func (s *Store) Take(ctx context.Context, who people.Actor, name string, body io.Reader) (_ Intake, err error) {
	defer errs.Wrap(&err, "document.Take")
	if who.Account == "" {
		return Intake{}, forbidden()
	}
	name = media.CleanName(name)
	if err := s.room(ctx, s.db, who, 0); err != nil {
		return Intake{}, err // before a slow line has sent everything
	}
	file, err := s.temp()
	if err != nil {
		return Intake{}, err
	}
	defer file.Close()
	size, err := io.Copy(file, &bounded{ctx, body, s.opt.Size})
	if err != nil {
		return Intake{}, s.refused(name, diskError(err))
	}
	display, err := s.temp()
	if err != nil {
		return Intake{}, err
	}
	defer display.Close()
	in := Intake{ID: db.NewID(), Name: name, Size: size}
	if in.finding, err = s.examine(ctx, file, size, name, display); err != nil {
		return Intake{}, s.refused(name, err)
	}
	in.Warnings = warnings(in.finding.Flags)
	return in, s.keep(ctx, who, &in, file, display)
}

// temp returns a file that is gone as soon as it is closed, also when the process dies.
func (s *Store) temp() (*os.File, error) {
	f, err := os.CreateTemp(s.opt.Temp, "upload-")
	if err != nil {
		return nil, diskError(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func diskError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errs.New(errs.Full, lang.Msg("error.disk_full"), err)
	}
	return err
}

// bounded reads at most so many bytes, while somebody waits for them.
type bounded struct {
	ctx  context.Context
	from io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// errTooLarge becomes a sentence in refused, which knows the limit.
var errTooLarge = errors.New("larger than allowed")

// examine has the file scanned, then looked at.
func (s *Store) examine(ctx context.Context, file *os.File, size int64, name string, display *os.File) (media.Finding, error) {
	if s.opt.Scanner != nil {
		if err := s.opt.Scanner.Scan(ctx, io.NewSectionReader(file, 0, size)); err != nil {
			return media.Finding{}, err
		}
	}
	return s.opt.Examiner.Examine(ctx, file, name, display)
}

// refused puts the reason why a file is not taken into the sentence that names it.
// What is not the file's fault stays as it is.
func (s *Store) refused(name string, err error) error {
	kind, why := errs.KindOf(err), errs.PublicOf(err)
	switch {
	case errors.Is(err, errTooLarge):
		kind, why = errs.TooLarge, lang.Msg("document.too_large", "mb", s.opt.Size>>20)
	case kind != errs.Invalid:
		return err
	}
	return errs.New(kind, lang.Msg("document.refused", "file", name, "why", why, "accepted", s.Accepted()), err)
}

// keep counts the file, stores its bytes, and only then names them in a row.
func (s *Store) keep(ctx context.Context, who people.Actor, in *Intake, file, display *os.File) error {
	if err := s.reserve(ctx, who, in); err != nil {
		return err
	}
	if err := s.put(ctx, in, file, display); err != nil {
		return errors.Join(err, s.forget(context.WithoutCancel(ctx), in.ID))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE document_intake
			   SET blob = $1,
			       display = $2,
			       finding = $3
			 WHERE id = $4`, in.blob, in.display, text(in.finding), in.ID)
		return err
	})
}

// put stores the bytes as they came, and the image drawn anew.
func (s *Store) put(ctx context.Context, in *Intake, file, display *os.File) error {
	ref, err := s.blobs.Put(ctx, io.NewSectionReader(file, 0, in.Size), in.Size)
	if err != nil {
		return err
	}
	in.blob = ref.ID
	if size := in.finding.Display.Size; size > 0 {
		if ref, err = s.blobs.Put(ctx, io.NewSectionReader(display, 0, size), size); err != nil {
			return err
		}
		in.display = ref.ID
	}
	return nil
}

// reserve counts the file towards what its sender may send in a day, in the same
// transaction that looks whether there is room: two uploads at once cannot both take
// the last of it.
func (s *Store) reserve(ctx context.Context, who people.Actor, in *Intake) error {
	all := in.Size + in.finding.Display.Size
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.room(ctx, tx, who, all); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO document_intake (id, account, at, size, counted, name, blob, display, finding)
			VALUES ($1, $2, $3, $4, $5, $6, '', '', '{}')`, in.ID, who.Account, tx.Now(), in.Size, all, in.Name)
		return err
	})
}

func (s *Store) forget(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM document_intake WHERE id = $1`, id)
		return err
	})
}

// room says whether who may send so many bytes more. The program itself always may.
func (s *Store) room(ctx context.Context, q db.Querier, who people.Actor, more int64) error {
	if !who.SignedIn() {
		return nil
	}
	sent, _, err := db.One(ctx, q, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT COALESCE(SUM(counted), 0) FROM document_intake WHERE account = $1 AND at > $2`,
		who.Account, s.opt.Clock.Now().Add(-waitTime).UnixMicro())
	if err != nil {
		return err
	}
	if sent+more > s.opt.Daily || more == 0 && sent == s.opt.Daily {
		return errs.New(errs.TooLarge, lang.Msg("document.quota", "mb", s.opt.Daily>>20), nil)
	}
	return nil
}

// Waiting returns an intake of who that has not become a document yet, so that a form
// can name it again.
func (s *Store) Waiting(ctx context.Context, who people.Actor, id string) (_ Intake, err error) {
	defer errs.Wrap(&err, "document.Waiting")
	return s.waiting(ctx, s.db, who, id)
}

func (s *Store) waiting(ctx context.Context, q db.Querier, who people.Actor, id string) (Intake, error) {
	since := s.opt.Clock.Now().Add(-waitTime).UnixMicro()
	in, there, err := db.One(ctx, q, scanIntake, `
		SELECT id,
		       name,
		       size,
		       blob,
		       display,
		       finding
		  FROM document_intake
		 WHERE id = $1 AND account = $2 AND at > $3 AND blob <> '' AND used = ''`, id, who.Account, since)
	if err == nil && !there {
		err = errs.New(errs.Conflict, lang.Msg("document.intake_gone"), nil)
	}
	return in, err
}

func scanIntake(row db.Scanner) (in Intake, err error) {
	var finding string
	if err := row.Scan(&in.ID, &in.Name, &in.Size, &in.blob, &in.display, &finding); err != nil {
		return in, err
	}
	err = json.Unmarshal([]byte(finding), &in.finding)
	in.Warnings = warnings(in.finding.Flags)
	return in, err
}

// document returns what an intake says of the document that it becomes.
func (i Intake) document() Document {
	return Document{
		Kind: i.finding.Kind, Name: i.Name, Blob: i.blob, Size: i.Size, Pages: i.finding.Pages, Flags: i.finding.Flags,
		Display: Display{Blob: i.display, Display: i.finding.Display},
	}
}
