package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// The kinds of jobs.
const (
	NightlyKind  = "backup.nightly"
	RehearseKind = "backup.rehearse"
)

// Nightly makes the backups of the nights, and restores one on trial each week.
type Nightly struct {
	Source     Source
	Place      Place
	Passphrase []byte
	Keep       Keep
	Runs       *Runs
	Scratch    string                                    // where a trial restore is built, and removed again
	Idle       func(context.Context) (bool, error)       // nothing is there that could be lost
	Lookup     func(name string) (value string, ok bool) // the environment, for the keys of a bucket
}

// Backup is the job's handler: it makes a backup, remembers it, and removes those that
// need not be kept. Done twice, it makes two.
func (n Nightly) Backup(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "Backup")
	if idle, err := n.Idle(ctx); err != nil || idle {
		return err
	}
	begun := n.Source.Clock.Now()
	made, err := n.Place.Make(ctx, n.Source, ByNight, n.Passphrase)
	if err != nil {
		run := Run{ID: db.NewID(), Occasion: ByNight, Begun: begun, Finished: n.Source.Clock.Now(), Failure: errs.PublicOf(err).Key}
		return errors.Join(err, n.Runs.Note(context.WithoutCancel(ctx), run))
	}
	if err := n.Runs.Note(ctx, RunOf(ByNight, made, n.Source.Clock.Now())); err != nil {
		return err
	}
	if n.Keep.None() {
		return nil // a person asked for this one; nothing is cleared away
	}
	_, err = n.Place.Prune(ctx, n.Keep)
	return err
}

// rehearseEvery is how often a backup is restored on trial: weekly, and a day less, so
// that the hour of the night does not make it eight.
const rehearseEvery = 6 * 24 * time.Hour

// Rehearse is the handler of the job that restores the last backup on trial. A backup
// that lies on another node is left to that node.
func (n Nightly) Rehearse(ctx context.Context, _ jobs.Job) (err error) {
	defer errs.Wrap(&err, "Rehearse")
	now := n.Source.Clock.Now()
	before, any, err := n.Runs.LastRehearsed(ctx)
	if err != nil || any && now.Sub(before.Rehearsed) < rehearseEvery {
		return err
	}
	last, any, err := n.Runs.Last(ctx)
	if err != nil || !any {
		return err
	}
	scratch, err := os.MkdirTemp(n.Scratch, "rehearsing-")
	if err != nil {
		return explainFile(n.Scratch, err)
	}
	defer os.RemoveAll(scratch)
	path := last.Place
	if strings.HasPrefix(path, "s3://") {
		if path, err = Fetch(ctx, path, scratch, n.Lookup); err != nil {
			return err
		}
	} else if _, err := os.Stat(path); err != nil {
		return nil
	}
	if err := Rehearse(ctx, path, n.Passphrase, scratch); err != nil {
		return err
	}
	last.Rehearsed, last.Verified = now, now
	return n.Runs.Note(ctx, last)
}

// Rehearse restores a backup into a folder of its own: rows into SQLite, objects into
// files. It fails where a restore would; the folder can be removed afterwards.
func Rehearse(ctx context.Context, path string, passphrase []byte, scratch string) (err error) {
	defer errs.Wrap(&err, "Rehearse(%s)", path)
	folder := filepath.Join(scratch, "data")
	media, err := blob.OpenFolder(filepath.Join(folder, blob.FolderName))
	if err != nil {
		return err
	}
	_, err = Restore(ctx, path, passphrase, Target{Folder: folder, Media: media, Clock: clock.System()})
	return err
}

// ParseTime reads the local time of a day, "02:30".
func ParseTime(text string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0, errs.New(errs.Invalid, lang.Msg("backup.time_wrong", "text", text), err)
	}
	return t.Hour(), t.Minute(), nil
}
