// Package dbtest runs a test on every database engine that can be had.
//
// SQLite always runs, in a folder of the test's own. PostgreSQL runs where
// TWINTOWN_TEST_POSTGRES holds a DSN (postgres://…) whose user may create databases; the check
// command starts a server and sets it. With CI=true its absence fails the
// test, so that nothing is skipped in silence. On the server stays one database for each list
// of migrations that was tested, twintown_steps_…: a test begins on a copy of it.
package dbtest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"testing"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

// Today is the day on which tests take place.
var Today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// Each runs fn once per engine, on an empty, migrated database.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachWith(t, clock.Fixed(Today), fn)
}

// EachWith is Each on databases whose clock the test moves.
func EachWith(t *testing.T, c clock.Clock, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLiteIn(t, t.TempDir(), c)) })
	t.Run("postgres", func(t *testing.T) { fn(t, OnPostgreSQL(t, c)) })
}

// PostgreSQL returns a DSN with an empty schema of the test's own, in which no step was taken
// yet. The test is skipped where there is no server, and fails where CI=true.
func PostgreSQL(t *testing.T) string {
	t.Helper()
	return schema(t, server(t))
}

// server is the DSN of the server that tests may use.
func server(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv("TWINTOWN_TEST_POSTGRES")
	if dsn == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("TWINTOWN_TEST_POSTGRES is not set: the check command sets it")
		}
		t.Skip("PostgreSQL left out: TWINTOWN_TEST_POSTGRES is not set")
	}
	return dsn
}

// SQLite returns an empty, migrated SQLite database for a test in which the
// engine does not matter.
func SQLite(t *testing.T) *db.DB {
	t.Helper()
	return SQLiteIn(t, t.TempDir(), clock.Fixed(Today))
}

// SQLiteIn is SQLite in a folder of the caller's, which may hold a database already.
func SQLiteIn(t *testing.T, folder string, c clock.Clock) *db.DB {
	t.Helper()
	begin(t, folder)
	return open(t, db.Options{Folder: folder, Clock: c})
}

// OnPostgreSQL returns an empty, migrated database on PostgreSQL, or leaves the test
// out as [PostgreSQL] does.
func OnPostgreSQL(t *testing.T, c clock.Clock) *db.DB {
	t.Helper()
	return OnDSN(t, Migrated(t), c)
}

// OnDSN opens the database of a DSN that [Migrated] or [PostgreSQL] made, and migrates it
// where that was not done.
func OnDSN(t *testing.T, dsn string, c clock.Clock) *db.DB {
	t.Helper()
	return open(t, db.Options{DSN: dsn, Clock: c})
}

func open(t *testing.T, opt db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// schema makes a schema of the test's own and returns a DSN that works in it.
func schema(t *testing.T, dsn string) string {
	t.Helper()
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := fresh()
	if _, err := admin.Exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), `DROP SCHEMA `+name+` CASCADE`); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return u.String()
}
