package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/exchange/backup"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/secret"
	"twintown/internal/privacy"
	"twintown/internal/world"
)

// restore makes the data folder, or the database that the DSN names, hold what a backup
// holds.
func restore(ctx context.Context, p *program, args []string) error {
	fs := p.flags("restore")
	where := storageFlags(fs)
	replace := fs.Bool("replace", false, "")
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
	// A bad backup is refused before the folder is so much as made.
	if _, err := backup.Verify(ctx, path, passphrase); err != nil {
		return err
	}
	media, err := where.openMedia(p)
	if err != nil {
		return err
	}
	out, err := backup.Restore(ctx, path, passphrase, backup.Target{
		Folder: *where.data, DSN: *where.dsn, Media: media, Files: where.files(),
		Stale:    []string{filepath.Join(*where.data, world.SnapshotName)},
		Outgrown: []string{filepath.Join(*where.data, anchorsName)},
		Replace:  *replace, Seal: passphrase, Release: release, Clock: clock.System(),
		Carry: func(ctx context.Context, old, restored *db.DB, files map[string][]byte) error {
			return p.eraseAgain(ctx, where, rest[0], old, restored, files)
		},
	})
	if err != nil {
		return err
	}
	if out.Before != "" || out.Aside != "" {
		if err := p.noteRestore(ctx, where, out); err != nil {
			return err
		}
	}
	if *asJSON {
		return p.printJSON(out)
	}
	p.sayRestored(rest[0], out)
	return nil
}

// eraseAgain erases from the restored data whoever had herself erased since the backup was
// made, before anybody sees it. The data that gives way knows of that, and where it is lost
// the ledgers of erasures do: in the data folder, and beside the backup.
func (p *program) eraseAgain(ctx context.Context, where storage, name string, old, restored *db.DB, files map[string][]byte) error {
	made, err := p.erasuresMade(ctx, where, name, old)
	if err != nil || len(made) == 0 {
		return err
	}
	key, ok, err := where.keyFor(files)
	if err != nil {
		return err
	}
	if !ok {
		p.say(p.err, "backup.erasures_no_key", "n", len(made))
		return nil
	}
	to := &node{db: restored}
	to.usePeople(where, key)
	to.openBehind(p.catalog, "")
	to.openPrivacy()
	accounts, err := to.people.Accounts(ctx)
	if err != nil {
		return err
	}
	var held []privacy.Held
	for _, a := range accounts {
		held = append(held, privacy.Held{Person: privacy.Person{Account: a.ID, Email: a.Email}, Since: a.Created})
	}
	if held, err = to.privacy.Held(ctx, held); err != nil {
		return err
	}
	n, err := to.privacy.Replay(ctx, made, held)
	if err == nil && n > 0 {
		p.say(p.err, "backup.erased_again", "n", n)
	}
	return err
}

// erasuresMade are the erasures that are known beside the backup of that name.
func (p *program) erasuresMade(ctx context.Context, where storage, name string, old *db.DB) ([]privacy.Erasure, error) {
	made, err := privacy.ReadLedger(*where.data)
	if err != nil {
		return nil, err
	}
	beside, err := backup.NeighbourOf(name, privacy.LedgerName, p.env)
	if err != nil {
		return nil, err
	}
	content, err := beside.Read(ctx)
	if err != nil {
		p.say(p.err, "backup.erasures_unread", "why", errs.PublicOf(err)) // the backup itself was read
	}
	made = append(made, privacy.ParseLedger(bytes.NewReader(content))...)
	if old == nil {
		return made, nil
	}
	if have, want, err := old.SchemaVersion(ctx); err != nil || have != want {
		return made, err // a release that knew no erasures, or one that we do not know
	}
	from := &node{db: old}
	if err := from.openPeople(where); err != nil {
		return nil, err
	}
	from.openBehind(p.catalog, "")
	from.openPrivacy()
	known, err := from.privacy.Erasures(ctx)
	return append(made, known...), err
}

// keyFor is the key of the restored data: the one that the backup brings, else the
// folder's. ok is false where there is none; none is made.
func (s storage) keyFor(files map[string][]byte) (key secret.Key, ok bool, err error) {
	raw, brought := files[secret.FileName]
	if !brought {
		if raw, err = os.ReadFile(s.keyPath()); errors.Is(err, fs.ErrNotExist) {
			return key, false, nil
		}
	}
	if err == nil {
		key, err = secret.Parse(string(raw))
	}
	return key, err == nil, err
}

// restoreAction is the action of the row that tells of a restore. It is done at the
// terminal alone, so that no role has a right to it.
const restoreAction people.Action = "system.restore"

// noteRestore tells in the audit chain that it went back to an earlier state, and
// remembers the backup of what was there.
func (p *program) noteRestore(ctx context.Context, where storage, out backup.Restored) error {
	n, err := p.openStores(ctx, where, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer n.close()
	if out.Before != "" {
		if err := n.noteBefore(ctx, out); err != nil {
			return err
		}
	}
	return n.log.Change(ctx, people.System(), func(_ *db.Tx, note func(people.Entry)) error {
		note(people.Entry{
			Action: restoreAction, Kind: "backup", ID: out.Sum,
			Note: "restored as of " + stamp(out.Header.Taken),
		})
		return nil
	})
}

func (n *node) noteBefore(ctx context.Context, out backup.Restored) error {
	return backup.NewRuns(n.db).Note(ctx, backup.RunOf(backup.BeforeRestore, out.Kept, time.Now()))
}

func (p *program) sayRestored(name string, out backup.Restored) {
	p.say(p.out, "backup.restored", "file", name, "taken", stamp(out.Header.Taken), "rows", out.Rows, "objects", out.Objects)
	if out.Schema != out.Header.Schema {
		p.say(p.out, "backup.brought_forward", "from", out.Header.Schema, "to", out.Schema)
	}
	if out.Before != "" {
		p.say(p.out, "backup.kept", "file", out.Before)
	}
	if out.Aside != "" {
		p.say(p.out, "backup.set_aside", "folder", out.Aside)
	}
	if out.NoKey {
		p.say(p.out, "backup.no_key")
	}
	if len(out.Lost) > 0 {
		p.say(p.out, "backup.lost", "n", len(out.Lost), "id", out.Lost[0])
	}
}
