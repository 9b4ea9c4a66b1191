package place

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps places, names and regions in the database. What answers requests
// is the Atlas; the store serves imports, edits and the loading of an Atlas.
type Store struct{ db *db.DB }

// NewStore returns a store on d.
func NewStore(d *db.DB) *Store { return &Store{db: d} }

const placeColumns = `id, name, country, region, lat, lon, population, feature, kind, unit, zone, same_as`

func scanPlace(row db.Scanner) (p Place, err error) {
	err = row.Scan(&p.ID, &p.Name, &p.Country, &p.Region, &p.Lat, &p.Lon, &p.Population, &p.Feature, &p.Kind, &p.Unit, &p.Zone, &p.SameAs)
	return p, err
}

// Place returns one place, with its variants. The error is NotFound when the
// number is not known.
func (s *Store) Place(ctx context.Context, q db.Querier, id int64) (p Place, err error) {
	defer errs.Wrap(&err, "Place(%d)", id)
	p, ok, err := db.One(ctx, q, scanPlace, `SELECT `+placeColumns+` FROM place WHERE id = $1`, id)
	if err != nil {
		return Place{}, err
	}
	if !ok {
		return Place{}, unknown(fmt.Sprint(id))
	}
	err = db.Each(ctx, q, func(row db.Scanner) error {
		var lines string
		err := row.Scan(&lines)
		p.Variants = append(p.Variants, strings.Split(lines, "\n")...)
		return err
	}, `SELECT spellings FROM place_spelling WHERE place = $1 ORDER BY origin`, id)
	return p, err
}

func unknown(text string) *errs.Error {
	return errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", text), nil)
}

// Each calls fn for every place in the order of numbers, with its variants. q
// should be a transaction, so that places and variants are of one moment.
func (s *Store) Each(ctx context.Context, q db.Querier, fn func(Place) error) (err error) {
	defer errs.Wrap(&err, "Each place")
	variants, err := s.variants(ctx, q)
	if err != nil {
		return err
	}
	return db.Each(ctx, q, func(row db.Scanner) error {
		p, err := scanPlace(row)
		if err != nil {
			return err
		}
		p.Variants = variants[p.ID]
		return fn(p)
	}, `SELECT `+placeColumns+` FROM place ORDER BY id`)
}

// variants reads all spellings first: two cursors at once would need two
// connections. The texts share the memory of the lines.
func (s *Store) variants(ctx context.Context, q db.Querier) (map[int64][]string, error) {
	all := map[int64][]string{}
	err := db.Each(ctx, q, func(row db.Scanner) error {
		var id int64
		var lines string
		err := row.Scan(&id, &lines)
		all[id] = append(all[id], strings.Split(lines, "\n")...)
		return err
	}, `SELECT place, spellings FROM place_spelling ORDER BY place, origin`)
	return all, err
}

// EachName calls fn for every name, in the order of places.
func (s *Store) EachName(ctx context.Context, q db.Querier, fn func(Name) error) (err error) {
	defer errs.Wrap(&err, "EachName")
	return db.Each(ctx, q, func(row db.Scanner) error {
		var n Name
		if err := row.Scan(&n.Place, &n.Lang, &n.Value, &n.Kind, &n.From, &n.To, &n.Source); err != nil {
			return err
		}
		return fn(n)
	}, `SELECT place, lang, value, kind, used_from, used_until, source FROM place_name ORDER BY place, lang, kind, value`)
}

// EachRegion calls fn for every region with its names, in the order of codes.
func (s *Store) EachRegion(ctx context.Context, q db.Querier, fn func(Region) error) (err error) {
	defer errs.Wrap(&err, "EachRegion")
	names := map[string]map[string]string{}
	err = db.Each(ctx, q, func(row db.Scanner) error {
		var code, language, value string
		if err := row.Scan(&code, &language, &value); err != nil {
			return err
		}
		if names[code] == nil {
			names[code] = map[string]string{}
		}
		names[code][language] = value
		return nil
	}, `SELECT code, lang, value FROM region_name`)
	if err != nil {
		return err
	}
	return db.Each(ctx, q, func(row db.Scanner) error {
		var r Region
		if err := row.Scan(&r.Code, &r.Country, &r.Name); err != nil {
			return err
		}
		r.Names = names[r.Code]
		return fn(r)
	}, `SELECT code, country, name FROM region ORDER BY code`)
}

// Import says who writes rows, and how they meet rows that are there already.
// What a person edited is never changed.
type Import struct {
	// Origin names the writer, such as "starter" or "geonames". Spellings are kept
	// apart by origin, so that a repeat replaces its own.
	Origin string
	// Fill leaves rows that exist as they are. Otherwise what the import knows
	// replaces what the row says, and what it does not know stays.
	Fill bool
	// Own changes no place that another origin wrote last: a release's starter
	// content does not take back what an import brought.
	Own bool
}

// PutPlaces writes places and their variants, and returns how many rows of
// places are new or changed. A repeat changes nothing.
func (s *Store) PutPlaces(ctx context.Context, tx *db.Tx, places iter.Seq[Place], by Import) (n int64, err error) {
	defer errs.Wrap(&err, "PutPlaces from %s", by.Origin)
	var spellings [][]any
	update := updatePlace
	if by.Own {
		update += ` AND place.origin = excluded.origin`
	}
	into := db.Insert{Table: "place", Columns: strings.Split(placeColumns+", origin", ", "), Conflict: by.conflict("(id)", update)}
	n, err = tx.Bulk(ctx, into, func(yield func([]any) bool) {
		for p := range places {
			if len(p.Variants) > 0 {
				spellings = append(spellings, []any{p.ID, by.Origin, strings.Join(p.Variants, "\n")})
			}
			if !yield([]any{p.ID, p.Name, p.Country, p.Region, p.Lat, p.Lon, p.Population, p.Feature, string(p.Kind), p.Unit, p.Zone, p.SameAs, by.Origin}) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}
	into = db.Insert{Table: "place_spelling", Columns: []string{"place", "origin", "spellings"}, Conflict: by.conflict("(place, origin)",
		`spellings = excluded.spellings WHERE place_spelling.spellings <> excluded.spellings`)}
	_, err = tx.Bulk(ctx, into, rows(spellings))
	return n, err
}

func rows(all [][]any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, row := range all {
			if !yield(row) {
				return
			}
		}
	}
}

func (by Import) conflict(key, update string) string {
	if by.Fill {
		return `ON CONFLICT ` + key + ` DO NOTHING`
	}
	return `ON CONFLICT ` + key + ` DO UPDATE SET ` + update
}

// updatePlace takes what is known from the new row and keeps the rest.
const updatePlace = `
	name       = excluded.name,
	country    = excluded.country,
	lat        = excluded.lat,
	lon        = excluded.lon,
	region     = CASE WHEN excluded.region <> '' THEN excluded.region ELSE place.region END,
	population = CASE WHEN excluded.population <> 0 THEN excluded.population ELSE place.population END,
	feature    = CASE WHEN excluded.feature <> '' THEN excluded.feature ELSE place.feature END,
	kind       = CASE WHEN excluded.kind <> '' THEN excluded.kind ELSE place.kind END,
	unit       = CASE WHEN excluded.unit <> '' THEN excluded.unit ELSE place.unit END,
	zone       = CASE WHEN excluded.zone <> '' THEN excluded.zone ELSE place.zone END,
	same_as    = CASE WHEN excluded.same_as <> 0 THEN excluded.same_as ELSE place.same_as END,
	origin     = excluded.origin
WHERE place.edited = 0 AND (
	place.name <> excluded.name OR place.country <> excluded.country
	OR place.lat <> excluded.lat OR place.lon <> excluded.lon
	OR (excluded.region <> '' AND place.region <> excluded.region)
	OR (excluded.population <> 0 AND place.population <> excluded.population)
	OR (excluded.feature <> '' AND place.feature <> excluded.feature)
	OR (excluded.kind <> '' AND place.kind <> excluded.kind)
	OR (excluded.unit <> '' AND place.unit <> excluded.unit)
	OR (excluded.zone <> '' AND place.zone <> excluded.zone)
	OR (excluded.same_as <> 0 AND place.same_as <> excluded.same_as))`

// PutNames writes names, and returns how many are new or changed.
func (s *Store) PutNames(ctx context.Context, tx *db.Tx, all iter.Seq[Name], by Import) (n int64, err error) {
	defer errs.Wrap(&err, "PutNames from %s", by.Origin)
	into := db.Insert{
		Table:   "place_name",
		Columns: []string{"place", "lang", "value", "kind", "used_from", "used_until", "source", "origin"},
		Conflict: by.conflict("(place, lang, value, kind)", `
			used_from = excluded.used_from, used_until = excluded.used_until, source = excluded.source, origin = excluded.origin
			WHERE place_name.edited = 0 AND (place_name.used_from <> excluded.used_from
				OR place_name.used_until <> excluded.used_until OR place_name.source <> excluded.source)`),
	}
	return tx.Bulk(ctx, into, func(yield func([]any) bool) {
		for n := range all {
			if !yield([]any{n.Place, n.Lang, n.Value, string(n.Kind), n.From, n.To, n.Source, by.Origin}) {
				return
			}
		}
	})
}

// DropNames removes the names that an origin wrote and no person edited, so that
// its next edition can do without some of them.
func (s *Store) DropNames(ctx context.Context, tx *db.Tx, origin string) (err error) {
	defer errs.Wrap(&err, "DropNames of %s", origin)
	_, err = tx.ExecContext(ctx, `DELETE FROM place_name WHERE origin = $1 AND edited = 0`, origin)
	return err
}

// PutRegions writes regions and their names. Those that exist are replaced.
func (s *Store) PutRegions(ctx context.Context, tx *db.Tx, regions iter.Seq[Region]) (err error) {
	defer errs.Wrap(&err, "PutRegions")
	var named [][]any
	into := db.Insert{Table: "region", Columns: []string{"code", "country", "name"}, Conflict: `ON CONFLICT (code) DO UPDATE SET country = excluded.country, name = excluded.name`}
	_, err = tx.Bulk(ctx, into, func(yield func([]any) bool) {
		for r := range regions {
			for language, value := range r.Names {
				named = append(named, []any{r.Code, language, value})
			}
			if !yield([]any{r.Code, r.Country, r.Name}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	into = db.Insert{Table: "region_name", Columns: []string{"code", "lang", "value"}, Conflict: `ON CONFLICT (code, lang) DO UPDATE SET value = excluded.value`}
	_, err = tx.Bulk(ctx, into, rows(named))
	return err
}
