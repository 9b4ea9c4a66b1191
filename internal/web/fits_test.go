package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/seek/follow"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
)

const (
	placeSokolka = 758651
	placeAlytus  = 601084
)

// openFits gives the site requests and what ranks them.
func openFits(s *Site, rooms worldtest.Rooms, log *people.Log) {
	if s.rooms.Requests == nil {
		s.rooms.Requests = seek.NewStore(rooms.DB, log, world.Follow(rooms.World, s.log))
	}
	s.rooms.Fit = fit.NewSource(rooms.Partnerships, s.rooms.Requests, func() fit.Now {
		w := rooms.World.Now()
		return fit.Now{Version: w.Version, Places: w.Places, Graph: w.Graph, Ranker: w.Ranker}
	})
	s.rooms.Follow = follow.New(follow.Rooms{
		DB: rooms.DB, People: s.rooms.People, Outbox: s.rooms.Outbox, Key: s.rooms.Key, Clock: s.clock, BaseURL: s.options.BaseURL, Languages: s.languages,
		Board: s.rooms.Fit.Board, Zone: func() *time.Location { return time.UTC }, Name: rooms.World.Now().Places.DisplayName, Town: s.townFor,
	})
}

// seeks publishes a request of a place and returns its handle.
func (h *hall) seeks(handle string, place int64, change ...func(r *seek.Request)) string {
	h.Helper()
	now := h.clock.Now()
	r := seek.Request{
		Handle: handle, Places: []int64{place}, ReplyBy: now.AddDate(0, 2, 0).Format(time.DateOnly), Expires: now.AddDate(0, 4, 0).Format(time.DateOnly),
		Details: seek.Details{Topics: []string{"culture"}},
		Texts:   map[string]seek.Text{"lt": {Title: "Ieškome partnerio " + handle, Seeks: "Savivaldybės"}},
	}
	for _, fn := range change {
		fn(&r)
	}
	id, err := h.site.rooms.Requests.Create(h.Context(), people.System(), r)
	h.must(err)
	for i, move := range []func(r *seek.Request) error{
		func(r *seek.Request) error { return r.Review(now) }, func(r *seek.Request) error { return r.Publish(now) },
	} {
		h.must(h.site.rooms.Requests.Change(h.Context(), people.System(), people.WriteRequest, id, int64(i+1), move))
	}
	return handle
}

// An officer sees which requests fit her town and why, which do not and why, and anybody
// sees the same of any town.
func TestRequestsThatFitATown(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		h := hallOn(t, rooms, c)
		officer := h.person(true, officerOf(placeSokolka))
		if page := officer.get("/en/desk/seeking"); page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "No other town seeks a partner here at the moment.") {
			t.Fatalf("without requests: %d %.300s", page.Code, page.Body)
		}
		h.seeks("alytus", placeAlytus)
		h.seeks("kaunas", 598316, func(r *seek.Request) { r.MaxPeople, r.Topics = 5000, []string{"sport"} })
		h.seeks("hrodna", placeHrodna)
		h.seeks("sokolka", placeSokolka)
		h.seeks("example", 598316, func(r *seek.Request) { r.Owner = seek.ExampleOwner })
		for name, path := range map[string]string{"seeking": "/en/desk/seeking", "town-requests": "/en/places/758651-sokolka/requests"} {
			w := officer.get(path)
			body := w.Body.String()
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %.300s", name, w.Code, body)
			}
			checkHTML(t, name, body)
			for _, want := range []string{
				`href="/en/seek/alytus" lang="lt">Ieškome partnerio alytus</a>`, "text in this language: Lithuanian", "Why",
				"Does not fit, because… (1)", "They look for towns with a population of up to 5,000; here:", "Requests with a caveat: 1",
				"Open requests of the town itself are not in this list: 1", "nobody has counted yet",
				"Both seek a partner, and each meets what the other asks for",
			} {
				if !strings.Contains(body, want) {
					t.Errorf("%s does not say %q", name, want)
				}
			}
			if strings.Contains(body, `href="/en/seek/sokolka"`) || strings.Contains(body, "/en/seek/example") {
				t.Errorf("%s: the town fits itself, or what is an example", name)
			}
		}
		if body := officer.get("/en/desk/seeking?topic=sport").Body.String(); strings.Contains(body, "/en/seek/alytus") || !strings.Contains(body, "/en/seek/kaunas") {
			t.Error("about sport there is one request, of Kaunas")
		}
		if body := h.person(true, administrator()).get("/pl/desk/seeking").Body.String(); !strings.Contains(body, "Żadna nie jest jeszcze Państwu powierzona.") {
			t.Error("an administrator without a town is not told so")
		}
	})
}
