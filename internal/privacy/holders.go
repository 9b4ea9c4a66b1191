package privacy

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/mail"
)

// Accounts is the holder of accounts, their keys, sessions, roles and memberships.
func Accounts(d *db.DB, s *people.Store) Holder {
	// an account that was never confirmed and has no role is a mistake or a trick
	due, purge := Rows("account", `confirmed = 0 AND erased = 0 AND created < $1
		AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.account = account.id)`)
	// what an ended role says of how it was claimed serves nobody after a year
	reasonDue := func(ctx context.Context, q db.Querier, before time.Time) (int, error) {
		n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `
			SELECT count(*)
			  FROM role_grant
			 WHERE state IN ('ended', 'refused') AND reason <> '' AND decided < $1`, before.UnixMicro())
		return n, err
	}
	reasonPurge := func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
		done, err := tx.ExecContext(ctx, `
			UPDATE role_grant
			   SET reason = ''
			 WHERE state IN ('ended', 'refused') AND reason <> '' AND decided < $1`, before.UnixMicro())
		if err != nil {
			return 0, err
		}
		n, err := done.RowsAffected()
		return int(n), err
	}
	const year = 365 * 24 * time.Hour
	return Holder{
		Name: "accounts",
		Export: func(ctx context.Context, p Person) (Export, error) {
			own, ok, err := s.Own(ctx, p.Account)
			if !ok {
				return Export{}, err
			}
			return Export{Data: own}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p Person) error {
			return s.EraseAccount(ctx, tx, p.Account, p.Email)
		},
		Rules: []Rule{
			{Name: "accounts.unconfirmed", After: people.Unconfirmed, Due: due, Purge: purge},
			{Name: "accounts.reasons", After: year, Due: reasonDue, Purge: reasonPurge},
		},
		Addresses: func(ctx context.Context) (map[string]time.Time, error) { // who was invited and did not come
			return db.Oldest(ctx, d, `SELECT email, created FROM link WHERE account = '' AND email <> ''`)
		},
	}
}

// Mails is the holder of the outbox. Its own nightly job removes what ended long ago.
func Mails(o *mail.Outbox) Holder {
	return Holder{
		Name: "mails",
		Export: func(ctx context.Context, p Person) (Export, error) {
			all, err := o.To(ctx, p.Email)
			if len(all) == 0 {
				return Export{}, err
			}
			return Export{Data: all}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p Person) error {
			_, err := o.Erase(ctx, tx, p.Email)
			return err
		},
		Addresses: o.Addresses,
	}
}
