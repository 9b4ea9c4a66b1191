package jobs

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"twintown/internal/platform/db"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestPeriod(t *testing.T) {
	warsaw := zone(t, "Europe/Warsaw")
	for _, c := range []struct{ name, now, want string }{
		{"before the time it is yesterday's", "2026-11-25T02:29:59Z", "2026-11-24"},
		{"from the time on it is today's", "2026-11-25T02:30:00Z", "2026-11-25"},
		{"the day is the place's", "2026-11-25T23:30:00Z", "2026-11-25"},
		{"the first of a month", "2026-12-01T01:00:00Z", "2026-11-30"},
		{"the hour that does not exist", "2026-03-29T01:45:00Z", "2026-03-29"},
		{"the hour that comes twice, first", "2026-10-25T01:29:00Z", "2026-10-24"},
		{"the hour that comes twice, again", "2026-10-25T02:31:00Z", "2026-10-25"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		got, due := (daily{hour: 3, minute: 30, zone: warsaw}).period(now)
		if got != c.want || due.After(now) || now.Sub(due) > 25*time.Hour {
			t.Errorf("%s: period(%s) = %s, due %s, want %s", c.name, c.now, got, due, c.want)
		}
	}
}

// Each period once: by two nodes, after a restart, over a month, and when the clock
// jumps a year ahead and back.
func TestDailyComesOncePerPeriod(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		nodes := func() []*Runner {
			var all []*Runner
			for range 2 {
				r := b.node(noting(&did, nil))
				r.Daily("note", 3, 30, zone(t, "Europe/Warsaw"))
				all = append(all, r)
			}
			return all
		}
		pass := func(all []*Runner, hours int) {
			for range hours {
				for _, r := range all {
					b.drain(r)
				}
				b.clock.Add(time.Hour)
			}
		}
		pass(nodes(), 48)
		want := []string{"2026-11-24", "2026-11-25"} // nothing was missed on the first day
		if !slices.Equal(did, want) {
			b.Errorf("two days: %q, want %q", did, want)
		}
		pass(nodes(), 2) // restarted
		b.clock.Add(365 * 24 * time.Hour)
		pass(nodes(), 2)
		b.clock.Add(-365 * 24 * time.Hour)
		pass(nodes(), 2)
		if want := append(want, "2027-11-25"); !slices.Equal(did, want) {
			b.Errorf("after the jumps: %q, want %q", did, want)
		}
	})
}

// A fresh installation has missed nothing: each job waits for its hour. One that was off
// at that hour, and one that has done the job in an earlier release, does it at once.
func TestWhatIsOverdueAtTheStart(t *testing.T) {
	each(t, func(b bench) {
		var did []string
		start := func() *Runner {
			r := b.node(noting(&did, nil))
			r.Daily("note", 3, 30, time.UTC)
			return r
		}
		r := start()
		b.drain(r)
		if len(did) != 0 {
			b.Errorf("a fresh installation did %q", did)
		}
		b.clock.Add(4 * 24 * time.Hour) // it was off
		b.drain(start())
		if want := []string{"2026-11-27"}; !slices.Equal(did, want) {
			b.Errorf("after four days it did %q, want %q", did, want)
		}
		b.write(func(tx *db.Tx) error {
			_, err := tx.ExecContext(b.Context(), `DELETE FROM meta WHERE name LIKE 'daily_since%'`)
			return err
		})
		b.clock.Add(24 * time.Hour) // and comes back with this release
		b.drain(start())
		if want := []string{"2026-11-27", "2026-11-28"}; !slices.Equal(did, want) {
			b.Errorf("after an upgrade it did %q, want %q", did, want)
		}
		b.write(func(tx *db.Tx) error {
			return tx.SetMeta(b.Context(), "daily_since note", b.clock.Now().AddDate(20, 0, 0).UnixMicro())
		})
		for range 3 {
			b.clock.Add(24 * time.Hour)
			b.drain(r)
		}
		if want := []string{"2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01"}; !slices.Equal(did, want) {
			b.Errorf("after a clock that was wrong it did %q, want %q", did, want)
		}
	})
}
