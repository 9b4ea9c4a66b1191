// Package raster makes pictures smaller and sets them upright.
//
// A photograph stays as JPEG has it: one plane of light, two of colour at half of its
// width and height ([image.YCbCr], 4:2:0). So it needs 1.5 bytes for a point instead of
// four, and nobody turns it into red, green and blue and back between its decoder and its
// encoders. Everything else is drawn as red, green, blue and transparency.
//
// Each point of the result is the exact mean of what it covers, whatever the two sizes
// are: no detail is left out by chance, and none is made up. Rows are read one at a time,
// so that beside the two pictures next to nothing is held.
//
//	w, h := raster.Fit(b.Dx(), b.Dy(), 2560)
//	small := raster.Scale(photo, w, h)
//	upright := turning.Photo(small)
//
// The package is pure: it reads and writes points and knows no files.
package raster

import "image"

// Fit returns a size of the same shape as w by h neither of whose edges is longer than
// edge; w and h themselves where they are not.
func Fit(w, h, edge int) (int, int) {
	long := max(w, h)
	if long <= edge {
		return w, h
	}
	return max(1, (w*edge+long/2)/long), max(1, (h*edge+long/2)/long)
}

// plane is one channel, or several that stand beside one another.
type plane struct {
	pix        []uint8
	w, h       int
	stride, by int // bytes from row to row, from point to point
}

// planesOf are light and the two colours of a photograph.
func planesOf(img *image.YCbCr) [3]plane {
	b := img.Rect
	cw, ch := halves(img, b.Dx(), b.Dy())
	y, c := img.YOffset(b.Min.X, b.Min.Y), img.COffset(b.Min.X, b.Min.Y)
	return [3]plane{
		{img.Y[y:], b.Dx(), b.Dy(), img.YStride, 1},
		{img.Cb[c:], cw, ch, img.CStride, 1},
		{img.Cr[c:], cw, ch, img.CStride, 1},
	}
}

// halves is the size of the planes of colour.
func halves(img *image.YCbCr, w, h int) (int, int) {
	x, y := 1, 1
	switch img.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		x = 2
	case image.YCbCrSubsampleRatio420:
		x, y = 2, 2
	case image.YCbCrSubsampleRatio440:
		y = 2
	case image.YCbCrSubsampleRatio411:
		x = 4
	case image.YCbCrSubsampleRatio410:
		x, y = 4, 2
	}
	return (w + x - 1) / x, (h + y - 1) / y
}

// Scale returns a photograph at w by h points, its colour at half of that.
func Scale(img *image.YCbCr, w, h int) *image.YCbCr {
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	from := planesOf(img)
	for i, to := range planesOf(out) {
		from[i].scale(to)
	}
	return out
}

// FullRange spreads the narrow range of values that video and WebP have, 16 to 235, over
// the one that JPEG and image/color mean. It changes the photograph itself.
func FullRange(img *image.YCbCr) {
	var light, colour [256]uint8
	for v := range 256 {
		light[v] = uint8(min(max(((v-16)*255+109)/219, 0), 255))
		colour[v] = uint8(min(max(128+((v-128)*255)/224, 0), 255))
	}
	for i, v := range img.Y {
		img.Y[i] = light[v]
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = colour[img.Cb[i]], colour[img.Cr[i]]
	}
}
