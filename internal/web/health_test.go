package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/doctor"
	"twintown/internal/exchange/backup"
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
