package mail

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// gone says that an answer means: there is no such address. A full mailbox or a mail
// taken for spam says nothing about the address.
func gone(code int, enhanced string) bool {
	if enhanced != "" {
		return strings.HasPrefix(enhanced, "5.1.") && enhanced != "5.1.8" // 5.1.8: our own address
	}
	return code == 550 || code == 551 || code == 553
}

func (o *Outbox) markAddress(ctx context.Context, a Address, answer string) error {
	return o.db.Write(ctx, func(tx *db.Tx) error { return o.mark(ctx, tx, a.Key(), answer) })
}

func (o *Outbox) mark(ctx context.Context, tx *db.Tx, key, answer string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO mail_address (address, bounced, answer)
		VALUES ($1, $2, $3)
		ON CONFLICT (address) DO UPDATE SET bounced = excluded.bounced, answer = excluded.answer`,
		key, tx.Now(), cut(clean(answer), mostAnswer))
	return err
}

func (o *Outbox) bounced(ctx context.Context, q db.Querier, key string) (answer string, known bool, err error) {
	return db.One(ctx, q, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) },
		`SELECT answer FROM mail_address WHERE address = $1`, key)
}

// AddressBounced says whether the servers told us that there is no such address, and in
// which words. An address that cannot be read is not known.
func (o *Outbox) AddressBounced(ctx context.Context, typed string) (answer string, known bool, err error) {
	defer errs.Wrap(&err, "mail.AddressBounced")
	a, err := ParseAddress(typed)
	if err != nil {
		return "", false, nil
	}
	return o.bounced(ctx, o.db, a.Key())
}

// TrustAddress forgets, inside tx, that an address bounced: a person says that it works.
func (o *Outbox) TrustAddress(ctx context.Context, tx *db.Tx, typed string) error {
	a, err := ParseAddress(typed)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM mail_address WHERE address = $1`, a.Key())
	return err
}

// Bounce notes inside tx what a notice of failure says about one of our mails. Only a
// notice that names the Message-ID of a mail to that very recipient counts: anybody can
// write to the address to which notices go. found is false where there is no such mail.
func (o *Outbox) Bounce(ctx context.Context, tx *db.Tx, n Notice) (found bool, err error) {
	defer errs.Wrap(&err, "mail.Bounce")
	for _, failure := range n.Failures {
		to, err := ParseAddress(failure.Recipient)
		if err != nil || n.MessageID == "" {
			continue
		}
		r, err := tx.ExecContext(ctx, `
			UPDATE mail
			   SET state = 'bounced', answer = $3, finished = $4, body = CASE WHEN secret = 1 THEN '' ELSE body END
			 WHERE message_id = $1 AND recipient_key = $2 AND state IN ('sent', 'sending', 'bounced')`,
			n.MessageID, to.Key(), cut(clean(failure.Answer), mostAnswer), tx.Now())
		if err != nil {
			return false, err
		}
		if rows, err := r.RowsAffected(); err != nil || rows == 0 {
			if err != nil {
				return false, err
			}
			continue
		}
		found = true
		if gone(0, failure.Status) || failure.Status == "" {
			if err := o.mark(ctx, tx, to.Key(), failure.Answer); err != nil {
				return false, err
			}
		}
	}
	return found, nil
}

// AllBounced are the addresses that the servers told us do not exist, as [Address.Key] gives
// them, each with their answer: for a list that shows many.
func (o *Outbox) AllBounced(ctx context.Context) (_ map[string]string, err error) {
	defer errs.Wrap(&err, "mail.AllBounced")
	all := map[string]string{}
	err = db.Each(ctx, o.db, func(row db.Scanner) error {
		var address, answer string
		if err := row.Scan(&address, &answer); err != nil {
			return err
		}
		all[address] = answer
		return nil
	}, `SELECT address, answer FROM mail_address`)
	return all, err
}
