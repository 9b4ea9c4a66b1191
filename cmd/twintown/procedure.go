package main

import (
	"context"
	"strings"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/privacy"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
)

// openProcedures opens the procedures between towns. follow is called after each change of
// partnerships that one makes; the outbox must be there already where officers are to be told.
func (n *node) openProcedures(base string, catalog *lang.Catalog, follow func(context.Context)) {
	n.procedures = procedure.NewStore(n.db, n.log, n.partnerships, clock.System(), n.tellOfficers(base, catalog), follow)
}

// tellOfficers writes to the officers of places, each in her language, what another side did
// or which planned day comes near.
func (n *node) tellOfficers(base string, catalog *lang.Catalog) procedure.Tell {
	return func(ctx context.Context, tx *db.Tx, told procedure.Told) (err error) {
		defer errs.Wrap(&err, "tellOfficers")
		for _, place := range told.To {
			if refuses, err := relay.Refuses(ctx, tx, place, told.Event.Place); err != nil || refuses && !told.Reminder {
				if err != nil {
					return err
				}
				continue // what the other side did stands on the site
			}
			officers, err := n.people.OfficersOf(ctx, place)
			if err != nil {
				return err
			}
			for _, a := range officers {
				if a.ID == told.Event.Account {
					continue // she did it
				}
				m := n.procedureMail(catalog.Printer(a.Language), told)
				m.Key, m.To, m.Name, m.Language = told.Key+":"+a.ID, a.Email, a.Name, a.Language
				m.Link = base + "/" + a.Language + "/desk/procedures/" + told.Procedure.ID
				if _, err := n.outbox.Queue(ctx, tx, m); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// procedureMail is what an officer is told, as her language says it.
func (n *node) procedureMail(p *lang.Printer, told procedure.Told) mail.Mail {
	name := func(place int64) string { return n.world.Now().Places.DisplayName(place, p.Lang()) }
	var names []string
	for _, place := range told.Procedure.Places {
		names = append(names, name(place))
	}
	step := ""
	if told.Event.Step != "" {
		if step = p.T("procedure.step." + string(told.Event.Step)); told.Event.Side != 0 {
			step += " (" + name(told.Event.Side) + ")"
		}
	}
	args := lang.Args{"names": strings.Join(names, " – "), "step": step}
	if told.Reminder {
		args["day"] = told.Event.Day.Calendar()
		if told.Days < 0 {
			return mail.Mail{Kind: "procedure_past", Args: args}
		}
		return mail.Mail{Kind: "procedure_remind", Args: args}
	}
	day := ""
	if d := told.Event.Day.Calendar(); !d.IsZero() {
		day = p.Date(d)
	}
	args["what"] = p.T("procedure.event."+string(told.Event.What), "step", step, "day", day)
	args["place"] = name(told.Event.Place)
	m := mail.Mail{Kind: "procedure_news", Args: args}
	if told.Event.Words != "" {
		m.Said = []string{told.Event.Words}
	}
	return m
}

// procedureKinds are its jobs: reminders leave before the offices open.
func (n *node) procedureKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: procedure.RemindKind, Do: n.procedures.Remind})
	r.Daily(procedure.RemindKind, 6, 10, time.UTC)
}

// procedureHolder tells what it keeps of people: who did what. The deeds stay.
func (n *node) procedureHolder() privacy.Holder {
	if n.procedures == nil { // a command erases too, such as restore
		n.procedures = procedure.NewStore(n.db, n.log, n.partnerships, clock.System(), nil, nil)
	}
	return privacy.Holder{
		Name: "procedures",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			own, err := n.procedures.EventsOf(ctx, p.Account)
			if p.Account == "" || len(own) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: own}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			return n.procedures.Forget(ctx, tx, p.Account)
		},
	}
}
