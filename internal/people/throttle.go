package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Limit is how often something may be tried: burst times at once, and refill more times
// in each period. So at most burst + refill tries fall into any one period.
type Limit struct {
	name          string
	burst, refill float64
	per           time.Duration
}

// The limits. Each sum is what is promised: ten guesses at one account in an hour,
// twenty-five from one address in five minutes, five mails in half an hour.
var (
	GuessAccount    = Limit{"guess account", 5, 5, time.Hour}
	GuessDevice     = Limit{"guess device", 5, 5, time.Hour} // from a browser in which the owner signed in before
	GuessSecond     = Limit{"guess second", 5, 5, time.Hour}
	GuessAddress    = Limit{"guess address", 15, 10, 5 * time.Minute}
	AskMail         = Limit{"ask mail", 3, 2, 30 * time.Minute}      // links to one mailbox
	AskAddress      = Limit{"ask address", 15, 10, 30 * time.Minute} // links from one address: an office's people share one
	TryLink         = Limit{"try link", 15, 10, 5 * time.Minute}     // one-time links tried from one address
	AskPasskey      = Limit{"ask passkey", 20, 20, 5 * time.Minute}  // questions to passkeys from one address
	Claim           = Limit{"claim", 5, 5, 24 * time.Hour}           // places claimed by one account
	ProposeAddress  = Limit{"propose address", 5, 5, time.Hour}      // proposals from one address: an office's people share one
	AskHelpAddress  = Limit{"ask help address", 5, 5, time.Hour}     // questions to help points from one address
	RegisterAddress = Limit{"register address", 20, 20, time.Hour}   // registrations for meetings from one address: an office's people share one
	RegisterMail    = Limit{"register mail", 3, 2, 30 * time.Minute} // of one mailbox
	GuestAnswer     = Limit{"guest answer", 15, 15, time.Hour}       // answers and changes of address by one personal link: each writes a mail
	GuestList       = Limit{"guest list", 600, 600, time.Hour}       // changes of one delegation's list by its link: the largest, filled and put right
	SendMessage     = Limit{"send message", 20, 40, time.Hour}       // messages to other towns by one account: a busy day of letters
	SendThread      = Limit{"send thread", 15, 15, time.Hour}        // messages in one conversation by one side
	BeginThread     = Limit{"begin thread", 10, 10, 24 * time.Hour}  // conversations that one account begins
	WalkStep        = Limit{"walk step", 60, 60, time.Hour}          // changes of procedures by one account: a whole checklist put right; each may write a mail
	NameTown        = Limit{"name town", 20, 20, 24 * time.Hour}     // changes of one account that name other towns as partners of a project: each writes mails
	AskTranslation  = Limit{"ask translation", 40, 40, time.Hour}    // translations that one account asks for
	InviteLimit     = Limit{"invite", 30, 30, 24 * time.Hour}        // mails to strangers in one person's name
)

// Tap is one bucket: a limit for one account, address or device.
type Tap struct {
	Limit Limit
	Who   string
}

// bucket is the name under which a tap is kept: nobody reads from it whose it is.
func (s *Store) bucket(t Tap) string {
	mac := hmac.New(sha256.New, s.key.Derive("throttle"))
	mac.Write([]byte(t.Limit.name + "\x00" + t.Who))
	return hex.EncodeToString(mac.Sum(nil))
}

// level is how many tries a bucket has left.
type level struct {
	tokens float64
	at     int64
}

func scanLevel(row db.Scanner) (l level, err error) { return l, row.Scan(&l.tokens, &l.at) }

func (s *Store) level(ctx context.Context, q db.Querier, t Tap, now int64) (float64, error) {
	l, ok, err := db.One(ctx, q, scanLevel, `SELECT tokens, at FROM throttle WHERE name = $1`, s.bucket(t))
	if err != nil || !ok {
		return t.Limit.burst, err
	}
	gained := max(0, float64(now-l.at)) / float64(t.Limit.per.Microseconds()) * t.Limit.refill
	return min(t.Limit.burst, l.tokens+gained), nil
}

// wait is how long a bucket with so many tokens needs until it has one.
func (l Limit) wait(tokens float64) time.Duration {
	if tokens >= 1 {
		return 0
	}
	return time.Duration(math.Ceil((1-tokens)*float64(l.per)/l.refill/float64(time.Second))) * time.Second
}

// Take takes one try from each tap, on all nodes together, and returns 0; or takes
// nothing and returns how long to wait. A refusal writes nothing, so that a flood of
// tries costs little.
func (s *Store) Take(ctx context.Context, taps ...Tap) (wait time.Duration, err error) {
	defer errs.Wrap(&err, "people.Take")
	if wait, err = s.longest(ctx, s.db, s.clock.Now().UnixMicro(), taps); err != nil || wait > 0 {
		return wait, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if wait, err = s.longest(ctx, tx, tx.Now(), taps); err != nil || wait > 0 {
			return err
		}
		for _, t := range taps {
			if err := s.pour(ctx, tx, t, -1); err != nil {
				return err
			}
		}
		return nil
	})
	return wait, err
}

func (s *Store) longest(ctx context.Context, q db.Querier, now int64, taps []Tap) (wait time.Duration, err error) {
	for _, t := range taps {
		tokens, err := s.level(ctx, q, t, now)
		if err != nil {
			return 0, err
		}
		wait = max(wait, t.Limit.wait(tokens))
	}
	return wait, nil
}

// GiveBack returns a try that turned out to be right, so that who signs in often is not
// taken for one who guesses.
func (s *Store) GiveBack(ctx context.Context, taps ...Tap) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, t := range taps {
			if err := s.pour(ctx, tx, t, 1); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) pour(ctx context.Context, tx *db.Tx, t Tap, by float64) error {
	tokens, err := s.level(ctx, tx, t, tx.Now())
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO throttle (name, tokens, at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens, at = excluded.at`,
		s.bucket(t), min(t.Limit.burst, tokens+by), tx.Now())
	return err
}
