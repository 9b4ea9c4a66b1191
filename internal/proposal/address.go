package proposal

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// By are the proposals that came with an address, for the export of a person's data.
func (s *Store) By(ctx context.Context, email string) (_ []Proposal, err error) {
	defer errs.Wrap(&err, "proposal.By")
	all, err := db.Collect(ctx, s.db, scan, selectProposal+` WHERE email <> '' ORDER BY made, id`)
	var own []Proposal
	for _, p := range all {
		if people.EmailKey(p.Email) == people.EmailKey(email) {
			own = append(own, p)
		}
	}
	return own, err
}

// EraseAddress forgets an address; what was said with it stays.
func (s *Store) EraseAddress(ctx context.Context, tx *db.Tx, email string) error {
	own, err := s.By(ctx, email)
	for _, p := range own {
		if _, err := tx.ExecContext(ctx, `UPDATE proposal SET email = '' WHERE id = $1`, p.ID); err != nil {
			return err
		}
	}
	return err
}

const decidedBefore = ` email <> '' AND decided <> 0 AND decided < $1`

// AddressesDue counts the addresses of proposals that were decided before a moment.
func AddressesDue(ctx context.Context, q db.Querier, before time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) },
		`SELECT count(*) FROM proposal WHERE`+decidedBefore, before.UnixMicro())
	return n, err
}

// ForgetAddresses forgets them and returns how many.
func ForgetAddresses(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
	done, err := tx.ExecContext(ctx, `UPDATE proposal SET email = '' WHERE`+decidedBefore, before.UnixMicro())
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// Addresses are those that readers left, each with its first proposal's moment.
func (s *Store) Addresses(ctx context.Context) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "proposal.Addresses")
	return db.Oldest(ctx, s.db, `SELECT email, made FROM proposal WHERE email <> ''`)
}
