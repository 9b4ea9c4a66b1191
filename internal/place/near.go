package place

import "math"

// earthRadius is the mean radius in kilometres; a sphere is exact to half a
// percent, far below what "within 50 km" means.
const earthRadius = 6371.0088

// Kilometres returns the great-circle distance between two points in degrees.
func Kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (lat2-lat1)*rad/2, (lon2-lon1)*rad/2
	h := math.Sin(dLat)*math.Sin(dLat) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Sin(dLon)*math.Sin(dLon)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
}

// grid lists places by the degree of latitude and longitude in which they lie.
type grid struct {
	start []uint32 // start[c] is where the places of cell c begin in index
	index []uint32
}

const (
	gridRows  = 180
	gridCols  = 360
	kmADegree = 111.2
)

func cellRow(lat float64) int { return min(max(int(math.Floor(lat))+90, 0), gridRows-1) }

func cellCol(lon float64) int { return ((int(math.Floor(lon))+180)%gridCols + gridCols) % gridCols }

func newGrid(places []Place) grid {
	g := grid{start: make([]uint32, gridRows*gridCols+1), index: make([]uint32, len(places))}
	cell := func(p Place) int { return cellRow(p.Lat)*gridCols + cellCol(p.Lon) }
	for _, p := range places {
		g.start[cell(p)+1]++
	}
	for c := range gridRows * gridCols {
		g.start[c+1] += g.start[c]
	}
	next := append([]uint32(nil), g.start...)
	for i, p := range places {
		c := cell(p)
		g.index[next[c]] = uint32(i)
		next[c]++
	}
	return g
}

// Near calls visit for every place within km kilometres of a point, in no
// order, with its index and distance, until visit returns false.
func (a *Atlas) Near(lat, lon, km float64, visit func(i int, km float64) bool) {
	reach := km/kmADegree + 1e-9
	// Meridians are nearest to each other at the end of the reach towards the pole.
	narrow := math.Cos(min(math.Abs(lat)+reach, 90) * math.Pi / 180)
	width := gridCols / 2 // all of them at a pole, where every meridian is near
	if wide := reach / max(narrow, 1e-6); wide < gridCols/2-1 && math.Abs(lat)+reach < 90 {
		width = int(math.Ceil(wide))
	}
	first, last := cellCol(lon)-width, cellCol(lon)+width
	if width == gridCols/2 {
		last--
	}
	for row := cellRow(lat - reach); row <= cellRow(lat+reach); row++ {
		for c := first; c <= last; c++ {
			col := (c + gridCols) % gridCols
			for _, i := range a.grid.in(row, col) {
				p := &a.places[i]
				if d := Kilometres(lat, lon, p.Lat, p.Lon); d <= km && !visit(int(i), d) {
					return
				}
			}
		}
	}
}

func (g grid) in(row, col int) []uint32 {
	c := row*gridCols + col
	return g.index[g.start[c]:g.start[c+1]]
}
