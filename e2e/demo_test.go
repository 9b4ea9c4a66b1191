//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExamplePages looks at what the demonstration shows of an organiser's work: its
// conference, report, pictures and help points.
func TestExamplePages(t *testing.T) {
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatal("axe-core is missing; the check command installs it: ", err)
	}
	i := install(t, "--demo=true")
	folder := t.TempDir()
	for _, look := range []struct {
		code, theme string
		width       int64
	}{{"pl", "light", 1280}, {"be", "dark", 390}} {
		b := openTabAt(t, i.address, pagesLimit, look.width, 900, look.theme)
		for name, path := range map[string]string{
			"meeting": "/meetings/**", "forum": "/meetings/*", "programme": "/meetings/*/programme", "article": "/news/*", "gallery": "/galleries/*", "document": "/meetings/**#document", "picture": "/galleries/*/1",
			"help-point": "/help/*", "help-card": "/help/*/card", "help": "/help", "news": "/news", "meetings": "/meetings", "cohorts": "/results", "requests": "/seek", "request": "/seek/*",
			"projects": "/projects", "project": "/projects/*", "results": "/results#meeting", "results-town": "/places/758651/results", "results-region": "/regions/PL.81/results", "search-project": "/search?q=songbook&in=any&kind=project",
		} {
			title := strings.Join([]string{"example", name, look.code, look.theme}, "-")
			t.Run(title, func(t *testing.T) {
				b.visits(t)
				at := i.addressOf(t, look.code, path)
				b.open(at)
				b.keepScreenshot(title)
				b.fits()
				b.accessible(string(axe))
				b.quiet()
				_, body := fetch(t, i.address+at)
				b.must(os.WriteFile(filepath.Join(folder, title+".html"), []byte(body), 0o600))
			})
		}
		b.t = t
	}
	validate(t, folder)
	at := i.addressOf(t, "pl", "/meetings/**")
	_, calendar := fetch(t, i.address+at+"/meeting.ics")
	all := events(t, calendar)
	if len(all) != 1 || all[0].Begin != "2013-09-27" || all[0].End != "2013-09-28" || all[0].URL != i.address+at || all[0].UID == "" {
		t.Errorf("the conference's calendar: %+v", all)
	}
}

// addressOf is where a page is in a language. An asterisk stands for the first that a list
// leads to, whose address differs by language; two stand for the last.
func (i *installation) addressOf(t *testing.T, code, path string) string {
	t.Helper()
	if list, of := strings.CutSuffix(path, "#meeting"); of { // the first whose results it leads to
		_, body := fetch(t, i.address+"/"+code+list)
		return regexp.MustCompile(`/` + code + `/meetings/[^"/]+/results`).FindString(body)
	}
	list, rest, first := strings.Cut(path, "/*")
	if !first {
		return "/" + code + path
	}
	rest, last := strings.CutPrefix(rest, "*")
	_, body := fetch(t, i.address+"/"+code+list)
	_, main, _ := strings.Cut(body, "<main")
	all := regexp.MustCompile(`href="(/`+code+list+`/[^"./?]+)"`).FindAllStringSubmatch(main, -1)
	if all == nil {
		t.Fatalf("/%s%s leads nowhere", code, list)
	}
	found := all[0]
	if last {
		found = all[len(all)-1]
	}
	if rest == "#document" { // the first that the page leads to
		_, body := fetch(t, i.address+found[1])
		return regexp.MustCompile(`/` + code + `/documents/[0-9a-f-]{36}`).FindString(body)
	}
	return found[1] + rest
}
