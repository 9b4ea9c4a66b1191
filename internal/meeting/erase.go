package meeting

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// EraseIn takes a meeting and its texts away without a trace, within a change of the
// caller's, and returns how many rows went: for example content alone.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "meeting.EraseIn(%s)", id)
	for _, statement := range []string{`DELETE FROM meeting_revision WHERE meeting = $1`, `DELETE FROM meeting WHERE id = $1`} {
		gone, err := tx.ExecContext(ctx, statement, id)
		if err != nil {
			return n, err
		}
		rows, err := gone.RowsAffected()
		if err != nil {
			return n, err
		}
		n += rows
	}
	rest, err := press.EraseIn(ctx, tx, id)
	return n + rest, err
}

// FactsIn reads what is known of a meeting within a change; false where there is none.
func FactsIn(ctx context.Context, tx *db.Tx, id string) (Facts, bool, error) {
	r, found, err := db.One(ctx, tx, scan, `SELECT`+columns+` FROM meeting WHERE id = $1`, id)
	return r.facts, found, err
}
