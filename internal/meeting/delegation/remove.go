package delegation

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// removedLife is how long somebody who was taken off a list can be put back on it. A slip is
// noticed at once; what nobody needs is not kept for longer.
const removedLife = time.Hour

// RemoveMember takes a member off the list. For an hour she can be put back; then what was
// known of her goes. In the table she stands meanwhile at the negative of her position, which
// nothing else reads.
func (s *Store) RemoveMember(ctx context.Context, who people.Actor, by Way, delegation, id string) (err error) {
	defer errs.Wrap(&err, "delegation.RemoveMember(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		d, err := s.in(ctx, tx, delegation)
		if err != nil {
			return err
		}
		if _, err := s.memberWhere(ctx, tx, `id = $1 AND delegation = $2 AND position > 0`, id, delegation); err != nil {
			return err
		}
		note(entry(doneBy(by), d, people.FieldChange{Name: "member", Old: id}))
		return s.turnMember(ctx, tx, id)
	})
}

// RestoreMember puts back who was taken off the list within the last hour, where the list
// still has room.
func (s *Store) RestoreMember(ctx context.Context, who people.Actor, by Way, delegation, id string) (err error) {
	defer errs.Wrap(&err, "delegation.RestoreMember(%s)", id)
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		d, err := s.listed(ctx, tx, delegation, by)
		if err != nil {
			return err
		}
		_, err = s.memberWhere(ctx, tx, `id = $1 AND delegation = $2 AND position < 0 AND changed > $3`, id, delegation, tx.Now()-removedLife.Microseconds())
		if errs.KindOf(err) == errs.NotFound {
			err = errs.New(errs.Conflict, lang.Msg("error.people.reversal"), nil)
		}
		if err != nil {
			return err
		}
		if err := roomInList(ctx, tx, d); err != nil {
			return err
		}
		note(entry(doneBy(by), d, people.FieldChange{Name: "member", New: id}))
		return s.turnMember(ctx, tx, id)
	})
}

func (s *Store) turnMember(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := sweep(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE delegation_member SET position = -position, changed = $2, version = version + 1 WHERE id = $1`, id, tx.Now())
	return err
}

// Sweep forgets those who were taken off a list more than an hour ago, and returns how many.
func (s *Store) Sweep(ctx context.Context) (n int64, err error) {
	defer errs.Wrap(&err, "delegation.Sweep")
	err = s.db.Write(ctx, func(tx *db.Tx) error { n, err = sweep(ctx, tx); return err })
	return n, err
}

func sweep(ctx context.Context, tx *db.Tx) (int64, error) {
	r, err := tx.ExecContext(ctx, `DELETE FROM delegation_member WHERE position < 0 AND changed < $1`, tx.Now()-removedLife.Microseconds())
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
