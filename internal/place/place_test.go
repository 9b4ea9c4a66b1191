package place

import (
	"slices"

	"twintown/internal/platform/lang/messages"
)

// sampleAtlas is a small world around Białystok.
func sampleAtlas() *Atlas {
	a := NewAtlas(samplePlaces(), sampleNames(), sampleRegions())
	c, err := messages.Default()
	if err != nil {
		panic(err)
	}
	return a.WithCountryNames(CatalogCountries(c))
}

func samplePlaces() []Place {
	return []Place{
		{ID: 776069, Name: "Białystok", Country: "PL", Region: "PL.81", Lat: 53.13333, Lon: 23.16433, Population: 291855, Feature: "PPLA", Kind: Settlement, Unit: "2061", Zone: "Europe/Warsaw", Variants: []string{"Белосток", "QYY"}},
		{ID: 627904, Name: "Hrodna", Country: "BY", Region: "BY.03", Lat: 53.6884, Lon: 23.8258, Population: 361115, Feature: "PPLA", Kind: Settlement, Variants: []string{"Горадня", "GNA"}},
		{ID: 598316, Name: "Kaunas", Country: "LT", Region: "LT.57", Lat: 54.90272, Lon: 23.90961, Population: 289380, Feature: "PPLA", Kind: Settlement},
		{ID: 629634, Name: "Brest", Country: "BY", Region: "BY.01", Lat: 52.09755, Lon: 23.68775, Population: 344470, Feature: "PPLA", Kind: Settlement},
		{ID: 3030300, Name: "Brest", Country: "FR", Region: "FR.53", Lat: 48.39029, Lon: -4.48628, Population: 144899, Feature: "PPLA3", Kind: Settlement},
		{ID: 100, Name: "Springfield", Country: "US", Region: "US.IL", Lat: 39.8, Lon: -89.64, Population: 116250, Feature: "PPLA", Kind: Settlement},
		{ID: 101, Name: "Springfield", Country: "US", Region: "US.MA", Lat: 42.1, Lon: -72.59, Population: 155929, Feature: "PPLA2", Kind: Settlement},
		{ID: 102, Name: "Springfield", Country: "US", Region: "US.OH", Lat: 39.92, Lon: -83.81, Population: 9000, Feature: "PPLA2", Kind: Settlement},
		{ID: 554234, Name: "Kaliningrad", Country: "RU", Region: "RU.23", Lat: 54.70649, Lon: 20.51095, Population: 475056, Feature: "PPLA", Kind: Settlement},
		{ID: 2675408, Name: "Uppsala", Country: "SE", Region: "SE.21", Lat: 59.85882, Lon: 17.63889, Population: 149245, Feature: "PPLA", Kind: Settlement},
		{ID: 2666218, Name: "Uppsala Kommun", Country: "SE", Region: "SE.21", Lat: 59.96, Lon: 17.7, Population: 187541, Feature: "ADM2", Kind: Municipality},
	}
}

func sampleNames() []Name {
	return []Name{
		{Place: 627904, Lang: "pl", Value: "Grodno", Kind: Exonym, Source: "twintown"},
		{Place: 627904, Lang: "be", Value: "Гродна", Kind: Endonym, Source: "geonames"},
		{Place: 627904, Lang: "ru", Value: "Гродно", Kind: Endonym, Source: "geonames"},
		{Place: 627904, Lang: "lt", Value: "Gardinas", Kind: Exonym, Source: "geonames"},
		{Place: 627904, Lang: "de", Value: "Garten", Kind: Historical, Source: "twintown"},
		{Place: 598316, Lang: "pl", Value: "Kowno", Kind: Exonym, Source: "geonames"},
		{Place: 554234, Lang: "pl", Value: "Kaliningrad", Kind: Exonym, Source: "geonames"},
		{Place: 554234, Lang: "pl", Value: "Królewiec", Kind: Official, From: "2023", Source: "ksng"},
		{Place: 554234, Lang: "de", Value: "Königsberg", Kind: Exonym, To: "1946", Source: "twintown"},
		{Place: 554234, Lang: "ru", Value: "Калининград", Kind: Endonym, Source: "geonames"},
	}
}

func sampleRegions() []Region {
	return []Region{
		{Code: "PL.81", Country: "PL", Name: "Podlasie", Names: map[string]string{"pl": "podlaskie", "en": "Podlaskie"}},
		{Code: "BY.01", Country: "BY", Name: "Brest"},
		{Code: "FR.53", Country: "FR", Name: "Brittany", Names: map[string]string{"fr": "Bretagne", "pl": "Bretania"}},
		{Code: "US.IL", Country: "US", Name: "Illinois"},
		{Code: "US.MA", Country: "US", Name: "Massachusetts"},
	}
}

func ids(hits []Hit) (all []int64) {
	for _, h := range hits {
		all = append(all, h.ID)
	}
	return all
}

func firstID(hits []Hit) int64 {
	return append(slices.Clone(ids(hits)), 0)[0]
}
