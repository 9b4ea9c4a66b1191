package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// places draws any place on earth.
var places = rapid.Custom(func(t *rapid.T) Point {
	return Point{
		Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"),
		Lon: rapid.Float64Range(-180, 180).Draw(t, "lon"),
	}
})

var (
	bialystok = Point{53.1333, 23.1643}
	hrodna    = Point{53.6884, 23.8258}
	kaunas    = Point{54.9027, 23.9096}
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Point
		km   float64
	}{
		{"Białystok to Hrodna", bialystok, hrodna, 75.7},
		{"Białystok to itself", bialystok, bialystok, 0},
		{"pole to pole", Point{90, 0}, Point{-90, 77}, math.Pi * earthRadius},
		{"a quarter of the equator", Point{0, -170}, Point{0, 100}, math.Pi / 2 * earthRadius},
		{"across the meridian of 180°", Point{0, 179.5}, Point{0, -179.5}, 111.2},
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.km) > .1 {
			t.Errorf("%s: %.1f km, want %.1f", c.name, got, c.km)
		}
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := places.Draw(t, "a"), places.Draw(t, "b"), places.Draw(t, "c")
		ab, ba := Distance(a, b), Distance(b, a)
		if ab != ba || ab < 0 || ab > math.Pi*earthRadius+1e-6 {
			t.Fatalf("%v there, %v back", ab, ba)
		}
		if around := Distance(a, c) + Distance(c, b); ab > around+1e-3 {
			t.Fatalf("%v straight, %v by %v", ab, around, c)
		}
	})
}

// TestGreatCircle: the steps are equal, and together no longer than the
// shortest way.
func TestGreatCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := places.Draw(t, "a"), places.Draw(t, "b")
		whole := Distance(a, b)
		if whole > 19_900 || whole < .01 { // opposite places have no single way
			t.Skip()
		}
		n := rapid.IntRange(1, 40).Draw(t, "n")
		way := GreatCircle(a, b, n)
		if len(way) != n+1 || way[0] != a || way[n] != b {
			t.Fatalf("%v to %v in %d steps: %v", a, b, n, way)
		}
		for i := range n {
			if step := Distance(way[i], way[i+1]); math.Abs(step-whole/float64(n)) > whole*1e-4+1e-4 {
				t.Fatalf("step %d of %v to %v is %v km of %v", i, a, b, step, whole)
			}
		}
	})
}
