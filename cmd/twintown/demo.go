package main

import (
	"context"

	"twintown/internal/document"
	"twintown/internal/helppoint"
	"twintown/internal/meeting/delegation"
	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
	"twintown/internal/seek"
	"twintown/starter/demo"
)

// removeDemo takes away the demonstration content of a data folder, and nothing else.
func removeDemo(ctx context.Context, p *program, args []string) error {
	fs := p.flags("demo")
	where := storageFlags(fs)
	words, err := p.parse(fs, args, 1, 1)
	if err != nil {
		return err
	}
	if words[0] != "remove" {
		p.say(p.err, "cli.wrong_arguments", "command", fs.Name())
		p.usage(p.err, fs)
		return errUsage
	}
	n, err := p.openStores(ctx, where, p.warnings())
	if err != nil {
		return err
	}
	defer n.close()
	gone, err := n.demo(p.catalog).Remove(ctx, people.System())
	if err == nil {
		p.say(p.out, "cli.demo_removed", "n", gone)
	}
	return err
}

// demo is the demonstration content of the node.
func (n *node) demo(catalog *lang.Catalog) *demo.Content {
	rooms := demo.Rooms{Press: n.press, Meetings: n.meetings, Guests: delegation.NewStore(n.db, n.log, n.key, clock.System(), nil), Documents: n.documents, Queue: jobs.NewQueue(n.db)}
	if rooms.Documents == nil {
		rooms.Documents = document.NewStore(n.db, nil, document.Options{}) // enough to take content away
	}
	parts := append(demo.Parts(operator.NewStore(n.db), catalog), demo.ConferencePart(rooms), demo.ForumPart(rooms), demo.PracticePart(n.press), demo.HelpPart(helppoint.NewStore(n.db, n.log, nil)), demo.RequestPart(seek.NewStore(n.db, n.log, nil)), demo.ResultsPart(demo.ResultRooms{Rooms: rooms, Partnerships: n.partnerships, Projects: project.NewStore(n.db, n.log, nil), Sources: n.sources}))
	content := demo.New(n.db, n.log, parts...)
	if n.world != nil {
		content.Follow(n.world.Refresh)
	}
	return content
}

// The values of --demo.
const (
	demoAuto = "auto" // where nobody else sees it, on a new installation
	demoOn   = "true"
	demoOff  = "false"
)

// demonstrate brings the demonstration content to what --demo says. It is only ever there
// where nobody but this machine reaches the site; elsewhere what is left of it goes.
func (n *node) demonstrate(ctx context.Context, catalog *lang.Catalog, wish string, local bool) error {
	content := n.demo(catalog)
	switch {
	case wish != demoAuto && wish != demoOn && wish != demoOff:
		return errs.New(errs.Invalid, lang.Msg("error.demo_value"), nil)
	case wish == demoOn && !local:
		return errs.New(errs.Invalid, lang.Msg("error.demo_public"), nil)
	case wish == demoOn:
		return content.Add(ctx)
	case wish == demoOff || !local:
		_, err := content.Remove(ctx, people.System())
		return err
	}
	fresh, err := content.Fresh(ctx)
	if err != nil || !fresh {
		return err
	}
	if empty, err := n.people.Empty(ctx); err != nil || !empty {
		return err
	}
	return content.Add(ctx)
}
