package geo

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"twintown/starter"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// cartographer is shared by all tests: it is immutable and takes a while.
var cartographer = sync.OnceValue(NewCartographer)

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

// TestLandIsWhereItIs compares the drawn land, point by point, with the
// countries' shapes. Near the coast, thinning may err.
func TestLandIsWhereItIs(t *testing.T) {
	shapes := starter.Shapes(starter.Detail)
	middles := []Point{
		bialystok, {-34.6, -58.4}, {-41, 174.8}, {40.4, -3.7}, {65, 175}, {-16.6, 179.3}, {1.3, 103.8}, {78, 16}, {0, 0}, {-50, -160},
	}
	for _, middle := range middles {
		c := content(middle, Point{middle.Lat + 4, middle.Lon + 6})
		checkLand(t, fmt.Sprint(middle), c, View{Width: 500, Height: 500}, shapes)
	}
	checkLand(t, "the world", Content{}, View{Width: 1000, Height: 520}, shapes)
}

func checkLand(t *testing.T, name string, c Content, v View, shapes *starter.Atlas) {
	t.Helper()
	m := cartographer().Draw(c, v)
	land := readPath(t, m.Land)
	f := fit(c.extent(), v.filled())
	wrong, all := 0, 0
	for x := 5.0; x < v.Width; x += 12 {
		for y := 5.0; y < v.Height; y += 12 {
			at := f.projection.Invert(XY{(x - f.left) / f.scale, (y - f.top) / f.scale})
			if f.world && (math.Abs(at.Lon) > 179 || at.Lat > 84 || at.Lat < -56) {
				continue
			}
			all++
			if Inside(land, XY{x, y}) != isLand(shapes, at) {
				wrong++
			}
		}
	}
	if wrong*50 > all { // 2 %
		t.Errorf("about %s, %d of %d points are land instead of sea or the other way round", name, wrong, all)
	}
}

func isLand(shapes *starter.Atlas, p Point) bool {
	return slices.ContainsFunc(shapes.Areas, func(a starter.Area) bool {
		return a.Code != "AQ" && shapes.Contains(&a, starter.Position{Lon: p.Lon, Lat: p.Lat})
	})
}

// TestBudget: maps stay light wherever they are.
func TestBudget(t *testing.T) {
	check := func(name string, c Content, v View, budget int) {
		t.Helper()
		m := cartographer().Draw(c, v)
		if got := len(m.Land) + len(m.Borders) + len(m.Disputed); got > budget || got < 10 {
			t.Errorf("%s: %d bytes of paths, at most %d", name, got, budget)
		}
	}
	check("the world", Content{}, View{Width: 1000, Height: 520}, 25_000)
	check("a small world", Content{}, View{Width: 400, Height: 220}, 25_000)
	for _, town := range []struct {
		name string
		at   Point
	}{
		{"Białystok", bialystok},
		{"Bergen", Point{60.39, 5.32}},
		{"Athens", Point{37.98, 23.73}},
		{"Manila", Point{14.6, 120.98}},
		{"Iqaluit", Point{63.75, -68.52}},
		{"Ushuaia", Point{-54.8, -68.3}},
	} {
		for _, reach := range []float64{1, 5, 15, 35} {
			c := content(town.at, Point{town.at.Lat - reach, town.at.Lon + reach})
			check(fmt.Sprintf("%s and %v° beyond", town.name, reach), c, View{Width: 800, Height: 600}, 30_000)
		}
	}
}

func TestContestedAreasAreHatched(t *testing.T) {
	for _, c := range []struct {
		name string
		at   []Point
		want []string
	}{
		{"Kosovo", []Point{{42.67, 21.17}, {44.8, 20.5}}, []string{"XK"}},
		{"Cyprus and the Levant", []Point{{35.17, 33.36}, {31.78, 35.22}}, []string{"CY-north", "SY-golan"}},
		{"Crimea", []Point{{44.96, 34.11}, {46.5, 35}}, nil},
	} {
		m := cartographer().Draw(content(c.at...), View{Width: 600, Height: 400})
		var got []string
		for _, h := range m.Hatched {
			got = append(got, h.Key)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

// TestGolden pins the whole of one map. Look at testdata/bialystok.svg in a
// browser before you commit a new one (-update).
func TestGolden(t *testing.T) {
	names := map[string]string{"PL": "Polska", "LT": "Litwa", "BY": "Białoruś", "DE": "Niemcy", "FR": "Francja"}
	c := Content{
		Countries: names, Highlight: map[string]string{"PL": "here"},
		Places: []Place{
			{ID: "776069", At: bialystok, Label: "Białystok", Class: "here", Rank: 9, Size: 5},
			{ID: "627904", At: hrodna, Label: "Grodno", Class: "there"},
			{ID: "598316", At: kaunas, Label: "Kowno", Class: "there"},
			{ID: "2998324", At: Point{45.4339, 4.39}, Label: "Saint-Étienne", Class: "there"},
		},
		Links: []Link{{ID: "a", From: bialystok, To: hrodna, Class: "terminated"}, {ID: "b", From: bialystok, To: kaunas, Class: "active"}},
	}
	m := cartographer().Draw(c, View{Width: 480, Height: 320, Budget: 4000})
	got := picture(m)
	const path = "testdata/bialystok.svg"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

// picture writes a map as a plain SVG, one thing a line.
func picture(m *Map) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="13">`+"\n", m.Width, m.Height)
	fmt.Fprintf(&b, `<path d="%s" fill="#f4efe4" stroke="#c9c2b2" fill-rule="evenodd"/>`+"\n", m.Land)
	for _, a := range slices.Concat(m.Areas, m.Hatched) {
		fmt.Fprintf(&b, `<path id="%s" d="%s" fill="#e6ddc6" fill-rule="evenodd"/>`+"\n", a.Key, a.Path)
	}
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#b8b0a0"/>`+"\n", m.Borders)
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#b8b0a0" stroke-dasharray="3 2"/>`+"\n", m.Disputed)
	for _, a := range m.Arcs {
		fmt.Fprintf(&b, `<path class="%s" d="%s" fill="none" stroke="#b5532a"/>`+"\n", a.Class, a.Path)
	}
	for _, d := range m.Dots {
		fmt.Fprintf(&b, `<circle class="%s" cx="%g" cy="%g" r="%g" fill="#1d4f73"/>`+"\n", d.Class, d.X, d.Y, d.R)
	}
	for _, l := range slices.Concat(m.Labels, m.Countries) {
		fmt.Fprintf(&b, `<text x="%g" y="%g" text-anchor="%s">%s</text>`+"\n", l.X, l.Y, l.Anchor, l.Text)
	}
	return b.String() + "</svg>\n"
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

func BenchmarkDraw(b *testing.B) {
	c := content(bialystok, hrodna, kaunas, Point{50.45, 30.52}, Point{48.85, 2.35}, Point{41.39, 2.16})
	cartographer()
	b.ResetTimer()
	for b.Loop() {
		cartographer().Draw(c, View{Width: 800, Height: 600})
	}
}
