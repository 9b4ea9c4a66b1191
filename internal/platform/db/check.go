package db

import (
	"context"
	"fmt"
	"time"

	"twintown/internal/platform/errs"
)

// Check asks the engine whether it is well: SQLite's integrity check, a round
// trip on PostgreSQL.
func (d *DB) Check(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "Check")
	if d.engine == PostgreSQL {
		return d.readers.PingContext(ctx)
	}
	var answer string
	if err := d.readers.QueryRowContext(ctx, `PRAGMA quick_check`).Scan(&answer); err != nil {
		return public(err)
	}
	if answer != "ok" {
		return fmt.Errorf("quick_check: %s", answer)
	}
	return nil
}

// Skew returns how far the clock of a PostgreSQL server is ahead of this machine's; SQLite
// has no clock of its own.
func (d *DB) Skew(ctx context.Context) (ahead time.Duration, err error) {
	defer errs.Wrap(&err, "Skew")
	if d.engine == SQLite {
		return 0, nil
	}
	var there int64
	err = d.readers.QueryRowContext(ctx, `SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT`).Scan(&there)
	return time.Duration(there-d.micros()) * time.Microsecond, public(err)
}

// CheckForeignKeys returns how many rows point to rows that are not there, by table.
// PostgreSQL lets none in, so that there it is always empty.
func (d *DB) CheckForeignKeys(ctx context.Context) (lost map[string]int, err error) {
	defer errs.Wrap(&err, "CheckForeignKeys")
	lost = map[string]int{}
	if d.engine == PostgreSQL {
		return lost, nil
	}
	err = Each(ctx, d, func(row Scanner) error {
		var table string
		err := row.Scan(&table)
		lost[table]++
		return err
	}, `SELECT "table" FROM pragma_foreign_key_check()`)
	return lost, err
}
