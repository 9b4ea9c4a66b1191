package press

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// lingering is how long somebody counts as present after she last looked: an article is
// written for some minutes between two saves.
const lingering = 10 * time.Minute

// Present notes that the actor has an item open, and returns the other accounts that have
// it open too. Nothing is locked by it.
func (s *Store) Present(ctx context.Context, who people.Actor, id string) (others []string, err error) {
	defer errs.Wrap(&err, "press.Present(%s)", id)
	object := kindName + ":" + id
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO presence (object, account, seen)
			VALUES ($1, $2, $3)
			ON CONFLICT (object, account) DO UPDATE SET seen = excluded.seen`, object, who.Account, tx.Now())
		if err != nil {
			return err
		}
		others, err = db.Collect(ctx, tx, func(row db.Scanner) (account string, err error) { return account, row.Scan(&account) }, `
			SELECT account
			  FROM presence
			 WHERE object = $1
			   AND account <> $2
			   AND seen >= $3
			 ORDER BY account`, object, who.Account, tx.Now()-lingering.Microseconds())
		return err
	})
	return others, err
}
