package delegation

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// CreateIn opens the working side of a meeting that has none, with delegations as they are:
// invited, or with the answer that they gave. Nobody is told, and they get identifiers.
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, c Conference, all []Delegation) (err error) {
	defer errs.Wrap(&err, "delegation.CreateIn(%s)", c.Meeting)
	if c, err = c.clean(); err != nil {
		return err
	}
	if err := putConference(ctx, tx, c); err != nil {
		return err
	}
	for _, d := range all {
		if d, err = d.clean(); err != nil {
			return err
		}
		d.ID, d.Meeting, d.link = db.NewID(), c.Meeting, 1
		if err := s.insert(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}
