package web

import (
	"net/http"
	"strings"
	"testing"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// An empty desk says what it is for; a claim and a date stand there as soon as they are.
func TestTheDeskSaysWhatWaits(t *testing.T) {
	s, store := deskSite(t)
	organiser := signedIn(t, s, "Organiser", people.Grant{Role: people.Organiser, Scope: people.Site()})
	w := organiser.get("/en/desk")
	checkHTML(t, "an empty desk", w.Body.String())
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nothing waits.") || !strings.Contains(w.Body.String(), "What to begin with") {
		t.Errorf("an empty desk: %d", w.Code)
	}
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	page := officer.get("/en/desk").Body.String()
	if !strings.Contains(page, "Dates and reminders:") {
		t.Errorf("her dates are missing: %.1500s", page)
	}
	if strings.Contains(page, "Claims to decide") {
		t.Error("a claim that nobody made")
	}
	err := store.Log().Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		id, err := store.Create(t.Context(), tx, note, people.NewAccount{Email: "colleague@example.org", Name: "Colleague", Language: "pl", Confirmed: true})
		if err != nil {
			return err
		}
		_, err = store.Ask(t.Context(), tx, note, people.System(), people.Grant{Account: id, Role: people.Officer, Scope: people.AtPlace(placeBialystok), State: people.Asked, Reason: "new at the office"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if page := officer.get("/en/desk").Body.String(); !strings.Contains(page, "Claims to decide: 1") || strings.Index(page, "Claims to decide") > strings.Index(page, "Dates and reminders") {
		t.Error("the claim does not stand first")
	}
	if page := organiser.get("/en/desk").Body.String(); strings.Contains(page, "Claims to decide") {
		t.Error("an organiser is told of another place's claim")
	}
}
