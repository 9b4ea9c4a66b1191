package geo

import (
	"fmt"
	"math"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// cartographer draws a little world: two square countries side by side in
// Europe, one of them hatched, a large island at the meridian of 180°, and an
// island near the South Pole.
var cartographer = sync.OnceValue(func() *Cartographer {
	shapes := &Shapes{
		Lines: []Line{
			{Border, []Point{{45, 20}, {55, 20}}},
			{Coast, []Point{{55, 20}, {55, 10}, {45, 10}, {45, 20}}},
			{Coast, []Point{{45, 20}, {45, 30}, {55, 30}, {55, 20}}},
			{Coast, []Point{{-10, 170}, {10, 170}, {10, -170}, {-10, -170}, {-10, 170}}},
			{Coast, []Point{{-70, -60}, {-60, -60}, {-60, -40}, {-70, -60}}},
		},
		Areas: []Area{
			{Key: "west", Rings: [][]int{{0, 1}}},
			{Key: "east", Hatched: true, Rings: [][]int{{2, ^0}}},
			{Key: "island", Rings: [][]int{{3}}},
			{Key: "south", Rings: [][]int{{4}}},
		},
	}
	return NewCartographer(shapes, shapes)
})

// content returns a map's content: links from the first place to all others.
func content(points ...Point) Content {
	var c Content
	for i, p := range points {
		c.Places = append(c.Places, Place{ID: fmt.Sprint(i), At: p, Label: fmt.Sprintf("Town %d", i), Rank: -i})
		if i > 0 {
			c.Links = append(c.Links, Link{From: points[0], To: p})
		}
	}
	return c
}

var contents = rapid.Custom(func(t *rapid.T) Content {
	return content(rapid.SliceOfN(places, 1, 30).Draw(t, "places")...)
})

// near draws places within some hundred kilometres.
var near = rapid.Custom(func(t *rapid.T) Content {
	middle := Point{rapid.Float64Range(-70, 80).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
	var points []Point
	for range rapid.IntRange(1, 40).Draw(t, "places") {
		points = append(points, Point{
			middle.Lat + rapid.Float64Range(-5, 5).Draw(t, "dlat"),
			middle.Lon + rapid.Float64Range(-5, 5).Draw(t, "dlon"),
		})
	}
	return content(points...)
})

func TestLabelsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.OneOf(contents, near).Draw(t, "content")
		v := View{Width: rapid.Float64Range(200, 900).Draw(t, "width"), Height: rapid.Float64Range(150, 700).Draw(t, "height")}
		m := cartographer().Draw(c, v)
		view := Box{0, 0, v.Width, v.Height}
		for i, a := range m.Labels {
			if !view.Holds(XY{a.Box.Left, a.Box.Top}) || !view.Holds(XY{a.Box.Right, a.Box.Bottom}) {
				t.Fatalf("%+v reaches out of the view", a)
			}
			for _, b := range m.Labels[i+1:] {
				if a.Box.Overlaps(b.Box) {
					t.Fatalf("%+v lies on %+v", a, b)
				}
			}
			for _, d := range m.Dots {
				if d.ID != a.ID && a.Box.Overlaps(Box{d.X - d.R, d.Y - d.R, d.X + d.R, d.Y + d.R}) {
					t.Fatalf("%+v lies on %+v", a, d)
				}
			}
		}
		if len(m.Labels)+len(m.Unlabeled) != len(m.Dots) {
			t.Fatalf("%d labels and %d without for %d dots", len(m.Labels), len(m.Unlabeled), len(m.Dots))
		}
	})
}

// TestAllPlacesAreInView: a map fits its content, with the padding.
func TestAllPlacesAreInView(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := near.Draw(t, "content")
		m := cartographer().Draw(c, View{Width: 600, Height: 400, Padding: 30})
		if len(m.Dots) != len(c.Places) {
			t.Fatalf("%d dots for %d places", len(m.Dots), len(c.Places))
		}
		inner := Box{30, 30, 570, 370}.grow(1)
		for _, d := range m.Dots {
			if !inner.Holds(XY{d.X, d.Y}) {
				t.Fatalf("%+v lies in the padding", d)
			}
		}
	})
}

// TestArcsEndAtTheTowns, also on a map of the world that an arc leaves at one
// side to come back at the other.
func TestArcsEndAtTheTowns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.OneOf(contents, near).Draw(t, "content")
		m := cartographer().Draw(c, View{Width: 800, Height: 450})
		dots := map[string]Dot{}
		for _, d := range m.Dots {
			dots[d.ID] = d
		}
		home, ok := dots["0"]
		if !ok {
			return // too far south for the world's map
		}
		for i, arc := range m.Arcs {
			if math.Abs(c.Links[i].To.Lon) == 180 || math.Abs(c.Links[i].From.Lon) == 180 {
				continue // lies at both sides of the world's map
			}
			parts := readPath(t, arc.Path)
			there, ok := dots[fmt.Sprint(i+1)]
			if !ok || len(parts) == 0 {
				continue
			}
			first, last := parts[0][0], parts[len(parts)-1]
			end := last[len(last)-1]
			if math.Hypot(first.X-home.X, first.Y-home.Y) > .15 || math.Hypot(end.X-there.X, end.Y-there.Y) > .15 {
				t.Fatalf("%q runs from %v to %v, not from %+v to %+v", arc.Path, first, end, home, there)
			}
		}
	})
}

func TestWorldWhereContentIsFarApart(t *testing.T) {
	if m := cartographer().Draw(content(bialystok, Point{-33.9, 151.2}), View{}); !m.World || m.Outline == "" {
		t.Error("Białystok and Sydney don't fit on anything but the world")
	}
	if m := cartographer().Draw(content(bialystok, kaunas), View{}); m.World {
		t.Error("Białystok and Kaunas get a map of the world")
	}
	if m := cartographer().Draw(Content{}, View{}); !m.World {
		t.Error("no content gives no map of the world")
	}
}

// TestLittleWorld looks at places on a map of each kind.
func TestLittleWorld(t *testing.T) {
	near := content(Point{46, 11}, Point{54, 29})
	pacific := content(Point{5, 175}, Point{-5, -175})
	for _, c := range []struct {
		name    string
		content Content
		at      Point
		land    bool
	}{
		{"in the west", near, Point{50, 12}, true},
		{"in the east", near, Point{50, 28}, true},
		{"north of both", near, Point{55.6, 20}, false},
		{"this side of 180°", pacific, Point{0, 178}, true},
		{"that side of 180°", pacific, Point{0, -178}, true},
		{"at 180°", pacific, Point{2, 180}, true},
		{"west, on the world's map", Content{}, Point{50, 12}, true},
		{"the island's west, on the world's map", Content{}, Point{0, 175}, true},
		{"the island's east, on the world's map", Content{}, Point{0, -175}, true},
		{"the ocean between, on the world's map", Content{}, Point{0, -100}, false},
		{"the sea opposite the western country", content(Point{-50, -165}), Point{-50, -165}, false},
	} {
		m := cartographer().Draw(c.content, View{Width: 500, Height: 400})
		if got := Inside(readPath(t, m.Land), m.At(c.at)); got != c.land {
			t.Errorf("%s: land %v", c.name, got)
		}
	}
}

func TestLinesAndAreas(t *testing.T) {
	c := content(Point{46, 11}, Point{54, 29})
	c.Highlight = map[string]string{"west": "here"}
	c.Countries = map[string]string{"west": "Westland", "east": "Ostland", "island": "Insel"}
	m := cartographer().Draw(c, View{Width: 500, Height: 400})
	if len(m.Areas) != 1 || m.Areas[0].Key != "west" || m.Areas[0].Class != "here" {
		t.Errorf("highlighted: %+v", m.Areas)
	}
	if len(m.Hatched) != 1 || m.Hatched[0].Key != "east" {
		t.Errorf("hatched: %+v", m.Hatched)
	}
	border := readPath(t, m.Borders)
	if middle := m.At(Point{50, 20}); len(border) != 1 || math.Abs(border[0][0].X-middle.X) > 30 {
		t.Errorf("the border runs along %v, its middle is at %v", border, middle)
	}
	if m.Disputed != "" || len(m.Countries) != 2 {
		t.Errorf("disputed %q, names %+v", m.Disputed, m.Countries)
	}
	where := m.Where(m.At(Point{50, 20}))
	if Distance(where, Point{50, 20}) > .01 {
		t.Errorf("there and back is %v", where)
	}
}

// TestSmallBudget: what doesn't fit is drawn coarser, not cut off.
func TestSmallBudget(t *testing.T) {
	var coast []Point
	for i := range 2000 { // a round country with a ragged coast
		r := 5 + .5*math.Sin(float64(i)*7)
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 2000)
		coast = append(coast, Point{50 + r*sin, 20 + r*cos})
	}
	coast = append(coast, coast[0])
	shapes := &Shapes{Lines: []Line{{Coast, coast}}, Areas: []Area{{Key: "round", Rings: [][]int{{0}}}}}
	m := NewCartographer(shapes, shapes).Draw(content(Point{50, 20}, Point{54, 28}), View{Width: 500, Height: 400, Budget: 2000})
	if len(m.Land) > 2000 || !Inside(readPath(t, m.Land), m.At(Point{50, 20})) {
		t.Errorf("%d bytes, land at the middle: %v", len(m.Land), Inside(readPath(t, m.Land), m.At(Point{50, 20})))
	}
}
