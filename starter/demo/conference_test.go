package demo

import (
	"context"
	"path/filepath"
	"testing"

	"twintown/internal/document"
	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/blob"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/media"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// The conference is public in each language with all its parts, says of its year that it
// was concluded, and goes with everything that came with it.
func TestTheConference(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := clock.Fixed(dbtest.Today)
		log := people.NewLog(d, secret.New(), filepath.Join(t.TempDir(), "anchors"))
		papers := press.NewStore(d, log, now, nil)
		objects, err := blob.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		rooms := Rooms{papers, meeting.NewStore(d, log, papers), nil, document.NewStore(d, objects, document.Options{Examiner: media.Here(), Clock: now}), jobs.NewQueue(d)}
		c := New(d, log, ConferencePart(rooms))
		if err := c.Add(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, l := range languages {
			checkConference(t, rooms, l)
		}
		if n, err := c.Remove(t.Context(), people.System()); n < 100 || err != nil {
			t.Errorf("%d rows went, %v", n, err)
		}
		for _, table := range []string{"press_item", "press_text", "press_picture", "press_slug", "press_revision", "press_about", "press_own_shown"} {
			n, _, err := db.One(t.Context(), d, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM `+table)
			if n != 0 || err != nil {
				t.Errorf("%s keeps %d rows: %v", table, n, err)
			}
		}
	})
}

func checkConference(t *testing.T, rooms Rooms, l string) {
	t.Helper()
	all, err := rooms.Meetings.About(t.Context(), l, press.Link{Kind: press.OfPlace, Target: "776069"})
	if err != nil || len(all) != 1 {
		t.Fatalf("%s: %d meetings, %v", l, len(all), err)
	}
	m := all[0]
	if m.From.InferredWhy == "" || len(m.PatronsShown()) != 3 || len(m.Materials) != 4 || len(m.Guests) != 4 || m.Stale {
		t.Errorf("%s: %+v", l, m.Facts)
	}
	if missing := m.Missing(l); missing > 2 { // the media keep their registered names
		t.Errorf("%s: %d short texts are missing", l, missing)
	}
	for _, role := range []string{meeting.Report, meeting.Gallery} {
		if _, ok, err := rooms.Press.ShownIn(context.Background(), meeting.Linked(m.Own, role), l); !ok || err != nil {
			t.Errorf("%s: the %s is not public: %v", l, role, err)
		}
	}
	pictures, err := rooms.Press.Pictures(t.Context(), galleryID)
	if err != nil || len(pictures) != 11 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
	for _, p := range pictures {
		if p.Caption[l] == "" || p.Alt[l] == "" || p.People != press.Nobody {
			t.Errorf("%s: %+v", l, p)
		}
	}
}
