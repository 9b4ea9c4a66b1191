package seek

import (
	"context"
	"net/url"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
)

// RemindKind is the daily job that asks towns whether their requests are still meant.
const RemindKind = "seek.remind"

// StillPath is the page behind a reminder's link, below the language.
const StillPath = "/still-seeking"

// Reminder asks those who answer for a request, once each: some weeks before its last day,
// when the day for answers is over, and after the last day. It is safe for concurrent use.
type Reminder struct {
	Store     *Store
	DB        *db.DB
	People    *people.Store
	Outbox    *mail.Outbox
	Key       secret.Key
	Clock     clock.Clock
	BaseURL   string
	Languages []string // in the order in which a title is looked for
}

// fresh is for how many days after a day a mail about it still makes sense. It is shorter
// than sent mails are kept, by which the program knows that it asked already.
const fresh = 14

// Remind sends what is due today. It is the handler of the job RemindKind and may run
// twice: each mail has a key of its own.
func (m *Reminder) Remind(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "seek.Remind")
	all, err := m.Store.All(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		kind, on := m.due(r)
		if kind == "" {
			continue
		}
		if err := m.ask(ctx, r, kind, on); err != nil {
			return err
		}
	}
	return nil
}

// due is the mail that a request is due today, and the day that it is about; "" for none.
func (m *Reminder) due(r Request) (kind, on string) {
	today := day(m.Clock.Now())
	over := func(until string) bool { return until < today && plus(until, fresh) >= today }
	switch {
	case r.Owner == ExampleOwner:
		return "", ""
	case r.At(today) == Expired && over(r.Expires):
		return "request_expired", r.Expires
	case r.Ending(today):
		return "request_ending", r.Expires
	case r.At(today) == Published && over(r.ReplyBy):
		return "request_answered", r.ReplyBy
	}
	return "", ""
}

// ask queues the mail for each who answers for the request, in her language.
func (m *Reminder) ask(ctx context.Context, r Request, kind, on string) error {
	to, err := Answerers(ctx, m.People, r)
	if err != nil || len(to) == 0 {
		return err
	}
	at, err := lang.ParseDate(on)
	if err != nil {
		return err
	}
	return m.DB.Write(ctx, func(tx *db.Tx) error {
		for _, a := range to {
			title, _, _ := r.In(a.Language, m.Languages)
			_, err := m.Outbox.Queue(ctx, tx, mail.Mail{
				Kind: kind, Key: kind + ":" + r.ID + ":" + on + ":" + a.ID, To: a.Email, Name: a.Name, Language: a.Language, Secret: true,
				Args: lang.Args{"title": title.Title, "day": at}, Link: m.BaseURL + "/" + a.Language + StillPath + "?key=" + url.QueryEscape(m.key(r, a.ID)),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// stillPurpose seals the keys by which somebody answers without signing in.
const stillPurpose = "seek still"

// still is what such a key names: it answers for the days that the mail asked about alone.
type still struct {
	Request string `json:"r"`
	Account string `json:"a"`
	Expires string `json:"e"`
}

func (m *Reminder) key(r Request, account string) string {
	return m.Key.SealJSON(stillPurpose, still{r.ID, account, r.Expires})
}

// Asked is the request that a mail's key asks about, and in whose name it is answered. A key
// that is not ours, or of somebody who answers for the request no more, is errs.NotFound.
// used says that the request was renewed or ended since: the question is answered.
func (m *Reminder) Asked(ctx context.Context, key string) (r Request, who people.Actor, used bool, err error) {
	defer errs.Wrap(&err, "seek.Asked")
	var s still
	unknown := func(cause error) error { return errs.New(errs.NotFound, lang.Msg("error.link.unknown"), cause) }
	if err := m.Key.UnsealJSON(stillPurpose, key, &s); err != nil || s.Request == "" {
		return r, who, false, unknown(err)
	}
	if r, err = m.Store.ByID(ctx, s.Request); err != nil {
		return r, who, false, err
	}
	to, err := Answerers(ctx, m.People, r)
	if err != nil {
		return r, who, false, err
	}
	if !slices.ContainsFunc(to, func(a people.Account) bool { return a.ID == s.Account }) {
		return r, who, false, unknown(nil)
	}
	who, err = m.People.ActorOfAccount(ctx, s.Account)
	return r, who, r.Expires != s.Expires || r.State != Published && r.State != Paused, err
}

// Renew answers that a request is still meant, until the days that it proposes.
func (m *Reminder) Renew(ctx context.Context, key string) error {
	return m.answer(ctx, key, func(r *Request, now time.Time) error {
		reply, end := r.Later(now)
		return r.Renew(now, reply, end)
	})
}

// Matched answers that a partner was found.
func (m *Reminder) Matched(ctx context.Context, key string) error {
	return m.answer(ctx, key, func(r *Request, _ time.Time) error { return r.Match(0) })
}

// Closed answers that the town seeks no more, and why.
func (m *Reminder) Closed(ctx context.Context, key string, why Reason) error {
	return m.answer(ctx, key, func(r *Request, _ time.Time) error { return r.Close(why) })
}

func (m *Reminder) answer(ctx context.Context, key string, fn func(*Request, time.Time) error) error {
	r, who, used, err := m.Asked(ctx, key)
	if err != nil {
		return err
	}
	if used {
		return errs.New(errs.Conflict, lang.Msg("error.seek.answered"), nil)
	}
	return m.Store.Change(ctx, who, people.WriteRequest, r.ID, r.Version, func(r *Request) error { return fn(r, m.Clock.Now()) })
}
