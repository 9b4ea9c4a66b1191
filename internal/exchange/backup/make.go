package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// FolderName is the folder inside of the data folder in which backups lie unless the
// operator names another place.
const FolderName = "backups"

// Made is a backup that was written and read back.
type Made struct {
	Path string `json:"path"`
	Summary
	Seconds float64 `json:"seconds"`
}

// NewName returns a name for a backup of a moment; occasion says why it was made.
func NewName(occasion string, moment time.Time) string {
	return fmt.Sprintf("%s-%s%s", occasion, moment.UTC().Format(nameLayout), Suffix)
}

// The occasions of backups. They begin the names of files.
const (
	ByHand        = "twintown"
	ByNight       = "nightly"
	BeforeUpgrade = "before-upgrade"
	BeforeRestore = "before-restore"
)

// Make writes a backup to path, which must not exist yet, and reads it back whole. A
// file of that name appears only when all of it is on the disk and was right.
func Make(ctx context.Context, src Source, path string, passphrase []byte) (_ Made, err error) {
	defer errs.Wrap(&err, "Make(%s)", path)
	begun := time.Now()
	if _, err := os.Lstat(path); err == nil {
		return Made{}, errs.New(errs.Conflict, lang.Msg("backup.exists", "file", path), nil)
	}
	draft, summary, err := writeDraft(ctx, src, path, passphrase)
	if err != nil {
		return Made{}, explainFile(path, err)
	}
	defer os.Remove(draft) // in vain once it has its name
	read, err := Verify(ctx, draft, passphrase)
	if err != nil {
		return Made{}, err
	}
	if !reflect.DeepEqual(read, summary) {
		return Made{}, damaged(path, errors.New("reading it back tells of another content"))
	}
	if err := errors.Join(os.Rename(draft, path), syncFolder(filepath.Dir(path))); err != nil {
		return Made{}, explainFile(path, err)
	}
	return Made{Path: path, Summary: read, Seconds: time.Since(begun).Seconds()}, nil
}

// draftPattern names backups that are being written.
const draftPattern = ".backup-*.tmp"

// abandoned is the age at which a draft has no writer any more: even over a slow line a
// backup is made within a night.
const abandoned = 24 * time.Hour

func writeDraft(ctx context.Context, src Source, path string, passphrase []byte) (draft string, s Summary, err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", s, err
	}
	clearAway(folder)
	f, err := os.CreateTemp(folder, draftPattern) // for this user's eyes only: it holds addresses and hashes
	if err != nil {
		return "", s, err
	}
	s, err = Write(ctx, f, src, passphrase)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		os.Remove(f.Name())
	}
	return f.Name(), s, err
}

// clearAway removes what a kill left of backups that were being written.
func clearAway(folder string) {
	left, _ := filepath.Glob(filepath.Join(folder, draftPattern)) // fails only where the folder's name is a pattern
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > abandoned {
			os.Remove(path)
		}
	}
}

// syncFolder makes names in a folder durable.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// explainFile gives a failure of the file system a public face.
func explainFile(path string, err error) error {
	if _, known := errors.AsType[*errs.Error](err); known {
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return errs.New(errs.Full, lang.Msg("backup.disk_full", "file", path), err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrNotExist):
		return errs.New(errs.ReadOnly, lang.Msg("backup.cannot_write", "file", path), err)
	}
	return err
}
