package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// accountOf is a browser with a session of a new account that holds the roles.
func accountOf(t *testing.T, s *Site, h http.Handler, email string, strong bool, grants ...people.Grant) (*browser, string) {
	t.Helper()
	store := s.rooms.People
	var id string
	err := store.Log().Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		id, err = store.Create(t.Context(), tx, note, people.NewAccount{Email: email, Name: "Officer", Language: "en", Confirmed: true})
		for _, g := range grants {
			if err != nil {
				return err
			}
			g.Account, g.State = id, people.Held
			_, err = store.Ask(t.Context(), tx, note, people.System(), g)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := store.Begin(t.Context(), id, "", "Firefox Linux", strong, false)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(h)
	b.cookies["session"] = cookie
	return b, id
}

func TestAPersonTakesHerDataAlongAndGoes(t *testing.T) {
	s, store := deskSite(t)
	h := s.Handler()
	b, id := accountOf(t, s, h, "delegate@example.org", false)
	if w := b.get("/pl/account/data"); w.Code != http.StatusOK {
		t.Fatalf("the page: %d", w.Code)
	}
	w := b.get("/en/account/data/export")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Fatalf("the export: %d, %v, %v", w.Code, err, w.Header())
	}
	if len(z.File) < 2 {
		t.Errorf("the export has %d files", len(z.File))
	}
	if w := b.post("/en/account/data/erase", "word", "no"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong word: %d", w.Code)
	}
	if w := b.post("/en/account/data/erase", "word", "Erase"); w.Code != http.StatusSeeOther {
		t.Errorf("the erasure: %d", w.Code)
	}
	if a, err := store.Account(t.Context(), id); err != nil || a.Erased.IsZero() {
		t.Errorf("the account: %+v, %v", a, err)
	}
	if w := b.get("/en/account/data"); w.Code != http.StatusSeeOther {
		t.Errorf("the session of an erased account still opens pages: %d", w.Code)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	s, store := deskSite(t)
	h := s.Handler()
	admin := people.Grant{Role: people.Administrator, Scope: people.Site()}
	b, id := accountOf(t, s, h, "first@example.org", true, admin)
	if w := b.post("/en/account/data/erase", "word", "erase"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the last administrator: %d", w.Code)
	}
	if w := b.post("/en/desk/privacy/erase", "email", "First@example.org"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the administrator herself by letter: %d", w.Code)
	}
	if a, err := store.Account(t.Context(), id); err != nil || !a.Erased.IsZero() {
		t.Errorf("the account: %+v, %v", a, err)
	}
	_, other := accountOf(t, s, h, "second@example.org", true, admin)
	if w := b.post("/en/account/data/erase", "word", "erase"); w.Code != http.StatusSeeOther {
		t.Errorf("one of two administrators: %d", w.Code)
	}
	if a, err := store.Account(t.Context(), other); err != nil || !a.Erased.IsZero() {
		t.Errorf("the other one: %+v, %v", a, err)
	}
}

func TestAnAdministratorErasesByLetter(t *testing.T) {
	s, store := deskSite(t)
	h := s.Handler()
	b, _ := accountOf(t, s, h, "first@example.org", true, people.Grant{Role: people.Administrator, Scope: people.Site()})
	_, id := accountOf(t, s, h, "delegate@example.org", false)
	stranger, _ := accountOf(t, s, h, "stranger@example.org", false)
	if w := stranger.post("/en/desk/privacy/erase", "email", "delegate@example.org"); w.Code != http.StatusNotFound {
		t.Errorf("a stranger: %d", w.Code)
	}
	if own := b.get("/en/account/data").Body.String(); !strings.Contains(own, "Accounts whose address was never confirmed") || !strings.Contains(own, "Joint projects, action plans") {
		t.Error("the page does not say what is kept how long")
	}
	if w := b.get("/lt/desk/privacy"); w.Code != http.StatusOK {
		t.Errorf("the page: %d", w.Code)
	}
	if w := b.post("/en/desk/privacy/erase", "email", "Delegate@example.org"); w.Code != http.StatusSeeOther {
		t.Errorf("the erasure: %d", w.Code)
	}
	if a, err := store.Account(t.Context(), id); err != nil || a.Erased.IsZero() {
		t.Errorf("the account: %+v, %v", a, err)
	}
	if w := b.post("/en/desk/privacy/purge"); w.Code != http.StatusSeeOther {
		t.Errorf("the purge: %d", w.Code)
	}
}
