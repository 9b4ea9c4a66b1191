package mail

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// ForgetAbout blanks, inside tx, mails that concern something or a part of it ([Mail.About]:
// "meeting/1" has the part "meeting/1/host-2"), as [Outbox.Erase] does with all mails to one:
// what waits is cancelled, and that mails were sent remains. One that a server is being given
// is left alone. It returns how many rows were blanked.
func (o *Outbox) ForgetAbout(ctx context.Context, tx *db.Tx, about string) (n int, err error) {
	defer errs.Wrap(&err, "mail.ForgetAbout")
	done, err := tx.ExecContext(ctx, `
		UPDATE mail
		   SET recipient = '', recipient_key = '', recipient_name = '', host = '', subject = '', found_by = '', body = '', answer = '',
		       unique_key = id, message_id = '', about = '',
		       finished = CASE WHEN state = 'queued' THEN $3 ELSE finished END,
		       state    = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
		 WHERE (about = $1 OR about LIKE $2 ESCAPE '\')
		   AND state <> 'sending'`, about, escapeLike.Replace(about)+"/%", tx.Now())
	if err != nil {
		return 0, err
	}
	rows, err := done.RowsAffected()
	return int(rows), err
}
