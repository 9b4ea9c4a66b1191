package people

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/passkey"
)

// AddPasskey keeps a key of the actor's and returns recovery codes, unless she has some.
func (d *Door) AddPasskey(ctx context.Context, by Actor, key passkey.Key, name string) (recovery []string, err error) {
	err = d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		if err := d.store.AddPasskey(ctx, tx, note, by, key, name); err != nil {
			return err
		}
		if recovery, err = d.recoveryFor(ctx, tx, note, a); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "passkey")
	})
	return recovery, err
}

// DropPasskey removes a key of the actor's.
func (d *Door) DropPasskey(ctx context.Context, by Actor, id string) error {
	return d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		if err := d.store.DropPasskey(ctx, tx, note, a.ID, id); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "passkey")
	})
}

// ResetFactors takes a person's second factors away, and tells her so by mail.
func (d *Door) ResetFactors(ctx context.Context, by Actor, account string) error {
	return d.store.log.Change(ctx, by, func(tx *db.Tx, note func(Entry)) error {
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, account)
		if err == nil && !ok {
			err = errs.New(errs.NotFound, lang.Msg("error.people.account_unknown"), nil)
		}
		if err != nil {
			return err
		}
		if err := d.store.ResetFactors(ctx, tx, note, account); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "lost")
	})
}

// SetCodes sets one-time codes up and returns recovery codes, unless she has some.
func (d *Door) SetCodes(ctx context.Context, by Actor, secret, code string) (recovery []string, err error) {
	err = d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		if err := d.store.SetCodes(ctx, tx, note, by, secret, code); err != nil {
			return err
		}
		if recovery, err = d.recoveryFor(ctx, tx, note, a); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "codes")
	})
	return recovery, err
}

// recoveryFor makes recovery codes for who has none.
func (d *Door) recoveryFor(ctx context.Context, tx *db.Tx, note func(Entry), a Account) ([]string, error) {
	f, err := d.store.factors(ctx, tx, a.ID)
	if err != nil || f.Recovery > 0 {
		return nil, err
	}
	return d.store.NewRecoveryCodes(ctx, tx, note, a.ID)
}

// NewRecoveryCodes replaces the actor's recovery codes.
func (d *Door) NewRecoveryCodes(ctx context.Context, by Actor) (codes []string, err error) {
	err = d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		if codes, err = d.store.NewRecoveryCodes(ctx, tx, note, a.ID); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "recovery")
	})
	return codes, err
}

// DropCodes removes the actor's one-time codes.
func (d *Door) DropCodes(ctx context.Context, by Actor) error {
	return d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		if err := d.store.DropCodes(ctx, tx, note, a.ID); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "codes")
	})
}
