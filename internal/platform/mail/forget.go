package mail

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// ForgetSent blanks, inside tx, mails to addresses whose kinds begin in one of these ways, as
// [Outbox.Erase] does with all mails to one: that they were sent remains. A mail that still
// waits is left alone: it may concern something else. It returns how many rows were blanked.
func (o *Outbox) ForgetSent(ctx context.Context, tx *db.Tx, addresses, kinds []string) (n int, err error) {
	defer errs.Wrap(&err, "mail.ForgetSent")
	for _, typed := range addresses {
		a, err := ParseAddress(typed)
		if err != nil {
			continue // no such address can have got a mail
		}
		for _, kind := range kinds {
			done, err := tx.ExecContext(ctx, `
				UPDATE mail
				   SET recipient = '', recipient_key = '', recipient_name = '', host = '', subject = '', found_by = '', body = '', answer = '',
				       unique_key = id, message_id = ''
				 WHERE recipient_key = $1
				   AND finished > 0
				   AND kind LIKE $2 ESCAPE '\'`, a.Key(), strings.ReplaceAll(kind, "_", `\_`)+"%")
			if err != nil {
				return n, err
			}
			rows, err := done.RowsAffected()
			if err != nil {
				return n, err
			}
			n += int(rows)
		}
	}
	return n, nil
}
