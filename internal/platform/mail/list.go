package mail

import (
	"context"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Row is a mail as the list shows it.
type Row struct {
	ID       string
	Kind     string
	Language string
	To       string // "" after erasure
	Name     string
	Subject  string
	State    State
	Attempts int
	NextTry  time.Time
	Answer   string
	Created  time.Time
	Finished time.Time // zero while it is neither sent nor given up
	Secret   bool
	Blank    bool // its text was removed
}

// Again says whether the mail can be sent (again): its text is still there and nothing
// else is happening to it.
func (r Row) Again() bool {
	return !r.Blank && (r.State == Failed || r.State == Bounced || r.State == Cancelled)
}

// Stoppable says whether the mail can still be kept from being sent.
func (r Row) Stoppable() bool { return r.State == Queued }

const rowColumns = `
	id,
	kind,
	language,
	recipient,
	recipient_name,
	subject,
	state,
	attempts,
	next_try,
	answer,
	created,
	finished,
	secret,
	CASE WHEN body = '' THEN 1 ELSE 0 END`

func scanRow(row db.Scanner) (r Row, err error) {
	var next, created, finished int64
	var isSecret, blank int
	err = row.Scan(
		&r.ID, &r.Kind, &r.Language, &r.To, &r.Name, &r.Subject, &r.State, &r.Attempts, &next,
		&r.Answer, &created, &finished, &isSecret, &blank,
	)
	r.NextTry, r.Created, r.Finished = db.Moment(next), db.Moment(created), db.Moment(finished)
	r.Secret, r.Blank = isSecret == 1, blank == 1
	return r, err
}

// Filter says which mails a list holds; empty fields mean all.
type Filter struct {
	State  State
	Search string // in address, name or subject
	Kind   string
	Before string // identifier after which the list goes on, the newest first
	Limit  int    // 0: 50
}

// List are the newest mails that fit.
func (o *Outbox) List(ctx context.Context, f Filter) (_ []Row, err error) {
	defer errs.Wrap(&err, "mail.List")
	if f.Limit == 0 {
		f.Limit = 50
	}
	where, args := []string{"1 = 1"}, []any{f.Limit}
	and := func(sql string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(sql, "?", placeholder(len(args))))
	}
	if f.State != "" {
		and(`state = ?`, string(f.State))
	}
	if f.Kind != "" {
		and(`kind = ?`, f.Kind)
	}
	if f.Before != "" {
		and(`id < ?`, f.Before)
	}
	if f.Search != "" {
		and(`found_by LIKE ? ESCAPE '\'`, "%"+escapeLike.Replace(strings.ToLower(f.Search))+"%")
	}
	return db.Collect(ctx, o.db, scanRow, `
		SELECT `+rowColumns+`
		  FROM mail
		 WHERE `+strings.Join(where, " AND ")+`
		 ORDER BY id DESC
		 LIMIT $1`, args...)
}

var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func placeholder(n int) string { return "$" + string(rune('0'+n)) } // a list has fewer than ten

// Count says how many mails are in each state.
func (o *Outbox) Count(ctx context.Context) (_ map[State]int, err error) {
	defer errs.Wrap(&err, "mail.Count")
	n := map[State]int{}
	err = db.Each(ctx, o.db, func(row db.Scanner) error {
		var s State
		var count int
		err := row.Scan(&s, &count)
		n[s] = count
		return err
	}, `SELECT state, COUNT(*) FROM mail GROUP BY state`)
	return n, err
}

// Waiting says how many mails are not sent yet, and when the oldest of them was written.
func (o *Outbox) Waiting(ctx context.Context) (n int, oldest time.Time, err error) {
	defer errs.Wrap(&err, "mail.Waiting")
	var created int64
	err = o.db.QueryRowContext(ctx, `
		SELECT COUNT(*), COALESCE(MIN(created), 0)
		  FROM mail
		 WHERE state IN ('queued', 'sending')`).Scan(&n, &created)
	return n, db.Moment(created), err
}

// Preview is one mail as its recipient sees it. Links that open something are left out.
type Preview struct {
	Row
	ReplyTo string
	Text    string // "" where it was removed
	HTML    string
	Files   []string
}

// Preview returns one mail (errs.NotFound).
func (o *Outbox) Preview(ctx context.Context, id string) (p Preview, err error) {
	defer errs.Wrap(&err, "mail.Preview(%s)", id)
	r, found, err := db.One(ctx, o.db, scanRow, `SELECT `+rowColumns+` FROM mail WHERE id = $1`, id)
	if err != nil {
		return p, err
	}
	if !found {
		return p, errs.New(errs.NotFound, lang.Msg("mail.unknown"), nil)
	}
	body, _, err := db.One(ctx, o.db, func(row db.Scanner) (s string, err error) { return s, row.Scan(&s) },
		`SELECT body FROM mail WHERE id = $1`, id)
	if err != nil {
		return p, err
	}
	c, ok, err := o.unpack(body, r.Secret)
	p = Preview{Row: r, ReplyTo: c.ReplyTo}
	if err != nil || !ok {
		return p, err
	}
	if r.Secret {
		c.Link = "https://…"
	}
	if c.Unsubscribe != "" {
		c.Unsubscribe = c.Home // the recipient's own link would act in the recipient's name
	}
	for _, a := range c.Attach {
		p.Files = append(p.Files, a.Name)
	}
	p.Text = c.text()
	p.HTML, err = c.html(r.Language, r.Subject)
	return p, err
}

// Again queues, inside tx, a mail that failed, bounced or was cancelled; all its attempts
// are before it. A mail that is something else by now, or whose text was removed, is
// errs.Conflict.
func (o *Outbox) Again(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer errs.Wrap(&err, "mail.Again(%s)", id)
	tx.AfterCommit(o.Wake)
	return moved(tx.ExecContext(ctx, `
		UPDATE mail
		   SET state = 'queued', attempts = 0, next_try = $2, finished = 0
		 WHERE id = $1 AND state IN ('failed', 'bounced', 'cancelled') AND body <> ''`, id, tx.Now()))
}

// Hasten tries, inside tx, a waiting mail now (errs.Conflict where it does not wait).
func (o *Outbox) Hasten(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer errs.Wrap(&err, "mail.Hasten(%s)", id)
	tx.AfterCommit(o.Wake)
	return moved(tx.ExecContext(ctx, `UPDATE mail SET next_try = $2 WHERE id = $1 AND state = 'queued'`, id, tx.Now()))
}

// Recall keeps, inside tx, the mail of a key from being sent. It says whether there was one
// that waited, or one that had left already: a server has it, or is being given it.
func (o *Outbox) Recall(ctx context.Context, tx *db.Tx, key string) (stopped, left bool, err error) {
	defer errs.Wrap(&err, "mail.Recall(%s)", key)
	r, err := tx.ExecContext(ctx, `
		UPDATE mail
		   SET state = 'cancelled', finished = $2
		 WHERE unique_key = $1 AND state IN ('queued', 'failed')`, key, tx.Now())
	if err != nil {
		return false, false, err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return n > 0, false, err
	}
	_, left, err = db.One(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM mail WHERE unique_key = $1 AND state IN ('sending', 'sent')`, key)
	return false, left, err
}

// Cancel keeps, inside tx, a waiting mail from being sent; [Outbox.Again] takes that back.
// A mail that does not wait any more is errs.Conflict.
func (o *Outbox) Cancel(ctx context.Context, tx *db.Tx, id string) (err error) {
	defer errs.Wrap(&err, "mail.Cancel(%s)", id)
	return moved(tx.ExecContext(ctx, `
		UPDATE mail
		   SET state = 'cancelled', finished = $2
		 WHERE id = $1 AND state = 'queued'`, id, tx.Now()))
}

// Latest is the newest mail that concerns something: see [Mail.About]. ok is false where there
// is none, or it was erased.
func (o *Outbox) Latest(ctx context.Context, about string) (r Row, ok bool, err error) {
	defer errs.Wrap(&err, "mail.Latest(%s)", about)
	return db.One(ctx, o.db, scanRow, `
		SELECT `+rowColumns+`
		  FROM mail
		 WHERE about = $1
		   AND recipient <> ''
		 ORDER BY id DESC
		 LIMIT 1`, about)
}

// Has says whether a mail of a key was written: see [Mail.Key].
func (o *Outbox) Has(ctx context.Context, q db.Querier, key string) (_ bool, err error) {
	defer errs.Wrap(&err, "mail.Has(%s)", key)
	return db.Exists(ctx, q, `SELECT 1 FROM mail WHERE unique_key = $1`, key)
}

// Compose writes a mail as its recipient would get it, and sends nothing: for who wants to see
// it first. A link that opens something is not shown.
func (o *Outbox) Compose(m Mail) (p Preview, err error) {
	defer errs.Wrap(&err, "mail.Compose(%s)", m.Kind)
	subject, c, err := o.write(m)
	if err != nil {
		return p, err
	}
	p = Preview{Row: Row{Kind: m.Kind, Language: m.Language, To: m.To, Name: m.Name, Subject: subject, Secret: m.Secret}, ReplyTo: c.ReplyTo}
	if m.Secret && c.Link != "" {
		c.Link = "https://…"
	}
	for _, a := range c.Attach {
		p.Files = append(p.Files, a.Name)
	}
	p.Text = c.text()
	p.HTML, err = c.html(m.Language, subject)
	return p, err
}
