package people

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// What the table meta holds of the clock. The audit chain's last row tells the latest
// moment, unless the clock was set back and something was written since: then clockHigh
// does. Rows up to the number clockTrusted say nothing any more: an administrator has
// confirmed the clock.
const (
	clockHigh    = "clock_high"
	clockTrusted = "clock_trusted"
)

// LastAt returns the latest moment at which anything was written to the audit chain: no
// change that comes now can be older. It is zero where there is no row, or none since the
// clock was confirmed.
func LastAt(ctx context.Context, q db.Querier) (at time.Time, err error) {
	defer errs.Wrap(&err, "people.LastAt")
	micros, _, err := db.One(ctx, q, func(row db.Scanner) (n int64, err error) {
		var last, high int64
		err = row.Scan(&last, &high)
		return max(last, high), err
	}, `
		SELECT COALESCE((SELECT at
		                   FROM audit
		                  WHERE seq > COALESCE((SELECT value FROM meta WHERE name = $1), 0)
		                  ORDER BY seq DESC
		                  LIMIT 1), 0),
		       COALESCE((SELECT value FROM meta WHERE name = $2), 0)`, clockTrusted, clockHigh)
	if err != nil || micros == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(micros).UTC(), nil
}

// noteHigh keeps the latest moment before rows with an earlier one follow it.
func noteHigh(ctx context.Context, tx *db.Tx) error {
	last, err := LastAt(ctx, tx)
	if err != nil || last.UnixMicro() <= tx.Now() {
		return err
	}
	return tx.SetMeta(ctx, clockHigh, last.UnixMicro())
}

// TrustClock notes, inside a change, that the clock is right now and was wrong before: the
// moments of the audit chain so far are not compared with it any more. They stay as they
// are, since the chain cannot be altered.
func TrustClock(ctx context.Context, tx *db.Tx) (err error) {
	defer errs.Wrap(&err, "people.TrustClock")
	last, _, err := db.One(ctx, tx, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) },
		`SELECT COALESCE(MAX(seq), 0) FROM audit`)
	if err == nil {
		err = tx.SetMeta(ctx, clockTrusted, last)
	}
	if err == nil {
		err = tx.SetMeta(ctx, clockHigh, 0)
	}
	return err
}
