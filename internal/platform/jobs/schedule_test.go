package jobs

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
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
		if got := (daily{hour: 3, minute: 30, zone: warsaw}).period(now); got != c.want {
			t.Errorf("%s: period(%s) = %s, want %s", c.name, c.now, got, c.want)
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
		want := []string{"2026-11-23", "2026-11-24", "2026-11-25"}
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
