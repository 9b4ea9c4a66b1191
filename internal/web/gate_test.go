package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/funding"
	"twintown/internal/helppoint"
	"twintown/internal/match"
	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/meeting/hosting"
	"twintown/internal/meeting/papers"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/search"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
	"twintown/internal/privacy"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/proposal"
	"twintown/internal/seek"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
	"twintown/starter"
)

// deskSite is a site over the small world with people.
func deskSite(t *testing.T) (*Site, *people.Store) {
	t.Helper()
	return deskSiteOn(t, worldtest.Open(t))
}

func deskSiteOn(t *testing.T, rooms worldtest.Rooms) (*Site, *people.Store) {
	t.Helper()
	key := secret.New()
	now := clock.Fixed(dbtest.Today)
	log := people.NewLog(rooms.DB, key, filepath.Join(t.TempDir(), "anchors"))
	store := people.NewStore(rooms.DB, log, key, now)
	decided := papers.NewStore(rooms.DB, log, rooms.Catalog.Languages())
	papers := press.NewStore(rooms.DB, log, now, world.Follow(rooms.World, slog.New(slog.DiscardHandler)))
	help := helppoint.NewStore(rooms.DB, log, world.Follow(rooms.World, slog.New(slog.DiscardHandler)))
	guests := delegation.NewStore(rooms.DB, log, key, now, nil)
	requests := seek.NewStore(rooms.DB, log, world.Follow(rooms.World, slog.New(slog.DiscardHandler)))
	s, err := newSiteOf(Rooms{
		Requests:   requests,
		Programmes: funding.NewKeeper(funding.NewStore(rooms.DB, log, world.Follow(rooms.World, slog.New(slog.DiscardHandler))), starter.Countries()),
		Notices:    match.NewStore(rooms.DB),
		World:      rooms.World.Now, Partnerships: rooms.Partnerships, Sources: rooms.Sources,
		Proposals: proposal.NewStore(rooms.DB, log, nil, nil),
		Search:    search.New(rooms.DB, press.Searchable(papers, nil), helppoint.Searchable(help, nil)),
		Press:     papers, Meetings: meeting.NewStore(rooms.DB, log, papers),
		Editor:  partnership.NewEditor(rooms.Partnerships, log, world.Follow(rooms.World, slog.New(slog.DiscardHandler))),
		Catalog: rooms.Catalog, Clock: now, Log: slog.New(slog.DiscardHandler), People: store, Key: key,
		Privacy: privacy.New(rooms.DB, log, key, now, []privacy.Holder{privacy.Accounts(rooms.DB, store), privacy.Consenting(rooms.DB)}),
		Drafts:  moving.NewDrafts(rooms.DB, key, nil),
		Care:    careDesk(rooms, store, key, now), Places: rooms.Places,
		Help:       help,
		Holidays:   publicHolidays,
		Enquiries:  helppoint.NewEnquiries(rooms.DB, log, key, now, nil, nil),
		Relay:      relay.NewStore(relay.Options{DB: rooms.DB, Log: log, Key: key, Clock: now, People: store}),
		Papers:     decided,
		Guests:     guests,
		Hosts:      hosting.NewStore(rooms.DB, log, key, guests, nil),
		CheckIn:    checkin.NewStore(rooms.DB, log, key, delegation.NewStore(rooms.DB, log, key, now, nil)),
		Surveys:    after.NewSurveys(rooms.DB, log, now),
		Plans:      plan.NewStore(rooms.DB, log, rooms.Partnerships, now, world.Follow(rooms.World, slog.New(slog.DiscardHandler))),
		Projects:   project.NewStore(rooms.DB, log, world.Follow(rooms.World, slog.New(slog.DiscardHandler))),
		Procedures: procedure.NewStore(rooms.DB, log, rooms.Partnerships, now, nil, world.Follow(rooms.World, slog.New(slog.DiscardHandler))),
		After: after.NewRetention(rooms.DB, delegation.NewStore(rooms.DB, log, key, now, nil), func(context.Context, *db.Tx, string) (int, error) { return 0, nil },
			func(context.Context, string) (time.Time, error) { return time.Time{}, nil }, func(place int64) string {
				p, _ := rooms.World.Now().Places.Get(place)
				return p.Country
			}),
		Agendas: agenda.NewStore(rooms.DB, log, key, mail.NewOutbox(rooms.DB, rooms.Catalog, key, func(string) mail.Site {
			return mail.Site{Name: "Partners", Address: "http://localhost:8080"}
		}), world.Follow(rooms.World, slog.New(slog.DiscardHandler))),
		Forums: forum.NewStore(rooms.DB, log, key, meeting.NewStore(rooms.DB, log, papers)),
	}, Options{BaseURL: "http://localhost:8080", Release: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return s, store
}

// builtIn are the pages with the sentences of this build: reading them takes longer than most of what a test does.
var builtIn = sync.OnceValues(func() (templates, error) {
	catalog, err := messages.Default()
	if err != nil {
		return nil, err
	}
	return parseTemplates(catalog)
})

// newSiteOf is New for a site that speaks the sentences of this build.
func newSiteOf(rooms Rooms, options Options) (*Site, error) {
	pages, err := builtIn()
	if err != nil {
		return nil, err
	}
	return newSite(rooms, options, pages)
}

// browser keeps cookies between requests, as a person's browser does.
type browser struct {
	h       http.Handler
	cookies map[string]string
}

func newBrowser(h http.Handler) *browser { return &browser{h, map[string]string{}} }

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, fields ...string) *httptest.ResponseRecorder {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func TestTheFirstAdministratorSignsIn(t *testing.T) {
	s, store := deskSite(t)
	h := s.Handler()
	token, ok, err := store.FirstLink(t.Context())
	if err != nil || !ok {
		t.Fatalf("FirstLink: %t, %v", ok, err)
	}
	b := newBrowser(h)
	if w := b.get("/en/desk"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/en/sign-in?next=%2Fen%2Fdesk" {
		t.Fatalf("the desk without a session: %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := b.get("/en/first?key=" + token); w.Code != http.StatusOK {
		t.Fatalf("the link: %d", w.Code)
	}
	if w := b.get("/en/first?key=x" + token); w.Code != http.StatusNotFound {
		t.Errorf("a wrong link: %d", w.Code)
	}
	if w := b.post("/en/first", "key", token, "name", "Administrator", "email", "office@example.org", "password", "short"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", w.Code)
	}
	w := b.post("/en/first", "key", token, "name", "Administrator", "email", "office@example.org", "password", "four words in a row")
	if w.Code != http.StatusSeeOther || b.cookies["session"] == "" {
		t.Fatalf("the first account: %d, %v", w.Code, b.cookies)
	}
	if w := b.get("/en/desk"); w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the desk: %d, %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if w := newBrowser(h).post("/en/first", "key", token, "name", "Other", "email", "other@example.org", "password", "four words in a row"); w.Code != http.StatusNotFound {
		t.Errorf("the link a second time: %d", w.Code)
	}
	old := b.cookies["session"]
	if w := b.post("/en/sign-out"); w.Code != http.StatusSeeOther || b.cookies["session"] != "" {
		t.Errorf("signing out: %d %v", w.Code, b.cookies)
	}
	b.cookies["session"] = old
	if w := b.get("/en/desk"); w.Code != http.StatusSeeOther {
		t.Errorf("a session that was ended still opens the desk: %d", w.Code)
	}
	for _, c := range []struct {
		email, password string
		status          int
	}{
		{"office@example.org", "wrong words in a row", http.StatusUnprocessableEntity},
		{"nobody@example.org", "four words in a row", http.StatusUnprocessableEntity},
		{"Office@Example.org", "four words in a row", http.StatusSeeOther},
	} {
		w := newBrowser(h).post("/en/sign-in", "email", c.email, "password", c.password, "next", "//evil.example")
		if w.Code != c.status || strings.Contains(w.Header().Get("Location"), "evil") {
			t.Errorf("signing in as %s: %d to %q", c.email, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestOnlyThisSiteIsNext(t *testing.T) {
	for next, want := range map[string]string{
		"/en/desk?x=1": "/en/desk?x=1", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "": "/",
		"javascript:alert(1)": "/", "/ok\nHeader: x": "/",
	} {
		if got := safeNext(next, "/"); got != want {
			t.Errorf("safeNext(%q) = %q, want %q", next, got, want)
		}
	}
}
