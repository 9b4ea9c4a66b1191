package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// diagnosis is one line of what the doctor says.
type diagnosis struct {
	Check string       `json:"check"`
	Well  bool         `json:"well"`
	Text  string       `json:"text"`
	said  lang.Message // what Text prints
}

func well(check, key string, kv ...any) diagnosis {
	return diagnosis{Check: check, Well: true, said: lang.Msg(key, kv...)}
}

func ill(check, key string, kv ...any) diagnosis {
	return diagnosis{Check: check, said: lang.Msg(key, kv...)}
}

// doctor checks the data folder and says what is wrong. Its exit code is that
// of a failure when anything is, so that cron can tell.
func doctor(ctx context.Context, p *program, args []string) error {
	fs := p.flags("doctor")
	where, secure := storageFlags(fs), tlsFlags(fs)
	asJSON := fs.Bool("json", false, "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	found := []diagnosis{checkFolder(*where.data), checkDisk(*where.data), checkClock(time.Now())}
	if found[0].Well || *where.dsn != "" { // else the database would only say the same
		found = append(found, p.checkDatabase(ctx, where, secure)...)
	}
	failed := false
	for i := range found {
		found[i].Text = p.print.Message(found[i].said)
		failed = failed || !found[i].Well
	}
	if *asJSON {
		if err := p.printJSON(found); err != nil {
			return err
		}
	} else {
		for _, d := range found {
			fmt.Fprintf(p.out, "%s %s\n", mark(d.Well), d.Text)
		}
	}
	if failed {
		return errs.New(errs.Invalid, lang.Msg("doctor.failed"), nil)
	}
	return nil
}

func mark(well bool) string {
	if well {
		return "✓"
	}
	return "✗"
}

// checkFolder writes and removes a file.
func checkFolder(folder string) diagnosis {
	f, err := os.CreateTemp(folder, "doctor.*.tmp")
	if err != nil {
		return ill("folder", "error.folder", "folder", folder)
	}
	f.Close()
	os.Remove(f.Name())
	return well("folder", "doctor.folder", "folder", folder)
}

// A person should make room when less than a tenth of the disk is free and that is
// little: data, log and a new snapshot of the largest gazetteer take 2 GB.
const (
	leastFree      = 0.10
	leastGigabytes = 5
)

func checkDisk(folder string) diagnosis {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return ill("disk", "error.folder", "folder", folder)
	}
	free := float64(fs.Bavail) / float64(fs.Blocks)
	gigabytes := float64(fs.Bavail) * float64(fs.Bsize) / 1e9
	if free < leastFree && gigabytes < leastGigabytes {
		return ill("disk", "doctor.disk_low", "free", gigabytes)
	}
	return well("disk", "doctor.disk", "free", gigabytes)
}

// checkClock knows only that no machine runs this release before it was written.
func checkClock(now time.Time) diagnosis {
	const written = 2026
	if now.Year() < written {
		return ill("clock", "doctor.clock_wrong", "year", now.Format("2006"))
	}
	return well("clock", "doctor.clock")
}

// checkDatabase opens the database as it is, without changing its tables.
func (p *program) checkDatabase(ctx context.Context, where storage, secure tlsOptions) []diagnosis {
	n, err := p.openStores(ctx, where, slog.New(slog.DiscardHandler))
	if err != nil {
		public := errs.PublicOf(err)
		return []diagnosis{{Check: "database", said: public}}
	}
	defer n.close()
	if err := n.db.Check(ctx); err != nil {
		return []diagnosis{ill("database", "error.database_damaged")}
	}
	have, _, err := n.db.SchemaVersion(ctx)
	if err != nil {
		return []diagnosis{{Check: "database", said: errs.PublicOf(err)}}
	}
	return append([]diagnosis{
		well("database", "doctor.database", "engine", string(n.db.Engine()), "version", have),
		checkSnapshot(*where.data),
		checkModel(*where.data),
	}, checkCertificate(ctx, secure, n.certificateCache(where), time.Now())...)
}

// checkSnapshot only says whether the next start will be quick: without a
// snapshot it is made again.
func checkSnapshot(folder string) diagnosis {
	info, err := os.Stat(filepath.Join(folder, world.SnapshotName))
	if errors.Is(err, os.ErrNotExist) {
		return well("snapshot", "doctor.no_snapshot")
	}
	if err != nil {
		return ill("snapshot", "error.folder", "folder", folder)
	}
	return well("snapshot", "doctor.snapshot", "size", float64(info.Size())/1e6)
}

// checkModel reads the folder's own model, if there is one.
func checkModel(folder string) diagnosis {
	path := filepath.Join(folder, world.ModelName)
	_, err := world.ReadModel(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return well("model", "doctor.no_model")
	case err != nil:
		return ill("model", "doctor.model_damaged", "file", path)
	}
	return well("model", "doctor.model")
}
