package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// projections draws a projection, and a place where it isn't torn: away from
// an azimuthal map's edge and from the world's sides and poles.
var projections = rapid.Custom(func(t *rapid.T) struct {
	Projection
	at Point
} {
	at := Point{rapid.Float64Range(-85, 85).Draw(t, "lat"), rapid.Float64Range(-179, 179).Draw(t, "lon")}
	if rapid.Bool().Draw(t, "world") {
		return struct {
			Projection
			at Point
		}{EqualEarth{}, at}
	}
	middle := places.Filter(func(m Point) bool { return Distance(m, at) < 15_000 }).Draw(t, "middle")
	return struct {
		Projection
		at Point
	}{NewAzimuthal(middle), at}
})

func TestInvertUndoesProject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := projections.Draw(t, "projection")
		xy := p.Project(p.at)
		if back := p.Invert(xy); Distance(back, p.at) > .01 {
			t.Fatalf("%v went to %v and came back as %v", p.at, xy, back)
		}
	})
}

// TestEqualArea: a small triangle has the same area on the map as on a globe
// of radius 1, wherever it lies and however it is bent.
func TestEqualArea(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := projections.Draw(t, "projection")
		const step = .01 // degrees
		shrink := math.Cos(radians(p.at.Lat))
		corners := []Point{p.at, {p.at.Lat + step, p.at.Lon}, {p.at.Lat, p.at.Lon + step/shrink}}
		got := ringSize(projected(p, corners))
		want := radians(step) * radians(step) / 2
		if math.Abs(got/want-1) > .01 {
			t.Fatalf("a triangle at %v is %v times as large as it should be", p.at, got/want)
		}
	})
}

func TestEveryPlaceHasAnImage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		middle, p := places.Draw(t, "middle"), places.Draw(t, "p")
		for _, projection := range []Projection{NewAzimuthal(middle), EqualEarth{}} {
			xy := projection.Project(p)
			if math.IsNaN(xy.X+xy.Y) || math.Hypot(xy.X, xy.Y) > 4 {
				t.Fatalf("%T of %v about %v is %v", projection, p, middle, xy)
			}
		}
	})
	opposite := NewAzimuthal(Point{10, 20}).Project(Point{-10, -160})
	if math.IsNaN(opposite.X + opposite.Y) {
		t.Errorf("the place opposite the middle has no image: %v", opposite)
	}
}

// TestMiddleIsUpright: north is up and east is right at the middle.
func TestMiddleIsUpright(t *testing.T) {
	z := NewAzimuthal(bialystok)
	north, east := z.Project(Point{54, bialystok.Lon}), z.Project(Point{bialystok.Lat, 24})
	if north.Y >= 0 || math.Abs(north.X) > 1e-12 || east.X <= 0 {
		t.Errorf("north lies at %v, east at %v", north, east)
	}
}
