package people

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// SetProfile changes the actor's name and the language of her mails.
func (d *Door) SetProfile(ctx context.Context, by Actor, name, language string) (err error) {
	defer errs.Wrap(&err, "people.SetProfile")
	if name, err = CleanName(name); err != nil {
		return err
	}
	return d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		_, err := tx.ExecContext(ctx, `UPDATE account SET name = $1, language = $2, version = version + 1 WHERE id = $3`, name, language, a.ID)
		e := Entry{Action: OwnAccount, Kind: "account", ID: a.ID}
		if a.Name != name {
			e.Fields = append(e.Fields, FieldChange{"name", a.Name, name})
		}
		if a.Language != language {
			e.Fields = append(e.Fields, FieldChange{"language", a.Language, language})
		}
		note(e)
		return err
	})
}

// AskAddress begins a change of address: the new one gets a link, the old one hears of
// it. Where the new one belongs to somebody already, she is told, and the actor is not.
func (d *Door) AskAddress(ctx context.Context, by Actor, email string) (err error) {
	defer errs.Wrap(&err, "people.AskAddress")
	if email, err = CleanEmail(email); err != nil {
		return err
	}
	if EmailKey(email) == EmailKey(by.Email) {
		return errs.In("email", lang.Msg("error.people.email_same"))
	}
	return d.change(ctx, by, func(tx *db.Tx, note func(Entry), a Account) error {
		note(Entry{Action: OwnSecurity, Kind: "account", ID: a.ID, Fields: []FieldChange{{"email", a.Email, email}}, Note: "asked"})
		if err := d.askAddress(ctx, tx, a, email); err != nil {
			return err
		}
		return d.Tell(ctx, tx, a, "address")
	})
}

func (d *Door) askAddress(ctx context.Context, tx *db.Tx, a Account, email string) error {
	owner, known, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE email_key = $1`, EmailKey(email))
	if err != nil {
		return err
	}
	if known {
		return d.post(ctx, tx, d.to(owner, "account_known", "/sign-in", nil))
	}
	if err := d.store.DropLinks(ctx, tx, LinkAddress, a.ID, ""); err != nil {
		return err
	}
	token, err := d.store.NewLink(ctx, tx, LinkAddress, a.ID, email, nil)
	if err != nil {
		return err
	}
	return d.post(ctx, tx, Letter{
		Kind: "account_address", To: email, Name: a.Name, Language: a.Language, Secret: true, Path: "/" + a.Language + "/address?key=" + token,
	})
}

// SetAddress ends a change of address by the link that came to the new one; the old one
// is told.
func (d *Door) SetAddress(ctx context.Context, token string) (err error) {
	defer errs.Wrap(&err, "people.SetAddress")
	return d.store.log.Change(ctx, Actor{}, func(tx *db.Tx, note func(Entry)) error {
		l, err := d.store.Use(ctx, tx, LinkAddress, token)
		if err != nil {
			return err
		}
		a, ok, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE id = $1`, l.Account)
		if err != nil {
			return err
		}
		if !ok || !a.Open() {
			return errs.New(errs.NotFound, lang.Msg("error.link.unknown"), nil)
		}
		if _, taken, err := db.One(ctx, tx, scanAccount, selectAccount+` WHERE email_key = $1`, EmailKey(l.Email)); err != nil || taken {
			return errs.New(errs.Conflict, lang.Msg("error.people.email_taken"), err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE account SET email = $1, email_key = $2, version = version + 1 WHERE id = $3`, l.Email, EmailKey(l.Email), a.ID)
		if err != nil {
			return err
		}
		note(Entry{Action: OwnSecurity, Kind: "account", ID: a.ID, Fields: []FieldChange{{"email", a.Email, l.Email}}})
		return d.Tell(ctx, tx, a, "address_changed") // to the old one
	})
}

// SetOpen closes an account, which ends its sessions at once, or opens it again.
func (s *Store) SetOpen(ctx context.Context, tx *db.Tx, note func(Entry), account string, open bool) (err error) {
	defer errs.Wrap(&err, "people.SetOpen")
	disabled, was, is := int64(0), "disabled", "open"
	if !open {
		disabled, was, is = tx.Now(), "open", "disabled"
	}
	done, err := tx.ExecContext(ctx, `UPDATE account SET disabled = $1, version = version + 1 WHERE id = $2 AND erased = 0`, disabled, account)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errs.New(errs.NotFound, lang.Msg("error.people.account_unknown"), err)
	}
	note(Entry{Action: ManagePeople, Kind: "account", ID: account, Fields: []FieldChange{{"state", was, is}}})
	if open {
		return nil
	}
	if err := s.DropLinks(ctx, tx, LinkReset, account, ""); err != nil {
		return err
	}
	return s.EndOthers(ctx, tx, account, "")
}
