package care

import (
	"context"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// ContactLife is how long an address that an officer knows is kept: two yearly rounds.
const ContactLife = 2 * 365 * 24 * time.Hour

// inquiryLife is how long the address that an inquiry went to is kept after it was asked.
const inquiryLife = 365 * 24 * time.Hour

// Contact is an address at which officers of a place reach the other side.
type Contact struct {
	Place    int64
	KeptFor  int64
	Email    string
	Language string
	Expires  time.Time
}

// ContactOf returns the address that the officers of forPlace keep of a place.
func (d *Desk) ContactOf(ctx context.Context, place, forPlace int64) (Contact, bool, error) {
	return d.contactOf(ctx, d.DB, place, forPlace)
}

func (d *Desk) contactOf(ctx context.Context, q db.Querier, place, forPlace int64) (Contact, bool, error) {
	return db.One(ctx, q, func(row db.Scanner) (c Contact, err error) {
		var expires int64
		err = row.Scan(&c.Place, &c.KeptFor, &c.Email, &c.Language, &expires)
		c.Expires = time.UnixMicro(expires).UTC()
		return c, err
	}, `
		SELECT place,
		       kept_for,
		       email,
		       language,
		       expires
		  FROM partner_contact
		 WHERE place = $1
		   AND kept_for = $2
		   AND expires > $3
		 ORDER BY entered DESC
		 LIMIT 1`, place, forPlace, d.Clock.Now().UnixMicro())
}

// KeepContact notes the address of a side for the officers of forPlace, inside a change;
// "" forgets it. The audit chain tells that it changed, not the address.
func (d *Desk) KeepContact(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, place, forPlace int64, email, language string) (err error) {
	defer errs.Wrap(&err, "care.KeepContact")
	if email != "" {
		if email, err = people.CleanEmail(email); err != nil {
			return errs.In("email", errs.PublicOf(err))
		}
	}
	note(people.Entry{
		Action: people.EditPlace, Kind: "place", ID: strconv.FormatInt(forPlace, 10), Places: []int64{forPlace},
		Fields: []people.FieldChange{{Name: "partner_contact"}},
	})
	if _, err := tx.ExecContext(ctx, `DELETE FROM partner_contact WHERE place = $1 AND kept_for = $2`, place, forPlace); err != nil || email == "" {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO partner_contact (id, place, kept_for, email, language, entered, entered_by, expires)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		db.NewID(), place, forPlace, email, language, tx.Now(), who.Account, tx.Now()+ContactLife.Microseconds())
	return err
}

// Own is what is kept about a person here.
type Own struct {
	Digest   string   `json:"digest,omitempty"`
	Feeds    []int64  `json:"calendars,omitempty"`
	Contacts []int64  `json:"kept_as_contact_of,omitempty"`
	Asked    []string `json:"asked_about,omitempty"`
}

// OwnOf tells what is kept about a person: an account, an address, or both.
func (d *Desk) OwnOf(ctx context.Context, account, email string) (o Own, found bool, err error) {
	defer errs.Wrap(&err, "care.OwnOf")
	number := func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }
	text := func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) }
	if o.Digest, _, err = db.One(ctx, d.DB, text, `SELECT every FROM digest WHERE account = $1`, account); err != nil {
		return o, false, err
	}
	if o.Feeds, err = db.Collect(ctx, d.DB, number, `SELECT place FROM calendar_feed WHERE account = $1 ORDER BY place`, account); err != nil {
		return o, false, err
	}
	if o.Contacts, err = db.Collect(ctx, d.DB, number, `SELECT place FROM partner_contact WHERE email = $1 AND email <> '' ORDER BY place`, email); err != nil {
		return o, false, err
	}
	o.Asked, err = db.Collect(ctx, d.DB, text, `
		SELECT partnership
		  FROM inquiry
		 WHERE (account = $1 AND account <> '') OR (email = $2 AND email <> '')
		 ORDER BY asked`, account, email)
	return o, o.Digest != "" || len(o.Feeds)+len(o.Contacts)+len(o.Asked) > 0, err
}

// Erase forgets a person inside a transaction. What the side answered stays, without the
// words beside it.
func (d *Desk) Erase(ctx context.Context, tx *db.Tx, account, email string) (err error) {
	defer errs.Wrap(&err, "care.Erase")
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM digest WHERE account = $1`, []any{account}},
		{`DELETE FROM calendar_feed WHERE account = $1`, []any{account}},
		{`DELETE FROM partner_contact WHERE email = $1 AND email <> ''`, []any{email}},
		{`
			UPDATE inquiry
			   SET email = '', account = '', state = CASE WHEN state = 'open' THEN 'silent' ELSE state END
			 WHERE (account = $1 AND account <> '') OR (email = $2 AND email <> '')`, []any{account, email}},
	} {
		if _, err := tx.ExecContext(ctx, step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// Overdue counts the addresses that were kept long enough, and Purge removes them.
func (d *Desk) Overdue(ctx context.Context, q db.Querier) (int, error) {
	count := func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }
	now := d.Clock.Now().UnixMicro()
	contacts, _, err := db.One(ctx, q, count, `SELECT count(*) FROM partner_contact WHERE expires < $1`, now)
	if err != nil {
		return 0, err
	}
	asked, _, err := db.One(ctx, q, count, `SELECT count(*) FROM inquiry WHERE email <> '' AND state <> 'stopped' AND asked < $1`, now-inquiryLife.Microseconds())
	return contacts + asked, err
}

// Purge removes the addresses that Overdue counts. Those that want no mails are kept, since
// otherwise nobody would know.
func (d *Desk) Purge(ctx context.Context, tx *db.Tx) (n int, err error) {
	defer errs.Wrap(&err, "care.Purge")
	for _, step := range []struct {
		query  string
		before int64
	}{
		{`DELETE FROM partner_contact WHERE expires < $1`, tx.Now()},
		{`UPDATE inquiry SET email = '' WHERE email <> '' AND state <> 'stopped' AND asked < $1`, tx.Now() - inquiryLife.Microseconds()},
	} {
		done, err := tx.ExecContext(ctx, step.query, step.before)
		if err != nil {
			return n, err
		}
		rows, err := done.RowsAffected()
		if err != nil {
			return n, err
		}
		n += int(rows)
	}
	return n, nil
}

// Addresses are those of contacts and of who was asked, each with its first row's moment.
func (d *Desk) Addresses(ctx context.Context) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "care.Addresses")
	return db.Oldest(ctx, d.DB, `
		SELECT email, entered FROM partner_contact WHERE email <> ''
		 UNION ALL
		SELECT email, asked FROM inquiry WHERE email <> '' AND state <> 'stopped'`)
}
