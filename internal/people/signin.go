package people

import (
	"context"
	"unicode/utf8"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Lengths of a password: no rule but length and that it is not among the known ones. Ten
// letters are what people accept; 256 bounds the work.
const (
	shortestPassword = 10
	longestPassword  = 256
)

// CheckPassword returns why a password cannot be taken, in the field "password", or nil.
func CheckPassword(password, email, name string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return errs.In("password", lang.Msg("error.password.short", "min", shortestPassword))
	case len(password) > longestPassword:
		return errs.In("password", lang.Msg("error.password.long", "max", longestPassword))
	}
	return nil
}

// errSignIn is the one answer to a wrong password, an unknown address, a closed account.
func errSignIn() error { return errs.New(errs.Invalid, lang.Msg("error.sign_in"), nil) }

// ByPassword returns the account that an address and a password open. Whether the address
// is unknown, the password wrong or the account closed, the answer and its time are the same.
func (s *Store) ByPassword(ctx context.Context, email, password string) (a Account, err error) {
	defer errs.Wrap(&err, "people.ByPassword")
	if len(password) > longestPassword {
		password = ""
	}
	phc, _, err := db.One(ctx, s.db, func(row db.Scanner) (phc string, err error) { return phc, row.Scan(&phc) },
		`SELECT password FROM account WHERE email_key = $1`, EmailKey(email))
	if err != nil {
		return a, err
	}
	ok, stale, err := s.hasher.matches(ctx, password, phc)
	if err != nil {
		return a, err
	}
	a, found, err := s.ByEmail(ctx, email)
	switch {
	case err != nil:
		return a, err
	case !ok || !found || !a.Open():
		return Account{}, errSignIn()
	case stale:
		return a, s.rehash(ctx, a.ID, password)
	}
	return a, nil
}

// rehash keeps the password at today's cost.
func (s *Store) rehash(ctx context.Context, account, password string) error {
	phc, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE account SET password = $1 WHERE id = $2`, phc, account)
		return err
	})
}

// Empty says that nobody has an account yet, so that the first one is to be made.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	_, any, err := db.One(ctx, s.db, scanAccount, selectAccount+` LIMIT 1`)
	return !any, err
}

// FirstLink makes the link for the first administrator; older ones stop working. The bool
// is false where somebody has an account already.
func (s *Store) FirstLink(ctx context.Context) (token string, ok bool, err error) {
	defer errs.Wrap(&err, "people.FirstLink")
	if empty, err := s.Empty(ctx); err != nil || !empty {
		return "", false, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE link SET used = $1 WHERE purpose = $2 AND used = 0`, tx.Now(), string(LinkFirst)); err != nil {
			return err
		}
		token, err = s.NewLink(ctx, tx, LinkFirst, "", "", nil)
		return err
	})
	return token, err == nil, err
}

// First makes the first administrator by the link. Of two who come at once one succeeds.
func (s *Store) First(ctx context.Context, token string, n NewAccount) (account string, err error) {
	defer errs.Wrap(&err, "people.First")
	n.Confirmed = true
	err = s.log.Change(ctx, System(), func(tx *db.Tx, note func(Entry)) error {
		if _, err := s.Use(ctx, tx, LinkFirst, token); err != nil {
			return err
		}
		if account, err = s.Create(ctx, tx, note, n); err != nil {
			return err
		}
		_, err = s.Ask(ctx, tx, note, System(), Grant{Account: account, Role: Administrator, Scope: Site(), State: Held})
		return err
	})
	return account, err
}

// Invite makes an invitation within a change and returns the secret for its address. The
// caller has asked whether by may give the role.
func (s *Store) Invite(ctx context.Context, tx *db.Tx, note func(Entry), by Actor, email string, i Invitation) (token string, err error) {
	defer errs.Wrap(&err, "people.Invite")
	if email, err = CleanEmail(email); err != nil {
		return "", err
	}
	i.InvitedBy = by.Account
	if token, err = s.NewLink(ctx, tx, LinkInvite, "", email, i); err != nil {
		return "", err
	}
	e := Grant{Account: by.Account, Role: i.Role, Scope: i.Scope, State: Asked}.entry(InvitePerson, "")
	e.Fields = append(e.Fields, FieldChange{Name: "email", New: email})
	note(e)
	return token, nil
}
