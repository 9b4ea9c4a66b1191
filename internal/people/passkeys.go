package people

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/passkey"
)

// Passkey is a key pair by which a person signs in.
type Passkey struct {
	passkey.Key
	Name    string // by which she tells it from others
	Created time.Time
	Used    time.Time // zero: never
}

// mostPasskeys is more than anybody has devices.
const mostPasskeys = 20

func (s *Store) passkeysOf(ctx context.Context, q db.Querier, account string) ([]Passkey, error) {
	return db.Collect(ctx, q, func(row db.Scanner) (p Passkey, err error) {
		var body string
		var created, used int64
		err = row.Scan(&p.ID, &p.Name, &body, &created, &used)
		p.Body, p.Created, p.Used = []byte(body), db.Moment(created), db.Moment(used)
		return p, err
	}, `
		SELECT id,
		       name,
		       body,
		       created,
		       used
		  FROM passkey
		 WHERE account = $1
		 ORDER BY created, id`, account)
}

// Owner is the account as its devices know it.
func (s *Store) Owner(ctx context.Context, account string) (o passkey.Owner, err error) {
	defer errs.Wrap(&err, "people.Owner")
	a, err := s.Account(ctx, account)
	if err != nil {
		return o, err
	}
	all, err := s.passkeysOf(ctx, s.db, account)
	o = passkey.Owner{ID: a.ID, Email: a.Email, Name: a.Name}
	for _, p := range all {
		o.Keys = append(o.Keys, p.Key)
	}
	return o, err
}

// KeepQuestion keeps what must be known when a passkey answers, and returns the secret
// under which it is found, once. account is "" where nobody is signed in yet.
func (s *Store) KeepQuestion(ctx context.Context, account string, state []byte) (token string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		token, err = s.NewLink(ctx, tx, LinkPasskey, account, "", json.RawMessage(state))
		return err
	})
	return token, err
}

// Question returns what KeepQuestion kept, the first time it is asked.
func (s *Store) Question(ctx context.Context, account, token string) (state []byte, err error) {
	defer errs.Wrap(&err, "people.Question")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		l, err := s.Use(ctx, tx, LinkPasskey, token)
		if err == nil && l.Account != account {
			err = errs.New(errs.NotFound, lang.Msg("error.link.unknown"), nil)
		}
		state = l.Body
		return err
	})
	return state, err
}

// ErrPasskey is the answer where a device's word cannot be taken; cause is why.
func ErrPasskey(cause error) error {
	return errs.New(errs.Invalid, lang.Msg("error.passkey"), cause)
}

// AddPasskey keeps a key that the person's device made. Other sessions end.
func (s *Store) AddPasskey(ctx context.Context, tx *db.Tx, note func(Entry), a Actor, key passkey.Key, name string) (err error) {
	defer errs.Wrap(&err, "people.AddPasskey")
	if name, err = CleanName(name); err != nil {
		return err
	}
	have, err := s.passkeysOf(ctx, tx, a.Account)
	if err != nil {
		return err
	}
	if len(have) >= mostPasskeys {
		return errs.New(errs.Conflict, lang.Msg("error.passkey.many", "max", mostPasskeys), nil)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO passkey (id, account, name, body, created) VALUES ($1, $2, $3, $4, $5)`, key.ID, a.Account, name, string(key.Body), tx.Now())
	if err != nil {
		return err
	}
	note(security(a.Account, "passkey", "", name))
	return s.strengthen(ctx, tx, a)
}

// NotePasskey keeps a key's new body after it was used.
func (s *Store) NotePasskey(ctx context.Context, key passkey.Key) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE passkey SET body = $1, used = $2 WHERE id = $3`, string(key.Body), tx.Now(), key.ID)
		return err
	})
}

// DropPasskey removes a key. The last factor of a role that asks for one stays
// (errs.Conflict), and so does the only way to sign in.
func (s *Store) DropPasskey(ctx context.Context, tx *db.Tx, note func(Entry), account, id string) (err error) {
	defer errs.Wrap(&err, "people.DropPasskey")
	all, err := s.passkeysOf(ctx, tx, account)
	if err != nil {
		return err
	}
	name := ""
	for _, p := range all {
		if p.ID == id {
			name = p.Name
		}
	}
	if name == "" {
		return errs.New(errs.NotFound, lang.Msg("error.passkey.unknown"), nil)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM passkey WHERE id = $1 AND account = $2`, id, account); err != nil {
		return err
	}
	f, err := s.factors(ctx, tx, account)
	if err != nil {
		return err
	}
	if !f.Password && len(f.Passkeys) == 0 && len(f.Services) == 0 {
		return errs.New(errs.Conflict, lang.Msg("error.passkey.only"), nil)
	}
	note(security(account, "passkey", name, ""))
	return s.keepOne(ctx, tx, account)
}
