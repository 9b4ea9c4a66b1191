package follow

import (
	"context"
	"encoding/json"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// reader says up to when an account was told.
type reader struct {
	week, day string
	quiet     bool
	known     bool // there is a row
}

func readerOf(ctx context.Context, q db.Querier, account string) (reader, error) {
	r, _, err := db.One(ctx, q, func(row db.Scanner) (r reader, err error) {
		r.known = true
		var quiet int64
		err = row.Scan(&r.week, &r.day, &quiet)
		r.quiet = quiet != 0
		return r, err
	}, `
		SELECT week,
		       day,
		       quiet
		  FROM seek_reader
		 WHERE account = $1`, account)
	return r, err
}

func (r reader) put(ctx context.Context, tx *db.Tx, account string) error {
	quiet := 0
	if r.quiet {
		quiet = 1
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO seek_reader (account, week, day, quiet)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (account) DO UPDATE SET
			week  = excluded.week,
			day   = excluded.day,
			quiet = excluded.quiet`, account, r.week, r.day, quiet)
	return err
}

// Quiet says whether a person wants no mail about requests at all, whatever she follows.
func (d *Desk) Quiet(ctx context.Context, account string) (_ bool, err error) {
	defer errs.Wrap(&err, "follow.Quiet")
	r, err := readerOf(ctx, d.DB, account)
	return r.quiet, err
}

// SetQuiet ends all mail about requests to an account, or takes that back.
func (d *Desk) SetQuiet(ctx context.Context, who people.Actor, account string, quiet bool) (err error) {
	defer errs.Wrap(&err, "follow.SetQuiet")
	word := map[bool]string{true: Never, false: EveryWeek}
	return d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		r, err := readerOf(ctx, tx, account)
		if err != nil {
			return err
		}
		note(people.Entry{Action: people.FollowRequests, Kind: "account", ID: account, Fields: []people.FieldChange{{Name: "search_mail", Old: word[r.quiet], New: word[quiet]}}})
		r.quiet = quiet
		return r.put(ctx, tx, account)
	})
}

// stopPurpose seals the keys by which a recipient ends her mails without signing in.
const stopPurpose = "seek stop following"

func (d *Desk) stopKey(account string) string {
	text, _ := json.Marshal(account) // texts cannot fail
	return d.Key.Seal(stopPurpose, text)
}

// Stoppable says whether a key can stop anything: errs.NotFound where it is not ours.
func (d *Desk) Stoppable(key string) error {
	_, err := d.stopped(key)
	return err
}

// Stop ends all mail about requests to the account for which a mail's key was made.
func (d *Desk) Stop(ctx context.Context, key string) (err error) {
	defer errs.Wrap(&err, "follow.Stop")
	account, err := d.stopped(key)
	if err != nil {
		return err
	}
	return d.SetQuiet(ctx, people.Actor{}, account, true)
}

func (d *Desk) stopped(key string) (account string, err error) {
	text, err := d.Key.Unseal(stopPurpose, key)
	if err == nil {
		err = json.Unmarshal(text, &account)
	}
	if err != nil {
		return "", errs.New(errs.NotFound, lang.Msg("error.link.unknown"), err)
	}
	return account, nil
}
