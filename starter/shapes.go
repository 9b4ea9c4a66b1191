package starter

import (
	"fmt"
	"slices"
)

// Level is how much detail a set of shapes has.
type Level int

const (
	World  Level = iota // for a map of the whole world or of a continent
	Detail              // for maps down to some 100 km
)

// LineKind says what a line is.
type LineKind int

const (
	Coast    LineKind = iota // land on one side only; also the map's seam at 180°
	Border                   // between two countries
	Disputed                 // a line that docs/places.md has dashed
)

// Position is a place on earth in degrees.
type Position struct{ Lon, Lat float64 }

// Line is a line that one area uses, or two together.
type Line struct {
	Kind   LineKind
	Points []Position

	south, north, east float64 // where it reaches to
}

func newLine(kind LineKind, points []Position) Line {
	l := Line{Kind: kind, Points: points, south: 90, north: -90, east: -180}
	for _, p := range points {
		l.south, l.north, l.east = min(l.south, p.Lat), max(l.north, p.Lat), max(l.east, p.Lon)
	}
	return l
}

// Area is a country, or a part of one that is drawn by itself because its
// status is contested.
type Area struct {
	Key     string  // unique: the country's code, or for a part "CY-north"
	Code    string  // the country that its places count to; "" none
	Hatched bool    // contested: drawn hatched, which claims nothing
	Rings   [][]int // closed lines; i is line i, ^i line i walked backwards
}

// Atlas is the shapes of all countries. Neighbours share their lines. A place
// lies in an area when a ray from it crosses the area's rings an odd number of
// times (SVG's fill rule "evenodd").
type Atlas struct {
	Lines []Line
	Areas []Area // by key
}

// Shapes returns the countries' shapes, as docs/places.md draws them.
func Shapes(level Level) *Atlas {
	name := map[Level]string{World: "world.zst", Detail: "detail.zst"}[level]
	r := open(name)
	var scale, translate [2]float64
	_, err := fmt.Sscan(r.Words().Next(), &scale[0], &scale[1], &translate[0], &translate[1])
	must(err)

	a := &Atlas{}
	counts, kinds, xs, ys := r.Ints(), r.Ints(), r.Ints(), r.Ints()
	for counts.More() {
		points := make([]Position, counts.Next())
		for i := range points {
			points[i] = Position{
				Lon: float64(xs.Next())*scale[0] + translate[0],
				Lat: float64(ys.Next())*scale[1] + translate[1],
			}
		}
		a.Lines = append(a.Lines, newLine(LineKind(kinds.Next()), points))
	}
	keys, codes, hatched := r.Words(), r.Words(), r.Ints()
	ringCounts, lineCounts, lines := r.Ints(), r.Ints(), r.Ints()
	for hatched.More() {
		area := Area{Key: keys.Next(), Code: codes.Next(), Hatched: hatched.Next() == 1}
		area.Rings = make([][]int, ringCounts.Next())
		for i := range area.Rings {
			area.Rings[i] = make([]int, lineCounts.Next())
			for j := range area.Rings[i] {
				area.Rings[i][j] = int(lines.Next())
			}
		}
		a.Areas = append(a.Areas, area)
	}
	must(r.Err())
	return a
}

// Ring returns the points of a ring of lines; the last repeats the first.
func (a *Atlas) Ring(ring []int) []Position {
	var points []Position
	for _, i := range ring {
		line := a.line(i)
		if len(points) > 0 {
			line = line[1:]
		}
		points = append(points, line...)
	}
	return points
}

func (a *Atlas) line(i int) []Position {
	if i >= 0 {
		return a.Lines[i].Points
	}
	points := slices.Clone(a.Lines[^i].Points)
	slices.Reverse(points)
	return points
}

// Contains tells whether a place lies in area. A place on the line itself may
// lie on either side.
func (a *Atlas) Contains(area *Area, at Position) bool {
	in := false
	for _, ring := range area.Rings {
		for _, i := range ring {
			if i < 0 {
				i = ^i
			}
			if a.Lines[i].crossings(at)%2 == 1 {
				in = !in
			}
		}
	}
	return in
}

// crossings counts how often a ray from at to the east crosses the line.
func (l *Line) crossings(at Position) int {
	if at.Lat < l.south || at.Lat > l.north || at.Lon > l.east {
		return 0
	}
	n := 0
	for i := 1; i < len(l.Points); i++ {
		p, q := l.Points[i-1], l.Points[i]
		if (p.Lat > at.Lat) != (q.Lat > at.Lat) && at.Lon < (q.Lon-p.Lon)*(at.Lat-p.Lat)/(q.Lat-p.Lat)+p.Lon {
			n++
		}
	}
	return n
}
