package atlas

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

	"twintown/internal/platform/geo"
	"twintown/internal/platform/geo/geotest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// cartographer is shared by all tests: it is immutable and takes a while.
var cartographer = sync.OnceValue(Cartographer)

var (
	bialystok = geo.Point{Lat: 53.1333, Lon: 23.1643}
	hrodna    = geo.Point{Lat: 53.6884, Lon: 23.8258}
	kaunas    = geo.Point{Lat: 54.9027, Lon: 23.9096}
)

// content returns a map's content: links from the first place to all others.
func content(points ...geo.Point) geo.Content {
	var c geo.Content
	for i, p := range points {
		c.Places = append(c.Places, geo.Place{ID: fmt.Sprint(i), At: p, Label: fmt.Sprintf("Town %d", i), Rank: -i})
		if i > 0 {
			c.Links = append(c.Links, geo.Link{From: points[0], To: p})
		}
	}
	return c
}

// TestLandIsWhereItIs compares the drawn land, point by point, with the
// countries' shapes. Near the coast, thinning may err.
func TestLandIsWhereItIs(t *testing.T) {
	middles := []geo.Point{
		bialystok, {Lat: -34.6, Lon: -58.4}, {Lat: -41, Lon: 174.8}, {Lat: 40.4, Lon: -3.7}, {Lat: 65, Lon: 175}, {Lat: -16.6, Lon: 179.3}, {Lat: 1.3, Lon: 103.8}, {Lat: 78, Lon: 16}, {Lat: 0, Lon: 0}, {Lat: -50, Lon: -160},
	}
	for _, middle := range middles {
		c := content(middle, geo.Point{Lat: middle.Lat + 4, Lon: middle.Lon + 6})
		checkLand(t, fmt.Sprint(middle), c, geo.View{Width: 500, Height: 500})
	}
	checkLand(t, "the world", geo.Content{}, geo.View{Width: 1000, Height: 520})
}

func checkLand(t *testing.T, name string, c geo.Content, v geo.View) {
	t.Helper()
	m := cartographer().Draw(c, v)
	var land [][]geo.XY
	for _, line := range geotest.Lines(t, m.Land) {
		var ring []geo.XY
		for _, p := range line {
			ring = append(ring, geo.XY{X: p[0], Y: p[1]})
		}
		land = append(land, ring)
	}
	wrong, all := 0, 0
	for x := 5.0; x < v.Width; x += 30 {
		for y := 5.0; y < v.Height; y += 30 {
			at := m.Where(geo.XY{X: x, Y: y})
			if m.World && (math.Abs(at.Lon) > 179 || at.Lat > 84 || at.Lat < -56) {
				continue
			}
			all++
			if geo.Inside(land, geo.XY{X: x, Y: y}) != (cartographer().AreaAt(at) != "") {
				wrong++
			}
		}
	}
	if wrong*50 > all { // 2 %
		t.Errorf("about %s, %d of %d points are land instead of sea or the other way round", name, wrong, all)
	}
}

// TestAreaAt asks for the areas on both sides of the meridian of 180° too.
func TestAreaAt(t *testing.T) {
	for _, c := range []struct {
		at   geo.Point
		want string
	}{
		{bialystok, "PL"},
		{hrodna, "BY"},
		{geo.Point{Lat: 44.96, Lon: 34.11}, "UA"},
		{geo.Point{Lat: 42.66, Lon: 21.16}, "XK"},
		{geo.Point{Lat: 66, Lon: 175}, "RU"},
		{geo.Point{Lat: 67, Lon: -175}, "RU"},
		{geo.Point{Lat: 67, Lon: -155}, "US"},
		{geo.Point{Lat: 0, Lon: -30}, ""},
	} {
		if got := cartographer().AreaAt(c.at); got != c.want {
			t.Errorf("%v lies in %q, want %q", c.at, got, c.want)
		}
	}
}

// TestBudget: maps stay light wherever they are.
func TestBudget(t *testing.T) {
	check := func(name string, c geo.Content, v geo.View, budget int) {
		t.Helper()
		m := cartographer().Draw(c, v)
		if got := len(m.Land) + len(m.Borders) + len(m.Disputed); got > budget || got < 10 {
			t.Errorf("%s: %d bytes of paths, at most %d", name, got, budget)
		}
	}
	check("the world", geo.Content{}, geo.View{Width: 1000, Height: 520}, 25_000)
	check("a small world", geo.Content{}, geo.View{Width: 400, Height: 220}, 25_000)
	for _, town := range []struct {
		name string
		at   geo.Point
	}{
		{"Białystok", bialystok},
		{"Bergen", geo.Point{Lat: 60.39, Lon: 5.32}},
		{"Athens", geo.Point{Lat: 37.98, Lon: 23.73}},
		{"Manila", geo.Point{Lat: 14.6, Lon: 120.98}},
		{"Iqaluit", geo.Point{Lat: 63.75, Lon: -68.52}},
		{"Ushuaia", geo.Point{Lat: -54.8, Lon: -68.3}},
	} {
		for _, reach := range []float64{1, 5, 15, 35} {
			c := content(town.at, geo.Point{Lat: town.at.Lat - reach, Lon: town.at.Lon + reach})
			check(fmt.Sprintf("%s and %v° beyond", town.name, reach), c, geo.View{Width: 800, Height: 600}, 30_000)
		}
	}
}

func TestContestedAreasAreHatched(t *testing.T) {
	for _, c := range []struct {
		name string
		at   []geo.Point
		want []string
	}{
		{"Kosovo", []geo.Point{{Lat: 42.67, Lon: 21.17}, {Lat: 44.8, Lon: 20.5}}, []string{"XK"}},
		{"Cyprus and the Levant", []geo.Point{{Lat: 35.17, Lon: 33.36}, {Lat: 31.78, Lon: 35.22}}, []string{"CY-north", "SY-golan"}},
		{"Crimea", []geo.Point{{Lat: 44.96, Lon: 34.11}, {Lat: 46.5, Lon: 35}}, nil},
	} {
		m := cartographer().Draw(content(c.at...), geo.View{Width: 600, Height: 400})
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
	c := geo.Content{
		Countries: names, Highlight: map[string]string{"PL": "here"},
		Places: []geo.Place{
			{ID: "776069", At: bialystok, Label: "Białystok", Class: "here", Rank: 9, Size: 5},
			{ID: "627904", At: hrodna, Label: "Grodno", Class: "there"},
			{ID: "598316", At: kaunas, Label: "Kowno", Class: "there"},
			{ID: "2998324", At: geo.Point{Lat: 45.4339, Lon: 4.39}, Label: "Saint-Étienne", Class: "there"},
		},
		Links: []geo.Link{{ID: "a", From: bialystok, To: hrodna, Class: "terminated"}, {ID: "b", From: bialystok, To: kaunas, Class: "active"}},
	}
	m := cartographer().Draw(c, geo.View{Width: 480, Height: 320, Budget: 4000})
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
func picture(m *geo.Map) string {
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

func BenchmarkDraw(b *testing.B) {
	c := content(bialystok, hrodna, kaunas, geo.Point{Lat: 50.45, Lon: 30.52}, geo.Point{Lat: 48.85, Lon: 2.35}, geo.Point{Lat: 41.39, Lon: 2.16})
	cartographer()
	b.ResetTimer()
	for b.Loop() {
		cartographer().Draw(c, geo.View{Width: 800, Height: 600})
	}
}
