package raster

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

// noisy is a photograph of numbers drawn by lot.
func noisy(w, h int, ratio image.YCbCrSubsampleRatio) *image.YCbCr {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
	for _, plane := range [][]uint8{img.Y, img.Cb, img.Cr} {
		for i := range plane {
			plane[i] = uint8(r.IntN(256))
		}
	}
	return img
}

func meanOf(pix []uint8) float64 {
	sum := 0
	for _, v := range pix {
		sum += int(v)
	}
	return float64(sum) / float64(len(pix))
}

// Whatever the sizes, the whole stays as light as it was, and what is even stays even.
func TestTheMeanStays(t *testing.T) {
	for _, c := range [][4]int{{400, 300, 256, 192}, {400, 300, 399, 299}, {401, 301, 200, 150}, {4000, 30, 320, 2}, {7, 5, 7, 5}, {3, 3, 1, 1}, {1, 1, 1, 1}, {5, 5, 8, 8}} {
		img := noisy(c[0], c[1], image.YCbCrSubsampleRatio420)
		small := Scale(img, c[2], c[3])
		if small.Rect.Dx() != c[2] || small.Rect.Dy() != c[3] {
			t.Fatalf("%v becomes %v", c, small.Rect)
		}
		if before, after := meanOf(img.Y), meanOf(small.Y); math.Abs(before-after) > 0.6 {
			t.Errorf("%v: light of %.2f becomes %.2f", c, before, after)
		}
		for i := range img.Y {
			img.Y[i] = 255
		}
		for _, v := range Scale(img, c[2], c[3]).Y {
			if v != 255 {
				t.Fatalf("%v: white becomes %d", c, v)
			}
		}
	}
}

// A point of the result is the mean of exactly what it covers.
func TestAPointIsWhatItCovers(t *testing.T) {
	img := image.NewYCbCr(image.Rect(0, 0, 3, 1), image.YCbCrSubsampleRatio444)
	copy(img.Y, []uint8{0, 90, 240})
	if got := Scale(img, 2, 1).Y; got[0] != 30 || got[1] != 190 {
		t.Errorf("three points become %v, want 30 (0, and half of 90) and 190", got[:2])
	}
}

func TestColourOfEveryFineness(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		for _, size := range [][2]int{{64, 48}, {63, 47}, {1, 1}} {
			img := image.NewYCbCr(image.Rect(0, 0, size[0], size[1]), ratio)
			for i := range img.Cb {
				img.Cb[i], img.Cr[i] = 77, 200
			}
			small := Scale(img, (size[0]+1)/2, (size[1]+1)/2)
			for i := range small.Cb {
				if small.Cb[i] != 77 || small.Cr[i] != 200 {
					t.Fatalf("%v of %v: colour %d, %d", ratio, size, small.Cb[i], small.Cr[i])
				}
			}
			if p := Photo(img); p.SubsampleRatio != image.YCbCrSubsampleRatio420 || p.Rect != img.Rect {
				t.Errorf("%v of %v as a photograph: %v, %v", ratio, size, p.SubsampleRatio, p.Rect)
			}
		}
	}
}

// Each turning is undone by its opposite, and moves the first point where Exif says.
func TestTurnings(t *testing.T) {
	img := noisy(16, 10, image.YCbCrSubsampleRatio420)
	corner := map[Turning][2]int{1: {0, 0}, 2: {15, 0}, 3: {15, 9}, 4: {0, 9}, 5: {0, 0}, 6: {9, 0}, 7: {9, 15}, 8: {0, 15}}
	back := map[Turning]Turning{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
	for t1, at := range corner {
		turned := t1.Photo(img)
		if got := turned.Y[turned.YOffset(at[0], at[1])]; got != img.Y[0] {
			t.Errorf("%d: the first point is not at %v", t1, at)
		}
		again := back[t1].Photo(turned)
		for i := range img.Y {
			if again.Rect != img.Rect || again.Y[i] != img.Y[i] || again.Cb[i/4] != img.Cb[i/4] {
				t.Fatalf("%d and back is another picture", t1)
			}
		}
		d := image.NewRGBA(image.Rect(0, 0, 16, 10))
		d.SetRGBA(0, 0, color.RGBA{1, 2, 3, 255})
		if got := t1.Drawing(d).RGBAAt(at[0], at[1]); got != (color.RGBA{1, 2, 3, 255}) {
			t.Errorf("%d of a drawing: %v", t1, got)
		}
	}
}

func TestADrawingBecomesAPhotographOnWhite(t *testing.T) {
	d := image.NewNRGBA(image.Rect(0, 0, 5, 3))
	for x := range 3 {
		d.SetNRGBA(x, 1, color.NRGBA{200, 10, 10, 255})
	}
	p := Photo(d)
	if white := p.YCbCrAt(4, 2); white.Y != 255 || white.Cb != 128 {
		t.Errorf("what is transparent becomes %v", white)
	}
	if y, _, _ := color.RGBToYCbCr(200, 10, 10); p.YCbCrAt(1, 1).Y != y {
		t.Errorf("red becomes %v", p.YCbCrAt(1, 1))
	}
	if got := Drawing(d, 5, 3).RGBAAt(1, 1); got != (color.RGBA{200, 10, 10, 255}) {
		t.Errorf("a drawing of its own size: %v", got)
	}
	if got := Drawing(d, 1, 1).RGBAAt(0, 0); got.A != 51 { // three points of fifteen
		t.Errorf("a drawing of one point: %v", got)
	}
}

func TestTheNarrowRangeIsSpread(t *testing.T) {
	img := image.NewYCbCr(image.Rect(0, 0, 4, 1), image.YCbCrSubsampleRatio444)
	copy(img.Y, []uint8{16, 235, 0, 126})
	copy(img.Cb, []uint8{128, 240, 16, 128})
	FullRange(img)
	if img.Y[0] != 0 || img.Y[1] != 255 || img.Y[2] != 0 || img.Y[3] != 128 || img.Cb[0] != 128 || img.Cb[1] != 255 || img.Cb[2] != 1 {
		t.Errorf("%v, %v", img.Y[:4], img.Cb[:4])
	}
}

func TestFit(t *testing.T) {
	for _, c := range [][5]int{{4000, 3000, 2560, 2560, 1920}, {3000, 4000, 2560, 1920, 2560}, {2560, 2560, 2560, 2560, 2560}, {100, 50, 2560, 100, 50}, {50000, 1, 2560, 2560, 1}} {
		if w, h := Fit(c[0], c[1], c[2]); w != c[3] || h != c[4] {
			t.Errorf("%d × %d within %d: %d × %d", c[0], c[1], c[2], w, h)
		}
	}
}

func BenchmarkScale(b *testing.B) {
	img := noisy(4000, 3000, image.YCbCrSubsampleRatio420)
	for b.Loop() {
		Scale(img, 2560, 1920)
	}
}
