package geo

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/platform/geo/geotest"
)

// readPath reads what path writes.
func readPath(t geotest.Failer, d string) [][]XY {
	var lines [][]XY
	for _, from := range geotest.Lines(t, d) {
		var line []XY
		for _, p := range from {
			line = append(line, XY{p[0], p[1]})
		}
		lines = append(lines, line)
	}
	return lines
}

func TestPathIsShort(t *testing.T) {
	var p path
	p.line([]XY{{12.34, 5}, {12.84, 4}, {12.84, 4.01}, {20, 4}})
	p.ring([]XY{{0, 0}, {1, 0}, {1, 1}})
	p.ring([]XY{{7, 7}, {7.01, 7}, {7, 7.01}}) // too small to see
	if got, want := p.String(), "M12.3 5l.5-1 7.2 0M0 0l1 0 0 1z"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPathCanBeReadBack: no point is more than half a step away from where it
// should be, however long the line.
func TestPathCanBeReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SliceOfN(spots, 2, 40).Draw(t, "line")
		var p path
		p.line(line)
		if strings.Contains(p.String(), "NaN") {
			t.Fatalf("%q", p.String())
		}
		got := readPath(t, p.String())
		if len(got) == 0 {
			return // too small to see
		}
		for _, q := range line {
			nearest := math.Inf(1)
			for _, r := range got[0] {
				nearest = min(nearest, math.Hypot(q.X-r.X, q.Y-r.Y))
			}
			if nearest > .071+1e-9 { // half a tenth in both directions
				t.Fatalf("%v of %v is missing in %q", q, line, p.String())
			}
		}
	})
}
