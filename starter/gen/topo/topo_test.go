package topo

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A little world of four squares in a row on a grid of hundredths of a
// degree: west and middle share an arc, and far is an island to the east that
// belongs to west.
//
//	+-----+-----+   +--+
//	|west |middl|   |  | far
//	+-----+-----+   +--+
const little = `{"type":"Topology",
	"transform":{"scale":[0.01,0.01],"translate":[0,0]},
	"arcs":[
		[[100,0],[0,100]],
		[[100,100],[-100,0],[0,-100],[100,0]],
		[[100,0],[100,0],[0,100],[-100,0]],
		[[300,0],[0,50],[50,0],[0,-50],[-50,0]]],
	"objects":{"countries":{"type":"GeometryCollection","geometries":[
		{"type":"MultiPolygon","id":"001","properties":{"name":"west"},"arcs":[[[0,1]],[[3]]]},
		{"type":"Polygon","properties":{"name":"middle"},"arcs":[[2,-1]]}]}}}`

func littleMap(t *testing.T) *Map {
	t.Helper()
	m, err := Decode([]byte(little), "countries")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// size returns an area's size in square degrees.
func size(m *Map, name string) float64 {
	var sum float64
	for _, r := range m.Area(name).Rings {
		line := m.Line(r)
		var ring float64
		for i := 1; i < len(line); i++ {
			ring += float64(line[i-1].X*line[i].Y - line[i].X*line[i-1].Y)
		}
		sum += math.Abs(ring) / 2e4
	}
	return sum
}

func TestDecode(t *testing.T) {
	m := littleMap(t)
	if got := m.Area("west"); got.ID != "001" || len(got.Rings) != 2 {
		t.Errorf("west is %+v", got)
	}
	if west, middle := size(m, "west"), size(m, "middle"); west != 1.25 || middle != 1 {
		t.Errorf("west has %v, middle %v square degrees", west, middle)
	}
	if got := m.Between("west", "middle"); !slices.Equal(got, []int{0}) {
		t.Errorf("between west and middle: %v", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, file := range map[string]string{
		"no JSON":         `oceans`,
		"no quantisation": `{"arcs":[],"objects":{}}`,
		"a missing arc": `{"transform":{"scale":[1,1],"translate":[0,0]},"arcs":[[[0,0],[1,1]]],
			"objects":{"countries":{"geometries":[{"type":"Polygon","arcs":[[7]]}]}}}`,
		"a point": `{"transform":{"scale":[1,1],"translate":[0,0]},"arcs":[],
			"objects":{"countries":{"geometries":[{"type":"Point","arcs":[]}]}}}`,
	} {
		if m, err := Decode([]byte(file), "countries"); err == nil {
			t.Errorf("%s was read as %+v", name, m)
		}
	}
}

func TestMoveAcrossWaterKeepsBothRings(t *testing.T) {
	m := littleMap(t)
	if err := m.Move("west", LonLat{3.2, .2}, "middle"); err != nil {
		t.Fatal(err)
	}
	if west, middle := size(m, "west"), size(m, "middle"); west != 1 || middle != 1.25 {
		t.Errorf("west has %v, middle %v", west, middle)
	}
}

func TestMoveToANeighbourDissolvesTheLine(t *testing.T) {
	m := littleMap(t)
	if err := m.Move("west", LonLat{.5, .5}, "middle"); err != nil {
		t.Fatal(err)
	}
	middle := m.Area("middle")
	if len(middle.Rings) != 1 || size(m, "middle") != 2 {
		t.Errorf("middle has the rings %v and %v square degrees", middle.Rings, size(m, "middle"))
	}
	if users := m.Users()[0]; len(users) != 0 {
		t.Errorf("the line between them still has users")
	}
}

func TestCutMakesANeighbour(t *testing.T) {
	m := littleMap(t)
	// From the lower left corner to the upper right one, by a bend.
	path := []LonLat{{0, 0}, {.75, .25}, {1, 1}}
	if err := m.Cut("west", path, LonLat{.9, .1}, "south"); err != nil {
		t.Fatal(err)
	}
	if south, west := size(m, "south"), size(m, "west"); south != .25 || west != 1 {
		t.Errorf("south has %v, west %v square degrees", south, west)
	}
	if len(m.Between("west", "south")) != 1 || len(m.Between("south", "middle")) != 1 || len(m.Between("west", "middle")) != 0 {
		t.Error("wrong neighbours after the cut")
	}
}

func TestMoveOfNothingIsAnError(t *testing.T) {
	m := littleMap(t)
	if m.Move("west", LonLat{50, 50}, "middle") == nil || m.Move("nowhere", LonLat{}, "middle") == nil {
		t.Error("no error")
	}
	if m.MoveBox("west", LonLat{50, 50}, LonLat{60, 60}, "middle") == nil {
		t.Error("no error for an empty box")
	}
}

func TestMoveBox(t *testing.T) {
	m := littleMap(t)
	if err := m.MoveBox("west", LonLat{2, -1}, LonLat{5, 1}, "far"); err != nil {
		t.Fatal(err)
	}
	if far, west := size(m, "far"), size(m, "west"); far != .25 || west != 1 {
		t.Errorf("far has %v, west %v square degrees", far, west)
	}
}

func TestThinDropsIslandsButNoArea(t *testing.T) {
	m := littleMap(t)
	thin := m.Thin(1e6)
	if got := len(thin.Area("west").Rings); got != 1 {
		t.Errorf("west has %d rings left", got)
	}
	if thin.Area("middle") == nil || size(thin, "middle") != 1 {
		t.Error("middle lost its shape")
	}
	if d := cmp.Diff(littleMap(t), m); d != "" {
		t.Errorf("thinning changed the original: %s", d)
	}
}

// TestThinArc: the ends stay, nothing is invented, and the order is kept.
func TestThinArc(t *testing.T) {
	m := &Map{Scale: [2]float64{.01, .01}}
	rapid.Check(t, func(t *rapid.T) {
		var arc []Point
		for range rapid.IntRange(2, 60).Draw(t, "points") {
			arc = append(arc, Point{rapid.Int64Range(0, 1000).Draw(t, "x"), rapid.Int64Range(0, 1000).Draw(t, "y")})
		}
		if rapid.Bool().Draw(t, "closed") && len(arc) > 3 {
			arc = append(arc, arc[0])
		}
		thin := m.thinArc(arc, rapid.Float64Range(0, 1e6).Draw(t, "least"))
		if thin[0] != arc[0] || thin[len(thin)-1] != arc[len(arc)-1] {
			t.Fatalf("ends of %v became %v", arc, thin)
		}
		at := 0
		for _, p := range thin {
			i := slices.Index(arc[at:], p)
			if i < 0 {
				t.Fatalf("%v isn't a part of %v", thin, arc)
			}
			at += i + 1
		}
	})
}

// FuzzDecode: any file is refused or gives a map whose rings can be walked.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(little))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := Decode(file, "countries")
		if err != nil {
			return
		}
		if _, err := json.Marshal(m.Arcs); err != nil {
			t.Fatal(err)
		}
		for _, area := range m.Areas {
			for _, r := range area.Rings {
				m.Line(r)
			}
		}
	})
}
