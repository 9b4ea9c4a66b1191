package source

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Add writes a source where none has its code; one that is there stays as it is.
func (s *Store) Add(ctx context.Context, tx *db.Tx, c Source) (err error) {
	defer errs.Wrap(&err, "source.Add(%s)", c.Code)
	_, err = tx.ExecContext(ctx, `
		INSERT INTO source (code, title, publisher, url, language, licence, note, published, retrieved)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (code) DO NOTHING`,
		c.Code, c.Title, c.Publisher, c.URL, c.Language, c.Licence, c.Note, c.Published.String(), c.Retrieved.String())
	return err
}

// AddClaims writes claims that are not there, or were withdrawn with what told them, and
// returns their identifiers. A claim that is held, or that a person edited, stays as it is.
func (s *Store) AddClaims(ctx context.Context, tx *db.Tx, origin string, all []Claim) (ids []string, err error) {
	defer errs.Wrap(&err, "source.AddClaims")
	for _, c := range all {
		row := claimRow(c, origin, tx.Now())
		result, err := tx.ExecContext(ctx, `
			INSERT INTO claim (id, subject, field, value, source, asserted_by, confidence, rank,
			                   confirmed_by, supersedes, known_since, known_until, origin)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			ON CONFLICT (id) DO UPDATE SET
				known_since = excluded.known_since,
				known_until = 0
			WHERE claim.edited = 0 AND claim.known_until <> 0`, row...)
		if err != nil {
			return ids, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return ids, err
		}
		if n > 0 {
			ids = append(ids, ClaimID(c))
		}
	}
	return ids, nil
}

// WithdrawClaims marks claims as held until now, unless a person edited them, and
// returns how many.
func (s *Store) WithdrawClaims(ctx context.Context, tx *db.Tx, ids []string) (changed int64, err error) {
	defer errs.Wrap(&err, "source.WithdrawClaims")
	for _, id := range ids {
		result, err := tx.ExecContext(ctx, `
			UPDATE claim
			   SET known_until = CASE WHEN known_since > $1 THEN known_since ELSE $1 END
			 WHERE id = $2
			   AND known_until = 0
			   AND edited = 0`, tx.Now(), id)
		if err != nil {
			return changed, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// PullBack has what became known or was withdrawn in the future be so now: the clock was
// ahead when it was noted.
func (s *Store) PullBack(ctx context.Context, tx *db.Tx) (err error) {
	defer errs.Wrap(&err, "source.PullBack")
	for _, pull := range []string{
		`UPDATE claim SET known_since = $1 WHERE known_since > $1`,
		`UPDATE claim SET known_until = $1 WHERE known_until > $1`,
	} {
		if _, err := tx.ExecContext(ctx, pull, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}
