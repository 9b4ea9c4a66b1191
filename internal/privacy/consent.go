package privacy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Consent is that a person agreed to something.
type Consent struct {
	ID        string
	Purpose   string // privacy.purpose.<purpose> says it in words
	Text      string // as it was shown
	Language  string
	Given     time.Time
	Withdrawn time.Time // zero: still given
}

// Agree notes that a person agreed to a text for a purpose, within the transaction of
// what it is needed for. The same text again changes nothing.
func (d *Desk) Agree(ctx context.Context, tx *db.Tx, p Person, purpose, text, language string) (err error) {
	defer errs.Wrap(&err, "privacy.Agree(%s)", purpose)
	sum := sha256.Sum256([]byte(text))
	version := hex.EncodeToString(sum[:16])
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO consent_text (version, body)
		VALUES ($1, $2)
		ON CONFLICT (version) DO NOTHING`, version, text); err != nil {
		return err
	}
	key := people.EmailKey(p.Email)
	_, known, err := db.One(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT id
		  FROM consent
		 WHERE account = $1 AND email_key = $2 AND purpose = $3 AND version = $4 AND withdrawn = 0`,
		p.Account, key, purpose, version)
	if err != nil || known {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO consent (id, account, email_key, purpose, version, language, given)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		db.NewID(), p.Account, key, purpose, version, language, tx.Now())
	return err
}

// Withdraw takes a consent back. What rested on it is the caller's to stop. It returns
// false where the person gave no such consent, or took it back already.
func (d *Desk) Withdraw(ctx context.Context, tx *db.Tx, p Person, id string) (bool, error) {
	done, err := tx.ExecContext(ctx, `
		UPDATE consent
		   SET withdrawn = $1
		 WHERE id = $2 AND withdrawn = 0
		   AND (account <> '' AND account = $3 OR account = '' AND email_key = $4 AND email_key <> '')`,
		tx.Now(), id, p.Account, people.EmailKey(p.Email))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

// Consents are all that a person gave, the latest first.
func (d *Desk) Consents(ctx context.Context, p Person) ([]Consent, error) {
	return consentsOf(ctx, d.db, p)
}

func consentsOf(ctx context.Context, q db.Querier, p Person) (all []Consent, err error) {
	defer errs.Wrap(&err, "privacy.Consents")
	return db.Collect(ctx, q, func(row db.Scanner) (c Consent, err error) {
		var given, withdrawn int64
		err = row.Scan(&c.ID, &c.Purpose, &c.Text, &c.Language, &given, &withdrawn)
		c.Given = time.UnixMicro(given).UTC()
		if withdrawn != 0 {
			c.Withdrawn = time.UnixMicro(withdrawn).UTC()
		}
		return c, err
	}, `
		SELECT c.id,
		       c.purpose,
		       t.body,
		       c.language,
		       c.given,
		       c.withdrawn
		  FROM consent c
		  JOIN consent_text t ON t.version = c.version
		 WHERE c.account <> '' AND c.account = $1
		    OR c.email_key <> '' AND c.email_key = $2
		 ORDER BY c.given DESC, c.id`, p.Account, people.EmailKey(p.Email))
}

// tenYears is how long claims under a contract can be made in most of the countries; a
// withdrawn consent proves until then that it was there.
const tenYears = 10 * 365 * 24 * time.Hour

// Consenting is the holder of the consents themselves.
func Consenting(d *db.DB) Holder {
	due, purge := Rows("consent", "withdrawn <> 0 AND withdrawn < $1")
	return Holder{
		Name: "consents",
		Export: func(ctx context.Context, p Person) (Export, error) {
			all, err := consentsOf(ctx, d, p)
			if len(all) == 0 {
				return Export{}, err
			}
			return Export{Data: all}, err
		},
		// That somebody agreed stays, without who: the purpose's figures stay right.
		Erase: func(ctx context.Context, tx *db.Tx, p Person) error {
			_, err := tx.ExecContext(ctx, `
				UPDATE consent
				   SET email_key = '',
				       account   = '',
				       withdrawn = CASE WHEN withdrawn = 0 THEN $1 ELSE withdrawn END
				 WHERE account <> '' AND account = $2 OR email_key <> '' AND email_key = $3`,
				tx.Now(), p.Account, people.EmailKey(p.Email))
			return err
		},
		Rules: []Rule{{Name: "consents.withdrawn", After: tenYears, Due: due, Purge: purge}},
	}
}
