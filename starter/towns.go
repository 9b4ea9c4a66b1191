package starter

import "iter"

// coordinateUnits is how many steps of a stored coordinate make one degree:
// 11 metres, far less than the extent of any town, and a tenth less to store
// than the fifth decimal place that the source has.
const coordinateUnits = 10_000

// Town is one populated place.
type Town struct {
	ID         int64  // GeoNames number
	Name       string // as GeoNames writes it: mostly the local name in Latin letters
	Country    string // ISO 3166-1 code of two letters, "XK" for Kosovo
	Region     string // GeoNames code such as "PL.81"; "" where the source has none
	Lat, Lon   float64
	Population int64  // 0 = unknown
	Feature    string // GeoNames feature code: "PPL", "PPLA2", "PPLC" (a capital), "PPLX" (part of a town)…
	Unit       string // national code of the municipality ("206101" in Poland, the AGS in Germany…); "" unknown
	Zone       string // time zone, "Europe/Warsaw"
}

// Towns yields the 135,233 towns, ordered by country, region and number.
func Towns() iter.Seq[Town] {
	return func(yield func(Town) bool) {
		r := open("towns.zst")
		ids, names, countries, regions := r.Ints(), r.Words(), r.Labels(), r.Labels()
		lats, lons, populations := r.Ints(), r.Ints(), r.Ints()
		features, units, zones := r.Labels(), r.Words(), r.Labels()
		for ids.More() {
			t := Town{
				ID:         ids.Next(),
				Name:       names.Next(),
				Country:    countries.Next(),
				Region:     regions.Next(),
				Lat:        float64(lats.Next()) / coordinateUnits,
				Lon:        float64(lons.Next()) / coordinateUnits,
				Population: populations.Next(),
				Feature:    features.Next(),
				Unit:       units.Next(),
				Zone:       zones.Next(),
			}
			if r.Err() != nil || !yield(t) {
				break
			}
		}
		must(r.Err())
	}
}
