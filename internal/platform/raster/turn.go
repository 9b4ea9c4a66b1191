package raster

import "image"

// Turning is how a camera says that it was held: Exif's orientation, 1 to 8. Any other
// value means upright.
type Turning uint8

// Upright is how most pictures are.
const Upright Turning = 1

func (t Turning) none() bool { return t <= Upright || t > 8 }

// Size returns the size of an image of w by h points once it is upright.
func (t Turning) Size(w, h int) (int, int) {
	if t >= 5 && t <= 8 {
		return h, w
	}
	return w, h
}

// Photo returns a photograph upright, its colour at half of its size: itself where it
// is both.
func (t Turning) Photo(img *image.YCbCr) *image.YCbCr {
	img = Photo(img)
	if t.none() {
		return img
	}
	w, h := t.Size(img.Rect.Dx(), img.Rect.Dy())
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	from := planesOf(img)
	for i, to := range planesOf(out) {
		t.turn(from[i], to)
	}
	return out
}

// Drawing returns a drawing upright: itself where it is.
func (t Turning) Drawing(img *image.RGBA) *image.RGBA {
	if t.none() {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	tw, th := t.Size(w, h)
	out := image.NewRGBA(image.Rect(0, 0, tw, th))
	t.turn(plane{img.Pix, w, h, img.Stride, 4}, plane{out.Pix, tw, th, out.Stride, 4})
	return out
}

// turn copies each point to where it stands upright. Along a row and down a column that
// place moves by a fixed number of bytes.
func (t Turning) turn(from, to plane) {
	start := t.place(0, 0, from.w, from.h, to)
	across := t.place(1, 0, from.w, from.h, to) - start
	down := t.place(0, 1, from.w, from.h, to) - start
	for y := range from.h {
		row, at := from.pix[y*from.stride:], start+y*down
		for x := range from.w {
			if from.by == 1 {
				to.pix[at] = row[x]
			} else {
				copy(to.pix[at:at+from.by], row[x*from.by:])
			}
			at += across
		}
	}
}

// place returns where the point x, y of a plane of w by h points begins in the upright one.
func (t Turning) place(x, y, w, h int, to plane) int {
	switch t {
	case 2:
		x = w - 1 - x
	case 3:
		x, y = w-1-x, h-1-y
	case 4:
		y = h - 1 - y
	case 5:
		x, y = y, x
	case 6:
		x, y = h-1-y, x
	case 7:
		x, y = h-1-y, w-1-x
	case 8:
		x, y = y, w-1-x
	}
	return y*to.stride + x*to.by
}
