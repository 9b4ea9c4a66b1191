package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

var box = Box{0, 0, 100, 60}

var spots = rapid.Custom(func(t *rapid.T) XY {
	return XY{rapid.Float64Range(-80, 180).Draw(t, "x"), rapid.Float64Range(-80, 140).Draw(t, "y")}
})

// TestClippedRing: within the box the clipped ring holds just the points that
// the whole ring holds, and it reaches nowhere out of the box.
func TestClippedRing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := rapid.SliceOfN(spots, 3, 12).Draw(t, "ring")
		clipped := box.clipRing(ring)
		for _, p := range clipped {
			if !box.grow(1e-6).Holds(p) {
				t.Fatalf("%v reaches out of the box", p)
			}
		}
		p := XY{rapid.Float64Range(.01, 99.99).Draw(t, "px"), rapid.Float64Range(.01, 59.99).Draw(t, "py")}
		if nearLine(ring, p) {
			t.Skip()
		}
		if whole, part := Inside([][]XY{ring}, p), Inside([][]XY{clipped}, p); whole != part {
			t.Fatalf("%v: inside the ring %v, inside its part %v", p, whole, part)
		}
	})
}

func nearLine(ring []XY, p XY) bool {
	for i, a := range ring {
		if toSegment(p, a, ring[(i+1)%len(ring)]) < 1e-3 {
			return true
		}
	}
	return false
}

// TestClippedLine: the parts lie in the box, and a point of the line in the
// box lies on a part.
func TestClippedLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SliceOfN(spots, 2, 12).Draw(t, "line")
		parts := box.clipLine(line)
		for _, part := range parts {
			for _, p := range part {
				if !box.grow(1e-6).Holds(p) {
					t.Fatalf("%v reaches out of the box", p)
				}
			}
		}
		i := rapid.IntRange(1, len(line)-1).Draw(t, "segment")
		along := rapid.Float64Range(0, 1).Draw(t, "along")
		a, b := line[i-1], line[i]
		p := XY{a.X + along*(b.X-a.X), a.Y + along*(b.Y-a.Y)}
		if !box.grow(-1e-3).Holds(p) {
			return
		}
		nearest := math.Inf(1)
		for _, part := range parts {
			for k := 1; k < len(part); k++ {
				nearest = min(nearest, toSegment(p, part[k-1], part[k]))
			}
		}
		if nearest > 1e-6 {
			t.Fatalf("%v of the line is %v away from its parts", p, nearest)
		}
	})
}

func TestInside(t *testing.T) {
	square := []XY{{0, 0}, {10, 0}, {10, 10}, {0, 10}}
	hole := []XY{{4, 4}, {6, 4}, {6, 6}, {4, 6}}
	for _, c := range []struct {
		name string
		p    XY
		want bool
	}{
		{"in the square", XY{1, 1}, true},
		{"in its hole", XY{5, 5}, false},
		{"beside it", XY{11, 5}, false},
	} {
		if got := Inside([][]XY{square, hole}, c.p); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestSimplify: no point left out lies farther away than the tolerance.
func TestSimplify(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SliceOfN(spots, 2, 30).Draw(t, "line")
		tolerance := rapid.Float64Range(0, 50).Draw(t, "tolerance")
		short := simplify(line, tolerance)
		if short[0] != line[0] || short[len(short)-1] != line[len(line)-1] {
			t.Fatalf("the ends of %v moved: %v", line, short)
		}
		for _, p := range line {
			nearest := math.Inf(1)
			for k := 1; k < len(short); k++ {
				nearest = min(nearest, toSegment(p, short[k-1], short[k]))
			}
			if nearest > tolerance+1e-9 {
				t.Fatalf("%v is %v away, tolerance %v", p, nearest, tolerance)
			}
		}
	})
}
