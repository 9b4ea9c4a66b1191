package media_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"runtime"
	"slices"
	"testing"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/raster"
	"twintown/internal/platform/webp"
)

func examine(t *testing.T, b []byte, name string) (media.Finding, []byte, error) {
	t.Helper()
	var display bytes.Buffer
	f, err := media.Examine(t.Context(), bytes.NewReader(b), int64(len(b)), media.CleanName(name), &display)
	return f, display.Bytes(), err
}

// The corpus goes through a process of its own, as uploads do.
func TestCorpus(t *testing.T) {
	p := mediatest.Process(t)
	for _, c := range mediatest.Corpus() {
		t.Run(c.Name, func(t *testing.T) {
			b := c.Make()
			shown := temp(t, nil)
			f, err := p.Examine(t.Context(), temp(t, b), media.CleanName(c.File), shown)
			if c.Want != "" {
				why, refused := media.Refused(err)
				if !refused || why.Key != c.Want {
					t.Fatalf("%+v, %v; want %s", f, err, c.Want)
				}
				mediatest.Speaks(t, why)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			display, err := os.ReadFile(shown.Name())
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(f.Flags, c.Flags) || f.Pages != c.Pages {
				t.Errorf("flags %v, %d pages; want %v, %d", f.Flags, f.Pages, c.Flags, c.Pages)
			}
			checkDisplay(t, f, display)
			for _, bad := range c.Gone {
				if !bytes.Contains(b, []byte(bad)) {
					t.Errorf("the original has no %q: the case proves nothing", bad)
				}
				if bytes.Contains(display, []byte(bad)) {
					t.Errorf("%q is left in what is shown", bad)
				}
			}
		})
	}
}

// checkDisplay reads what is shown as a browser does, and compares it with the finding.
func checkDisplay(t *testing.T, f media.Finding, display []byte) {
	t.Helper()
	if !f.Kind.Image() {
		if len(display) != 0 || f.Display != (media.Display{}) {
			t.Errorf("%s has something to show: %+v", f.Kind, f.Display)
		}
		return
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(display))
	want := f.Display
	if err != nil || format != string(want.Kind) || c.Width != want.Width || c.Height != want.Height || int64(len(display)) != want.Size {
		t.Errorf("shown: %s %d × %d, %d bytes, %v; the finding says %+v", format, c.Width, c.Height, len(display), err, want)
	}
}

func TestPhotosStandUpright(t *testing.T) {
	// where the red quarter of the picture stands in the file, so that it is left and
	// up once upright
	for orientation := uint16(1); orientation <= 8; orientation++ {
		photo := mediatest.WithExif(mediatest.JPEG(60, 40), mediatest.Exif(orientation, "x"))
		f, display, err := examine(t, photo, "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(display))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		if turned := orientation >= 5; turned != (b.Dy() > b.Dx()) || f.Width != b.Dx() || f.Height != b.Dy() {
			t.Errorf("orientation %d: %d × %d, finding %d × %d", orientation, b.Dx(), b.Dy(), f.Width, f.Height)
		}
		red := map[uint16]image.Point{
			1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1},
		}[orientation]
		for _, quarter := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
			r, _, blue, _ := img.At(b.Dx()/4+quarter.X*b.Dx()/2, b.Dy()/4+quarter.Y*b.Dy()/2).RGBA()
			if (r > blue) != (quarter == red) {
				t.Errorf("orientation %d: quarter %v is wrong", orientation, quarter)
			}
		}
	}
}

func TestLargePhotosShrink(t *testing.T) {
	for _, c := range []struct {
		name string
		make []byte
		want [2]int
	}{
		{"a.jpg", mediatest.JPEG(6000, 1000), [2]int{media.DisplayEdge, 427}},
		{"a.jpg", mediatest.WithExif(mediatest.JPEG(3000, 2250), mediatest.Exif(6, "x")), [2]int{1920, media.DisplayEdge}},
		{"a.png", mediatest.PNG(2600, 13), [2]int{media.DisplayEdge, 13}},
		{"a.jpg", mediatest.JPEG(2500, 100), [2]int{2500, 100}},
	} {
		f, display, err := examine(t, c.make, c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]int{f.Display.Width, f.Display.Height}; got != c.want {
			t.Errorf("%d × %d is shown as %v, want %v", f.Width, f.Height, got, c.want)
		}
		checkDisplay(t, f, display)
	}
}

// What is white in a WebP is white when it is shown: the file has a narrower range of
// values than its decoder says.
func TestWebPKeepsItsRange(t *testing.T) {
	for _, want := range []color.Gray{{Y: 0}, {Y: 255}} {
		img := image.NewRGBA(image.Rect(0, 0, 32, 32))
		draw.Draw(img, img.Rect, image.NewUniform(want), image.Point{}, draw.Src)
		var file bytes.Buffer
		if err := webp.Encode(&file, raster.Photo(img), webp.Photo); err != nil {
			t.Fatal(err)
		}
		_, display, err := examine(t, file.Bytes(), "a.webp")
		if err != nil {
			t.Fatal(err)
		}
		shown, _, err := image.Decode(bytes.NewReader(display))
		if err != nil {
			t.Fatal(err)
		}
		if got := color.GrayModel.Convert(shown.At(16, 16)).(color.Gray); max(got.Y, want.Y)-min(got.Y, want.Y) > 3 {
			t.Errorf("%v is shown as %v", want, got)
		}
	}
}

// A process of its own says the same as the call.
func TestProcess(t *testing.T) {
	p := mediatest.Process(t)
	for _, c := range []struct {
		file string
		make []byte
		want string
	}{
		{"a.jpg", mediatest.JPEG(300, 200), ""},
		{"a.pdf", mediatest.PDF(3), ""},
		{"a.docx", mediatest.DOCX(), ""},
		{"a.png", mediatest.JPEG(9, 9), "media.ending"},
		{"a.svg", []byte("<svg/>"), "media.svg"},
	} {
		file, display := temp(t, c.make), temp(t, nil)
		got, gotErr := p.Examine(t.Context(), file, c.file, display)
		want, wantDisplay, wantErr := examine(t, c.make, c.file)
		shown, err := os.ReadFile(display.Name())
		if err != nil || !bytes.Equal(shown, wantDisplay) {
			t.Errorf("%s: shows %d bytes, want %d, %v", c.file, len(shown), len(wantDisplay), err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("%s: %+v, %v; want %+v, %v", c.file, got, gotErr, want, wantErr)
		}
		if why, _ := media.Refused(gotErr); c.want != why.Key || gotErr != nil && fmt.Sprint(why) != fmt.Sprint(errs.PublicOf(wantErr)) {
			t.Errorf("%s: refused with %v, want %v", c.file, why, errs.PublicOf(wantErr))
		}
	}
}

func TestAProcessSaysWhatItUsed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux says")
	}
	p := mediatest.Process(t)
	ballast := make([]byte, 256<<20) // what this process has is no business of the other
	for i := 0; i < len(ballast); i += 4096 {
		ballast[i] = 1
	}
	if _, err := p.Examine(t.Context(), temp(t, mediatest.PDF(1)), "a.pdf", temp(t, nil)); err != nil {
		t.Fatal(err)
	}
	if p.Peak() <= 0 || p.Peak() >= int64(len(ballast)) {
		t.Errorf("a small file took %d bytes", p.Peak())
	}
	runtime.KeepAlive(ballast)
}

func TestAProcessThatDiesOrLiesRefusesTheFile(t *testing.T) {
	for _, program := range [][]string{{"/bin/false"}, {"/bin/true"}, {"/bin/sh", "-c", "kill -9 $$"}, {"/bin/sh", "-c", "echo '{'"}, {"/bin/sh", "-c", "head -c 100000 /dev/zero"}} {
		p, err := media.NewProcess(program[0], program[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Examine(t.Context(), temp(t, mediatest.PDF(1)), "a.pdf", temp(t, nil))
		if why, refused := media.Refused(err); !refused || why.Key != "media.limits" {
			t.Errorf("%v: %v", program, err)
		}
	}
	p, err := media.NewProcess("/no/such/program")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = p.Examine(t.Context(), temp(t, nil), "a.pdf", temp(t, nil)); errs.KindOf(err) != errs.Internal {
		t.Errorf("no such program: %v", err)
	}
}

func temp(t *testing.T, content []byte) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	return f
}
