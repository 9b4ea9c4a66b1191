package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"twintown/internal/meeting"
	"twintown/internal/meeting/after"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/mail"
	"twintown/internal/press"
	"twintown/internal/world"
	"twintown/internal/world/worldtest"
)

// hall is a site with people over the small world: a clock that moves, and the letters
// that went out.
type hall struct {
	*testing.T
	site    *Site
	h       http.Handler
	db      *db.DB
	clock   *clocktest.Clock
	store   *people.Store
	runner  *jobs.Runner
	letters []people.Letter
	n       int // accounts made
}

// Places of the small world.
const (
	inGizycko = 772195
)

const goodPassword = "four words in a row"

func hallOn(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) *hall {
	t.Helper()
	d := rooms.DB
	s, _ := deskSiteOn(t, rooms)
	h := &hall{T: t, site: s, db: d, clock: c}
	log := people.NewLog(d, s.rooms.Key, filepath.Join(t.TempDir(), "anchors"))
	h.store = people.NewStore(d, log, s.rooms.Key, c)
	queue := jobs.NewQueue(d)
	s.rooms.People, s.clock = h.store, c
	s.rooms.Press = press.NewStore(d, log, c, world.Follow(rooms.World, s.log))
	s.rooms.Meetings = meeting.NewStore(d, log, s.rooms.Press)
	s.rooms.Outbox = mail.NewOutbox(d, s.catalog, s.rooms.Key, func(string) mail.Site { return mail.Site{Name: "Partners", Address: "http://localhost:8080"} })
	s.rooms.Agendas = agenda.NewStore(d, log, s.rooms.Key, s.rooms.Outbox, world.Follow(rooms.World, s.log))
	s.rooms.Guests = delegation.NewStore(d, log, s.rooms.Key, c, nil)
	s.rooms.CheckIn, s.rooms.Surveys = checkin.NewStore(d, log, s.rooms.Key, s.rooms.Guests), after.NewSurveys(d, log, c)
	s.rooms.Queue = queue
	s.rooms.Door = people.NewDoor(h.store, queue, func(_ context.Context, tx *db.Tx, l people.Letter) error {
		tx.AfterCommit(func() { h.letters = append(h.letters, l) })
		return nil
	})
	openFits(s, rooms, log)
	h.runner = jobs.NewRunner(queue, jobs.Options{Clock: c})
	for _, k := range s.rooms.Door.Kinds() {
		h.runner.Handle(k)
	}
	h.h = s.Handler()
	return h
}

// eachHall runs fn on both engines.
func eachHall(t *testing.T, fn func(h *hall)) {
	t.Helper()
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) { fn(hallOn(t, rooms, c)) })
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// last returns the letters since the last call.
func (h *hall) last() []people.Letter {
	h.Helper()
	h.must(h.runner.Drain(h.Context()))
	all := h.letters
	h.letters = nil
	return all
}

// person is somebody with an account, her browser and her authenticator program.
type person struct {
	*browser
	h      *hall
	id     string
	email  string
	secret string
}

// person makes an account with roles and signs it in; strong sets up one-time codes.
func (h *hall) person(strong bool, grants ...people.Grant) *person {
	h.Helper()
	h.n++
	p := &person{browser: newBrowser(h.h), h: h, email: "person" + strconv.Itoa(h.n) + "@example.org"}
	err := h.store.Log().Change(h.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		p.id, err = h.store.Create(h.Context(), tx, note, people.NewAccount{Email: p.email, Name: "Person " + strconv.Itoa(h.n), Language: "en", Password: goodPassword, Confirmed: true})
		for _, g := range grants {
			if err == nil {
				g.Account, g.State = p.id, people.Held
				_, err = h.store.Ask(h.Context(), tx, note, people.System(), g)
			}
		}
		return err
	})
	h.must(err)
	p.begin(false)
	if strong {
		p.secret = people.NewCodes()
		_, err := h.site.rooms.Door.SetCodes(h.Context(), p.actor(), p.secret, p.code())
		h.must(err)
	}
	h.letters = nil
	return p
}

// begin gives the browser a session without the way through the pages.
func (p *person) begin(strong bool) {
	p.h.Helper()
	cookie, err := p.h.store.Begin(p.h.Context(), p.id, "", "Firefox Linux", strong, false)
	p.h.must(err)
	p.cookies["session"] = cookie
}

func (p *person) actor() people.Actor {
	p.h.Helper()
	a, err := p.h.store.ActorOf(p.h.Context(), p.cookies["session"])
	p.h.must(err)
	return a
}

// code is what her authenticator program shows now.
func (p *person) code() string {
	p.h.Helper()
	c, err := totp.GenerateCode(p.secret, p.h.clock.Now())
	p.h.must(err)
	return c
}

// from has the browser come from another address.
func from(b *browser, address string) *browser {
	return &browser{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = address
		b.h.ServeHTTP(w, r)
	}), b.cookies}
}

// wants checks an answer's status and that texts stand in it.
func (h *hall) wants(what string, w *httptest.ResponseRecorder, status int, texts ...string) {
	h.Helper()
	if w.Code != status {
		h.Errorf("%s: %d to %q, want %d\n%.1500s", what, w.Code, w.Header().Get("Location"), status, w.Body)
		return
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String(), text) && !strings.Contains(w.Header().Get("Location"), text) {
			h.Errorf("%s: %q is missing\n%.3000s", what, text, w.Body)
		}
	}
}

// hidden is the value of a hidden field of a page.
func hidden(w *httptest.ResponseRecorder, name string) string {
	_, rest, _ := strings.Cut(w.Body.String(), `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// keyOf is the secret in a letter's path.
func keyOf(l people.Letter) string {
	u, _ := url.Parse(l.Path)
	return u.Query().Get("key")
}

func administrator() people.Grant {
	return people.Grant{Role: people.Administrator, Scope: people.Site()}
}

const minute = time.Minute

func mustRequest(method, path string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}
