package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Lives of a session. An office's day is eight hours: who comes back after lunch is still
// signed in, who comes back the next morning is not. A week bounds it even for those who
// never pause. Sensitive acts ask again after a quarter of an hour.
const (
	idleLimit     = 10 * time.Hour
	absoluteLimit = 7 * 24 * time.Hour
	freshLimit    = 15 * time.Minute
	pendingLimit  = 10 * time.Minute // between password and second factor
	seenStep      = 5 * time.Minute  // how exactly the last visit is kept: a write for each request would be too many
)

// Session is a browser that is signed in.
type Session struct {
	ID      string // SHA-256 of the cookie, which is kept nowhere
	Account string
	Created time.Time
	Seen    time.Time
	Expires time.Time
	Fresh   time.Time
	Strong  bool
	Pending bool // the second factor is still to come
	Agent   string
}

// newToken returns 256 random bits for an address or a cookie, and the hash that is kept.
func newToken() (token, hash string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: see its documentation
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, hashToken(token)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Begin signs a browser in and returns the value of its cookie. Any session that the same
// browser had (old, a cookie's value or "") ends, so that nobody can plant one. A pending
// session allows nothing but to give the second factor.
func (s *Store) Begin(ctx context.Context, account, old, agent string, strong, pending bool) (cookie string, err error) {
	defer errs.Wrap(&err, "people.Begin")
	cookie, hash := newToken()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if old != "" {
			if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE id = $1`, hashToken(old)); err != nil {
				return err
			}
		}
		limit := absoluteLimit
		if pending {
			limit = pendingLimit
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO session (id, account, created, seen, expires, fresh, strong, pending, agent)
			VALUES ($1, $2, $3, $3, $4, $3, $5, $6, $7)`,
			hash, account, tx.Now(), tx.Now()+limit.Microseconds(), db.Flag(strong), db.Flag(pending), agent)
		return err
	})
	return cookie, err
}

const selectSession = `
	SELECT id,
	       account,
	       created,
	       seen,
	       expires,
	       fresh,
	       strong,
	       pending,
	       agent
	  FROM session`

func scanSession(row db.Scanner) (v Session, err error) {
	var created, seen, expires, fresh, strong, pending int64
	err = row.Scan(&v.ID, &v.Account, &created, &seen, &expires, &fresh, &strong, &pending, &v.Agent)
	v.Created, v.Seen, v.Expires, v.Fresh = db.Moment(created), db.Moment(seen), db.Moment(expires), db.Moment(fresh)
	v.Strong, v.Pending = strong != 0, pending != 0
	return v, err
}

// alive says whether the session still counts.
func (v Session) alive(now time.Time) bool {
	return now.Before(v.Expires) && now.Sub(v.Seen) < idleLimit
}

// SessionOf returns the living session of a cookie; the bool is false where there is none.
func (s *Store) SessionOf(ctx context.Context, cookie string) (Session, bool, error) {
	if cookie == "" {
		return Session{}, false, nil
	}
	v, ok, err := db.One(ctx, s.db, scanSession, selectSession+` WHERE id = $1`, hashToken(cookie))
	if err != nil || !ok || !v.alive(s.clock.Now()) {
		return Session{}, false, err
	}
	return v, true, nil
}

// ActorOf returns who a cookie stands for: the public where it stands for nobody, where
// the account was closed meanwhile, or where the second factor is still to come. What the
// person may do is read each time, so that a change of it counts at once on every node.
func (s *Store) ActorOf(ctx context.Context, cookie string) (a Actor, err error) {
	defer errs.Wrap(&err, "people.ActorOf")
	v, ok, err := s.SessionOf(ctx, cookie)
	if err != nil || !ok || v.Pending {
		return Actor{}, err
	}
	account, ok, err := db.One(ctx, s.db, scanAccount, selectAccount+` WHERE id = $1`, v.Account)
	if err != nil || !ok || !account.Open() {
		return Actor{}, err
	}
	now := s.clock.Now()
	if now.Sub(v.Seen) > seenStep {
		s.see(ctx, v.ID, now)
	}
	a = Actor{
		Account: account.ID, Name: account.Name, Email: account.Email, Language: account.Language,
		Strong: v.Strong, Fresh: now.Sub(v.Fresh) < freshLimit, Session: v.ID,
	}
	a.Grants, err = s.heldBy(ctx, s.db, account.ID)
	return a, err
}

// see notes the visit. A failure only makes the session end earlier.
func (s *Store) see(ctx context.Context, id string, now time.Time) {
	_ = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE id = $2 AND seen < $1`, now.UnixMicro(), id)
		return err
	})
}

// Refresh notes that the person proved once more who she is, by two factors or not.
func (s *Store) Refresh(ctx context.Context, session string, strong bool) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE session
			   SET fresh  = $1,
			       strong = CASE WHEN $2 = 1 THEN 1 ELSE strong END
			 WHERE id = $3`, tx.Now(), db.Flag(strong), session)
		return err
	})
}

// Sessions are the living sessions of an account, the latest visit first.
func (s *Store) Sessions(ctx context.Context, account string) (all []Session, err error) {
	defer errs.Wrap(&err, "people.Sessions")
	now := s.clock.Now()
	err = db.Each(ctx, s.db, func(row db.Scanner) error {
		v, err := scanSession(row)
		if err == nil && v.alive(now) && !v.Pending {
			all = append(all, v)
		}
		return err
	}, selectSession+` WHERE account = $1 ORDER BY seen DESC`, account)
	return all, err
}

// End ends one session of an account; End of all others takes except, which stays.
func (s *Store) End(ctx context.Context, account, session string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = $1 AND id = $2`, account, session)
		return err
	})
}

// EndOthers ends all sessions of an account but one ("": all), within a change: after a
// new password, a lost factor, a closed account.
func (s *Store) EndOthers(ctx context.Context, tx *db.Tx, account, except string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE account = $1 AND id <> $2`, account, except)
	return err
}

// SweepSessions removes what is over: sessions, used and expired links, old throttles.
func (s *Store) SweepSessions(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now()
		for _, step := range []struct {
			query string
			arg   int64
		}{
			{`DELETE FROM session WHERE expires < $1`, now},
			{`DELETE FROM session WHERE seen < $1`, now - idleLimit.Microseconds()},
			{`DELETE FROM link WHERE expires < $1`, now - (30 * 24 * time.Hour).Microseconds()}, // kept a month, to say "expired" and not "unknown"
			{`DELETE FROM link WHERE purpose = 'passkey' AND expires < $1`, now},                // nobody asks for these again
			{`DELETE FROM throttle WHERE at < $1`, now - (24 * time.Hour).Microseconds()},
		} {
			if _, err := tx.ExecContext(ctx, step.query, step.arg); err != nil {
				return err
			}
		}
		return nil
	})
}

// EndAll ends all sessions of an account but one; "": all.
func (s *Store) EndAll(ctx context.Context, account, except string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.EndOthers(ctx, tx, account, except) })
}
