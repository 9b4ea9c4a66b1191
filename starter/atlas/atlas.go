// Package atlas hands the starter's shapes of countries, which docs/places.md
// governs, to package geo, which draws maps of them. It stands between the two
// because neither should know the other: the starter is data that any program
// could read, and geo could draw any land.
package atlas

import (
	"twintown/internal/platform/geo"
	"twintown/starter"
)

// Cartographer returns a drawer of maps with the countries' shapes. It takes
// about 50 ms and some 20 MB: make one and share it.
func Cartographer() *geo.Cartographer {
	return geo.NewCartographer(Shapes(starter.World), Shapes(starter.Detail))
}

// kinds are geo's words for the starter's kinds of line.
var kinds = map[starter.LineKind]geo.LineKind{
	starter.Coast:    geo.Coast,
	starter.Border:   geo.Border,
	starter.Disputed: geo.Disputed,
}

// Shapes returns the countries' shapes at one level, without Antarctica: no
// town to pair lies there, and no map has the room.
func Shapes(level starter.Level) *geo.Shapes {
	from := starter.Shapes(level)
	shapes := &geo.Shapes{}
	for _, line := range from.Lines {
		points := make([]geo.Point, len(line.Points))
		for i, p := range line.Points {
			points[i] = geo.Point{Lat: p.Lat, Lon: p.Lon}
		}
		shapes.Lines = append(shapes.Lines, geo.Line{Kind: kinds[line.Kind], Points: points})
	}
	for _, area := range from.Areas {
		if area.Code != "AQ" {
			shapes.Areas = append(shapes.Areas, geo.Area{Key: area.Key, Hatched: area.Hatched, Rings: area.Rings})
		}
	}
	return shapes
}
