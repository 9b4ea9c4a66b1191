package topo

import (
	"fmt"
	"math"
	"slices"
)

// Move takes the ring of area from that holds the place at, and gives it to
// area to, which is made if there is none of that name. Where the two now
// touch, the line between them vanishes.
func (m *Map) Move(from string, at LonLat, to string) error {
	area := m.Area(from)
	if area == nil {
		return fmt.Errorf("topo: no area %q", from)
	}
	p := m.Grid(at)
	i := slices.IndexFunc(area.Rings, func(r Ring) bool { return inside(m.Line(r), p) })
	if i < 0 {
		return fmt.Errorf("topo: no ring of %s holds %v", from, at)
	}
	ring := area.Rings[i]
	area.Rings = slices.Delete(area.Rings, i, i+1)
	return m.give(ring, to)
}

// give adds a ring to an area and dissolves what is then inside it.
func (m *Map) give(ring Ring, to string) error {
	area := m.Area(to)
	if area == nil {
		area = &Area{Name: to}
		m.Areas = append(m.Areas, area)
	}
	rings, err := m.dissolve(append(area.Rings, ring))
	if err != nil {
		return fmt.Errorf("%s: %w", to, err)
	}
	area.Rings = rings
	return nil
}

// dissolve joins rings that have arcs in common into rings without these.
// Rings that share nothing stay as they are.
func (m *Map) dissolve(rings []Ring) ([]Ring, error) {
	used := map[int]bool{}
	for _, ring := range rings {
		for _, a := range ring {
			used[a] = true
		}
	}
	var kept []Ring
	starts := map[Point][]int{} // arcs of the touched rings by where they start
	for _, ring := range rings {
		if !slices.ContainsFunc(ring, func(a int) bool { return used[^a] }) {
			kept = append(kept, ring)
			continue
		}
		for _, a := range ring {
			if !used[^a] {
				start := m.arc(a)[0]
				starts[start] = append(starts[start], a)
			}
		}
	}
	for _, ring := range rings { // in the rings' order, to be repeatable
		for _, a := range ring {
			joined, err := m.walk(a, starts)
			if err != nil {
				return nil, err
			}
			if joined != nil {
				kept = append(kept, joined)
			}
		}
	}
	return kept, nil
}

// walk takes arcs out of starts, from arc a on until the ring closes. It
// returns nil when a isn't there any more.
func (m *Map) walk(a int, starts map[Point][]int) (Ring, error) {
	first := m.arc(a)[0]
	if !slices.Contains(starts[first], a) {
		return nil, nil
	}
	var ring Ring
	for {
		points := m.arc(a)
		i := slices.Index(starts[points[0]], a)
		starts[points[0]] = slices.Delete(starts[points[0]], i, i+1)
		ring = append(ring, a)
		end := points[len(points)-1]
		if end == first {
			return ring, nil
		}
		if len(starts[end]) == 0 {
			return nil, fmt.Errorf("topo: a ring stays open at %v", m.LonLat(end))
		}
		a = starts[end][0]
	}
}

// Cut divides the ring of area from that holds the place at by a line, and
// gives the part with that place to area to. The line starts and ends at the
// ring's points nearest to the path's ends and goes through the points
// between.
func (m *Map) Cut(from string, path []LonLat, at LonLat, to string) error {
	area := m.Area(from)
	if area == nil || len(path) < 2 {
		return fmt.Errorf("topo: no area %q or no path", from)
	}
	p := m.Grid(at)
	i := slices.IndexFunc(area.Rings, func(r Ring) bool { return inside(m.Line(r), p) })
	if i < 0 {
		return fmt.Errorf("topo: no ring of %s holds %v", from, at)
	}
	start, err := m.node(area, i, path[0])
	if err != nil {
		return err
	}
	end, err := m.node(area, i, path[len(path)-1])
	if err != nil {
		return err
	}
	line := []Point{start}
	for _, via := range path[1 : len(path)-1] {
		line = append(line, m.Grid(via))
	}
	m.Arcs = append(m.Arcs, append(line, end))
	cut := len(m.Arcs) - 1

	ring := area.Rings[i]
	begins := func(at Point) int {
		return slices.IndexFunc(ring, func(a int) bool { return m.arc(a)[0] == at })
	}
	ring = turn(ring, begins(start))
	there := begins(end)
	left := append(slices.Clone(ring[:there]), ^cut)
	right := append(slices.Clone(ring[there:]), cut)
	if inside(m.Line(right), p) {
		left, right = right, left
	}
	area.Rings[i] = right
	return m.give(left, to)
}

// turn returns the same ring beginning with its arc number at.
func turn(ring Ring, at int) Ring {
	return append(slices.Clone(ring[at:]), ring[:at]...)
}

// node makes the point of the ring nearest to p a place where an arc starts,
// by splitting an arc where needed, and returns it.
func (m *Map) node(area *Area, ring int, p LonLat) (Point, error) {
	bestArc, bestAt, best := -1, 0, math.Inf(1)
	for _, a := range area.Rings[ring] {
		for at, q := range m.Arcs[index(a)] {
			if d := m.squareDistance(q, p); d < best {
				bestArc, bestAt, best = index(a), at, d
			}
		}
	}
	if bestArc < 0 {
		return Point{}, fmt.Errorf("topo: %s has an empty ring", area.Name)
	}
	points := m.Arcs[bestArc]
	if bestAt > 0 && bestAt < len(points)-1 {
		m.Split(bestArc, bestAt)
	}
	return points[bestAt], nil
}

// squareDistance compares distances near p, in square degrees of latitude.
func (m *Map) squareDistance(q Point, p LonLat) float64 {
	at := m.LonLat(q)
	dx := (at.Lon - p.Lon) * math.Cos(p.Lat*math.Pi/180)
	dy := at.Lat - p.Lat
	return dx*dx + dy*dy
}

// Split makes two arcs of arc number arc, which part at its point number at,
// in all rings that use it. The first part keeps the number.
func (m *Map) Split(arc, at int) {
	points := m.Arcs[arc]
	m.Arcs[arc] = slices.Clone(points[:at+1])
	m.Arcs = append(m.Arcs, slices.Clone(points[at:]))
	second := len(m.Arcs) - 1
	for _, area := range m.Areas {
		for i, ring := range area.Rings {
			for j := len(ring) - 1; j >= 0; j-- {
				switch ring[j] {
				case arc:
					ring = slices.Insert(ring, j+1, second)
				case ^arc:
					ring = slices.Insert(ring, j, ^second)
				}
			}
			area.Rings[i] = ring
		}
	}
}

// Between returns the arcs that both areas use.
func (m *Map) Between(a, b string) []int {
	var arcs []int
	for i, users := range m.Users() {
		if len(users) == 2 && slices.ContainsFunc(users, func(u *Area) bool { return u.Name == a }) &&
			slices.ContainsFunc(users, func(u *Area) bool { return u.Name == b }) {
			arcs = append(arcs, i)
		}
	}
	return arcs
}

// SplitAt splits, of the arcs between areas a and b, the one that passes
// nearest to p, at its nearest point, and returns the numbers of its two parts.
func (m *Map) SplitAt(a, b string, p LonLat) (before, after int, err error) {
	bestArc, bestAt, best := -1, 0, math.Inf(1)
	for _, arc := range m.Between(a, b) {
		for at, q := range m.Arcs[arc] {
			if d := m.squareDistance(q, p); d < best && at > 0 && at < len(m.Arcs[arc])-1 {
				bestArc, bestAt, best = arc, at, d
			}
		}
	}
	if bestArc < 0 {
		return 0, 0, fmt.Errorf("topo: no line between %s and %s", a, b)
	}
	m.Split(bestArc, bestAt)
	return bestArc, len(m.Arcs) - 1, nil
}

// MoveBox gives all rings of area from that lie wholly between two corners to
// area to. It is an error if there is none.
func (m *Map) MoveBox(from string, southWest, northEast LonLat, to string) error {
	area := m.Area(from)
	if area == nil {
		return fmt.Errorf("topo: no area %q", from)
	}
	low, high := m.Grid(southWest), m.Grid(northEast)
	var moved []Ring
	area.Rings = slices.DeleteFunc(area.Rings, func(r Ring) bool {
		outside := slices.ContainsFunc(m.Line(r), func(p Point) bool {
			return p.X < low.X || p.X > high.X || p.Y < low.Y || p.Y > high.Y
		})
		if !outside {
			moved = append(moved, r)
		}
		return !outside
	})
	if len(moved) == 0 {
		return fmt.Errorf("topo: no ring of %s between %v and %v", from, southWest, northEast)
	}
	for _, r := range moved {
		if err := m.give(r, to); err != nil {
			return err
		}
	}
	return nil
}
