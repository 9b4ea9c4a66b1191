package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
)

// Taking all steps of the tables' form costs more than most tests do after it: hundreds of
// statements on each engine. So they are taken once, and a test begins on a copy of that.
// That the steps themselves are right is what the tests of package db see, which take them.

// empty is the file of an SQLite database on which all steps were taken.
var empty = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "twintown-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := migrate(context.Background(), db.Options{Folder: folder, Clock: clock.Fixed(Today)}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, db.FileName))
})

// migrate takes all steps and takes the number back by which a database knows itself: each
// copy gets its own.
func migrate(ctx context.Context, opt db.Options) error {
	d, err := db.Open(ctx, opt)
	if err != nil {
		return err
	}
	_, err = d.Migrate(ctx)
	if err == nil {
		err = d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM meta WHERE name = 'database_id'`)
			return err
		})
	}
	if closed := d.Close(); err == nil {
		err = closed // which takes SQLite's log into the file
	}
	return err
}

// begin puts the empty database into a folder that holds none.
func begin(t *testing.T, folder string) {
	t.Helper()
	content, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(folder, db.FileName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if os.IsExist(err) {
		return
	} else if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// Migrated is [PostgreSQL] with the tables of this release: a database of the test's own.
func Migrated(t *testing.T) string {
	t.Helper()
	dsn := server(t)
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	template, err := templateOn(t.Context(), admin, dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := fresh()
	// The files are copied as they are: half the time of copying through the log.
	if _, err := admin.ExecContext(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+template+` STRATEGY file_copy`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	return inDatabase(t, dsn, name)
}

// templating is any number that nobody else locks on the server.
const templating = 7_205_114

// templateOn returns the name of a database with all steps taken, which stays on the server:
// it is named by what the steps say, and all test programs that know the same steps share it.
func templateOn(ctx context.Context, admin *sql.DB, dsn string) (name string, err error) {
	if name, err = templateName(); err != nil {
		return "", err
	}
	conn, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	there := func() (yes bool, err error) {
		err = conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&yes)
		return yes, err
	}
	if yes, err := there(); yes || err != nil {
		return name, err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, templating); err != nil {
		return "", err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, templating)
	if yes, err := there(); yes || err != nil {
		return name, err
	}
	return name, makeTemplate(ctx, conn, dsn, name)
}

// makeTemplate makes it under another name first: whole or not at all.
func makeTemplate(ctx context.Context, conn *sql.Conn, dsn, name string) error {
	part := name + "_part"
	for _, statement := range []string{`DROP DATABASE IF EXISTS ` + part + ` WITH (FORCE)`, `CREATE DATABASE ` + part} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	at, err := url.Parse(dsn)
	if err != nil {
		return err
	}
	at.Path = "/" + part
	if err := migrate(ctx, db.Options{DSN: at.String(), Clock: clock.Fixed(Today)}); err != nil {
		return err
	}
	for _, statement := range []string{
		// Nobody may be connected to what is copied.
		`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '` + part + `'`,
		`ALTER DATABASE ` + part + ` WITH ALLOW_CONNECTIONS false`,
		`ALTER DATABASE ` + part + ` RENAME TO ` + name,
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

var templateName = sync.OnceValues(func() (string, error) {
	hash := sha256.New()
	steps := db.Steps()
	err := fs.WalkDir(steps, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(steps, path)
		fmt.Fprintf(hash, "%s %d\n%s", path, len(text), text)
		return err
	})
	return fmt.Sprintf("twintown_steps_%x", hash.Sum(nil)[:8]), err
})

// fresh is a name for a database or a schema that nothing has.
func fresh() string { return "t_" + strings.ReplaceAll(db.NewID(), "-", "") }

func inDatabase(t *testing.T, dsn, name string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
