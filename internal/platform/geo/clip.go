package geo

// Box is a rectangle with sides along the axes.
type Box struct{ Left, Top, Right, Bottom float64 }

// around returns the smallest box that holds all points.
func around(points []XY) Box {
	if len(points) == 0 {
		return Box{}
	}
	b := Box{points[0].X, points[0].Y, points[0].X, points[0].Y}
	for _, p := range points[1:] {
		b = Box{min(b.Left, p.X), min(b.Top, p.Y), max(b.Right, p.X), max(b.Bottom, p.Y)}
	}
	return b
}

// Holds tells whether p lies in the box or on its edge.
func (b Box) Holds(p XY) bool {
	return p.X >= b.Left && p.X <= b.Right && p.Y >= b.Top && p.Y <= b.Bottom
}

// Overlaps tells whether two boxes have more than an edge in common.
func (b Box) Overlaps(o Box) bool {
	return b.Left < o.Right && o.Left < b.Right && b.Top < o.Bottom && o.Top < b.Bottom
}

func (b Box) grow(by float64) Box {
	return Box{b.Left - by, b.Top - by, b.Right + by, b.Bottom + by}
}

func (b Box) corners() []XY {
	return []XY{{b.Left, b.Top}, {b.Right, b.Top}, {b.Right, b.Bottom}, {b.Left, b.Bottom}}
}

// A side is one of a box's four edges as a half-plane.
type side struct {
	inside func(XY) bool
	cross  func(a, b XY) XY
}

func (b Box) sides() [4]side {
	atX := func(x float64) func(a, b XY) XY {
		return func(p, q XY) XY { return XY{x, p.Y + (q.Y-p.Y)*(x-p.X)/(q.X-p.X)} }
	}
	atY := func(y float64) func(a, b XY) XY {
		return func(p, q XY) XY { return XY{p.X + (q.X-p.X)*(y-p.Y)/(q.Y-p.Y), y} }
	}
	return [4]side{
		{func(p XY) bool { return p.X >= b.Left }, atX(b.Left)},
		{func(p XY) bool { return p.X <= b.Right }, atX(b.Right)},
		{func(p XY) bool { return p.Y >= b.Top }, atY(b.Top)},
		{func(p XY) bool { return p.Y <= b.Bottom }, atY(b.Bottom)},
	}
}

// clipRing returns the part of a closed ring (whose last point isn't repeated)
// that lies in the box, after Sutherland and Hodgman: parts that fall apart
// stay joined by lines along the box's edge, which is right for filling.
func (b Box) clipRing(ring []XY) []XY {
	bounds := around(ring)
	if !bounds.Overlaps(b) {
		return nil
	}
	if b.Holds(XY{bounds.Left, bounds.Top}) && b.Holds(XY{bounds.Right, bounds.Bottom}) {
		return ring
	}
	for _, s := range b.sides() {
		var kept []XY
		for i, p := range ring {
			before := ring[(i+len(ring)-1)%len(ring)]
			if s.inside(p) != s.inside(before) {
				kept = append(kept, s.cross(before, p))
			}
			if s.inside(p) {
				kept = append(kept, p)
			}
		}
		ring = kept
	}
	return ring
}

// clipLine returns the parts of an open line that lie in the box.
func (b Box) clipLine(line []XY) [][]XY {
	var parts [][]XY
	var part []XY
	flush := func() {
		if len(part) > 1 {
			parts = append(parts, part)
		}
		part = nil
	}
	for i := 1; i < len(line); i++ {
		p, q, seen := b.clipSegment(line[i-1], line[i])
		if !seen {
			flush()
			continue
		}
		if len(part) == 0 || part[len(part)-1] != p {
			flush()
			part = []XY{p}
		}
		part = append(part, q)
	}
	flush()
	return parts
}

// clipSegment returns the part of a segment that lies in the box, after
// Liang and Barsky.
func (b Box) clipSegment(p, q XY) (XY, XY, bool) {
	dx, dy := q.X-p.X, q.Y-p.Y
	enter, leave := 0.0, 1.0
	// Each side: how fast the segment runs towards it, and how far it is.
	for _, side := range [4][2]float64{{-dx, p.X - b.Left}, {dx, b.Right - p.X}, {-dy, p.Y - b.Top}, {dy, b.Bottom - p.Y}} {
		speed, room := side[0], side[1]
		switch {
		case speed == 0 && room < 0:
			return p, q, false
		case speed < 0:
			enter = max(enter, room/speed)
		case speed > 0:
			leave = min(leave, room/speed)
		}
	}
	if enter > leave {
		return p, q, false
	}
	from, to := p, q
	if enter > 0 {
		from = XY{p.X + enter*dx, p.Y + enter*dy}
	}
	if leave < 1 {
		to = XY{p.X + leave*dx, p.Y + leave*dy}
	}
	return from, to, true
}

// crossedBy tells whether a line passes through the box.
func (b Box) crossedBy(line []XY) bool {
	for i := 1; i < len(line); i++ {
		if _, _, seen := b.clipSegment(line[i-1], line[i]); seen {
			return true
		}
	}
	return false
}

// Inside tells whether p lies in the area of the rings together, by the rule
// "evenodd": a ring within a ring is a hole. Rings close by themselves.
func Inside(rings [][]XY, p XY) bool {
	in := false
	for _, ring := range rings {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			if (a.Y > p.Y) != (b.Y > p.Y) && p.X < (b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y)+a.X {
				in = !in
			}
		}
	}
	return in
}

// ringSize returns the area of a closed ring.
func ringSize(ring []XY) float64 {
	var sum float64
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return max(sum, -sum) / 2
}
