package partnership

import (
	"context"
	"time"

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
