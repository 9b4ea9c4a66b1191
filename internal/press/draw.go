package press

import (
	"context"
	"io"
	"runtime"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/photo"
)

// DrawKind is the job that draws the sizes of a picture.
const DrawKind = "press.draw"

// Drawer draws the sizes of pictures.
type Drawer struct {
	store   *Store
	objects blob.Store
	// display returns the object that holds a document's image drawn anew; "" where the
	// document is gone.
	display func(ctx context.Context, document string) (string, error)
}

// NewDrawer returns a drawer of a store's pictures among the objects.
func NewDrawer(s *Store, objects blob.Store, display func(ctx context.Context, document string) (string, error)) *Drawer {
	return &Drawer{s, objects, display}
}

// Order asks for a picture to be drawn, inside the change that added it.
func Order(ctx context.Context, tx *db.Tx, queue *jobs.Queue, picture string) error {
	_, err := queue.Enqueue(ctx, tx, jobs.New{Kind: DrawKind, Key: DrawKind + ":" + picture, Payload: picture})
	return err
}

// Kind is the job for a runner. No more are drawn at once than there are processors: more
// would only hold memory.
func (d *Drawer) Kind() jobs.Kind {
	return jobs.Kind{Name: DrawKind, Do: d.Draw, AtOnce: runtime.NumCPU()}
}

// Draw is the job. It may run twice.
func (d *Drawer) Draw(ctx context.Context, j jobs.Job) error {
	var id string
	if err := j.Into(&id); err != nil {
		return err
	}
	sizes, tone, err := d.draw(ctx, id)
	if errs.KindOf(err) == errs.NotFound {
		sizes, err = nil, nil // it was withdrawn meanwhile
	}
	if err != nil {
		return err
	}
	err = d.store.db.Write(ctx, func(tx *db.Tx) error {
		if len(sizes) > 0 {
			if err := keepSizes(ctx, tx, id, sizes, tone); err != nil {
				return err
			}
		}
		return j.Finish(ctx, tx)
	})
	if err == nil {
		d.store.changed(ctx)
	}
	return err
}

// keepSizes notes what was drawn, unless the picture was withdrawn meanwhile.
func keepSizes(ctx context.Context, tx *db.Tx, id string, sizes []Size, tone string) error {
	p, err := picture(ctx, tx, id)
	if err != nil || !p.Withdrawn.IsZero() {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM press_rendition WHERE picture = $1`, id); err != nil {
		return err
	}
	for _, z := range sizes {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO press_rendition (picture, width, height, kind, blob, size)
			VALUES ($1, $2, $3, $4, $5, $6)`, id, z.Width, z.Height, string(z.Kind), z.Blob, z.Bytes)
		if err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE press_picture SET tone = $1 WHERE id = $2`, tone, id); err != nil {
		return err
	}
	return tx.TouchOne(ctx, kindName, p.Item)
}

func (d *Drawer) draw(ctx context.Context, id string) (sizes []Size, tone string, err error) {
	p, err := d.store.Picture(ctx, id)
	if err != nil || !p.Withdrawn.IsZero() {
		return nil, "", err
	}
	object, err := d.display(ctx, p.Document)
	if err != nil || object == "" {
		return nil, "", err
	}
	drawn, err := photo.Draw(ctx, d.objects, object)
	return drawn.Sizes, drawn.Tone, err
}

// Open reads a size of a picture. The caller closes it.
func (d *Drawer) Open(ctx context.Context, z Size) (io.ReadCloser, error) {
	r, _, err := d.objects.Open(ctx, z.Blob)
	return r, err
}
