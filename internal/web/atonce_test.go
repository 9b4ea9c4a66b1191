package web

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/press"
	"twintown/internal/world/worldtest"
)

// TestEveryPageAtOnce has several people ask for every page at once, each in an order of
// her own, while an organiser writes articles. It is what the check runs with the
// race detector: the other tests of this package ask one thing after the other.
func TestEveryPageAtOnce(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		m := newMatrix(hallOn(t, rooms, c))
		pages := m.pages()
		if len(pages) < 100 {
			t.Errorf("only %d pages", len(pages))
		}
		at := slices.IndexFunc(m.actors, func(a actorCase) bool { return a.name == "an administrator" })
		var readers sync.WaitGroup
		for i, who := range []actorCase{{}, {}, m.actors[at], m.actors[at]} {
			readers.Go(func() { m.readAll(pages, who, uint64(i)) })
		}
		m.writeSome()
		readers.Wait()
	})
}

// pages are the addresses of all pages that can be read, in two languages.
func (m *matrix) pages() (all []string) {
	for path, routes := range m.paths() {
		if slices.ContainsFunc(routes, func(r Route) bool { return r.Method == http.MethodGet }) {
			address := m.address(path, m.sample(path))
			all = append(all, address)
			if other, ok := strings.CutPrefix(address, "/en/"); ok {
				all = append(all, "/lt/"+other)
			}
		}
	}
	slices.Sort(all)
	return all
}

// mostAsked is how often a page is asked for that says it is too busy just now: how long a page
// may take is no matter of this test, which runs many times slower than a site.
const mostAsked = 20

func (m *matrix) readAll(pages []string, who actorCase, seed uint64) {
	pages = slices.Clone(pages)
	order := rand.New(rand.NewPCG(seed, seed))
	order.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
	for _, address := range pages {
		code := http.StatusServiceUnavailable
		for tries := 0; code == http.StatusServiceUnavailable && tries < mostAsked; tries++ {
			code = m.request(m.h, http.MethodGet, address, who).Code
		}
		if code >= http.StatusInternalServerError {
			m.Errorf("%s: %d", address, code)
		}
	}
}

// writeSome writes articles, so that kept pages are dropped and made again.
func (m *matrix) writeSome() {
	for n := range 40 {
		_, err := m.site.rooms.Press.Create(m.Context(), people.System(), press.New{
			Kind: press.Article, Organisation: m.organisation, Language: "en", Content: press.Content{Title: "News " + strconv.Itoa(n)},
		})
		if err != nil {
			m.Error(err)
			return
		}
	}
}
