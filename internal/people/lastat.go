package people

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// latelyRows is how many rows are looked at for the latest moment: a clock that was set back
// writes earlier moments after later ones, and some dozens of those may have come already.
const latelyRows = 200

// clockTrusted is the number, in the table meta, of the row of the audit chain up to which
// its moments say nothing of the clock any more: an administrator has confirmed it.
const clockTrusted = "clock_trusted"

// LastAt returns the latest moment of the last rows of the audit chain: no change that comes
// now can be older. It is zero where there is no row, or none since the clock was confirmed.
func LastAt(ctx context.Context, q db.Querier) (at time.Time, err error) {
	defer errs.Wrap(&err, "people.LastAt")
	micros, _, err := db.One(ctx, q, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }, `
		SELECT COALESCE(MAX(lately.at), 0)
		  FROM (SELECT at
		          FROM audit
		         WHERE seq > COALESCE((SELECT value FROM meta WHERE name = $1), 0)
		         ORDER BY seq DESC
		         LIMIT $2) AS lately`, clockTrusted, latelyRows)
	if err != nil || micros == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(micros).UTC(), nil
}

// TrustClock notes, inside a change, that the clock is right now and was wrong before: the
// moments of the audit chain so far are not compared with it any more. They stay as they
// are, since the chain cannot be altered.
func TrustClock(ctx context.Context, tx *db.Tx) (err error) {
	defer errs.Wrap(&err, "people.TrustClock")
	last, _, err := db.One(ctx, tx, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT COALESCE(MAX(seq), 0) FROM audit`)
	if err != nil {
		return err
	}
	return tx.SetMeta(ctx, clockTrusted, last)
}
