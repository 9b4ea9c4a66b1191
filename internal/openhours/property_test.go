package openhours

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// nights are weeks in which clocks change somewhere, and a plain one.
var nights = []string{"2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-09-06", "2026-10-25", "2026-11-01", "2026-06-15", "2026-12-20", "2028-02-25"}

func TestStatesFillTheTimeWithoutGaps(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, place := range places(t) {
		for _, text := range values {
			h := read(t, text)
			for _, night := range nights {
				day, _ := time.ParseInLocation(time.DateOnly, night, place.Zone)
				from, to := day.Add(-40*time.Hour), day.Add(50*time.Hour)
				list := slices.Collect(h.All(from, to, place))
				checkChain(t, text, list, from, to)
				for range 20 {
					at := from.Add(time.Duration(random.Int64N(int64(to.Sub(from)))))
					i, _ := slices.BinarySearchFunc(list, at, func(i Interval, at time.Time) int {
						switch {
						case !i.To.After(at):
							return -1
						case i.From.After(at):
							return 1
						}
						return 0
					})
					if got := h.At(at, place); !got.tells(list[i].State) {
						t.Errorf("%q in %s at %s: %+v, but the interval %+v", text, place.Zone, at, got, list[i])
					}
				}
			}
		}
	}
}

// checkChain looks whether intervals lie side by side and differ.
func checkChain(t *testing.T, text string, list []Interval, from, to time.Time) {
	t.Helper()
	if len(list) == 0 || !list[0].From.Equal(from) || !list[len(list)-1].To.Equal(to) {
		t.Errorf("%q: from %s to %s: %v", text, from, to, list)
		return
	}
	for i := range list {
		if !list[i].From.Before(list[i].To) || i > 0 && (!list[i].From.Equal(list[i-1].To) || list[i].State.tells(list[i-1].State)) {
			t.Errorf("%q: interval %d of %v", text, i, list)
		}
	}
}

func TestNextChangeIsTheEndOfTheKind(t *testing.T) {
	for _, place := range places(t) {
		for _, text := range values {
			h := read(t, text)
			for _, night := range nights[:4] { // a year follows each
				at, _ := time.ParseInLocation(time.DateOnly, night, place.Zone)
				at = at.Add(90 * time.Minute)
				to := at.AddDate(1, 0, 0)
				var want time.Time
				kind := h.At(at, place).Kind
				for i := range h.All(at, to, place) {
					if i.State.Kind != kind {
						want = i.From
						break
					}
				}
				got, state, ok := h.NextChange(at, place)
				switch {
				case want.IsZero() && ok && got.Before(to), !want.IsZero() && (!ok || !got.Equal(want)):
					t.Errorf("%q in %s after %s: %s %t, want %s", text, place.Zone, at, got, ok, want)
				case ok && (state.Kind == kind || !h.At(got, place).tells(state) || h.At(got.Add(-time.Second), place).Kind != kind):
					t.Errorf("%q in %s after %s: changes at %s to %+v", text, place.Zone, at, got, state)
				}
			}
		}
	}
}

func TestPrintedAndReadAgainIsTheSame(t *testing.T) {
	for _, text := range values {
		h := read(t, text)
		again := read(t, h.String())
		if again.String() != h.String() {
			t.Errorf("%q prints %q, which prints %q", text, h, again)
		}
		sameStates(t, h, again)
		if !h.Equal(again, Place{Holidays: feast{}}) {
			t.Errorf("%q and %q are not equal", text, h)
		}
	}
}

// sameStates compares two values moment by moment, in years with all that may differ.
func sameStates(t *testing.T, a, b *Hours) {
	t.Helper()
	place := Place{Zone: zone(t, "Europe/Vilnius"), Lat: 54.7, Lon: 25.3, HasPosition: true, Holidays: feast{}}
	for _, from := range []string{"2026-12-01", "2028-02-20"} {
		start, _ := time.Parse(time.DateOnly, from)
		end := start.AddDate(0, 5, 0)
		x, y := slices.Collect(a.All(start, end, place)), slices.Collect(b.All(start, end, place))
		if !slices.EqualFunc(x, y, func(p, q Interval) bool { return p.From.Equal(q.From) && p.State.tells(q.State) }) {
			t.Errorf("%q and %q differ", a.Text(), b.Text())
			return
		}
	}
}

func TestAGridIsTheSameAfterItsText(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		g := someGrid(random)
		h := read(t, g.Text())
		back, ok := h.Grid()
		if !ok || back.Text() != g.Text() {
			t.Fatalf("%q: %t, %q", g.Text(), ok, back.Text())
		}
		for w := range 7 {
			if !slices.Equal(g.Days[w], back.Days[w]) {
				t.Fatalf("%q: day %d: %v, not %v", g.Text(), w, back.Days[w], g.Days[w])
			}
		}
		gridHolds(t, g, h)
	}
}

func someGrid(random *rand.Rand) (g Grid) {
	for w := range 7 {
		at := random.IntN(600)
		for range random.IntN(4) {
			end := at + 15 + random.IntN(400)
			if at >= dayMinutes-60 {
				break
			}
			g.Days[w] = append(g.Days[w], Times{at, end})
			if at = end + 5 + random.IntN(200); end > dayMinutes {
				break
			}
		}
		if w > 0 && random.IntN(2) == 0 {
			g.Days[w] = slices.Clone(g.Days[w-1])
		}
	}
	if g.Holidays = HolidayRule(random.IntN(3)); g.Holidays == HolidaysOpen {
		g.Holiday = []Times{{600, 720}}
	}
	return g
}

// gridHolds looks whether each minute of a week without holidays is as the grid
// has it.
func gridHolds(t *testing.T, g Grid, h *Hours) {
	t.Helper()
	monday := time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC)
	for minute := 0; minute < 7*dayMinutes; minute += 7 {
		w, m := minute/dayMinutes, minute%dayMinutes
		open := false
		for _, x := range g.Days[w] {
			open = open || m >= x.From && m < x.To
		}
		for _, x := range g.Days[(w+6)%7] {
			open = open || m+dayMinutes < x.To
		}
		if got := h.At(monday.Add(time.Duration(minute)*time.Minute), Place{Holidays: feast{}}); (got.Kind == Open) != open {
			t.Fatalf("%q: day %d, minute %d: %v", g.Text(), w, m, got.Kind)
		}
	}
}

func TestAStateCostsNoMemory(t *testing.T) {
	place := Place{Zone: zone(t, "Europe/Warsaw"), Lat: 54.1, Lon: 22.9, HasPosition: true, Holidays: feast{}}
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for _, text := range values {
		h := read(t, text)
		if n := testing.AllocsPerRun(10, func() { h.At(at, place) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	place := Place{Zone: zone(b, "Europe/Warsaw"), Lat: 54.1, Lon: 22.9, HasPosition: true, Holidays: feast{}}
	at := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for _, text := range []string{"Mo-Fr 08:00-16:00; PH off", "sunrise-sunset", values[len(values)-1]} {
		h := read(b, text)
		b.Run(text[:14], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.At(at, place)
			}
		})
	}
}
