package mail

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

const settingsPurpose = "mail server"

// Condition says whether mails can go out.
type Condition struct {
	Set     bool      // an administrator entered a server
	Trouble string    // the server's last answer when it would not take mails; "": none known
	Since   time.Time // of the trouble
	Changed time.Time // of the settings
}

// Save keeps the server that an administrator entered, sealed, inside tx.
func (o *Outbox) Save(ctx context.Context, tx *db.Tx, s Server) (err error) {
	defer errs.Wrap(&err, "mail.Save")
	if err := s.Check(); err != nil {
		return err
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	tx.AfterCommit(o.Wake)
	_, err = tx.ExecContext(ctx, `
		INSERT INTO mail_server (name, settings, trouble, since, changed)
		VALUES ('smtp', $1, '', 0, $2)
		ON CONFLICT (name) DO UPDATE SET
			settings = excluded.settings,
			trouble  = '',
			since    = 0,
			changed  = excluded.changed`, o.key.Seal(settingsPurpose, raw), tx.Now())
	return err
}

// Forget removes the server that an administrator entered, inside tx: mails wait.
func (o *Outbox) Forget(ctx context.Context, tx *db.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM mail_server WHERE name = 'smtp'`)
	return err
}

// Saved is the server that an administrator entered; ok is false where there is none.
func (o *Outbox) Saved(ctx context.Context) (s Server, ok bool, err error) {
	defer errs.Wrap(&err, "mail.Saved")
	sealed, found, err := db.One(ctx, o.db, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) },
		`SELECT settings FROM mail_server WHERE name = 'smtp'`)
	if err != nil || !found || sealed == "" {
		return s, false, err
	}
	raw, err := o.key.Unseal(settingsPurpose, sealed)
	if err != nil {
		return s, false, err
	}
	return s, true, json.Unmarshal(raw, &s)
}

// Condition is what is known of the server in use.
func (o *Outbox) Condition(ctx context.Context) (_ Condition, err error) {
	defer errs.Wrap(&err, "mail.Condition")
	c, _, err := db.One(ctx, o.db, func(row db.Scanner) (c Condition, err error) {
		var settings string
		var since, changed int64
		err = row.Scan(&settings, &c.Trouble, &since, &changed)
		c.Set, c.Since, c.Changed = settings != "", db.Moment(since), db.Moment(changed)
		return c, err
	}, `SELECT settings, trouble, since, changed FROM mail_server WHERE name = 'smtp'`)
	return c, err
}

// trouble notes why mails wait, "" when they do not any more. What is noted already
// costs no write.
func (o *Outbox) trouble(ctx context.Context, what string) error {
	what = cut(clean(what), mostAnswer)
	known, err := o.Condition(ctx)
	if err != nil || known.Trouble == what {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO mail_server (name, settings, trouble, since, changed)
			VALUES ('smtp', '', $1, $2, 0)
			ON CONFLICT (name) DO UPDATE SET
				since   = CASE WHEN mail_server.trouble = '' OR excluded.trouble = '' THEN excluded.since ELSE mail_server.since END,
				trouble = excluded.trouble`, what, tx.Now())
		return err
	})
}
