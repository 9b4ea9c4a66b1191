// Package db is the one door to the database.
//
// Twintown stores everything in one database: an SQLite file inside the data
// folder by default, PostgreSQL when a DSN says so. Rooms write one portable
// SQL text per query ($1 placeholders, BIGINT microseconds, TEXT ids, JSON as
// TEXT); what differs between the engines lives here.
//
// # Reading
//
// [DB] and [Tx] both satisfy [Querier], so that a query method runs in or out
// of a transaction. [Collect], [Each] and [One] scan rows:
//
//	names, err := db.Collect(ctx, q, func(r db.Scanner) (string, error) {
//		var s string
//		return s, r.Scan(&s)
//	}, `SELECT name FROM place WHERE country = $1`, "PL")
//
// # Writing
//
// All changes go through [DB.Write]. It returns after COMMIT has reached the
// disk: an acknowledged change survives the loss of power. On SQLite one
// goroutine does all writing; changes that arrive while a commit is under way
// share the next one (group commit), each in its own savepoint, so that one
// that fails takes no other with it. On PostgreSQL a change is one
// serializable transaction, tried again when another one was in its way. The
// function may therefore run more than once and must not keep state between
// runs.
//
// # Noticing changes
//
// A change to public data calls [Tx.Touch], which moves the number that
// [DB.DataVersion] returns. Nodes poll it and refresh what they hold in memory;
// it also notices a command that imported beside a running server.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib" // also the "pgx" driver
	_ "modernc.org/sqlite"           // the "sqlite" driver

	"twintown/internal/platform/clock"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// FileName is the name of the SQLite file in the data folder.
const FileName = "twintown.db"

// Options say where the database is.
type Options struct {
	DSN    string       // "postgres://…", or "" for SQLite in Folder
	Folder string       // the data folder; made when missing
	Log    *slog.Logger // nil: silent
	Clock  clock.Clock  // nil: the system's
	OnWait func()       // called once when a write waits for another process; may be nil

	// Existing opens only what is there: no folder and no database is made.
	Existing bool
	// Hold opens an SQLite database in a folder that this process took alone.
	Hold *Hold
	// Schema is a PostgreSQL schema to work in instead of the one that the DSN leads to.
	Schema string
	// NoForeignKeys lets SQLite take in rows before those that they point to. Who uses it
	// asks [DB.CheckForeignKeys] afterwards.
	NoForeignKeys bool
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine  Engine
	folder  string   // SQLite only
	inUse   *os.File // SQLite only: the lock that says so
	readers *sql.DB
	writer  *sql.DB
	queue   chan *change // SQLite only
	done    chan struct{}
	clock   clock.Clock
	log     *slog.Logger
	onWait  func()
	counted counted
}

// Open opens the database that opt names. It does not change its tables: see
// [DB.Migrate]. A folder that cannot be written or a server that does not
// answer is reported with a public message.
func Open(ctx context.Context, opt Options) (*DB, error) {
	d := &DB{engine: SQLite, clock: opt.Clock, log: opt.Log, onWait: opt.OnWait, done: make(chan struct{})}
	if d.clock == nil {
		d.clock = clock.System()
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.onWait == nil {
		d.onWait = func() {}
	}
	var err error
	if opt.DSN == "" {
		err = d.openSQLite(ctx, opt)
	} else {
		err = d.openPostgres(ctx, opt.DSN, opt.Schema)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *DB) openSQLite(ctx context.Context, opt Options) (err error) {
	d.folder = opt.Folder
	path := filepath.Join(opt.Folder, FileName)
	if opt.Existing {
		_, err = os.Stat(path)
	} else {
		err = os.MkdirAll(opt.Folder, 0o750)
	}
	if errors.Is(err, os.ErrNotExist) && opt.Existing {
		return errs.New(errs.NotFound, lang.Msg("error.no_database", "folder", opt.Folder), err)
	} else if err != nil {
		return publicFileError(opt.Folder, err)
	}
	if opt.Hold == nil {
		if d.inUse, err = lockUse(opt.Folder, syscall.LOCK_SH); err != nil {
			return err
		}
	}
	if err := d.connectSQLite(ctx, sqliteDSN(path, opt)); err != nil {
		d.inUse.Close() // a nil file says so and does nothing
		return err
	}
	d.readers.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	d.queue = make(chan *change)
	go d.writeLoop()
	return nil
}

func (d *DB) connectSQLite(ctx context.Context, dsn string) (err error) {
	if d.writer, err = sql.Open("sqlite", dsn); err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	if err := d.reach(ctx); err != nil {
		d.writer.Close()
		return publicOpenError(d.folder, err)
	}
	if d.readers, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		d.writer.Close()
		return err
	}
	return nil
}

// reach makes the first connection. A new file is put into its journal's mode by it, for
// which SQLite wants the file alone and waits for nobody: of two processes that begin on an
// empty folder one is refused, and tries again.
func (d *DB) reach(ctx context.Context) error {
	deadline := time.Now().Add(lockPatience)
	for told := false; ; told = true {
		err := d.writer.PingContext(ctx)
		if err == nil || !isBusy(err) || time.Now().After(deadline) {
			return err
		}
		if !told {
			d.onWait()
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// escapePath keeps a folder's name whole inside a URI: "#" would end the path, and two
// folders would share one file.
var escapePath = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")

// sqliteDSN sets what every connection needs. busy_timeout comes first, so
// that the pragmas after it wait too. FULL, because NORMAL loses acknowledged
// writes at a loss of power.
func sqliteDSN(path string, opt Options) string {
	mode, form, keys := "rwc", "&_pragma=journal_mode(WAL)", 1
	if opt.Existing {
		mode, form = "rw", "" // the file's own form, which asking would change
	}
	if opt.NoForeignKeys {
		keys = 0
	}
	return "file:" + escapePath.Replace(path) + "?mode=" + mode +
		"&_txlock=immediate" +
		"&_pragma=busy_timeout(250)" + // short: the write loop waits longer, and says so
		form +
		"&_pragma=synchronous(FULL)" +
		fmt.Sprintf("&_pragma=foreign_keys(%d)", keys) +
		"&_pragma=secure_delete(1)" + // what is erased is overwritten, not only forgotten
		"&_pragma=cache_size(-32000)" + // 32 MB: the graph's working set
		"&_pragma=temp_store(MEMORY)"
}

func (d *DB) openPostgres(ctx context.Context, dsn, schema string) error {
	d.engine = PostgreSQL
	settings, err := pgx.ParseConfig(dsn)
	if err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.dsn"), err)
	}
	if schema != "" {
		settings.RuntimeParams["search_path"] = schema
	}
	d.readers = stdlib.OpenDB(*settings)
	d.readers.SetMaxOpenConns(16) // PostgreSQL's default allows 100 for all nodes
	d.writer = d.readers
	if err := d.readers.PingContext(ctx); err != nil {
		d.readers.Close()
		return errs.New(errs.Unavailable, lang.Msg("error.database_unreachable"), err)
	}
	return nil
}

// Close waits for the write under way and closes the database.
func (d *DB) Close() error {
	if d.engine == PostgreSQL {
		return d.readers.Close()
	}
	close(d.queue)
	<-d.done
	err := d.readers.Close()
	if werr := d.writer.Close(); err == nil {
		err = werr
	}
	d.inUse.Close() // last: who takes the folder now finds a closed database
	return err
}

// Scrub makes what was erased leave the files of SQLite: erased rows are overwritten at
// once (secure_delete), and this empties the log that still holds their old pages.
// Readers that look at an older view can put it off; then a later call does it.
// PostgreSQL overwrites what was erased in its own time, when VACUUM has freed the room.
func (d *DB) Scrub(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "Scrub")
	if d.engine == PostgreSQL {
		return nil
	}
	var busy, pages, moved int
	return d.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
}

// Engine returns which engine answers.
func (d *DB) Engine() Engine { return d.engine }
