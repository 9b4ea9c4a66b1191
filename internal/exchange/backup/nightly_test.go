package backup

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"twintown/internal/platform/blob/blobtest"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
)

func TestKeepIsRead(t *testing.T) {
	for text, want := range map[string]Keep{"7,4,0": {7, 4, 0}, "7": {Days: 7}, " 1 , 2 ,3": {1, 2, 3}, "0": {}} {
		if got, err := ParseKeep(text); got != want || err != nil {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "many", "1,2,3,4", "-1", "1,,2", "7;4"} {
		if _, err := ParseKeep(text); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestANightEachDayLeavesDaysAndWeeks(t *testing.T) {
	var kept []time.Time
	for day := range 200 {
		kept = append(kept, dbtest.Today.AddDate(0, 0, day))
		for _, gone := range (Keep{Days: 7, Weeks: 4}).Surplus(kept) {
			kept = slices.DeleteFunc(kept, gone.Equal)
		}
	}
	oldest := kept[len(kept)-1].Sub(kept[0])
	if len(kept) < 9 || len(kept) > 10 || oldest > 30*24*time.Hour {
		t.Errorf("%d kept, the oldest %s older than the youngest", len(kept), oldest)
	}
}

func TestTheYoungestBackupIsNeverSurplus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.SliceOfDistinct(rapid.IntRange(0, 20_000), rapid.ID[int]).Draw(t, "hours")
		k := Keep{rapid.IntRange(0, 9).Draw(t, "days"), rapid.IntRange(0, 9).Draw(t, "weeks"), rapid.IntRange(0, 9).Draw(t, "months")}
		var all []time.Time
		for _, h := range hours {
			all = append(all, dbtest.Today.Add(-time.Duration(h)*time.Hour))
		}
		surplus := k.Surplus(all)
		left := len(all) - len(surplus)
		if len(all) > 0 && (left == 0 || slices.ContainsFunc(surplus, slices.MaxFunc(all, time.Time.Compare).Equal)) {
			t.Fatalf("%v: the youngest goes", k)
		}
		if left > max(k.Days, 1)+k.Weeks+k.Months {
			t.Fatalf("%v: %d stay", k, left)
		}
	})
}

// nightly is what a node does with the site's backups.
func (s site) nightly(t *testing.T, d *db.DB, place Place, lookup func(string) (string, bool)) Nightly {
	t.Helper()
	return Nightly{
		Source: s.source(d), Place: place, Passphrase: []byte("a long passphrase"), Keep: Keep{Days: 2}, Runs: NewRuns(d),
		Scratch: t.TempDir(), Idle: func(context.Context) (bool, error) { return false, nil }, Lookup: lookup,
	}
}

// Night after night: made, remembered, restored on trial, and the old ones removed.
func TestNights(t *testing.T) {
	server := blobtest.S3(t)
	for name, where := range map[string]string{"folder": "", "bucket": strings.Replace(server.Address(), "?", "/nights?", 1)} {
		t.Run(name, func(t *testing.T) {
			s := engines[db.SQLite](t)
			s.furnish(t)
			d := s.open(t)
			defer d.Close()
			place, err := ParsePlace(where, filepath.Join(s.folder, FolderName), server.Lookup)
			if err != nil {
				t.Fatal(err)
			}
			n := s.nightly(t, d, place, server.Lookup)
			for night := range 4 {
				n.Source.Clock = clock.Fixed(dbtest.Today.AddDate(0, 0, night))
				if err := n.Backup(t.Context(), jobs.Job{}); err != nil {
					t.Fatal(err)
				}
				if err := n.Rehearse(t.Context(), jobs.Job{}); err != nil {
					t.Fatal(err)
				}
			}
			names, err := place.names(t.Context())
			if err != nil || len(names) != 2 {
				t.Errorf("left: %v, %v", names, err)
			}
			last, _, err := n.Runs.Last(t.Context())
			if err != nil || !last.Taken.Equal(dbtest.Today.AddDate(0, 0, 3)) || !last.Rehearsed.IsZero() || !last.Sealed {
				t.Errorf("last: %+v, %v", last, err)
			}
			tried, any, err := n.Runs.LastRehearsed(t.Context())
			if err != nil || !any || !tried.Taken.Equal(dbtest.Today) {
				t.Errorf("restored on trial: %+v, %v", tried, err)
			}
			if left, err := os.ReadDir(n.Scratch); len(left) > 0 || err != nil {
				t.Errorf("left in the scratch folder: %v, %v", left, err)
			}
			s.fetchAndRestore(t, last.Place, server.Lookup)
		})
	}
}

// fetchAndRestore restores what a night left, as an operator does on a new machine.
func (s site) fetchAndRestore(t *testing.T, address string, lookup func(string) (string, bool)) {
	t.Helper()
	fresh, path := engines[db.SQLite](t), address
	if strings.HasPrefix(address, "s3://") {
		var err error
		if path, err = Fetch(t.Context(), address, t.TempDir(), lookup); err != nil {
			t.Fatal(err)
		}
	}
	fresh.mustRestore(t, path, "a long passphrase", nil)
	got := fresh.state(t)
	if got.tables["act"] != s.state(t).tables["act"] || len(got.media) != 20 {
		t.Error("something else was restored")
	}
}

func TestANightThatFailsIsRemembered(t *testing.T) {
	s := engines[db.SQLite](t)
	s.furnish(t)
	d := s.open(t)
	defer d.Close()
	n := s.nightly(t, d, Place{folder: "/proc/none"}, nil)
	if err := n.Backup(t.Context(), jobs.Job{}); errs.KindOf(err) != errs.ReadOnly {
		t.Errorf("Backup: %v", err)
	}
	all, err := n.Runs.List(t.Context(), 10)
	if err != nil || len(all) != 1 || all[0].Failure != "backup.cannot_write" {
		t.Errorf("remembered: %+v, %v", all, err)
	}
	if _, any, err := n.Runs.Last(t.Context()); any || err != nil {
		t.Errorf("a backup that failed counts: %v", err)
	}
	n.Idle = func(context.Context) (bool, error) { return true, nil }
	if err := n.Backup(t.Context(), jobs.Job{}); err != nil {
		t.Errorf("with nothing to lose: %v", err)
	}
}
