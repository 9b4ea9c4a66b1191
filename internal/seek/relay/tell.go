package relay

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// TellKind is the job that tells a side's officers what came; TranslateKind the one that
// translates a message.
// AlertKind tells the site's organisers that a report waits.
const (
	TellKind      = "relay.tell"
	TranslateKind = "relay.translate"
	AlertKind     = "relay.alert"
)

// How mails wait. Several messages within some minutes are one mail; a translation that
// comes soon is waited for, and one that does not holds nothing up.
const (
	between    = 10 * time.Minute
	forEngine  = 90 * time.Second
	mostInMail = 10 // messages; what is older is read on the site
	mostTries  = 25 // of a translation: some two days with growing waits
)

// Kinds are the jobs of the store.
func (s *Store) Kinds() []jobs.Kind {
	return []jobs.Kind{
		{Name: TellKind, Do: s.tell},
		{Name: AlertKind, Do: s.alert},
		{Name: SilentKind, Do: s.silent},
		{Name: TranslateKind, Do: s.translate, Attempts: mostTries, AtOnce: 1}, // a small server does one after the other
	}
}

// toTell is the payload of TellKind.
type toTell struct {
	Conversation string
	Side         int64 // whose officers are told
}

// announce has a side told of an entry.
func (s *Store) announce(ctx context.Context, tx *db.Tx, c Conversation, side, number int64) error {
	return s.announceAt(ctx, tx, c.ID, side, fmt.Sprintf("%d", number), time.Time{})
}

// announceAt orders the job at a moment; stage tells orders of the same side apart.
func (s *Store) announceAt(ctx context.Context, tx *db.Tx, id string, side int64, stage string, at time.Time) error {
	if s.Queue == nil || s.Tell == nil {
		return nil
	}
	_, err := s.Queue.Enqueue(ctx, tx, jobs.New{
		Kind: TellKind, Key: fmt.Sprintf("%s:%s:%d:%s", TellKind, id, side, stage), Payload: toTell{id, side}, After: at,
	})
	return err
}

// standing is how far a side was told.
type standing struct{ told, at int64 }

// tell mails the officers of a side what they were not told yet, once: that they were is
// noted in the transaction of the mails.
func (s *Store) tell(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "relay.tell")
	var what toTell
	if err := j.Into(&what); err != nil {
		return err
	}
	c, err := s.ByID(ctx, what.Conversation)
	if errs.KindOf(err) == errs.NotFound {
		return nil // purged meanwhile
	}
	if err != nil {
		return err
	}
	officers, err := s.readers(ctx, c, what.Side)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		fresh, later, err := s.news(ctx, tx, c, what.Side)
		switch {
		case err != nil:
			return err
		case !later.IsZero():
			if err := s.announceAt(ctx, tx, c.ID, what.Side, fmt.Sprintf("%d@%d", fresh[len(fresh)-1].Number, later.Unix()), later); err != nil {
				return err
			}
		case len(fresh) > 0:
			if err := s.mail(ctx, tx, c, what.Side, officers, fresh); err != nil {
				return err
			}
		}
		return j.Finish(ctx, tx)
	})
}

// news are the entries of which a side was not told; later says when to tell them, the zero
// time: now.
func (s *Store) news(ctx context.Context, tx *db.Tx, c Conversation, side int64) (fresh []Message, later time.Time, err error) {
	was, _, err := db.One(ctx, tx, func(row db.Scanner) (x standing, err error) { return x, row.Scan(&x.told, &x.at) },
		`SELECT told, told_at FROM relay_side WHERE conversation = $1 AND place = $2`, c.ID, side)
	if err != nil {
		return nil, later, err
	}
	fresh, err = s.entries(ctx, tx, `
		 WHERE conversation = $1
		   AND number > $2
		   AND side <> $3
		   AND (for_side = 0 OR for_side = $3)
		   AND event IN ('', 'closed', 'shut', 'warned', 'decided', 'silent')`, c.ID, was.told, side)
	now := db.Moment(tx.Now())
	wait := func(until time.Time) {
		if until.After(now) && until.After(later) {
			later = until
		}
	}
	if len(fresh) > 0 && was.at > 0 {
		wait(db.Moment(was.at).Add(between))
	}
	for _, m := range fresh {
		for _, t := range m.Translations {
			if t.State == Waiting {
				wait(m.At.Add(forEngine))
			}
		}
	}
	return fresh, later, err
}

// mail tells each officer who wants it, and notes that the side was told.
func (s *Store) mail(ctx context.Context, tx *db.Tx, c Conversation, side int64, officers []people.Account, fresh []Message) error {
	last := fresh[len(fresh)-1].Number
	fresh = fresh[max(0, len(fresh)-mostInMail):]
	for _, a := range officers {
		wish, err := wishOf(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if !wish.Mails {
			continue
		}
		if err := s.Tell(ctx, tx, News{Conversation: c, To: a, Side: side, Messages: fresh, Stop: s.stopKey(a.ID)}); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO relay_side (conversation, place, seen, told, told_at)
		VALUES ($1, $2, 0, $3, $4)
		ON CONFLICT (conversation, place) DO UPDATE SET told = excluded.told, told_at = excluded.told_at`, c.ID, side, last, tx.Now())
	return err
}

// Wish is what an account wishes of conversations.
type Wish struct {
	Mails bool // new messages are told by mail
	Named bool // messages are signed with the name
}

// WishOf returns what an account wishes: mails and no name, where it said nothing.
func (s *Store) WishOf(ctx context.Context, account string) (Wish, error) {
	return wishOf(ctx, s.DB, account)
}

func wishOf(ctx context.Context, q db.Querier, account string) (Wish, error) {
	w, ok, err := db.One(ctx, q, func(row db.Scanner) (w Wish, err error) {
		var mails, named int64
		err = row.Scan(&mails, &named)
		return Wish{mails == 1, named == 1}, err
	}, `SELECT mails, named FROM relay_wish WHERE account = $1`, account)
	if !ok {
		w.Mails = true
	}
	return w, err
}

// remember keeps how the last message was signed.
func (s *Store) remember(ctx context.Context, tx *db.Tx, account string, named bool) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO relay_wish (account, mails, named)
		VALUES ($1, 1, $2)
		ON CONFLICT (account) DO UPDATE SET named = excluded.named`, account, db.Flag(named))
	return err
}

// SetMails notes whether an account is told of new messages by mail.
func (s *Store) SetMails(ctx context.Context, who people.Actor, account string, on bool) (err error) {
	defer errs.Wrap(&err, "relay.SetMails")
	return s.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.OwnAccount, Kind: "account", ID: account, Fields: []people.FieldChange{{Name: "conversation_mails", New: fmt.Sprint(on)}}})
		_, err := tx.ExecContext(ctx, `
			INSERT INTO relay_wish (account, mails, named)
			VALUES ($1, $2, 0)
			ON CONFLICT (account) DO UPDATE SET mails = excluded.mails`, account, db.Flag(on))
		return err
	})
}

// stopPurpose seals the keys by which a recipient ends these mails without signing in.
const stopPurpose = "relay stop mails"

func (s *Store) stopKey(account string) string { return s.Key.Seal(stopPurpose, []byte(account)) }

// Mailed says whether an account is told by mail of what other towns do, and the key by which
// it ends that: what else is written to officers in the name of other towns asks this too.
func (s *Store) Mailed(ctx context.Context, q db.Querier, account string) (stop string, on bool, err error) {
	wish, err := wishOf(ctx, q, account)
	return s.stopKey(account), wish.Mails, err
}

// Stoppable is the account for which a mail's key was made; errs.NotFound for no such key.
func (s *Store) Stoppable(key string) (account string, err error) {
	plain, err := s.Key.Unseal(stopPurpose, key)
	if err != nil {
		return "", errs.New(errs.NotFound, lang.Msg("error.relay.unknown"), err)
	}
	return string(plain), nil
}

// Stop ends the mails of the account for which a mail's key was made.
func (s *Store) Stop(ctx context.Context, key string) error {
	account, err := s.Stoppable(key)
	if err != nil {
		return err
	}
	return s.SetMails(ctx, people.Actor{}, account, false)
}
