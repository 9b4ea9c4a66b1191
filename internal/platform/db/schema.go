package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Table is a table as the engine describes it: what an export of everything needs to
// know. The migrations' own list of steps and [Derived] tables are not among them.
type Table struct {
	Name    string
	Columns []Column // in the table's own order, which is that of the migrations
	Needs   []string // the other tables that its foreign keys point to
}

// Column is a column and what it holds.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

// Type is what a column holds. The portable SQL of the rooms knows no others.
type Type string

// The types.
const (
	Text    Type = "text"
	Integer Type = "integer" // 64 bits
	Real    Type = "real"    // 64 bits
	Bytes   Type = "bytes"
)

// Derived begins the names of tables that hold nothing of their own: they are in a form that
// one engine knows, and who owns them makes them anew from the other tables where they are
// missing. Neither the migrations nor an export carry them.
const Derived = "derived_"

// stepsTable is where goose notes the steps that were taken.
const stepsTable = "goose_db_version"

// Tables returns every table of the schema, those first that others point to. A column
// of a type that the portable SQL does not know is an error: no export could be trusted
// to carry it from one engine to the other.
func (t *Tx) Tables(ctx context.Context) ([]Table, error) {
	list := t.sqliteTables
	if t.engine == PostgreSQL {
		list = t.postgresTables
	}
	all, err := list(ctx)
	if err != nil {
		return nil, public(err)
	}
	for _, table := range all {
		for _, c := range table.Columns {
			if c.Type == "" {
				return nil, fmt.Errorf("column %s.%s has a type that is not portable", table.Name, c.Name)
			}
		}
	}
	return inOrder(all), nil
}

// SchemaVersion returns the number of the tables' form as this transaction sees it, 0
// where no step was taken yet.
func (t *Tx) SchemaVersion(ctx context.Context) (have int64, err error) {
	return schemaVersion(ctx, t, t.engine)
}

func schemaVersion(ctx context.Context, q rowQuerier, engine Engine) (have int64, err error) {
	there := `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1`
	if engine == PostgreSQL {
		there = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1`
	}
	var n int
	if err := q.QueryRowContext(ctx, there, stepsTable).Scan(&n); err != nil || n == 0 {
		return 0, public(err)
	}
	err = q.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM `+stepsTable+` WHERE is_applied`).Scan(&have)
	return have, public(err)
}

// rowQuerier reads one row, inside or outside of a transaction.
type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (t *Tx) sqliteTables(ctx context.Context) ([]Table, error) {
	names, err := Collect(ctx, t, scanText, `
		SELECT name FROM sqlite_schema
		WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND name <> $1 AND substr(name, 1, 8) <> $2
		ORDER BY name`, stepsTable, Derived)
	if err != nil {
		return nil, err
	}
	all := make([]Table, len(names))
	for i, name := range names {
		all[i].Name = name
		all[i].Columns, err = Collect(ctx, t, func(row Scanner) (Column, error) {
			var c Column
			var declared string
			err := row.Scan(&c.Name, &declared)
			c.Type = typeOf(declared)
			return c, err
		}, `SELECT name, type FROM pragma_table_info($1) ORDER BY cid`, name)
		if err != nil {
			return nil, err
		}
		all[i].Needs, err = Collect(ctx, t, scanText, `
			SELECT DISTINCT "table" FROM pragma_foreign_key_list($1) WHERE "table" <> $1`, name)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (t *Tx) postgresTables(ctx context.Context) (all []Table, err error) {
	err = Each(ctx, t, func(row Scanner) error {
		var table, column, declared string
		if err := row.Scan(&table, &column, &declared); err != nil {
			return err
		}
		if len(all) == 0 || all[len(all)-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, Column{Name: column, Type: typeOf(declared)})
		return nil
	}, `
		SELECT c.table_name, c.column_name, c.data_type
		FROM information_schema.columns c
		JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND t.table_name <> $1 AND substr(t.table_name, 1, 8) <> $2
		ORDER BY c.table_name COLLATE "C", c.ordinal_position`, stepsTable, Derived)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Needs, err = Collect(ctx, t, scanText, `
			SELECT DISTINCT far.relname
			FROM pg_constraint k
			JOIN pg_class near ON near.oid = k.conrelid
			JOIN pg_class far  ON far.oid = k.confrelid
			JOIN pg_namespace n ON n.oid = near.relnamespace
			WHERE k.contype = 'f' AND n.nspname = current_schema() AND near.relname = $1 AND far.relname <> $1`, all[i].Name)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func scanText(row Scanner) (string, error) {
	var s string
	return s, row.Scan(&s)
}

// typeOf turns a declared type into one of ours, "" where it is none.
func typeOf(declared string) Type {
	switch strings.ToUpper(declared) {
	case "TEXT":
		return Text
	case "BIGINT", "INTEGER", "SMALLINT":
		return Integer
	case "DOUBLE PRECISION":
		return Real
	case "BLOB", "BYTEA":
		return Bytes
	}
	return ""
}

// inOrder puts the tables first that others need; what needs each other in a circle
// keeps the order of the names.
func inOrder(all []Table) []Table {
	out, done := make([]Table, 0, len(all)), map[string]bool{}
	for len(all) > 0 {
		next := max(0, slices.IndexFunc(all, func(t Table) bool {
			return !slices.ContainsFunc(t.Needs, func(need string) bool { return !done[need] })
		}))
		done[all[next].Name] = true
		out, all = append(out, all[next]), slices.Delete(all, next, next+1)
	}
	return out
}
