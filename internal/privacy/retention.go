package privacy

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Found is what one rule takes, or would take.
type Found struct {
	Holder, Rule string
	After        time.Duration
	Count        int
}

// Due says what retention would take now, by rule: the dry run.
func (d *Desk) Due(ctx context.Context) (all []Found, err error) {
	defer errs.Wrap(&err, "privacy.Due")
	for _, h := range d.holders {
		for _, r := range h.Rules {
			n, err := r.Due(ctx, d.db, d.clock.Now().Add(-r.After))
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", h.Name, r.Name, err)
			}
			all = append(all, Found{h.Name, r.Name, r.After, n})
		}
	}
	return all, nil
}

// Purge takes what is older than its rule allows, and tells the record of changes how
// much of what. Where nothing is due it changes nothing.
func (d *Desk) Purge(ctx context.Context, who people.Actor) (all []Found, err error) {
	defer errs.Wrap(&err, "privacy.Purge")
	due, err := d.Due(ctx)
	if err != nil {
		return nil, err
	}
	if !anyOf(due) {
		return due, nil
	}
	now := d.clock.Now()
	err = d.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		all = all[:0]
		entry := people.Entry{Action: people.ManagePrivacy, Kind: "retention"}
		for _, h := range d.holders {
			for _, r := range h.Rules {
				n, err := r.Purge(ctx, tx, now.Add(-r.After))
				if err != nil {
					return fmt.Errorf("%s %s: %w", h.Name, r.Name, err)
				}
				all = append(all, Found{h.Name, r.Name, r.After, n})
				if n > 0 {
					entry.Fields = append(entry.Fields, people.FieldChange{Name: h.Name + "." + r.Name, Old: strconv.Itoa(n)})
				}
			}
		}
		note(entry)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, d.db.Scrub(ctx)
}

func anyOf(all []Found) bool {
	for _, f := range all {
		if f.Count > 0 {
			return true
		}
	}
	return false
}

// Rows makes the two functions of a rule whose rows one condition on one table selects:
// the condition has $1 for the moment in microseconds. Table and condition are the
// program's own text, never a reader's.
func Rows(table, condition string) (due func(context.Context, db.Querier, time.Time) (int, error), purge func(context.Context, *db.Tx, time.Time) (int, error)) {
	due = func(ctx context.Context, q db.Querier, before time.Time) (int, error) {
		n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) },
			`SELECT count(*) FROM `+table+` WHERE `+condition, before.UnixMicro())
		return n, err
	}
	purge = func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
		done, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE `+condition, before.UnixMicro())
		if err != nil {
			return 0, err
		}
		n, err := done.RowsAffected()
		return int(n), err
	}
	return due, purge
}
