package db

import (
	"os"
	"path/filepath"
	"syscall"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// useName is the file in the data folder that every open SQLite database holds a shared
// lock on. Who wants to put another database in its place takes it alone: a server that
// kept writing into the file that was replaced would acknowledge changes that nobody
// finds again. The kernel takes the lock back from a process that dies.
const useName = "twintown.use"

// Hold is the right to a data folder that nobody else uses.
type Hold struct{ file *os.File }

// HoldFolder takes the folder for this process alone. It is refused (errs.Busy) while
// any other has its database open. [Options.Hold] opens the database under it.
func HoldFolder(folder string) (*Hold, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, publicFileError(folder, err)
	}
	f, err := lockUse(folder, syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	return &Hold{f}, nil
}

// Release lets others in again; the database that was opened under it is closed by then.
func (h *Hold) Release() { h.file.Close() }

func lockUse(folder string, how int) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, useName), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, publicFileError(folder, err)
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		f.Close()
		key := "error.folder_in_use"
		if how == syscall.LOCK_SH {
			key = "error.folder_held"
		}
		return nil, errs.New(errs.Busy, lang.Msg(key, "folder", folder), err)
	}
	return f, nil
}
