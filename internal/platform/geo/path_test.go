package geo

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var (
	subpath = regexp.MustCompile(`M([^lz]*)l([^z M]*[^zM]*)(z?)`)
	figure  = regexp.MustCompile(`-?(\d*\.\d|\d+)`)
)

// readPath reads what path writes.
func readPath(t interface{ Fatalf(string, ...any) }, d string) [][]XY {
	var lines [][]XY
	for _, part := range subpath.FindAllStringSubmatch(d, -1) {
		start, steps := figures(t, part[1]), figures(t, part[2])
		at := XY{start[0], start[1]}
		line := []XY{at}
		for i := 0; i+1 < len(steps); i += 2 {
			at = XY{at.X + steps[i], at.Y + steps[i+1]}
			line = append(line, at)
		}
		lines = append(lines, line)
	}
	return lines
}

func figures(t interface{ Fatalf(string, ...any) }, text string) []float64 {
	var all []float64
	for _, f := range figure.FindAllString(text, -1) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			t.Fatalf("%q: %v", f, err)
		}
		all = append(all, v)
	}
	if len(all)%2 != 0 {
		t.Fatalf("an odd number of figures in %q", text)
	}
	return all
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
