package main

import (
	"context"
	"time"

	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/meeting/hosting"
	"twintown/internal/meeting/papers"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// openGuests opens the delegations of meetings. The outbox and the meetings must be there
// already.
func (n *node) openGuests(base string, catalog *lang.Catalog) {
	n.forums = forum.NewStore(n.db, n.log, n.key, n.meetings)
	n.guests = delegation.NewStore(n.db, n.log, n.key, clock.System(), n.tellGuest(base, catalog))
	n.checkin = checkin.NewStore(n.db, n.log, n.key, n.guests)
	n.hosts = hosting.NewStore(n.db, n.log, n.key, n.guests, n.tellHosts(catalog))
	n.papers = papers.NewStore(n.db, n.log, catalog.Languages())
}

// tellGuest writes to a delegation in its language.
func (n *node) tellGuest(base string, catalog *lang.Catalog) delegation.Tell {
	return func(ctx context.Context, tx *db.Tx, t delegation.Told) (err error) {
		defer errs.Wrap(&err, "tellGuest(%s)", t.Event)
		l, err := n.letterTo(ctx, t, base, catalog, db.Moment(tx.Now()))
		if err != nil {
			return err
		}
		*t.Knows = delegation.StandOf(l.m)
		_, err = n.outbox.Queue(ctx, tx, l.mail())
		return err
	}
}

// letterTo is a mail to a delegation, before it is written.
func (n *node) letterTo(ctx context.Context, t delegation.Told, base string, catalog *lang.Catalog, now time.Time) (l guestLetter, err error) {
	l = guestLetter{Told: t, base: base, now: now, p: catalog.Printer(t.Delegation.Language), place: n.world.Now().Places.DisplayName}
	l.m, err = n.meetings.Invitation(ctx, t.Delegation.Meeting, t.Delegation.Language)
	return l, err
}

// showLetter is the same for who wants to see the mail before it is sent.
func (n *node) showLetter(base string, catalog *lang.Catalog) func(context.Context, delegation.Told) (mail.Mail, error) {
	return func(ctx context.Context, t delegation.Told) (mail.Mail, error) {
		l, err := n.letterTo(ctx, t, base, catalog, time.Now())
		if err != nil {
			return mail.Mail{}, err
		}
		return l.mail(), nil
	}
}
