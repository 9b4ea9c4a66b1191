package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"sync"
	"time"

	"twintown/internal/platform/errs"
)

// Folder keeps objects as files. It never leaves its folder, whatever names and
// links lie in it.
type Folder struct {
	spool

	// placing orders renames and deletes: an object that is put again while the
	// collector looks at it either is young by then or is put after it was deleted.
	placing sync.Mutex
}

var _ Store = (*Folder)(nil)

// OpenFolder opens the store in a folder, which it makes where it is missing. Puts
// that began an hour ago or earlier and never ended are removed.
func OpenFolder(folder string) (*Folder, error) {
	s, err := openSpool(folder)
	if err != nil {
		return nil, err
	}
	f := &Folder{spool: s}
	_, err = f.reclaim(abandoned)
	return f, err
}

// abandoned is the age at which a put under way surely belongs to no living
// process: no upload may take a tenth of it.
const abandoned = time.Hour

// Put writes a file beside the objects, then renames it into its place. A rename
// over the same object is harmless: it makes it young again, and whole if it was not.
func (f *Folder) Put(ctx context.Context, r io.Reader, limit int64) (_ Ref, err error) {
	defer errs.Wrap(&err, "Put")
	d, err := f.take(ctx, r, limit)
	if err != nil {
		return Ref{}, err
	}
	if err := f.place(d); err != nil {
		f.drop(d)
		return Ref{}, explain(err)
	}
	return d.Ref, nil
}

// place makes an object of a draft, durably: the folders that lead to it reach the
// disk as well.
func (f *Folder) place(d draft) error {
	if err := d.file.Close(); err != nil {
		return err
	}
	at := key(d.ID)
	folder := path.Dir(at)
	if err := f.root.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	f.placing.Lock()
	defer f.placing.Unlock()
	now := time.Now() // the draft may have been written slowly, and long ago
	if err := f.root.Chtimes(d.name, now, now); err != nil {
		return err
	}
	if err := f.root.Rename(d.name, at); err != nil {
		return err
	}
	for dir := folder; ; dir = path.Dir(dir) {
		if err := f.sync(dir); err != nil || dir == "." {
			return err
		}
	}
}

// sync brings a folder's list of names to the disk.
func (f *Folder) sync(folder string) error {
	dir, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// Open reads an object and checks it.
func (f *Folder) Open(_ context.Context, id string) (_ io.ReadCloser, _ Info, err error) {
	defer errs.Wrap(&err, "Open(%s)", short(id))
	if !Valid(id) {
		return nil, Info{}, missing(id, nil)
	}
	file, err := f.root.Open(key(id))
	if err != nil {
		return nil, Info{}, fileError(id, err)
	}
	stat, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, Info{}, fileError(id, err)
	}
	info := infoOf(id, stat)
	return verify(file, info.Ref), info, nil
}

// Stat returns what the file system knows about an object.
func (f *Folder) Stat(_ context.Context, id string) (_ Info, err error) {
	defer errs.Wrap(&err, "Stat(%s)", short(id))
	if !Valid(id) {
		return Info{}, missing(id, nil)
	}
	stat, err := f.root.Stat(key(id))
	if err != nil {
		return Info{}, fileError(id, err)
	}
	return infoOf(id, stat), nil
}

// Delete removes an object that was not put after before.
func (f *Folder) Delete(ctx context.Context, id string, before time.Time) (_ bool, err error) {
	defer errs.Wrap(&err, "Delete(%s)", short(id))
	f.placing.Lock()
	defer f.placing.Unlock()
	info, err := f.Stat(ctx, id)
	if errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	if err != nil || info.Put.After(before) {
		return false, err
	}
	if err := f.root.Remove(key(id)); err != nil {
		return false, explain(err)
	}
	return true, f.sync(path.Dir(key(id)))
}

// List walks through the folders; what is no object of ours is passed over.
func (f *Folder) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		err := fs.WalkDir(f.root.FS(), ".", func(at string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // deleted while we walked
			}
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if d.IsDir() && at == spoolFolder {
				return fs.SkipDir
			}
			id := idOf(at)
			if id == "" || !d.Type().IsRegular() {
				return nil
			}
			stat, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if !yield(infoOf(id, stat), nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Info{}, explain(err))
		}
	}
}

// Check writes a draft and removes it.
func (f *Folder) Check(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "Check")
	d, err := f.take(ctx, bytes.NewReader([]byte{0}), 1)
	if err != nil {
		return err
	}
	f.drop(d)
	return nil
}

// Reclaim removes drafts that no put will finish.
func (f *Folder) Reclaim(_ context.Context, age time.Duration) (int, error) { return f.reclaim(age) }

func infoOf(id string, stat os.FileInfo) Info {
	return Info{Ref: Ref{ID: id, Size: stat.Size()}, Put: stat.ModTime().UTC()}
}

func fileError(id string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return missing(id, err)
	}
	return explain(err)
}
