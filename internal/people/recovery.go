package people

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Recovery codes: ten, each of 80 bits in four groups that one can read out.
const (
	recoveryCodes = 10
	recoverySize  = 10 // bytes
	recoveryGroup = 4  // letters
)

// recoveryLetters leave out what looks alike (I, L, O, U).
var recoveryLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryCodes replaces a person's recovery codes and returns the new ones, which are
// kept nowhere else.
func (s *Store) NewRecoveryCodes(ctx context.Context, tx *db.Tx, note func(Entry), account string) (codes []string, err error) {
	defer errs.Wrap(&err, "people.NewRecoveryCodes")
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_code WHERE account = $1`, account); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		raw := make([]byte, recoverySize)
		_, _ = rand.Read(raw) // never fails: see its documentation
		text := recoveryLetters.EncodeToString(raw)
		var groups []string
		for ; text != ""; text = text[recoveryGroup:] {
			groups = append(groups, text[:recoveryGroup])
		}
		code := strings.Join(groups, "-")
		codes = append(codes, code)
		if _, err := tx.ExecContext(ctx, `INSERT INTO recovery_code (hash, account) VALUES ($1, $2)`, s.recoveryHash(account, code), account); err != nil {
			return nil, err
		}
	}
	note(security(account, "recovery_codes", "", "new"))
	return codes, nil
}

// recoveryHash is keyed, so that a copy of the database alone is of no use for guessing.
func (s *Store) recoveryHash(account, code string) string {
	code = strings.NewReplacer("-", "", " ", "", "\t", "", "I", "1", "L", "1", "O", "0").Replace(strings.ToUpper(code))
	mac := hmac.New(sha256.New, s.key.Derive("recovery codes"))
	mac.Write([]byte(account + "\x00" + code))
	return hex.EncodeToString(mac.Sum(nil))
}

// UseRecoveryCode takes a recovery code; it works once. A wrong one is errs.Invalid in
// the field "recovery".
func (s *Store) UseRecoveryCode(ctx context.Context, account, code string) (err error) {
	defer errs.Wrap(&err, "people.UseRecoveryCode")
	return s.log.Change(ctx, Actor{Account: account}, func(tx *db.Tx, note func(Entry)) error {
		done, err := tx.ExecContext(ctx, `UPDATE recovery_code SET used = $1 WHERE hash = $2 AND account = $3 AND used = 0`, tx.Now(), s.recoveryHash(account, code), account)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errs.In("recovery", lang.Msg("error.second.recovery"))
		}
		note(security(account, "recovery_codes", "", "used"))
		return nil
	})
}

// Factors is how a person can prove who she is.
type Factors struct {
	Password bool
	Codes    bool // one-time codes
	Passkeys []Passkey
	Recovery int      // recovery codes that are left
	Services []string // issuers of other log-in services
}

// Second says whether there is a second factor.
func (f Factors) Second() bool { return f.Codes || len(f.Passkeys) > 0 }

// Factors returns how an account can sign in.
func (s *Store) Factors(ctx context.Context, account string) (Factors, error) {
	return s.factors(ctx, s.db, account)
}

func (s *Store) factors(ctx context.Context, q db.Querier, account string) (f Factors, err error) {
	defer errs.Wrap(&err, "people.Factors")
	a, ok, err := db.One(ctx, q, scanAccount, selectAccount+` WHERE id = $1`, account)
	if err != nil || !ok {
		return f, err
	}
	f.Password, f.Codes = a.Password, a.TOTP
	if f.Passkeys, err = s.passkeysOf(ctx, q, account); err != nil {
		return f, err
	}
	text := func(row db.Scanner) (v string, err error) { return v, row.Scan(&v) }
	left, err := db.Collect(ctx, q, text, `SELECT hash FROM recovery_code WHERE account = $1 AND used = 0`, account)
	if err != nil {
		return f, err
	}
	f.Recovery = len(left)
	f.Services, err = db.Collect(ctx, q, text, `SELECT issuer FROM foreign_identity WHERE account = $1 ORDER BY issuer`, account)
	return f, err
}

// ResetFactors takes all second factors of a person away, because she lost them, and ends
// her sessions. She sets up new ones when she signs in.
func (s *Store) ResetFactors(ctx context.Context, tx *db.Tx, note func(Entry), account string) (err error) {
	defer errs.Wrap(&err, "people.ResetFactors")
	for _, query := range []string{
		`UPDATE account SET totp = '', totp_step = 0, version = version + 1 WHERE id = $1`,
		`DELETE FROM passkey WHERE account = $1`,
		`DELETE FROM recovery_code WHERE account = $1`,
	} {
		if _, err := tx.ExecContext(ctx, query, account); err != nil {
			return err
		}
	}
	note(Entry{Action: ManagePeople, Kind: "account", ID: account, Fields: []FieldChange{{Name: "second_factor", Old: "set", New: ""}}})
	return s.EndOthers(ctx, tx, account, "")
}
