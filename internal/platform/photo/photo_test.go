package photo_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/platform/photo"
)

// Each width that the original has is drawn, and its own where it is narrower than the widest.
func TestDraw(t *testing.T) {
	objects, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		w, h int
		want string
	}{
		{2560, 1920, "320×240 640×480 1280×960 1920×1440"},
		{1920, 2560, "320×427 640×853 1280×1707 1920×2560"},
		{1500, 1000, "320×213 640×427 1280×853 1500×1000"},
		{320, 10, "320×10"},
		{20, 30, "20×30"},
	} {
		ref, err := objects.Put(t.Context(), bytes.NewReader(mediatest.JPEG(c.w, c.h)), 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		d, err := photo.Draw(t.Context(), objects, ref.ID)
		if err != nil || !d.Opaque || len(d.Tone) != 7 {
			t.Fatalf("%d × %d: %+v, %v", c.w, c.h, d, err)
		}
		shapes := map[media.Kind]string{}
		for _, z := range d.Sizes {
			r, info, err := objects.Open(t.Context(), z.Blob)
			if err != nil || info.Size != z.Bytes {
				t.Fatalf("%+v: %v, %v", z, info, err)
			}
			read := map[media.Kind]func() (image.Config, error){
				media.JPEG: func() (image.Config, error) { return jpeg.DecodeConfig(r) }, media.WebP: func() (image.Config, error) { return webp.DecodeConfig(r) },
			}[z.Kind]
			got, err := read()
			if err != nil || got.Width != z.Width || got.Height != z.Height {
				t.Errorf("%+v is %d × %d, %v", z, got.Width, got.Height, err)
			}
			r.Close()
			shapes[z.Kind] = strings.TrimSpace(fmt.Sprintf("%d×%d %s", z.Width, z.Height, shapes[z.Kind])) // the widest comes first
		}
		if shapes[media.JPEG] != c.want || shapes[media.WebP] != c.want {
			t.Errorf("%d × %d becomes %v, want %s", c.w, c.h, shapes, c.want)
		}
	}
}
