//go:build e2e

package e2e

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// strengthen makes the session of a browser one with two factors: how those are set up is
// another story.
func strengthen(b *tab, folder string) {
	b.t.Helper()
	cookies, err := chromedp.Call(b, network.GetCookies, network.GetCookiesParams{})
	b.must(err)
	d, err := db.Open(b, db.Options{Folder: folder})
	b.must(err)
	defer d.Close()
	key, err := secret.Open(folder, "")
	b.must(err)
	store := people.NewStore(d, people.NewLog(d, key, ""), key, clock.System())
	for _, c := range cookies.Cookies {
		if c.Name == "session" {
			actor, err := store.ActorOf(b, c.Value)
			b.must(err)
			b.must(store.Refresh(b, actor.Session, true))
		}
	}
}

// writeLogo writes a logo: two towers and a bridge between them, with margins.
func writeLogo(t *testing.T) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 640, 320))
	fill := func(r image.Rectangle, c color.NRGBA) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.SetNRGBA(x, y, c)
			}
		}
	}
	fill(image.Rect(80, 60, 200, 260), color.NRGBA{11, 79, 61, 255})
	fill(image.Rect(440, 60, 560, 260), color.NRGBA{140, 45, 90, 255})
	fill(image.Rect(200, 180, 440, 210), color.NRGBA{90, 90, 100, 255})
	path := filepath.Join(t.TempDir(), "logo.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return path
}

// A fresh installation gets its face: from the example that says that it is one, over a
// colour that cannot be read, to a site that carries the operator's name everywhere.
func TestAFreshInstallationGetsItsFace(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	folder := t.TempDir()
	p, err := start(folder, "--demo=auto")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error("the program did not stop cleanly: ", err)
		}
	})
	looked := func(b *tab, name string) {
		b.keepScreenshot(name)
		b.fits()
		b.accessible(string(axe))
	}
	b := openTabAt(t, p.address, storyLimit, 1280, 900, "light")
	b.open("/en/")
	if line := b.text(".demo-line"); !strings.Contains(line, "Demonstration") {
		t.Errorf("the example does not say that it is one: %q", line)
	}
	looked(b, "face-example")
	b.open(strings.TrimPrefix(p.next(), p.address))
	b.fill("name", "Administrator", "email", "office@example.org", "password", "four words in a row")
	b.do(chromedp.Submit(chromedp.CSS(`main form`)))
	b.until(`location.pathname.endsWith('/desk')`)
	strengthen(b, folder)

	b.open("/en/desk/setup")
	b.sees("Organisation", "Leave this step out")
	looked(b, "setup-organisation")
	b.fill("names.en", "Union of Border Towns", "names.pl", "Związek Miast Pogranicza", "names.uk", "Союз міст прикордоння", "short", "UBT",
		"contact.name", "Office", "contact.email", "office@example.org", "contact.address", "Market Square 1", "home", "Gołdap")
	b.press("Save")
	b.sees("Saved.", "Our side")
	b.fill("here", "#ffd500", "there", "#8c2d5a")
	b.until(`document.querySelector('.fix') !== null`) // while one types
	b.press("Preview")
	b.sees("contrast of 1.", "Use #")
	looked(b, "setup-look-refused")
	b.console = nil // the browser reports the refusals themselves
	b.do(chromedp.Click(chromedp.CSS(".fix")))
	b.until(`document.querySelector('.fix') === null && document.readyState === 'complete'`)
	b.sees("This is a preview")
	b.fill("here", "#0b4f3d")
	b.press("Save")
	b.open("/en/desk/setup/look")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`input[type=file]`), []string{writeLogo(t)}))
	b.press("Send the logo")
	looked(b, "setup-look")
	b.open("/en/desk/setup/languages")
	for _, code := range []string{"de", "fr", "lt", "ru", "be"} {
		b.do(chromedp.Click(chromedp.CSS(fmt.Sprintf(`input[name=languages][value=%s]`, code))))
	}
	looked(b, "setup-languages")
	b.press("Save")
	b.fill("imprint.en", "Register of associations, number 1.", "privacy.en", "We keep what you enter, and nothing about readers.", "limits.en", "Scanned documents have no text.")
	looked(b, "setup-imprint")
	b.press("Save")
	b.fill("funders.0.name", "Programme of the Border Region", "funders.0.url", "https://example.org/", "funders.0.credit.en", "Paid for by the Programme of the Border Region.")
	b.press("Save")
	b.open("/en/desk/setup/funders")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`#f-logo0`), []string{writeLogo(t)}))
	b.press("Send the logo")
	looked(b, "setup-funders")
	b.open("/en/desk/setup/done")
	looked(b, "setup-done")
	b.press("Remove the demonstration")
	b.sees("The demonstration was removed.")
	b.quiet()

	for _, look := range []struct {
		code, theme string
		width       int64
	}{{"en", "light", 1280}, {"uk", "dark", 390}, {"pl", "light", 390}, {"uk", "dark", 1280}} {
		for name, path := range map[string]string{"home": "/", "town": "/places/776069", "imprint": "/imprint"} {
			r := openTabAt(t, p.address, storyLimit, look.width, 900, look.theme)
			r.open("/" + look.code + path)
			looked(r, fmt.Sprintf("face-%s-%s-%s-%d", name, look.code, look.theme, look.width))
			if title := eval[string](r, `document.title`); !strings.Contains(title, "UBT") {
				t.Errorf("%s: the title is %q", r.at(), title)
			}
			if eval[bool](r, `document.querySelector('.demo-line') !== null`) {
				t.Errorf("%s is still a demonstration", r.at())
			}
			r.quiet()
		}
	}
}
