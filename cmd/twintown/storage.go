package main

import (
	"context"
	"flag"
	"log/slog"
	"time"

	"twintown/internal/exchange/backup"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// storage holds the flags that say where the data is; every command that
// touches data has them.
type storage struct {
	data  *string
	dsn   *string
	key   *string // "": the key's file in the data folder
	keep  *bool   // make a backup before an upgrade
	media *string // where objects are kept; "": the folder media in the data folder
}

func storageFlags(fs *flag.FlagSet) storage {
	return storage{
		data:  fs.String("data", "./twintown-data", ""),
		dsn:   fs.String("dsn", "", ""),
		key:   fs.String("key-file", "", ""),
		keep:  fs.Bool("upgrade-backup", true, ""),
		media: fs.String("media", "", ""),
	}
}

// openMedia opens the store of objects.
func (s storage) openMedia(p *program) (blob.Store, error) {
	return blob.Open(*s.media, *s.data, p.env)
}

// open opens the database and brings its tables to this release's form. Before it changes
// the tables of a database that holds data, it makes a backup, and says so.
func (s storage) open(ctx context.Context, p *program, log *slog.Logger) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{
		DSN: *s.dsn, Folder: *s.data, Log: log,
		OnWait: func() { p.say(p.err, "cli.waiting_for_lock") },
	})
	if err != nil {
		return nil, err
	}
	if err := s.upgrade(ctx, p, d); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (s storage) upgrade(ctx context.Context, p *program, d *db.DB) error {
	var kept *backup.Made
	_, err := d.Upgrade(ctx, func(have, want int64) error {
		if !*s.keep {
			return nil
		}
		p.say(p.err, "backup.upgrading", "from", have, "to", want)
		made, err := p.backupTo(ctx, s, d, backup.BeforeUpgrade, "", nil)
		if err != nil {
			return errs.New(errs.KindOf(err), lang.Msg("backup.not_upgraded", "why", errs.PublicOf(err)), err)
		}
		p.say(p.err, "backup.upgrade_kept", "file", made.Path)
		kept = &made
		return nil
	})
	if kept == nil {
		return err
	}
	if err != nil {
		return errs.New(errs.KindOf(err), lang.Msg("backup.upgrade_failed", "file", kept.Path), err)
	}
	return noteRun(ctx, d, backup.RunOf(backup.BeforeUpgrade, *kept, time.Now()))
}
