package web

import (
	"net/http"

	"twintown/ui"
)

// Permission says who may use a route. Today every page is public; a route that does
// not say so cannot be registered.
type Permission string

// Public is for everybody, without an account.
const Public Permission = "public"

// Load says how much work an answer is, and so in which queue it waits when the node is
// busy.
type Load string

// The loads.
const (
	Light Load = "light" // look-up and text: well below ten milliseconds
	Heavy Load = "heavy" // ranks the world's towns: tens of milliseconds of one core
)

// Cache says who may keep an answer.
type Cache string

// The cache rules.
const (
	Revalidate Cache = "revalidate" // anybody, but must ask each time whether it is still right
	Forever    Cache = "forever"    // the address changes with the content
	Never      Cache = "never"      // depends on the reader
)

// Route is a line of the site map.
type Route struct {
	Method     string
	Path       string // as http.ServeMux has it; below /{lang} when Localised
	Localised  bool
	Permission Permission
	Load       Load
	Cache      Cache
	handle     handler
}

// handler answers a request in the language of its address ("" where the address has
// none) or returns why it cannot. It must not have written anything when it returns an error.
type handler func(w http.ResponseWriter, r *http.Request, code string) error

// routes is the site map. Addresses of places and partnerships carry their number;
// what follows it is for people and is put right by a redirect.
func (s *Site) routes() []Route {
	get := http.MethodGet
	return []Route{
		// the way in
		{get, "/{$}", false, Public, Light, Never, s.chooseLanguage},
		{get, "/{$}", true, Public, Light, Revalidate, s.home},

		// places: look-up, a town, its possible partners, one pair
		{get, "/places", true, Public, Light, Revalidate, s.findPlaces},
		{get, "/places/{place}", true, Public, Heavy, Revalidate, s.town},
		{get, "/places/{place}/partners", true, Public, Heavy, Revalidate, s.finder},
		{get, "/places/{place}/compare", true, Public, Light, Revalidate, s.chooseOther},
		{get, "/places/{place}/compare/{other}", true, Public, Heavy, Revalidate, s.compare},

		// what is known
		{get, "/partnerships/{id}", true, Public, Light, Revalidate, s.partnership},
		{get, "/regions/{code}", true, Public, Light, Revalidate, s.region},

		// about the site
		{get, "/data", true, Public, Light, Revalidate, s.data},
		{get, "/translations", true, Public, Light, Revalidate, s.translations},
		{get, "/accessibility", true, Public, Light, Revalidate, s.accessibility},
		{get, "/imprint", true, Public, Light, Revalidate, s.imprint},
		{get, "/privacy", true, Public, Light, Revalidate, s.privacy},

		// files
		{get, ui.Prefix, false, Public, Light, Forever, s.asset},
		{get, themePrefix + "{name}", false, Public, Light, Forever, s.theme},
		{get, "/favicon.ico", false, Public, Light, Never, s.favicon},
		{get, "/robots.txt", false, Public, Light, Revalidate, s.robots},
	}
}

// mux registers the site map, each localised page once for each language: so the
// language needs no check, and no address of a page can shadow a file's.
func (s *Site) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range s.routes() {
		if !route.Localised {
			mux.Handle(route.Method+" "+route.Path, s.serve(route, ""))
			continue
		}
		for _, code := range s.languages {
			mux.Handle(route.Method+" /"+code+route.Path, s.serve(route, code))
		}
	}
	if s.rooms.Programs != nil {
		mux.Handle("/api/", s.inTurn(Light, s.rooms.Programs))
		mux.Handle("GET /api/v1/places/{id}/matches", s.inTurn(Heavy, s.rooms.Programs))
	}
	mux.Handle("/", http.HandlerFunc(s.elsewhere))
	return mux
}

// serve runs a route's handler behind its queue and its cache rule, and turns its error
// into a page.
func (s *Site) serve(route Route, code string) http.Handler {
	work := s.inTurn(route.Load, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.offered(code)
		if err == nil {
			err = route.handle(w, r, code)
		}
		if err != nil {
			s.fail(w, r, code, err)
		}
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route.Cache == Revalidate && s.offered(code) == nil && (s.unchanged(w, r) || s.kept.send(w, r, w.Header().Get("ETag"))) {
			return // costs nothing, so it needs no place in a queue
		}
		work.ServeHTTP(w, r)
	})
}
