package main

import (
	"context"

	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/meeting/hosting"
	"twintown/internal/meeting/papers"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
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
		l := guestLetter{Told: t, base: base, now: db.Moment(tx.Now()), p: catalog.Printer(t.Delegation.Language), place: n.world.Now().Places.DisplayName}
		if l.m, err = n.meetings.Invitation(ctx, t.Delegation.Meeting, t.Delegation.Language); err != nil {
			return err
		}
		*t.Knows = delegation.StandOf(l.m)
		_, err = n.outbox.Queue(ctx, tx, l.mail())
		return err
	}
}
