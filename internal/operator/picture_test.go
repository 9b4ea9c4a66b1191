package operator

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/media"
)

func newPictures(t *testing.T) *Pictures {
	t.Helper()
	objects, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return NewPictures(objects, media.Here())
}

// logo is a red bar on transparent ground with a wide margin.
func logo(w, h, margin int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := margin; y < h-margin; y++ {
		for x := margin; x < w-margin; x++ {
			img.Set(x, y, color.NRGBA{200, 20, 20, 255})
		}
	}
	return img
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A logo is kept in the sizes of the header, without its margin, and as square icons.
func TestTakeLogo(t *testing.T) {
	p := newPictures(t)
	pic, err := p.Take(t.Context(), bytes.NewReader(pngOf(t, logo(1000, 400, 100))), "logo.png")
	if err != nil {
		t.Fatal(err)
	}
	if len(pic.Renditions) != 3 || len(pic.Icons) != 2 {
		t.Fatalf("%+v", pic)
	}
	for i, r := range pic.Renditions { // 800 : 200 without the margin
		if r.Width != 192*(i+1) || r.Height != 48*(i+1) {
			t.Errorf("rendition %d is %d × %d", i, r.Width, r.Height)
		}
		img := read(t, p, r.ID)
		if got := img.Bounds(); got.Dx() != r.Width || got.Dy() != r.Height {
			t.Errorf("rendition %d is in truth %v", i, got)
		}
		if _, _, _, alpha := img.At(0, r.Height/2).RGBA(); alpha == 0 {
			t.Errorf("rendition %d has a margin", i)
		}
	}
	if icon := pic.Icons[1]; icon.Width != 180 || icon.Height != 180 {
		t.Errorf("an icon of %d × %d", icon.Width, icon.Height)
	}
	small, err := p.Take(t.Context(), bytes.NewReader(pngOf(t, logo(60, 30, 0))), "small.png")
	if err != nil || len(small.Renditions) != 1 {
		t.Errorf("a logo of few points has %d renditions, %v; want one", len(small.Renditions), err)
	}
	if f := (&Face{Logo: pic, Funders: []Funder{{Logo: small}}}); len(f.IDs()) != 5+3 {
		t.Errorf("%d objects", len(f.IDs()))
	}
}

func read(t *testing.T, p *Pictures, id string) image.Image {
	t.Helper()
	r, _, err := p.Open(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, err := png.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		t.Fatal(err)
	}
	return img
}

// Nothing of the file's own bytes is left in what is kept.
func TestLogoBringsNothingAlong(t *testing.T) {
	p := newPictures(t)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, logo(300, 100, 10), nil); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	comment := "canary53.13N23.16E"
	marked := append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(comment) + 2)}, comment...)
	marked = append(append(marked, whole[2:]...), "<script>canary</script>"...)
	pic, err := p.Take(t.Context(), bytes.NewReader(marked), "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range append(pic.Renditions, pic.Icons...) {
		body, _, err := p.Open(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(body)
		body.Close()
		if err != nil || bytes.Contains(all, []byte("canary")) {
			t.Errorf("what the file brought along is still there (%v)", err)
		}
	}
}

func TestFilesThatAreNoLogo(t *testing.T) {
	p := newPictures(t)
	for name, c := range map[string]struct {
		file, body string
		kind       errs.Kind
	}{
		"a drawing with a script": {"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, errs.Invalid},
		"a document":              {"logo.pdf", "%PDF-1.4\n%%EOF", errs.Invalid},
		"nothing":                 {"logo.png", "", errs.Invalid},
		"half a picture":          {"logo.png", string(pngOf(t, logo(50, 50, 5))[:60]), errs.Invalid},
		"a page that says PNG":    {"logo.png", "<html><script>alert(1)</script>", errs.Invalid},
		"more than a logo has":    {"logo.png", strings.Repeat("x", mostLogo+1), errs.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if pic, err := p.Take(t.Context(), strings.NewReader(c.body), c.file); errs.KindOf(err) != c.kind {
				t.Errorf("%+v, %v; want %v", pic, err, c.kind)
			}
		})
	}
	for _, id := range []string{"", "../../etc/passwd", strings.Repeat("a", 64)} {
		if _, _, err := p.Open(t.Context(), id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("Open(%q): %v", id, err)
		}
	}
}
