package topo

import (
	"container/heap"
	"math"
	"slices"
)

// kmPerDegree is the length of one degree of latitude.
const kmPerDegree = 111.2

// share is the part of a ring's area from which a triangle counts, where that
// is less than the whole map's measure: so the smallest states keep a shape.
const share = .02

// Thin returns a copy of the map with fewer points, after Visvalingam and
// Whyatt: again and again the point goes whose triangle with its neighbours
// is the smallest, until none is smaller than least, in square kilometres.
// An arc keeps its ends, so neighbours keep their common line. Islands of
// less than least go, but every area keeps its largest ring.
func (m *Map) Thin(least float64) *Map {
	users := m.Users()
	thin := &Map{Scale: m.Scale, Translate: m.Translate, Arcs: make([][]Point, len(m.Arcs))}
	detail := make([]float64, len(m.Arcs))
	for i := range detail {
		detail[i] = least
	}
	for _, area := range m.Areas {
		rings := m.large(area.Rings, users, least)
		thin.Areas = append(thin.Areas, &Area{Name: area.Name, ID: area.ID, Rings: rings})
		for _, r := range rings {
			fine := share * m.ringArea(r)
			for _, a := range r {
				detail[index(a)] = min(detail[index(a)], fine)
			}
		}
	}
	for i, arc := range m.Arcs {
		thin.Arcs[i] = m.thinArc(arc, detail[i])
	}
	return thin
}

// large returns the rings that a map of that detail shows: the largest one,
// those that touch another area, and the islands that are large enough.
func (m *Map) large(rings []Ring, users [][]*Area, least float64) []Ring {
	largest := 0
	for i, r := range rings {
		if m.ringArea(r) > m.ringArea(rings[largest]) {
			largest = i
		}
	}
	var kept []Ring
	for i, r := range rings {
		shared := slices.ContainsFunc(r, func(a int) bool { return len(users[index(a)]) > 1 })
		if i == largest || shared || m.ringArea(r) >= least {
			kept = append(kept, slices.Clone(r))
		}
	}
	return kept
}

// ringArea returns the area within a ring in square kilometres, roughly.
func (m *Map) ringArea(r Ring) float64 {
	line := m.Line(r)
	var sum float64
	for i := 1; i < len(line); i++ {
		sum += m.triangle(line[0], line[i-1], line[i])
	}
	return math.Abs(sum)
}

// triangle returns the signed area of a triangle in square kilometres, as on
// a flat map that is true to scale at the middle point.
func (m *Map) triangle(a, b, c Point) float64 {
	u := kmPerDegree * m.Scale[0] * math.Cos(m.LonLat(b).Lat*math.Pi/180)
	v := kmPerDegree * m.Scale[1]
	return u * v * (float64(b.X-a.X)*float64(c.Y-a.Y) - float64(c.X-a.X)*float64(b.Y-a.Y)) / 2
}

// corner is a point of an arc between its present neighbours.
type corner struct {
	at, before, after int
	area              float64
	place             int // in the heap; -1 = removed
}

type corners []*corner

func (h corners) Len() int { return len(h) }
func (h corners) Less(i, j int) bool {
	if h[i].area != h[j].area {
		return h[i].area < h[j].area
	}
	return h[i].at < h[j].at
}

func (h corners) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *corners) Push(x any) { *h = append(*h, x.(*corner)) }
func (h *corners) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	last.place = -1
	return last
}

func (m *Map) thinArc(arc []Point, least float64) []Point {
	fewest := 2
	if arc[0] == arc[len(arc)-1] {
		fewest = 4 // a closed arc stays at least a triangle
	}
	all := make([]corner, len(arc))
	var h corners
	for i := range all {
		all[i] = corner{at: i, before: i - 1, after: i + 1, place: -1}
		if i > 0 && i < len(arc)-1 {
			all[i].area = math.Abs(m.triangle(arc[i-1], arc[i], arc[i+1]))
			all[i].place = len(h)
			h = append(h, &all[i])
		}
	}
	heap.Init(&h)
	removed := map[int]bool{}
	for len(h) > 0 && h[0].area < least && len(arc)-len(removed) > fewest {
		c := heap.Pop(&h).(*corner)
		removed[c.at] = true
		all[c.before].after, all[c.after].before = c.after, c.before
		for _, near := range []int{c.before, c.after} {
			n := &all[near]
			if n.place < 0 {
				continue
			}
			// Never smaller than what went before it: else a long row of
			// small steps would vanish as a whole.
			n.area = max(c.area, math.Abs(m.triangle(arc[n.before], arc[n.at], arc[n.after])))
			heap.Fix(&h, n.place)
		}
	}
	var kept []Point
	for i, p := range arc {
		if !removed[i] {
			kept = append(kept, p)
		}
	}
	return kept
}
