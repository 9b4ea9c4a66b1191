package db

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"
)

// Insert describes a bulk insert.
type Insert struct {
	Table    string
	Columns  []string
	Conflict string // what follows VALUES, such as "ON CONFLICT (id) DO NOTHING"
}

// maxParameters is how many placeholders one statement may hold: SQLite allows
// 32,766, PostgreSQL 65,535. Past a few hundred, more buys no speed.
const maxParameters = 900

// Bulk inserts rows in batches and returns how many rows were written (rows
// that met a DO NOTHING are not counted). rows must yield as many values as
// there are columns; a yielded slice may be reused by the iterator.
func (t *Tx) Bulk(ctx context.Context, into Insert, rows iter.Seq[[]any]) (written int64, err error) {
	size := max(1, maxParameters/len(into.Columns))
	full, err := t.PrepareContext(ctx, into.statement(t.engine, size))
	if err != nil {
		return 0, err
	}
	defer full.Close()
	args := make([]any, 0, size*len(into.Columns))
	for row := range rows {
		if args = append(args, row...); len(args) < cap(args) {
			continue
		}
		n, err := affected(full.ExecContext(t.steady(ctx), args...))
		if err != nil {
			return written, err
		}
		written, args = written+n, args[:0]
	}
	if len(args) == 0 {
		return written, nil
	}
	n, err := affected(t.ExecContext(ctx, into.statement(t.engine, len(args)/len(into.Columns)), args...))
	return written + n, err
}

func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// statement is the text for a number of rows. SQLite gets nameless placeholders: its
// driver asks for the name of each, and to SQLite $1 is a name that it finds by going
// through all before it, a third of the time of an import.
func (in Insert) statement(engine Engine, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", in.Table, strings.Join(in.Columns, ", "))
	for r, n := 0, 1; r < rows; r++ {
		if r > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for c := range in.Columns {
			if c > 0 {
				b.WriteString(", ")
			}
			if engine == SQLite {
				b.WriteByte('?')
				continue
			}
			fmt.Fprintf(&b, "$%d", n)
			n++
		}
		b.WriteByte(')')
	}
	b.WriteByte(' ')
	b.WriteString(in.Conflict)
	return b.String()
}
