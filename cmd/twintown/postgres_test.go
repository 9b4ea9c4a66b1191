package main

import (
	"database/sql"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"

	"twintown/internal/platform/db/dbtest"
)

// The same stories on PostgreSQL: an import that was killed and done again, a site
// over it, one more import beside the site, a server that cuts all connections, and
// a good end.
func TestOnPostgreSQL(t *testing.T) {
	t.Parallel()
	dsn, name := named(t, dbtest.PostgreSQL(t))
	data := t.TempDir() // for the snapshot
	server, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	places, pairs := written(t, 11_000)
	importing := []string{"import", "csv", "--empty", "--data", data, "--dsn", dsn, "--places", places, "--partnerships", pairs}
	rows := func() (n int) {
		server.QueryRowContext(t.Context(), imported).Scan(&n) // no table yet: none
		return n
	}

	run := twintown(t, importing...)
	until(t, "a part is written", func() bool { return rows() > 0 })
	run.signal(syscall.SIGKILL)
	run.ends()
	runs(t, exitOK, importing...)
	if got := rows(); got != 11_000 {
		t.Errorf("%d rows, want 11000", got)
	}

	site := serving(t, data, "--dsn", dsn)
	story := "/en/partnerships/" + firstPartnership(t, server)
	site.answers(story, http.StatusOK)
	site.answers("/api/v1/places?q=Zzyzxville+7", http.StatusOK)
	more, _ := written(t, 11_010)
	runs(t, exitOK, "import", "csv", "--data", data, "--dsn", dsn, "--places", more)
	until(t, "the site shows what came in", func() bool {
		_, body, _ := site.get("/api/v1/places?q=Zzyzxville+11005")
		return strings.Contains(body, `"id":900011006`)
	})

	if _, err := server.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()`, name); err != nil {
		t.Fatal(err)
	}
	site.answers("/api/v1/places?q=Zzyzxville+8", http.StatusOK) // needs no database
	until(t, "what needs the database answers again", func() bool {
		status, body, err := site.get(story + "?as_of=2020-01-01")
		if err != nil || status != http.StatusOK && status != http.StatusServiceUnavailable {
			t.Fatalf("status %d, %v: %.300s", status, err, body)
		}
		return status == http.StatusOK
	})
	site.signal(syscall.SIGTERM)
	if code := site.ends(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
}

// named gives the connections of a DSN a name by which the server can find them.
func named(t *testing.T, dsn string) (with, name string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	name = "twintown of " + q.Get("search_path")
	q.Set("application_name", name)
	u.RawQuery = q.Encode()
	return u.String(), name
}

func firstPartnership(t *testing.T, server *sql.DB) (id string) {
	t.Helper()
	if err := server.QueryRowContext(t.Context(), `SELECT min(id) FROM partnership`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}
