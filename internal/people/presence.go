package people

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// lingering is how long somebody counts as present after she last looked: a form is
// filled in, and an article written, within some minutes.
const lingering = 10 * time.Minute

// Present notes that the actor has an object ("partnership:<id>") open at the desk, and
// returns the other accounts that have it open too, so that two people notice each other.
// Nothing is locked by it, and where nothing can be noted, because there is no room left,
// she works on all the same.
func Present(ctx context.Context, d *db.DB, who Actor, object string) (others []string, err error) {
	defer errs.Wrap(&err, "people.Present(%s)", object)
	since := int64(0)
	err = d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO presence (object, account, seen)
			VALUES ($1, $2, $3)
			ON CONFLICT (object, account) DO UPDATE SET seen = excluded.seen`, object, who.Account, tx.Now()); err != nil {
			return err
		}
		since = tx.Now() - lingering.Microseconds()
		_, err := tx.ExecContext(ctx, `DELETE FROM presence WHERE seen < $1`, since)
		return err
	})
	if kind := errs.KindOf(err); err != nil && kind != errs.Full && kind != errs.ReadOnly {
		return nil, err
	}
	return db.Collect(ctx, d, func(row db.Scanner) (account string, err error) { return account, row.Scan(&account) }, `
		SELECT account
		  FROM presence
		 WHERE object = $1
		   AND account <> $2
		   AND seen >= $3
		 ORDER BY account`, object, who.Account, since)
}
