package exchange

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"iter"
	"slices"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
	"twintown/starter"
	"twintown/starter/registry"
)

// starterMeta is the name in table meta under which the version of the applied
// starter content stands: 0 none yet, -1 never to be applied to this folder.
const starterMeta = "starter_version"

// noStarter marks a folder that an import made with --empty.
const noStarter = -1

// starterBatch is how many places one transaction takes: large enough that
// commits cost nothing, small enough that a kill loses little.
const starterBatch = 20_000

// byStarter is how the starter content meets rows that are there.
var byStarter = place.Import{Origin: originStarter, Own: true}

// ApplyStarter brings the starter content of this release into the database,
// unless it is there already or the folder was made without it. It goes on
// where a kill ended it, since every row is written idempotently and the version
// is noted last.
func ApplyStarter(ctx context.Context, s Stores) error {
	return ApplyStarterPart(ctx, s, func(starter.Town) bool { return true })
}

// ApplyStarterPart is ApplyStarter with only those towns that keep lets through:
// a test or a regional installation needs no others. The parties of the registry's
// partnerships are its caller's matter.
func ApplyStarterPart(ctx context.Context, s Stores, keep func(starter.Town) bool) (err error) {
	defer errs.Wrap(&err, "ApplyStarter")
	want, err := starterVersion()
	if err != nil {
		return err
	}
	have, err := s.DB.Meta(ctx, starterMeta)
	if err != nil || have == want || have == noStarter {
		return err
	}
	reg, err := registry.Read()
	if err != nil {
		return err
	}
	if err := s.applyPlaces(ctx, reg, keep); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.applyRegistry(ctx, tx, reg); err != nil {
			return err
		}
		if err := tx.SetMeta(ctx, starterMeta, want); err != nil {
			return err
		}
		return tx.Touch(ctx)
	})
}

// WithoutStarter marks an empty database as one that never gets the starter
// content. It is an error (errs.Conflict) when the content is there already.
func WithoutStarter(ctx context.Context, s Stores) error {
	have, err := s.DB.Meta(ctx, starterMeta)
	if err != nil || have == noStarter {
		return err
	}
	if have != 0 {
		return errs.New(errs.Conflict, lang.Msg("error.starter_applied"), nil)
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error { return tx.SetMeta(ctx, starterMeta, noStarter) })
}

// starterVersion is a number of the embedded content: any change of it gives
// another one. It is never 0 or negative.
func starterVersion() (int64, error) {
	reg, err := registry.Version()
	if err != nil {
		return 0, err
	}
	h := fnv.New64a()
	h.Write([]byte(starter.Version()))
	h.Write([]byte(reg))
	return int64(h.Sum64()>>1) | 1, nil
}

// applyPlaces writes regions, places and their names, in batches.
func (s Stores) applyPlaces(ctx context.Context, reg *registry.Registry, keep func(starter.Town) bool) error {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		return s.Places.PutRegions(ctx, tx, regions())
	})
	if err != nil {
		return err
	}
	all := places(reg, keep)
	for batch := range slices.Chunk(all, starterBatch) {
		err := s.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := s.Places.PutPlaces(ctx, tx, slices.Values(batch), byStarter)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := s.Places.DropNames(ctx, tx, originStarter); err != nil {
			return err
		}
		_, err := s.Places.PutNames(ctx, tx, placeNames(reg, all), byStarter)
		return err
	})
}

func regions() iter.Seq[place.Region] {
	return func(yield func(place.Region) bool) {
		for _, r := range starter.Regions() {
			if !yield(place.Region{Code: r.Code, Country: r.Country, Name: r.Name, Names: r.Names}) {
				return
			}
		}
	}
}

// places are the towns of the gazetteer and the units that the registry adds.
func places(reg *registry.Registry, keep func(starter.Town) bool) []place.Place {
	all := make([]place.Place, 0, 140_000) // the gazetteer has 135,233
	for t := range starter.Towns() {
		if !keep(t) {
			continue
		}
		all = append(all, place.Place{
			ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon,
			Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature), Unit: t.Unit, Zone: t.Zone,
		})
	}
	for _, u := range reg.Places {
		all = append(all, place.Place{
			ID: u.ID, Name: u.Name, Country: u.Country, Region: u.Region, Lat: u.Lat, Lon: u.Lon,
			Population: u.Population, Kind: place.Kind(u.Kind), Unit: u.Unit, Zone: u.Zone,
		})
	}
	return all
}

// placeNames are the hand-checked names first, since the first of two alike
// stands, then those of the gazetteer; of the places that there are.
func placeNames(reg *registry.Registry, all []place.Place) iter.Seq[place.Name] {
	there := make(map[int64]bool, len(all))
	for _, p := range all {
		there[p.ID] = true
	}
	return func(yield func(place.Name) bool) {
		seen := map[place.Name]bool{} // by what identifies a name
		add := func(n place.Name) bool {
			key := place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: n.Kind}
			if seen[key] || !there[n.Place] {
				return true
			}
			seen[key] = true
			return yield(n)
		}
		for n := range registryNames(reg) {
			if !add(n) {
				return
			}
		}
		for n := range starter.Names() {
			if !add(place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source}) {
				return
			}
		}
	}
}

// registryNames are the names of the table and those of the units that the
// registry adds.
func registryNames(reg *registry.Registry) iter.Seq[place.Name] {
	return func(yield func(place.Name) bool) {
		for _, n := range reg.Names {
			if !yield(place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), From: n.From, To: n.To, Source: n.Source}) {
				return
			}
		}
		for _, u := range reg.Places {
			for _, n := range u.Names {
				if !yield(place.Name{Place: u.ID, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind), Source: n.Source}) {
					return
				}
			}
		}
	}
}

// applyRegistry writes sources, partnerships and caveats, all or nothing.
func (s Stores) applyRegistry(ctx context.Context, tx *db.Tx, reg *registry.Registry) error {
	sources, err := recast[source.Source](reg.Sources)
	if err != nil {
		return err
	}
	if _, err := s.Sources.Put(ctx, tx, slices.Values(sources)); err != nil {
		return err
	}
	partnerships, err := recast[partnership.Partnership](reg.Partnerships)
	if err != nil {
		return err
	}
	for i := range partnerships {
		identify(&partnerships[i], reg.Partnerships[i])
	}
	partnership.KnownFrom(partnerships, sources)
	if _, err := s.Partnerships.Put(ctx, tx, originStarter, slices.Values(partnerships)); err != nil {
		return err
	}
	notices, err := recast[match.Notice](reg.Notices)
	if err != nil {
		return err
	}
	if _, err = s.Notices.Put(ctx, tx, originStarter, slices.Values(notices)); err != nil {
		return err
	}
	return s.withdraw(ctx, tx, partnerships, notices)
}

// identify gives acts the identifiers that their keys stand for. Partnerships
// of two get theirs from the pair, so that lists and stories meet.
func identify(p *partnership.Partnership, r registry.Partnership) {
	for i, a := range r.Acts {
		p.Acts[i].ID = db.IDFor(originStarter, r.Key+"/"+a.Key)
	}
	if len(p.Sides()) > 2 {
		p.ID = db.IDFor(originStarter, r.Key)
	}
}

// recast reads records of the registry as the rooms' own types: both have the
// same fields in JSON.
func recast[T, F any](records []F) ([]T, error) {
	text, err := json.Marshal(records)
	if err != nil {
		return nil, err
	}
	var all []T
	return all, json.Unmarshal(text, &all)
}
