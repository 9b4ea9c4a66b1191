package place

import "strings"

// KindOf returns the kind that a GeoNames feature code stands for
// (https://www.geonames.org/export/codes.html). First-level units are regions,
// second-level ones counties, the lower ones municipalities; populated places are
// settlements, except for parts of a town (PPLX).
func KindOf(feature string) Kind {
	switch {
	case feature == "PPLX":
		return District
	case strings.HasPrefix(feature, "ADM1"):
		return Province
	case strings.HasPrefix(feature, "ADM2"):
		return County
	case strings.HasPrefix(feature, "ADM"):
		return Municipality
	}
	return Settlement
}
