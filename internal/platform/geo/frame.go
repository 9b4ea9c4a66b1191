package geo

import "math"

// frame is where things lie in a view: a projection, moved and scaled.
type frame struct {
	projection Projection
	world      bool
	scale      float64 // view units for one radius of the earth
	left, top  float64 // of the projection's origin in the view
	box        Box     // the view
}

// at returns where p lies in the view.
func (f *frame) at(p Point) XY {
	xy := f.projection.Project(p)
	return XY{f.left + f.scale*xy.X, f.top + f.scale*xy.Y}
}

// where undoes at.
func (f *frame) where(xy XY) Point {
	return f.projection.Invert(XY{(xy.X - f.left) / f.scale, (xy.Y - f.top) / f.scale})
}

// kmPerUnit returns how many kilometres one unit of the view covers, in the
// middle of the map.
func (f *frame) kmPerUnit() float64 { return earthRadius / f.scale }

const (
	// worldAngle is the distance from the content's middle, in radians (60°),
	// from which a map shows the whole world instead: further out, shapes at
	// the edge of an azimuthal map get unfamiliar.
	worldAngle = 60 * math.Pi / 180
	// leastWidth is the width in kilometres that a map shows at least: a
	// single town needs some land around it to be recognised.
	leastWidth = 320
	// The world from Greenland's north to Tierra del Fuego: nobody pairs with
	// Antarctica.
	worldNorth, worldSouth = 84, -56
)

// fit returns the frame in which all points lie inside the view with its
// padding.
func fit(points []Point, v View) *frame {
	f := &frame{box: Box{0, 0, v.Width, v.Height}}
	middle, reach := middleOf(points)
	if v.World || len(points) == 0 || reach > worldAngle {
		f.world = true
		f.projection = EqualEarth{}
		f.place(worldOutline(), 0, v.Padding)
		return f
	}
	const rounds = 4 // each brings the middle of the picture nearer to the projection's
	for range rounds {
		z := NewAzimuthal(middle)
		b := around(projected(z, points))
		middle = z.Invert(XY{(b.Left + b.Right) / 2, (b.Top + b.Bottom) / 2})
	}
	z := NewAzimuthal(middle)
	f.projection = z
	f.place(projected(z, points), leastWidth/earthRadius, v.Padding)
	return f
}

// middleOf returns the middle of the points and the angle to the farthest of them.
func middleOf(points []Point) (middle Point, reach float64) {
	var sum vector
	for _, p := range points {
		v := vectorOf(p)
		sum = vector{sum.x + v.x, sum.y + v.y, sum.z + v.z}
	}
	middle = sum.point()
	for _, p := range points {
		reach = max(reach, angle(middle, p))
	}
	return middle, reach
}

func projected(p Projection, points []Point) []XY {
	xys := make([]XY, len(points))
	for i, q := range points {
		xys[i] = p.Project(q)
	}
	return xys
}

// place scales the picture so that all xys lie in the view less its padding,
// and at least the given width is shown.
func (f *frame) place(xys []XY, least, padding float64) {
	b := around(xys)
	width, height := f.box.Right-2*padding, f.box.Bottom-2*padding
	f.scale = min(width/max(b.Right-b.Left, least), height/max(b.Bottom-b.Top, least*height/width))
	f.left = f.box.Right/2 - f.scale*(b.Left+b.Right)/2
	f.top = f.box.Bottom/2 - f.scale*(b.Top+b.Bottom)/2
}

// worldOutline returns points along the edge of the world's map.
func worldOutline() []XY {
	var outline []XY
	for lat := float64(worldSouth); lat <= worldNorth; lat += 4 {
		outline = append(outline, EqualEarth{}.Project(Point{lat, 180}))
	}
	for lat := float64(worldNorth); lat >= worldSouth; lat -= 4 {
		outline = append(outline, EqualEarth{}.Project(Point{lat, -180}))
	}
	return outline
}

// reach returns the place in the middle of the view, and the angle from there
// to its farthest corner.
func (f *frame) reach() (middle Point, angleTo float64) {
	middle = f.where(XY{(f.box.Left + f.box.Right) / 2, (f.box.Top + f.box.Bottom) / 2})
	for _, corner := range f.box.corners() {
		angleTo = max(angleTo, angle(middle, f.where(corner)))
	}
	return middle, angleTo
}
