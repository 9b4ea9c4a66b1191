package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/doctor"
	"twintown/internal/exchange/backup"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
)

// The page on health is for administrators; a backup that they ask for is asked for once.
func TestThePageOnHealth(t *testing.T) {
	s, _ := deskSite(t)
	base := dbtest.SQLite(t)
	runs := backup.NewRuns(base)
	for _, r := range []backup.Run{
		{ID: "1", Occasion: backup.ByNight, Place: "nightly.twintown", Size: 6e6, Finished: dbtest.Today, Taken: dbtest.Today, Verified: dbtest.Today},
		{ID: "2", Occasion: backup.ByHand, Place: "full.twintown", Finished: dbtest.Today, Failure: "backup.disk_full"},
	} {
		if err := runs.Note(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	s.rooms.Health = &Health{
		Examine: func(ctx context.Context) []doctor.Finding {
			return doctor.Examine(ctx, doctor.Rooms{Folder: t.TempDir(), Clock: s.clock, DB: base, Runs: runs, Jobs: jobs.NewQueue(base)})
		},
		Runs:   runs,
		BackUp: func(context.Context, people.Actor) error { asked++; return nil },
	}
	h := s.Handler()
	administrator := people.Grant{Role: people.Administrator, Scope: people.Site()}
	admin, _ := accountOf(t, s, h, "admin@example.org", true, administrator)
	other, _ := accountOf(t, s, h, "other@example.org", true)
	if w := other.get("/en/desk/health"); w.Code != http.StatusNotFound {
		t.Errorf("somebody else sees it: %d", w.Code)
	}
	w := admin.get("/en/desk/health")
	for _, want := range []string{"The database is sound", "nightly.twintown", "6 MB", "There is no room for full.twintown"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %q (%d)", want, w.Code)
		}
	}
	if w := other.post("/en/desk/health/backup"); w.Code != http.StatusNotFound || asked != 0 {
		t.Errorf("somebody else asks for a backup: %d", w.Code)
	}
	if w := admin.post("/en/desk/health/backup"); w.Code != http.StatusSeeOther || asked != 1 {
		t.Errorf("asking for a backup: %d, asked %d times", w.Code, asked)
	}
}

// A clock that was ahead and is right again keeps every act out, until an administrator
// confirms it; then acts are taken, and what was recorded in the future is known from now on.
func TestTheClockIsConfirmed(t *testing.T) {
	s, _ := deskSite(t)
	base := s.rooms.Care.DB
	s.rooms.Health = &Health{
		Examine: func(ctx context.Context) []doctor.Finding {
			return doctor.Examine(ctx, doctor.Rooms{Folder: t.TempDir(), Clock: s.clock, DB: base, Log: s.rooms.People.Log(), Runs: backup.NewRuns(base), Jobs: jobs.NewQueue(base)})
		},
		Runs: backup.NewRuns(base),
	}
	officer, admin := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok)), signedIn(t, s, "Administrator", everything)
	if page := admin.get("/en/desk/health").Body.String(); strings.Contains(page, "/desk/health/clock") {
		t.Error("a clock that is right wants to be confirmed")
	}
	b := &badDesk{T: t, browser: officer, s: s, base: "/pl/desk/partnerships/" + partnership.PairID(placeBialystok, placeHrodna)}
	if status, page := b.act("annex", "date", "2019"); status != http.StatusSeeOther {
		t.Fatalf("an act: %d %s", status, faultsIn(page))
	}
	const days = int64(3 * 24 * 3600 * 1e6)
	b.exec(`UPDATE audit SET at = at + $1`, days)
	b.exec(`UPDATE act SET known_since = known_since + $1 WHERE edited <> 0`, days)
	if status, page := b.act("annex", "date", "2020"); status != http.StatusConflict || !strings.Contains(page, "3 dni") {
		t.Errorf("while the clock is behind: %d %s", status, faultsIn(page))
	}
	page := admin.get("/en/desk/health").Body.String()
	checkHTML(t, "health", page)
	if !strings.Contains(page, "Difference: 3 days") || !strings.Contains(page, "/desk/health/clock") {
		t.Fatal("the page on health does not tell of the clock")
	}
	if w := officer.post("/en/desk/health/clock"); w.Code != http.StatusForbidden && w.Code != http.StatusNotFound {
		t.Errorf("an officer confirms the clock: %d", w.Code)
	}
	if w := admin.post("/en/desk/health/clock"); w.Code != http.StatusSeeOther {
		t.Fatalf("confirming: %d", w.Code)
	}
	if status, page := b.act("annex", "date", "2020"); status != http.StatusSeeOther {
		t.Errorf("afterwards: %d %s", status, faultsIn(page))
	}
	p, err := s.rooms.Partnerships.ByID(t.Context(), partnership.PairID(placeBialystok, placeHrodna))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range p.Acts {
		if a.KnownSince.After(dbtest.Today) {
			t.Errorf("%s of %s is known since %s, which is to come", a.Type, a.Date, a.KnownSince)
		}
	}
}
