// Package web is the site: it turns questions at addresses into pages in eight
// languages.
//
// routes.go is the site map. Each page has one file, which reads the address, asks the
// rooms (world, partnership, source) and fills a struct, and one template of the same
// name, which writes it. A page's struct embeds page, which holds the language, the head
// of the document and the header. A handler returns an error instead of writing one;
// answer turns it into a page with the status that fits its kind, and says to people only
// what errs marks as public.
//
//	site, err := web.New(rooms, web.Options{BaseURL: "https://partners.example.org"})
//	http.ListenAndServe(addr, site.Handler())
//
// A page is rendered into a buffer before its first byte is sent, and the page for a
// failure of the program is rendered at the start, so that it cannot fail itself. Pages
// work without scripts, need nothing from other hosts, and keep to a content security
// policy without exceptions: so no style or script stands in a template, and what is
// drawn is SVG with its measures in attributes (package draw).
//
// Nothing here holds a rule or a query: what a status is, why a town fits, which name is
// shown, the rooms say.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"twintown/internal/care"
	"twintown/internal/document"
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
	"twintown/internal/meeting/letter"
	"twintown/internal/meeting/papers"
	"twintown/internal/observatory"
	"twintown/internal/openhours"
	"twintown/internal/operator"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/metric"
	"twintown/internal/platform/passkey"
	"twintown/internal/platform/pdf"
	"twintown/internal/platform/search"
	"twintown/internal/platform/secret"
	"twintown/internal/platform/signon"
	"twintown/internal/press"
	"twintown/internal/privacy"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/proposal"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/seek/follow"
	"twintown/internal/seek/paper"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
	"twintown/internal/source"
	"twintown/internal/world"
	"twintown/starter"
	"twintown/starter/atlas"
	"twintown/starter/demo"
	"twintown/ui"
)

// Options are what an operator can set of the site.
type Options struct {
	BaseURL    string // how readers reach the site, without a slash at the end
	HomeRegion string // the region that the navigation's growth page shows
	Release    string // of the program; a new one makes kept pages old
}

// Rooms are the parts of the house that the site asks.
type Rooms struct {
	World        func() *world.World // the present one
	Partnerships *partnership.Store
	Editor       *partnership.Editor // nil: nobody can sign in
	Proposals    *proposal.Store     // nil: none are taken
	Sources      *source.Store
	Catalog      *lang.Catalog
	Clock        clock.Clock
	Log          *slog.Logger
	People       *people.Store   // nil: nobody can sign in
	Door         *people.Door    // nil: no mail can be sent, so nobody registers
	Passkeys     *passkey.Party  // nil: devices cannot be asked at this address
	SignOn       *signon.Service // another log-in service; nil: none
	Key          secret.Key
	Privacy      *privacy.Desk
	Outbox       *mail.Outbox      // nil: no mail
	MailServer   *mail.Server      // from the program's flags; nil: what an administrator entered
	Resolver     mail.Resolver     // looks up what a domain says of its mails; nil: nobody asks
	Queue        *jobs.Queue       // nil: no jobs
	Care         *care.Desk        // what is due, and questions to partners; nil with People
	Places       *place.Store      // what people change of places; nil: nothing is
	Documents    *document.Store   // nil: nothing has documents
	Press        *press.Store      // nil: nothing is published
	Drawer       *press.Drawer     // draws pictures of galleries; nil: there are none
	Meetings     *meeting.Store    // nil: there are none
	Guests       *delegation.Store // who is invited to meetings; nil: nobody is
	// GuestLetter is the mail that a delegation would get; nil: it cannot be seen before.
	GuestLetter func(context.Context, delegation.Told) (mail.Mail, error)
	CheckIn     *checkin.Store        // who has come to them; nil: nobody asks
	Hosts       *hosting.Store        // host families of meetings; nil: there are none
	Papers      *papers.Store         // what is decided of papers of meetings; nil: none are printed
	Forums      *forum.Store          // partner-search forums of meetings; nil: there are none
	Agendas     *agenda.Store         // programmes of meetings by rooms; nil: there are none
	Requests    *seek.Store           // of towns that seek partners; nil: there are none
	StillSeeks  *seek.Reminder        // answers reminders of requests without a sign-in; nil: nobody is asked
	Relay       *relay.Store          // letters between towns; nil: there are none
	Fit         *fit.Source           // which towns fit them, and they which towns; nil: nobody reckons
	Follow      *follow.Desk          // what people follow of requests; nil: nothing
	Procedures  *procedure.Store      // the way of two towns to an agreement; nil: none is walked
	Projects    *project.Store        // joint projects; nil: there are none
	Observatory *observatory.Store    // what came of meetings; nil: nobody reckons
	Plans       *plan.Store           // action plans and yearly reviews of partnerships; nil: there are none
	Programmes  *funding.Keeper       // programmes and calls; nil: there are none
	Notices     *match.Store          // caveats that may concern them; nil: none
	Programs    http.Handler          // answers under /api/; nil: nothing is there
	Operator    func() *operator.Face // the present face; nil: the program's own
	Faces       *operator.Keeper      // saves faces; nil: the face cannot be changed here
	Pictures    *operator.Pictures    // nil: there are none
	Demo        *demo.Content         // nil: there is none
	Drafts      *moving.Drafts        // lists on their way in; nil where nobody can sign in
	Health      *Health               // nil: the page on health is not there
	Meter       *metric.Meter         // counts what is answered; nil: nobody counts
	Help        *helppoint.Store      // help points; nil: there are none
	Search      *search.Index         // of public texts; nil: there is none
	Enquiries   *helppoint.Enquiries  // questions to them; nil: none are taken
	After       *after.Retention      // what stays of meetings and what goes; nil: nobody asks
	Surveys     *after.Surveys        // what guests are asked afterwards; nil: nothing
	// GuestNews has the guests of meetings told that one was cancelled or moved, from the moment
	// on at which that is public (zero: now); nil: nobody is told.
	GuestNews func(ctx context.Context, at time.Time) error

	// Holidays are the public holidays of a country's region; nil where none are known.
	Holidays func(country, region string) openhours.Holidays
}

// Site answers requests for pages. It is safe for concurrent use.
type Site struct {
	options    Options
	rooms      Rooms
	catalog    *lang.Catalog
	clock      clock.Clock
	log        *slog.Logger
	languages  []string
	assets     *ui.Bundle
	templates  templates
	failures   failures
	plain      *operator.Face // of a site without an operator
	maps       *geo.Cartographer
	countries  []string                      // codes of all countries
	neighbours map[string][]string           // codes of the countries that each borders on
	tongues    []string                      // languages that a tenth of some country speaks
	spoken     map[string][]starter.Language // of each country
	queues     map[Load]*queue
	told       atomic.Pointer[tellings]
	kept       *pageCache
	book       *partnership.Book // lines of the desk's list
	order      placeOrder
	lexicon    *moving.Lexicon // the words of dates
	maker      *papers.Maker   // of papers of meetings
	setter     *paper.Setter   // of the documents of a partnership
	fonts      *pdf.Fonts      // in which reports are set
	patience   time.Duration   // for jobs whose end a page waits for
}

// New makes a site that asks the rooms. It fails when a template cannot be read.
func New(rooms Rooms, options Options) (*Site, error) {
	pages, err := parseTemplates(rooms.Catalog)
	if err != nil {
		return nil, err
	}
	return newSite(rooms, options, pages)
}

func newSite(rooms Rooms, options Options, pages templates) (*Site, error) {
	assets, err := ui.Open()
	if err != nil {
		return nil, err
	}
	s := &Site{
		options: options, rooms: rooms, assets: assets, plain: (&operator.Face{}).For(rooms.Catalog.Languages()),
		catalog: rooms.Catalog, clock: rooms.Clock, log: rooms.Log,
		book: partnership.NewBook(rooms.Partnerships), lexicon: moving.NewLexicon(rooms.Catalog), patience: patienceForJobs,
		templates: pages, languages: rooms.Catalog.Languages(), maps: atlas.Cartographer(), queues: newQueues(), kept: newPageCache(),
	}
	s.countries, s.neighbours, s.tongues, s.spoken = countriesAndTongues()
	s.options.BaseURL = strings.TrimSuffix(options.BaseURL, "/")
	if s.options.HomeRegion == "" {
		s.options.HomeRegion = "PL.81" // Podlaskie, whose partnerships the starter tells
	}
	fonts, err := pdf.Load()
	if err != nil {
		return nil, err
	}
	s.fonts = fonts
	s.maker = papers.NewMaker(letter.New(fonts, s.catalog), s.catalog, atlasNames{rooms.World})
	s.setter = paper.New(fonts, s.catalog)
	return s, s.failures.prepare(s)
}

// dataVersion names what a page was made from: the data, and what of it the clock has made
// public so far.
func (s *Site) dataVersion(ctx context.Context) string {
	if s.rooms.World == nil {
		return ""
	}
	version := s.rooms.World().Version
	text := strconv.FormatInt(version, 10)
	if s.rooms.Press == nil {
		return text
	}
	mark, err := s.rooms.Press.Mark(ctx, version)
	if err != nil {
		s.log.ErrorContext(ctx, "it is not known what is public by now", "error", err)
		mark = db.NewID() // nothing that was kept is sent
	}
	return text + "." + mark
}

// spokenBy is the share of a country from which a language is worth a filter.
const spokenBy = 0.1

// countriesAndTongues are the choices of the partner finder, and what each country speaks.
func countriesAndTongues() (countries []string, neighbours map[string][]string, tongues []string, spoken map[string][]starter.Language) {
	neighbours, spoken = map[string][]string{}, map[string][]starter.Language{}
	for _, c := range starter.Countries() {
		countries = append(countries, c.Code)
		neighbours[c.Code], spoken[c.Code] = c.Neighbours, c.Languages
		for _, l := range c.Languages {
			code, _, _ := strings.Cut(l.Code, "-")
			if (l.Share >= spokenBy || l.Official == starter.OfficialAll) && !slices.Contains(tongues, code) {
				tongues = append(tongues, code)
			}
		}
	}
	return countries, neighbours, tongues, spoken
}
