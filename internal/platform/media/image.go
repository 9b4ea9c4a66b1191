package media

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"

	"twintown/internal/platform/raster"
)

// Limits of images.
const (
	mostPixels  = 50_000_000  // what the best telephones take
	memory      = 180_000_000 // bytes that decoding may hold at once: see Process
	mostFrames  = 500         // of a moving image: twenty seconds
	jpegQuality = 85          // above it files grow and nobody sees why

	// DisplayEdge is the longest edge of an image drawn anew: a large screen, and a
	// photograph taken upright is 1920 wide then.
	DisplayEdge = 2560
)

// errTooMuch is why an image that needs too much memory is refused.
var errTooMuch = errors.New("decoding would need too much memory")

// image draws an image anew.
func (f *Finding) image(ctx context.Context, file *io.SectionReader, out io.Writer) error {
	c, err := f.config(file)
	if err != nil {
		return err
	}
	turn := orientation(f.Kind, file)
	f.Width, f.Height = turn.Size(c.Width, c.Height)
	if f.Kind == GIF {
		return f.gif(ctx, file, out)
	}
	img, err := decode(f.Kind, rewound(file))
	if err != nil {
		return f.damaged(err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return f.draw(img, turn, out)
}

// config reads an image's header and refuses what would be too large decoded.
func (f *Finding) config(file *io.SectionReader) (image.Config, error) {
	c, err := decodeConfig(f.Kind, rewound(file))
	if err != nil {
		return c, f.damaged(err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return c, f.damaged(fmt.Errorf("%d × %d points", c.Width, c.Height))
	}
	pixels := int64(c.Width) * int64(c.Height)
	if pixels > mostPixels {
		return c, refuse("media.pixels", nil, "mpx", mostPixels/1_000_000, "width", c.Width, "height", c.Height)
	}
	if need := pixels * cost(f.Kind, c.ColorModel, file) / 2; need > memory {
		return c, refuse("media.memory", errTooMuch, "width", c.Width, "height", c.Height)
	}
	return c, nil
}

func (f *Finding) damaged(cause error) error {
	return refuse("media.damaged", cause, "kind", f.Kind.String())
}

func rewound(file *io.SectionReader) io.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(file, 0, file.Size()), 64<<10)
}

func decodeConfig(k Kind, r io.Reader) (image.Config, error) {
	switch k {
	case JPEG:
		return jpeg.DecodeConfig(r)
	case PNG:
		return png.DecodeConfig(r)
	case WebP:
		return webp.DecodeConfig(r)
	}
	return gif.DecodeConfig(r)
}

func decode(k Kind, r io.Reader) (image.Image, error) {
	switch k {
	case JPEG:
		return jpeg.Decode(r)
	case PNG:
		return png.Decode(r)
	}
	img, err := webp.Decode(r)
	switch img := img.(type) { // its decoder leaves values in the narrow range that the file has
	case *image.YCbCr:
		raster.FullRange(img)
	case *image.NYCbCrA:
		raster.FullRange(&img.YCbCr)
	}
	return img, err
}

// cost returns how many half bytes the decoder holds for each point at its worst.
func cost(k Kind, model color.Model, file io.ReaderAt) int64 {
	switch k {
	case JPEG:
		return jpegCost(file)
	case WebP:
		return 14 // four bytes of colour, and the planes of light and transparency beside them
	case GIF:
		return 2
	}
	half := int64(8) // eight bits in each of four channels
	switch model {
	case color.GrayModel:
		half = 2
	case color.Gray16Model:
		half = 4
	case color.RGBA64Model, color.NRGBA64Model:
		half = 16
	default:
		if _, paletted := model.(color.Palette); paletted {
			half = 2
		}
	}
	interlaced := make([]byte, 1)
	if _, err := file.ReadAt(interlaced, 28); err == nil && interlaced[0] != 0 {
		half += half / 2 // the last pass is half of the image, beside the whole one
	}
	return half
}

// gif draws a moving image anew frame by frame, one that stands still as PNG.
func (f *Finding) gif(ctx context.Context, file *io.SectionReader, out io.Writer) error {
	frames, area, err := gifFrames(rewound(file))
	switch {
	case err != nil:
		return f.damaged(err)
	case frames > mostFrames:
		return refuse("media.frames", nil, "most", mostFrames, "frames", frames)
	case area > mostPixels:
		return refuse("media.frames_area", nil, "mpx", mostPixels/1_000_000, "frames", frames)
	}
	moving, err := gif.DecodeAll(rewound(file))
	if err != nil {
		return f.damaged(err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(moving.Image) == 1 {
		return f.draw(moving.Image[0], raster.Upright, out)
	}
	f.Display = Display{Kind: GIF, Width: moving.Config.Width, Height: moving.Config.Height}
	return gif.EncodeAll(out, moving)
}
