package people

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Identity is a person as another log-in service names her.
type Identity struct {
	Issuer, Subject string
	Email           string
	Verified        bool // the service says that the address is hers
	Name            string
}

// ByIdentity returns the account that is tied to an identity; the bool is false where
// none is.
func (s *Store) ByIdentity(ctx context.Context, i Identity) (a Account, ok bool, err error) {
	defer errs.Wrap(&err, "people.ByIdentity")
	id, ok, err := db.One(ctx, s.db, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT account FROM foreign_identity WHERE issuer = $1 AND subject = $2`, i.Issuer, i.Subject)
	if err != nil || !ok {
		return a, false, err
	}
	a, err = s.Account(ctx, id)
	return a, err == nil, err
}

// Tie ties an identity to the actor's account. The service must have verified the same
// address (errs.Forbidden otherwise), and the identity must be no other account's
// (errs.Conflict).
func (s *Store) Tie(ctx context.Context, by Actor, i Identity) (err error) {
	defer errs.Wrap(&err, "people.Tie")
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		return s.tie(ctx, tx, note, by.Account, by.Email, i)
	})
}

// Proves says whether the service has verified that an address is this person's.
func (i Identity) Proves(email string) bool {
	return i.Verified && EmailKey(i.Email) == EmailKey(email)
}

// tie ties an identity to an account with an address. One that is another account's
// already is errs.Conflict.
func (s *Store) tie(ctx context.Context, tx *db.Tx, note func(Entry), account, email string, i Identity) error {
	if !i.Proves(email) {
		return errs.New(errs.Forbidden, lang.Msg("error.service.address"), nil)
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO foreign_identity (issuer, subject, account, created) VALUES ($1, $2, $3, $4)
		ON CONFLICT (issuer, subject) DO NOTHING`, i.Issuer, i.Subject, account, tx.Now())
	if err != nil {
		return err
	}
	owner, _, err := db.One(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT account FROM foreign_identity WHERE issuer = $1 AND subject = $2`, i.Issuer, i.Subject)
	if err == nil && owner != account {
		return errs.New(errs.Conflict, lang.Msg("error.service.taken"), nil)
	}
	note(security(account, "service", "", i.Issuer))
	return err
}

// Untie cuts the ties of the actor's account to a service.
func (s *Store) Untie(ctx context.Context, by Actor, issuer string) (err error) {
	defer errs.Wrap(&err, "people.Untie")
	return s.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM foreign_identity WHERE issuer = $1 AND account = $2`, issuer, by.Account); err != nil {
			return err
		}
		f, err := s.factors(ctx, tx, by.Account)
		if err == nil && !f.Password && len(f.Passkeys) == 0 && len(f.Services) == 0 {
			return errs.New(errs.Conflict, lang.Msg("error.passkey.only"), nil)
		}
		note(security(by.Account, "service", issuer, ""))
		return err
	})
}
