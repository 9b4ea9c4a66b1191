package press

import (
	"context"

	"twintown/internal/people"
)

// Present notes that the actor has an item open, and returns the other accounts that have
// it open too.
func (s *Store) Present(ctx context.Context, who people.Actor, id string) (others []string, err error) {
	return people.Present(ctx, s.db, who, kindName+":"+id)
}
