package geo

import "math"

// XY is a place on a map. Y grows downwards, as in SVG.
type XY struct{ X, Y float64 }

// Projection maps the earth to a plane without changing any area: one square
// unit of the plane is one square radius of the globe, everywhere.
type Projection interface {
	// Project returns where p lies. Every place on earth has an image.
	Project(p Point) XY
	// Invert returns the place that lies at xy. Where nothing lies at xy, it
	// returns the nearest thing to it that it can.
	Invert(xy XY) Point
}

// Azimuthal is Lambert's azimuthal equal-area projection about a middle.
type Azimuthal struct {
	middle   Point
	sin, cos float64 // of the middle's latitude
	lon      float64 // the middle's longitude in radians
}

// NewAzimuthal returns the projection about middle.
func NewAzimuthal(middle Point) *Azimuthal {
	s, c := math.Sincos(radians(middle.Lat))
	return &Azimuthal{middle: middle, sin: s, cos: c, lon: radians(middle.Lon)}
}

// edge is how far from the middle an azimuthal map shows things where they
// are: 150°. What lies beyond is drawn at the edge, in its direction, since
// the place opposite the middle would lie in every direction at once. No view
// reaches so far.
var edge = struct{ cos, radius float64 }{math.Cos(radians(150)), 2 * math.Sin(radians(75))}

// Project implements Projection.
func (z *Azimuthal) Project(p Point) XY {
	sin, cos := math.Sincos(radians(p.Lat))
	sinLon, cosLon := math.Sincos(radians(p.Lon) - z.lon)
	x := cos * sinLon
	y := z.cos*sin - z.sin*cos*cosLon
	c := z.sin*sin + z.cos*cos*cosLon
	k := math.Sqrt(2 / (1 + c))
	if c < edge.cos {
		k = edge.radius / max(math.Hypot(x, y), 1e-12)
	}
	return XY{k * x, -k * y}
}

// Invert implements Projection.
func (z *Azimuthal) Invert(xy XY) Point {
	r := math.Hypot(xy.X, xy.Y)
	if r < 1e-12 {
		return z.middle
	}
	sin, cos := math.Sincos(2 * math.Asin(min(1, r/2)))
	lat := math.Asin(cos*z.sin - xy.Y*sin*z.cos/r)
	lon := z.lon + math.Atan2(xy.X*sin, r*z.cos*cos+xy.Y*z.sin*sin)
	return Point{degrees(lat), wrap(degrees(lon))}
}

// wrap brings a longitude into -180…180.
func wrap(lon float64) float64 {
	return math.Remainder(lon, 360)
}

// EqualEarth is the projection of Šavrič, Patterson and Jenny (2018) for
// maps of the whole world, with the meridian of Greenwich in the middle.
type EqualEarth struct{}

// The coefficients of its polynomial, from the paper.
const (
	ee1 = 1.340264
	ee2 = -0.081106
	ee3 = 0.000893
	ee4 = 0.003796
)

// halfRoot3 turns a latitude into the projection's own parameter.
var halfRoot3 = math.Sqrt(3) / 2

// Project implements Projection.
func (EqualEarth) Project(p Point) XY {
	t := math.Asin(halfRoot3 * math.Sin(radians(p.Lat)))
	y, slope := polynomial(t)
	return XY{radians(p.Lon) * math.Cos(t) / (halfRoot3 * slope), -y}
}

// Invert implements Projection.
func (EqualEarth) Invert(xy XY) Point {
	const steps = 12 // Newton's method from a start this near needs 4 to 6
	limit, _ := polynomial(math.Pi / 3)
	y := max(-limit, min(limit, -xy.Y))
	t := y / ee1
	for range steps {
		at, slope := polynomial(t)
		t -= (at - y) / slope
	}
	_, slope := polynomial(t)
	lat := math.Asin(max(-1, min(1, math.Sin(t)/halfRoot3)))
	lon := xy.X * halfRoot3 * slope / math.Cos(t)
	return Point{degrees(lat), max(-180, min(180, degrees(lon)))}
}

// polynomial returns the height on the map for a parameter, and its slope.
func polynomial(t float64) (value, slope float64) {
	t2 := t * t
	t6 := t2 * t2 * t2
	return t * (ee1 + ee2*t2 + t6*(ee3+ee4*t2)),
		ee1 + 3*ee2*t2 + t6*(7*ee3+9*ee4*t2)
}
