package moving

import (
	"context"

	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
)

// KnownOf reads what is known of partnerships: those of the own places where they are
// given, else all. Places of one town count as that town.
func KnownOf(ctx context.Context, atlas *place.Atlas, s *partnership.Store, own ...int64) (k Known, err error) {
	defer errs.Wrap(&err, "moving.KnownOf")
	pairs := map[[2]int64]partnership.Partnership{}
	leader := func(id int64) int64 {
		if p, ok := atlas.Get(id); ok && p.SameAs != 0 {
			return p.SameAs
		}
		return id
	}
	take := func(p partnership.Partnership) error {
		sides := p.Sides()
		for i, a := range sides {
			for _, b := range sides[i+1:] {
				a, b := leader(a), leader(b)
				key := [2]int64{min(a, b), max(a, b)}
				if before, twice := pairs[key]; !twice || len(before.Acts) == 0 || before.Kind == partnership.KindNetwork {
					pairs[key] = p
				}
			}
		}
		return nil
	}
	for _, id := range own {
		all, err := s.OfPlace(ctx, id)
		if err != nil {
			return k, err
		}
		for _, p := range all {
			_ = take(p) // never fails
		}
	}
	if len(own) == 0 {
		if err := s.Each(ctx, take); err != nil {
			return k, err
		}
	}
	return Known{Places: atlas, Between: func(a, b int64) (partnership.Partnership, bool) {
		a, b = leader(a), leader(b)
		p, ok := pairs[[2]int64{min(a, b), max(a, b)}]
		return p, ok
	}}, nil
}
