// Package kit is what the drills share: a folder to work in, the compiled program, an
// installation on each engine, and the program as a process that can be killed.
//
// A drill is a small program that does to the real one what life does, counts what
// happened and prints one line with the figure that docs/drills.md promises. It fails when
// the promise is not kept. PostgreSQL takes part when TWINTOWN_TEST_POSTGRES holds a DSN
// whose user may create schemas; where it is missing the line says so.
package kit

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"twintown/internal/platform/db"
)

// Drill is one run of a drill.
type Drill struct {
	Folder string // empty at first, removed afterwards
	Binary string // the compiled program
	N      int    // how many times
}

// Run builds the program and runs the drill, n times unless the flag -n says otherwise.
func Run(n int, drill func(ctx context.Context, d Drill) error) {
	times := flag.Int("n", n, "how many times")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *times, drill)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, n int, drill func(ctx context.Context, d Drill) error) error {
	folder, err := os.MkdirTemp("", "twintown-drill-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	d := Drill{Folder: folder, Binary: filepath.Join(folder, "twintown"), N: n}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", d.Binary, "./cmd/twintown").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return drill(ctx, d)
}

// Site is an installation: a data folder, and a schema where the engine is PostgreSQL.
type Site struct {
	Engine db.Engine
	Folder string
	DSN    string
}

// Open opens the site's database and brings it to this release's form.
func (s Site) Open(ctx context.Context) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{Folder: s.Folder, DSN: s.DSN})
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// Flags are the flags by which the program finds the site.
func (s Site) Flags() []string {
	if s.DSN == "" {
		return []string{"--data", s.Folder}
	}
	return []string{"--data", s.Folder, "--dsn", s.DSN}
}

// NewSite makes an empty site on an engine. remove takes its schema away.
func (d Drill) NewSite(engine db.Engine, name string) (s Site, remove func(), err error) {
	s = Site{Engine: engine, Folder: filepath.Join(d.Folder, name)}
	if engine == db.SQLite {
		return s, func() {}, os.MkdirAll(s.Folder, 0o700)
	}
	dsn := os.Getenv(postgresVariable)
	server, err := sql.Open("pgx", dsn)
	if err != nil {
		return s, nil, err
	}
	schema := "drill_" + strings.ReplaceAll(db.NewID(), "-", "")
	if _, err := server.Exec(`CREATE SCHEMA ` + schema); err != nil {
		server.Close()
		return s, nil, err
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return s, nil, err
	}
	query := u.Query()
	query.Set("search_path", schema)
	u.RawQuery = query.Encode()
	s.DSN = u.String()
	remove = func() {
		server.Exec(`DROP SCHEMA ` + schema + ` CASCADE`)
		server.Close()
	}
	return s, remove, os.MkdirAll(s.Folder, 0o700)
}

const postgresVariable = "TWINTOWN_TEST_POSTGRES"

// Engines are those that can be had here. What is missing is said.
func Engines() []db.Engine {
	if os.Getenv(postgresVariable) == "" {
		fmt.Println("PostgreSQL left out: " + postgresVariable + " is not set")
		return []db.Engine{db.SQLite}
	}
	return []db.Engine{db.SQLite, db.PostgreSQL}
}

// Called runs the program once and returns what it printed.
func (d Drill) Called(ctx context.Context, args ...string) (out string, err error) {
	cmd := exec.CommandContext(ctx, d.Binary, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8")
	b, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("twintown %s: %w: %s", strings.Join(args, " "), err, b)
	}
	return string(b), err
}
