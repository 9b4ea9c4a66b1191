package funding

import (
	"math"
	"slices"
	"sync"

	"twintown/internal/funding/rule"
	"twintown/internal/platform/geo"
	"twintown/starter"
)

// coarse is how far a line of the map may be from where it is: docs/places.md found no town
// farther than 7 km outside its country's shape.
const coarse = 7

// unmeasured is a distance that no map gives: the line is too short for it.
const unmeasured = 20_000

// borders measures how far a town is from the borders of its country.
type borders struct {
	lines      map[[2]string][][]geo.Point // by both countries
	neighbours map[string][]string
}

// bordersOf returns the borders of countries, made when they are first asked for: it takes some
// 20 ms and a few megabytes.
func bordersOf(countries []starter.Country) func() *borders {
	return sync.OnceValue(func() *borders {
		b := &borders{lines: map[[2]string][][]geo.Point{}, neighbours: map[string][]string{}}
		for _, c := range countries {
			b.neighbours[c.Code] = c.Neighbours
		}
		shapes := starter.Shapes(starter.Detail)
		owners := make([][]string, len(shapes.Lines))
		for _, a := range shapes.Areas {
			for _, ring := range a.Rings {
				for _, i := range ring {
					if i = max(i, ^i); a.Code != "" && !slices.Contains(owners[i], a.Code) {
						owners[i] = append(owners[i], a.Code)
					}
				}
			}
		}
		for i, line := range shapes.Lines {
			if len(owners[i]) != 2 {
				continue
			}
			points := make([]geo.Point, len(line.Points))
			for j, p := range line.Points {
				points[j] = geo.Point{Lat: p.Lat, Lon: p.Lon}
			}
			pair := pairOf(owners[i][0], owners[i][1])
			b.lines[pair] = append(b.lines[pair], points)
		}
		return b
	})
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// from returns how far a place is from each border of its country, as closely as the map says;
// nil for a country of which no neighbours are known.
func (b *borders) from(country string, at geo.Point) []rule.Border {
	neighbours, known := b.neighbours[country]
	if !known {
		return nil
	}
	all := make([]rule.Border, 0, len(neighbours))
	for _, other := range neighbours {
		border := rule.Border{With: rule.CountryOf(other), High: unmeasured}
		if lines := b.lines[pairOf(country, other)]; len(lines) > 0 {
			km := math.Inf(1)
			for _, line := range lines {
				km = min(km, toLine(at, line))
			}
			border.Low, border.High = float32(max(km-coarse, 0)), float32(km+coarse)
		}
		all = append(all, border)
	}
	return all
}

// toLine returns the distance from a place to a line in kilometres. Within some hundred
// kilometres the earth is flat enough; farther away it does not matter how far.
func toLine(at geo.Point, line []geo.Point) float64 {
	const kmADegree = 111.2
	narrow := math.Cos(at.Lat * math.Pi / 180)
	flat := func(p geo.Point) (x, y float64) {
		return math.Remainder(p.Lon-at.Lon, 360) * narrow * kmADegree, (p.Lat - at.Lat) * kmADegree
	}
	least := math.Inf(1)
	ax, ay := flat(line[0])
	for _, p := range line[1:] {
		bx, by := flat(p)
		dx, dy := bx-ax, by-ay
		t := 0.0
		if long := dx*dx + dy*dy; long > 0 {
			t = min(max(-(ax*dx+ay*dy)/long, 0), 1)
		}
		least = min(least, math.Hypot(ax+t*dx, ay+t*dy))
		ax, ay = bx, by
	}
	return least
}
