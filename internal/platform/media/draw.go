package media

import (
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
)

// draw writes img anew, small enough for a screen and upright.
func (f *Finding) draw(img image.Image, turn turning, out io.Writer) error {
	small := turn.apply(shrink(img, DisplayEdge))
	b := small.Bounds()
	f.Display = Display{Kind: JPEG, Width: b.Dx(), Height: b.Dy()}
	if f.Kind == PNG || f.Kind == GIF || !small.Opaque() {
		f.Display.Kind = PNG // drawings stay sharp, and what is transparent stays so
		return png.Encode(out, small)
	}
	return jpeg.Encode(out, small, &jpeg.Options{Quality: jpegQuality})
}

// shrink draws img with each of its edges at most edge long. It takes the mean of
// squares of points, strip by strip, so that it holds one strip beside the result.
func shrink(img image.Image, edge int) *image.RGBA {
	b := img.Bounds()
	n := (max(b.Dx(), b.Dy()) + edge - 1) / edge // points to a side of a square
	if n <= 1 {
		whole := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(whole, whole.Rect, img, b.Min, draw.Src)
		return whole
	}
	small := image.NewRGBA(image.Rect(0, 0, (b.Dx()+n-1)/n, (b.Dy()+n-1)/n))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), n))
	for y := range small.Rect.Dy() {
		high := min(n, b.Dy()-y*n)
		draw.Draw(strip, image.Rect(0, 0, b.Dx(), high), img, image.Pt(b.Min.X, b.Min.Y+y*n), draw.Src)
		for x := range small.Rect.Dx() {
			small.SetRGBA(x, y, mean(strip, image.Rect(x*n, 0, min(x*n+n, b.Dx()), high)))
		}
	}
	return small
}

// mean returns the mean colour of a part of an image.
func mean(img *image.RGBA, part image.Rectangle) color.RGBA {
	var r, g, b, a uint32
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := img.Pix[img.PixOffset(part.Min.X, y):img.PixOffset(part.Max.X, y)]
		for ; len(row) >= 4; row = row[4:] {
			r, g, b, a = r+uint32(row[0]), g+uint32(row[1]), b+uint32(row[2]), a+uint32(row[3])
		}
	}
	n := uint32(part.Dx() * part.Dy())
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(a / n)}
}

// turning is how a camera says that it was held: Exif's orientation, 1 to 8.
type turning uint8

const upright turning = 1

// size returns the size of an image of w by h points once it is upright.
func (t turning) size(w, h int) (int, int) {
	if t >= 5 {
		return h, w
	}
	return w, h
}

// apply returns the image upright.
func (t turning) apply(img *image.RGBA) *image.RGBA {
	if t <= upright || t > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	tw, th := t.size(w, h)
	out := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range h {
		for x := range w {
			tx, ty := t.place(x, y, w, h)
			copy(out.Pix[out.PixOffset(tx, ty):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}

// place returns where the point x, y of an image of w by h points stands upright.
func (t turning) place(x, y, w, h int) (int, int) {
	switch t {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
