// Package api is Twintown's face for programs: JSON under /api/v1.
//
// It answers from the same rooms as the site and holds no rule of its own.
// Every operation is public and only reads; its parameters and answers are Go
// types, from which the OpenAPI 3.1 document at /api/v1/openapi.json is made.
// Failures are application/problem+json with a sentence in the reader's
// language. Lists are {"items": […], "next": null}, where next is the address
// of the following page.
//
// Texts and names come in one of the eight languages: ?lang=, else
// Accept-Language, else English. An answer carries an ETag made of the release,
// the data's version, the day (a status depends on it) and the language, so that
// a program that asks again costs nothing.
package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"twintown/internal/document"
	"twintown/internal/funding"
	"twintown/internal/helppoint"
	"twintown/internal/match"
	"twintown/internal/meeting/agenda"
	"twintown/internal/observatory"
	"twintown/internal/openhours"
	"twintown/internal/partnership"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/internal/source"
	"twintown/internal/world"
)

// Root is where all addresses of the API begin.
const Root = "/api/v1"

// Deps are what the API stands on.
type Deps struct {
	World        func() *world.World // the present one
	Partnerships *partnership.Store
	Sources      *source.Store
	Catalog      *lang.Catalog
	Clock        clock.Clock
	Release      string // of the program

	Help     *helppoint.Store                                // nil: there are no help points
	Holidays func(country, region string) openhours.Holidays // nil: none are known

	Press     *press.Store    // nil: nothing is published, no meeting either
	Agendas   *agenda.Store   // released programmes of meetings; nil: there are none
	Documents *document.Store // nil: nothing has documents
	Requests  *seek.Store     // of towns that seek partners; nil: there are none
	Search    *search.Index   // nil: nothing can be searched

	Programmes *funding.Keeper // programmes and calls; nil: there are none
	Notices    *match.Store    // caveats; nil: none are known

	Projects    *project.Store     // joint projects; nil: there are none
	Observatory *observatory.Store // what came of meetings; nil: nobody reckons
}

// server answers the operations.
type server struct {
	Deps
}

// New returns the handler of everything under [Root].
func New(d Deps) http.Handler {
	s := &server{d}
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Twintown", "1.0")
	config.Info.Description = "Places by any spelling, their partnerships as dated acts with sources, their best partners with reasons, meetings, help points, requests of towns that seek partners, programmes and calls with who may apply, joint projects, what came of meetings, and public texts. Public, read only."
	config.Info.License = &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}
	config.OpenAPIPath = Root + "/openapi"
	config.DocsPath = ""     // the page of documentation loads scripts from a third party
	config.SchemasPath = ""  // the document holds the schemas
	config.CreateHooks = nil // no $schema member in answers
	config.Transformers = append(config.Transformers, s.told)
	a := humago.New(mux, config)
	s.register(a)
	s.helpFiles(mux)
	mux.HandleFunc("GET "+Root+"/projects.csv", s.projectsCSV)
	mux.HandleFunc("/", s.elsewhere)
	return s.withETag(mux)
}

// register is the site map of the API.
func (s *server) register(a huma.API) {
	get(a, "/places", "find-places", "Find places by any spelling of their name", s.findPlaces)
	get(a, "/places/{id}", "get-place", "One place", s.getPlace)

	get(a, "/places/{id}/matches", "list-matches", "The best partners for a place, with reasons", s.listMatches)
	get(a, "/places/{id}/partnerships", "list-partnerships", "A place's partnerships", s.listPartnerships)
	get(a, "/partnerships/{id}", "get-partnership", "One partnership with its acts and sources", s.getPartnership)

	get(a, "/helppoints", "list-help-points", "Help points, and which is open now; also as helppoints.csv and helppoints.geojson", s.listHelpPoints)
	get(a, "/helppoints/{id}", "get-help-point", "One help point", s.getHelpPoint)

	get(a, "/meetings", "list-meetings", "Conferences, forums and visits: those to come first, then those that were, the latest first", s.listMeetings)
	get(a, "/meetings/{id}", "get-meeting", "One meeting with its programme and guests", s.getMeeting)
	get(a, "/requests", "list-requests", "Requests of towns that seek partners, those first that were published last", s.listRequests)
	get(a, "/requests/{id}", "get-request", "One request, also after it ended", s.getRequest)
	get(a, "/programmes", "list-programmes", "Programmes that pay for what towns do together, with their calls", s.listProgrammes)
	get(a, "/programmes/{id}", "get-programme", "One programme with its calls, their rules and sources", s.getProgramme)
	get(a, "/calls/fit", "list-fitting-calls", "Which calls that are not closed fit some towns, why not, and what is missing", s.fittingCalls)
	get(a, "/projects", "list-projects", "Joint projects that readers see, those first that were shown last; also as projects.csv", s.listProjects)
	get(a, "/projects/{id}", "get-project", "One joint project with who pays for it and what was done", s.getProject)
	get(a, "/results", "get-results", "What came of a meeting, a place, a region, an organisation's meetings: numbers, and the list behind each", s.getResults)
	get(a, "/results/meetings", "compare-meetings", "Meetings side by side: how many of their contacts came to a step within one, two and three years", s.compareMeetings)
	get(a, "/search", "search-texts", "Public texts by their words", s.searchTexts)
}
