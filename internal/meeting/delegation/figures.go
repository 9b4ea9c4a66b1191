package delegation

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Listed returns how many members stand in the list of each delegation of a meeting that has
// any.
func (s *Store) Listed(ctx context.Context, meeting string) (_ map[string]int, err error) {
	defer errs.Wrap(&err, "delegation.Listed(%s)", meeting)
	counts := map[string]int{}
	err = db.Each(ctx, s.db, func(row db.Scanner) error {
		var id string
		var n int
		if err := row.Scan(&id, &n); err != nil {
			return err
		}
		counts[id] = n
		return nil
	}, `SELECT delegation, count(*) FROM delegation_member WHERE meeting = $1 GROUP BY delegation`, meeting)
	return counts, err
}

// Invitations are the delegations of towns that were written to and are not over: those
// towns' own officers see them at their desk. A meeting that has ended counts no more.
func (s *Store) Invitations(ctx context.Context, places []int64) (all []Delegation, err error) {
	defer errs.Wrap(&err, "delegation.Invitations")
	now := db.Micros(s.clock.Now())
	for _, place := range places {
		found, err := db.Collect(ctx, s.db, s.scan, selectDelegation+`
			 WHERE place = $1
			   AND kind = 'town'
			   AND state IN ('invited', 'tentative', 'accepted', 'waiting', 'declined')
			   AND meeting IN (SELECT meeting FROM conference WHERE ends > $2)
			 ORDER BY made, id`, place, now)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// Accepted are the delegations of a town that said that they come, also to meetings that are
// over.
func (s *Store) Accepted(ctx context.Context, place int64) (_ []Delegation, err error) {
	defer errs.Wrap(&err, "delegation.Accepted(%d)", place)
	return db.Collect(ctx, s.db, s.scan, selectDelegation+`
		 WHERE place = $1
		   AND kind = 'town'
		   AND state = 'accepted'
		 ORDER BY made, id`, place)
}

// WaitsBefore returns how many delegations stand in the waiting line before one that waits.
func (s *Store) WaitsBefore(ctx context.Context, d Delegation) (n int, err error) {
	defer errs.Wrap(&err, "delegation.WaitsBefore(%s)", d.ID)
	if d.State != Waiting {
		return 0, nil
	}
	since := db.Micros(d.WaitsSince)
	return count(ctx, s.db, `
		SELECT count(*)
		  FROM delegation
		 WHERE meeting = $1
		   AND state = 'waiting'
		   AND (waits_since < $2 OR waits_since = $2 AND id < $3)`, d.Meeting, since, d.ID)
}

// Letter is what a delegation would be told by an event if it happened now: for who wants to
// see the mail before it is sent. Nothing is kept.
func (s *Store) Letter(ctx context.Context, d Delegation, e Event) (t Told, err error) {
	defer errs.Wrap(&err, "delegation.Letter(%s)", d.ID)
	c, err := conferenceIn(ctx, s.db, d.Meeting)
	was := d.State
	if e == ToldInvited {
		d.State = Invited
	}
	var knows Stand
	return Told{e, d, c, s.Link(d), was, &knows}, err
}
