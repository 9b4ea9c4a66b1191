package people

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Own is everything that this room keeps about a person, for her to take along.
// Secrets are not data: that a password is set is told, not its hash.
type Own struct {
	Account     Account      `json:"account"`
	Grants      []Grant      `json:"roles"`
	Sessions    []Session    `json:"sessions"`
	Memberships []Membership `json:"memberships"`
	Passkeys    []string     `json:"passkeys"` // by the names that she gave them
	Changes     []Record     `json:"changes"`  // that she made
}

// Membership is that a person acts for an organisation, for a time.
type Membership struct {
	Organisation string `json:"organisation"`
	Position     string `json:"position"`
	Since        string `json:"since,omitempty"`
	Until        string `json:"until,omitempty"`
}

// mostChanges bounds an export: years of an officer's daily work.
const mostChanges = 100_000

// Own returns what is kept about an account; the bool is false where there is none.
func (s *Store) Own(ctx context.Context, account string) (o Own, ok bool, err error) {
	defer errs.Wrap(&err, "people.Own")
	if o.Account, ok, err = db.One(ctx, s.db, scanAccount, selectAccount+` WHERE id = $1 AND erased = 0`, account); err != nil || !ok {
		return o, false, err
	}
	if o.Grants, err = s.GrantsOf(ctx, account); err != nil {
		return o, true, err
	}
	if o.Sessions, err = s.Sessions(ctx, account); err != nil {
		return o, true, err
	}
	if o.Memberships, err = s.memberships(ctx, account); err != nil {
		return o, true, err
	}
	o.Passkeys, err = db.Collect(ctx, s.db, func(row db.Scanner) (name string, err error) { return name, row.Scan(&name) },
		`SELECT name FROM passkey WHERE account = $1 ORDER BY created`, account)
	if err != nil {
		return o, true, err
	}
	o.Changes, err = s.log.Read(ctx, Query{Actor: account, Limit: mostChanges})
	return o, true, err
}

func (s *Store) memberships(ctx context.Context, account string) ([]Membership, error) {
	return db.Collect(ctx, s.db, func(row db.Scanner) (m Membership, err error) {
		return m, row.Scan(&m.Organisation, &m.Position, &m.Since, &m.Until)
	}, `
		SELECT o.name,
		       m.position,
		       m.since,
		       m.until
		  FROM membership m
		  JOIN organisation o ON o.id = m.organisation
		 WHERE m.account = $1
		 ORDER BY m.since`, account)
}

// EraseAccount removes the person behind an account: name, address, keys, sessions,
// memberships, roles, and links to the address. The row stays, so that what was changed
// keeps an author that leads to nobody.
func (s *Store) EraseAccount(ctx context.Context, tx *db.Tx, account, email string) (err error) {
	defer errs.Wrap(&err, "people.EraseAccount")
	if email != "" {
		if _, err := tx.ExecContext(ctx, `DELETE FROM link WHERE lower(email) = $1`, EmailKey(email)); err != nil {
			return err
		}
	}
	if account == "" {
		return nil
	}
	for _, query := range []string{
		`DELETE FROM session          WHERE account = $1`,
		`DELETE FROM passkey          WHERE account = $1`,
		`DELETE FROM recovery_code    WHERE account = $1`,
		`DELETE FROM foreign_identity WHERE account = $1`,
		`DELETE FROM membership       WHERE account = $1`,
		`DELETE FROM link             WHERE account = $1`,
		`UPDATE role_grant SET state = 'ended', reason = '' WHERE account = $1`,
	} {
		if _, err := tx.ExecContext(ctx, query, account); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE account
		   SET email     = '',
		       email_key = id,
		       name      = '',
		       password  = '',
		       totp      = '',
		       confirmed = 0,
		       erased    = CASE WHEN erased = 0 THEN $1 ELSE erased END,
		       version   = version + 1
		 WHERE id = $2`, tx.Now(), account)
	return err
}

// Unconfirmed is how long an account waits for its address to be confirmed.
const Unconfirmed = 30 * 24 * time.Hour
