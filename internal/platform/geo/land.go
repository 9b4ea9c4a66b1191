package geo

import "math"

// land is one level of the countries' shapes, prepared for drawing.
type land struct {
	shapes *Shapes
	lines  []landLine
	coast  [][]int // the rings of all land together: coasts without borders
}

// landLine is one of the atlas's lines.
type landLine struct {
	points []Point // with no step too long to draw straight
	coarse []Point // the same in few points, at most coarseAngle away
	middle Point
	reach  float64 // the angle from the middle to the farthest point

	west, east, north float64 // in degrees; all round where it crosses 180°
}

// coarseAngle is the tolerance, in degrees, for lines that are out of view and
// need only stay there.
const coarseAngle = .5

func newLandLine(points []Point) landLine {
	l := landLine{points: points}
	l.middle, l.reach = middleOf(points)
	l.west, l.east, l.north = points[0].Lon, points[0].Lon, points[0].Lat
	for _, p := range points {
		l.west, l.east, l.north = min(l.west, p.Lon), max(l.east, p.Lon), max(l.north, p.Lat)
	}
	if l.west < -180 || l.east > 180 {
		l.west, l.east = -180, 180
	}
	flat := make([]XY, len(points))
	for i, p := range points {
		flat[i] = XY{p.Lon, p.Lat}
	}
	for _, i := range thin(flat, every(len(flat)), coarseAngle) {
		l.coarse = append(l.coarse, points[i])
	}
	return l
}

// longStep is the step, in degrees, above which a straight line on the map
// would visibly leave the parallel that it stands for.
const longStep = 1.5

func newLand(shapes *Shapes) *land {
	l := &land{shapes: shapes}
	for _, line := range shapes.Lines {
		l.lines = append(l.lines, newLandLine(dense(line.Points)))
	}
	l.coast = l.joinCoasts()
	return l
}

// dense puts points between those that are far apart. Longitudes go on across
// the meridian of 180° (181°, 182°…), so that each line is one piece.
func dense(line []Point) []Point {
	var points []Point
	for i, q := range line {
		here := Point{q.Lat, q.Lon}
		if i > 0 {
			p := points[len(points)-1]
			here.Lon = p.Lon + wrap(q.Lon-p.Lon)
			n := math.Ceil(max(math.Abs(here.Lon-p.Lon), math.Abs(here.Lat-p.Lat)) / longStep)
			for k := 1.0; k < n; k++ {
				points = append(points, Point{p.Lat + (here.Lat-p.Lat)*k/n, p.Lon + (here.Lon-p.Lon)*k/n})
			}
		}
		points = append(points, here)
	}
	return points
}

// joinCoasts joins the lines that only one area uses into rings.
func (l *land) joinCoasts() [][]int {
	users := make([]int, len(l.lines))
	for _, area := range l.shapes.Areas {
		for _, ring := range area.Rings {
			for _, i := range ring {
				users[max(i, ^i)]++
			}
		}
	}
	starts := map[Point][]int{}
	var coasts []int
	for _, area := range l.shapes.Areas {
		for _, ring := range area.Rings {
			for _, i := range ring {
				if users[max(i, ^i)] == 1 {
					first, _ := l.ends(i)
					starts[first] = append(starts[first], i)
					coasts = append(coasts, i)
				}
			}
		}
	}
	var rings [][]int
	done := map[int]bool{}
	for _, i := range coasts {
		if ring := l.follow(i, starts, done); len(ring) > 0 {
			rings = append(rings, ring)
		}
	}
	return rings
}

// follow walks along unused lines from line i on until no further one starts
// where the last has ended.
func (l *land) follow(i int, starts map[Point][]int, done map[int]bool) []int {
	var ring []int
	for !done[i] {
		done[i] = true
		ring = append(ring, i)
		_, end := l.ends(i)
		for _, next := range starts[end] {
			if !done[next] {
				i = next
				break
			}
		}
	}
	return ring
}

// ends returns where line i starts and ends, in its direction.
func (l *land) ends(i int) (first, last Point) {
	if i < 0 {
		last, first = l.ends(^i)
		return first, last
	}
	line := l.shapes.Lines[i].Points
	return line[0], line[len(line)-1]
}

// contains tells whether the rings hold a place: whether the meridian from it
// to the North Pole, where there is no land, crosses them an odd number of
// times.
func (l *land) contains(rings [][]int, at Point) bool {
	in := false
	for _, ring := range rings {
		for _, i := range ring {
			if l.lines[max(i, ^i)].crossings(at)%2 == 1 {
				in = !in
			}
		}
	}
	return in
}

// crossings counts how often the meridian from at to the North Pole crosses
// the line. Lines may go on across the meridian of 180°, so longitudes are
// counted from at's own.
func (l *landLine) crossings(at Point) int {
	if at.Lon < l.west || at.Lon > l.east || at.Lat > l.north {
		return 0
	}
	n := 0
	var p Point
	for i, q := range l.points {
		q.Lon = wrap(q.Lon - at.Lon)
		if i > 0 && (p.Lon > 0) != (q.Lon > 0) && math.Abs(p.Lon-q.Lon) < 180 &&
			at.Lat < p.Lat+(q.Lat-p.Lat)*p.Lon/(p.Lon-q.Lon) {
			n++
		}
		p = q
	}
	return n
}
