package care

import (
	"context"

	"twintown/internal/platform/errs"
)

// Due is everything that the officers of a place should think of, the most pressing first.
func (d *Desk) Due(ctx context.Context, place int64) (due []Duty, err error) {
	defer errs.Wrap(&err, "care.Due(%d)", place)
	limits, err := d.LimitsOf(ctx, place)
	if err != nil {
		return nil, err
	}
	all, err := d.Partnerships.OfPlace(ctx, place)
	if err != nil {
		return nil, err
	}
	keepers, err := d.People.Keepers(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		due = append(due, Duties(p, place, d.today(), limits)...)
		if !alive(p, d.today()) {
			continue
		}
		for _, other := range others(p, place) {
			if left, once := keepers[other]; once && !left {
				due = append(due, Duty{Kind: ContactGone, Partnership: p.ID, Place: place, Others: []int64{other}})
			}
		}
	}
	sortDuties(due)
	return due, nil
}
