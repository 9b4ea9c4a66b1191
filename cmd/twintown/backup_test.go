package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"twintown/internal/exchange/backup"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/secret"
	"twintown/internal/privacy"
)

// inUse has the database in a folder open for the rest of the script, as a server has.
func inUse(ts *testscript.TestScript, _ bool, args []string) {
	d, err := db.Open(context.Background(), db.Options{Folder: ts.MkAbs(args[0])})
	ts.Check(err)
	ts.Defer(func() { d.Close() })
}

// older makes a database as an earlier release left it, with one place: older FOLDER 4.
func older(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Folder: ts.MkAbs(args[0])})
	ts.Check(err)
	defer d.Close()
	ts.Check(seedOfVersion4(ctx, d))
}

// seedOfVersion4 is what the release before people had accounts left behind.
func seedOfVersion4(ctx context.Context, d *db.DB) error {
	if err := d.MigrateTo(ctx, 4); err != nil {
		return err
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := tx.SetMeta(ctx, "starter_version", -1); err != nil { // without the starter content
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO place (id, name, country, region, lat, lon, population, feature, kind, unit, zone, same_as, origin)
			VALUES (759141, 'Sokółka', 'PL', '', 53.4, 23.5, 18000, 'PPL', '', '', '', 0, '')`)
		return err
	})
}

// damaged copies a file with one bit flipped in its middle.
func damaged(ts *testscript.TestScript, _ bool, args []string) {
	b := []byte(ts.ReadFile(args[0]))
	b[len(b)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

// cut copies the first half of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	b := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b[:len(b)/2]), 0o600))
}

// Whoever had herself erased after a backup stays erased when it is restored.
func TestARestoreErasesAgain(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "b.twintown")
	runs(t, exitOK, "import", "csv", "--empty", "--data", data, "--places", smallPlaces(t))
	account := person(t, data, "delegate@example.org")
	runs(t, exitOK, "backup", "--data", data, "--to", file)
	withNode(t, data, func(n *node) {
		if err := n.privacy.Erase(t.Context(), people.System(), privacy.Person{Account: account, Email: "delegate@example.org"}); err != nil {
			t.Fatal(err)
		}
	})
	run := runs(t, exitOK, "restore", "--data", data, "--replace", file)
	if !strings.Contains(run.err.String(), "were erased from it again: 1") {
		t.Errorf("the operator reads:\n%s%s", run.out, run.err)
	}
	withNode(t, data, func(n *node) {
		if a, err := n.people.Account(t.Context(), account); err != nil || a.Erased.IsZero() || a.Email != "" {
			t.Errorf("the account came back: %+v, %v", a, err)
		}
		if v, err := n.log.Verify(t.Context()); err != nil || !v.Whole() {
			t.Errorf("the record of changes: %+v, %v", v, err)
		}
	})
}

// Where the newer data is lost with its database, the ledgers of erasures tell: the one in
// the data folder, or, with the whole machine gone, the one beside the backup.
func TestARestoreErasesAgainAfterALoss(t *testing.T) {
	for name, lost := range map[string]func(t *testing.T, data string) (again string){
		"the database": func(t *testing.T, data string) string {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				os.Remove(filepath.Join(data, db.FileName+suffix))
			}
			return data
		},
		"the machine": func(t *testing.T, data string) string {
			again := t.TempDir() // with the key from where it was kept
			key, err := os.ReadFile(filepath.Join(data, secret.FileName))
			if err == nil {
				err = os.WriteFile(filepath.Join(again, secret.FileName), key, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			return again
		},
	} {
		t.Run(name, func(t *testing.T) {
			data, place := t.TempDir(), t.TempDir()
			file := filepath.Join(place, "b.twintown")
			runs(t, exitOK, "import", "csv", "--empty", "--data", data, "--places", smallPlaces(t))
			gone := person(t, data, "delegate@example.org")
			stays := person(t, data, "other@example.org")
			withNode(t, data, func(n *node) { // a reader without an account
				err := n.db.Write(t.Context(), func(tx *db.Tx) error {
					_, err := n.outbox.Queue(t.Context(), tx, mail.Mail{
						Kind: "proposal_decided", Key: "k", To: "reader@example.org", Language: "en", Link: "https://example.org/", Args: lang.Args{"decision": "accepted", "reason": ""},
					})
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			})
			runs(t, exitOK, "backup", "--data", data, "--to", file)
			withNode(t, data, func(n *node) {
				beside, err := backup.NeighbourOf(file, privacy.LedgerName, os.LookupEnv)
				if err != nil {
					t.Fatal(err)
				}
				folder := data
				if name == "the machine" {
					folder = t.TempDir()
				}
				n.privacy.KeepIn(privacy.NewLedger(n.privacy, folder, beside, slog.New(slog.DiscardHandler)))
				for _, who := range []privacy.Person{{Account: gone, Email: "delegate@example.org"}, {Email: "reader@example.org"}} {
					if err := n.privacy.Erase(t.Context(), people.System(), who); err != nil {
						t.Fatal(err)
					}
				}
			})
			if name == "the database" {
				if err := os.Remove(filepath.Join(place, privacy.LedgerName)); err != nil {
					t.Fatal(err)
				}
			}
			again := lost(t, data)
			run := runs(t, exitOK, "restore", "--data", again, file)
			if !strings.Contains(run.err.String(), "were erased from it again: 2") {
				t.Errorf("the operator reads:\n%s%s", run.out, run.err)
			}
			withNode(t, again, func(n *node) {
				if a, err := n.people.Account(t.Context(), gone); err != nil || a.Erased.IsZero() || a.Email != "" {
					t.Errorf("the account came back: %+v, %v", a, err)
				}
				if a, err := n.people.Account(t.Context(), stays); err != nil || a.Email == "" {
					t.Errorf("another one went: %+v, %v", a, err)
				}
				if left, err := n.outbox.Addresses(t.Context()); err != nil || !left["reader@example.org"].IsZero() {
					t.Errorf("the reader's address came back: %v, %v", left, err)
				}
				if v, err := n.log.Verify(t.Context()); err != nil || !v.Whole() {
					t.Errorf("the record of changes: %+v, %v", v, err)
				}
			})
			if raw, err := os.ReadFile(filepath.Join(again, secret.FileName)); err != nil || len(raw) == 0 {
				t.Errorf("the key: %v", err)
			}
		})
	}
}

// Without the key nobody can say whose erasures they are; that is told, and none is made.
func TestARestoreWithoutTheKeySaysWhatItCannotErase(t *testing.T) {
	data, again, file := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "b.twintown")
	runs(t, exitOK, "import", "csv", "--empty", "--data", data, "--places", smallPlaces(t))
	person(t, data, "delegate@example.org")
	runs(t, exitOK, "backup", "--data", data, "--to", file)
	line := `{"mark":"` + strings.Repeat("ab", 32) + `","at":1795435200000000}` + "\n"
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), privacy.LedgerName), []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	run := runs(t, exitOK, "restore", "--data", again, file)
	if !strings.Contains(run.err.String(), "without the installation’s key") {
		t.Errorf("the operator reads:\n%s%s", run.out, run.err)
	}
	if _, err := os.Stat(filepath.Join(again, secret.FileName)); err == nil {
		t.Error("a key was made that is not the installation's")
	}
}

// person is a new account in the data of a folder.
func person(t *testing.T, data, email string) (account string) {
	t.Helper()
	withNode(t, data, func(n *node) {
		err := n.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
			account, err = n.people.Create(t.Context(), tx, note, people.NewAccount{Email: email, Name: "Delegate", Language: "en", Confirmed: true})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return account
}

// withNode opens the rooms on a data folder.
func withNode(t *testing.T, data string, fn func(n *node)) {
	t.Helper()
	catalog, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{out: os.Stdout, err: os.Stderr, env: os.LookupEnv, catalog: catalog, print: catalog.Printer("en")}
	flags := p.flags("test")
	where := storageFlags(flags)
	if err := flags.Parse([]string{"--data", data}); err != nil {
		t.Fatal(err)
	}
	n, err := p.openStores(t.Context(), where, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer n.close()
	n.openBehind(catalog, "")
	n.openPrivacy()
	fn(n)
}

func smallPlaces(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "places.tsv")
	text := "geonames_id\tname\tcountry\tlat\tlon\n759141\tSokółka\tPL\t53.4\t23.5\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// An upgrade that is killed goes on at the next start, and every row of the older release
// is still there: after the backup, and after each of its steps, which are kept whole or
// not at all.
func TestAKilledUpgradeGoesOn(t *testing.T) {
	folder := t.TempDir() // takes one step after the other; a copy of it is what a kill leaves
	d := opened(t, folder)
	if err := seedOfVersion4(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	at := func(version int64) (data string, whole bool) {
		if err := d.MigrateTo(t.Context(), version); err != nil {
			t.Fatal(err)
		}
		if err := d.Scrub(t.Context()); err != nil { // what stands in the log goes into the file
			t.Fatal(err)
		}
		have, _, err := d.SchemaVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return copyOf(t, folder), have == version // no step has some of the numbers
	}
	_, want, err := d.SchemaVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	goesOn := func(data, when string) {
		t.Helper()
		if run := runs(t, exitOK, "migrate", "--data", data); !strings.Contains(run.out.String(), "has this release’s form") {
			t.Errorf("%s: %s%s", when, run.out, run.err)
		}
		runs(t, exitOK, "doctor", "--data", data)
		if run := runs(t, exitOK, "lookup", "--data", data, "--json", "Sokółka"); !strings.Contains(run.out.String(), `"id":759141`) {
			t.Errorf("%s: the place is gone", when)
		}
	}
	data, _ := at(4)
	run := twintown(t, "migrate", "--data", data)
	until(t, "the backup is made", func() bool { return strings.Contains(run.err.String(), "The backup lies in") })
	run.signal(syscall.SIGKILL)
	run.ends()
	goesOn(data, "after the backup")
	for version := int64(4); version < want; version++ {
		if data, whole := at(version); whole {
			goesOn(data, fmt.Sprintf("after the step to version %d", version))
		}
	}
}
