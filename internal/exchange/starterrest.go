package exchange

import (
	"context"
	"slices"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/platform/db"
)

// A newer release may tell less than an older one did. Places and regions stay: their
// numbers stand in addresses and partnerships. Names go with the names of the older
// release (applyPlaces). What follows is for the registry: a caveat that it took back
// must not go on marking towns, and a partnership that it does not tell any more is
// withdrawn, which keeps what was known until now. What a person edited stays.

// withdraw takes back what an older release's registry told and this one does not.
func (s Stores) withdraw(ctx context.Context, tx *db.Tx, partnerships []partnership.Partnership, notices []match.Notice) error {
	if err := dropNotices(ctx, tx, notices); err != nil {
		return err
	}
	told := map[string]bool{}
	for _, p := range partnerships {
		if told[p.ID] = true; p.ID == "" {
			sides := p.Sides()
			told[partnership.PairID(sides[0], sides[1])] = true
		}
	}
	rest, err := texts(ctx, tx, `
		SELECT DISTINCT partnership
		  FROM act
		 WHERE origin = $1
		   AND known_until = 0
		   AND edited = 0`, originStarter)
	if err != nil {
		return err
	}
	for _, id := range rest {
		if told[id] {
			continue
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE act
			   SET known_until = $1
			 WHERE partnership = $2
			   AND origin = $3
			   AND known_until = 0
			   AND edited = 0`, tx.Now(), id, originStarter)
		if err != nil {
			return err
		}
		if _, err := s.Sources.In(tx).Retract(ctx, tx, originStarter, "partnership:"+id, nil); err != nil {
			return err
		}
	}
	return nil
}

func dropNotices(ctx context.Context, tx *db.Tx, told []match.Notice) error {
	held, err := texts(ctx, tx, `
		SELECT code
		  FROM notice
		 WHERE origin = $1
		   AND edited = 0`, originStarter)
	if err != nil {
		return err
	}
	for _, code := range held {
		if slices.ContainsFunc(told, func(n match.Notice) bool { return n.Key == code }) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM notice WHERE code = $1`, code); err != nil {
			return err
		}
	}
	return nil
}

// texts reads a column.
func texts(ctx context.Context, q db.Querier, query string, args ...any) ([]string, error) {
	return db.Collect(ctx, q, func(row db.Scanner) (text string, err error) { return text, row.Scan(&text) }, query, args...)
}
