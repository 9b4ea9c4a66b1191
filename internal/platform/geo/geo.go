// Package geo measures the earth and draws maps of it.
//
// A map is drawn on the server, without any tile or foreign service: a
// Cartographer gets the countries' shapes (those of docs/places.md come with
// starter/atlas), takes what is to be shown (places with labels, links between
// two places) and the size of the view, and returns a Map: paths, dots and
// labels in the view's own units, ready for a template to write as SVG.
// Nothing in this package knows HTML, colours or languages.
//
// Every projection here is equal-area, so that a country looks as large as it
// is beside another one. A map fits its content: Lambert's azimuthal
// projection about the content's middle where all of it lies on one side of
// the globe, Equal Earth with the whole world otherwise. Links are great
// circles. Lines are thinned to what the view's resolution can show, arc by
// arc, so neighbours still share their border; and further until the paths
// keep within the view's budget of bytes. Labels are placed one after another,
// the important ones first, and one that would overlap is left out.
//
//	c := geo.NewCartographer(world, detail)
//	m := c.Draw(geo.Content{
//		Places: []geo.Place{
//			{ID: "776069", At: geo.Point{Lat: 53.13, Lon: 23.16}, Label: "Białystok", Class: "here", Rank: 9},
//			{ID: "593116", At: geo.Point{Lat: 54.69, Lon: 25.28}, Label: "Wilno", Class: "there"},
//		},
//		Links: []geo.Link{{From: …, To: …, Class: "active"}},
//	}, geo.View{Width: 640, Height: 480})
//	// <path class="land" d="{{.Land}}"/> …
package geo

import "math"

// earthRadius is the mean radius of the earth in kilometres (IUGG's R1).
const earthRadius = 6371.0088

// Point is a place on earth in degrees.
type Point struct{ Lat, Lon float64 }

// Distance returns the length of the shortest way between two places in
// kilometres, on a sphere: wrong by less than half a per cent.
func Distance(a, b Point) float64 {
	return earthRadius * angle(a, b)
}

// angle returns the angle between two places seen from the earth's middle, by
// the haversine formula, which is exact for short distances.
func angle(a, b Point) float64 {
	lat1, lat2 := radians(a.Lat), radians(b.Lat)
	s := math.Sin((lat2 - lat1) / 2)
	t := math.Sin(radians(b.Lon-a.Lon) / 2)
	return 2 * math.Asin(math.Sqrt(min(1, s*s+math.Cos(lat1)*math.Cos(lat2)*t*t)))
}

// GreatCircle returns the shortest way from a to b as n+1 points at equal
// distances; the first is a, the last b. Between two places opposite each
// other every way is as short; it returns one of them.
func GreatCircle(a, b Point, n int) []Point {
	n = max(n, 1)
	u, v := vectorOf(a), vectorOf(b)
	c := angle(a, b)
	way := make([]Point, n+1)
	way[0], way[n] = a, b
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		if math.Sin(c) < 1e-9 {
			way[i] = Point{a.Lat + t*(b.Lat-a.Lat), a.Lon + t*(b.Lon-a.Lon)}
			continue
		}
		p, q := math.Sin((1-t)*c)/math.Sin(c), math.Sin(t*c)/math.Sin(c)
		way[i] = vector{p*u.x + q*v.x, p*u.y + q*v.y, p*u.z + q*v.z}.point()
	}
	return way
}

// vector is a place as a vector from the earth's middle.
type vector struct{ x, y, z float64 }

func vectorOf(p Point) vector {
	lat, lon := radians(p.Lat), radians(p.Lon)
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func (v vector) point() Point {
	return Point{degrees(math.Atan2(v.z, math.Hypot(v.x, v.y))), degrees(math.Atan2(v.y, v.x))}
}

func radians(deg float64) float64 { return deg * math.Pi / 180 }
func degrees(rad float64) float64 { return rad * 180 / math.Pi }
