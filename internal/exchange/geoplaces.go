package exchange

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// geoBatch is how many rows one transaction takes; see csvBatch.
const geoBatch = csvBatch

func (im *geoImport) placeFile(ctx context.Context, f geoFile, file *FileReport) error {
	batch := batches[place.Place]{size: geoBatch, take: func(ctx context.Context, all []place.Place) error {
		return im.write(ctx, file, len(all), func(tx *db.Tx) (int64, error) {
			return im.Places.PutPlaces(ctx, tx, once(all), place.Import{Origin: originGeoNames})
		})
	}}
	err := f.each(file, im.progress, geoPlaceFields, func(f []string) (bool, *lang.Message, error) {
		p, taken, bad := im.judgePlace(f)
		if bad != nil || !taken {
			return bad != nil, bad, nil
		}
		im.know(p)
		return true, nil, batch.add(ctx, p)
	})
	if err != nil {
		return err
	}
	return batch.flush(ctx)
}

// once leaves of rows with the same number the last: PostgreSQL refuses a statement
// that meets one row twice.
func once(all []place.Place) func(yield func(place.Place) bool) {
	last := make(map[int64]int, len(all))
	for i, p := range all {
		last[p.ID] = i
	}
	return func(yield func(place.Place) bool) {
		for i, p := range all {
			if last[p.ID] == i && !yield(p) {
				return
			}
		}
	}
}

// judgePlace reads a line of a file of places:
//
//	0 geonameid, 1 name, 2 asciiname, 3 alternatenames, 4 latitude, 5 longitude, 6 feature
//	class, 7 feature code, 8 country, 9 cc2, 10–13 codes of the first to fourth level,
//	14 population, 15 elevation, 16 dem, 17 time zone, 18 day of the last change
func (im *geoImport) judgePlace(f []string) (p place.Place, taken bool, bad *lang.Message) {
	if p.ID, bad = geoNumber("geonameid", f[0]); bad != nil {
		return p, false, bad
	}
	if f[14] != "" {
		if p.Population, bad = geoNumber("population", f[14]); bad != nil {
			return p, false, bad
		}
	}
	known, isKnown := im.known[p.ID]
	if !isKnown && !im.takes(f[6], f[7], p.Population) {
		return p, false, nil
	}
	if p.Name, bad = name(f[1]); bad != nil {
		return p, false, bad
	}
	if p.Country = f[8]; !isCountry(p.Country) {
		return p, false, reason("country", "column", "country code", "value", clip(f[8]))
	}
	if p.Lat, p.Lon, bad = coordinates(f[4], f[5]); bad != nil {
		return p, false, bad
	}
	p.Feature, p.Kind, p.Zone = f[7], place.KindOf(f[7]), f[17]
	if f[10] != "" && f[10] != "00" { // 00: GeoNames for "not known"
		p.Region = p.Country + "." + f[10]
	}
	p.Unit = geoUnit(p.Country, p.Feature, f)
	if isKnown && known.country != p.Country {
		p.Country, p.Region, p.Unit = known.country, known.region, ""
	}
	p.Variants = spellings(f[3], ',', p.Name)
	return p, true, nil
}

// takes is the rule that GeoNamesOptions tells.
func (im *geoImport) takes(class, feature string, population int64) bool {
	switch class {
	case "A":
		return slices.Contains([]string{"ADM1", "ADM2", "ADM3", "ADM4"}, feature)
	case "P":
		switch {
		case slices.Contains([]string{"PPLCH", "PPLH", "PPLQ", "PPLW"}, feature):
			return false
		case strings.HasPrefix(feature, "PPLA"), feature == "PPLC", feature == "PPLG":
			return true
		}
		return population >= im.opt.LeastPopulation
	}
	return false
}

// byPart are the countries whose municipalities stand on the fourth level, where the
// third is a district or an arrondissement: in the starter's towns most of theirs have
// a code there.
var byPart = map[string]bool{
	"BD": true, "BE": true, "DE": true, "DO": true, "FR": true, "GF": true, "GP": true,
	"LK": true, "MG": true, "MQ": true, "RE": true, "RW": true, "UG": true,
}

// geoUnit is the national code of a unit, or of the municipality that a populated
// place lies in.
func geoUnit(country, feature string, f []string) string {
	switch {
	case feature == "ADM1":
		return ""
	case feature == "ADM2":
		return f[11]
	case feature == "ADM3":
		return f[12]
	case feature == "ADM4", byPart[country]:
		return f[13]
	}
	return f[12]
}

// geoNumber reads a whole number that is not negative.
func geoNumber(column, text string) (int64, *lang.Message) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, reason("number", "column", column, "value", clip(text))
	}
	return n, nil
}
