package web

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/world/worldtest"
)

// newWorldSite is a site over the small world.
func newWorldSite(t *testing.T, baseURL string) *Site {
	t.Helper()
	rooms := worldtest.Open(t)
	s, err := New(Rooms{
		World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources,
		Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Log: slog.New(slog.DiscardHandler),
	}, Options{BaseURL: baseURL, Release: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a GET request with headers ("Name: value").
func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Places of the small world, by their GeoNames numbers.
const (
	bialystok = "776069"
	hrodna    = "627904"
)

// TestSite asks one site, over one small world, all that the tables below ask.
func TestSite(t *testing.T) {
	s := newWorldSite(t, "http://localhost:8080")
	h := s.Handler()
	t.Run("scenarios", func(t *testing.T) { scenarios(t, h) })
	t.Run("pages are valid", func(t *testing.T) { pagesAreValid(t, s, h) })
	t.Run("security headers stand on every answer", func(t *testing.T) { securityHeaders(t, h) })
	t.Run("an unchanged page is not sent again", func(t *testing.T) { unchangedPages(t, h) })
	t.Run("changes asked for by other sites are refused", func(t *testing.T) { crossOrigin(t, h) })
	t.Run("pages are sent compressed", func(t *testing.T) { compressed(t, h) })
}

// scenarios is a table of addresses and what they answer: what must stand on the page,
// and after it what must not.
func scenarios(t *testing.T, h http.Handler) {
	town := "/en/places/" + bialystok + "-bialystok"
	for _, c := range []struct {
		name, target, header string
		status               int
		location             string
		has, not             []string
	}{
		{name: "the root chooses the reader's language", target: "/", header: "Accept-Language: lt-LT,en;q=0.3", status: 302, location: "/lt/"},
		{name: "the root knows no Japanese", target: "/", header: "Accept-Language: ja", status: 302, location: "/en/"},
		{name: "a language without its slash", target: "/pl", status: 307, location: "/pl/"},
		{name: "home", target: "/be/", status: 200, has: []string{`<html lang="be"`, `hreflang="x-default"`, `rel="canonical" href="http://localhost:8080/be/"`}},
		{name: "the address beats the browser", target: "/uk/", header: "Accept-Language: pl", status: 200, has: []string{`<html lang="uk"`}},
		{name: "look-up by a Belarusian spelling", target: "/en/places?q=" + url.QueryEscape("Горадня"), status: 200, has: []string{"/en/places/" + hrodna, "noindex"}},
		{name: "look-up that finds nothing", target: "/en/places?q=%C2%A7%C2%A7", status: 200, has: []string{"noindex"}, not: []string{`class="results"`}},
		{name: "look-up without a question", target: "/en/places?q=+", status: 200, not: []string{"noindex"}},
		{name: "markup in a question is text", target: "/en/places?q=" + url.QueryEscape(`"><script>alert(1)</script>`), status: 200, not: []string{"<script>alert"}},
		{name: "a question that is no UTF-8", target: "/en/places?q=%ff%fe", status: 200},
		{name: "a town", target: town, status: 200, has: []string{"<h1>Białystok", `"@type":"City"`, "/partnerships/", `class="strand here"`, `class="candidates"`}},
		{name: "a town without its slug", target: "/en/places/" + bialystok, status: 301, location: town},
		{name: "a town with an old slug keeps its question", target: "/en/places/" + bialystok + "-bjelostok?x=1", status: 301, location: town + "?x=1"},
		{name: "a town that is not known", target: "/de/places/1", status: 404, has: []string{`<html lang="de"`}},
		{name: "a town whose number is none", target: "/en/places/abc", status: 404},
		{name: "the partner finder", target: town + "/partners?country=LT&country=DE&far=900", status: 200, has: []string{`value="LT" checked`, `name="far" value="900"`, `class="candidates"`}},
		{name: "a wish that is no number", target: town + "/partners?min=many", status: 200, has: []string{`role="alert"`, `class="candidates"`}},
		{name: "a comparison", target: town + "/compare/" + hrodna, status: 200, has: []string{`class="sum"`}},
		{name: "a place with itself", target: town + "/compare/" + bialystok, status: 400},
		{name: "a comparison by a name that several bear", target: town + "/compare?with=Friedberg", status: 200, has: []string{`class="results"`, town + "/compare/"}},
		{name: "a comparison by a name that nobody bears", target: town + "/compare?with=qqqqqqqq", status: 404, has: []string{`name="with"`}},
		{name: "a comparison by name", target: town + "/compare?with=Hrodna", status: 303, location: town + "/compare/" + hrodna},
		{name: "a region", target: "/pl/regions/PL.81", status: 200, has: []string{`class="chart"`, "<table"}},
		{name: "a region that is not known", target: "/pl/regions/XX.00", status: 404},
		{name: "a partnership that is not known", target: "/pl/partnerships/00000000-0000-0000-0000-000000000000", status: 404},
		{name: "a day that is none", target: "/en/regions/PL.81?as_of=yesterday", status: 400},
		{name: "an earlier day", target: "/en/regions/PL.81?as_of=2010-12-31", status: 200, has: []string{"2010"}, not: []string{"<td class=\"right\">2011"}},
		{name: "data", target: "/fr/data", status: 200, has: []string{"GeoNames", "CC BY 4.0"}},
		{name: "translations", target: "/lt/translations", status: 200, has: []string{"lietuvių"}},
		{name: "accessibility", target: "/ru/accessibility", status: 200, has: []string{"WCAG 2.2"}},
		{name: "nothing there", target: "/en/nothing", status: 404, has: []string{`type="search"`}},
		{name: "nothing there, in no language", target: "/wp-login.php", status: 404},
		{name: "for indexes", target: "/robots.txt", status: 200, has: []string{"Disallow: /*/places/*/partners"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(h, c.target, c.header)
			if w.Code != c.status {
				t.Fatalf("GET %s: status %d, want %d\n%.600s", c.target, w.Code, c.status, w.Body)
			}
			if got := w.Header().Get("Location"); got != c.location {
				t.Errorf("GET %s: leads to %q, want %q", c.target, got, c.location)
			}
			for _, text := range c.has {
				if !strings.Contains(w.Body.String(), text) {
					t.Errorf("GET %s: %q is missing", c.target, text)
				}
			}
			for _, text := range c.not {
				if strings.Contains(w.Body.String(), text) {
					t.Errorf("GET %s: %q should not be there", c.target, text)
				}
			}
		})
	}
}

// pagesAreValid fetches every page in every language from the real rooms.
func pagesAreValid(t *testing.T, s *Site, h http.Handler) {
	town := "/places/" + bialystok
	history := firstAddress(t, ask(h, "/en/").Body.String(), "/en/partnerships/")
	for _, code := range s.languages {
		for _, path := range []string{"/", "/places?q=Hrodna", town, town + "/partners", town + "/compare/" + hrodna, "/regions/PL.81", strings.TrimPrefix(history, "/en"), "/data"} {
			w := ask(h, "/"+code+path)
			for w.Code == http.StatusMovedPermanently {
				w = ask(h, w.Header().Get("Location"))
			}
			if w.Code != http.StatusOK {
				t.Errorf("GET /%s%s: status %d", code, path, w.Code)
				continue
			}
			checkHTML(t, "/"+code+path, w.Body.String())
		}
	}
	if missing := s.catalog.Missing(); len(missing) > 0 {
		t.Errorf("messages that are not there: %q", missing)
	}
}

// firstAddress is the first link on a page that begins so.
func firstAddress(t *testing.T, page, prefix string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, `href="`+prefix)
	if !found {
		t.Fatalf("no link to %s", prefix)
	}
	address, _, _ := strings.Cut(rest, `"`)
	return prefix + address
}

func securityHeaders(t *testing.T, h http.Handler) {
	for _, target := range []string{"/", "/en/", "/en/nothing", "/en/places/1", "/robots.txt", "/assets/none.css"} {
		header := ask(h, target).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
		if header.Get("X-Request-Id") == "" {
			t.Errorf("%s: the request has no number", target)
		}
	}
}

func unchangedPages(t *testing.T, h http.Handler) {
	first := ask(h, "/en/regions/PL.81")
	etag := first.Header().Get("ETag")
	if etag == "" || first.Header().Get("Cache-Control") != "public, no-cache" {
		t.Fatalf("ETag %q, Cache-Control %q", etag, first.Header().Get("Cache-Control"))
	}
	if w := ask(h, "/en/regions/PL.81", "If-None-Match: "+etag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("asked again: status %d with %d bytes, want 304 with none", w.Code, w.Body.Len())
	}
	if w := ask(h, "/en/regions/PL.81?as_of=2010-01-01", "If-None-Match: "+etag); w.Code != http.StatusOK {
		t.Errorf("another question with the same mark: status %d, want 200", w.Code)
	}
	if w := ask(h, "/en/places/1"); w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("an error may be kept: %v", w.Header())
	}
}

func crossOrigin(t *testing.T, h http.Handler) {
	for _, c := range []struct {
		header string
		status int
	}{
		{"Sec-Fetch-Site: cross-site", http.StatusForbidden},
		{"Sec-Fetch-Site: same-site", http.StatusForbidden},
		{"Origin: https://elsewhere.example", http.StatusForbidden},
		{"Sec-Fetch-Site: same-origin", http.StatusMethodNotAllowed},
	} {
		name, value, _ := strings.Cut(c.header, ": ")
		r := httptest.NewRequest(http.MethodPost, "/en/places", strings.NewReader("q=1"))
		r.Header.Set(name, value)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("POST with %s: status %d, want %d", c.header, w.Code, c.status)
		}
	}
}

func compressed(t *testing.T, h http.Handler) {
	for _, path := range []string{"/en/", "/en/places?q=Kaunas"} { // one is kept, one is not
		plain := ask(h, path)
		packed := ask(h, path, "Accept-Encoding: gzip")
		if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > plain.Body.Len()/2 {
			t.Errorf("%s: %q, %d bytes of %d", path, packed.Header().Get("Content-Encoding"), packed.Body.Len(), plain.Body.Len())
		}
		z, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != plain.Body.String() {
			t.Errorf("%s: unpacked it is another page (%v)", path, err)
		}
	}
}

// Behind https the site asks browsers to stay there.
func TestSecureSite(t *testing.T) {
	s := newTestSite(t) // its base address is https
	w := ask(s.Handler(), "/robots.txt")
	if got := w.Header().Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=63072000") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	if got := w.Header().Get("Content-Security-Policy"); !strings.HasSuffix(got, "upgrade-insecure-requests") {
		t.Errorf("Content-Security-Policy is %q", got)
	}
}

// Every route says who may use it, how heavy it is and who may keep its answer.
func TestRoutesSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range newTestSite(t).routes() {
		name := r.Method + " " + r.Path
		if !r.File {
			name = r.Method + " /{lang}" + r.Path
		}
		if seen[name] {
			t.Errorf("%s stands twice", name)
		}
		seen[name] = true
		rule, ok := people.RuleOf(r.Action)
		if !ok || r.handle == nil {
			t.Errorf("%s: row %q of the permission table, handler %t", name, r.Action, r.handle != nil)
		}
		if covering(rule) && r.On == nil {
			t.Errorf("%s: who may depends on the object, and the route does not say which that is", name)
		}
		if _, ok := bounds[r.Load]; !ok {
			t.Errorf("%s: load %q", name, r.Load)
		}
		if !r.Cache.shared() && r.Cache != Forever && r.Cache != Never {
			t.Errorf("%s: cache %q", name, r.Cache)
		}
		if r.Method != http.MethodGet && (r.Action == people.ReadPublic || r.Cache != Never) {
			t.Errorf("%s changes something: it needs a row of its own in the permission table, and nobody may keep its answer", name)
		}
		if !rule.Everyone && r.Cache != Never {
			t.Errorf("%s is not for everyone: nobody may keep its answer", name)
		}
	}
}

func covering(rule people.Rule) bool {
	return rule.Own || slices.ContainsFunc(rule.Rights, func(r people.Right) bool { return r.Within == people.Covering && r.Role != people.Administrator })
}

// A defect in a handler becomes the page that was rendered at the start.
func TestPanicBecomesThePageForFailures(t *testing.T) {
	s := newTestSite(t)
	h := s.recover(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a defect with a secret") }))
	w := ask(h, "/pl/places")
	if w.Code != http.StatusInternalServerError || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), `<html lang="pl"`) {
		t.Errorf("the page tells too much or is in another language:\n%.300s", w.Body)
	}
}

// What finds no place to work and none to wait is refused at once, and told when to return.
func TestBusySiteRefuses(t *testing.T) {
	s := newTestSite(t)
	s.queues[Light] = newQueue(1, 0)
	leave, _ := s.queues[Light].enter(t.Context())
	h := s.Handler()
	w := ask(h, "/en/accessibility")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q; want 503 and a time", w.Code, w.Header().Get("Retry-After"))
	}
	leave()
	if w := ask(h, "/en/accessibility"); w.Code != http.StatusOK {
		t.Errorf("after the other left: status %d", w.Code)
	}
}

// A body is cut off where it exceeds what any page takes.
func TestLargeBodiesAreCut(t *testing.T) {
	for load, bound := range bounds {
		if load == Upload {
			continue // the same code, with 64 MB
		}
		w := httptest.NewRecorder()
		r, cancel := bounded(w, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", int(2*bound.size)))), load)
		read, err := io.Copy(io.Discard, r.Body)
		cancel()
		if read != bound.size || err == nil {
			t.Errorf("%s: %d bytes were read, %v, want %d", load, read, err, bound.size)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Białystok": "bialystok", "Гродна": "grodna", "Frankfurt (Oder)": "frankfurt-oder", "Saint-Étienne-du-Grès": "saint-etienne-du-gres",
		"Ужгород": "uzhgorod", "  ": "", "'s-Hertogenbosch": "s-hertogenbosch", "北京": "bei-jing", "": "",
		strings.Repeat("Llanfair", 20): strings.Repeat("llanfair", 6),
	} {
		if got := slug(name); got != want {
			t.Errorf("slug(%q) = %q, want %q", name, got, want)
		}
	}
}

// FuzzPlaceNumber: whatever stands in an address, it is read as a number above zero or refused.
func FuzzPlaceNumber(f *testing.F) {
	for _, seed := range []string{"776069-bialystok", "776069", "-1", "0", "99999999999999999999", "", "1-", "१२"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := placeNumber(text); err == nil && id <= 0 {
			t.Errorf("placeNumber(%q) = %d", text, id)
		}
	})
}

// Kept pages are put out, the oldest first, before they take more room than they may.
func TestPageCacheIsBounded(t *testing.T) {
	c := newPageCache()
	page := []byte(strings.Repeat("x", 1<<20))
	for i := range 100 {
		c.put(strings.Repeat("e", i+1), "en", page)
	}
	if c.size > cacheSize || len(c.pages) != len(c.order) || c.pages["e"] != nil {
		t.Errorf("%d bytes in %d pages (%d in order)", c.size, len(c.pages), len(c.order))
	}
	if !c.send(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), strings.Repeat("e", 100)) {
		t.Error("the newest page is gone")
	}
}
