package partnership

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// lingering is how long somebody counts as present after she last looked: a form is
// filled in within some minutes.
const lingering = 10 * time.Minute

// Present notes that the actor has a partnership open, and returns the other accounts that
// have it open too. Nothing is locked by it.
func (e *Editor) Present(ctx context.Context, who people.Actor, id string) (others []string, err error) {
	defer errs.Wrap(&err, "partnership.Present(%s)", id)
	err = e.store.db.Write(ctx, func(tx *db.Tx) error {
		others = nil
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO presence (object, account, seen)
			VALUES ($1, $2, $3)
			ON CONFLICT (object, account) DO UPDATE SET seen = excluded.seen`, subject(id), who.Account, tx.Now()); err != nil {
			return err
		}
		since := tx.Now() - lingering.Microseconds()
		if _, err := tx.ExecContext(ctx, `DELETE FROM presence WHERE seen < $1`, since); err != nil {
			return err
		}
		others, err = db.Collect(ctx, tx, func(row db.Scanner) (account string, err error) { return account, row.Scan(&account) }, `
			SELECT account
			  FROM presence
			 WHERE object = $1 AND account <> $2
			 ORDER BY account`, subject(id), who.Account)
		return err
	})
	return others, err
}
