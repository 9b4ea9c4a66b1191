package db

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"
)

// Querier runs SQL: a [DB] outside of a transaction, a [Tx] inside one.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Scanner is one row.
type Scanner interface{ Scan(dest ...any) error }

var (
	_ Querier = (*DB)(nil)
	_ Querier = (*Tx)(nil)
)

// QueryContext reads outside of a transaction.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.readers.QueryContext(ctx, query, args...)
}

// QueryRowContext reads one row outside of a transaction.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.readers.QueryRowContext(ctx, query, args...)
}

// ExecContext is refused: changes go through [DB.Write].
func (d *DB) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, errors.New("db: changes go through Write")
}

// Each calls fn for every row. It stops at the first error and returns it.
func Each(ctx context.Context, q Querier, fn func(row Scanner) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return public(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return public(rows.Err())
}

// Collect returns every row as scan makes it; nil where there is none.
func Collect[T any](ctx context.Context, q Querier, scan func(row Scanner) (T, error), query string, args ...any) ([]T, error) {
	var all []T
	err := Each(ctx, q, func(row Scanner) error {
		v, err := scan(row)
		if err == nil {
			all = append(all, v)
		}
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// One returns the first row; the bool is false where there is none.
func One[T any](ctx context.Context, q Querier, scan func(row Scanner) (T, error), query string, args ...any) (T, bool, error) {
	all, err := Collect(ctx, q, scan, query, args...)
	if err != nil || len(all) == 0 {
		var zero T
		return zero, false, err
	}
	return all[0], true, nil
}

// Exists says whether a query finds a row. It selects one number: "SELECT 1 …".
func Exists(ctx context.Context, q Querier, query string, args ...any) (bool, error) {
	_, found, err := One(ctx, q, func(row Scanner) (n int, err error) { return n, row.Scan(&n) }, query, args...)
	return found, err
}

// Placeholder is the n-th argument in a query that is put together: "$3".
func Placeholder(n int) string { return "$" + strconv.Itoa(n) }

// Oldest returns each text with its first moment, of rows that are a text and a number of
// microseconds.
func Oldest(ctx context.Context, q Querier, query string, args ...any) (map[string]time.Time, error) {
	all := map[string]time.Time{}
	err := Each(ctx, q, func(row Scanner) error {
		var text string
		var micros int64
		if err := row.Scan(&text, &micros); err != nil {
			return err
		}
		if at := time.UnixMicro(micros).UTC(); all[text].IsZero() || at.Before(all[text]) {
			all[text] = at
		}
		return nil
	}, query, args...)
	return all, err
}
