package source

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// EraseIn removes, inside tx, the source of a code: what only demonstrates leaves no trace. It
// returns how many sources went.
func EraseIn(ctx context.Context, tx *db.Tx, code string) (n int64, err error) {
	defer errs.Wrap(&err, "source.EraseIn(%s)", code)
	done, err := tx.ExecContext(ctx, `DELETE FROM source WHERE code = $1`, code)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}
