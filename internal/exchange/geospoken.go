package exchange

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/starter"
)

// geoName is one name in a language, with what decides its rank. A million of them
// are held at once, so what is rare stands apart.
type geoName struct {
	place int64
	lang  string
	value string
	used  *period // nil: nothing is said
	rank  int8    // of the names of a place in a language; smaller is better
}

// period is when a name was used: years or dates, "" open.
type period struct{ from, to string }

// The ranks of names. From rankSpoken on they are only found, never shown.
const (
	rankPreferred = iota
	rankPlain
	rankShort
	rankSpoken
	rankHistoric
)

// nameFile takes the names of known places. The file is in the order of its own
// numbers, so they are held until its end: a million names, 100 MB.
func (im *geoImport) nameFile(ctx context.Context, f geoFile, file *FileReport) error {
	var all []geoName
	regions := map[string][]geoName{}
	err := f.each(file, im.progress, geoNameFieldsFirst, func(f []string) (bool, *lang.Message, error) {
		n, taken, bad := im.judgeName(f)
		if bad != nil || !taken {
			return bad != nil, bad, ctx.Err()
		}
		n.lang, n.value = im.one(n.lang), strings.Clone(n.value)
		if code := im.regionOf[n.place]; code != "" {
			regions[code] = append(regions[code], n)
		}
		if _, known := im.known[n.place]; known {
			all = append(all, n)
			return true, nil, nil
		}
		return false, nil, nil
	})
	if err != nil {
		return err
	}
	if err := im.putRegionNames(ctx, regions); err != nil {
		return err
	}
	return im.putNames(ctx, file, ranked(all))
}

// judgeName reads a line of the file of names:
//
//	0 number, 1 geonameid, 2 language, 3 name, 4 preferred, 5 short, 6 colloquial,
//	7 historic, 8 from, 9 to
//
// Lines that are no names in a language (links, postal and airport codes) or concern
// neither a known place nor a region are not taken.
func (im *geoImport) judgeName(f []string) (n geoName, taken bool, bad *lang.Message) {
	id, bad := geoNumber("geonameid", f[1])
	if bad != nil {
		return n, false, bad
	}
	p, known := im.known[id]
	if code := im.regionOf[id]; code != "" && !known {
		p, known = knownPlace{country: code[:2], region: code}, true
	}
	if !known || !isLanguage(f[2]) || !im.wants(f[2], p.country) {
		return n, false, nil
	}
	n = geoName{place: id, lang: f[2], value: strings.TrimSpace(f[3])}
	if !isName(n.value) {
		return n, false, reason("name", "column", "alternate name", "value", clip(f[3]))
	}
	if !starter.InScript(n.lang, n.value) {
		return n, false, nil
	}
	switch {
	case f[7] == "1":
		n.rank = rankHistoric
		if len(f) == geoNameFields {
			n.used = &period{geoDate(f[8]), geoDate(f[9])}
		}
	case f[6] == "1", n.lang == "be" && starter.UnofficialBelarusian(n.value):
		n.rank = rankSpoken
	case f[5] == "1":
		n.rank = rankShort
	case f[4] != "1":
		n.rank = rankPlain
	}
	return n, true, nil
}

// wants says whether names in a language are kept for places of a country.
func (im *geoImport) wants(tag, country string) bool {
	base, _, _ := strings.Cut(tag, "-")
	return slices.Contains(starter.Languages(), tag) || im.countries[country].Speaks(base, true)
}

// isLanguage says whether a tag is one of a language, maybe with its script ("pl",
// "csb", "sr-Latn"). GeoNames' own tags ("link", "post", "iata", "fr_1793") have other
// forms, as have orthographies ("be-tarask"), which we do not show.
func isLanguage(tag string) bool {
	base, script, found := strings.Cut(tag, "-")
	foreign := func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }
	return (len(base) == 2 || len(base) == 3) && base == strings.ToLower(base) && !strings.ContainsFunc(base, foreign) &&
		(!found || (len(script) == 2 || len(script) == 4) && !strings.ContainsFunc(script, foreign))
}

// geoDate is a year or date as GeoNames' contributors write it, if it is short
// enough to be one.
func geoDate(text string) string {
	const longest = 20 // letters; "14th century", "1920-07-15"
	if len(text) > longest || !isName(text) {
		return ""
	}
	return strings.Clone(text)
}

// ranked orders names by place and language, the best first, and drops repeated ones.
func ranked(all []geoName) []geoName {
	slices.SortStableFunc(all, func(a, b geoName) int {
		return cmp.Or(cmp.Compare(a.place, b.place), strings.Compare(a.lang, b.lang), cmp.Compare(a.rank, b.rank))
	})
	type word struct {
		lang, value string
		historic    bool
	}
	of, seen := int64(0), map[word]bool{}
	return slices.DeleteFunc(all, func(n geoName) bool {
		if n.place != of {
			of = n.place
			clear(seen)
		}
		w := word{n.lang, n.value, n.rank == rankHistoric}
		again := seen[w]
		seen[w] = true
		return again
	})
}

// putNames writes ranked names in batches that do not part a place.
func (im *geoImport) putNames(ctx context.Context, file *FileReport, all []geoName) error {
	for len(all) > 0 {
		n := min(geoBatch, len(all))
		for n < len(all) && all[n].place == all[n-1].place {
			n++
		}
		batch := im.named(all[:n])
		all = all[n:]
		if err := ctx.Err(); err != nil {
			return err
		}
		err := im.write(ctx, file, len(batch), func(tx *db.Tx) (int64, error) {
			return im.replaceNames(ctx, tx, batch)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// named gives ranked names their kinds: the best of a language is what the place is
// called in it, the others are to be found by.
func (im *geoImport) named(ranked []geoName) []place.Name {
	all := make([]place.Name, len(ranked))
	for i, n := range ranked {
		first := i == 0 || ranked[i-1].place != n.place || ranked[i-1].lang != n.lang
		all[i] = place.Name{
			Place: n.place, Lang: n.lang, Value: n.value, Kind: im.kindOf(n, first),
			Source: originGeoNames,
		}
		if n.used != nil {
			all[i].From, all[i].To = n.used.from, n.used.to
		}
	}
	return all
}

func (im *geoImport) kindOf(n geoName, first bool) place.NameKind {
	p := im.known[n.place]
	base, _, _ := strings.Cut(n.lang, "-")
	switch {
	case n.rank == rankHistoric:
		return place.Historical
	case n.rank == rankSpoken || !first:
		return place.Variant
	case im.countries[p.country].Speaks(base, n.value == p.name):
		return place.Endonym
	}
	return place.Exonym
}

// replaceNames writes names in the order of their places. Names that GeoNames gave
// these places in these languages before and does not give any more go; those of
// other sources and those that a person edited stay.
func (im *geoImport) replaceNames(ctx context.Context, tx *db.Tx, all []place.Name) (changed int64, err error) {
	type word struct {
		place       int64
		lang, value string
		kind        place.NameKind
	}
	key := func(n place.Name) word { return word{n.Place, n.Lang, n.Value, n.Kind} }
	told, spoken := map[word]place.Name{}, map[word]bool{}
	for _, n := range all {
		told[key(n)] = n
		spoken[word{place: n.Place, lang: n.Lang}] = true
	}
	held, err := heldNames(ctx, tx, all[0].Place, all[len(all)-1].Place)
	if err != nil {
		return 0, err
	}
	for _, n := range held {
		if told[key(n)] == n {
			delete(told, key(n))
			continue
		}
		if !spoken[word{place: n.Place, lang: n.Lang}] {
			continue
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM place_name
			 WHERE place = $1
			   AND lang = $2
			   AND value = $3
			   AND kind = $4`, n.Place, n.Lang, n.Value, string(n.Kind)); err != nil {
			return changed, err
		}
		changed++
	}
	// Fill: a name that another source tells stays that source's.
	put, err := im.Places.PutNames(ctx, tx, func(yield func(place.Name) bool) {
		for _, n := range all {
			if _, missing := told[key(n)]; missing && !yield(n) {
				return
			}
		}
	}, place.Import{Origin: originGeoNames, Fill: true})
	return changed + put, err
}

// heldNames are the names from GeoNames of the places between two numbers, but for
// those that a person edited.
func heldNames(ctx context.Context, tx *db.Tx, from, to int64) ([]place.Name, error) {
	return db.Collect(ctx, tx, func(row db.Scanner) (n place.Name, err error) {
		n.Source = originGeoNames
		return n, row.Scan(&n.Place, &n.Lang, &n.Value, &n.Kind, &n.From, &n.To)
	}, `
		SELECT place,
		       lang,
		       value,
		       kind,
		       used_from,
		       used_until
		  FROM place_name
		 WHERE place BETWEEN $1 AND $2
		   AND source = $3
		   AND edited = 0`, from, to, originGeoNames)
}

// putRegionNames gives regions the names that they lack in the languages of the site.
func (im *geoImport) putRegionNames(ctx context.Context, names map[string][]geoName) error {
	var all []place.Region
	for code, of := range names {
		r, found := im.regions[code]
		if !found {
			continue
		}
		lacked := map[string]string{}
		for _, n := range ranked(of) {
			if n.rank < rankSpoken && r.Names[n.lang] == "" && lacked[n.lang] == "" && slices.Contains(starter.Languages(), n.lang) {
				lacked[n.lang] = n.value
			}
		}
		if r.Names = lacked; len(lacked) > 0 {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return nil
	}
	var told FileReport // names of regions are no rows of their own in the report
	return im.write(ctx, &told, len(all), func(tx *db.Tx) (int64, error) {
		return int64(len(all)), im.Places.PutRegions(ctx, tx, slices.Values(all))
	})
}
