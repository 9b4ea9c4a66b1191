package people

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/people/known"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Lengths of a password: no rule but length and that nobody can guess it. Ten letters are
// what people accept; 256 bounds the work.
const (
	shortestPassword = 10
	longestPassword  = 256
	leastOwn         = 8 // letters that must stay when the person's own words are taken away
	shortestWord     = 4 // of own words that count
)

// CheckPassword returns why a password cannot be taken, in the field "password", or nil:
// it is too short, among the most frequent ones, or made of own words, such as the
// person's name and address and the site's name.
func CheckPassword(password string, own ...string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return errs.In("password", lang.Msg("error.password.short", "min", shortestPassword))
	case len(password) > longestPassword:
		return errs.In("password", lang.Msg("error.password.long", "max", longestPassword))
	case known.Password(password):
		return errs.In("password", lang.Msg("error.password.common"))
	case ownWords(password, own):
		return errs.In("password", lang.Msg("error.password.own"))
	}
	return nil
}

// ownWords says whether little of the password stays without the person's own words.
func ownWords(password string, own []string) bool {
	rest := strings.ToLower(password)
	for _, text := range own {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(word) >= shortestWord {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	return rest != strings.ToLower(password) && utf8.RuneCountInString(rest) < leastOwn
}

// errSignIn is the one answer to a wrong password, an unknown address, a closed account.
func errSignIn() error { return errs.New(errs.Invalid, lang.Msg("error.sign_in"), nil) }

// ByPassword returns the account that an address and a password open. Whether the address
// is unknown, the password wrong or the account closed, the answer and its time are the same.
func (s *Store) ByPassword(ctx context.Context, email, password string) (a Account, err error) {
	defer errs.Wrap(&err, "people.ByPassword")
	if len(password) > longestPassword {
		password = ""
	}
	phc, _, err := db.One(ctx, s.db, func(row db.Scanner) (phc string, err error) { return phc, row.Scan(&phc) },
		`SELECT password FROM account WHERE email_key = $1`, EmailKey(email))
	if err != nil {
		return a, err
	}
	ok, stale, err := s.hasher.matches(ctx, password, phc)
	if err != nil {
		return a, err
	}
	a, found, err := s.ByEmail(ctx, email)
	switch {
	case err != nil:
		return a, err
	case !ok || !found || !a.Open():
		return Account{}, errSignIn()
	case stale:
		return a, s.rehash(ctx, a.ID, password)
	}
	return a, nil
}

// rehash keeps the password at today's cost.
func (s *Store) rehash(ctx context.Context, account, password string) error {
	phc, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE account SET password = $1 WHERE id = $2`, phc, account)
		return err
	})
}

// Empty says that nobody has an account yet, so that the first one is to be made.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	_, any, err := db.One(ctx, s.db, scanAccount, selectAccount+` LIMIT 1`)
	return !any, err
}

// FirstLink makes the link for the first administrator; older ones stop working. The bool
// is false where somebody has an account already.
func (s *Store) FirstLink(ctx context.Context) (token string, ok bool, err error) {
	defer errs.Wrap(&err, "people.FirstLink")
	if empty, err := s.Empty(ctx); err != nil || !empty {
		return "", false, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE link SET used = $1 WHERE purpose = $2 AND used = 0`, tx.Now(), string(LinkFirst)); err != nil {
			return err
		}
		token, err = s.NewLink(ctx, tx, LinkFirst, "", "", nil)
		return err
	})
	return token, err == nil, err
}

// First makes the first administrator by the link. Of two who come at once one succeeds.
func (s *Store) First(ctx context.Context, token string, n NewAccount) (account string, err error) {
	defer errs.Wrap(&err, "people.First")
	n.Confirmed = true
	err = s.log.Change(ctx, System(), func(tx *db.Tx, note func(Entry)) error {
		if _, err := s.Use(ctx, tx, LinkFirst, token); err != nil {
			return err
		}
		if account, err = s.Create(ctx, tx, note, n); err != nil {
			return err
		}
		_, err = s.Ask(ctx, tx, note, System(), Grant{Account: account, Role: Administrator, Scope: Site(), State: Held})
		return err
	})
	return account, err
}

// Invite makes an invitation within a change and returns the secret for its address. The
// caller has asked whether by may give the role.
func (s *Store) Invite(ctx context.Context, tx *db.Tx, note func(Entry), by Actor, email string, i Invitation) (token string, err error) {
	defer errs.Wrap(&err, "people.Invite")
	if email, err = CleanEmail(email); err != nil {
		return "", err
	}
	i.InvitedBy = by.Account
	if token, err = s.NewLink(ctx, tx, LinkInvite, "", email, i); err != nil {
		return "", err
	}
	e := Grant{Account: by.Account, Role: i.Role, Scope: i.Scope, State: Asked}.entry(InvitePerson, "")
	e.Fields = append(e.Fields, FieldChange{Name: "email", New: email})
	note(e)
	return token, nil
}
