package care

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// How politely is asked. Two weeks is a holiday; whoever did not answer three letters in
// six weeks will not; and nobody is asked the same again within a quarter.
const (
	remindAfter   = 14 * 24 * time.Hour
	mostReminders = 2
	askAgain      = 90 * 24 * time.Hour
	mostAsked     = 200 // by one person in a day
)

// Recipient is who is asked for a side.
type Recipient struct {
	Account  string // "" for an address
	Email    string
	Name     string
	Language string
}

// Recipients are whom to ask for a side: its officers, else the address that officers of
// the place forPlace keep of it. None where nobody is known.
func (d *Desk) Recipients(ctx context.Context, q db.Querier, side, forPlace int64) (all []Recipient, err error) {
	defer errs.Wrap(&err, "care.Recipients")
	officers, err := d.People.OfficersOf(ctx, side)
	if err != nil {
		return nil, err
	}
	for _, a := range officers {
		all = append(all, Recipient{a.ID, a.Email, a.Name, a.Language})
	}
	if len(all) > 0 {
		return all, nil
	}
	c, ok, err := d.contactOf(ctx, q, side, forPlace)
	if ok {
		all = append(all, Recipient{Email: c.Email, Language: c.Language})
	}
	return all, err
}

// Sent is a question that was put into the outbox.
type Sent struct {
	Inquiry string `json:"inquiry"`
	Mail    string `json:"mail"`
}

// Ask asks one side whether a partnership is still alive, inside a change, and returns the
// questions that were written. A side that was asked within a quarter, one of which nobody
// is known, and one that wants no such mails are left alone: none.
func (d *Desk) Ask(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, p partnership.Partnership, side, forPlace int64) (sent []Sent, err error) {
	defer errs.Wrap(&err, "care.Ask(%s)", p.ID)
	if busy, err := d.tooSoon(ctx, tx, who, p.ID, side); err != nil || busy {
		return nil, err
	}
	to, err := d.Recipients(ctx, tx, side, forPlace)
	if err != nil {
		return nil, err
	}
	for _, r := range to {
		if r.Account != "" && r.Account == who.Account {
			continue // she knows
		}
		if stopped, err := d.wantsNone(ctx, tx, r.Email); err != nil || stopped {
			if err != nil {
				return nil, err
			}
			continue
		}
		q := Inquiry{
			ID: db.NewID(), Partnership: p.ID, Side: side, AskedFor: forPlace, Account: r.Account, Email: r.Email, Language: r.Language,
			Asked: time.UnixMicro(tx.Now()), AskedBy: who.Account, Next: time.UnixMicro(tx.Now()).Add(remindAfter), State: Open,
		}
		if err := d.insert(ctx, tx, q); err != nil {
			return nil, err
		}
		mail, err := d.write(ctx, tx, q, p)
		if err != nil {
			return nil, err
		}
		sent = append(sent, Sent{q.ID, mail})
	}
	if len(sent) > 0 {
		note(people.Entry{
			Action: people.EditPart, Kind: "partnership", ID: p.ID, Places: p.Present(),
			Fields: []people.FieldChange{{Name: "asked", New: fmt.Sprint(side)}},
		})
	}
	return sent, nil
}

// Unask takes questions back, inside a change: those that are still in the outbox are not
// sent, and nobody is reminded.
func (d *Desk) Unask(ctx context.Context, tx *db.Tx, note func(people.Entry), sent []Sent) (err error) {
	defer errs.Wrap(&err, "care.Unask")
	for _, s := range sent {
		q, err := d.inquiry(ctx, tx, s.Inquiry)
		if err != nil {
			return err
		}
		note(people.Entry{
			Action: people.EditPart, Kind: "partnership", ID: q.Partnership, Places: []int64{q.Side, q.AskedFor},
			Fields: []people.FieldChange{{Name: "asked", Old: fmt.Sprint(q.Side)}},
		})
		if q.State != Open {
			continue
		}
		if err := d.Outbox.Cancel(ctx, tx, s.Mail); err != nil && errs.KindOf(err) != errs.Conflict {
			return err // one that has left is another matter
		}
		if err := d.move(ctx, tx, q.ID, Undone); err != nil {
			return err
		}
	}
	return nil
}

// tooSoon says whether the side was asked lately; it fails where the person asks too much.
func (d *Desk) tooSoon(ctx context.Context, tx *db.Tx, who people.Actor, partnership string, side int64) (bool, error) {
	count := func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }
	asked, _, err := db.One(ctx, tx, count, `SELECT count(*) FROM inquiry WHERE asked_by = $1 AND asked > $2`,
		who.Account, tx.Now()-(24*time.Hour).Microseconds())
	if err != nil {
		return false, err
	}
	if asked >= mostAsked {
		return false, errs.New(errs.TooLarge, lang.Msg("error.care.asked_much", "most", mostAsked), nil)
	}
	lately, _, err := db.One(ctx, tx, count, `
		SELECT count(*)
		  FROM inquiry
		 WHERE partnership = $1
		   AND side = $2
		   AND asked > $3
		   AND NOT (state = 'answered' AND answer LIKE '%"not_me"%')`, partnership, side, tx.Now()-askAgain.Microseconds())
	return lately > 0, err
}

// wantsNone says whether somebody at the address asked not to be written to.
func (d *Desk) wantsNone(ctx context.Context, q db.Querier, email string) (bool, error) {
	_, stopped, err := db.One(ctx, q, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM inquiry WHERE email = $1 AND state = 'stopped' LIMIT 1`, email)
	return stopped, err
}

func (d *Desk) insert(ctx context.Context, tx *db.Tx, q Inquiry) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO inquiry (id, partnership, side, asked_for, account, email, language, asked, asked_by, next, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		q.ID, q.Partnership, q.Side, q.AskedFor, q.Account, q.Email, q.Language, q.Asked.UnixMicro(), q.AskedBy, q.Next.UnixMicro(), string(q.State))
	return err
}

// linkBody is what the link of a mail brings with it.
type linkBody struct {
	Inquiry string `json:"inquiry"`
}

// write puts the question, or a reminder of it, into the outbox.
func (d *Desk) write(ctx context.Context, tx *db.Tx, q Inquiry, p partnership.Partnership) (id string, err error) {
	token, err := d.People.NewLink(ctx, tx, people.LinkAnswer, q.Account, q.Email, linkBody{q.ID})
	if err != nil {
		return "", err
	}
	var names []string
	for _, n := range p.Present() {
		names = append(names, d.Name(n, q.Language))
	}
	asker, err := d.asker(ctx, q)
	if err != nil {
		return "", err
	}
	base := d.BaseURL + "/" + q.Language + "/alive"
	kind := "alive"
	if q.Reminders > 0 {
		kind = "alive_again"
	}
	return d.Outbox.Queue(ctx, tx, mail.Mail{
		Kind: kind, Key: fmt.Sprint("alive:", q.ID, ":", q.Reminders), To: q.Email, Language: q.Language, Secret: true,
		Args: lang.Args{"names": names, "side": d.Name(q.Side, q.Language), "asker": asker},
		Link: base + "?key=" + url.QueryEscape(token), Unsubscribe: base + "/stop?key=" + url.QueryEscape(d.quietKey(q.ID)),
	})
}

// asker is who asks: the office of a place, or a person who looks after the whole.
func (d *Desk) asker(ctx context.Context, q Inquiry) (string, error) {
	if q.AskedFor != 0 {
		return d.Name(q.AskedFor, q.Language), nil
	}
	a, err := d.People.Account(ctx, q.AskedBy)
	return a.Name, err
}

// AskKind is the daily job that reminds, and gives up.
const AskKind = "care.ask"

// Remind reminds those who did not answer, twice; then the silence is noted, and nothing
// else: it proves no end. It is the handler of the job AskKind, and may run twice.
func (d *Desk) Remind(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "care.Remind")
	due, err := db.Collect(ctx, d.DB, scanInquiry, selectInquiry+`
		 WHERE state = 'open'
		   AND next <= $1
		 ORDER BY next, id`, d.Clock.Now().UnixMicro())
	if err != nil {
		return err
	}
	for _, q := range due {
		if err := d.DB.Write(ctx, func(tx *db.Tx) error { return d.remind(ctx, tx, q.ID) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) remind(ctx context.Context, tx *db.Tx, id string) error {
	q, err := d.inquiry(ctx, tx, id)
	if err != nil || q.State != Open || q.Next.UnixMicro() > tx.Now() {
		return err
	}
	if q.Reminders >= mostReminders {
		return d.move(ctx, tx, id, Silent)
	}
	p, err := d.Partnerships.In(tx).ByID(ctx, q.Partnership)
	if err != nil {
		return err
	}
	q.Reminders++
	if _, err := tx.ExecContext(ctx, `UPDATE inquiry SET reminders = $1, next = $2 WHERE id = $3`,
		q.Reminders, tx.Now()+remindAfter.Microseconds(), id); err != nil {
		return err
	}
	_, err = d.write(ctx, tx, q, p)
	return err
}

func (d *Desk) move(ctx context.Context, tx *db.Tx, id string, to State) error {
	_, err := tx.ExecContext(ctx, `UPDATE inquiry SET state = $1 WHERE id = $2`, string(to), id)
	return err
}

// quietPurpose seals the keys by which a recipient ends these questions.
const quietPurpose = "care stop questions"

func (d *Desk) quietKey(inquiry string) string { return d.linkKey(quietPurpose, inquiry) }

// linkKey is the key by which a mail's link names something, so that nobody can make one for
// something else.
func (d *Desk) linkKey(purpose, id string) string {
	text, _ := json.Marshal(id) // texts cannot fail
	return d.Key.Seal(purpose, text)
}

// linked is what a link's key names; one that is not ours is errs.NotFound.
func (d *Desk) linked(purpose, key string) (id string, err error) {
	text, err := d.Key.Unseal(purpose, key)
	if err == nil {
		err = json.Unmarshal(text, &id)
	}
	if err != nil {
		return "", errs.New(errs.NotFound, lang.Msg("error.link.unknown"), err)
	}
	return id, nil
}

// Quiet ends all questions to the address whose mail the key came with, and keeps it
// from getting more. A key that is not one of ours is errs.NotFound.
func (d *Desk) Quiet(ctx context.Context, key string) (err error) {
	defer errs.Wrap(&err, "care.Quiet")
	id, err := d.quieted(key)
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		q, err := d.inquiry(ctx, tx, id)
		if err != nil || q.Email == "" {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE inquiry
			   SET state = 'stopped'
			 WHERE email = $1
			   AND state IN ('open', 'silent')`, q.Email)
		return err
	})
}

// Quietable says whether a key can end anything.
func (d *Desk) Quietable(key string) error {
	_, err := d.quieted(key)
	return err
}

func (d *Desk) quieted(key string) (id string, err error) { return d.linked(quietPurpose, key) }
