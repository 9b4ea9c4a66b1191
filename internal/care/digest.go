package care

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
)

// How often an account gets the list of what is due by mail.
const (
	EveryWeek  = "week"
	EveryMonth = "month" // where nothing else was chosen
	Never      = "never"
)

// Rhythms are all choices.
func Rhythms() []string { return []string{EveryMonth, EveryWeek, Never} }

// DigestKind is the daily job that sends digests.
const DigestKind = "care.digest"

// Rhythm returns how often an account gets its digest.
func (d *Desk) Rhythm(ctx context.Context, account string) (string, error) {
	every, _, err := d.digest(ctx, d.DB, account)
	return every, err
}

// digest is the wish of an account, and for which period it got the last one.
func (d *Desk) digest(ctx context.Context, q db.Querier, account string) (every, sent string, err error) {
	type wish struct{ every, sent string }
	w, ok, err := db.One(ctx, q, func(row db.Scanner) (w wish, err error) { return w, row.Scan(&w.every, &w.sent) }, `
		SELECT every,
		       sent
		  FROM digest
		 WHERE account = $1`, account)
	if err != nil || !ok {
		return EveryMonth, "", err
	}
	return w.every, w.sent, nil
}

// SetRhythm notes how often an account wants its digest, inside a change.
func (d *Desk) SetRhythm(ctx context.Context, tx *db.Tx, note func(people.Entry), account, every string) (err error) {
	defer errs.Wrap(&err, "care.SetRhythm")
	if !slices.Contains(Rhythms(), every) {
		return errs.In("every", lang.Msg("error.form.unreadable"))
	}
	was, sent, err := d.digest(ctx, tx, account)
	if err != nil {
		return err
	}
	note(people.Entry{Action: people.OwnAccount, Kind: "account", ID: account, Fields: []people.FieldChange{{Name: "digest", Old: was, New: every}}})
	return putDigest(ctx, tx, account, every, sent)
}

func putDigest(ctx context.Context, tx *db.Tx, account, every, sent string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO digest (account, every, sent)
		VALUES ($1, $2, $3)
		ON CONFLICT (account) DO UPDATE SET
			every = excluded.every,
			sent  = excluded.sent`, account, every, sent)
	return err
}

// period names the week or the month in which a day lies.
func (d *Desk) period(every string) string {
	now := d.Clock.Now().UTC()
	if every == EveryWeek {
		year, week := now.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	}
	return now.Format("2006-01")
}

// Digest sends to each officer who wants it what is due, once in each period; who has
// nothing to think of gets no mail. It is the handler of the job DigestKind, and may run
// twice: the period is noted in the transaction of the mail.
func (d *Desk) Digest(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "care.Digest")
	accounts, err := d.People.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if err := d.digestOf(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) digestOf(ctx context.Context, a people.Account) error {
	who, err := d.People.ActorOfAccount(ctx, a.ID)
	if err != nil {
		return err
	}
	places := who.PlacesOf(people.Officer)
	var items []lang.Message
	if d.More != nil {
		if items, err = d.More(ctx, a, who); err != nil {
			return err
		}
	}
	if len(places) == 0 && len(items) == 0 {
		return nil
	}
	every, sent, err := d.digest(ctx, d.DB, a.ID)
	period := d.period(every)
	if err != nil || every == Never || sent == period {
		return err
	}
	for _, place := range places {
		due, err := d.Due(ctx, place)
		if err != nil {
			return err
		}
		for _, duty := range due {
			items = append(items, d.Line(duty, a.Language))
		}
	}
	return d.DB.Write(ctx, func(tx *db.Tx) error {
		if len(items) > 0 {
			if _, err := d.Outbox.Queue(ctx, tx, d.digestMail(a, items, period)); err != nil {
				return err
			}
		}
		return putDigest(ctx, tx, a.ID, every, period)
	})
}

func (d *Desk) digestMail(a people.Account, items []lang.Message, period string) mail.Mail {
	address := d.BaseURL + "/" + a.Language
	return mail.Mail{
		Kind: "digest", Key: "digest:" + a.ID + ":" + period, To: a.Email, Name: a.Name, Language: a.Language,
		Args: lang.Args{"n": len(items)}, Items: items, Link: address + "/desk/dates",
		Unsubscribe: address + "/digest/stop?key=" + url.QueryEscape(d.stopKey(a.ID)),
	}
}

// Line says a duty in a sentence, with the names of the sides as a language has them.
func (d *Desk) Line(duty Duty, language string) lang.Message {
	names := []string{d.Name(duty.Place, language)}
	for _, n := range duty.Others {
		names = append(names, d.Name(n, language))
	}
	return lang.Msg("care.line."+string(duty.Kind), "day", duty.Day, "years", duty.Years, "names", names)
}

// stopPurpose seals the keys by which a recipient ends her digests without signing in.
const stopPurpose = "care stop digest"

func (d *Desk) stopKey(account string) string { return d.linkKey(stopPurpose, account) }

// Stop ends the digests of the account for which a mail's key was made. A key that is not
// one of ours is errs.NotFound.
func (d *Desk) Stop(ctx context.Context, key string) (err error) {
	defer errs.Wrap(&err, "care.Stop")
	account, err := d.stopped(key)
	if err != nil {
		return err
	}
	return d.People.Log().Change(ctx, people.Actor{}, func(tx *db.Tx, note func(people.Entry)) error {
		return d.SetRhythm(ctx, tx, note, account, Never)
	})
}

// Stoppable says whether a key can stop anything.
func (d *Desk) Stoppable(key string) error {
	_, err := d.stopped(key)
	return err
}

func (d *Desk) stopped(key string) (account string, err error) { return d.linked(stopPurpose, key) }
