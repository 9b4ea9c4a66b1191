package exchange

import (
	"strings"
	"testing"
)

// What a row of any table becomes is either told as bad or fit to be stored.
func FuzzCSVRows(f *testing.F) {
	f.Add(placesTable, "name")
	f.Add(pairsTable, "a")
	f.Add("numer;miasto;country;lat;lon\n1;Sokółka;PL;53,4;23.5\n", "miasto")
	f.Add("geonames_id,name,country,lat,lon,alternate_names\n1,\"a\"\"b\",pl,+1e1,-0,x||y|\n", "name")
	known := map[int64]knownPlace{1: {"x", "PL", "PL.81"}, bialystok: {"Białystok", "PL", "PL.81"}, hrodna: {"Hrodna", "BY", "BY.03"}}
	f.Fuzz(func(t *testing.T, text, nameColumn string) {
		im := &csvImport{run: &run{known: known}, year: 2026, regions: newRegionCodes(known)}
		places := map[string]string{"name": nameColumn}
		if in, err := readTable("fuzz", strings.NewReader(text), places, placeSchema); err == nil {
			for ok, bad, err := in.next(); ok && err == nil; ok, bad, err = in.next() {
				if bad != nil {
					continue
				}
				p, bad := im.judgePlace(in)
				if bad == nil && (p.ID < 1 || !isName(p.Name) || !isCountry(p.Country) || p.Population < 0 || !(p.Lat >= -90 && p.Lat <= 90) || !(p.Lon >= -180 && p.Lon <= 180)) {
					t.Errorf("%q became %+v", in.fields, p)
				}
			}
		}
		if in, err := readTable("fuzz", strings.NewReader(text), map[string]string{"a": nameColumn}, pairSchema); err == nil {
			for ok, bad, err := in.next(); ok && err == nil; ok, bad, err = in.next() {
				if bad != nil {
					continue
				}
				l, bad := im.judgePair(in)
				if bad == nil && (l.A == l.B || l.Listing.Year < 1 || l.Listing.Year > im.year || l.Listing.Lists < 1) {
					t.Errorf("%q became %+v", in.fields, l)
				}
			}
		}
	})
}
