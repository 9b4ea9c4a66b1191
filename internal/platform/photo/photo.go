// Package photo draws the sizes in which pages send a photograph: a thumbnail, a telephone,
// a tablet, a screen, each as WebP and as JPEG.
//
// The original is an image that this program drew anew (platform/media), so nothing of a
// foreign file is read here, and nothing but points can be left in a size. The rooms whose
// photographs they are keep what [Draw] returns, and say who may see it.
//
//	drawn, err := photo.Draw(ctx, objects, blobOfTheImage)
package photo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // what is transparent was drawn anew as PNG
	"io"
	"slices"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/media"
	"twintown/internal/platform/raster"
	"twintown/internal/platform/webp"
)

// Widths are those in which photographs are sent, the narrowest first.
var Widths = []int{320, 640, 1280, 1920}

const (
	jpegQuality = 82
	mostImage   = 32 << 20 // bytes of an image drawn anew
)

// Size is a photograph as it is sent.
type Size struct {
	Kind          media.Kind
	Width, Height int
	Blob          string
	Bytes         int64
}

// Drawn is what was drawn of a photograph.
type Drawn struct {
	Sizes  []Size
	Tone   string // its mean colour, "#rrggbb", to be shown until it comes
	Opaque bool   // nothing of the original was transparent; what was is white now
}

// Draw reads an image among the objects and puts its sizes beside it.
func Draw(ctx context.Context, objects blob.Store, object string) (d Drawn, err error) {
	img, opaque, err := read(ctx, objects, object)
	if err != nil {
		return d, err
	}
	d.Opaque = opaque
	widths := widthsOf(img.Rect.Dx())
	slices.Reverse(widths) // each is drawn from the next wider, which has fewer points to read
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for _, width := range widths {
		img = raster.Scale(img, width, max(1, (h*width+w/2)/w))
		for _, kind := range encoders {
			z, err := put(ctx, objects, img, kind)
			if err != nil {
				return d, err
			}
			d.Sizes = append(d.Sizes, z)
		}
	}
	d.Tone = toneOf(img)
	return d, nil
}

func read(ctx context.Context, objects blob.Store, object string) (*image.YCbCr, bool, error) {
	r, _, err := objects.Open(ctx, object)
	if err != nil {
		return nil, false, err
	}
	defer r.Close()
	img, _, err := image.Decode(io.LimitReader(r, mostImage)) // it was drawn anew by this program
	if err != nil {
		return nil, false, err
	}
	may, ok := img.(interface{ Opaque() bool })
	return raster.Photo(img), !ok || may.Opaque(), nil
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

// encoder writes an image as a kind of file.
type encoder struct {
	kind   media.Kind
	encode func(w io.Writer, img *image.YCbCr) error
}

// encoders are the kinds in which photographs are sent, those that browsers should try first
// before the others.
var encoders = []encoder{
	{media.WebP, func(w io.Writer, img *image.YCbCr) error { return webp.Encode(w, img, webp.Photo) }},
	{media.JPEG, func(w io.Writer, img *image.YCbCr) error {
		return jpeg.Encode(w, img, &jpeg.Options{Quality: jpegQuality})
	}},
}

func put(ctx context.Context, objects blob.Store, img *image.YCbCr, e encoder) (Size, error) {
	var buf bytes.Buffer
	if err := e.encode(&buf, img); err != nil {
		return Size{}, fmt.Errorf("draw %s: %w", e.kind, err)
	}
	ref, err := objects.Put(ctx, &buf, mostImage)
	return Size{Kind: e.kind, Width: img.Rect.Dx(), Height: img.Rect.Dy(), Blob: ref.ID, Bytes: ref.Size}, err
}

// toneOf is the mean colour of a photograph.
func toneOf(img *image.YCbCr) string {
	c := raster.Scale(img, 1, 1).YCbCrAt(0, 0)
	r, g, b := color.YCbCrToRGB(c.Y, c.Cb, c.Cr)
	return fmt.Sprintf("#%02x%02x%02x", r, g, b)
}
