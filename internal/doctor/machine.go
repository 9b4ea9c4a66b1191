package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

func publicOf(err error) lang.Message { return errs.PublicOf(err) }

// folder writes and removes a file.
func (r Rooms) folder() Finding {
	f, err := os.CreateTemp(r.Folder, "doctor.*.tmp")
	if err != nil {
		return Ill("folder", "error.folder", "folder", r.Folder)
	}
	f.Close()
	os.Remove(f.Name())
	return Well("folder", "doctor.folder", "folder", r.Folder)
}

// FullAt is the part of the disk in use from which on somebody should make room: below it
// databases and file systems do not slow down, and above it a busy week can be enough.
const FullAt = 0.90

// Usage is how much of the disk is in use that holds a folder, for users who are not
// root, and how many bytes are free for them.
func Usage(folder string) (used float64, free int64, err error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return 0, 0, err
	}
	taken := fs.Blocks - fs.Bfree
	return float64(taken) / float64(taken+fs.Bavail), int64(fs.Bavail) * fs.Bsize, nil
}

func (r Rooms) disk() Finding {
	used, free, err := Usage(r.Folder)
	switch {
	case err != nil:
		return Ill("disk", "error.folder", "folder", r.Folder)
	case used >= FullAt:
		return Ill("disk", "doctor.disk_low", "free", float64(free)/1e9, "used", int(used*100))
	}
	return Well("disk", "doctor.disk", "free", float64(free)/1e9)
}

// How far the clock may be off. No machine runs this release before it was written; two
// minutes are more than a network's time service leaves, and less than a code lives.
const (
	written  = 2026
	mostSkew = 2 * time.Minute
)

func (r Rooms) time(ctx context.Context) Finding {
	now := r.Clock.Now()
	if now.Year() < written {
		return Ill("clock", "doctor.clock_wrong", "year", now.Format("2006"))
	}
	if r.DB == nil {
		return Well("clock", "doctor.clock")
	}
	skew, err := r.DB.Skew(ctx)
	if err != nil {
		return failed("clock", err)
	}
	if skew.Abs() > mostSkew {
		return Ill("clock", "doctor.clock_skewed", "minutes", int(skew.Abs()/time.Minute))
	}
	return Well("clock", "doctor.clock")
}

// steady says whether the clock was set back: it is behind what is recorded already.
func (r Rooms) steady(ctx context.Context) []Finding {
	last, err := people.LastAt(ctx, r.DB)
	if err != nil {
		return []Finding{failed("clock", err)}
	}
	if behind := last.Sub(r.Clock.Now()); behind > partnership.MostBehind {
		return []Finding{Ill("clock", ClockBack, "behind", partnership.Behind(behind))}
	}
	return nil
}

// ClockBack is the key of the finding that the clock is behind what is recorded: the page
// of health offers to confirm it.
const ClockBack = "doctor.clock_back"

// Snapshot says whether the next start will be quick: without a snapshot it is made
// again. A damaged one means that the disk lost something.
func Snapshot(folder string) Finding {
	info, err := os.Stat(filepath.Join(folder, world.SnapshotName))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Well("snapshot", "doctor.no_snapshot")
	case err != nil:
		return Ill("snapshot", "error.folder", "folder", folder)
	}
	if err := world.CheckSnapshot(folder); err != nil {
		return Ill("snapshot", "doctor.snapshot_damaged")
	}
	return Well("snapshot", "doctor.snapshot", "size", float64(info.Size())/1e6)
}

// Model reads the folder's own model, if there is one.
func Model(folder string) Finding {
	path := filepath.Join(folder, world.ModelName)
	_, err := world.ReadModel(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return Well("model", "doctor.no_model")
	case err != nil:
		return Ill("model", "doctor.model_damaged", "file", path)
	}
	return Well("model", "doctor.model")
}
