package operator

import (
	"bytes"
	"context"
	"image"
	"image/color"
	_ "image/jpeg" // an image drawn anew is JPEG or PNG
	"image/png"
	"io"
	"os"

	"golang.org/x/image/draw"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// mostLogo bounds a file: a logo for print has a few hundred kilobytes.
const mostLogo = 8 << 20

// Pictures keeps logos. Each is examined in a process of its own, drawn anew without
// anything that the file brought along, and kept in the sizes in which pages show it.
type Pictures struct {
	objects  blob.Store
	examiner media.Examiner
}

// NewPictures returns the pictures among the objects of a store.
func NewPictures(objects blob.Store, examiner media.Examiner) *Pictures {
	return &Pictures{objects, examiner}
}

// A logo stands in a box of the header or the footer. Twice and three times its size are
// for screens with finer points.
const (
	boxHeight = 48
	boxWidth  = 240
	finest    = 3
)

// iconSizes are of a tab and of a telephone's home screen.
var iconSizes = []int{48, 180}

// Take examines a file, keeps it in its sizes and returns the picture. What is no JPEG,
// PNG or WebP, or is damaged, is refused with a sentence that says why.
func (p *Pictures) Take(ctx context.Context, file io.Reader, name string) (_ Picture, err error) {
	defer errs.Wrap(&err, "Take picture")
	img, err := p.drawnAnew(ctx, file, name)
	if err != nil {
		return Picture{}, err
	}
	return p.keep(ctx, trimmed(img))
}

// drawnAnew hands the file to the examiner and reads what that drew.
func (p *Pictures) drawnAnew(ctx context.Context, file io.Reader, name string) (image.Image, error) {
	in, err := scratch("logo.*.in")
	if err != nil {
		return nil, err
	}
	defer in.Close()
	n, err := io.Copy(in, io.LimitReader(file, mostLogo+1))
	if err != nil {
		return nil, err
	}
	if n > mostLogo {
		return nil, errs.New(errs.TooLarge, lang.Msg("operator.fault.picture_large", "mb", mostLogo>>20), nil)
	}
	out, err := scratch("logo.*.out")
	if err != nil {
		return nil, err
	}
	defer out.Close()
	found, err := p.examiner.Examine(ctx, in, name, out)
	if err != nil {
		return nil, err
	}
	if found.Kind != media.JPEG && found.Kind != media.PNG && found.Kind != media.WebP {
		return nil, errs.New(errs.Invalid, lang.Msg("operator.fault.picture_kind"), nil)
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(out)
	return img, err
}

// scratch is a file without a name, which goes when it is closed.
func scratch(pattern string) (*os.File, error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

func (p *Pictures) keep(ctx context.Context, img image.Image) (pic Picture, err error) {
	b := img.Bounds()
	w, h := fit(b.Dx(), b.Dy(), boxWidth, boxHeight)
	for times := 1; times <= finest; times++ {
		if times > 1 && w*times > b.Dx() {
			break // a finer one would hold nothing more
		}
		r, err := p.put(ctx, scaled(img, image.Rect(0, 0, w*times, h*times), image.Rect(0, 0, w*times, h*times)))
		if err != nil {
			return Picture{}, err
		}
		pic.Renditions = append(pic.Renditions, r)
	}
	for _, edge := range iconSizes {
		w, h := fit(b.Dx(), b.Dy(), edge, edge)
		at := image.Rect(0, 0, w, h).Add(image.Pt((edge-w)/2, (edge-h)/2))
		r, err := p.put(ctx, scaled(img, image.Rect(0, 0, edge, edge), at))
		if err != nil {
			return Picture{}, err
		}
		pic.Icons = append(pic.Icons, r)
	}
	return pic, nil
}

// fit is the largest size of the same shape that lies within a box.
func fit(w, h, boxW, boxH int) (int, int) {
	if w*boxH > h*boxW {
		return boxW, max(1, h*boxW/w)
	}
	return max(1, w*boxH/h), boxH
}

// scaled draws img into a part of a transparent picture.
func scaled(img image.Image, whole, at image.Rectangle) image.Image {
	out := image.NewNRGBA(whole)
	draw.CatmullRom.Scale(out, at, img, img.Bounds(), draw.Src, nil)
	return out
}

// trimmed leaves out empty margins: the transparent ones, or those in the colour of all
// four corners. Logos come with margins of any size, and a header has room for none.
func trimmed(img image.Image) image.Image {
	b := img.Bounds()
	corner := img.At(b.Min.X, b.Min.Y)
	for _, p := range []image.Point{{b.Max.X - 1, b.Min.Y}, {b.Min.X, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
		if !same(corner, img.At(p.X, p.Y)) {
			return img
		}
	}
	box := image.Rectangle{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if !same(corner, img.At(x, y)) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	part, ok := img.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if box.Empty() || !ok {
		return img
	}
	return part.SubImage(box)
}

// same says that two colours look alike: both transparent, or a few steps apart.
func same(a, b color.Color) bool {
	const few = 0x0600 // of 65,535: what JPEG makes of one colour
	r, g, bl, al := a.RGBA()
	r2, g2, b2, al2 := b.RGBA()
	if al == 0 && al2 == 0 {
		return true
	}
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) <= few }
	return near(r, r2) && near(g, g2) && near(bl, b2) && near(al, al2)
}

func (p *Pictures) put(ctx context.Context, img image.Image) (Rendition, error) {
	var buf bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&buf, img); err != nil {
		return Rendition{}, err
	}
	ref, err := p.objects.Put(ctx, &buf, mostLogo)
	if err != nil {
		return Rendition{}, err
	}
	b := img.Bounds()
	return Rendition{ref.ID, b.Dx(), b.Dy()}, nil
}

// Open reads a rendition. errs.NotFound where there is none.
func (p *Pictures) Open(ctx context.Context, id string) (io.ReadCloser, int64, error) {
	if !blob.Valid(id) {
		return nil, 0, errs.New(errs.NotFound, lang.Msg("operator.picture_gone"), nil)
	}
	r, info, err := p.objects.Open(ctx, id)
	return r, info.Size, err
}

// IDs are the objects that a face names.
func (f *Face) IDs() (ids []string) {
	pictures := []Picture{f.Logo}
	for _, funder := range f.Funders {
		pictures = append(pictures, funder.Logo)
	}
	for _, p := range pictures {
		for _, r := range append(p.Renditions, p.Icons...) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
