package hosting

import (
	"context"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Usual is how long families are kept after the last day of a meeting that says nothing else:
// as long as its guests.
const Usual = 90 * 24 * time.Hour

// over are the meetings whose guests, and with them whose families, are kept no longer.
func (s *Store) over(ctx context.Context, now time.Time) (all []string, err error) {
	conferences, err := s.guests.Conferences(ctx)
	for _, c := range conferences {
		if !now.Before(c.Until().People) {
			all = append(all, c.Meeting)
		}
	}
	return all, err
}

// orphans are needs and stays of members who are gone from their delegation's list.
const orphans = `FROM host_guest WHERE member NOT IN (SELECT id FROM delegation_member)`

// Due counts what is kept no longer: families and stays of meetings whose time is over, and
// what is left of members who are gone.
func (s *Store) Due(ctx context.Context, q db.Querier, now time.Time) (n int, err error) {
	defer errs.Wrap(&err, "hosting.Due")
	meetings, err := s.over(ctx, now)
	if err != nil {
		return 0, err
	}
	if n, _, err = db.One(ctx, q, scanCount, `SELECT count(*) `+orphans); err != nil {
		return 0, err
	}
	for _, id := range meetings {
		held, err := Held(ctx, q, id)
		if err != nil {
			return 0, err
		}
		n += held
	}
	return n, nil
}

// Purge removes it and returns how many rows that were.
func (s *Store) Purge(ctx context.Context, tx *db.Tx, now time.Time) (n int, err error) {
	defer errs.Wrap(&err, "hosting.Purge")
	meetings, err := s.over(ctx, now)
	if err != nil {
		return 0, err
	}
	for _, id := range meetings {
		gone, err := Forget(ctx, tx, id)
		if err != nil {
			return 0, err
		}
		n += gone
	}
	left, _, err := db.One(ctx, tx, scanCount, `SELECT count(*) `+orphans)
	if err == nil && left > 0 {
		_, err = tx.ExecContext(ctx, `DELETE `+orphans)
	}
	return n + left, err
}

// Of returns the families that are written to at an address, of whatever meeting.
func (s *Store) Of(ctx context.Context, q db.Querier, email string) (found []Family, err error) {
	defer errs.Wrap(&err, "hosting.Of")
	all, err := db.Collect(ctx, q, s.scanFamily, `SELECT `+familyColumns+` FROM host_family ORDER BY made, id`)
	for _, f := range all {
		if email != "" && strings.EqualFold(f.Email, email) {
			found = append(found, f)
		}
	}
	return found, err
}

// Erase removes the families of an address. Their guests are to be placed anew.
func (s *Store) Erase(ctx context.Context, tx *db.Tx, email string) (err error) {
	defer errs.Wrap(&err, "hosting.Erase")
	found, err := s.Of(ctx, tx, email)
	for _, f := range found {
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE host_guest SET family = '', by_hand = 0, told = 0 WHERE family = $1`, f.ID)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `DELETE FROM host_family WHERE id = $1`, f.ID)
		}
	}
	return err
}

// Addresses are those of all families, with the moment in which the oldest of each was added.
func (s *Store) Addresses(ctx context.Context) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "hosting.Addresses")
	type row struct {
		home Home
		made time.Time
	}
	all, err := db.Collect(ctx, s.db, func(r db.Scanner) (x row, err error) {
		var sealed string
		var made int64
		if err := r.Scan(&sealed, &made); err != nil {
			return x, err
		}
		x.made = db.Moment(made)
		return x, s.key.UnsealJSON(sealHome, sealed, &x.home)
	}, `SELECT sealed, made FROM host_family ORDER BY made DESC`)
	found := map[string]time.Time{}
	for _, x := range all {
		if x.home.Email != "" {
			found[strings.ToLower(x.home.Email)] = x.made
		}
	}
	return found, err
}
