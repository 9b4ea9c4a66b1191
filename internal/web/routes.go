package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/metric"
	"twintown/ui"
)

// Load says how much work an answer is, and so in which queue it waits when the node is
// busy, how large its body may be and how long it may take.
type Load string

// The loads.
const (
	Light  Load = "light"  // look-up, text, forms: well below ten milliseconds
	Heavy  Load = "heavy"  // ranks the world's towns: tens of milliseconds of one core
	known  Load = "known"  // Secret from a browser in which somebody signed in before; no route names it
	Secret Load = "secret" // hashes a password: as heavy, in a queue of its own, so that a flood of sign-ins starves no page
	Upload Load = "upload" // takes files, over a slow line perhaps
	Stream Load = "stream" // sends a file as it is read, over a slow line perhaps
)

// Cache says who may keep an answer.
type Cache string

// The cache rules.
const (
	Revalidate Cache = "revalidate" // anybody, but must ask each time whether it is still right
	ByMinute   Cache = "minute"     // the same, and it is right for this minute only: it says what is open now
	Forever    Cache = "forever"    // the address changes with the content
	Never      Cache = "never"      // depends on the reader
)

// shared says whether the answer is the same for all who are not signed in.
func (c Cache) shared() bool { return c == Revalidate || c == ByMinute }

// Route is a line of the site map.
type Route struct {
	Method string
	Path   string        // as http.ServeMux has it; below /{lang} unless it is a file's
	Action people.Action // its row of the permission table
	On     objectOf      // what it is about; nil: the site as a whole
	Load   Load
	Cache  Cache
	handle handler
	File   bool // no page in a language
}

// handler answers a request in the language of its address ("" where the address has
// none) or returns why it cannot. It must not have written anything when it returns an error.
type handler func(w http.ResponseWriter, r *http.Request, code string) error

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the site map. Addresses of places and partnerships carry their number;
// what follows it is for people and is put right by a redirect.
func (s *Site) routes() []Route {
	return slices.Concat(s.publicRoutes(), s.documentRoutes(), s.accountRoutes(), s.doorRoutes(), s.ownRoutes(), s.deskRoutes(), s.peopleRoutes(), s.careRoutes(), s.workRoutes(), s.pressRoutes(), s.meetingRoutes(), s.agendaRoutes(), s.conferenceRoutes(), s.checkInRoutes(), s.afterRoutes(), s.guestRoutes(), s.papersRoutes(), s.guestPaperRoutes(), s.guestProgrammeRoutes(), s.forumRoutes(), s.hostsRoutes(), s.helpRoutes(), s.seekRoutes(), s.fitRoutes(), s.followRoutes(), s.relayRoutes(), s.procedureRoutes(), s.planRoutes(), s.councilRoutes(), s.fundingRoutes(), s.projectRoutes(), s.observatoryRoutes(), s.fileRoutes())
}

// publicRoutes are for everybody.
func (s *Site) publicRoutes() []Route {
	read := people.ReadPublic
	return []Route{
		{get, "/{$}", read, nil, Light, Revalidate, s.home, false},

		// places: look-up, a town, its possible partners, one pair
		{get, "/places", read, nil, Light, Revalidate, s.findPlaces, false},
		{get, "/search", read, nil, Light, Never, s.find, false}, // a text that was withdrawn is in no kept answer
		{get, "/places/{place}", read, nil, Heavy, Revalidate, s.town, false},
		{get, "/places/{place}/partners", read, nil, Heavy, Revalidate, s.finder, false},
		{get, "/places/{place}/compare", read, nil, Light, Revalidate, s.chooseOther, false},
		{get, "/places/{place}/compare/{other}", read, nil, Heavy, Revalidate, s.compare, false},

		// what is known
		{get, "/partnerships/{id}", read, nil, Light, Revalidate, s.partnership, false},
		{get, "/regions/{code}", read, nil, Light, Revalidate, s.region, false},

		// about the site
		{get, "/data", read, nil, Light, Revalidate, s.data, false},
		{get, "/translations", read, nil, Light, Revalidate, s.translations, false},
		{get, "/accessibility", read, nil, Light, Revalidate, s.accessibility, false},
		{get, "/imprint", read, nil, Light, Revalidate, s.imprint, false},
		{get, "/privacy", read, nil, Light, Revalidate, s.privacy, false},
	}
}

// accountRoutes lead in and out, and to a person's own account.
func (s *Site) accountRoutes() []Route {
	return []Route{
		{get, "/sign-in", people.SignIn, nil, Light, Never, s.signIn, false},
		{post, "/sign-in", people.SignIn, nil, Secret, Never, s.takeSignIn, false},
		{post, "/sign-out", people.OwnAccount, nil, Light, Never, s.signOut, false},
		{get, "/first", people.FirstAdministrator, nil, Light, Never, s.first, false},
		{post, "/first", people.FirstAdministrator, nil, Secret, Never, s.takeFirst, false},

		// what is kept about a person
		{get, "/account/data", people.OwnAccount, nil, Light, Never, s.ownData, false},
		{get, "/account/data/export", people.OwnData, nil, Heavy, Never, s.takeOwnData, false},
		{post, "/account/data/consents/{id}/withdraw", people.OwnAccount, nil, Light, Never, s.withdrawConsent, false},
		{post, "/account/data/erase", people.OwnData, nil, Light, Never, s.eraseOwn, false},
	}
}

// deskRoutes are the working side.
func (s *Site) deskRoutes() []Route {
	return []Route{
		{get, "/desk", people.UseDesk, nil, Light, Never, s.desk, false},

		{get, "/desk/moving-in", people.MoveIn, nil, Light, Never, s.movingIn, false},
		{post, "/desk/moving-in", people.MoveIn, nil, Upload, Never, s.takeList, false},
		{get, "/desk/moving-in/template", people.MoveIn, nil, Light, Never, s.listTemplate, false},
		{get, "/desk/moving-in/{id}", people.MoveIn, nil, Light, Never, s.showList, false},
		{post, "/desk/moving-in/{id}", people.MoveIn, nil, Light, Never, s.answerList, false},
		{post, "/desk/moving-in/{id}/apply", people.MoveIn, nil, Light, Never, s.applyList, false},
		{post, "/desk/moving-in/{id}/withdraw", people.MoveIn, nil, Light, Never, s.withdrawList, false},
		{post, "/desk/moving-in/{id}/again", people.MoveIn, nil, Light, Never, s.againList, false},
		{post, "/desk/moving-in/{id}/discard", people.MoveIn, nil, Light, Never, s.discardList, false},
		{get, "/desk/moving-in/{id}/rejected", people.MoveIn, nil, Light, Never, s.rejectedRows, false},

		// who runs the site and how it looks
		{get, setupPath, people.ManageSite, nil, Light, Never, s.setupStart, false},
		{get, setupPath + "/{step}", people.ManageSite, nil, Light, Never, s.setup, false},
		{post, setupPath + "/{step}", people.ManageSite, nil, Light, Never, s.takeSetup, false},
		{post, setupPath + "/logo", people.ManageSite, nil, Upload, Never, s.takeLogo, false},
		{post, setupPath + "/demo", people.ManageSite, nil, Light, Never, s.removeDemo, false},

		// mail and jobs
		{get, "/desk/mail", people.ReadMail, nil, Light, Never, s.mailList, false},
		{get, "/desk/mail/export", people.ReadMail, nil, Light, Never, s.exportMail, false},
		{post, "/desk/mail/bulk", people.ManageMail, nil, Light, Never, s.bulkMail, false},
		{get, "/desk/mail/setup", people.ManageMail, nil, Light, Never, s.mailSetup, false},
		{post, "/desk/mail/setup", people.ManageMail, nil, Light, Never, s.takeMailSetup, false},
		{get, "/desk/mail/{id}", people.ReadMail, nil, Light, Never, s.mailOne, false},
		{get, "/desk/mail/{id}/letter", people.ReadMail, nil, Light, Never, s.mailLetter, false},
		{post, "/desk/mail/{id}/again", people.ManageMail, nil, Light, Never, s.mailAgain, false},
		{post, "/desk/mail/{id}/now", people.ManageMail, nil, Light, Never, s.mailNow, false},
		{post, "/desk/mail/{id}/cancel", people.ManageMail, nil, Light, Never, s.mailCancel, false},
		{get, "/desk/jobs", people.ManageJobs, nil, Light, Never, s.jobList, false},
		{post, "/desk/jobs/{id}/again", people.ManageJobs, nil, Light, Never, s.jobAgain, false},

		// what a successor must know of a place
		{get, "/desk/hand-over/{place}", people.HandOver, s.ofPlace, Light, Never, s.handover, false},
		{get, "/desk/hand-over/{place}/pack", people.HandOver, s.ofPlace, Stream, Never, s.handoverPack, false},

		// whether the installation is well
		{get, "/desk/health", people.ReadHealth, nil, Heavy, Never, s.health, false},
		{post, "/desk/health/clock", people.ManageSite, nil, Light, Never, s.trustClock, false},
		{post, "/desk/health/backup", people.MakeBackup, nil, Light, Never, s.makeBackup, false},
		// retention and erasure
		{get, "/desk/privacy", people.ManagePrivacy, nil, Light, Never, s.privacyDesk, false},
		{post, "/desk/privacy/purge", people.ManagePrivacy, nil, Light, Never, s.purge, false},
		{post, "/desk/privacy/erase", people.ManagePrivacy, nil, Light, Never, s.erasePerson, false},
	}
}

// fileRoutes are no pages in a language.
func (s *Site) fileRoutes() []Route {
	read := people.ReadPublic
	return []Route{
		{get, "/{$}", read, nil, Light, Never, s.chooseLanguage, true},
		{get, ui.Prefix, read, nil, Light, Forever, s.asset, true},
		{get, themePrefix + "{name}", read, nil, Light, Forever, s.theme, true},
		{get, picturePrefix + "{name}", read, nil, Light, Forever, s.picture, true},
		{get, "/favicon.ico", read, nil, Light, Never, s.favicon, true},
		{get, "/robots.txt", read, nil, Light, Revalidate, s.robots, true},
		{get, "/sitemap.xml", read, nil, Heavy, Revalidate, s.sitemap, true},
		{get, cardPath + "{item}/{language}", read, nil, Heavy, Revalidate, s.card, true},
	}
}

// mux registers the site map, each localised page once for each language: so the
// language needs no check, and no address of a page can shadow a file's.
func (s *Site) mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range s.routes() {
		if route.File {
			mux.Handle(route.Method+" "+route.Path, s.serve(route, ""))
			continue
		}
		for _, code := range s.languages {
			mux.Handle(route.Method+" /"+code+route.Path, s.serve(route, code))
		}
	}
	if s.rooms.Programs != nil {
		mux.Handle("/api/", s.forPrograms(Light))
		mux.Handle("GET /api/v1/places/{id}/matches", s.forPrograms(Heavy))
		mux.Handle("GET /api/v1/results", s.forPrograms(Heavy))
		mux.Handle("GET /api/v1/results/meetings", s.forPrograms(Heavy))
	}
	mux.Handle("/", http.HandlerFunc(s.elsewhere))
	return mux
}

// forPrograms hands a request of the API inside.
func (s *Site) forPrograms(load Load) http.Handler {
	work := s.inTurn(load, s.rooms.Programs)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, cancel := bounded(w, r, load)
		defer cancel()
		work.ServeHTTP(w, r)
		if method, path, found := strings.Cut(r.Pattern, " "); found { // as the API's own site map has it
			answeredBy(r, method, path)
		} else {
			answeredBy(r, metric.Other, "/api/")
		}
	})
}

// serve runs a route's handler behind its permission, its limits, its queue and its cache
// rule, and turns its error into a page.
func (s *Site) serve(route Route, code string) http.Handler {
	work := s.inTurn(route.Load, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.offered(code); err != nil {
			s.fail(w, r, code, err)
			return
		}
		if r = s.enter(w, r, route, code); r == nil {
			return
		}
		if route.Cache == Never || actorOf(r).SignedIn() && route.Cache.shared() {
			uncached(w.Header()) // what one reader sees is no other's
		}
		if err := route.handle(w, r, code); err != nil {
			s.fail(w, r, code, err)
		}
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answeredBy(r, route.Method, route.Path)
		if route.Cache.shared() && s.cookie(r) == "" && s.offered(code) == nil && (s.unchanged(w, r, route.Cache) || s.kept.send(w, r, w.Header().Get("ETag"))) {
			return // costs nothing, so it needs no place in a queue
		}
		r, cancel := bounded(w, r, route.Load)
		defer cancel()
		work.ServeHTTP(w, r)
	})
}

// bounds of one request by its load. A page takes milliseconds; what takes longer than
// ten seconds holds something that others need. A form with three pages of text in
// Cyrillic is 60 kB and stays below 256 with all its fields; the largest upload is a
// scan of a long agreement with some photographs beside it.
var bounds = map[Load]struct {
	time time.Duration
	size int64
}{
	Light:  {10 * time.Second, 256 << 10},
	Heavy:  {10 * time.Second, 64 << 10},
	Secret: {10 * time.Second, 256 << 10}, // a form that was kept may come along
	Upload: {10 * time.Minute, 64 << 20},
	Stream: {10 * time.Minute, 4 << 10},
}

// bounded limits the time and the size of a request.
func bounded(w http.ResponseWriter, r *http.Request, load Load) (*http.Request, context.CancelFunc) {
	limit := bounds[load]
	if load == Upload || load == Stream {
		control := http.NewResponseController(w)
		end := time.Now().Add(limit.time)
		_ = control.SetReadDeadline(end) // where it cannot be set the server's own stays
		_ = control.SetWriteDeadline(end)
	}
	ctx, cancel := context.WithTimeout(r.Context(), limit.time)
	r = r.WithContext(ctx)
	r.Body = http.MaxBytesReader(w, r.Body, limit.size)
	return r, cancel
}
