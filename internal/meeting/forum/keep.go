package forum

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// KeepIn writes, inside tx, a contact as it is told: for what only demonstrates. A contact of
// people comes from what both sides say, see [Store.Say].
func KeepIn(ctx context.Context, tx *db.Tx, c Contact) (err error) {
	defer errs.Wrap(&err, "forum.KeepIn(%s)", c.ID)
	_, err = tx.ExecContext(ctx, `
		INSERT INTO forum_contact (id, meeting, a, b, place_a, place_b, name_a, name_b, want_a, want_b, day, begins, made)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		c.ID, c.Meeting, c.A, c.B, c.PlaceA, c.PlaceB, c.NameA, c.NameB, string(c.WantA), string(c.WantB), dayText(c.Day), db.Micros(c.Begin), tx.Now())
	return err
}

// dayText is a day as the table has it.
func dayText(d lang.Date) string {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}
