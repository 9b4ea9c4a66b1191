//go:build e2e && shots

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestShots makes the pictures of the working side in docs/screenshots:
//
//	go test -tags "e2e shots" -run TestShots ./e2e
//
// They show what somebody sees at the desk of a place with real partnerships.
func TestShots(t *testing.T) {
	i := install(t)
	cookie, _ := i.worker()
	partnership := partnershipAt(t, i.address, bialystok, hrodna)
	proposing := i.proposes(partnership)
	b := i.person(1280, 900)
	b.hasSession(cookie)
	filled := i.filled(b, proposing, partnership)
	i.people(&look{own: b, public: i.person(1280, 900)})
	pages := map[string]string{
		"desk":        "/desk",
		"desk-list":   "/desk/partnerships",
		"desk-pair":   "/desk/partnerships/" + partnership,
		"desk-act":    "/desk/partnerships/" + partnership + "?act=new&type=agreement#act",
		"desk-moving": filled["moving-in-list"].path,
		"desk-dates":  "/desk/dates",
		"desk-people": "/desk/people",
		"desk-offers": "/desk/proposals",
		"desk-health": "/desk/health",
		"desk-first":  "/desk/setup/look",
	}
	for _, l := range []look{{code: "pl", theme: "light", width: 1280}, {code: "uk", theme: "dark", width: 1280}, {code: "de", theme: "light", width: 390}, {code: "uk", theme: "dark", width: 390}} {
		tab := openTabAt(t, i.address, storyLimit, l.width, shotHeight, l.theme)
		tab.hasSession(cookie)
		for name, path := range pages {
			tab.open("/" + l.code + path)
			if l.width < 600 {
				name = strings.Replace(name, "desk", "phone", 1)
			}
			shot, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
			tab.must(err)
			tab.must(os.WriteFile(filepath.Join("../docs/screenshots", fmt.Sprintf("%s-%s-%s.png", name, l.code, l.theme)), few(t, shot), 0o644))
			tab.do(chromedp.Navigate("about:blank"))
		}
	}
}

// TestShotsOfReaders makes the pictures of what readers see: the starter content in the
// program's own colours, and the demonstration's conference in those of its organisation.
func TestShotsOfReaders(t *testing.T) {
	plain, i := install(t), install(t, "--demo=true")
	public := map[string]string{
		"home": "/", "town": "/places/776069", "finder": "/places/776069/partners", "region": "/regions/PL.81",
		"partnership": "/partnerships/" + partnershipAt(t, plain.address, bialystok, hrodna),
	}
	example := map[string]string{
		"example-meeting": "/meetings/**", "example-article": "/news/*", "example-gallery": "/galleries/*", "example-help": "/help", "example-meetings": "/meetings",
	}
	for _, l := range []look{{code: "en", theme: "light", width: 1280}, {code: "en", theme: "dark", width: 1280}, {code: "uk", theme: "light", width: 1280}, {code: "uk", theme: "dark", width: 1280}} {
		plain.shots(l, public)
	}
	for _, l := range []look{{code: "pl", theme: "light", width: 1280}, {code: "uk", theme: "dark", width: 1280}} {
		i.shots(l, example)
	}
	i.shots(look{code: "uk", theme: "dark", width: 390}, map[string]string{"phone-home": "/", "phone-meeting": "/meetings/**", "phone-help": "/help"})
}

// shots takes a picture of each page in a look.
func (i *installation) shots(l look, pages map[string]string) {
	i.Helper()
	tab := openTabAt(i.T, i.address, storyLimit, l.width, shotHeight, l.theme)
	for name, path := range pages {
		tab.open(i.addressOf(i.T, l.code, path))
		shot, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		tab.must(err)
		tab.must(os.WriteFile(filepath.Join("../docs/screenshots", fmt.Sprintf("%s-%s-%s.png", name, l.code, l.theme)), few(i.T, shot), 0o644))
	}
}

// shotHeight shows a page's beginning: what does not stand there is not seen at once.
const shotHeight = 1240

// common is how many of a picture's colours stand there for being frequent.
const common = 200

// far says whether a colour would be missed: an eye tells it from all others at once.
func far(c color.RGBA, palette color.Palette) bool {
	near := color.RGBAModel.Convert(palette.Convert(c)).(color.RGBA)
	gap := func(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
	return gap(c.R, near.R)+gap(c.G, near.G)+gap(c.B, near.B) > 24
}

// few makes a picture small: it keeps 256 colours, of which pages of text have few more.
func few(t *testing.T, shot []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	count := map[color.RGBA]int{}
	box := img.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			count[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)]++
		}
	}
	colours := make([]color.RGBA, 0, len(count))
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int { return count[b] - count[a] })
	var palette color.Palette
	for i, c := range colours { // most of them by how often they occur, then those that are like no other
		if len(palette) < 256 && (i < common || far(c, palette)) {
			palette = append(palette, c)
		}
	}
	out := image.NewPaletted(box, palette)
	nearest := map[color.RGBA]uint8{}
	for c := range count {
		nearest[c] = uint8(palette.Index(c))
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)])
		}
	}
	var buf bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, out); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
