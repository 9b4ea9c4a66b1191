package people

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Purpose is what a one-time link is for.
type Purpose string

// The purposes, and how long each link lives.
const (
	LinkFirst   Purpose = "first"   // makes the first administrator
	LinkInvite  Purpose = "invite"  // makes an account with a role
	LinkConfirm Purpose = "confirm" // confirms the address of a new account
	LinkReset   Purpose = "reset"   // sets a new password
	LinkAddress Purpose = "address" // confirms a changed address
	LinkAnswer  Purpose = "answer"  // answers "is this partnership still alive?"
	LinkPasskey Purpose = "passkey" // a question to a passkey, that waits for its answer
)

// lives is how long a link can be used: as long as its reader needs, no longer.
var lives = map[Purpose]time.Duration{
	LinkFirst:   24 * time.Hour,
	LinkInvite:  14 * 24 * time.Hour, // two weeks: a holiday
	LinkConfirm: 48 * time.Hour,
	LinkReset:   time.Hour,
	LinkAddress: 24 * time.Hour,
	LinkAnswer:  90 * 24 * time.Hour, // a season: councils meet seldom
	LinkPasskey: 5 * time.Minute,     // as long as one looks for the key
}

// Link is a one-time link.
type Link struct {
	Purpose Purpose
	Account string // "" where none exists yet
	Email   string
	Body    json.RawMessage // what the link brings with it
	Created time.Time
	Expires time.Time
	hash    string
}

// Invitation is what an invitation brings with it.
type Invitation struct {
	Role      Role   `json:"role"`
	Scope     Scope  `json:"scope"`
	Language  string `json:"language"`
	InvitedBy string `json:"invited_by"` // account
	Name      string `json:"name,omitempty"`
}

// NewLink makes a link inside a transaction and returns the secret for its address. Body
// is kept as JSON; nil is nothing.
func (s *Store) NewLink(ctx context.Context, tx *db.Tx, purpose Purpose, account, email string, body any) (token string, err error) {
	defer errs.Wrap(&err, "people.NewLink(%s)", purpose)
	text, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	token, hash := newToken()
	_, err = tx.ExecContext(ctx, `
		INSERT INTO link (hash, purpose, account, email, body, created, expires)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		hash, string(purpose), account, email, string(text), tx.Now(), tx.Now()+lives[purpose].Microseconds())
	return token, err
}

// Link returns a link that can still be used. One that is unknown, of another purpose,
// used or expired is errs.NotFound with the sentence that says which.
func (s *Store) Link(ctx context.Context, purpose Purpose, token string) (Link, error) {
	return s.link(ctx, s.db, purpose, token)
}

func (s *Store) link(ctx context.Context, q db.Querier, purpose Purpose, token string) (l Link, err error) {
	defer errs.Wrap(&err, "people.Link(%s)", purpose)
	var used int64
	l, ok, err := db.One(ctx, q, func(row db.Scanner) (l Link, err error) {
		var body string
		var created, expires int64
		err = row.Scan(&l.hash, &l.Purpose, &l.Account, &l.Email, &body, &created, &expires, &used)
		l.Body, l.Created, l.Expires = json.RawMessage(body), db.Moment(created), db.Moment(expires)
		return l, err
	}, `
		SELECT hash,
		       purpose,
		       account,
		       email,
		       body,
		       created,
		       expires,
		       used
		  FROM link
		 WHERE hash = $1`, hashToken(token))
	switch {
	case err != nil:
		return Link{}, err
	case !ok || l.Purpose != purpose:
		return Link{}, errs.New(errs.NotFound, lang.Msg("error.link.unknown"), nil)
	case used != 0:
		return Link{}, errs.New(errs.NotFound, lang.Msg("error.link.used"), nil)
	case !s.clock.Now().Before(l.Expires):
		return Link{}, errs.New(errs.NotFound, lang.Msg("error.link.expired"), nil)
	}
	return l, nil
}

// Use takes a link within a change: of two who come at once, one gets it and the other
// hears that it was used.
func (s *Store) Use(ctx context.Context, tx *db.Tx, purpose Purpose, token string) (Link, error) {
	l, err := s.link(ctx, tx, purpose, token)
	if err != nil {
		return Link{}, err
	}
	done, err := tx.ExecContext(ctx, `UPDATE link SET used = $1 WHERE hash = $2 AND used = 0`, tx.Now(), l.hash)
	if err != nil {
		return Link{}, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return Link{}, errs.New(errs.NotFound, lang.Msg("error.link.used"), err)
	}
	return l, nil
}

// DropLinks makes all unused links of a purpose for an account or address useless.
func (s *Store) DropLinks(ctx context.Context, tx *db.Tx, purpose Purpose, account, email string) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE link
		   SET used = $1
		 WHERE purpose = $2
		   AND used = 0
		   AND (account <> '' AND account = $3 OR email <> '' AND email = $4)`, tx.Now(), string(purpose), account, email)
	return err
}
