package mail

import (
	"context"
	"errors"
	"os"
	"time"

	"twintown/internal/platform/db"
)

// envelope is a mail that a sender has claimed.
type envelope struct {
	id        string
	to        Address
	name      string
	language  string
	subject   string
	messageID string
	attempts  int
	secret    bool
	body      string
	lease     string
	content   content
}

// lease is how long a mail may be on its way: longer than a server may think about it.
const lease = 3 * time.Minute

// due says whether a mail waits for a sender: a look that writes nothing.
func (o *Outbox) due(ctx context.Context, now time.Time) (bool, error) {
	return db.Exists(ctx, o.db, `SELECT 1 FROM mail WHERE state = 'queued' AND next_try <= $1 LIMIT 1`, now.UnixMicro())
}

// recover takes back the mails whose sender died on the way. Whether they were sent
// nobody knows, so they are sent again.
func (o *Outbox) recover(ctx context.Context, now time.Time) error {
	some, err := db.Exists(ctx, o.db, `SELECT 1 FROM mail WHERE state = 'sending' AND lease_until < $1 LIMIT 1`, now.UnixMicro())
	if err != nil || !some {
		return err
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE mail
			   SET state = 'queued', lease_owner = ''
			 WHERE state = 'sending' AND lease_until < $1`, now.UnixMicro())
		return err
	})
}

// pace bounds how many mails a minute go out, all together and to one host: servers take
// a flood for spam. All nodes count together, because they count rows.
type pace struct{ all, host int }

// next selects the mail that has been due the longest and whose host had not too many
// within the last minute. Its parameters: now, a minute ago, the two bounds of the pace.
const next = `
	SELECT m.id
	  FROM mail m
	 WHERE m.state = 'queued' AND m.next_try <= $1
	   AND (SELECT COUNT(*) FROM mail h WHERE h.host = m.host AND h.tried > $2 AND h.tried <= $1) < $3
	   AND (SELECT COUNT(*) FROM mail a WHERE a.tried > $2 AND a.tried <= $1) < $4
	 ORDER BY m.next_try, m.id
	 LIMIT 1`

func (p pace) args(now time.Time) []any {
	return []any{now.UnixMicro(), now.Add(-time.Minute).UnixMicro(), p.host, p.all}
}

// allowed says whether a mail may go out now: without one, the server is not called.
func (o *Outbox) allowed(ctx context.Context, now time.Time, p pace) (bool, error) {
	_, found, err := db.One(ctx, o.db, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, next, p.args(now)...)
	return found, err
}

// claim takes the next mail for the length of the lease.
func (o *Outbox) claim(ctx context.Context, now time.Time, p pace) (e envelope, ok bool, err error) {
	host, _ := os.Hostname() // only for a person who looks at the row
	owner := host + "/" + db.NewID()
	err = o.db.Write(ctx, func(tx *db.Tx) (err error) {
		e, ok, err = db.One(ctx, tx, scanEnvelope, `
			UPDATE mail
			   SET state = 'sending', attempts = attempts + 1, tried = $1, lease_owner = $5, lease_until = $6
			 WHERE id = (`+next+tx.SkipLocked()+`)
			RETURNING id, recipient, recipient_name, language, subject, message_id, attempts, secret, body, lease_owner`,
			append(p.args(now), owner, now.Add(lease).UnixMicro())...)
		return err
	})
	return e, ok, err
}

func scanEnvelope(row db.Scanner) (e envelope, err error) {
	var isSecret int
	err = row.Scan(&e.id, &e.to, &e.name, &e.language, &e.subject, &e.messageID, &e.attempts, &isSecret, &e.body, &e.lease)
	e.secret = isSecret == 1
	return e, err
}

// errLost says that another sender has the mail by now.
var errLost = errors.New("mail: the lease has ended, another node has the mail")

// settle notes what came of an attempt. body is what remains of the mail's body.
func (o *Outbox) settle(ctx context.Context, e envelope, s State, next time.Time, answer string) error {
	body := e.body
	if e.secret && s != Queued {
		body = ""
	}
	return o.db.Write(ctx, func(tx *db.Tx) error {
		r, err := tx.ExecContext(ctx, `
			UPDATE mail
			   SET state = $3, next_try = $4, answer = $5, finished = $6, body = CASE WHEN body = '' THEN '' ELSE $7 END
			 WHERE id = $1 AND lease_owner = $2 AND state = 'sending'`,
			e.id, e.lease, string(s), next.UnixMicro(), cut(clean(answer), mostAnswer), ended(s, tx.Now()), body)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errLost)
		}
		return nil
	})
}

// giveBack leaves the mail as if it had not been tried.
func (o *Outbox) giveBack(ctx context.Context, e envelope) error {
	return o.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE mail
			   SET state = 'queued', attempts = attempts - 1, tried = 0
			 WHERE id = $1 AND lease_owner = $2 AND state = 'sending'`, e.id, e.lease)
		return err
	})
}

// mostAnswer bounds what is kept of a server's answer: RFC 5321 allows 512 bytes a line.
const mostAnswer = 1000
