package partnership

import (
	"context"

	"twintown/internal/people"
)

// Present notes that the actor has a partnership open, and returns the other accounts that
// have it open too.
func (e *Editor) Present(ctx context.Context, who people.Actor, id string) (others []string, err error) {
	return people.Present(ctx, e.store.db, who, subject(id))
}
