package mail

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// moved says that a change of state met its mail.
func moved(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errs.New(errs.Conflict, lang.Msg("mail.moved"), nil))
	}
	return nil
}

// Erase blanks, inside tx, everything that the outbox knows of a person: address, name,
// subjects, texts, attachments, what servers said. What waits is cancelled. That mails
// were sent, of which kind and when, remains. It returns how many rows were blanked.
func (o *Outbox) Erase(ctx context.Context, tx *db.Tx, address string) (n int64, err error) {
	defer errs.Wrap(&err, "mail.Erase")
	a, err := ParseAddress(address)
	if err != nil {
		return 0, nil // no such address can have got a mail
	}
	r, err := tx.ExecContext(ctx, `
		UPDATE mail
		   SET recipient = '', recipient_key = '', recipient_name = '', host = '', subject = '', found_by = '', body = '', answer = '',
		       unique_key = id, message_id = '',
		       finished = CASE WHEN state = 'queued' THEN $2 ELSE finished END,
		       state    = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
		 WHERE recipient_key = $1`, a.Key(), tx.Now())
	if err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM mail_address WHERE address = $1`, a.Key()); err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// To are all mails to an address, the newest first, for a person who asks what is kept.
func (o *Outbox) To(ctx context.Context, address string) (_ []Preview, err error) {
	defer errs.Wrap(&err, "mail.To")
	a, err := ParseAddress(address)
	if err != nil {
		return nil, nil
	}
	ids, err := db.Collect(ctx, o.db, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM mail WHERE recipient_key = $1 ORDER BY id DESC`, a.Key())
	if err != nil {
		return nil, err
	}
	var all []Preview
	for _, id := range ids {
		p, err := o.Preview(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

const (
	// TidyKind is the kind of the nightly job that removes what is not needed any more.
	TidyKind = "mail.tidy"

	keepSecret = 24 * time.Hour      // a cancelled invitation can be taken up again for a day
	keepMails  = 90 * 24 * time.Hour // long enough to ask what was sent before a meeting

	// keepBounced is a year: a mailbox that was gone may have been made again.
	keepBounced = 365 * 24 * time.Hour
)

// Tidy blanks secret texts of mails that will not be sent any more, and removes what
// ended three months ago.
func (o *Outbox) Tidy(c clock.Clock) jobs.Handler {
	return func(ctx context.Context, j jobs.Job) error {
		now := c.Now()
		return o.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `
				UPDATE mail
				   SET body = ''
				 WHERE secret = 1 AND body <> '' AND finished > 0 AND finished < $1`, now.Add(-keepSecret).UnixMicro())
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `DELETE FROM mail_address WHERE bounced < $1`, now.Add(-keepBounced).UnixMicro())
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `DELETE FROM mail WHERE finished > 0 AND finished < $1`, now.Add(-keepMails).UnixMicro())
			if err != nil {
				return err
			}
			return j.Finish(ctx, tx)
		})
	}
}

// Addresses are those to which the outbox has mails, each with its first one's moment.
func (o *Outbox) Addresses(ctx context.Context) (_ map[string]time.Time, err error) {
	defer errs.Wrap(&err, "mail.Addresses")
	return db.Oldest(ctx, o.db, `SELECT recipient, created FROM mail WHERE recipient <> ''`)
}
