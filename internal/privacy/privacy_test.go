package privacy_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/secret"
	"twintown/internal/privacy"
)

// house is the rooms over one database.
type house struct {
	*testing.T
	db    *db.DB
	key   secret.Key
	log   *people.Log
	store *people.Store
	desk  *privacy.Desk
}

func open(t *testing.T, d *db.DB, now time.Time) *house {
	h := &house{T: t, db: d, key: secret.New()}
	h.log = people.NewLog(d, h.key, "")
	h.at(now)
	return h
}

// at moves the clock of everything above the database.
func (h *house) at(now time.Time) {
	h.store = people.NewStore(h.db, h.log, h.key, clock.Fixed(now))
	h.desk = privacy.New(h.db, h.log, h.key, clock.Fixed(now), []privacy.Holder{privacy.Accounts(h.db, h.store), privacy.Consenting(h.db)})
}

// person makes an account with a word that can be found again in each of its fields.
func (h *house) person(canary string) privacy.Person {
	h.Helper()
	email := canary + "@example.org"
	var id string
	err := h.log.Change(h.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		id, err = h.store.Create(h.Context(), tx, note, people.NewAccount{Email: email, Name: canary + " name", Language: "pl", Confirmed: true})
		if err != nil {
			return err
		}
		_, err = h.store.Ask(h.Context(), tx, note, people.System(), people.Grant{Account: id, Role: people.Officer, Scope: people.AtPlace(772195), State: people.Asked, Reason: canary + " reason"})
		if err != nil {
			return err
		}
		if _, err = h.store.Invite(h.Context(), tx, note, people.Actor{Account: "other"}, email, people.Invitation{Role: people.Officer, Scope: people.AtPlace(1)}); err != nil {
			return err
		}
		return h.desk.Agree(h.Context(), tx, privacy.Person{Account: id, Email: email}, "photos", "the text of the consent", "pl")
	})
	if err != nil {
		h.Fatal(err)
	}
	if _, err := h.store.Begin(h.Context(), id, "", canary+" agent", false, false); err != nil {
		h.Fatal(err)
	}
	return privacy.Person{Account: id, Email: email}
}

func (h *house) export(p privacy.Person) string {
	h.Helper()
	var packed bytes.Buffer
	if err := h.desk.Export(h.Context(), &packed, p); err != nil {
		h.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		h.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			h.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			h.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n%s\n", f.Name, b)
	}
	return all.String()
}

func TestAnExportIsWholeAndOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		mine, other := h.person("canarymine"), h.person("canaryother")
		got := h.export(mine)
		for _, want := range []string{mine.Email, "canarymine name", "canarymine reason", "canarymine agent", "the text of the consent"} {
			if !strings.Contains(got, want) {
				t.Errorf("the export lacks %q:\n%s", want, got)
			}
		}
		if strings.Contains(got, "canaryother") {
			t.Errorf("the export has what belongs to %s", other.Email)
		}
		if got := h.export(privacy.Person{Email: "nobody@example.org"}); strings.Contains(got, "canary") {
			t.Errorf("an address without data exports %s", got)
		}
	})
}

// places are all files below the folder in which a text stands.
func places(t *testing.T, folder, text string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(b), []byte(text)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAnErasureReachesTheFilesOfTheDatabase(t *testing.T) {
	folder := t.TempDir()
	d, err := db.Open(t.Context(), db.Options{Folder: folder, Clock: clock.Fixed(dbtest.Today)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := open(t, d, dbtest.Today)
	mine, other := h.person("canarymine"), h.person("canaryother")
	if len(places(t, folder, "canarymine")) == 0 {
		t.Fatal("the canary is nowhere before the erasure: the test looks in the wrong place")
	}
	if err := h.desk.Erase(t.Context(), people.System(), mine); err != nil {
		t.Fatal(err)
	}
	if found := places(t, folder, "canarymine"); len(found) > 0 {
		t.Errorf("after the erasure the person still stands in %v", found)
	}
	if len(places(t, folder, "canaryother")) == 0 {
		t.Errorf("the erasure took %s too", other.Email)
	}
}

func TestAnErasureLeavesWhatIsNotThePersons(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		mine, other := h.person("canarymine"), h.person("canaryother")
		for range 2 { // a second time changes nothing
			if err := h.desk.Erase(t.Context(), people.System(), mine); err != nil {
				t.Fatal(err)
			}
		}
		if v, err := h.log.Verify(t.Context()); err != nil || !v.Whole() {
			t.Errorf("the record of changes is broken: %+v, %v", v, err)
		}
		rows, err := h.log.Read(t.Context(), people.Query{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf("%+v", rows); strings.Contains(text, "canarymine") || !strings.Contains(text, "canaryother") {
			t.Errorf("the record of changes quotes the wrong persons: %s", text)
		}
		a, err := h.store.Account(t.Context(), mine.Account)
		if err != nil || a.Erased.IsZero() || a.Open() || a.Email+a.Name != "" {
			t.Errorf("the account reads %+v, %v", a, err)
		}
		if a, err := h.store.Account(t.Context(), other.Account); err != nil || a.Name == "" {
			t.Errorf("the other account reads %+v, %v", a, err)
		}
		if got := h.export(mine); strings.Contains(got, "canary") {
			t.Errorf("an export after the erasure has %s", got)
		}
	})
}

func TestARestoredBackupErasesAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		mine, other := h.person("canarymine"), h.person("canaryother")
		if err := h.desk.Erase(t.Context(), people.System(), privacy.Person{Email: "CanaryMine@example.org"}); err != nil {
			t.Fatal(err)
		}
		made, err := h.desk.Erasures(t.Context())
		if err != nil || len(made) != 1 {
			t.Fatalf("%d erasures, %v", len(made), err)
		}
		if n, err := h.desk.Replay(t.Context(), made, []privacy.Held{{Person: mine}, {Person: other}}); err != nil || n != 1 {
			t.Errorf("Replay erased %d, %v", n, err)
		}
		if a, err := h.store.Account(t.Context(), mine.Account); err != nil || a.Erased.IsZero() {
			t.Errorf("the account came back: %+v, %v", a, err)
		}
	})
}

func TestRetentionTakesWhatIsDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		err := h.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			_, err := h.store.Create(t.Context(), tx, note, people.NewAccount{Email: "typo@example.org", Name: "A", Language: "pl"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		counts := func(all []privacy.Found) map[string]int {
			m := map[string]int{}
			for _, f := range all {
				m[f.Rule] = f.Count
			}
			return m
		}
		for _, c := range []struct {
			name string
			now  time.Time
			want int
		}{
			{"the same day", dbtest.Today.Add(time.Hour), 0},
			{"on the last day", dbtest.Today.Add(people.Unconfirmed), 0},
			{"a day later", dbtest.Today.Add(people.Unconfirmed + 24*time.Hour), 1},
		} {
			h.at(c.now)
			due, err := h.desk.Due(t.Context())
			if got := counts(due)["accounts.unconfirmed"]; err != nil || got != c.want {
				t.Errorf("%s: %d due, %v, want %d", c.name, got, err, c.want)
			}
			done, err := h.desk.Purge(t.Context(), people.System())
			if got := counts(done)["accounts.unconfirmed"]; err != nil || got != c.want {
				t.Errorf("%s: %d purged, %v, want %d", c.name, got, err, c.want)
			}
		}
		if _, there, err := h.store.ByEmail(t.Context(), "typo@example.org"); err != nil || there {
			t.Errorf("the account is still there: %t, %v", there, err)
		}
	})
}

func TestConsentsAreKeptWithTheirText(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d, dbtest.Today)
		p := h.person("canary")
		agree := func(text string) {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return h.desk.Agree(t.Context(), tx, p, "photos", text, "pl") }); err != nil {
				t.Fatal(err)
			}
		}
		agree("the text of the consent")
		agree("a newer text")
		all, err := h.desk.Consents(t.Context(), p)
		if err != nil || len(all) != 2 {
			t.Fatalf("%d consents, %v; want the old text once and the new one", len(all), err)
		}
		withdraw := func(who privacy.Person, id string) (ok bool) {
			err := d.Write(context.WithoutCancel(t.Context()), func(tx *db.Tx) (err error) {
				ok, err = h.desk.Withdraw(t.Context(), tx, who, id)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if withdraw(privacy.Person{Account: "other", Email: "other@example.org"}, all[0].ID) {
			t.Error("somebody else withdrew the consent")
		}
		if !withdraw(p, all[0].ID) || withdraw(p, all[0].ID) {
			t.Error("a consent is withdrawn once")
		}
	})
}
