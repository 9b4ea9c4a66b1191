package db

import (
	"context"
	"embed"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables to this release's form and returns how many steps
// that took. A step is one transaction: after a kill the next start goes on.
// Several nodes may call it at once. A database that a newer release wrote is
// refused (errs.Newer) and left alone.
func (d *DB) Migrate(ctx context.Context) (steps int, err error) {
	defer errs.Wrap(&err, "Migrate")
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
	return len(done), public(err)
}

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
