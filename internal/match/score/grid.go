package score

import "math"

// grid finds places near a point. Cells are half a degree of latitude and longitude: about 55 km high, so that a look-up
// within 50 km touches at most nine cells in middle latitudes.
type grid struct {
	lat, lon []float32
	start    []int32 // of each cell in items
	items    []int32
}

const (
	cellsPerDegree = 2
	gridRows       = 180 * cellsPerDegree
	gridColumns    = 360 * cellsPerDegree
)

func gridRow(lat float64) int {
	return min(gridRows-1, max(0, int((lat+90)*cellsPerDegree)))
}

func gridColumn(lon float64) int {
	c := int(math.Floor((lon + 180) * cellsPerDegree))
	return ((c % gridColumns) + gridColumns) % gridColumns
}

func newGrid(lat, lon []float32) grid {
	g := grid{lat: lat, lon: lon, start: make([]int32, gridRows*gridColumns+1), items: make([]int32, len(lat))}
	cell := func(i int) int { return gridRow(float64(lat[i]))*gridColumns + gridColumn(float64(lon[i])) }
	for i := range lat {
		g.start[cell(i)+1]++
	}
	for c := range gridRows * gridColumns {
		g.start[c+1] += g.start[c]
	}
	next := append([]int32(nil), g.start...)
	for i := range lat {
		c := cell(i)
		g.items[next[c]] = int32(i)
		next[c]++
	}
	return g
}

// near calls f with each place within km of place i, and i itself, in an order that depends on the data alone.
func (w *World) near(i int32, km float64, f func(j int32, d float64)) {
	g := &w.grid
	lat, lon := float64(w.Lat[i]), float64(w.Lon[i])
	dLat := km / 111.2
	dLon := 180.0
	if c := math.Cos((math.Abs(lat) + dLat) * math.Pi / 180); math.Abs(lat)+dLat < 89 {
		dLon = min(180, dLat/c)
	}
	first, count := gridColumn(lon-dLon), int(2*dLon*cellsPerDegree)+2
	count = min(count, gridColumns)
	for r := gridRow(lat - dLat); r <= gridRow(lat+dLat); r++ {
		for k := range count {
			c := r*gridColumns + (first+k)%gridColumns
			for _, j := range g.items[g.start[c]:g.start[c+1]] {
				if d := w.Km(i, j); d <= km {
					f(j, d)
				}
			}
		}
	}
}
