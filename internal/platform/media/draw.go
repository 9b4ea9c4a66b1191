package media

import (
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"twintown/internal/platform/raster"
)

// draw writes img anew, small enough for a screen and upright.
func (f *Finding) draw(img image.Image, turn raster.Turning, out io.Writer) error {
	b := img.Bounds()
	w, h := raster.Fit(b.Dx(), b.Dy(), DisplayEdge)
	f.Display = Display{Kind: JPEG}
	f.Display.Width, f.Display.Height = turn.Size(w, h)
	if photo, ok := img.(*image.YCbCr); ok {
		return jpeg.Encode(out, turn.Photo(raster.Scale(photo, w, h)), &jpeg.Options{Quality: jpegQuality})
	}
	small := turn.Drawing(raster.Drawing(img, w, h))
	if f.Kind == PNG || f.Kind == GIF || !small.Opaque() {
		f.Display.Kind = PNG // drawings stay sharp, and what is transparent stays so
		return png.Encode(out, small)
	}
	return jpeg.Encode(out, small, &jpeg.Options{Quality: jpegQuality})
}
