package raster

import (
	"image"
	"image/color"
	"image/draw"
)

// Drawing returns any image at w by h points, with what is transparent in it.
func Drawing(img image.Image, w, h int) *image.RGBA {
	out, b := image.NewRGBA(image.Rect(0, 0, w, h)), img.Bounds()
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	row := func(y int) []uint8 {
		draw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		return strip.Pix
	}
	scaleRows(row, b.Dx(), b.Dy(), plane{out.Pix, w, h, out.Stride, 4})
	return out
}

// Photo returns any image as a photograph of its own size, on white where it is
// transparent: the image itself where it is one already.
func Photo(img image.Image) *image.YCbCr {
	b := img.Bounds()
	if p, ok := img.(*image.YCbCr); ok {
		if p.SubsampleRatio == image.YCbCrSubsampleRatio420 && b.Min == (image.Point{}) {
			return p
		}
		return Scale(p, b.Dx(), b.Dy())
	}
	out := image.NewYCbCr(image.Rect(0, 0, b.Dx(), b.Dy()), image.YCbCrSubsampleRatio420)
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), 2))
	for y := 0; y < b.Dy(); y += 2 {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, image.Rect(0, 0, b.Dx(), min(2, b.Dy()-y)), img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		if y+1 == b.Dy() {
			copy(strip.Pix[strip.Stride:], strip.Pix[:strip.Stride]) // what lies past the edge repeats it
		}
		convert(out, strip, y)
	}
	return out
}

// convert writes two rows of light and one of colour.
func convert(out *image.YCbCr, strip *image.RGBA, y int) {
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for x := 0; x < w; x += 2 {
		var r, g, b int
		for n := range 4 {
			px, py := min(x+n&1, w-1), n>>1
			p := strip.Pix[py*strip.Stride+4*px:]
			r, g, b = r+int(p[0]), g+int(p[1]), b+int(p[2])
			if y+py < h {
				out.Y[(y+py)*out.YStride+px], _, _ = color.RGBToYCbCr(p[0], p[1], p[2])
			}
		}
		_, cb, cr := color.RGBToYCbCr(uint8((r+2)/4), uint8((g+2)/4), uint8((b+2)/4))
		at := y/2*out.CStride + x/2
		out.Cb[at], out.Cr[at] = cb, cr
	}
}
