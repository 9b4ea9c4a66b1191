package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"twintown/internal/api"
	"twintown/internal/care"
	"twintown/internal/document"
	"twintown/internal/exchange"
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
	"twintown/internal/observatory"
	"twintown/internal/operator"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/media"
	"twintown/internal/platform/metric"
	"twintown/internal/platform/secret"
	"twintown/internal/platform/signon"
	"twintown/internal/platform/translate"
	"twintown/internal/press"
	"twintown/internal/privacy"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/proposal"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/seek/follow"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
	"twintown/internal/source"
	"twintown/internal/web"
	"twintown/internal/world"
)

// node is everything that a command opens: the database, the rooms' stores on
// it, and the world in memory. Each command takes what it needs.
type node struct {
	db                *db.DB
	places            *place.Store
	partnerships      *partnership.Store
	sources           *source.Store
	notices           *match.Store
	world             *world.Keeper
	operator          *operator.Keeper
	pictures          *operator.Pictures
	key               secret.Key
	log               *people.Log
	people            *people.Store
	door              *people.Door
	signOn            *signon.Service
	queue             *jobs.Queue
	outbox            *mail.Outbox
	proposals         *proposal.Store
	mailServer        *mail.Server // from the flags; nil: none
	privacy           *privacy.Desk
	ledger            *privacy.Ledger // the erasures, outside of the database
	care              *care.Desk
	documents         *document.Store
	press             *press.Store
	meetings          *meeting.Store
	guests            *delegation.Store
	checkin           *checkin.Store
	papers            *papers.Store
	forums            *forum.Store
	hosts             *hosting.Store
	retention         *after.Retention
	surveys           *after.Surveys
	agendas           *agenda.Store
	telling           func(context.Context, meeting.Meeting) agenda.Telling
	requests          *seek.Store
	stillSeeks        *seek.Reminder
	fits              *fit.Source // rankings of requests and towns
	follow            *follow.Desk
	procedures        *procedure.Store
	programmes        *funding.Keeper
	projects          *project.Store
	plans             *plan.Store
	drafts            *moving.Drafts
	help              *helppoint.Store
	translator        *translate.Server // nil: no machine translates
	relay             *relay.Store
	conversationYears int // how long they are kept after they ended; 0: as usual
	drawer            *press.Drawer
	enquiries         *helppoint.Enquiries
	wellness          *web.Health
	meter             *metric.Meter  // nil: nobody watches
	behind            sync.WaitGroup // what works in the background
	handler           http.Handler
	stop              context.CancelFunc
}

func (n *node) close() {
	if n.stop != nil {
		n.stop()
	}
	if n.endBehind() {
		n.db.Close()
	}
}

// joined makes one name of the words of the command line.
func joined(words []string) string { return strings.Join(words, " ") }

// openStores opens the database and the rooms' stores.
func (p *program) openStores(ctx context.Context, where storage, log *slog.Logger) (*node, error) {
	d, err := where.open(ctx, p, log)
	if err != nil {
		return nil, err
	}
	n := &node{
		db: d, places: place.NewStore(d), partnerships: partnership.NewStore(d),
		sources: source.NewStore(d), notices: match.NewStore(d),
	}
	if err := n.openPeople(where); err != nil {
		d.Close()
		return nil, err
	}
	return n, nil
}

// anchorsName is the file that keeps the audit chain's checkpoints outside the database.
const anchorsName = "audit-checkpoints.jsonl"

func (n *node) openPeople(where storage) (err error) {
	key, err := secret.Open(*where.data, *where.key)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.key", "folder", *where.data), err)
	}
	n.usePeople(where, key)
	return nil
}

// usePeople is openPeople with a key that is at hand.
func (n *node) usePeople(where storage, key secret.Key) {
	n.key = key
	n.log = people.NewLog(n.db, n.key, filepath.Join(*where.data, anchorsName))
	n.people = people.NewStore(n.db, n.log, n.key, clock.System())
}

// openNode opens the stores, brings the starter content up to date and loads
// the world, as a command on the terminal needs it.
func (p *program) openNode(ctx context.Context, where storage) (*node, error) {
	return p.openWorld(ctx, where, p.warnings())
}

// warnings is the log of a command on the terminal: what a person should know
// although the command goes on, such as a model that cannot be read.
func (p *program) warnings() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

func (p *program) openWorld(ctx context.Context, where storage, log *slog.Logger) (*node, error) {
	n, err := p.openStores(ctx, where, log)
	if err != nil {
		return nil, err
	}
	if err := n.load(ctx, p.catalog, *where.data, log); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

func (n *node) load(ctx context.Context, catalog *lang.Catalog, folder string, log *slog.Logger) (err error) {
	if err := exchange.ApplyStarter(ctx, n.stores()); err != nil {
		return err
	}
	n.world, err = world.Open(ctx, world.Sources{
		DB: n.db, Places: n.places, Partnerships: n.partnerships, Notices: n.notices,
		Catalog: catalog, Folder: folder, Clock: clock.System(), Log: log,
	})
	return err
}

func (n *node) stores() exchange.Stores {
	return exchange.Stores{DB: n.db, Places: n.places, Partnerships: n.partnerships, Sources: n.sources, Notices: n.notices, Clock: clock.System()}
}

// startNode opens a node that serves: it watches for changes of the data and
// has the handler of the site and the API.
func startNode(ctx context.Context, p *program, opt serveOptions, way *entrance, meter *metric.Meter) (*node, error) {
	log := opt.log(p)
	server, err := opt.server()
	if err != nil {
		return nil, err
	}
	nights, err := opt.night(p)
	if err != nil {
		return nil, err
	}
	service, err := opt.service(way.base)
	if err != nil {
		return nil, err
	}
	translator, err := opt.translator()
	if err != nil {
		return nil, err
	}
	n, err := p.openWorld(ctx, opt.storage, log)
	if err != nil {
		return nil, err
	}
	n.signOn, n.meter, n.translator, n.conversationYears = service, meter, translator, *opt.years
	if err := n.world.Now().Answers(lang.DateOf(time.Now())); err != nil {
		n.close()
		return nil, err
	}
	ctx, n.stop = context.WithCancel(ctx)
	if err := n.openDocuments(ctx, p, opt, log); err != nil {
		n.close()
		return nil, err
	}
	if err := n.openOperator(ctx, p, opt, way); err != nil { // its demonstration has files
		n.close()
		return nil, err
	}
	go n.operator.Watch(ctx, log)
	go n.world.Watch(ctx)
	n.mailServer = server
	err = n.startBehind(ctx, p.catalog, way.base, server, log, func(r *jobs.Runner) error {
		return n.watchOver(ctx, p, opt, nights, way.base.String(), r)
	})
	if err != nil {
		n.close()
		return nil, err
	}
	n.ledger = privacy.NewLedger(n.privacy, *opt.data, nights.Place.Beside(privacy.LedgerName), log)
	n.privacy.KeepIn(n.ledger)
	go n.keepPeople(ctx, log)
	n.measure(meter)
	if n.handler, err = n.faces(p.catalog, way.base, log); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

// openOperator opens the operator's face and pictures, with or without a demonstration.
func (n *node) openOperator(ctx context.Context, p *program, opt serveOptions, way *entrance) error {
	if err := n.demonstrate(ctx, p.catalog, *opt.demo, way.local()); err != nil {
		return err
	}
	objects, err := opt.openMedia(p)
	if err != nil {
		return err
	}
	examiner, err := media.NewProcess("")
	if err != nil {
		return err
	}
	n.pictures = operator.NewPictures(objects, examiner)
	n.operator, err = operator.Open(ctx, operator.NewStore(n.db), p.catalog.Languages())
	return err
}

// peopleRounds is how often the audit chain gets a checkpoint and what is over is swept:
// rows cut off at the chain's end show up to this long before.
const peopleRounds = 5 * time.Minute

// keepPeople signs the audit chain and sweeps sessions that are over, until ctx ends.
func (n *node) keepPeople(ctx context.Context, log *slog.Logger) {
	for tick := time.NewTicker(peopleRounds); ; {
		if _, err := n.log.Checkpoint(ctx, time.Now()); err != nil && ctx.Err() == nil {
			log.Error("the audit chain got no checkpoint", "error", err)
		}
		if err := n.ledger.Sync(ctx); err != nil && ctx.Err() == nil {
			log.Error("erasures are not kept outside of the database yet", "error", err)
		}
		if err := n.people.SweepSessions(ctx); err != nil && ctx.Err() == nil {
			log.Error("sessions were not swept", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			tick.Stop()
			return
		}
	}
}

// faces builds the site and the API over the node's rooms.
func (n *node) faces(catalog *lang.Catalog, base *url.URL, log *slog.Logger) (http.Handler, error) {
	searched, results := n.search(catalog), observatory.NewStore(n.db, n.projects)
	programs := api.New(api.Deps{
		World: n.world.Now, Partnerships: n.partnerships, Sources: n.sources,
		Catalog: catalog, Clock: clock.System(), Release: release,
		Help: n.help, Holidays: holidaysOf, Press: n.press, Agendas: n.agendas, Documents: n.documents, Requests: n.requests, Search: searched,
		Programmes: n.programmes, Notices: n.notices, Projects: n.projects, Observatory: results,
	})
	site, err := web.New(web.Rooms{
		Proposals: n.proposals,
		Editor:    partnership.NewEditor(n.partnerships, n.log, world.Follow(n.world, log)),
		World:     n.world.Now, Partnerships: n.partnerships, Sources: n.sources,
		Catalog: catalog, Clock: clock.System(), Log: log, Programs: programs, Operator: n.operator.Now,
		Faces: n.operator, Pictures: n.pictures, Demo: n.demo(catalog),
		People: n.people, Door: n.door, Passkeys: passkeysAt(base, "Twintown"), SignOn: n.signOn, Key: n.key, Privacy: n.privacy, Health: n.wellness, Drafts: n.drafts,
		Outbox: n.outbox, MailServer: n.mailServer, Resolver: net.DefaultResolver, Queue: n.queue,
		Care: n.care, Places: n.places,
		Documents: n.documents, Meter: n.meter, Press: n.press, Drawer: n.drawer, Help: n.help, Search: searched, Enquiries: n.enquiries, Holidays: holidaysOf,
		Meetings: n.meetings, Guests: n.guests, GuestLetter: n.showLetter(base.String(), catalog), Hosts: n.hosts, GuestNews: n.newsSoon, Papers: n.papers, CheckIn: n.checkin, After: n.retention, Surveys: n.surveys, Agendas: n.agendas, Forums: n.forums, Requests: n.requests, Fit: n.fits, Follow: n.follow, StillSeeks: n.stillSeeks, Relay: n.relay,
		Procedures: n.procedures,
		Programmes: n.programmes, Projects: n.projects, Plans: n.plans, Observatory: results, Notices: n.notices,
	}, web.Options{BaseURL: base.String(), Release: release})
	if err != nil {
		return nil, err
	}
	return site.Handler(), nil
}
