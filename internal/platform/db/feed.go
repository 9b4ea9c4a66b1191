package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Changed is an object whose change moved the data's version.
type Changed struct{ Kind, ID string }

// keptSteps is how many versions the feed of changes reaches back: a node that was away
// for more reads everything of the kinds that changed.
const keptSteps = 2000

// Table meta holds under changedPrefix and a kind the version at which an object of that
// kind last changed, and under changedWhole that at which more than single objects did.
const (
	changedPrefix = "changed_"
	changedWhole  = "whole"
)

// touch moves the data's version and notes what kind of thing moved it.
func (t *Tx) touch(ctx context.Context, kind string) error {
	if _, err := t.ExecContext(ctx, `
		INSERT INTO meta (name, value) VALUES ('data_version', 1)
		ON CONFLICT (name) DO UPDATE SET value = meta.value + 1`); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (name, value)
		SELECT $1, value
		  FROM meta
		 WHERE name = 'data_version'
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, changedPrefix+kind)
	return err
}

// MoveOn sets the data's version after everything was exchanged, as a restore does it.
func (t *Tx) MoveOn(ctx context.Context, version int64) error {
	if err := t.SetMeta(ctx, "data_version", version); err != nil {
		return err
	}
	return t.SetMeta(ctx, changedPrefix+changedWhole, version)
}

// OnlySince says whether nothing but objects of some kinds changed after a version, however
// far back that is. It is false where that is not known.
func (d *DB) OnlySince(ctx context.Context, version int64, kinds ...string) (only bool, err error) {
	known, only := false, true
	err = Each(ctx, d, func(row Scanner) error {
		var name string
		var at int64
		if err := row.Scan(&name, &at); err != nil {
			return err
		}
		known = known || name == changedPrefix+changedWhole
		only = only && (at <= version || slices.Contains(kinds, strings.TrimPrefix(name, changedPrefix)))
		return nil
	}, `SELECT name, value FROM meta WHERE name LIKE $1`, changedPrefix+"%")
	return known && only && err == nil, err
}

// TouchOne is Touch for a change of one object alone: nodes refresh that object and
// not all that they hold. A change of several calls it once for each.
func (t *Tx) TouchOne(ctx context.Context, kind, id string) error {
	if err := t.touch(ctx, kind); err != nil {
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
