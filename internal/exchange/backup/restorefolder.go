package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// draftFolder names the folder in the data folder in which a restored database is built.
const draftFolder = "restoring"

// intoFolder restores into an SQLite file: a new one is built beside the one in use and
// then takes its name. Nobody else has the folder meanwhile.
func (r *restoring) intoFolder(ctx context.Context) error {
	hold, err := db.HoldFolder(r.Folder)
	if err != nil {
		return err
	}
	defer hold.Release()
	draft := filepath.Join(r.Folder, draftFolder)
	if err := os.RemoveAll(draft); err != nil { // what a kill left
		return explainFile(draft, err)
	}
	defer os.RemoveAll(draft)
	old, damaged, err := r.openOld(ctx, hold)
	if err != nil {
		return err
	}
	files, err := r.buildDraft(ctx, old, draft)
	if old != nil {
		err = errors.Join(err, old.Close())
	}
	if err != nil {
		return err
	}
	if err := r.putFiles(files); err != nil {
		return explainFile(r.Folder, err)
	}
	return explainFile(r.Folder, r.swap(filepath.Join(draft, db.FileName), damaged))
}

// openOld opens what is in the folder and makes a backup of it; nil where nothing is
// there. A database that is too damaged for a backup is no reason to refuse: it is why
// somebody restores.
func (r *restoring) openOld(ctx context.Context, hold *db.Hold) (old *db.DB, damaged bool, err error) {
	if _, err := os.Lstat(filepath.Join(r.Folder, db.FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	old, there, err := r.keepFolder(ctx, hold)
	switch {
	case err == nil && there:
		return old, false, nil
	case err == nil:
		return nil, false, old.Close()
	}
	if old != nil {
		old.Close()
	}
	if ctx.Err() != nil || errs.KindOf(err) != errs.Internal {
		return nil, false, err
	}
	return nil, true, r.mayReplace()
}

func (r *restoring) keepFolder(ctx context.Context, hold *db.Hold) (old *db.DB, there bool, err error) {
	old, err = db.Open(ctx, db.Options{Folder: r.Folder, Existing: true, Hold: hold, Clock: r.Clock})
	if err != nil {
		return nil, false, err
	}
	if there, err = r.occupied(ctx, old); err != nil || !there {
		return old, there, err
	}
	return old, true, r.keepOld(ctx, old)
}

func (r *restoring) buildDraft(ctx context.Context, old *db.DB, draft string) (map[string][]byte, error) {
	fresh, err := db.Open(ctx, db.Options{Folder: draft, NoForeignKeys: true, Clock: r.Clock})
	if err != nil {
		return nil, err
	}
	files, err := r.build(ctx, old, fresh)
	return files, errors.Join(err, fresh.Close()) // the last to close leaves one file, without a log beside it
}

// logs are what SQLite keeps beside its file. The log of one file must never lie beside
// another: it would be played into it.
var logs = []string{"-wal", "-shm"}

// swap gives the new file the name of the old one.
func (r *restoring) swap(fresh string, damaged bool) error {
	path := filepath.Join(r.Folder, db.FileName)
	if _, err := os.Stat(fresh + "-wal"); err == nil {
		return errors.New("the restored database was not closed")
	}
	if err := syncFile(fresh); err != nil {
		return err
	}
	info, err := os.Stat(path + "-wal")
	if damaged || err == nil && info.Size() > 0 {
		if err := r.moveAside(path); err != nil {
			return err
		}
	}
	for _, name := range logs {
		if err := os.Remove(path + name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := r.dropStale(); err != nil {
		return err
	}
	return errors.Join(os.Rename(fresh, path), syncFolder(r.Folder))
}

// moveAside keeps a database that cannot be read, with its log, for somebody who can.
func (r *restoring) moveAside(path string) error {
	r.out.Aside = filepath.Join(r.Folder, "replaced-"+r.Clock.Now().Format("20060102-150405"))
	if err := os.MkdirAll(r.out.Aside, 0o700); err != nil {
		return err
	}
	for _, name := range append([]string{""}, logs...) {
		err := os.Rename(path+name, filepath.Join(r.out.Aside, db.FileName+name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
