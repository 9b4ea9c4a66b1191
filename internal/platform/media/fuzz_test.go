package media_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/media/mediatest"
)

// fuzz hands files to Examine under the ending of their true kind, so that what the
// fuzzer makes of them reaches the part behind the comparison.
func fuzz(f *testing.F, seeds ...string) {
	for _, c := range mediatest.Corpus() {
		large := strings.Contains(c.Name, "00") // as their names tell
		if slices.Contains(seeds, media.CleanName(c.File)) && !large {
			f.Add(c.Make())
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, k := range media.Kinds() {
			var display bytes.Buffer
			got, err := media.Examine(t.Context(), bytes.NewReader(b), int64(len(b)), "x."+k.Ending(), &display)
			if err != nil {
				if errs.KindOf(err) != errs.Invalid {
					t.Fatalf("a file of foreign bytes is no failure of ours: %v", err)
				}
				continue
			}
			if got.Kind != k || got.Pages < 0 || got.Display.Size != int64(display.Len()) {
				t.Fatalf("%+v", got)
			}
			return
		}
	})
}

func FuzzImages(f *testing.F)   { fuzz(f, "a.jpg", "a.png", "a.gif", "a.webp") }
func FuzzArchives(f *testing.F) { fuzz(f, "a.docx", "a.xlsx", "a.odt", "a.ods") }
func FuzzPDF(f *testing.F)      { fuzz(f, "a.pdf") }
