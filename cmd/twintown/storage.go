package main

import (
	"context"
	"flag"
	"log/slog"

	"twintown/internal/platform/db"
)

// storage holds the flags that say where the data is; every command that
// touches data has them.
type storage struct {
	data *string
	dsn  *string
	key  *string // "": the key's file in the data folder
}

func storageFlags(fs *flag.FlagSet) storage {
	return storage{
		data: fs.String("data", "./twintown-data", ""),
		dsn:  fs.String("dsn", "", ""),
		key:  fs.String("key-file", "", ""),
	}
}

// open opens the database and brings its tables to this release's form.
func (s storage) open(ctx context.Context, p *program, log *slog.Logger) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{
		DSN: *s.dsn, Folder: *s.data, Log: log,
		OnWait: func() { p.say(p.err, "cli.waiting_for_lock") },
	})
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}
