package main

import (
	"context"
	"time"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/privacy"
)

// The kinds of the jobs that look after guests.
const (
	remindKind = "guests.remind" // those who did not answer, before their deadline
	newsKind   = "guests.news"   // that a meeting was cancelled or moved
)

// guestKinds are the jobs that look after guests. Reminders leave before the offices open.
// A meeting that is cancelled by hand is told at once; the nightly look finds what was planned
// for a moment.
func (n *node) guestKinds(r *jobs.Runner) {
	r.Handle(jobs.Kind{Name: remindKind, Do: n.remindGuests})
	r.Daily(remindKind, 5, 40, time.UTC)
	r.Handle(jobs.Kind{Name: newsKind, Do: n.tellNews})
	r.Daily(newsKind, 5, 0, time.UTC)
	r.Handle(jobs.Kind{Name: delegation.BulkKind, Do: n.goOnWithBulk, AtOnce: 1})
}

func (n *node) remindGuests(ctx context.Context, j jobs.Job) error {
	if _, err := n.guests.RemindDue(ctx, people.System()); err != nil {
		return err
	}
	if _, err := n.guests.Sweep(ctx); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}

func (n *node) tellNews(ctx context.Context, j jobs.Job) error {
	all, err := n.guests.Conferences(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		m, err := n.meetings.Invitation(ctx, c.Meeting, "")
		if err != nil {
			return err
		}
		if _, err := n.guests.News(ctx, people.System(), c.Meeting, delegation.StandOf(m)); err != nil {
			return err
		}
	}
	if err := n.callOff(ctx); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error { return j.Finish(ctx, tx) })
}

// goOnWithBulk goes on with invitations or reminders to many delegations, part by part, in the
// name of who began, with the roles that she has now.
func (n *node) goOnWithBulk(ctx context.Context, j jobs.Job) error {
	var task delegation.BulkTask
	if err := j.Into(&task); err != nil {
		return err
	}
	b, there, err := n.guests.BulkOf(ctx, task.Bulk)
	if err != nil {
		return err
	}
	who, err := n.people.ActorOfAccount(ctx, b.Account)
	if err != nil {
		return err
	}
	who.Strong, who.Fresh = true, true // it was she who asked: that was proved then
	m, err := n.meetings.Meeting(ctx, b.Meeting)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if !there || err != nil || !people.Allows(who, people.MeetingGuests, m.Object()) {
		return n.db.Write(ctx, func(tx *db.Tx) error {
			if err := n.guests.EndBulk(ctx, tx, task.Bulk); err != nil {
				return err
			}
			return j.Finish(ctx, tx)
		})
	}
	for more := true; more; {
		if more, err = n.guests.StepBulk(ctx, who, b.ID, j.Finish); err != nil {
			return err
		}
	}
	return nil
}

// newsSoon has the guests of meetings told what changed: now, or from the moment on at which
// it becomes public.
func (n *node) newsSoon(ctx context.Context, at time.Time) error {
	return n.db.Write(ctx, func(tx *db.Tx) error {
		_, err := n.queue.Enqueue(ctx, tx, jobs.New{Kind: newsKind, After: at})
		return err
	})
}

// guestHolder tells what is kept about guests of meetings: whoever is written to, and the
// members of delegations, by the address that they gave for themselves. A name alone finds
// nobody: many have it. How long it is kept is said by each meeting.
func (n *node) guestHolder() privacy.Holder {
	if n.guests == nil { // a command erases too, such as restore
		n.guests = delegation.NewStore(n.db, n.log, n.key, clock.System(), nil)
	}
	return privacy.Holder{
		Name: "guests",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			own, err := n.guests.Own(ctx, p.Email)
			if err != nil || own.Empty() {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: own}, nil
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error {
			return n.guests.EraseAddress(ctx, tx, p.Email)
		},
		Addresses: func(ctx context.Context) (map[string]time.Time, error) { return n.guests.Addresses(ctx) },
	}
}
