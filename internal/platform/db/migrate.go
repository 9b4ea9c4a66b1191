package db

import (
	"cmp"
	"context"
	"embed"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
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
	return d.Upgrade(ctx, func(int64, int64) error { return nil })
}

// Upgrade is [DB.Migrate] that calls before, with the number of the tables' form and the
// one they will have, when a database that holds something is about to be changed. When
// before fails, nothing is changed.
func (d *DB) Upgrade(ctx context.Context, before func(have, want int64) error) (steps int, err error) {
	defer errs.Wrap(&err, "Migrate")
	return d.steps(ctx, before, func(p *goose.Provider) ([]*goose.MigrationResult, error) { return p.Up(ctx) })
}

// MigrateTo brings the tables to the form of an earlier release, so that what that
// release wrote can be taken in as it is.
func (d *DB) MigrateTo(ctx context.Context, version int64) (err error) {
	defer errs.Wrap(&err, "MigrateTo(%d)", version)
	_, err = d.steps(ctx, func(int64, int64) error { return nil }, func(p *goose.Provider) ([]*goose.MigrationResult, error) {
		return p.UpTo(ctx, version)
	})
	return err
}

func (d *DB) steps(ctx context.Context, before func(have, want int64) error,
	take func(*goose.Provider) ([]*goose.MigrationResult, error),
) (int, error) {
	unlock, err := d.lockSteps(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	// By the writer: opening a further connection to a file that another process is making
	// at this moment would be refused.
	have, err := schemaVersion(ctx, d.writer, d.engine)
	if err != nil {
		return 0, err
	}
	want, err := newest()
	if err != nil {
		return 0, err
	}
	if have > want {
		return 0, errs.New(errs.Newer, lang.Msg("error.database_newer", "have", have, "want", want), nil)
	}
	if have > 0 && have < want {
		if err := before(have, want); err != nil {
			return 0, err
		}
	}
	if all, err := d.tookAll(ctx); err != nil || all {
		return 0, cmp.Or(err, d.identify(ctx))
	}
	p, err := d.provider()
	if err != nil {
		return 0, err
	}
	done, err := take(p)
	if err != nil {
		return len(done), public(err)
	}
	return len(done), d.identify(ctx)
}

// tookAll says whether exactly this release's steps were taken: most starts find it so, and
// need not read all their texts. A step between two that were taken counts as missing.
func (d *DB) tookAll(ctx context.Context) (bool, error) {
	if have, err := schemaVersion(ctx, d.writer, d.engine); have == 0 || err != nil {
		return false, err
	}
	taken, err := Collect(ctx, d.writer, func(row Scanner) (n int64, err error) {
		return n, row.Scan(&n)
	}, `SELECT DISTINCT version_id FROM `+stepsTable+` WHERE is_applied AND version_id > 0 ORDER BY version_id`)
	if err != nil {
		return false, public(err)
	}
	all, err := known()
	return slices.Equal(taken, all), err
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

// SchemaVersion returns the number of the tables' form, 0 where there are none, and the
// one that this release knows. It only reads.
func (d *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	defer errs.Wrap(&err, "SchemaVersion")
	err = d.Read(ctx, func(tx *Tx) error {
		have, err = tx.SchemaVersion(ctx)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	want, err = newest()
	return have, want, err
}

// Steps are the texts of this release's steps, one file for each.
func Steps() fs.FS { return migrations }

// known are the numbers of this release's steps, in their order.
func known() ([]int64, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	all := make([]int64, len(names))
	for i, name := range names {
		if all[i], err = goose.NumericComponent(path.Base(name)); err != nil {
			return nil, err
		}
	}
	slices.Sort(all)
	return all, nil
}

// newest is the number of the last step that this release carries.
func newest() (int64, error) {
	all, err := known()
	if err != nil {
		return 0, err
	}
	return all[len(all)-1], nil
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
