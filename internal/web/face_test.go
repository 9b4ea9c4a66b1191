package web

import (
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"twintown/internal/operator"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/world/worldtest"
)

// newFaceSite is a site over the small world whose face the test chooses.
func newFaceSite(t *testing.T) (s *Site, set func(operator.Face)) {
	t.Helper()
	rooms := worldtest.Open(t)
	var present atomic.Pointer[operator.Face]
	version := int64(0)
	set = func(f operator.Face) {
		version++
		f.Version = version
		if faults := f.Check(rooms.Catalog.Languages()); len(faults) > 0 {
			t.Fatal(faults)
		}
		present.Store(f.For(rooms.Catalog.Languages()))
	}
	set(operator.Face{})
	s, err := New(Rooms{
		World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources, Operator: present.Load,
		Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Log: slog.New(slog.DiscardHandler),
	}, Options{BaseURL: "http://localhost:8080", Release: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return s, set
}

// associationFace is a face with something in each of its fields.
func associationFace() operator.Face {
	logo := operator.Picture{
		Renditions: []operator.Rendition{{ID: "aaaa", Width: 96, Height: 32}, {ID: "bbbb", Width: 192, Height: 64}},
		Icons:      []operator.Rendition{{ID: "cccc", Width: 180, Height: 180}},
	}
	return operator.Face{
		Names: operator.Text{"pl": "Przykładowy Związek Miast", "en": "Example Union of Towns"}, Short: "PZM",
		Colours: operator.Colours{Here: "#0b4f7d", There: "#a8321f"}, Logo: logo,
		Languages: []string{"pl", "en", "de"}, DefaultLanguage: "pl",
		Contact: operator.Contact{Name: "Biuro", Address: "Rynek 1\n15-000 Białystok", Email: "biuro@example.org", Phone: "+48 85 711 20 00"},
		Imprint: operator.Text{"pl": "Wydawca.\n\nKRS 1\nNIP 2"}, Privacy: operator.Text{"de": "Wir speichern nichts."},
		Limits:     operator.Text{"en": "Scans have no text."},
		Funders:    []operator.Funder{{Name: "Programme", URL: "https://example.org/", Logo: logo, Credit: operator.Text{"en": "Paid for by the Programme."}}},
		HomeRegion: "LT.57",
	}
}

// A site that was given a face carries it everywhere, in the language of the page.
func TestSiteCarriesTheFace(t *testing.T) {
	s, set := newFaceSite(t)
	h := s.Handler()
	set(associationFace())
	for _, c := range []struct {
		name, target string
		status       int
		has, not     []string
	}{
		{"home", "/en/", 200, []string{
			"<title>PZM: town partnerships</title>", `content="Example Union of Towns"`, `"name":"Example Union of Towns"`, `srcset="/pictures/aaaa.png 1x, /pictures/bbbb.png 2x"`,
			`<link rel="stylesheet" href="/theme/1-0b4f7d-`, `href="/en/imprint"`, `href="/en/privacy"`, "Made with Twintown", "/regions/LT.57", "Paid for by the Programme.", `hreflang="de"`,
		}, []string{`hreflang="lt"`, `href="/lt/`, "Demonstration"}},
		{"a page with a title", "/pl/data", 200, []string{" · PZM</title>"}, []string{"· Twintown</title>"}},
		{"a name in the default language", "/de/data", 200, []string{"Przykładowy Związek Miast"}, nil},
		{"imprint", "/pl/imprint", 200, []string{"Rynek 1<br>15-000 Białystok", `mailto:biuro@example.org`, `tel:&#43;48857112000`, "KRS 1<br>NIP 2"}, nil},
		{"an imprint that another language has", "/de/imprint", 200, []string{"nur in dieser Sprache vor: Polnisch", `lang="pl"`}, nil},
		{"privacy", "/de/privacy", 200, []string{"Wir speichern nichts.", "Biuro"}, nil},
		{"barriers", "/en/accessibility", 200, []string{"Scans have no text.", "biuro@example.org"}, nil},
		{"a language that is not offered", "/lt/", 404, []string{`<html lang="pl"`}, nil},
		{"a file in a language that is not offered", "/lt/data", 404, nil, nil},
		{"a language that is not offered, without its slash", "/lt", 404, nil, nil},
		{"nothing there", "/en/nothing", 404, []string{"PZM"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(h, c.target)
			if w.Code == http.StatusTemporaryRedirect {
				w = ask(h, w.Header().Get("Location"))
			}
			if w.Code != c.status {
				t.Fatalf("status %d, want %d", w.Code, c.status)
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("%q is missing", text)
				}
			}
			for _, text := range c.not {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("%q should not be there", text)
				}
			}
			checkHTML(t, c.target, w.Body.String())
		})
	}
	if got := ask(h, "/", "Accept-Language: lt").Header().Get("Location"); got != "/pl/" {
		t.Errorf("a reader of Lithuanian is led to %q, want the default", got)
	}
	if missing := s.catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %q", missing)
	}
}

// A new face takes effect on kept pages and for those who have the old one.
func TestNewFaceMakesPagesOld(t *testing.T) {
	s, set := newFaceSite(t)
	h := s.Handler()
	first := ask(h, "/en/regions/PL.81")
	set(associationFace())
	w := ask(h, "/en/regions/PL.81", "If-None-Match: "+first.Header().Get("ETag"))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "PZM") {
		t.Errorf("asked again after the change: status %d", w.Code)
	}
	set(operator.Face{Demo: true})
	if w := ask(h, "/en/regions/PL.81"); !strings.Contains(w.Body.String(), "Demonstration") || strings.Contains(w.Body.String(), "PZM") {
		t.Error("a demonstration does not say so")
	}
	for _, target := range []string{"/en/imprint", "/en/privacy"} {
		if w := ask(h, target); w.Code != http.StatusNotFound {
			t.Errorf("%s of a site without an operator: status %d", target, w.Code)
		}
	}
}

// The page for a failure, made beforehand, has the present face too.
func TestFailurePageHasTheFace(t *testing.T) {
	s, set := newFaceSite(t)
	set(associationFace())
	h := s.recover(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a defect") }))
	if w := ask(h, "/en/places"); !strings.Contains(w.Body.String(), "PZM") {
		t.Errorf("the page has another face:\n%.500s", w.Body)
	}
}

// A style sheet is named by its colours; an address with others, or in another spelling,
// is none.
func TestThemeSheet(t *testing.T) {
	s := newTestSite(t)
	h := s.Handler()
	palette, _ := operator.Colours{Here: "#0b4f7d", There: "#a8321f"}.Palette()
	address := themeAddress(palette)
	w := ask(h, address)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "@layer tokens{:root{--here:light-dark(#0b4f7d,#") || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("status %d, %q, %v", w.Code, w.Body, w.Header())
	}
	for _, target := range []string{
		"/theme/", "/theme/1.css", strings.ToUpper(address), strings.Replace(address, "1-", "2-", 1), strings.TrimSuffix(address, ".css"),
		"/theme/1-ffffff-ffffff-ffffff-ffffff.css", strings.Replace(address, "0b4f7d", "0b4f7d)", 1), address + ".css",
	} {
		if w := ask(h, target); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", target, w.Code)
		}
	}
}

func FuzzParseTheme(f *testing.F) {
	f.Add("1-0b4f7d-7fc4e8-a8321f-f2a26b.css")
	f.Add("1----.css")
	f.Fuzz(func(t *testing.T, name string) {
		if p, ok := parseTheme(name); ok && themeAddress(p) != themePrefix+name {
			t.Errorf("%q was read as %s", name, themeAddress(p))
		}
	})
}

func TestParagraphs(t *testing.T) {
	got := paragraphs("  one \r\ntwo\n\n\n three\n")
	if len(got) != 2 || strings.Join(got[0], "|") != "one|two" || strings.Join(got[1], "|") != "three" {
		t.Errorf("%q", got)
	}
	if got := paragraphs(" \n \n"); len(got) != 0 {
		t.Errorf("%q, want none", got)
	}
}
