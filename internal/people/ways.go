package people

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// ResetLink makes a link by which the owner sets a new password; older ones stop working.
func (s *Store) ResetLink(ctx context.Context, tx *db.Tx, account string) (token string, err error) {
	if err := s.DropLinks(ctx, tx, LinkReset, account, ""); err != nil {
		return "", err
	}
	return s.NewLink(ctx, tx, LinkReset, account, "", nil)
}

// Welcome makes the account of somebody who followed the link of her registration.
func (d *Door) Welcome(ctx context.Context, token string, n NewAccount) (account string, err error) {
	defer errs.Wrap(&err, "people.Welcome")
	phc, err := d.hashed(ctx, n.Password)
	if err != nil {
		return "", err
	}
	err = d.store.log.Change(ctx, Actor{}, func(tx *db.Tx, note func(Entry)) error {
		l, err := d.store.Use(ctx, tx, LinkConfirm, token)
		if err != nil {
			return err
		}
		n.Email, n.Confirmed = l.Email, true
		account, err = d.store.create(ctx, tx, note, n, phc)
		return err
	})
	return account, err
}

// hashed is the PHC string of a password, made before a transaction: it takes long.
func (d *Door) hashed(ctx context.Context, password string) (string, error) {
	if password == "" {
		return "", nil
	}
	return d.store.hasher.hash(ctx, password)
}

// SetPassword sets a new password by the link of a reset. All sessions end; the second
// factor stays as it was, and is asked for at the next sign-in.
func (d *Door) SetPassword(ctx context.Context, token, password string) (account string, err error) {
	defer errs.Wrap(&err, "people.SetPassword")
	phc, err := d.hashed(ctx, password)
	if err != nil {
		return "", err
	}
	err = d.store.log.Change(ctx, Actor{}, func(tx *db.Tx, note func(Entry)) error {
		l, err := d.store.Use(ctx, tx, LinkReset, token)
		if err != nil {
			return err
		}
		account = l.Account
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, account)
		if err != nil {
			return err
		}
		if !ok || !a.Open() {
			return errs.New(errs.NotFound, lang.Msg("error.link.unknown"), nil)
		}
		return d.password(ctx, tx, note, a, phc, "")
	})
	return account, err
}

// ChangePassword sets a new password for somebody who is signed in; her other sessions end.
func (d *Door) ChangePassword(ctx context.Context, by Actor, password string) (err error) {
	defer errs.Wrap(&err, "people.ChangePassword")
	phc, err := d.hashed(ctx, password)
	if err != nil {
		return err
	}
	return d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		return d.password(ctx, tx, note, a, phc, by.Session)
	})
}

// change runs fn over the actor's own account.
func (d *Door) change(ctx context.Context, by Actor, fn func(tx *db.Tx, note func(Entry), a Account) error) error {
	return d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, by.Account)
		if err == nil && !ok {
			err = errs.New(errs.NotFound, lang.Msg("error.people.account_unknown"), nil)
		}
		if err != nil {
			return err
		}
		return fn(tx, note, a)
	})
}

func (d *Door) password(ctx context.Context, tx *db.Tx, note func(Entry), a Account, phc, stays string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE account SET password = $1, version = version + 1 WHERE id = $2`, phc, a.ID); err != nil {
		return err
	}
	if err := d.store.EndOthers(ctx, tx, a.ID, stays); err != nil {
		return err
	}
	if err := d.store.DropLinks(ctx, tx, LinkReset, a.ID, ""); err != nil {
		return err
	}
	note(security(a.ID, "password", "", "new"))
	return d.Tell(ctx, tx, a, "password")
}
