package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"twintown/internal/exchange/backup"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/world"
)

// makeBackup writes everything into one file and reads it back; "backup verify" only
// reads one.
func makeBackup(ctx context.Context, p *program, args []string) error {
	if len(args) > 0 && args[0] == "verify" {
		return verifyBackup(ctx, p, args[1:])
	}
	fs := p.flags("backup")
	where := storageFlags(fs)
	to := fs.String("to", "", "")
	passphraseFile := fs.String("passphrase-file", "", "")
	asJSON := fs.Bool("json", false, "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	passphrase, err := readPassphrase(*passphraseFile)
	if err != nil {
		return err
	}
	// The data is taken as it is: an upgrade makes a backup of its own.
	d, err := db.Open(ctx, db.Options{DSN: *where.dsn, Folder: *where.data, Existing: true})
	if err != nil {
		return err
	}
	defer d.Close()
	made, err := p.backupTo(ctx, where, d, backup.ByHand, *to, passphrase)
	if err != nil {
		return err
	}
	if err := noteRun(ctx, d, backup.RunOf(backup.ByHand, made, time.Now())); err != nil {
		return err
	}
	if *asJSON {
		err = p.printJSON(made)
	} else {
		p.sayMade(made)
	}
	if err == nil && len(made.Lost) > 0 {
		return errs.New(errs.Invalid, lang.Msg("backup.lost", "n", len(made.Lost), "id", made.Lost[0]), nil)
	}
	return err
}

// backupTo makes a backup in the folder, file or bucket that an operator named.
func (p *program) backupTo(ctx context.Context, where storage, d *db.DB, occasion, to string, passphrase []byte) (made backup.Made, err error) {
	src, err := p.backupSource(where, d)
	if err != nil {
		return made, err
	}
	place, err := backup.ParsePlace(to, filepath.Join(*where.data, backup.FolderName), p.env)
	if err != nil {
		return made, err
	}
	return place.Make(ctx, src, occasion, passphrase)
}

// backupSource is all that belongs to the data: the database, the media, and the files of
// the folder that are not made from them.
func (p *program) backupSource(where storage, d *db.DB) (backup.Source, error) {
	media, err := where.openMedia(p)
	if err != nil {
		return backup.Source{}, err
	}
	return backup.Source{DB: d, Media: media, Files: where.files(), Release: release, Clock: clock.System()}, nil
}

// files are the files of the folder that go into a backup.
func (s storage) files() []backup.File {
	return []backup.File{
		{Name: world.ModelName, Path: filepath.Join(*s.data, world.ModelName)},
		{Name: secret.FileName, Path: s.keyPath(), Secret: true},
	}
}

// keyPath is where the secret key is, or will be.
func (s storage) keyPath() string {
	if *s.key != "" {
		return *s.key
	}
	return filepath.Join(*s.data, secret.FileName)
}

// shortestPassphrase keeps out what a machine guesses in a day, at half a second a try.
const shortestPassphrase = 12

// readPassphrase reads the first line of a file: what stands in a call is seen by every
// user of the machine. No file, no seal.
func readPassphrase(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", file), err)
	}
	line, _, _ := bytes.Cut(b, []byte("\n"))
	if line = bytes.TrimRight(line, "\r"); len(line) < shortestPassphrase {
		return nil, errs.New(errs.Invalid, lang.Msg("backup.short_passphrase", "file", file, "least", shortestPassphrase), nil)
	}
	return line, nil
}

// noteRun remembers a backup where the tables know of backups yet.
func noteRun(ctx context.Context, d *db.DB, run backup.Run) error {
	if have, want, err := d.SchemaVersion(ctx); err != nil || have != want {
		return err
	}
	return backup.NewRuns(d).Note(ctx, run)
}

func (p *program) sayMade(m backup.Made) {
	p.say(p.out, "backup.made", "file", m.Path, "rows", m.Rows, "objects", m.Objects, "mb", float64(m.Size)/1e6)
	if !m.Sealed {
		p.say(p.out, "backup.key_apart")
	}
}

func verifyBackup(ctx context.Context, p *program, args []string) error {
	fs := p.flags("backup verify")
	passphraseFile := fs.String("passphrase-file", "", "")
	asJSON := fs.Bool("json", false, "")
	rest, err := p.parse(fs, args, 1, 1)
	if err != nil {
		return err
	}
	passphrase, err := readPassphrase(*passphraseFile)
	if err != nil {
		return err
	}
	path, remove, err := p.fetchBackup(ctx, rest[0])
	if err != nil {
		return err
	}
	defer remove()
	s, err := backup.Verify(ctx, path, passphrase)
	if err != nil {
		return err
	}
	if *asJSON {
		return p.printJSON(s)
	}
	p.say(p.out, "backup.whole", "file", rest[0], "taken", stamp(s.Header.Taken), "rows", s.Rows, "objects", s.Objects, "version", s.Header.Schema)
	return nil
}

// fetchBackup brings a backup that lies in a bucket onto this machine.
func (p *program) fetchBackup(ctx context.Context, name string) (path string, remove func(), err error) {
	if !strings.HasPrefix(name, "s3://") {
		return name, func() {}, nil
	}
	draft, err := os.MkdirTemp("", "twintown-fetched-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(draft) }
	if path, err = backup.Fetch(ctx, name, draft, p.env); err != nil {
		remove()
		return "", nil, err
	}
	return path, remove, nil
}

// stamp is a moment as it stands in sentences of the terminal.
func stamp(t time.Time) string { return fmt.Sprint(t.UTC().Format("2006-01-02 15:04 "), "UTC") }
