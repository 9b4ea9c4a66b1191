package partnership

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// EraseIn removes, inside tx, a partnership whole, with its acts, without a word in the record
// of changes: what only demonstrates leaves no trace. Claims about it must be none. It returns
// how many partnerships went.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "partnership.EraseIn(%s)", id)
	for _, query := range []string{`DELETE FROM act WHERE partnership = $1`, `DELETE FROM party WHERE partnership = $1`, `DELETE FROM partnership WHERE id = $1`} {
		done, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return n, err
		}
		if n, err = done.RowsAffected(); err != nil {
			return n, err
		}
	}
	if n > 0 {
		err = tx.Touch(ctx)
	}
	return n, err
}
