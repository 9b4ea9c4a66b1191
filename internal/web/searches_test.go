package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/seek"
	"twintown/internal/world/worldtest"
)

// A reader saves the list of requests as she asked for it, changes how often she is told,
// reads it as a feed, and drops it; an officer finds her town there without asking.
func TestFollowingRequests(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		h := hallOn(t, rooms, c)
		h.seeks("alytus", placeAlytus)
		h.seeks("kaunas", 598316, func(r *seek.Request) { r.Topics = []string{"sport"} })
		officer := h.person(true, officerOf(placeSokolka))
		list := officer.get("/en/seek?topic=sport")
		if body := list.Body.String(); list.Code != http.StatusOK || !strings.Contains(body, `name="asked_topic" value="sport"`) {
			t.Fatalf("no form that saves the search: %d %.300s", list.Code, body)
		}
		w := officer.post("/en/account/searches", "asked_topic", "sport", "every", "day")
		if w.Code != http.StatusSeeOther {
			t.Fatalf("saved: %d %.300s", w.Code, w.Body)
		}
		page := officer.get("/en/account/searches").Body.String()
		checkHTML(t, "searches", page)
		for _, want := range []string{"Sokółka", `href="/en/seek?topic=sport">sport</a>`, `<option value="day" selected>daily</option>`, `<option value="week" selected>weekly, on Mondays</option>`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		base := regexp.MustCompile(`action="(/en/account/searches/[^"]+)/remove"`).FindStringSubmatch(page)[1]
		if stranger := h.person(false); stranger.post(base+"/remove").Code != http.StatusNotFound || stranger.post(base, "every", "never", "name", "x").Code != http.StatusNotFound {
			t.Error("a stranger changes it")
		}
		made := officer.post(base + "/feed").Body.String()
		address := regexp.MustCompile(`http://localhost:8080(/searches/[^"]+\.atom)`).FindStringSubmatch(made)
		if address == nil {
			t.Fatalf("no feed: %.400s", made)
		}
		feed := newBrowser(h.h).get(address[1])
		if body := feed.Body.String(); feed.Code != http.StatusOK || !strings.Contains(body, "/seek/kaunas") || strings.Contains(body, "/seek/alytus") || feed.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("the feed: %d %.400s", feed.Code, body)
		}
		officer.post(base + "/feed/end")
		if newBrowser(h.h).get(address[1]).Code != http.StatusNotFound {
			t.Error("the address that was ended still works")
		}
		officer.post("/en/account/searches/town-758651", "every", "never")
		officer.post(base + "/remove")
		officer.post("/en/account/searches/mails", "quiet", "1")
		if page := officer.get("/en/account/searches").Body.String(); strings.Contains(page, "asked_topic") || strings.Contains(page, "/remove") || !strings.Contains(page, `<option value="never" selected>`) || !strings.Contains(page, "Mails about requests are switched off.") {
			t.Error("what she changed is not there")
		}
		if newBrowser(h.h).get("/en/searches/stop?key="+url.QueryEscape("made up")).Code != http.StatusNotFound {
			t.Error("a made-up key")
		}
	})
}

// The page of a request tells which towns fit, that nobody asked them, and who fits best.
func TestTownsThatFitARequest(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		h := hallOn(t, rooms, c)
		h.seeks("sokolka", placeSokolka, func(r *seek.Request) { r.Countries = []string{"LT"} })
		h.seeks("alytus", placeAlytus)
		for name, path := range map[string]string{"request": "/en/seek/sokolka", "request-towns-page": "/en/seek/sokolka/towns"} {
			w := newBrowser(h.h).get(path)
			body := w.Body.String()
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %.300s", path, w.Code, body)
			}
			checkHTML(t, name, body)
			for _, want := range []string{"Towns that fit", "These towns have not been asked, and have agreed to nothing.", "Seeks a partner itself:", `href="/en/seek/alytus"`} {
				if !strings.Contains(body, want) {
					t.Errorf("%s does not say %q", path, want)
				}
			}
		}
		officer := h.person(true, officerOf(placeSokolka))
		if w := officer.get("/en/desk/requests/sokolka/towns"); w.Code != http.StatusOK {
			t.Errorf("at the desk: %d", w.Code)
		}
		if w := h.person(true, officerOf(placeAlytus)).get("/en/desk/requests/sokolka/towns"); w.Code != http.StatusNotFound {
			t.Errorf("at the desk of another town: %d", w.Code)
		}
	})
}
