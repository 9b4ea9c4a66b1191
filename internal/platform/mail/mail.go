// Package mail is the outbox: every mail that the site sends.
//
// A room that has something to tell a person calls [Outbox.Queue] inside the
// transaction of the change that causes it, so a mail exists exactly when its cause
// does. The mail is written at once, in the recipient's language, from the messages
// mail.<kind>.subject, .greeting, .body, .body2, .body3, .button and .after; what it says is kept
// in the row until it is sent, and for a while after, so that an administrator sees
// what was sent. Links that open something (an invitation, a reset) are sealed while
// they wait and blanked when they are sent.
//
// A [Sender] on any node gives due mails to an SMTP server, one after the other:
//
//	queued ──claim──▶ sending ──250──▶ sent ──a notice of failure──▶ bounced
//	  ▲  ▲              │ │ └───5xx──────────────────────────────────▶ bounced
//	  │  └──4xx, later──┘ └───4xx, for three days──▶ failed
//	  └──────────────────── a person ──────────────────┘   (queued ◀──▶ cancelled)
//
// Trouble with the server itself (none is set, it does not answer, it refuses the
// password) is no mail's fault: all of them wait, and the desk says why. A node that
// dies while it sends leaves the mail to another, which may send it a second time
// under the same Message-ID; nothing is ever lost.
//
//	err := d.Write(ctx, func(tx *db.Tx) error {
//		…
//		_, err := outbox.Queue(ctx, tx, mail.Mail{
//			Kind: "invitation", To: address, Language: "lt", Secret: true,
//			Args: lang.Args{"role": role}, Link: base + "/lt/invitation/" + token,
//		})
//		return err
//	})
package mail

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// State is where a mail stands.
type State string

// The states.
const (
	Queued    State = "queued"
	Sending   State = "sending"
	Sent      State = "sent" // the server took it over
	Failed    State = "failed"
	Bounced   State = "bounced" // refused for good, by the server or later by a notice
	Cancelled State = "cancelled"
)

// States are all states, in the order in which a person looks at them.
func States() []State { return []State{Failed, Bounced, Queued, Sending, Sent, Cancelled} }

// Attachment is a file that comes with a mail.
type Attachment struct {
	Name string // "meeting.ics"
	Type string // "text/calendar; charset=utf-8; method=REQUEST"
	Data []byte
}

// Mail describes a mail to be sent. Kind, To and Language are needed.
type Mail struct {
	Kind     string // names the messages mail.<Kind>.subject and so on
	Key      string // which mail it is; "": one of its own
	To       string // the address alone
	Name     string // the recipient's, may be ""
	Language string
	Args     lang.Args      // what the messages ask for
	Said     []string       // paragraphs that a person wrote, after the body
	Items    []lang.Message // a list between body and button
	Parts    []Part         // after it, each under its heading: for digests of things that have pages
	Link     string         // where the button leads; "": no button
	Secret   bool           // Link opens something: nobody else may read it
	ReplyTo  string         // an address, may be ""
	About    string         // what it concerns, by which it is found and forgotten: "meeting/<id>/delegation-<id>"

	// Unsubscribe is where the recipient ends such mails with one click (RFC 8058).
	// Digests and reminders have one; they are not sent to an address that bounced.
	Unsubscribe string

	Attach []Attachment // at most 1 MB together
}

// Part is a part of a mail with a heading.
type Part struct {
	Heading lang.Message
	Entries []Entry
	Rest    lang.Message // below them, such as how many there are more; zero: nothing
}

// Entry is one thing of a part: what it is called, what is to be said of it, where it is.
type Entry struct {
	Title    string // as a person wrote it
	Language string // of the title, where it is not the mail's
	Lines    []lang.Message
	Link     string
}

// Site says in whose name mails are sent.
type Site struct {
	Name    string // as the signature has it
	Address string // https://partners.example.org
}

// Outbox keeps the mails. It is safe for concurrent use.
type Outbox struct {
	db      *db.DB
	catalog *lang.Catalog
	key     secret.Key
	site    func(language string) Site
	wake    chan struct{}
}

// NewOutbox returns the outbox of an open, migrated database. It writes mails in the
// catalogue's languages, seals what is secret with key, and asks site whose name a mail
// in that language carries.
func NewOutbox(d *db.DB, catalog *lang.Catalog, key secret.Key, site func(language string) Site) *Outbox {
	return &Outbox{db: d, catalog: catalog, key: key, site: site, wake: make(chan struct{}, 1)}
}

// Queue writes a mail into the outbox inside tx and returns its identifier. Where a mail
// of that key is there already, nothing is added and that one's returns. An address that
// cannot be one is refused (errs.Invalid).
func (o *Outbox) Queue(ctx context.Context, tx *db.Tx, m Mail) (id string, err error) {
	defer errs.Wrap(&err, "mail.Queue(%s)", m.Kind)
	to, err := ParseAddress(m.To)
	if err != nil {
		return "", err
	}
	subject, c, err := o.write(m)
	if err != nil {
		return "", err
	}
	body, err := o.pack(c, m.Secret)
	if err != nil {
		return "", err
	}
	state, answer := Queued, ""
	if m.Unsubscribe != "" {
		bounced, known, err := o.bounced(ctx, tx, to.Key())
		if err != nil {
			return "", err
		}
		if known {
			state, answer = Cancelled, bounced
		}
	}
	return o.insert(ctx, tx, m, to, subject, body, state, answer)
}

func (o *Outbox) insert(ctx context.Context, tx *db.Tx, m Mail, to Address, subject, body string, state State, answer string) (id string, err error) {
	id = db.NewID()
	if m.Key == "" {
		m.Key = id
	}
	name := cut(clean(m.Name), mostName)
	r, err := tx.ExecContext(ctx, `
		INSERT INTO mail (
			id, unique_key, kind, language, recipient, recipient_key, recipient_name, host,
			subject, body, secret, message_id, state, next_try, answer, created, finished, found_by, about)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14, $16, $17, $18)
		ON CONFLICT (unique_key) DO NOTHING`,
		id, m.Key, m.Kind, m.Language, string(to), to.Key(), name, to.Host(),
		subject, body, number(m.Secret), o.messageID(id), string(state), tx.Now(), answer, ended(state, tx.Now()),
		strings.ToLower(string(to)+" "+name+" "+subject), m.About)
	if err != nil {
		return "", err
	}
	if added, err := r.RowsAffected(); err != nil || added > 0 {
		tx.AfterCommit(o.Wake)
		return id, err
	}
	known, _, err := db.One(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM mail WHERE unique_key = $1`, m.Key)
	return known, err
}

// Wake has the sender of this process look for mails at once.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default: // it is on its way already
	}
}

// messageID is the mail's own for ever: who gets it twice can tell. Its right side is the
// site's host, or a name that cannot exist, as a host without a dot looks like a forgery.
func (o *Outbox) messageID(id string) string {
	host := "twintown.invalid"
	if u, err := url.Parse(o.site("").Address); err == nil && strings.Contains(u.Hostname(), ".") {
		host = u.Hostname()
	}
	return id + "@" + host
}

// pack makes the column body of what a mail says.
func (o *Outbox) pack(c content, isSecret bool) (string, error) {
	raw, err := json.Marshal(c)
	if err != nil || !isSecret {
		return string(raw), err
	}
	return o.key.Seal(purpose, raw), nil
}

// unpack reads the column body; ok is false where it was blanked.
func (o *Outbox) unpack(body string, isSecret bool) (c content, ok bool, err error) {
	if body == "" {
		return c, false, nil
	}
	raw := []byte(body)
	if isSecret {
		if raw, err = o.key.Unseal(purpose, body); err != nil {
			return c, false, err
		}
	}
	return c, true, json.Unmarshal(raw, &c)
}

// purpose is what the key of sealed bodies is derived for.
const purpose = "mail body"

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// ended is the moment in the column finished.
func ended(s State, now int64) int64 {
	if s == Queued || s == Sending {
		return 0
	}
	return now
}
