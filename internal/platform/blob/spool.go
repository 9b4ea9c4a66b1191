package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"github.com/google/uuid"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// spoolFolder holds puts under way, beside the objects: on the same file system, so
// that a rename makes an object of one.
const spoolFolder = "tmp"

// spool takes in what is being put: nobody knows the name of an object before all of
// it was read.
type spool struct{ root *os.Root }

// openSpool opens a folder, which it makes where it is missing.
func openSpool(folder string) (spool, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return spool{}, folderError(folder, err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return spool{}, folderError(folder, err)
	}
	if err := root.MkdirAll(spoolFolder, 0o700); err != nil {
		return spool{}, folderError(folder, err)
	}
	return spool{root}, nil
}

// draft is a put under way that has been read to its end.
type draft struct {
	Ref
	name string
	file *os.File
}

// take reads r into a file of its own, which reaches the disk before take returns.
// When it fails, the file is gone.
func (s spool) take(ctx context.Context, r io.Reader, limit int64) (_ draft, err error) {
	d := draft{name: path.Join(spoolFolder, uuid.NewString())}
	d.file, err = s.root.OpenFile(d.name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return draft{}, explain(err)
	}
	defer func() {
		if err != nil {
			s.drop(d)
		}
	}()
	m := measure(ctx, r, limit)
	if _, err := io.Copy(d.file, m); err != nil {
		return draft{}, explain(err)
	}
	d.Ref = m.ref()
	return d, explain(d.file.Sync())
}

// drop removes a draft that became no object.
func (s spool) drop(d draft) {
	d.file.Close()
	s.root.Remove(d.name) // what stays is reclaimed later
}

// reclaim removes drafts that began longer ago than age.
func (s spool) reclaim(age time.Duration) (n int, err error) {
	files, err := fs.ReadDir(s.root.FS(), spoolFolder)
	if err != nil {
		return 0, explain(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || time.Since(info.ModTime()) < age {
			continue // gone by itself, or still being written
		}
		if err := s.root.Remove(path.Join(spoolFolder, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, explain(err)
		}
		n++
	}
	return n, nil
}

// explain gives a failure of the file system a public face where a person can do
// something about it.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return errs.New(errs.Full, lang.Msg("error.disk_full"), err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return errs.New(errs.ReadOnly, lang.Msg("blob.read_only"), err)
	}
	return err
}

func folderError(folder string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return explain(err)
	}
	return errs.New(errs.ReadOnly, lang.Msg("error.folder", "folder", folder), err)
}
