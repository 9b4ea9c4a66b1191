package people

import (
	"context"
	"net/mail"
	"strings"
	"unicode/utf8"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
)

// Store keeps accounts, sessions, links, grants and organisations.
type Store struct {
	db     *db.DB
	log    *Log
	key    secret.Key
	clock  clock.Clock
	hasher *hasher
}

// NewStore returns a store over an open, migrated database. Changes that people make go
// through log; what is sealed is sealed with key.
func NewStore(d *db.DB, log *Log, key secret.Key, c clock.Clock) *Store {
	return &Store{db: d, log: log, key: key, clock: c, hasher: newHasher()}
}

// Log is the audit chain that the store writes to.
func (s *Store) Log() *Log { return s.log }

// Limits of what a person can call herself.
const (
	longestEmail = 254 // RFC 5321
	longestName  = 100
)

// CleanEmail returns the address as it is kept, or errs.Invalid naming the field "email".
func CleanEmail(text string) (string, error) {
	text = strings.TrimSpace(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > longestEmail || strings.ContainsAny(text, "\r\n\x00 <>\"") {
		return "", errs.In("email", lang.Msg("error.people.email"))
	}
	return text, nil
}

// CleanName returns a person's name as it is kept, or errs.Invalid naming the field "name".
func CleanName(text string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || utf8.RuneCountInString(text) > longestName || strings.ContainsFunc(text, isControl) {
		return "", errs.In("name", lang.Msg("error.people.name", "max", longestName))
	}
	return text, nil
}

// isControl finds characters that are not seen, among them those that turn the direction
// of writing, by which one name could look like another.
func isControl(r rune) bool {
	return r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}

const selectAccount = `
	SELECT id,
	       email,
	       name,
	       language,
	       password,
	       totp,
	       created,
	       confirmed,
	       disabled,
	       erased,
	       version
	  FROM account`

func scanAccount(row db.Scanner) (a Account, err error) {
	var password, totp string
	var created, confirmed, disabled, erased int64
	err = row.Scan(&a.ID, &a.Email, &a.Name, &a.Language, &password, &totp, &created, &confirmed, &disabled, &erased, &a.Version)
	a.Password, a.TOTP = password != "", totp != ""
	a.Created, a.Confirmed, a.Disabled, a.Erased = db.Moment(created), db.Moment(confirmed), db.Moment(disabled), db.Moment(erased)
	return a, err
}

// Account returns an account by its identifier, or errs.NotFound.
func (s *Store) Account(ctx context.Context, id string) (a Account, err error) {
	defer errs.Wrap(&err, "people.Account(%s)", id)
	a, ok, err := db.One(ctx, s.db, scanAccount, selectAccount+` WHERE id = $1`, id)
	if err == nil && !ok {
		return a, errs.New(errs.NotFound, lang.Msg("error.people.account_unknown"), nil)
	}
	return a, err
}

// ByEmail returns the account with an address; the bool is false where there is none.
func (s *Store) ByEmail(ctx context.Context, email string) (Account, bool, error) {
	return db.One(ctx, s.db, scanAccount, selectAccount+` WHERE email_key = $1`, EmailKey(email))
}

// Accounts returns all accounts that are not erased, by name.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	return db.Collect(ctx, s.db, scanAccount, selectAccount+` WHERE erased = 0 ORDER BY name, email_key`)
}

// Names returns the names of accounts by identifier, for lists that say who did what.
// Accounts that are erased or unknown are left out.
func (s *Store) Names(ctx context.Context) (map[string]string, error) {
	all, err := s.Accounts(ctx)
	names := make(map[string]string, len(all))
	for _, a := range all {
		names[a.ID] = a.Name
	}
	return names, err
}

// NewAccount is what an account begins with.
type NewAccount struct {
	Email, Name, Language string
	Password              string    // "": none; she signs in by passkey or another service
	Confirmed             bool      // the address has been proved, by a link that came to it
	Identity              *Identity // by which she signs in at another service; nil: none
}

// Create makes an account inside a change of the audit chain and returns its identifier.
// An address that is taken is errs.Conflict in the field "email".
func (s *Store) Create(ctx context.Context, tx *db.Tx, note func(Entry), n NewAccount) (id string, err error) {
	defer errs.Wrap(&err, "people.Create")
	phc := ""
	if n.Password != "" {
		if phc, err = s.hasher.hash(ctx, n.Password); err != nil {
			return "", err
		}
	}
	return s.create(ctx, tx, note, n, phc)
}

// create is Create with a password that was hashed already.
func (s *Store) create(ctx context.Context, tx *db.Tx, note func(Entry), n NewAccount, phc string) (id string, err error) {
	if n.Email, err = CleanEmail(n.Email); err != nil {
		return "", err
	}
	if n.Name, err = CleanName(n.Name); err != nil {
		return "", err
	}
	confirmed := int64(0)
	if n.Confirmed {
		confirmed = tx.Now()
	}
	id = db.NewID()
	done, err := tx.ExecContext(ctx, `
		INSERT INTO account (id, email, email_key, name, language, password, created, confirmed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (email_key) DO NOTHING`,
		id, n.Email, EmailKey(n.Email), n.Name, n.Language, phc, tx.Now(), confirmed)
	if err != nil {
		return "", err
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 0 {
		return "", errs.InKind(errs.Conflict, "email", lang.Msg("error.people.email_taken"))
	}
	note(Entry{Action: SignIn, Kind: "account", ID: id, Fields: []FieldChange{{Name: "name", New: n.Name}, {Name: "email", New: n.Email}}})
	return id, nil
}
