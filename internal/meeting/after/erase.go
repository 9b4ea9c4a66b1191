package after

import (
	"context"
	"slices"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// EraseIn takes away, inside tx, everything that was made on the working side of a meeting,
// down to its counts and contacts: after it the meeting's page can be erased. It returns how
// many rows went. What [Retention.Purge] keeps for good goes here too, so it is for examples.
func EraseIn(ctx context.Context, tx *db.Tx, meeting string) (n int64, err error) {
	defer errs.Wrap(&err, "after.EraseIn(%s)", meeting)
	for _, table := range slices.Concat(held, kept) {
		gone, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE meeting = $1`, meeting)
		if err != nil {
			return n, err
		}
		rows, err := gone.RowsAffected()
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}

// kept are the tables of a meeting that stay when its people are forgotten, those first that
// name others. Programme and forum take their parts along.
var kept = []string{"checkin_list", "meeting_papers", "after_answer", "after_count", "after_survey", "forum_contact", "forum", "agenda", "conference"}
