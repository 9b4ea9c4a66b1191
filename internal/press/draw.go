package press

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // what is transparent was drawn anew as PNG
	"io"
	"runtime"
	"slices"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/raster"
	"twintown/internal/platform/webp"
)

// DrawKind is the job that draws the sizes of a picture.
const DrawKind = "press.draw"

// Widths are those in which pictures are sent: a thumbnail, a telephone, a tablet, a screen.
var Widths = []int{320, 640, 1280, 1920}

const (
	jpegQuality = 82
	mostPicture = 32 << 20 // bytes of an image drawn anew
)

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
	img, err := d.read(ctx, object)
	if err != nil {
		return nil, "", err
	}
	widths := widthsOf(img.Rect.Dx())
	slices.Reverse(widths) // each is drawn from the next wider, which has fewer points to read
	for _, width := range widths {
		small := scaledTo(img, width)
		img = small
		for _, kind := range encoders {
			z, err := d.put(ctx, small, kind)
			if err != nil {
				return nil, "", err
			}
			sizes = append(sizes, z)
		}
		tone = toneOf(small)
	}
	return sizes, tone, nil
}

func (d *Drawer) read(ctx context.Context, object string) (*image.YCbCr, error) {
	r, _, err := d.objects.Open(ctx, object)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	img, _, err := image.Decode(io.LimitReader(r, mostPicture)) // it was drawn anew by this program
	if err != nil {
		return nil, err
	}
	return raster.Photo(img), nil
}

// widthsOf are the widths in which an image is drawn: those that it has, and its own where
// it is narrower than the widest.
func widthsOf(own int) (all []int) {
	for _, w := range Widths {
		if w <= own {
			all = append(all, w)
		}
	}
	if own < Widths[len(Widths)-1] && (len(all) == 0 || all[len(all)-1] != own) {
		all = append(all, own)
	}
	return all
}

// scaledTo draws a photograph at a width.
func scaledTo(img *image.YCbCr, width int) *image.YCbCr {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	return raster.Scale(img, width, max(1, (h*width+w/2)/w))
}

// encoder writes an image as a kind of file.
type encoder struct {
	kind   media.Kind
	encode func(w io.Writer, img *image.YCbCr) error
}

// encoders are the kinds in which pictures are sent, those that browsers should try first
// before the others.
var encoders = []encoder{
	{media.WebP, func(w io.Writer, img *image.YCbCr) error { return webp.Encode(w, img, webp.Photo) }},
	{media.JPEG, func(w io.Writer, img *image.YCbCr) error {
		return jpeg.Encode(w, img, &jpeg.Options{Quality: jpegQuality})
	}},
}

func (d *Drawer) put(ctx context.Context, img *image.YCbCr, e encoder) (Size, error) {
	var buf bytes.Buffer
	if err := e.encode(&buf, img); err != nil {
		return Size{}, fmt.Errorf("draw %s: %w", e.kind, err)
	}
	ref, err := d.objects.Put(ctx, &buf, mostPicture)
	return Size{Kind: e.kind, Width: img.Rect.Dx(), Height: img.Rect.Dy(), Blob: ref.ID, Bytes: ref.Size}, err
}

// toneOf is the mean colour of a photograph.
func toneOf(img *image.YCbCr) string {
	one := raster.Scale(img, 1, 1)
	c := one.YCbCrAt(0, 0)
	r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
	return fmt.Sprintf("#%02x%02x%02x", r, g, b)
}

// Open reads a size of a picture. The caller closes it.
func (d *Drawer) Open(ctx context.Context, z Size) (io.ReadCloser, error) {
	r, _, err := d.objects.Open(ctx, z.Blob)
	return r, err
}
