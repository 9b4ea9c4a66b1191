package doctor

import (
	"bytes"
	"context"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/exchange/backup"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
)

// ward is an installation that the doctor looks at.
type ward struct {
	*testing.T
	Rooms
	named []string // objects that rows name
}

func each(t *testing.T, fn func(w *ward)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &ward{T: t, Rooms: Rooms{Folder: t.TempDir(), DB: d}}
		key, catalog := secret.New(), catalogue(t)
		media, err := blob.OpenFolder(filepath.Join(w.Folder, blob.FolderName))
		if err != nil {
			t.Fatal(err)
		}
		w.Clock = clock.Fixed(dbtest.Today) // the database has the same
		w.Media, w.Runs, w.Jobs = media, backup.NewRuns(d), jobs.NewQueue(d)
		w.Log = people.NewLog(d, key, "")
		w.People = people.NewStore(d, w.Log, key, w.Clock)
		w.Mail = mail.NewOutbox(d, catalog, key, func(string) mail.Site { return mail.Site{Name: "Site", Address: "http://localhost"} })
		w.Named = []func(context.Context) iter.Seq2[string, error]{func(context.Context) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				for _, id := range w.named {
					if !yield(id, nil) {
						return
					}
				}
			}
		}}
		fn(w)
	})
}

func catalogue(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wants compares what is ill with what should be.
func (w *ward) wants(ill ...string) {
	w.Helper()
	var got []string
	for _, f := range Speak(Examine(w.Context(), w.Rooms), catalogue(w.T).Printer("en")) {
		if f.Check == "clock" {
			continue // the server's clock is not the test's
		}
		if !f.Well {
			got = append(got, f.Said.Key)
		}
		if f.Text == "" || strings.Contains(f.Text, "⟦") {
			w.Errorf("%s says %q", f.Check, f.Text)
		}
	}
	if strings.Join(got, " ") != strings.Join(ill, " ") {
		w.Errorf("ill: %v, want %v", got, ill)
	}
}

func (w *ward) exec(query string, args ...any) {
	w.Helper()
	err := w.DB.Write(w.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(w.Context(), query, args...)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

// administrator makes the site one that people work with.
func (w *ward) administrator(email string) {
	w.Helper()
	err := w.Log.Change(w.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		id, err := w.People.Create(w.Context(), tx, note, people.NewAccount{Email: email, Name: "Administrator", Language: "pl"})
		if err != nil {
			return err
		}
		_, err = w.People.Ask(w.Context(), tx, note, people.System(), people.Grant{
			Account: id, Role: people.Administrator, Scope: people.Scope{Kind: people.OfSite}, State: people.Held,
		})
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

func (w *ward) put(content string) string {
	w.Helper()
	ref, err := w.Media.Put(w.Context(), strings.NewReader(content), 1<<20)
	if err != nil {
		w.Fatal(err)
	}
	return ref.ID
}

func TestANewInstallationIsWell(t *testing.T) {
	each(t, func(w *ward) { w.wants() })
}

func TestStoredFilesAreComparedBothWays(t *testing.T) {
	each(t, func(w *ward) {
		kept, lost := w.put("kept"), w.put("lost")
		w.named = []string{kept, lost}
		w.wants()
		at := func(id string) string { return filepath.Join(w.Folder, blob.FolderName, id[:2], id[2:4], id) }
		if err := os.Remove(at(lost)); err != nil {
			w.Fatal(err)
		}
		w.wants("doctor.media_missing")
		w.named = []string{kept}
		if err := os.WriteFile(at(kept), []byte("rotten"), 0o600); err != nil {
			w.Fatal(err)
		}
		w.wants()
		w.Deep = true
		w.wants("doctor.media_damaged")
		w.Deep = false
		w.named = nil
		old := dbtest.Today.Add(-4 * 24 * time.Hour)
		if err := os.Chtimes(at(kept), old, old); err != nil {
			w.Fatal(err)
		}
		w.wants("doctor.media_unneeded")
	})
}

func TestTheRecordOfChangesIsRead(t *testing.T) {
	each(t, func(w *ward) {
		w.administrator("a@example.org")
		w.wants("doctor.no_backup")
		w.exec(`UPDATE audit SET action = 'another' WHERE seq = 1`)
		w.wants("doctor.audit_broken", "doctor.no_backup")
		w.Log = nil
		w.wants("doctor.no_key", "doctor.no_backup")
	})
}

// A clock that is behind what is recorded already is told, until somebody confirms it.
func TestAClockThatWasSetBackIsTold(t *testing.T) {
	each(t, func(w *ward) {
		w.administrator("a@example.org")
		told := func() (text string) {
			for _, f := range Speak(w.steady(w.Context()), catalogue(w.T).Printer("en")) {
				text += f.Text
			}
			return text
		}
		if text := told(); text != "" {
			w.Errorf("a clock that stands still: %s", text)
		}
		w.Clock = clock.Fixed(dbtest.Today.AddDate(0, 0, -3))
		if text := told(); !strings.Contains(text, "behind the last recorded change. Difference: 3 days.") {
			w.Errorf("three days back: %q", text)
		}
		err := w.Log.Change(w.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			return partnership.NewStore(w.DB).TrustClock(w.Context(), tx, note)
		})
		if err != nil {
			w.Fatal(err)
		}
		// the confirmation itself has the moment of the test database, whose clock stands
		w.exec(`UPDATE meta SET value = (SELECT MAX(seq) FROM audit) WHERE name = 'clock_trusted'`)
		if text := told(); text != "" {
			w.Errorf("confirmed: %s", text)
		}
	})
}

func TestBackupsGrowOld(t *testing.T) {
	each(t, func(w *ward) {
		w.administrator("a@example.org")
		note := func(age time.Duration, change func(*backup.Run)) {
			then := dbtest.Today.Add(-age)
			r := backup.Run{ID: db.NewID(), Occasion: backup.ByNight, Begun: then, Finished: then, Taken: then, Verified: then, Place: "b.twintown"}
			if change != nil {
				change(&r)
			}
			if err := w.Runs.Note(w.Context(), r); err != nil {
				w.Fatal(err)
			}
		}
		note(72*time.Hour, nil)
		note(time.Hour, func(r *backup.Run) { r.Failure = "backup.disk_full" })
		w.wants("doctor.backup_old")
		note(2*time.Hour, func(r *backup.Run) { r.Lost = 1 })
		w.wants("doctor.backup_lost")
		note(time.Hour, nil)
		w.wants()
		note(400*time.Hour, func(r *backup.Run) { r.Rehearsed = r.Taken })
		w.wants("doctor.rehearsal_old")
		note(100*time.Hour, func(r *backup.Run) { r.Rehearsed = r.Taken })
		w.wants()
	})
}

func TestWhatWaitsTooLongIsTold(t *testing.T) {
	each(t, func(w *ward) {
		w.exec(`INSERT INTO job (id, kind, payload, unique_key, state, run_after, created) VALUES ('j', 'k', '', 'j', 'parked', 0, 0)`)
		w.wants("doctor.jobs_parked")
		w.exec(`DELETE FROM job`)
		err := w.DB.Write(w.Context(), func(tx *db.Tx) error {
			_, err := w.Mail.Queue(w.Context(), tx, mail.Mail{Kind: "test", To: "a@example.org", Language: "en"})
			return err
		})
		if err != nil {
			w.Fatal(err)
		}
		w.wants()
		w.Clock = clock.Fixed(dbtest.Today.Add(25 * time.Hour))
		w.wants("doctor.mail_stuck")
		w.exec(`UPDATE mail SET state = 'failed'`)
		w.wants("doctor.mail_failed")
	})
}

// The doctor looks at an older database and leaves it as it is.
func TestAnOlderDatabaseIsNotBroughtForward(t *testing.T) {
	folder := t.TempDir()
	d, err := db.Open(t.Context(), db.Options{Folder: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.MigrateTo(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	found := Examine(t.Context(), Rooms{Folder: folder, Clock: clock.System(), DB: d, Runs: backup.NewRuns(d), Jobs: jobs.NewQueue(d)})
	if !Sound(found) {
		t.Errorf("ill: %+v", found)
	}
	if have, _, err := d.SchemaVersion(t.Context()); have != 4 || err != nil {
		t.Errorf("tables of version %d, %v", have, err)
	}
}

func TestLostReferencesAndADamagedSnapshotAreFound(t *testing.T) {
	w := &ward{T: t, Rooms: Rooms{Folder: t.TempDir(), Clock: clock.System()}}
	d, err := db.Open(t.Context(), db.Options{Folder: w.Folder, NoForeignKeys: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.DB = d
	w.exec(`INSERT INTO party (place, partnership) VALUES (1, 'none')`)
	if err := os.WriteFile(filepath.Join(w.Folder, "world.snapshot"), bytes.Repeat([]byte("x"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	w.wants("doctor.references_lost", "doctor.snapshot_damaged")
}

// Administrators hear of a full disk and of what the rounds found, once a day each.
func TestAdministratorsAreToldOnceADay(t *testing.T) {
	each(t, func(w *ward) {
		w.administrator("a@example.org")
		w.administrator("b@example.org")
		full := 0.899
		watch := Watch{Rooms: w.Rooms, Address: "http://localhost", Log: slog.New(slog.DiscardHandler)}
		watch.usage = func(string) (float64, int64, error) { return full, 3e9, nil }
		told := func(kind string, want int) {
			w.Helper()
			rows, err := w.Mail.List(w.Context(), mail.Filter{Kind: kind})
			if err != nil || len(rows) != want {
				w.Errorf("%d mails of kind %s, %v; want %d", len(rows), kind, err, want)
			}
		}
		look := func() {
			w.Helper()
			if err := watch.Disk(w.Context()); err != nil {
				w.Fatal(err)
			}
		}
		look()
		told("disk", 0)
		full = 0.9
		look()
		look()
		told("disk", 2)
		watch.Rooms.Clock = clock.Fixed(dbtest.Today.AddDate(0, 0, 1))
		look()
		told("disk", 4)
		for range 2 {
			if err := watch.Rounds(w.Context(), jobs.Job{}); err != nil { // there is no backup
				w.Fatal(err)
			}
		}
		told("health", 2)
	})
}
