// Package topo works on maps whose areas share their borders: it reads
// TopoJSON, moves and cuts areas, and thins lines out, always so that two
// neighbours keep one common line.
//
// A map is a list of arcs (lines of points on a grid of whole numbers) and a
// list of areas, whose rings are made of arcs: the number i stands for arc i,
// the number ^i (that is, -i-1) for arc i walked backwards. An arc that two
// areas use is a border, one that a single area uses is a coast. A point lies
// in an area when a ray from it crosses the area's rings an odd number of
// times; so holes and islands need no mark.
//
//	m, err := topo.Decode(file, "countries")
//	err = m.Move("Russia", topo.LonLat{34.4, 45.2}, "Ukraine")
//	world := m.Thin(600)
package topo

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Point is a place on the map's grid.
type Point struct{ X, Y int64 }

// LonLat is a place on earth, in degrees.
type LonLat struct{ Lon, Lat float64 }

// Ring is a closed line made of arcs.
type Ring []int

// Area is a country or another piece of land.
type Area struct {
	Name  string
	ID    string // the number of ISO 3166-1 where the file has one
	Rings []Ring
}

// Map is arcs and the areas made of them.
type Map struct {
	Scale, Translate [2]float64 // degrees = grid × Scale + Translate
	Arcs             [][]Point
	Areas            []*Area
}

var errArcs = errors.New("topo: arc out of range")

// topology is the part of TopoJSON that we read: one quantised object that
// is a collection of polygons.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]int64 `json:"arcs"`
	Objects map[string]struct {
		Geometries []geometry `json:"geometries"`
	} `json:"objects"`
}

type geometry struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Arcs       json.RawMessage `json:"arcs"`
	Properties struct {
		Name string `json:"name"`
	} `json:"properties"`
}

// Decode reads the named object of a quantised TopoJSON file. Geometries that
// aren't polygons are an error.
func Decode(file []byte, object string) (*Map, error) {
	var t topology
	if err := json.Unmarshal(file, &t); err != nil {
		return nil, fmt.Errorf("topo: %w", err)
	}
	m := &Map{Scale: t.Transform.Scale, Translate: t.Transform.Translate}
	if m.Scale[0] <= 0 || m.Scale[1] <= 0 {
		return nil, errors.New("topo: the file isn't quantised")
	}
	for _, steps := range t.Arcs {
		var at Point
		arc := make([]Point, len(steps))
		for i, step := range steps {
			at = Point{at.X + step[0], at.Y + step[1]}
			arc[i] = at
		}
		if len(arc) < 2 {
			return nil, errors.New("topo: an arc without length")
		}
		m.Arcs = append(m.Arcs, arc)
	}
	for _, g := range t.Objects[object].Geometries {
		area, err := m.area(g)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
		}
		m.Areas = append(m.Areas, area)
	}
	return m, nil
}

func (m *Map) area(g geometry) (*Area, error) {
	area := &Area{Name: g.Properties.Name, ID: g.ID}
	var polygons [][]Ring
	switch g.Type {
	case "Polygon":
		polygons = make([][]Ring, 1)
		if err := json.Unmarshal(g.Arcs, &polygons[0]); err != nil {
			return nil, err
		}
	case "MultiPolygon":
		if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("topo: geometry of type %q", g.Type)
	}
	for _, rings := range polygons {
		for _, ring := range rings {
			for _, a := range ring {
				if index(a) >= len(m.Arcs) {
					return nil, errArcs
				}
			}
			if len(ring) > 0 {
				area.Rings = append(area.Rings, ring)
			}
		}
	}
	return area, nil
}

// index returns the number of the arc that a stands for, whichever way.
func index(a int) int {
	if a < 0 {
		return ^a
	}
	return a
}

// Area returns the area of that name, or nil.
func (m *Map) Area(name string) *Area {
	i := slices.IndexFunc(m.Areas, func(a *Area) bool { return a.Name == name })
	if i < 0 {
		return nil
	}
	return m.Areas[i]
}

// LonLat returns where a grid point lies.
func (m *Map) LonLat(p Point) LonLat {
	return LonLat{float64(p.X)*m.Scale[0] + m.Translate[0], float64(p.Y)*m.Scale[1] + m.Translate[1]}
}

// Grid returns the grid point nearest to p.
func (m *Map) Grid(p LonLat) Point {
	return Point{
		int64(math.Round((p.Lon - m.Translate[0]) / m.Scale[0])),
		int64(math.Round((p.Lat - m.Translate[1]) / m.Scale[1])),
	}
}

// arc returns the points of arc a in the direction in which it is meant.
func (m *Map) arc(a int) []Point {
	if a >= 0 {
		return m.Arcs[a]
	}
	points := slices.Clone(m.Arcs[^a])
	slices.Reverse(points)
	return points
}

// Line returns the points of a ring; the last repeats the first.
func (m *Map) Line(r Ring) []Point {
	var line []Point
	for _, a := range r {
		points := m.arc(a)
		if len(line) > 0 {
			points = points[1:]
		}
		line = append(line, points...)
	}
	return line
}

// inside tells whether the grid place p lies in the line, by crossing count.
func inside(line []Point, p Point) bool {
	in := false
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if (a.Y > p.Y) == (b.Y > p.Y) {
			continue
		}
		x := float64(b.X-a.X)*float64(p.Y-a.Y)/float64(b.Y-a.Y) + float64(a.X)
		if float64(p.X) < x {
			in = !in
		}
	}
	return in
}

// Holds tells whether a place lies in an area. The area may not reach over the
// meridian of 180°.
func (m *Map) Holds(area *Area, at LonLat) bool {
	in := false
	for _, r := range area.Rings {
		if inside(m.Line(r), m.Grid(at)) {
			in = !in
		}
	}
	return in
}

// Users returns for each arc the areas that use it, in the map's order.
func (m *Map) Users() [][]*Area {
	users := make([][]*Area, len(m.Arcs))
	for _, area := range m.Areas {
		for _, ring := range area.Rings {
			for _, a := range ring {
				if u := users[index(a)]; !slices.Contains(u, area) {
					users[index(a)] = append(u, area)
				}
			}
		}
	}
	return users
}
