package geo

import (
	"math"
)

const (
	// margin is how far beyond the view areas and lines are drawn, so that
	// the strokes along the cut aren't seen.
	margin = 3
	// finest is the tolerance of thinning in view units that no eye sees.
	finest = .3
	// coarser is the factor by which thinning goes on where the paths don't
	// fit the budget.
	coarser = 1.3
	// crudest ends that search: a budget too small for any map is exceeded.
	crudest = 40
	// smallIsland is the area, in square units for each unit of tolerance,
	// below which an island isn't drawn.
	smallIsland = 4
)

// drawing is the state of drawing the land in one view.
type drawing struct {
	land  *land
	frame *frame
	clip  Box
	lines []inView
	// tolerance is that of the last thinning.
	tolerance float64
}

// inView is a line of the land as it lies in the view.
type inView struct {
	places []Point
	points []XY
	seen   bool  // whether the line may be seen
	kept   []int // the points left by thinning
}

func newDrawing(l *land, f *frame) *drawing {
	d := &drawing{land: l, frame: f, clip: f.box.grow(margin), lines: make([]inView, len(l.lines))}
	middle, reach := f.reach()
	// Twice the tolerance keeps what is out of view out of it, also at the
	// margin.
	reach += radians(2*coarseAngle) + margin/f.scale
	for i, line := range l.lines {
		v := inView{places: line.points, seen: true}
		if !f.world && angle(middle, line.middle) > reach+line.reach {
			v = inView{places: line.coarse}
		}
		v.points = make([]XY, len(v.places))
		for j, p := range v.places {
			v.points[j] = f.at(p)
		}
		v.kept = every(len(v.places))
		d.lines[i] = v
	}
	return d
}

func (m *Map) drawLand(d *drawing, highlight map[string]string, budget int) {
	if d.frame.world {
		m.Outline = d.outline()
	}
	for tolerance := finest; ; tolerance *= coarser {
		d.thin(tolerance)
		m.Land = d.fill(d.land.coast, true)
		m.Borders = d.strokes(Border)
		m.Disputed = d.strokes(Disputed)
		if len(m.Land)+len(m.Borders)+len(m.Disputed) <= budget || tolerance > crudest {
			break
		}
	}
	for _, area := range d.land.shapes.Areas {
		if class, ok := highlight[area.Key]; ok {
			m.addArea(&m.Areas, area, class, d)
		}
		if area.Hatched {
			m.addArea(&m.Hatched, area, highlight[area.Key], d)
		}
	}
}

func (m *Map) addArea(to *[]AreaShape, area Area, class string, d *drawing) {
	if path := d.fill(area.Rings, false); path != "" {
		*to = append(*to, AreaShape{Key: area.Key, Class: class, Path: path})
	}
}

// thin simplifies the lines that may be seen. Each time the tolerance must be
// larger than before.
func (d *drawing) thin(tolerance float64) {
	d.tolerance = tolerance
	for i := range d.lines {
		if line := &d.lines[i]; line.seen {
			line.kept = thin(line.points, line.kept, tolerance)
		}
	}
}

// rings returns a ring of lines as it lies in the view, the last point not
// repeated. It is one ring, or, on a map of the world, a part at each side of
// the map.
func (d *drawing) rings(ring []int) [][]XY {
	var points []XY
	var places []Point
	for _, i := range ring {
		line := d.lines[max(i, ^i)]
		for k := range line.kept[:len(line.kept)-1] {
			if i < 0 {
				k = len(line.kept) - 1 - k
			}
			points = append(points, line.points[line.kept[k]])
			places = append(places, line.places[line.kept[k]])
		}
	}
	if !d.frame.world || !crossesSeam(places) {
		return [][]XY{points}
	}
	return d.parted(places)
}

// crossesSeam tells whether a ring leaves the world's map at one side.
func crossesSeam(places []Point) bool {
	for i, p := range places {
		if math.Abs(p.Lon) > 180 || i > 0 && math.Abs(p.Lon-places[i-1].Lon) > 180 {
			return true
		}
	}
	return false
}

// parted cuts a ring at the sides of the world's map.
func (d *drawing) parted(places []Point) [][]XY {
	unrolled := make([]XY, len(places)) // longitude and latitude, without jumps
	for i, p := range places {
		lon := p.Lon
		if i > 0 {
			lon = unrolled[i-1].X + wrap(p.Lon-unrolled[i-1].X)
		}
		unrolled[i] = XY{lon, p.Lat}
	}
	var rings [][]XY
	for _, shift := range []float64{-360, 0, 360} {
		whole := Box{-180 - shift, -90, 180 - shift, 90}
		var part []XY
		for _, p := range whole.clipRing(unrolled) {
			part = append(part, d.frame.at(Point{p.Y, p.X + shift}))
		}
		if len(part) > 0 {
			rings = append(rings, part)
		}
	}
	return rings
}

// fill returns the path of the rings within the view.
func (d *drawing) fill(rings [][]int, islands bool) string {
	var p path
	for _, ring := range rings {
		for _, part := range d.rings(ring) {
			clipped := d.clip.clipRing(part)
			if !islands || ringSize(clipped) >= smallIsland*d.tolerance {
				p.ring(clipped)
			}
		}
	}
	if z, ok := d.frame.projection.(*Azimuthal); ok && d.land.contains(rings, z.antipode()) {
		// On the map, land around the place opposite the middle lies outside
		// of its own coast; a frame around everything puts it right.
		p.ring(d.clip.corners())
	}
	return p.String()
}

func (z *Azimuthal) antipode() Point {
	return Point{-z.middle.Lat, wrap(z.middle.Lon + 180)}
}

// strokes returns the path of all lines of a kind.
func (d *drawing) strokes(kind LineKind) string {
	var p path
	for i, line := range d.lines {
		if !line.seen || d.land.shapes.Lines[i].Kind != kind {
			continue
		}
		var points []XY
		for _, k := range line.kept {
			points = append(points, line.points[k])
		}
		for _, part := range d.clip.clipLine(points) {
			p.line(part)
		}
	}
	return p.String()
}

// outline returns the edge of the world's map.
func (d *drawing) outline() string {
	var edge []XY
	for _, side := range []float64{180, -180} {
		for lat := -90.0; lat <= 90; lat += 3 {
			edge = append(edge, d.frame.at(Point{lat * side / 180, side}))
		}
	}
	var p path
	p.ring(simplify(edge, finest))
	return p.String()
}

func (m *Map) drawLinks(links []Link, f *frame) {
	for _, l := range links {
		m.Arcs = append(m.Arcs, Arc{
			ID: l.ID, Class: l.Class,
			Path: f.greatCircle(l.From, l.To),
			From: f.at(l.From), To: f.at(l.To),
			Km: Distance(l.From, l.To),
		})
	}
}

// greatCircle returns the path of a great circle. Where it leaves the world's
// map at one side it comes back at the other.
func (f *frame) greatCircle(from, to Point) string {
	steps := 2 + int(math.Ceil(degrees(angle(from, to))/2))
	way := GreatCircle(from, to, steps)
	var p path
	var part []XY
	for i, at := range way {
		if i > 0 && f.world && math.Abs(at.Lon-way[i-1].Lon) > 180 {
			left, right := seam(way[i-1], at)
			p.line(simplify(append(part, f.at(left)), finest/2))
			part = []XY{f.at(right)}
		}
		part = append(part, f.at(at))
	}
	p.line(simplify(part, finest/2))
	return p.String()
}

// seam returns where the way from a to b crosses the meridian of 180°, as
// seen from a's side and from b's.
func seam(a, b Point) (before, after Point) {
	side := math.Copysign(180, a.Lon)
	ahead := b.Lon + 2*side // b's longitude counted on from a's
	lat := a.Lat
	if ahead != a.Lon {
		lat += (b.Lat - a.Lat) * (side - a.Lon) / (ahead - a.Lon)
	}
	return Point{lat, side}, Point{lat, -side}
}
