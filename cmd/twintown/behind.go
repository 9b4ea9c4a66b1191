package main

import (
	"context"
	"flag"
	"log/slog"
	"net/url"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/proposal"
	"twintown/internal/seek/relay"
	"twintown/internal/world"
)

// post are the settings of outgoing mail.
type post struct {
	smtp *string
	from *string
	rate *int
}

func postFlags(fs *flag.FlagSet) post {
	return post{
		smtp: fs.String("smtp", "", ""),
		from: fs.String("mail-from", "", ""),
		rate: fs.Int("mail-rate", 60, ""),
	}
}

// server is the SMTP server that the flags name; nil where they name none.
func (o post) server() (*mail.Server, error) {
	if *o.smtp == "" {
		return nil, nil
	}
	s, err := mail.ParseServer(*o.smtp, *o.from)
	s.All = *o.rate
	return &s, err
}

// openBehind makes the queue of jobs and the outbox, whose mails carry the operator's
// name and the site's address.
func (n *node) openBehind(catalog *lang.Catalog, base string) {
	n.queue = jobs.NewQueue(n.db)
	n.drafts = moving.NewDrafts(n.db, n.key, n.queue)
	n.outbox = mail.NewOutbox(n.db, catalog, n.key, func(language string) mail.Site {
		name := "Twintown"
		if n.operator != nil {
			name = n.operator.Now().Name(language)
		}
		return mail.Site{Name: name, Address: base}
	})
	n.door = people.NewDoor(n.people, n.queue, n.letters(base))
	n.openCare(base, catalog)
}

// letters puts what the door has to say into the outbox.
func (n *node) letters(base string) people.Post {
	return func(ctx context.Context, tx *db.Tx, l people.Letter) error {
		m := mail.Mail{Kind: l.Kind, To: l.To, Name: l.Name, Language: l.Language, Args: l.Args, Secret: l.Secret}
		if l.Path != "" && base != "" {
			m.Link = base + l.Path
		}
		_, err := n.outbox.Queue(ctx, tx, m)
		return err
	}
}

// startBehind starts what works in the background of a node that serves; more tells the
// runner of further kinds of jobs before it starts.
func (n *node) startBehind(ctx context.Context, catalog *lang.Catalog, base *url.URL, server *mail.Server, log *slog.Logger,
	more func(*jobs.Runner) error,
) error {
	n.openBehind(catalog, base.String())
	n.proposals = proposal.NewStore(n.db, n.log, n.answerProposer(base.String()), n.recallAnswer)
	n.openHelp(base.String(), catalog.Languages(), world.Follow(n.world, log))
	n.openGuests(base.String(), catalog)
	n.openAgendas(base.String(), world.Follow(n.world, log))
	n.openRequests(base.String(), catalog.Languages(), world.Follow(n.world, log))
	n.openFunding(world.Follow(n.world, log))
	n.projects = project.NewStore(n.db, n.log, world.Follow(n.world, log)).Telling(n.tellNamed(base.String(), catalog))
	n.plans = plan.NewStore(n.db, n.log, n.partnerships, clock.System(), world.Follow(n.world, log))
	n.openRelay(base.String(), catalog)
	n.openFollow(base.String(), catalog)
	n.openProcedures(base.String(), catalog, world.Follow(n.world, log))
	n.openPrivacy()
	runner := jobs.NewRunner(n.queue, jobs.Options{Log: log})
	n.kinds(runner, catalog)
	if err := more(runner); err != nil {
		return err
	}
	sender := mail.NewSender(n.outbox, mail.SenderOptions{Server: server, Log: log})
	n.behind.Go(func() { runner.Run(ctx) })
	n.behind.Go(func() { sender.Run(ctx) })
	return nil
}

// lastWait is how long a stopping node waits for its background after its jobs had their
// own grace time: a mail server that thinks longer gets the mail again.
const lastWait = 25 * time.Second

// endBehind waits for the background; false says that something still uses the database.
func (n *node) endBehind() bool {
	ended := make(chan struct{})
	go func() { n.behind.Wait(); close(ended) }()
	select {
	case <-ended:
		return true
	case <-time.After(lastWait):
		return false
	}
}

// kinds says who does which kind of job, and which jobs come again each night. They keep
// apart by some minutes, so that the node has a hand free.
func (n *node) kinds(r *jobs.Runner, catalog *lang.Catalog) {
	r.Handle(jobs.Kind{Name: mail.TidyKind, Do: n.outbox.Tidy(clock.System())})
	r.Daily(mail.TidyKind, 3, 40, time.UTC)
	n.collects(r)
	n.followMeetings(r)
	n.drawPictures(r)
	for _, k := range n.door.Kinds() {
		r.Handle(k)
	}
	r.Handle(jobs.Kind{Name: purgeKind, Do: n.purge})
	r.Daily(purgeKind, 3, 50, time.UTC)
	n.careKinds(r)
	n.followKinds(r)
	n.procedureKinds(r)
	n.guestKinds(r)
	n.requestKinds(r)
	for _, k := range n.relay.Kinds() {
		r.Handle(k)
	}
	r.Daily(relay.SilentKind, 5, 45, time.UTC) // mails leave before the offices open
	mover := moving.NewMover(moving.MoverRooms{
		Drafts: n.drafts, Stores: moving.Stores{Partnerships: n.partnerships, Sources: n.sources, Log: n.log}, People: n.people,
		Catalog: catalog, Clock: clock.System(), DB: n.db, Places: func() *place.Atlas { return n.world.Now().Places },
	})
	for _, k := range mover.Kinds() {
		r.Handle(k)
	}
}
