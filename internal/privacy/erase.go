package privacy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

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
	d.ledger.keep(ctx)
	return d.db.Scrub(ctx)
}

// KeepIn has each erasure kept outside of the database as well. It is called before the
// desk is used.
func (d *Desk) KeepIn(l *Ledger) { d.ledger = l }

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
		ON CONFLICT (mark) DO UPDATE SET account = excluded.account, at = excluded.at`, d.markOf(p.Email), p.Account, tx.Now())
	return err // the last one counts: who came back and went again is gone since then
}

// Erasure is the memory of one erasure.
type Erasure struct {
	Mark    string `json:"mark"`
	Account string `json:"account,omitempty"`
	At      int64  `json:"at"` // microseconds since 1970, UTC
}

// Held is a person as a restored database holds her.
type Held struct {
	Person
	Since time.Time // of the oldest that is there of her; zero: not known
}

// Erasures are all that were made, for a backup's restore to carry over.
func (d *Desk) Erasures(ctx context.Context) (all []Erasure, err error) {
	defer errs.Wrap(&err, "privacy.Erasures")
	return db.Collect(ctx, d.db, func(row db.Scanner) (e Erasure, err error) {
		return e, row.Scan(&e.Mark, &e.Account, &e.At)
	}, `SELECT mark, account, at FROM erasure ORDER BY at, mark`)
}

// Held are the persons whom the database holds: accounts, which the caller knows, and
// addresses that other rooms hold without one.
func (d *Desk) Held(ctx context.Context, accounts []Held) (all []Held, err error) {
	defer errs.Wrap(&err, "privacy.Held")
	all = slices.Clone(accounts)
	at := map[string]int{} // where the person of an address stands
	for i, a := range all {
		at[people.EmailKey(a.Email)] = i
	}
	for _, h := range d.holders {
		if h.Addresses == nil {
			continue
		}
		found, err := h.Addresses(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		for _, email := range slices.Sorted(maps.Keys(found)) {
			i, known := at[people.EmailKey(email)]
			switch {
			case !known:
				at[people.EmailKey(email)] = len(all)
				all = append(all, Held{Person{Email: email}, found[email]})
			case all[i].Account == "" && found[email].Before(all[i].Since):
				all[i].Since = found[email]
			}
		}
	}
	return all, nil
}

// Replay erases in a restored database what was erased after the backup was made, and
// remembers all of made. held are the persons whom the database holds; those whose mark
// is among the erasures go, unless they came only after it: who had herself erased and
// comes back is somebody new. It returns how many persons it erased.
func (d *Desk) Replay(ctx context.Context, made []Erasure, held []Held) (n int, err error) {
	defer errs.Wrap(&err, "privacy.Replay")
	last := map[string]Erasure{}
	for _, e := range made {
		if e.At >= last[e.Mark].At {
			last[e.Mark] = e
		}
	}
	for _, p := range held {
		e, gone := last[d.markOf(p.Email)]
		if p.Email == "" || !gone || e.At < p.Since.UnixMicro() {
			continue
		}
		if err := d.Erase(ctx, people.System(), p.Person); err != nil {
			return n, err
		}
		n++
	}
	return n, d.adopt(ctx, last)
}

// adopt remembers erasures of which the database does not know, with their moments.
func (d *Desk) adopt(ctx context.Context, last map[string]Erasure) error {
	if len(last) == 0 {
		return nil
	}
	return d.db.Write(ctx, func(tx *db.Tx) error {
		for _, mark := range slices.Sorted(maps.Keys(last)) {
			e := last[mark]
			_, err := tx.ExecContext(ctx, `
				INSERT INTO erasure (mark, account, at)
				VALUES ($1, $2, $3)
				ON CONFLICT (mark) DO UPDATE SET account = excluded.account, at = excluded.at`, e.Mark, e.Account, e.At)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
