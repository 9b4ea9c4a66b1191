package partnership

import (
	"context"
	"slices"
	"time"

	"twintown/internal/document"
	"twintown/internal/platform/errs"
)

// Papers calls fn for each document that an act names which readers see, with the
// partnership whose act it is.
func (s *Store) Papers(ctx context.Context, fn func(p Partnership, document string) error) (err error) {
	defer errs.Wrap(&err, "partnership.Papers")
	all, err := s.collect(ctx, `p.withdrawn = 0 AND p.id IN (SELECT a.partnership FROM act a WHERE a.body LIKE $1)`, `%"documents":[%`)
	if err != nil {
		return err
	}
	for _, p := range all {
		for _, a := range p.Acts {
			if !a.Held(time.Time{}) {
				continue
			}
			for _, id := range a.Documents {
				if err := fn(p, id); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Stand says how a document of a partnership stands before the public: one that acts name
// is over once all of them, or their partnerships, were withdrawn.
func (s *Store) Stand(ctx context.Context, d document.Document) (_ document.Stand, err error) {
	defer errs.Wrap(&err, "partnership.Stand(%s)", d.ID)
	all, err := s.collect(ctx, `p.id IN (SELECT a.partnership FROM act a WHERE a.body LIKE $1)`, `%"`+d.ID+`"%`)
	if err != nil {
		return document.Draft, err
	}
	stand := document.Open // no act names it yet
	for _, p := range all {
		for _, a := range p.Acts {
			if !slices.Contains(a.Documents, d.ID) {
				continue
			}
			if p.Withdrawn.IsZero() && a.Held(time.Time{}) {
				return document.Open, nil
			}
			stand = document.Withdrawn
		}
	}
	return stand, nil
}
