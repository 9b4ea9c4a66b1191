package privacy

import (
	"context"
	"fmt"
	"strings"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Erase removes everything that is kept about a person, in one transaction: each holder's
// rows, and what the record of changes quotes. Afterwards nothing of it is left in the
// database's files either, as far as the engine lets that be said ([db.DB.Scrub]).
// Erasing a person again changes nothing but adds a row that says so.
func (d *Desk) Erase(ctx context.Context, who people.Actor, p Person) (err error) {
	defer errs.Wrap(&err, "privacy.Erase")
	err = d.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		rows, err := quoting(ctx, tx, p)
		if err != nil {
			return err
		}
		for _, h := range d.holders {
			if err := h.Erase(ctx, tx, p); err != nil {
				return fmt.Errorf("%s: %w", h.Name, err)
			}
		}
		if err := d.remember(ctx, tx, p); err != nil {
			return err
		}
		note(people.Entry{Action: people.EraseAction, Kind: "account", ID: p.Account, Erases: rows})
		return nil
	})
	if err != nil {
		return err
	}
	return d.db.Scrub(ctx)
}

// quoting are the rows of the record of changes that quote the person: those about the
// account, and those that contain the address.
func quoting(ctx context.Context, tx *db.Tx, p Person) ([]int64, error) {
	quoted := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(p.Email))
	return db.Collect(ctx, tx, func(row db.Scanner) (seq int64, err error) { return seq, row.Scan(&seq) }, `
		SELECT seq
		  FROM audit
		 WHERE erased = 0
		   AND action <> $1
		   AND (kind = 'account' AND object = $2 AND $2 <> '' OR $3 <> '' AND lower(detail) LIKE $4 ESCAPE '\')
		 ORDER BY seq`, string(people.EraseAction), p.Account, p.Email, "%"+quoted+"%")
}

// remember keeps the mark of the address.
func (d *Desk) remember(ctx context.Context, tx *db.Tx, p Person) error {
	if p.Email == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO erasure (mark, account, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (mark) DO NOTHING`, d.markOf(p.Email), p.Account, tx.Now())
	return err
}

// Erasure is the memory of one erasure.
type Erasure struct {
	Mark, Account string
	At            int64 // microseconds since 1970, UTC
}

// Erasures are all that were made, for a backup's restore to carry over.
func (d *Desk) Erasures(ctx context.Context) (all []Erasure, err error) {
	defer errs.Wrap(&err, "privacy.Erasures")
	return db.Collect(ctx, d.db, func(row db.Scanner) (e Erasure, err error) {
		return e, row.Scan(&e.Mark, &e.Account, &e.At)
	}, `SELECT mark, account, at FROM erasure ORDER BY at, mark`)
}

// Replay erases in a restored database what was erased after the backup was made. emails
// gives the addresses that the database holds; those whose mark is among the erasures go.
// It returns how many persons it erased.
func (d *Desk) Replay(ctx context.Context, made []Erasure, held []Person) (n int, err error) {
	defer errs.Wrap(&err, "privacy.Replay")
	gone := map[string]bool{}
	for _, e := range made {
		gone[e.Mark] = true
	}
	for _, p := range held {
		if p.Email == "" || !gone[d.markOf(p.Email)] {
			continue
		}
		if err := d.Erase(ctx, people.System(), p); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
