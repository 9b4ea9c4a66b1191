package dbtest

import (
	"bytes"
	"context"
	"maps"
	"testing"

	"github.com/jackc/pgx/v5"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

// Rows are what the tables of a PostgreSQL database hold, for others to begin with.
type Rows map[string][]byte

// RowsOf reads the rows of the database of a DSN that [Migrated] made.
func RowsOf(t *testing.T, dsn string) Rows {
	t.Helper()
	conn := connect(t, dsn)
	names, err := conn.Query(t.Context(), `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(names, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	rows := Rows{}
	for _, table := range tables {
		var b bytes.Buffer
		if _, err := conn.PgConn().CopyTo(t.Context(), &b, `COPY `+pgx.Identifier{table}.Sanitize()+` TO STDOUT (FORMAT binary)`); err != nil {
			t.Fatal(err)
		}
		rows[table] = b.Bytes()
	}
	return rows
}

// PostgreSQLWith returns a database of the test's own that holds rows, or leaves the test
// out as [PostgreSQL] does.
func PostgreSQLWith(t *testing.T, rows Rows, c clock.Clock) *db.DB {
	t.Helper()
	dsn := Migrated(t)
	d := OnDSN(t, dsn, c)
	conn := connect(t, dsn)
	for todo := maps.Clone(rows); len(todo) > 0; {
		failed := map[string]error{} // a table that names rows of another comes after it
		for table := range todo {
			if err := fill(t, conn, table, rows[table]); err != nil {
				failed[table] = err
			}
		}
		if len(failed) == len(todo) {
			t.Fatalf("these tables take no rows: %v", failed)
		}
		maps.DeleteFunc(todo, func(table string, _ []byte) bool { return failed[table] == nil })
	}
	return d
}

func fill(t *testing.T, conn *pgx.Conn, table string, content []byte) error {
	name := pgx.Identifier{table}.Sanitize()
	if _, err := conn.Exec(t.Context(), `DELETE FROM `+name); err != nil {
		return err
	}
	_, err := conn.PgConn().CopyFrom(t.Context(), bytes.NewReader(content), `COPY `+name+` FROM STDIN (FORMAT binary)`)
	return err
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return conn
}
