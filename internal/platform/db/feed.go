package db

import (
	"context"
	"fmt"
)

// Changed is an object whose change moved the data's version.
type Changed struct{ Kind, ID string }

// keptSteps is how many versions the feed of changes reaches back: a node that was away
// for more reads everything, which takes seconds.
const keptSteps = 2000

// TouchOne is Touch for a change of one object alone: nodes refresh that object and
// not all that they hold. A change of several calls it once for each.
func (t *Tx) TouchOne(ctx context.Context, kind, id string) error {
	if err := t.Touch(ctx); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `
		INSERT INTO data_change (version, kind, object)
		SELECT value, $1, $2
		  FROM meta
		 WHERE name = 'data_version'`, kind, id); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		DELETE FROM data_change
		 WHERE version < (SELECT value FROM meta WHERE name = 'data_version') - $1`, keptSteps)
	return err
}

// ChangedSince returns the data's version and the objects that changed after an earlier
// one, each once. whole is true where more than single objects changed, or where the
// feed does not reach back so far.
func (d *DB) ChangedSince(ctx context.Context, version int64) (now int64, all []Changed, whole bool, err error) {
	steps := map[int64]bool{}
	seen := map[Changed]bool{}
	err = d.Read(ctx, func(tx *Tx) error {
		var found bool
		now, found, err = One(ctx, tx, func(row Scanner) (v int64, err error) { return v, row.Scan(&v) },
			`SELECT value FROM meta WHERE name = 'data_version'`)
		if err != nil || !found {
			return err
		}
		return Each(ctx, tx, func(row Scanner) error {
			var step int64
			var c Changed
			if err := row.Scan(&step, &c.Kind, &c.ID); err != nil {
				return err
			}
			if steps[step] = true; !seen[c] {
				seen[c] = true
				all = append(all, c)
			}
			return nil
		}, `
			SELECT version,
			       kind,
			       object
			  FROM data_change
			 WHERE version > $1
			 ORDER BY version`, version)
	})
	if err != nil {
		return 0, nil, true, fmt.Errorf("ChangedSince(%d): %w", version, err)
	}
	return now, all, now < version || int64(len(steps)) != now-version, nil
}
