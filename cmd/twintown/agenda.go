package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/privacy"
)

// openAgendas opens the programmes of meetings. follow is called after each change that
// readers see; the outbox must be there already where people are to be told: the speakers,
// and the delegations that come.
func (n *node) openAgendas(base string, follow func(context.Context)) {
	n.agendas = agenda.NewStore(n.db, n.log, n.key, n.outbox, follow, n.delegationsConcerned(base))
	n.telling = func(ctx context.Context, m meeting.Meeting) agenda.Telling {
		c, err := n.guests.Conference(ctx, m.ID)
		return agenda.Telling{
			Quiet: err != nil || c.Protected,
			Name: func(language string) string {
				title, _ := m.TitleIn(language)
				return title
			},
			Link: func(language string) string {
				shown, public, err := n.press.ShownIn(ctx, m.ID, language)
				if err != nil || !public {
					return ""
				}
				return base + "/" + language + shown.Path() + "/programme"
			},
		}
	}
}

// callOff tells the speakers of meetings that do not take place, each once: when it became
// public, as delegations are told. Whom that does not reach the desk shows, with a button.
func (n *node) callOff(ctx context.Context) error {
	all, err := n.meetings.All(ctx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Off || !m.Gone.IsZero() {
			continue
		}
		said, err := n.meetings.Invitation(ctx, m.ID, "")
		if err != nil {
			return err
		}
		d, err := n.agendas.Draft(ctx, m.ID)
		if err != nil {
			return err
		}
		if !said.Off || d.Version == 0 || !d.OffTold.IsZero() {
			continue
		}
		if _, err := n.agendas.CallOff(ctx, people.System(), m.ID, n.telling(ctx, m)); err != nil && errs.KindOf(err) != errs.Invalid { // or somebody did it now
			return err
		}
	}
	return nil
}

// delegationsConcerned are the delegations that come to a meeting, or perhaps do: a session
// that expects some is theirs alone, any other everybody's. That a whole meeting is cancelled
// they are told with what else changes of it.
func (n *node) delegationsConcerned(base string) agenda.Concerned {
	return func(ctx context.Context, _ *db.Tx, meeting string) (list []agenda.Concern, err error) {
		if n.guests == nil {
			return nil, nil
		}
		all, err := n.guests.Of(ctx, meeting)
		for _, d := range all {
			if d.State != delegation.Accepted && d.State != delegation.Tentative {
				continue
			}
			list = append(list, agenda.Concern{
				ID: "delegation-" + d.ID, Name: n.delegationName(d), To: d.Contact.Email, Language: d.Language, Link: base + "/" + d.Language + "/guest/" + n.guests.Link(d) + "/programme", Secret: true, Elsewhere: true,
				Comes: func(s agenda.Session) bool { return len(s.Expected) == 0 || slices.Contains(s.Expected, d.ID) },
			})
		}
		return list, err
	}
}

// delegationName is what the desk calls a delegation: its town, its organisation, or the
// person who is addressed.
func (n *node) delegationName(d delegation.Delegation) string {
	if d.Place != 0 {
		return n.world.Now().Places.DisplayName(d.Place, d.Language)
	}
	return cmp.Or(d.Name, d.Contact.Name)
}

// patronTasks are the lines of a digest about patronages: what an organiser should think of
// within a month.
func (n *node) patronTasks(catalog *lang.Catalog) func(context.Context, people.Account, people.Actor) ([]lang.Message, error) {
	return func(ctx context.Context, a people.Account, who people.Actor) (lines []lang.Message, err error) {
		all, err := n.meetings.All(ctx)
		p, today := catalog.Printer(a.Language), lang.DateOf(clock.System().Now())
		for _, m := range all {
			if !m.Gone.IsZero() || !people.Allows(who, people.WriteMeeting, m.Object()) {
				continue
			}
			title, _ := m.TitleIn(a.Language)
			for _, x := range m.Patrons {
				plan := m.Plan(x, today)
				if !plan.Due(meeting.TaskDays) {
					continue
				}
				office, _ := x.Office.In(a.Language, a.Language)
				lines = append(lines, lang.Msg("meeting.task.line", "meeting", title, "office", office, "task", plan.Say(x, p)))
			}
		}
		return lines, err
	}
}

// speakerHolder are the speakers of meetings: who they are, where they are written to, what
// they agreed to, and their photos.
func (n *node) speakerHolder() privacy.Holder {
	if n.agendas == nil { // a command erases too, such as restore
		n.openAgendas("", nil)
	}
	photos := document.NewStore(n.db, nil, document.Options{Naming: n.partnerships.NamingDocument}) // of rows alone: commands have no objects open
	erase := func(ctx context.Context, tx *db.Tx, ids []string, err error) error {
		for _, id := range ids {
			if err == nil {
				err = photos.Erase(ctx, tx, id)
			}
		}
		return err
	}
	return privacy.Holder{
		Name: "speakers",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			kept, err := n.agendas.Of(ctx, p.Email)
			if len(kept) == 0 {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: kept}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			ids, err := n.agendas.Erase(ctx, tx, p.Email)
			return erase(ctx, tx, ids, err)
		},
		Rules: []privacy.Rule{{
			Name: "speakers.past", After: agenda.KeptFor, Due: agenda.Due,
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				changed, ids, err := n.agendas.Purge(ctx, tx, before)
				return changed, erase(ctx, tx, ids, err)
			},
		}},
	}
}
