package db

import (
	"context"
	"embed"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables to this release's form and returns how many steps
// that took. A step is one transaction: after a kill the next start goes on.
// Several processes may call it at once: one takes the steps, the others wait.
// A database that a newer release wrote is refused (errs.Newer) and left alone.
func (d *DB) Migrate(ctx context.Context) (steps int, err error) {
	defer errs.Wrap(&err, "Migrate")
	unlock, err := d.lockSteps(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	p, err := d.provider()
	if err != nil {
		return 0, err
	}
	have, want, err := versions(ctx, p)
	if err != nil {
		return 0, public(err)
	}
	if have > want {
		return 0, errs.New(errs.Newer, lang.Msg("error.database_newer", "have", have, "want", want), nil)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return len(done), public(err)
	}
	return len(done), d.identify(ctx)
}

// lockName is the file whose lock a process holds while it takes steps on an
// SQLite file. The kernel takes the lock back from a process that dies.
const lockName = "twintown.lock"

// lockSteps keeps two processes from taking the same steps at once, up to
// lockPatience. PostgreSQL has a lock of its own for that.
func (d *DB) lockSteps(ctx context.Context) (unlock func(), err error) {
	if d.engine == PostgreSQL {
		return func() {}, nil
	}
	f, err := os.OpenFile(filepath.Join(d.folder, lockName), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, publicFileError(d.folder, err)
	}
	deadline := time.Now().Add(lockPatience)
	for told := false; ; told = true {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil
		}
		if err != syscall.EWOULDBLOCK || time.Now().After(deadline) {
			f.Close()
			return nil, errs.New(errs.Busy, lang.Msg("error.database_busy"), err)
		}
		if !told {
			d.onWait()
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		}
	}
}

// identify gives a new database a number of its own, by which a snapshot knows
// whose it is.
func (d *DB) identify(ctx context.Context) error {
	if id, err := d.Identity(ctx); err != nil || id != 0 {
		return err
	}
	return d.Write(ctx, func(tx *Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO meta (name, value) VALUES ('database_id', $1)
			ON CONFLICT (name) DO NOTHING`, rand.Int64())
		return err
	})
}

// Identity returns the number that tells this database from every other; 0
// before [DB.Migrate].
func (d *DB) Identity(ctx context.Context) (int64, error) { return d.Meta(ctx, "database_id") }

// SchemaVersion returns the number of the tables' form, and the one that this
// release knows.
func (d *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	p, err := d.provider()
	if err != nil {
		return 0, 0, err
	}
	return versions(ctx, p)
}

func (d *DB) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if d.engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, d.writer, files)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, d.writer, files, goose.WithSessionLocker(locker))
}

func versions(ctx context.Context, p *goose.Provider) (have, want int64, err error) {
	if have, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	return have, sources[len(sources)-1].Version, nil
}
