package meeting

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// FactsIn reads what is known of a meeting, as it is worked on, within a change; false where
// there is none.
func FactsIn(ctx context.Context, tx *db.Tx, id string) (f Facts, found bool, err error) {
	defer errs.Wrap(&err, "meeting.FactsIn(%s)", id)
	own, found, err := press.OwnIn(ctx, tx, id)
	if err != nil || !found {
		return f, false, err
	}
	f, err = factsOf(own)
	return f, err == nil, err
}
