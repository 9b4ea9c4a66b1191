package starter

import (
	"fmt"
	"math"
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
	Coast    LineKind = iota // land on one side only
	Border                   // between two countries
	Disputed                 // a line that docs/places.md has dashed
)

// Position is a place on earth in degrees.
type Position struct{ Lon, Lat float64 }

// Line is a line that one area uses, or two together. Between two of its
// points it goes the shorter way round the earth: some lines step over the
// meridian of 180°.
type Line struct {
	Kind   LineKind
	Points []Position

	west, east, north float64 // how far it reaches
}

func newLine(kind LineKind, points []Position) Line {
	l := Line{Kind: kind, Points: points, west: 180, east: -180, north: -90}
	for i, p := range points {
		l.west, l.east, l.north = min(l.west, p.Lon), max(l.east, p.Lon), max(l.north, p.Lat)
		if i > 0 && math.Abs(p.Lon-points[i-1].Lon) > 180 { // a step over the meridian of 180°
			l.west, l.east = -180, 180
		}
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
// lies in an area when a line from it to the North Pole crosses the area's
// rings an odd number of times.
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
			if a.Lines[max(i, ^i)].crossings(at)%2 == 1 {
				in = !in
			}
		}
	}
	return in
}

// crossings counts how often the meridian from at to the North Pole, where
// there is no land, crosses the line. Some lines step over the meridian of
// 180°, so longitudes are counted from at's own.
func (l *Line) crossings(at Position) int {
	if at.Lon < l.west || at.Lon > l.east || at.Lat > l.north {
		return 0
	}
	n := 0
	var p Position
	for i, q := range l.Points {
		q.Lon = math.Remainder(q.Lon-at.Lon, 360)
		if i > 0 && (p.Lon > 0) != (q.Lon > 0) && math.Abs(p.Lon-q.Lon) < 180 &&
			at.Lat < p.Lat+(q.Lat-p.Lat)*p.Lon/(p.Lon-q.Lon) {
			n++
		}
		p = q
	}
	return n
}
