package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Target is where a backup is restored to.
type Target struct {
	Folder string // the data folder
	DSN    string // "postgres://…", or "" for SQLite in Folder
	Media  blob.Store
	Files  []File   // which files of a backup the folder takes
	Stale  []string // files that were made from the data and are made again
	// Outgrown are files that speak of the data that gives way. They are kept under
	// another name, and only where data gives way.
	Outgrown []string
	Replace  bool   // what is there gives way, after a backup of it was made
	Seal     []byte // passphrase of that backup; nil: not sealed
	Release  string
	Clock    clock.Clock

	// Carry brings over what must outlive the restore, such as the erasures that were
	// made after the backup. It runs before anybody sees the restored data, at this
	// release's form; old is nil where nothing was there or it cannot be read, files are
	// those that the backup brings, by name. May be nil.
	Carry func(ctx context.Context, old, restored *db.DB, files map[string][]byte) error
}

// Restored tells what a restore did.
type Restored struct {
	Summary
	Before  string  `json:"before,omitempty"` // the backup of what was there
	Aside   string  `json:"aside,omitempty"`  // the folder with what was there and could not be read
	Kept    Made    `json:"-"`                // the same, with what is in it
	Schema  int64   `json:"schema_now"`       // the form that the tables have now
	NoKey   bool    `json:"no_key"`           // the folder has no key, and the backup brought none
	Seconds float64 `json:"seconds"`
}

// Restore makes the target hold what the backup holds. The whole backup is checked
// first; a bad one is refused and nothing is touched. A target that holds data is refused
// (errs.Conflict) unless Replace says so. The data changes at one moment, from all of the
// old to all of the new: a restore that fails or is killed before leaves the old.
func Restore(ctx context.Context, path string, passphrase []byte, to Target) (_ Restored, err error) {
	defer errs.Wrap(&err, "Restore(%s)", path)
	begun := time.Now()
	a, err := openArchive(ctx, path, passphrase)
	if err != nil {
		return Restored{}, err
	}
	defer a.Close()
	told, err := a.walk(ctx, visitor{})
	if err != nil {
		return Restored{}, err
	}
	r := &restoring{Target: to, archive: a, header: told.Header}
	if to.DSN == "" {
		err = r.intoFolder(ctx)
	} else {
		err = r.intoServer(ctx)
	}
	r.out.Seconds = time.Since(begun).Seconds()
	return r.out, err
}

// restoring is one restore under way.
type restoring struct {
	Target
	archive *archive
	header  Header
	out     Restored
}

// occupied says whether a database holds anything, and refuses to go on unless it may
// be replaced.
func (r *restoring) occupied(ctx context.Context, d *db.DB) (bool, error) {
	have, _, err := d.SchemaVersion(ctx)
	if err != nil || have == 0 {
		return false, err
	}
	return true, r.mayReplace()
}

func (r *restoring) mayReplace() error {
	if r.Replace {
		return nil
	}
	return errs.New(errs.Conflict, lang.Msg("backup.not_empty"), nil)
}

// keepOld makes a backup of what is there.
func (r *restoring) keepOld(ctx context.Context, old *db.DB) error {
	src := Source{DB: old, Media: r.Media, Files: r.Files, Release: r.Release, Clock: r.Clock}
	name := filepath.Join(r.Folder, FolderName, NewName(BeforeRestore, r.Clock.Now()))
	made, err := Make(ctx, src, name, r.Seal)
	r.out.Before, r.out.Kept = made.Path, made
	return err
}

// build fills a fresh database, brings it to this release's form and carries over what
// must stay.
func (r *restoring) build(ctx context.Context, old, fresh *db.DB) (files map[string][]byte, err error) {
	_, want, err := fresh.SchemaVersion(ctx)
	if err != nil {
		return nil, err
	}
	if r.header.Schema > want {
		return nil, newer(r.archive.name, r.header.Schema, want)
	}
	if r.out.Summary, files, err = fill(ctx, fresh, r.Media, r.archive, r.header); err != nil {
		return nil, err
	}
	if _, err := fresh.Migrate(ctx); err != nil {
		return nil, err
	}
	r.out.Schema = want
	if r.Carry != nil {
		if err := r.Carry(ctx, old, fresh, files); err != nil {
			return nil, err
		}
	}
	if old == nil {
		return files, nil
	}
	return files, moveOn(ctx, old, fresh)
}

// moveOn makes every node notice that the data is another: the number that they watch
// is larger than it was in either.
func moveOn(ctx context.Context, old, fresh *db.DB) error {
	before, err := old.DataVersion(ctx)
	if err != nil {
		return err
	}
	now, err := fresh.DataVersion(ctx)
	if err != nil {
		return err
	}
	return fresh.Write(ctx, func(tx *db.Tx) error { return tx.MoveOn(ctx, max(before, now)+1) })
}

// putFiles writes the files that the backup brought and the folder takes. A file that is
// there and differs is kept under another name: it may be the key to another backup.
func (r *restoring) putFiles(files map[string][]byte) error {
	for _, f := range r.Files {
		b, brought := files[f.Name]
		have, err := os.ReadFile(f.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if f.Secret && !brought && err != nil {
			r.out.NoKey = true
		}
		if !brought || err == nil && string(have) == string(b) {
			continue
		}
		if err == nil {
			if err := os.Rename(f.Path, r.before(f.Path)); err != nil {
				return err
			}
		}
		if err := putFile(filepath.Dir(f.Path), filepath.Base(f.Path), b); err != nil {
			return err
		}
	}
	return nil
}

// dropStale removes what was made from the data that gives way, and sets aside what
// speaks of it.
func (r *restoring) dropStale() error {
	for _, path := range r.Stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if r.out.Before == "" && r.out.Aside == "" {
		return nil
	}
	for _, path := range r.Outgrown {
		if err := os.Rename(path, r.before(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// before is the name under which a file is kept that gives way.
func (r *restoring) before(path string) string {
	return path + ".before-" + r.Clock.Now().Format("20060102-150405")
}

// intoServer restores into PostgreSQL: into a schema beside the one in use, whose tables
// then take the place of the old ones in one transaction.
func (r *restoring) intoServer(ctx context.Context) error {
	d, err := db.Open(ctx, db.Options{DSN: r.DSN, Clock: r.Clock})
	if err != nil {
		return err
	}
	defer d.Close()
	there, err := r.occupied(ctx, d)
	if err != nil {
		return err
	}
	old := d
	if !there {
		old = nil
	} else if err := r.keepOld(ctx, d); err != nil {
		return err
	}
	aside, err := d.MakeAside(ctx)
	if err != nil {
		return err
	}
	files, err := r.buildAside(ctx, old, aside)
	if err != nil {
		return errors.Join(err, d.DropAside(context.WithoutCancel(ctx), aside))
	}
	if err := errors.Join(r.putFiles(files), r.dropStale()); err != nil {
		return errors.Join(err, d.DropAside(context.WithoutCancel(ctx), aside))
	}
	return d.Adopt(ctx, aside)
}

func (r *restoring) buildAside(ctx context.Context, old *db.DB, aside string) (map[string][]byte, error) {
	fresh, err := db.Open(ctx, db.Options{DSN: r.DSN, Schema: aside, Clock: r.Clock})
	if err != nil {
		return nil, err
	}
	defer fresh.Close()
	return r.build(ctx, old, fresh)
}
