package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"twintown/internal/api"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/world/worldtest"
)

// Places of the small world, by their GeoNames numbers.
const (
	bialystok = "776069"
	hrodna    = "627904"
	sokolka   = "758651"
)

// TestAPI asks one API, over one small world, all that the functions below ask.
func TestAPI(t *testing.T) {
	h := newAPI(t)
	for name, test := range map[string]func(*testing.T, http.Handler){
		"answers": answers, "failures are problems": failuresAreProblems,
		"answers are cached until something changes": answersAreCachedUntilSomethingChanges,
		"meetings are told":                          meetingsAreTold, "texts are found": textsAreFound,
		"projects are told": projectsAreTold, "results are told": resultsAreTold,
		"pages join": pagesJoin, "concurrent readers": concurrentReaders,
		"every route and answer fits the document": everyRouteAndAnswerFitsTheDocument,
	} {
		t.Run(name, func(t *testing.T) { test(t, h) })
	}
}

// newAPI returns the API over the small world.
func newAPI(t *testing.T) http.Handler {
	t.Helper()
	rooms := worldtest.Open(t)
	papers, files, index := published(t, rooms)
	projects := joint(t, rooms)
	return api.New(api.Deps{
		World: rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources,
		Catalog: rooms.Catalog, Clock: clock.Fixed(dbtest.Today), Release: "test",
		Help: helpPoints(t, rooms), Press: papers, Documents: files, Requests: requests(t, rooms), Search: index,
		Programmes: programmes(t, rooms), Notices: rooms.Notices, Projects: projects, Observatory: results(t, rooms, projects),
	})
}

func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, target, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w
}

// hrodnaPartnership is the number of the partnership of Białystok and Hrodna.
func hrodnaPartnership(t *testing.T, h http.Handler) string {
	t.Helper()
	var list struct {
		Items []struct {
			ID      string
			Parties []struct{ ID json.Number }
		}
	}
	if err := json.Unmarshal(ask(h, "/api/v1/places/"+bialystok+"/partnerships").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	for _, item := range list.Items {
		for _, p := range item.Parties {
			if p.ID == hrodna {
				return item.ID
			}
		}
	}
	t.Fatal("Białystok and Hrodna have no partnership in the small world")
	return ""
}

func answers(t *testing.T, h http.Handler) {
	story := "/api/v1/partnerships/" + hrodnaPartnership(t, h)
	for _, c := range []struct {
		name, target string
		headers      []string
		status       int
		has          []string
		hasNot       []string
	}{
		{
			name: "a town by its Belarusian name", target: "/api/v1/places?q=" + "%D0%93%D0%BE%D1%80%D0%B0%D0%B4%D0%BD%D1%8F",
			status: 200, has: []string{`"id":627904`, `"country":"BY"`, `"next":null`},
		},
		{
			name: "nothing found is an empty list", target: "/api/v1/places?q=qqqqqqqq",
			status: 200, has: []string{`{"items":[],"next":null}`},
		},
		{name: "no question", target: "/api/v1/places", status: 422, has: []string{"required query parameter"}},
		{name: "a question without end", target: "/api/v1/places?q=" + strings.Repeat("a", 201), status: 422, has: []string{"length"}},
		{
			name: "a place in the reader's language", target: "/api/v1/places/" + hrodna + "?lang=pl",
			status: 200, has: []string{`"name":"Grodno"`, `"names":[`, `"lang":"lt"`},
		},
		{
			name: "the browser's language", target: "/api/v1/places/" + hrodna, headers: []string{"Accept-Language: lt-LT,lt;q=0.9"},
			status: 200, has: []string{`"name":"Gardinas"`},
		},
		{
			name: "an unknown place, told in the reader's language", target: "/api/v1/places/1?lang=de",
			status: 404, has: []string{`"status":404`, "kein Ort bekannt"}, hasNot: []string{"internal/"},
		},
		{
			name: "partnerships with their status", target: "/api/v1/places/" + bialystok + "/partnerships?limit=100",
			status: 200, has: []string{`"code":"terminated"`, `"code":"denounced"`, `"code":"expired"`, `"code":"active"`, `"next":null`},
		},
		{
			name: "a page of them", target: "/api/v1/places/" + bialystok + "/partnerships?limit=2",
			status: 200, has: []string{`"next":"/api/v1/places/776069/partnerships?limit=2&offset=2"`},
		},
		{
			name: "the history with contradicting claims and sources", target: story,
			status: 200, has: []string{`"value":"1960"`, `"type":"termination"`, `"sources":[{`, `"sides":{"627904"`},
		},
		{
			name: "as of a day before the end", target: story + "?as_of=2019-12-31",
			status: 200, has: []string{`"as_of":"2019-12-31"`, `"code":"active"`},
		},
		{name: "an impossible day", target: story + "?as_of=2022-02-30", status: 422, has: []string{"as_of"}},
		{name: "an unknown partnership", target: "/api/v1/partnerships/none", status: 404, has: []string{`"status":404`}},
		{
			name: "suggestions with reasons, none under a caveat in the list", target: "/api/v1/places/" + bialystok + "/matches?limit=20&lang=en",
			status: 200, has: []string{`"reasons":[{`, `"folded":[{`, `"notices":[{`},
		},
		{
			name: "suggestions from one country", target: "/api/v1/places/" + sokolka + "/matches?country=LT&limit=5",
			status: 200, has: []string{`"country":"LT"`}, hasNot: []string{`"country":"DE"`},
		},
		{name: "suggestions for nobody", target: "/api/v1/places/1/matches", status: 404},
		{name: "an address that is none", target: "/api/v1/nothing", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(h, c.target, c.headers...)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %.300s", w.Code, c.status, w.Body)
			}
			for _, want := range c.has {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("the answer does not contain %s: %.600s", want, w.Body)
				}
			}
			for _, bad := range c.hasNot {
				if strings.Contains(w.Body.String(), bad) {
					t.Errorf("the answer contains %s", bad)
				}
			}
		})
	}
}

func failuresAreProblems(t *testing.T, h http.Handler) {
	for _, target := range []string{"/api/v1/places/1", "/api/v1/places", "/api/v1/partnerships/none", "/api/v1/nothing", "/api/v2/places"} {
		w := ask(h, target)
		if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: content type %q", target, got)
		}
		if w.Header().Get("ETag") != "" {
			t.Errorf("%s: a failure has an ETag", target)
		}
	}
	for target, want := range map[string]string{"/api/v1/search?lang=de&q=" + strings.Repeat("x", 5000): "lässt sich so nicht beantworten", "/api/v1/meetings?lang=zz&year=1": "cannot be answered as it stands"} {
		if w := ask(h, target); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) || w.Body.Len() > 1000 {
			t.Errorf("%.60s: %d %.300s", target, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodDelete, "/api/v1/places/"+bialystok, nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("a change: status %d, headers %v; want a problem with 405", w.Code, w.Header())
	}
}

func answersAreCachedUntilSomethingChanges(t *testing.T, h http.Handler) {
	const target = "/api/v1/places/" + bialystok
	tag := ask(h, target).Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	if w := ask(h, target, "If-None-Match: "+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("asked again: %d with %d bytes, want 304 with none", w.Code, w.Body.Len())
	}
	if w := ask(h, target+"?lang=lt", "If-None-Match: "+tag); w.Code != http.StatusOK {
		t.Errorf("another language: %d, want 200", w.Code)
	}
	if w := ask(h, target, "If-None-Match: "+tag, "Accept-Language: be"); w.Code != http.StatusOK {
		t.Errorf("another reader: %d, want 200", w.Code)
	}
}

// A list asked for page by page is the list.
func pagesJoin(t *testing.T, h http.Handler) {
	type list struct {
		Items []struct{ ID string }
		Next  *string
	}
	read := func(target string) (l list) {
		if err := json.Unmarshal(ask(h, target).Body.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		return l
	}
	whole := read("/api/v1/places/" + bialystok + "/partnerships?limit=1000")
	var joined []struct{ ID string }
	for next := "/api/v1/places/" + bialystok + "/partnerships?limit=3"; ; {
		l := read(next)
		joined = append(joined, l.Items...)
		if l.Next == nil {
			break
		}
		next = *l.Next
	}
	if len(joined) != len(whole.Items) {
		t.Fatalf("%d items by pages, %d at once", len(joined), len(whole.Items))
	}
	for i := range joined {
		if joined[i] != whole.Items[i] {
			t.Errorf("item %d differs", i)
		}
	}
}

// Many readers at once get the same answers: nothing is shared that a request writes to.
func concurrentReaders(t *testing.T, h http.Handler) {
	want := ask(h, "/api/v1/places/"+sokolka+"/matches?limit=5&lang=lt").Body.String()
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if got := ask(h, "/api/v1/places/"+sokolka+"/matches?limit=5&lang=lt").Body.String(); got != want {
				t.Error("concurrent readers get different answers")
			}
		})
	}
	group.Wait()
}
