package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"twintown/internal/doctor"
	"twintown/internal/document"
	"twintown/internal/exchange/backup"
	"twintown/internal/operator"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// examine checks the installation and says what is wrong. Its exit code is that of a
// failure when anything is, so that cron can tell. It changes nothing: an older database
// stays as it is.
func examine(ctx context.Context, p *program, args []string) error {
	fs := p.flags("doctor")
	where, secure, speaks := storageFlags(fs), tlsFlags(fs), translateFlags(fs)
	deep := fs.Bool("deep", false, "")
	asJSON := fs.Bool("json", false, "")
	if _, err := p.parse(fs, args, 0, 0); err != nil {
		return err
	}
	server, err := speaks.translator()
	if err != nil {
		return err
	}
	found := doctor.Speak(append(p.findings(ctx, where, secure, *deep), doctor.Translation(ctx, server)...), p.print)
	if *asJSON {
		if err := p.printJSON(found); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintf(p.out, "%s %s\n", mark(f.Well), f.Text)
		}
	}
	if !doctor.Sound(found) {
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

// findings opens what is there and has it examined.
func (p *program) findings(ctx context.Context, where storage, secure tlsOptions, deep bool) []doctor.Finding {
	rooms := doctor.Rooms{Folder: *where.data, Clock: clock.System(), Deep: deep}
	d, err := db.Open(ctx, db.Options{DSN: *where.dsn, Folder: *where.data, Existing: true})
	if err != nil {
		found := doctor.Examine(ctx, rooms)
		if !found[0].Well && *where.dsn == "" {
			return found // the database would only say the same
		}
		return append(found, doctor.Finding{Check: "database", Said: errs.PublicOf(err)})
	}
	n := &node{db: d}
	defer n.close()
	rooms.DB = d
	if err := p.furnish(n, where, &rooms); err != nil {
		return append(doctor.Examine(ctx, rooms), doctor.Finding{Check: "folder", Said: errs.PublicOf(err)})
	}
	found := doctor.Examine(ctx, rooms)
	if rooms.Log != nil {
		found = append(found, checkCertificate(ctx, secure, n.certificateCache(where), time.Now())...)
	}
	return found
}

// furnish opens the rooms that the doctor looks at. Without the secret key there are
// fewer; none is made.
func (p *program) furnish(n *node, where storage, rooms *doctor.Rooms) error {
	rooms.Runs = backup.NewRuns(n.db)
	if where.hasMedia() {
		media, err := where.openMedia(p)
		if err != nil {
			return err
		}
		rooms.Media = media
	}
	if _, err := os.Stat(where.keyPath()); err != nil {
		none := secret.New() // opens nothing, and is kept nowhere
		rooms.People = people.NewStore(n.db, people.NewLog(n.db, none, ""), none, clock.System())
		return nil
	}
	if err := n.openPeople(where); err != nil {
		return err
	}
	n.openBehind(p.catalog, "")
	n.look(rooms)
	return nil
}

// look shows the doctor the rooms of an open node.
func (n *node) look(rooms *doctor.Rooms) {
	if rooms.Media != nil {
		rooms.Named = []func(context.Context) iter.Seq2[string, error]{
			document.NewStore(n.db, rooms.Media, document.Options{}).Named, operator.NewStore(n.db).Named,
			press.NewStore(n.db, n.log, clock.System(), nil).Named,
		}
	}
	rooms.Log, rooms.People, rooms.Mail, rooms.Jobs = n.log, n.people, n.outbox, n.queue
}

// hasMedia says that the objects are somewhere already: looking must not make a folder.
func (s storage) hasMedia() bool {
	if *s.media != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(*s.data, blob.FolderName))
	return err == nil
}
