package fit

import (
	"math"

	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// check says what a place misses of what a request demands, and what of it cannot be known.
// Nothing missed means that the place may be suggested. The distance is counted from the
// leading town; from is that.
func check(r seek.Request, from, p place.Place) (missed, unknown []lang.Message) {
	if !inCountries(r, p) {
		missed = append(missed, lang.Msg("fit.missed.country", "countries", countries(r.Countries)))
	}
	switch {
	case r.MinPeople == 0 && r.MaxPeople == 0:
	case p.Population <= 0:
		unknown = append(unknown, lang.Msg("fit.unknown.size"))
	case p.Population < r.MinPeople:
		missed = append(missed, lang.Msg("fit.missed.small", "n", int(r.MinPeople), "have", int(p.Population)))
	case r.MaxPeople > 0 && p.Population > r.MaxPeople:
		missed = append(missed, lang.Msg("fit.missed.large", "n", int(r.MaxPeople), "have", int(p.Population)))
	}
	if km := kilometres(from, p); r.MaxKm > 0 && km > float64(r.MaxKm) {
		missed = append(missed, lang.Msg("fit.missed.far", "most", float64(r.MaxKm), "km", math.Round(km)))
	}
	return missed, unknown
}

// meets is check without words, for each place of the world.
func meets(r seek.Request, from, p place.Place) bool {
	return inCountries(r, p) &&
		(p.Population <= 0 || p.Population >= r.MinPeople && (r.MaxPeople == 0 || p.Population <= r.MaxPeople)) &&
		(r.MaxKm == 0 || kilometres(from, p) <= float64(r.MaxKm))
}

func inCountries(r seek.Request, p place.Place) bool {
	if len(r.Countries) == 0 {
		return true
	}
	for _, c := range r.Countries {
		if c == p.Country {
			return true
		}
	}
	return false
}

func kilometres(a, b place.Place) float64 { return place.Kilometres(a.Lat, a.Lon, b.Lat, b.Lon) }

// countries are named by the reader's language.
func countries(codes []string) (names []lang.Message) {
	for _, c := range codes {
		names = append(names, lang.Msg("fit.country", "country", c))
	}
	return names
}
