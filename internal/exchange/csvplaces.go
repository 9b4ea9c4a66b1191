package exchange

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

func (im *csvImport) places(ctx context.Context, file *FileReport) error {
	if err := im.countRegions(ctx); err != nil {
		return err
	}
	seen := map[int64]bool{}
	judge := func(t *table) (place.Place, *lang.Message) {
		p, bad := im.judgePlace(t)
		if bad == nil && seen[p.ID] {
			bad = reason("twice", "column", "geonames_id", "value", t.get("geonames_id"))
		}
		if bad == nil {
			seen[p.ID] = true
		}
		return p, bad
	}
	return walk(ctx, im, im.opt.Places, placeSchema, file, judge, func(ctx context.Context, batch []place.Place) error {
		for _, p := range batch {
			im.know(p)
		}
		return im.write(ctx, file, len(batch), func(tx *db.Tx) (int64, error) {
			if err := im.Places.PutRegions(ctx, tx, slices.Values(im.regions.invented)); err != nil {
				return 0, err
			}
			return im.Places.PutPlaces(ctx, tx, slices.Values(batch), place.Import{Origin: originCSV})
		})
	})
}

// judgePlace reads one row of the table of places. A place that is known stays in
// its country and region: tables are of all years, and where borders lie is not
// for them to say (docs/places.md).
func (im *csvImport) judgePlace(t *table) (p place.Place, bad *lang.Message) {
	if p.ID, bad = number(t, "geonames_id", 1); bad != nil {
		return p, bad
	}
	if p.Name, bad = name(t.get("name")); bad != nil {
		return p, bad
	}
	if p.Country = strings.ToUpper(t.get("country")); !isCountry(p.Country) {
		return p, reason("country", "column", "country", "value", t.get("country"))
	}
	if p.Lat, p.Lon, bad = coordinates(t.get("lat"), t.get("lon")); bad != nil {
		return p, bad
	}
	if t.get("population") != "" {
		if p.Population, bad = number(t, "population", 0); bad != nil {
			return p, bad
		}
	}
	for _, column := range []string{"region", "feature", "unit", "zone"} {
		if text := t.get(column); text != "" && !isName(text) {
			return p, reason("name", "column", column, "value", clip(text))
		}
	}
	known, isKnown := im.known[p.ID]
	p.Feature, p.Unit, p.Zone = t.get("feature"), t.get("unit"), t.get("zone")
	if p.Feature != "" || !isKnown { // a table without features knows no better
		p.Kind = place.KindOf(p.Feature)
	}
	if isKnown {
		p.Country = known.country
	}
	p.Region = im.regions.of(p.ID, p.Country, t.get("region"), t.get("admin1"))
	p.Variants = spellings(t.get("alternate_names"), '|', p.Name)
	return p, nil
}

// number reads a whole number that is not below least.
func number(t *table, column string, least int64) (int64, *lang.Message) {
	n, err := strconv.ParseInt(t.get(column), 10, 64)
	if err != nil || n < least {
		return 0, reason("number", "column", column, "value", clip(t.get(column)))
	}
	return n, nil
}

// longestName is more than the longest name in GeoNames, 180 letters for a region
// of New Zealand.
const longestName = 200

// name reads the name of a place.
func name(text string) (string, *lang.Message) {
	switch {
	case text == "":
		return "", reason("empty", "column", "name")
	case !isName(text):
		return "", reason("name", "column", "name", "value", clip(text))
	}
	return text, nil
}

func isName(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= longestName && !strings.ContainsFunc(text, unicode.IsControl)
}

// clip shortens a field that stands in a message.
func clip(text string) string {
	const enough = 40 // letters, to recognise it by
	runes := []rune(text[:min(len(text), enough*utf8.UTFMax)])
	if len(runes) <= enough {
		return text
	}
	return string(runes[:enough]) + "…"
}

// isCountry says whether a text has the form of a country code.
func isCountry(code string) bool {
	return len(code) == 2 && 'A' <= code[0] && code[0] <= 'Z' && 'A' <= code[1] && code[1] <= 'Z'
}

func coordinates(latText, lonText string) (lat, lon float64, bad *lang.Message) {
	for _, c := range []struct {
		column, text string
		into         *float64
		limit        float64
	}{{"lat", latText, &lat, 90}, {"lon", lonText, &lon, 180}} {
		v, err := strconv.ParseFloat(c.text, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > c.limit {
			return 0, 0, reason("coordinate", "column", c.column, "value", clip(c.text))
		}
		*c.into = v
	}
	return lat, lon, nil
}

// spellings are the other spellings in a field, each once, without the name itself
// and without what is none.
func spellings(field string, separator byte, name string) []string {
	if field == "" {
		return nil
	}
	var all []string
	for s := range strings.SplitSeq(field, string(separator)) {
		if s = strings.TrimSpace(s); s != name && isName(s) {
			all = append(all, s)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
