package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/doctor"
	"twintown/internal/exchange/backup"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/jobs"
	"twintown/internal/web"
)

// nightOptions say what a node does at night for the data's safety.
type nightOptions struct{ to, keep, at, passphraseFile *string }

func nightFlags(fs *flag.FlagSet) nightOptions {
	return nightOptions{
		to:             fs.String("backup-to", "", ""),
		keep:           fs.String("backup-keep", "7,4,0", ""),
		at:             fs.String("backup-at", "02:30", ""),
		passphraseFile: fs.String("backup-passphrase-file", "", ""),
	}
}

// night is what a node does for the data's safety.
type night struct {
	backup.Nightly
	hour, minute int
}

// night reads the settings, so that what is wrong with them is said before the site opens.
func (o serveOptions) night(p *program) (out night, err error) {
	if out.Keep, err = backup.ParseKeep(*o.nights.keep); err != nil {
		return out, err
	}
	if out.hour, out.minute, err = backup.ParseTime(*o.nights.at); err != nil {
		return out, err
	}
	if out.Passphrase, err = readPassphrase(*o.nights.passphraseFile); err != nil {
		return out, err
	}
	out.Place, err = backup.ParsePlace(*o.nights.to, filepath.Join(*o.data, backup.FolderName), p.env)
	out.Scratch, out.Lookup = *o.data, p.env
	return out, err
}

// watchOver has the node look after its data: backups, trial restores, the doctor's rounds.
func (n *node) watchOver(ctx context.Context, p *program, opt serveOptions, nights night, address string, r *jobs.Runner) error {
	if err := n.startNights(p, opt.storage, nights, r); err != nil {
		return err
	}
	rooms, err := n.health(p, opt.storage)
	if err != nil {
		return err
	}
	n.wellness = n.healthPage(rooms)
	n.startWatch(ctx, rooms, address, r, opt.log(p))
	return nil
}

// startNights has the backups made, one of them restored on trial each week, and the
// doctor's rounds.
func (n *node) startNights(p *program, where storage, opt night, r *jobs.Runner) error {
	src, err := p.backupSource(where, n.db)
	if err != nil {
		return err
	}
	opt.Source, opt.Runs, opt.Idle = src, backup.NewRuns(n.db), n.people.Empty
	left, _ := filepath.Glob(filepath.Join(opt.Scratch, "rehearsing-*")) // fails only where the folder's name is a pattern
	for _, folder := range left {
		os.RemoveAll(folder) // what a kill left
	}
	r.Handle(jobs.Kind{Name: backup.RehearseKind, Do: opt.Rehearse, Attempts: 3})
	r.Handle(jobs.Kind{Name: backup.NightlyKind, Do: opt.Backup, Attempts: 5})
	if !opt.Keep.None() {
		r.Daily(backup.NightlyKind, opt.hour, opt.minute, time.Local)
		r.Daily(backup.RehearseKind, 4, 10, time.Local)
	}
	return nil
}

// health is what the doctor looks at in a node that serves.
func (n *node) health(p *program, where storage) (doctor.Rooms, error) {
	rooms := doctor.Rooms{Folder: *where.data, Clock: clock.System(), DB: n.db, Runs: backup.NewRuns(n.db)}
	var err error
	rooms.Media, err = where.openMedia(p)
	n.look(&rooms)
	return rooms, err
}

// healthPage is what the desk's page on health asks.
func (n *node) healthPage(rooms doctor.Rooms) *web.Health {
	return &web.Health{
		Examine: func(ctx context.Context) []doctor.Finding {
			return append(doctor.Examine(ctx, rooms), doctor.Translation(ctx, n.translator)...)
		},
		Runs: rooms.Runs,
		BackUp: func(ctx context.Context, by people.Actor) error {
			return n.log.Change(ctx, by, func(tx *db.Tx, note func(people.Entry)) error {
				note(people.Entry{Action: people.MakeBackup, Kind: "backup"})
				_, err := n.queue.Enqueue(ctx, tx, jobs.New{Kind: backup.NightlyKind})
				return err
			})
		},
	}
}

// startWatch has the administrators told of what cannot wait.
func (n *node) startWatch(ctx context.Context, rooms doctor.Rooms, address string, r *jobs.Runner, log *slog.Logger) {
	watch := doctor.Watch{Rooms: rooms, Address: address, Log: log}
	r.Handle(jobs.Kind{Name: doctor.RoundsKind, Do: watch.Rounds, Attempts: 3})
	r.Daily(doctor.RoundsKind, 5, 20, time.Local)
	n.behind.Go(func() { watch.Run(ctx) })
}
