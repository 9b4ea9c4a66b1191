package partnership

import (
	"context"
	"slices"

	"twintown/internal/platform/db"
)

// writeActs writes the acts that a change added, altered, withdrew or took back.
func (s *Store) writeActs(ctx context.Context, tx *db.Tx, before *Partnership, after Partnership) error {
	told, err := s.ordinals(ctx, after.ID)
	if err != nil {
		return err
	}
	for i, a := range after.Acts {
		at := -1
		if before != nil {
			at = slices.IndexFunc(before.Acts, func(b Act) bool { return b.ID == a.ID })
		}
		if at >= 0 && before.Acts[at].same(a) && before.Acts[at].KnownUntil.Equal(a.KnownUntil) && before.Acts[at].KnownSince.Equal(a.KnownSince) {
			continue
		}
		ordinal, known := told[a.ID]
		if !known || at >= 0 && before.Acts[at].Date != a.Date {
			ordinal = ordinalAfter(told, after.Acts[:i])
		}
		if err := writeAct(ctx, tx, after.ID, ordinal, a, at < 0); err != nil {
			return err
		}
		told[a.ID] = ordinal
	}
	return nil
}

// ordinals are the places of a partnership's acts in the order of telling.
func (s *Store) ordinals(ctx context.Context, id string) (map[string]int64, error) {
	told := map[string]int64{}
	return told, db.Each(ctx, s.q, func(row db.Scanner) error {
		var act string
		var ordinal int64
		if err := row.Scan(&act, &ordinal); err != nil {
			return err
		}
		told[act] = ordinal
		return nil
	}, `
		SELECT id,
		       ordinal
		  FROM act
		 WHERE partnership = $1`, id)
}

// ordinalAfter is the place that follows the acts told before: that of the last of them,
// since acts that share a place stand in the order of [inTold]. So no import's acts move.
func ordinalAfter(told map[string]int64, earlier []Act) int64 {
	for _, a := range slices.Backward(earlier) {
		if n, known := told[a.ID]; known && a.Held(zero) {
			return n
		}
	}
	return -1
}

func writeAct(ctx context.Context, tx *db.Tx, partnership string, ordinal int64, a Act, isNew bool) error {
	if isNew {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO act (id, partnership, ordinal, type, dated, body, known_since, origin)
			VALUES ($1, $2, 0, '', '', '{}', 0, $3)`, a.ID, partnership, a.Origin); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE act
		   SET ordinal     = $1,
		       type        = $2,
		       dated       = $3,
		       body        = $4,
		       known_since = $5,
		       known_until = $6,
		       edited      = $7
		 WHERE id = $8`,
		ordinal, string(a.Type), a.Date.String(), a.body(), db.Micros(a.KnownSince), db.Micros(a.KnownUntil), tx.Now(), a.ID)
	return err
}
