//go:build e2e

package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Places that the tests visit: their numbers are GeoNames'.
const (
	bialystok  = 776069
	hrodna     = 627904
	sokolka    = 758651
	kaunas     = 598316
	kleszczele = 769092 // has no known partnership
)

// kinds are one page of each kind, by name, without the language. Partnerships
// have no number known beforehand: the API names one.
func kinds(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"home":          "/",
		"lookup":        "/places?q=Horadnia",
		"lookup-none":   "/places?q=qqqqqqqqqq",
		"search":        "/search",
		"search-found":  "/search?q=Białystok",
		"search-none":   "/search?q=qqqqqqqqqq&in=any",
		"town":          fmt.Sprintf("/places/%d", bialystok),
		"town-alone":    fmt.Sprintf("/places/%d", sokolka),
		"town-empty":    fmt.Sprintf("/places/%d", kleszczele),
		"finder-wished": fmt.Sprintf("/places/%d/partners?country=LT&country=DE&region=LT.57", bialystok),
		"choose":        fmt.Sprintf("/places/%d/compare?with=Springfield", bialystok),
		"region-empty":  "/regions/PL.82",
		"finder":        fmt.Sprintf("/places/%d/partners", bialystok),
		"compare":       fmt.Sprintf("/places/%d/compare/%d", sokolka, kaunas),
		"partnership":   "/partnerships/" + partnershipOf(t, bialystok, hrodna),
		"region":        "/regions/PL.81",
		"data":          "/data",
		"help":          "/help",
		"seek":          "/seek",
		"news":          "/news",
		"practices":     "/practices",
		"meetings":      "/meetings",
		"projects":      "/projects",
		"results":       "/results",
		"results-town":  fmt.Sprintf("/places/%d/results", bialystok),
		"galleries":     "/galleries",
		"translations":  "/translations",
		"accessibility": "/accessibility",
		"not-found":     "/places/1",
	}
}

// partnershipOf asks the API for the partnership of two places.
func partnershipOf(t *testing.T, a, b int64) string {
	t.Helper()
	return partnershipAt(t, site, a, b)
}

// partnershipAt is partnershipOf at another program.
func partnershipAt(t *testing.T, site string, a, b int64) string {
	t.Helper()
	_, body := fetch(t, fmt.Sprintf("%s/api/v1/places/%d/partnerships?limit=100", site, a))
	var list struct {
		Items []struct {
			ID      string
			Parties []struct{ ID int64 }
		}
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	for _, item := range list.Items {
		for _, p := range item.Parties {
			if p.ID == b {
				return item.ID
			}
		}
	}
	t.Fatalf("the API knows no partnership of %d and %d: %s", a, b, body)
	return ""
}

// languages are the two that every run checks; with TWINTOWN_E2E_ALL all eight.
func languages() []string {
	if os.Getenv("TWINTOWN_E2E_ALL") != "" {
		return []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}
	}
	return []string{"en", "be"}
}

// TestPages opens one page of each kind in both themes and two widths, and
// fails on any finding of axe-core, anything on the console, any request that
// leaves the site, anything wider than the screen. One tab visits all pages of a
// look, as a reader's does: beginning a tab takes longer than most pages.
func TestPages(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	all := kinds(t)
	for _, look := range []struct {
		theme  string
		width  int64
		height int64
	}{{"light", 1280, 900}, {"dark", 390, 844}} {
		b := openTabAt(t, site, pagesLimit, look.width, look.height, look.theme)
		for name, path := range all {
			for _, code := range languages() {
				title := fmt.Sprintf("%s-%s-%s", name, code, look.theme)
				t.Run(title, func(t *testing.T) {
					b.visits(t)
					b.open("/" + code + path)
					b.keepScreenshot(title)
					b.fits()
					b.accessible(string(axe))
					if name == "not-found" { // the browser reports the status itself
						b.console = nil
					}
					b.quiet()
				})
			}
		}
		b.t = t
	}
}

// visits gives the tab to a test of its own, which hears only of what happens from now on.
func (b *tab) visits(t *testing.T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.t, b.console, b.outgoing = t, nil, nil
}

// fits fails where the page scrolls sideways, also at 320 pixels (WCAG 1.4.10).
func (b *tab) fits() {
	b.t.Helper()
	wide := eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
	if wide > 0 {
		b.t.Errorf("the page is %d pixels wider than the screen", wide)
	}
}

// TestNoLabelIsCut looks at every word in the drawings of time, in every language.
func TestNoLabelIsCut(t *testing.T) {
	history := "/partnerships/" + partnershipOf(t, bialystok, hrodna)
	b := openTabAt(t, site, pagesLimit, 1280, 900, "light")
	for _, width := range []int64{390, 1280} {
		b.resize(width, 900)
		for _, code := range []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"} {
			for _, path := range []string{history, "/regions/PL.81"} {
				b.open("/" + code + path)
				cut := eval[[]string](b, `[...document.querySelectorAll('svg.tall text, svg.chart text')].filter(e => {
					const box = e.getBBox(), view = e.ownerSVGElement.viewBox.baseVal;
					return box.x < view.x - 1 || box.x + box.width > view.x + view.width + 1 || box.y < view.y - 3 || box.y + box.height > view.y + view.height + 5;
				}).map(e => e.textContent)`)
				for _, label := range cut {
					t.Errorf("/%s%s at %d pixels: %q is cut off", code, path, width, label)
				}
			}
		}
	}
}

// TestMapByKeyboard enlarges a map, moves it and shows all of it again, with keys alone.
func TestMapByKeyboard(t *testing.T) {
	b := openTab(t, 1280, 900, "light")
	b.open(fmt.Sprintf("/en/places/%d", bialystok))
	eval[bool](b, `document.querySelector('pan-zoom svg').focus() || document.activeElement.classList.contains('map')`)
	view := func() string {
		return eval[string](b, `document.querySelector('pan-zoom svg').getAttribute('viewBox')`)
	}
	whole := view()
	seen := map[string]bool{whole: true}
	for _, key := range []string{"+", kb.ArrowLeft, kb.ArrowUp, "+"} {
		b.do(chromedp.KeyEvent(key))
		if now := view(); seen[now] {
			t.Errorf("the key %q does not change what is shown (%s)", key, now)
		} else {
			seen[now] = true
		}
	}
	if b.do(chromedp.KeyEvent("0")); view() != whole {
		t.Errorf("0 shows %s, not the whole map %s", view(), whole)
	}
	b.quiet()
}

// finding is what axe-core reports.
type finding struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// accessible runs axe-core with the rules of WCAG 2.2 AA.
func (b *tab) accessible(axe string) {
	b.t.Helper()
	eval[bool](b, axe+`; true`)
	found := eval[[]finding](b, `axe.run(document, {
		runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
		resultTypes: ['violations'],
	}).then(r => r.violations.map(v => ({ID: v.id, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => ({HTML: n.html, FailureSummary: n.failureSummary}))})))`)
	for _, f := range found {
		b.t.Errorf("axe: %s: %s", f.ID, f.Help)
		for _, n := range f.Nodes {
			b.t.Logf("  %s\n  %s", n.HTML, n.FailureSummary)
		}
	}
}

// keepScreenshot saves the whole page where TWINTOWN_SCREENSHOTS says, or in the test's
// artifact folder if the run keeps artifacts (go test -artifacts). Otherwise nobody would see
// it, and a picture takes longer than the page.
func (b *tab) keepScreenshot(name string) {
	b.t.Helper()
	folder := os.Getenv("TWINTOWN_SCREENSHOTS")
	if keeps := flag.Lookup("test.artifacts"); folder == "" && keeps != nil && keeps.Value.String() == "true" {
		folder = b.t.ArtifactDir()
	}
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b, chromedp.FullScreenshot(100))
	b.must(err)
	b.must(os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644))
}

// TestHTMLIsValid feeds one page of each kind to html-validate.
func TestHTMLIsValid(t *testing.T) {
	folder := t.TempDir()
	for name, path := range kinds(t) {
		for _, code := range []string{"pl", "be"} { // one of each script
			_, body := get(t, "/"+code+path)
			if err := os.WriteFile(filepath.Join(folder, name+"-"+code+".html"), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	validate(t, folder)
}

// validate feeds the pages in a folder to html-validate.
func validate(t *testing.T, folder string) {
	t.Helper()
	out, err := exec.Command("node", "node_modules/html-validate/bin/html-validate.mjs",
		"--config", "html-validate.json", filepath.Join(folder, "*.html")).CombinedOutput()
	if err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
}

// firstView is what a reader on a slow connection waits for.
const firstView = 100_000

func TestFirstViewIsLight(t *testing.T) {
	for _, path := range []string{"/pl/", "/ru/", fmt.Sprintf("/lt/places/%d", bialystok)} {
		b := openTab(t, 390, 844, "light")
		_, err := chromedp.Call(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		b.must(err)
		b.open(path)
		sum := eval[int](b, `performance.getEntries().filter(e => 'transferSize' in e).reduce((sum, e) => sum + e.transferSize, 0)`)
		t.Logf("%s: %d bytes", path, sum)
		if sum == 0 || sum > firstView {
			t.Errorf("%s: the first view takes %d bytes, at most %d", path, sum, firstView)
		}
	}
}

// A visitor types a Belarusian spelling, picks the town, follows its end with
// Białystok, and asks for new partners.
func TestFromANameToAPartner(t *testing.T) {
	b := openTab(t, 1280, 900, "light")
	b.open("/en/")
	b.do(
		chromedp.SendKeys(chromedp.CSS("main input[type=search]"), "Горадня"),
		chromedp.WaitVisible(chromedp.CSS("[role=option]")),
	)
	if got := b.text("[role=option]"); !strings.Contains(got, "Hrodna") && !strings.Contains(got, "Grodno") {
		t.Errorf("first suggestion for Горадня: %q", got)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	b.until(`/Hrodna|Grodno/.test(document.querySelector('h1')?.innerText)`)
	eval[bool](b, `[...document.querySelectorAll('main .timeline a')].some(a => a.innerText === 'Białystok' && (a.click(), true))`)
	b.until(`location.pathname.includes('/partnerships/') && document.readyState === 'complete'`)
	page := b.text("main")
	for _, want := range []string{"1960", "2018", "2022"} {
		if !strings.Contains(page, want) {
			t.Errorf("the history of Białystok and Hrodna does not mention %s", want)
		}
	}
	b.quiet()
}

// Everything works with scripts switched off.
func TestWithoutScripts(t *testing.T) {
	b := openTab(t, 1280, 900, "light")
	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	b.do(
		chromedp.Navigate(site+"/pl/"),
		chromedp.SendKeys(chromedp.CSS("main input[type=search]"), "Sokolka\r"),
		chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`main a[href*="/places/%d"]`, sokolka))),
	)
	b.quiet()
}

func TestLanguageIsChosenByAddressThenByBrowser(t *testing.T) {
	for _, c := range []struct{ accept, want string }{
		{"lt-LT,lt;q=0.9,en;q=0.5", "/lt/"},
		{"be", "/be/"},
		{"ja", "/en/"},
		{"", "/en/"},
	} {
		resp, _ := get(t, "/", "Accept-Language: "+c.accept)
		if got := resp.Header.Get("Location"); got != c.want {
			t.Errorf("Accept-Language %q leads to %q, want %q", c.accept, got, c.want)
		}
	}
	_, body := get(t, "/uk/", "Accept-Language: pl")
	if !strings.Contains(body, `<html lang="uk"`) {
		t.Error("the address does not decide the language")
	}
}

func TestTheTopListFoldsWhatANoticeConcerns(t *testing.T) {
	_, body := get(t, fmt.Sprintf("/api/v1/places/%d/matches?limit=50", bialystok))
	var list struct {
		Items []struct {
			Place   struct{ Country, Name string }
			Notices []any
		}
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 50 {
		t.Fatalf("%d suggestions, want 50: %.300s", len(list.Items), body)
	}
	for _, item := range list.Items {
		if c := item.Place.Country; c == "RU" || c == "BY" {
			t.Errorf("%s (%s) stands in the list, not in the folded group", item.Place.Name, c)
		}
	}
}

func TestHeaders(t *testing.T) {
	for _, path := range []string{"/en/", "/en/places/1", "/api/v1/places?q=Kaunas"} {
		resp, _ := get(t, path)
		for header, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'",
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := resp.Header.Get(header); !strings.Contains(got, want) {
				t.Errorf("%s: %s is %q, want %q", path, header, got, want)
			}
		}
		if resp.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: HSTS on a plain address would lock an installation out", path)
		}
	}
}
