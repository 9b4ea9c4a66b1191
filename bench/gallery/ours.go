package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// rooms are what an upload goes through, put together as the program does it.
type rooms struct {
	db        *db.DB
	log       *people.Log
	queue     *jobs.Queue
	documents *document.Store
	press     *press.Store
	drawer    *press.Drawer
	examiner  *media.Process
}

func openRooms(ctx context.Context, folder string) (r rooms, err error) {
	if r.db, err = db.Open(ctx, db.Options{Folder: folder}); err != nil {
		return r, err
	}
	if _, err = r.db.Migrate(ctx); err != nil {
		return r, err
	}
	objects, err := blob.OpenFolder(filepath.Join(folder, "media"))
	if err != nil {
		return r, err
	}
	if r.examiner, err = media.NewProcess(""); err != nil {
		return r, err
	}
	r.log, r.queue = people.NewLog(r.db, secret.New(), ""), jobs.NewQueue(r.db)
	r.documents = document.NewStore(r.db, objects, document.Options{Examiner: r.examiner})
	r.press = press.NewStore(r.db, r.log, clock.System(), nil)
	r.drawer = press.NewDrawer(r.press, objects, func(ctx context.Context, id string) (string, error) {
		d, err := r.documents.Of(ctx, id)
		return d.Display.Blob, err
	})
	return r, nil
}

// ours puts photographs into a gallery, one after another as a browser sends them, and
// waits until all of them are drawn. It prints how long that took in seconds, and in bytes the
// most memory of this process and of one that examines, and what all sizes have of each kind.
func ours(ctx context.Context, photos, folder string, n int, profile string) error {
	r, err := openRooms(ctx, folder)
	if err != nil {
		return err
	}
	defer r.db.Close()
	gallery, err := r.press.Create(ctx, people.System(), press.New{Kind: press.Gallery, Language: "en", Content: press.Content{Title: "A conference in pictures"}})
	if err != nil {
		return err
	}
	drawn := make(chan error, n)
	runner := jobs.NewRunner(r.queue, jobs.Options{})
	kind := r.drawer.Kind()
	do := kind.Do
	kind.Do = func(ctx context.Context, j jobs.Job) error {
		err := do(ctx, j)
		drawn <- err
		return err
	}
	runner.Handle(kind)
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { runner.Run(running); close(ended) }()
	defer func() { stop(); <-ended }()
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	begin := time.Now()
	for i := range n {
		if err := r.send(ctx, gallery, photoAt(photos, i)); err != nil {
			return err
		}
	}
	for range n {
		if err := <-drawn; err != nil {
			return err
		}
	}
	took := time.Since(begin)
	size, err := r.whole(ctx, gallery, n)
	if err != nil {
		return err
	}
	fmt.Println(took.Seconds(), resident(), r.examiner.Peak(), size[media.WebP], size[media.JPEG])
	return nil
}

// send does what the site does with one file of an upload.
func (r rooms) send(ctx context.Context, gallery, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := r.documents.Take(ctx, people.System(), filepath.Base(path), f)
	if err != nil {
		return err
	}
	return r.log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		on := people.Object{Kind: press.Feed, ID: gallery}
		d, err := r.documents.Add(ctx, tx, note, people.System(), document.New{Intake: in.ID, Visibility: document.Restricted, On: on})
		if err != nil {
			return err
		}
		ids, err := r.press.AddPictures(ctx, tx, note, people.System(), gallery, []press.NewPicture{{Document: d.ID, Width: d.Display.Width, Height: d.Display.Height}})
		if err != nil {
			return err
		}
		return press.Order(ctx, tx, r.queue, ids[0])
	})
}

// whole adds up what the sizes have of each kind. It fails where a picture lacks a size: a
// figure of half of the work is none.
func (r rooms) whole(ctx context.Context, gallery string, n int) (map[media.Kind]int64, error) {
	all, err := r.press.Pictures(ctx, gallery)
	if err != nil {
		return nil, err
	}
	if len(all) != n {
		return nil, fmt.Errorf("%d pictures of %d", len(all), n)
	}
	bytes := map[media.Kind]int64{}
	for _, p := range all {
		for _, k := range []media.Kind{media.WebP, media.JPEG} {
			sizes := p.OfKind(k)
			if len(sizes) != len(photo.Widths) || sizes[len(sizes)-1].Width != photo.Widths[len(photo.Widths)-1] {
				return nil, errors.New("a picture lacks a size")
			}
			for _, z := range sizes {
				bytes[k] += z.Bytes
			}
		}
	}
	return bytes, nil
}
