package starter

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite testdata/outside.tsv")

// areasAt returns the keys of the areas that hold a place.
func areasAt(a *Atlas, at Position) []string {
	var keys []string
	for i := range a.Areas {
		if a.Contains(&a.Areas[i], at) {
			keys = append(keys, a.Areas[i].Key)
		}
	}
	return keys
}

// TestPolicy holds the shapes to docs/places.md, case by case.
func TestPolicy(t *testing.T) {
	atlas := Shapes(Detail)
	hatched := map[string]bool{}
	codes := map[string]string{}
	for _, area := range atlas.Areas {
		hatched[area.Key], codes[area.Key] = area.Hatched, area.Code
	}
	for _, c := range []struct {
		name    string
		at      Position
		key     string
		code    string
		hatched bool
	}{
		{"Simferopol in Crimea", Position{34.11, 44.96}, "UA", "UA", false},
		{"Sevastopol in Crimea", Position{33.60, 44.60}, "UA", "UA", false},
		{"Kerch in Crimea", Position{36.40, 45.35}, "UA", "UA", false},
		{"Armyansk on the isthmus", Position{33.69, 46.10}, "UA", "UA", false},
		{"Donetsk", Position{37.80, 48.00}, "UA", "UA", false},
		{"Taman, across the strait", Position{37.00, 45.20}, "RU", "RU", false},
		{"Prishtina in Kosovo", Position{21.16, 42.66}, "XK", "XK", true},
		{"Kyrenia in Northern Cyprus", Position{33.32, 35.32}, "CY-north", "CY", true},
		{"Limassol in Cyprus", Position{33.03, 34.75}, "CY", "CY", false},
		{"Hargeisa in Somaliland", Position{44.06, 9.56}, "SO-somaliland", "SO", true},
		{"Mogadishu's hinterland", Position{45.2, 2.2}, "SO", "SO", false},
		{"Laayoune in Western Sahara", Position{-13.0, 27.0}, "EH", "EH", true},
		{"Tan-Tan in Morocco", Position{-11.10, 28.40}, "MA", "MA", false},
		{"Buq'ata on the Golan Heights", Position{35.78, 33.20}, "SY-golan", "SY", true},
		{"Tiberias", Position{35.50, 32.79}, "IL", "IL", false},
		{"Taichung on Taiwan", Position{120.68, 24.14}, "TW", "TW", true},
		{"Siachen Glacier", Position{77.1, 35.45}, "siachen", "", true},
		{"Sokhumi in Abkhazia", Position{41.05, 43.02}, "GE", "GE", false},
		{"Tskhinvali in South Ossetia", Position{43.97, 42.23}, "GE", "GE", false},
		{"Tiraspol in Transnistria", Position{29.63, 46.84}, "MD", "MD", false},
		{"Anadyr's hinterland, by the meridian of 180°", Position{175, 66}, "RU", "RU", false},
		{"Chukotka beyond the meridian of 180°", Position{-175, 67}, "RU", "RU", false},
		{"Alaska, on the same parallel", Position{-155, 67}, "US", "US", false},
		{"Vanua Levu in Fiji", Position{179.2, -16.6}, "FJ", "FJ", false},
		{"Cayenne's hinterland", Position{-52.6, 4.2}, "GF", "GF", false},
	} {
		got := areasAt(atlas, c.at)
		if !slices.Equal(got, []string{c.key}) || codes[c.key] != c.code || hatched[c.key] != c.hatched {
			t.Errorf("%s lies in %v (counted to %q, hatched %v); want %s, %q, %v",
				c.name, got, codes[c.key], hatched[c.key], c.key, c.code, c.hatched)
		}
	}
}

func TestOnlyKnownAreasAreHatched(t *testing.T) {
	var got []string
	for _, area := range Shapes(World).Areas {
		if area.Hatched {
			got = append(got, area.Key)
		}
	}
	want := []string{"CY-north", "EH", "SO-somaliland", "SY-golan", "TW", "XK", "siachen"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestNoLineCrossesTheIsthmus: the line by which the source parts Crimea from
// the rest of Ukraine is gone.
func TestNoLineCrossesTheIsthmus(t *testing.T) {
	for _, level := range []Level{World, Detail} {
		for i, line := range Shapes(level).Lines {
			for _, p := range line.Points {
				if p.Lon > 33.75 && p.Lon < 34.2 && p.Lat > 45.9 && p.Lat < 46.15 && line.Kind != Coast {
					t.Errorf("level %d: line %d of kind %d passes %v", level, i, line.Kind, p)
				}
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	got := map[string]string{}
	for _, c := range Countries() {
		got[c.Code] = strings.Join(c.Neighbours, " ")
	}
	for code, want := range map[string]string{
		"PL": "BY CZ DE LT RU SK UA",
		"UA": "BY HU MD PL RO RU SK",
		"LT": "BY LV PL RU",
		"XK": "AL ME MK RS",
		"EH": "DZ MA MR",
		"MA": "DZ EH ES",
		"SO": "DJ ET KE",
		"CY": "",
		"SY": "IL IQ JO LB TR",
		"FR": "AD BE CH DE ES IT LU MC",
		"GF": "BR SR",
		"TW": "",
		"MM": "BD CN IN LA TH",
	} {
		if got[code] != want {
			t.Errorf("%s borders on %q, want %q", code, got[code], want)
		}
	}
	for _, c := range Countries() {
		for _, n := range c.Neighbours {
			if !strings.Contains(got[n], c.Code) {
				t.Errorf("%s borders on %s, but not the other way", c.Code, n)
			}
		}
	}
}

// TestShapesFit: rings close, every line belongs to one area or two, and a
// border to just two.
func TestShapesFit(t *testing.T) {
	for _, level := range []Level{World, Detail} {
		atlas := Shapes(level)
		users := make([]int, len(atlas.Lines))
		for _, area := range atlas.Areas {
			if len(area.Rings) == 0 {
				t.Errorf("level %d: %s has no shape", level, area.Key)
			}
			for _, ring := range area.Rings {
				points := atlas.Ring(ring)
				if len(points) < 4 || points[0] != points[len(points)-1] {
					t.Errorf("level %d: a ring of %s is open or has no area", level, area.Key)
				}
				for _, i := range ring {
					users[max(i, ^i)]++
				}
			}
		}
		for i, n := range users {
			want := 2
			if atlas.Lines[i].Kind == Coast {
				want = 1
			}
			if n != want {
				t.Errorf("level %d: line %d of kind %d has %d users", level, i, atlas.Lines[i].Kind, n)
			}
		}
	}
}

func TestLevelsHaveTheSameAreas(t *testing.T) {
	keys := func(level Level) []string {
		var keys []string
		for _, area := range Shapes(level).Areas {
			keys = append(keys, area.Key+" "+area.Code)
		}
		return keys
	}
	if d := cmp.Diff(keys(World), keys(Detail)); d != "" {
		t.Error(d)
	}
}

// TestAreasDontOverlap draws places at random over the whole world.
func TestAreasDontOverlap(t *testing.T) {
	atlas := Shapes(Detail)
	rapid.Check(t, func(t *rapid.T) {
		at := Position{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-60, 80).Draw(t, "lat")}
		if keys := areasAt(atlas, at); len(keys) > 1 {
			t.Errorf("%v lies in %v", at, keys)
		}
	})
}

// TestTownsInContestedAreas count to the country that the policy names, but
// for those on the very line.
func TestTownsInContestedAreas(t *testing.T) {
	atlas := Shapes(Detail)
	onTheLine := map[int64]string{
		221915: "Loyada in Djibouti, at the border with Somaliland",
		781664: "Shishtavec in Albania, at the border with Kosovo",
	}
	for town := range Towns() {
		for i := range atlas.Areas {
			area := &atlas.Areas[i]
			if !area.Hatched || town.Country == area.Code || onTheLine[town.ID] != "" {
				continue
			}
			if atlas.Contains(area, Position{town.Lon, town.Lat}) {
				t.Errorf("%+v lies in %s", town, area.Key)
			}
		}
	}
}

// TestNoTownOfRussiaLiesInUkraine, Crimea above all.
func TestNoTownOfRussiaLiesInUkraine(t *testing.T) {
	atlas := Shapes(Detail)
	i := slices.IndexFunc(atlas.Areas, func(a Area) bool { return a.Key == "UA" })
	for town := range Towns() {
		if town.Country == "RU" && atlas.Contains(&atlas.Areas[i], Position{town.Lon, town.Lat}) {
			t.Errorf("%+v", town)
		}
	}
}

// largeTown is the population from which a town must lie in its country.
const largeTown = 100_000

// TestLargeTownsLieInTheirCountries compares with the list of those that
// don't, testdata/outside.tsv, which gives each its reason. -update writes
// the list anew; read the difference before you commit it.
func TestLargeTownsLieInTheirCountries(t *testing.T) {
	const path = "testdata/outside.tsv"
	got := outside(Shapes(Detail))
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(content)), "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// tolerance is how far outside its country a town may lie, in kilometres, for
// a reason that has to do with the drawing. The source was made for maps of
// 1 : 50,000,000, where a line's width covers as much.
const tolerance = 15

func outside(atlas *Atlas) []string {
	rows := []string{"id\tname\tcountry\tkm outside\treason"}
	for town := range Towns() {
		if town.Population <= largeTown {
			continue
		}
		at := Position{town.Lon, town.Lat}
		in, home := "", false
		for i := range atlas.Areas {
			if area := &atlas.Areas[i]; atlas.Contains(area, at) {
				in, home = area.Key, home || area.Code == town.Country
			}
		}
		if !home {
			off := distance(atlas, town.Country, at)
			rows = append(rows, fmt.Sprintf("%d\t%s\t%s\t%.1f\t%s", town.ID, town.Name, town.Country, off, reason(town, in, off)))
		}
	}
	return rows
}

// reason says why a town lies outside its country's shape.
func reason(town Town, in string, off float64) string {
	switch {
	case off > tolerance:
		return "NONE"
	case strings.HasSuffix(town.Name, "Jerusalem"):
		return "the source draws the armistice line of 1949 too far west by the width of the city"
	case in == "":
		return "by the sea, where the source's coast is too smooth"
	default:
		return "by the border, which the source draws too straight; falls into " + in
	}
}

// distance returns how far a place is from a country's lines, in kilometres,
// good for short distances.
func distance(atlas *Atlas, country string, at Position) float64 {
	const km = 111.2 // one degree of latitude
	shrink := math.Cos(at.Lat * math.Pi / 180)
	best := math.Inf(1)
	var rings [][]int
	for _, area := range atlas.Areas {
		if area.Code == country {
			rings = append(rings, area.Rings...)
		}
	}
	for _, ring := range rings {
		points := atlas.Ring(ring)
		for i := 1; i < len(points); i++ {
			ax, ay := (points[i-1].Lon-at.Lon)*shrink, points[i-1].Lat-at.Lat
			bx, by := (points[i].Lon-at.Lon)*shrink, points[i].Lat-at.Lat
			dx, dy := bx-ax, by-ay
			along := 0.0
			if length := dx*dx + dy*dy; length > 0 {
				along = max(0, min(1, -(ax*dx+ay*dy)/length))
			}
			best = min(best, km*math.Hypot(ax+along*dx, ay+along*dy))
		}
	}
	return best
}

func TestEveryExceptionHasAReason(t *testing.T) {
	content, err := os.ReadFile("testdata/outside.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), "NONE") {
		t.Error("testdata/outside.tsv has towns that lie outside their country without a reason")
	}
}

func BenchmarkShapes(b *testing.B) {
	for b.Loop() {
		Shapes(Detail)
	}
}
