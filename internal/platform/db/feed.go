package db

import (
	"context"
	"fmt"
)

// Changed is an object whose change moved the data's version.
type Changed struct{ Kind, ID string }

// keptSteps is how many versions the feed of changes reaches back: a node that was away
// for more reads everything of the kinds that changed.
const keptSteps = 2000

// Table meta holds under changedWhole the version at which more than single objects last changed.
const changedWhole = "changed_whole"

// Touch says that more of the public data changed than single objects, so that nodes read anew what they hold.
func (t *Tx) Touch(ctx context.Context) error {
	if err := t.moveVersion(ctx); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (name, value)
		SELECT $1, value
		  FROM meta
		 WHERE name = 'data_version'
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, changedWhole)
	return err
}

func (t *Tx) moveVersion(ctx context.Context) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (name, value) VALUES ('data_version', 1)
		ON CONFLICT (name) DO UPDATE SET value = meta.value + 1`)
	return err
}

// MoveOn sets the data's version after everything was exchanged, as a restore does it.
func (t *Tx) MoveOn(ctx context.Context, version int64) error {
	if err := t.SetMeta(ctx, "data_version", version); err != nil {
		return err
	}
	return t.SetMeta(ctx, changedWhole, version)
}

// WholeSince says whether more than single objects changed after a version, however far
// back that is. It is true where that is not known.
func (d *DB) WholeSince(ctx context.Context, version int64) (bool, error) {
	at, found, err := One(ctx, d, func(row Scanner) (at int64, err error) { return at, row.Scan(&at) },
		`SELECT value FROM meta WHERE name = $1`, changedWhole)
	return !found || at > version, err
}

// TouchOne says that one public object changed: its pages are made anew, and who holds objects of
// its kind reads this one. Who holds something that is made of it, and does not know its kind, is told
// by [Tx.Touch]. A change of several calls it once for each.
func (t *Tx) TouchOne(ctx context.Context, kind, id string) error {
	if err := t.moveVersion(ctx); err != nil {
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
