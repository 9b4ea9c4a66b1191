package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// One-time codes as every authenticator program makes them (RFC 6238): six digits, anew
// each half minute. A code of the half minute before or after counts too, since clocks
// differ; none counts twice.
const (
	codeStep   = 30 // seconds
	codeWindow = 1  // steps before and after
	secretSize = 20 // bytes: the size of SHA-1's output, as the RFC recommends
)

// totpPurpose seals the secrets of one-time codes.
const totpPurpose = "one-time codes"

// NewCodes returns a secret for one-time codes, in base32, that is set up by no account yet.
func NewCodes() string {
	raw := make([]byte, secretSize)
	_, _ = rand.Read(raw) // never fails: see its documentation
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// CodesAddress is what an authenticator program reads from the QR code.
func CodesAddress(secret, site, email string) string {
	label := url.PathEscape(site + ":" + email)
	return "otpauth://totp/" + label + "?" + url.Values{"secret": {secret}, "issuer": {site}}.Encode()
}

// matchCode returns the step of the code, 0 where it belongs to none after the last used.
func matchCode(secret, code string, now time.Time, last int64) int64 {
	code = strings.Join(strings.Fields(code), "")
	step := now.Unix() / codeStep
	for n := step - codeWindow; n <= step+codeWindow; n++ {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(n*codeStep, 0), totp.ValidateOpts{Period: codeStep, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && n > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return n
		}
	}
	return 0
}

// errCode is the answer to a wrong, old or used code.
func errCode() error { return errs.In("code", lang.Msg("error.second.code")) }

// SetCodes sets one-time codes up: the code shows that the program has the secret. Other
// sessions end, because they began without it.
func (s *Store) SetCodes(ctx context.Context, tx *db.Tx, note func(Entry), a Actor, secret, code string) (err error) {
	defer errs.Wrap(&err, "people.SetCodes")
	step := matchCode(secret, code, time.UnixMicro(tx.Now()), 0)
	if step == 0 {
		return errCode()
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE account
		   SET totp      = $1,
		       totp_step = $2,
		       version   = version + 1
		 WHERE id = $3`, s.key.Seal(totpPurpose, []byte(secret)), step, a.Account)
	if err != nil {
		return err
	}
	note(security(a.Account, "codes", "", "set"))
	return s.strengthen(ctx, tx, a)
}

// security is an entry about how a person signs in; values never stand in it.
func security(account, what, old, new string) Entry {
	return Entry{Action: OwnSecurity, Kind: "account", ID: account, Fields: []FieldChange{{Name: what, Old: old, New: new}}}
}

// strengthen makes the session one by two factors, and ends all others.
func (s *Store) strengthen(ctx context.Context, tx *db.Tx, a Actor) error {
	if _, err := tx.ExecContext(ctx, `UPDATE session SET strong = 1, fresh = $1 WHERE id = $2`, tx.Now(), a.Session); err != nil {
		return err
	}
	return s.EndOthers(ctx, tx, a.Account, a.Session)
}

// UseCode takes a one-time code of an account; it works once. A wrong one is errs.Invalid.
func (s *Store) UseCode(ctx context.Context, account, code string) (err error) {
	defer errs.Wrap(&err, "people.UseCode")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var sealed string
		var last int64
		_, ok, err := db.One(ctx, tx, func(row db.Scanner) (struct{}, error) { return struct{}{}, row.Scan(&sealed, &last) },
			`SELECT totp, totp_step FROM account WHERE id = $1`, account)
		if err != nil {
			return err
		}
		if !ok || sealed == "" {
			return errCode()
		}
		secret, err := s.key.Unseal(totpPurpose, sealed)
		if err != nil {
			return err
		}
		step := matchCode(string(secret), code, time.UnixMicro(tx.Now()), last)
		if step == 0 {
			return errCode()
		}
		done, err := tx.ExecContext(ctx, `UPDATE account SET totp_step = $1 WHERE id = $2 AND totp_step < $1`, step, account)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errCode() // the same code came twice at once
		}
		return nil
	})
}

// DropCodes removes one-time codes. The last factor of a role that asks for one stays
// (errs.Conflict).
func (s *Store) DropCodes(ctx context.Context, tx *db.Tx, note func(Entry), account string) (err error) {
	defer errs.Wrap(&err, "people.DropCodes")
	if _, err := tx.ExecContext(ctx, `UPDATE account SET totp = '', totp_step = 0, version = version + 1 WHERE id = $1`, account); err != nil {
		return err
	}
	note(security(account, "codes", "set", ""))
	return s.keepOne(ctx, tx, account)
}

// keepOne refuses a change that leaves a person without a second factor although a role
// of hers asks for one; it drops recovery codes that belong to no factor any more.
func (s *Store) keepOne(ctx context.Context, tx *db.Tx, account string) error {
	f, err := s.factors(ctx, tx, account)
	if err != nil || f.Second() {
		return err
	}
	grants, err := s.heldBy(ctx, tx, account)
	if err != nil {
		return err
	}
	if (Actor{Grants: grants}).NeedsStrong() {
		return errs.New(errs.Conflict, lang.Msg("error.second.last"), nil)
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM recovery_code WHERE account = $1`, account)
	return err
}
