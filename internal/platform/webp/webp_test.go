package webp

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	read "golang.org/x/image/webp"

	"twintown/internal/platform/raster"
)

// landscape is something like a photograph: gradients, edges, noise.
func landscape(w, h int) *image.YCbCr {
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 120 + 60*math.Sin(float64(x)/37)*math.Cos(float64(y)/23) + float64(r.IntN(14))
			if (x/40+y/50)%3 == 0 {
				v = 250 - v
			}
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v*0.8 + float64(y)*40/float64(h)), uint8(255 - v), 255})
		}
	}
	return raster.Photo(img)
}

// written encodes an image and returns it as a decoder sees it, with what the encoder
// believed that it would see. The smoothing of seams is left out on demand.
func written(t testing.TB, img *image.YCbCr, step int, smooth bool) (*image.YCbCr, *encoder, int) {
	t.Helper()
	e := newEncoder(img, step)
	if !smooth {
		e.filter = 0
	}
	e.code()
	var b bytes.Buffer
	if err := container(&b, e.frame()); err != nil {
		t.Fatal(err)
	}
	got, err := read.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("%v at %d: %v", img.Rect, step, err)
	}
	return got.(*image.YCbCr), e, b.Len()
}

// differ counts the points of the planes that are others than the encoder believed.
func differ(got *image.YCbCr, e *encoder) (n int) {
	for y := range e.height {
		for x := range e.width {
			n += number(e.y.shown[y*e.y.w+x] != got.Y[y*got.YStride+x])
			n += number(e.u.shown[y/2*e.u.w+x/2] != got.Cb[y/2*got.CStride+x/2])
			n += number(e.v.shown[y/2*e.v.w+x/2] != got.Cr[y/2*got.CStride+x/2])
		}
	}
	return n
}

// A decoder that was written by others sees exactly what the encoder believed, so that no
// error of one block runs on into the next.
func TestADecoderSeesWhatWasMeant(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {16, 16}, {17, 31}, {320, 213}, {641, 427}} {
		for _, step := range []int{0, 10, 24, 60, 127} {
			img := landscape(size[0], size[1])
			got, e, _ := written(t, img, step, false)
			if got.Rect.Dx() != size[0] || got.Rect.Dy() != size[1] {
				t.Errorf("%v is read as %v", size, got.Rect)
			}
			if n := differ(got, e); n > 0 {
				t.Errorf("%v at %d: %d points differ", size, step, n)
			}
		}
	}
}

// The better of two steps is nearer to the image and larger.
func TestStepsTradeSizeForLikeness(t *testing.T) {
	img := landscape(320, 213)
	near, large := math.Inf(1), math.MaxInt
	for _, step := range []int{0, 12, 24, 48, 96, 127} {
		got, e, n := written(t, img, step, true)
		var sum float64
		for y := range e.height {
			for x := range e.width {
				d := float64(e.y.is[y*e.y.w+x]) - float64(got.Y[y*got.YStride+x])
				sum += d * d
			}
		}
		db := 10 * math.Log10(255*255*float64(e.width*e.height)/(sum+1))
		if db > near || n > large {
			t.Errorf("at %d: %.1f dB in %d bytes, after %.1f dB in %d", step, db, n, near, large)
		}
		if near, large = db, n; step == Photo.Step && db < 38 {
			t.Errorf("a photograph has %.1f dB", db)
		}
	}
}

func TestImagesThatCannotBe(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1<<14, 1), image.Rect(0, 0, 1, 1<<14)} {
		if err := Encode(&bytes.Buffer{}, image.NewYCbCr(r, image.YCbCrSubsampleRatio420), Photo); err == nil {
			t.Errorf("%v was written", r)
		}
	}
}

// FuzzEncode: whatever the points are, a decoder sees what was meant.
func FuzzEncode(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200, 100, 0, 255, 255}, uint8(17), uint8(5), uint8(3))
	f.Add(bytes.Repeat([]byte{0, 255}, 300), uint8(40), uint8(33), uint8(127))
	f.Fuzz(func(t *testing.T, points []byte, w, h, step uint8) {
		img := image.NewRGBA(image.Rect(0, 0, int(w)%64+1, int(h)%64+1))
		for i := range img.Pix {
			if len(points) > 0 {
				img.Pix[i] = points[i%len(points)]
			}
		}
		got, e, _ := written(t, raster.Photo(img), int(step)%128, false)
		if n := differ(got, e); n > 0 {
			t.Fatalf("%d points differ", n)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	img := landscape(1280, 853)
	for b.Loop() {
		if err := Encode(&bytes.Buffer{}, img, Photo); err != nil {
			b.Fatal(err)
		}
	}
}
