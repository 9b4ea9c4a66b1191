// Package schema gives a measurement on PostgreSQL a place of its own: benchmarks share a
// server, and none of them may see, or leave behind, the rows of another one. Each works in a
// schema that is made before it and dropped after it.
package schema

import (
	"database/sql"
	"net/url"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"twintown/internal/platform/db"
)

// New makes a schema on the server of a DSN and returns a DSN that works in it, and what drops
// it again.
func New(dsn string) (string, func(), error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return "", nil, err
	}
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		return "", nil, err
	}
	name := "bench_" + strings.ReplaceAll(db.NewID(), "-", "")
	if _, err := admin.Exec(`CREATE SCHEMA ` + name); err != nil {
		admin.Close()
		return "", nil, err
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String(), func() {
		_, _ = admin.Exec(`DROP SCHEMA ` + name + ` CASCADE`) // the figures are printed already
		admin.Close()
	}, nil
}
