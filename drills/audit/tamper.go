package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
)

// row is an entry as the table holds it.
type row struct {
	seq                                         int64
	at                                          int64
	actor, action, kind, object, places, detail string
	digest                                      string
	erased                                      int64
	hash                                        string
}

func scan(r db.Scanner) (e row, err error) {
	return e, r.Scan(&e.seq, &e.at, &e.actor, &e.action, &e.kind, &e.object, &e.places, &e.detail, &e.digest, &e.erased, &e.hash)
}

const all = `SELECT seq, at, actor, action, kind, object, places, detail, digest, erased, hash FROM audit ORDER BY seq`

// attempt tampers once, reads the record, and undoes what it did. at is the first entry
// at which it can show.
func attempt(ctx context.Context, d *db.DB, log *people.Log) (at int64, v people.Verification, took time.Duration, err error) {
	before, err := db.Collect(ctx, d, scan, all)
	if err != nil {
		return 0, v, 0, err
	}
	after, at, marks := tamper(append([]row{}, before...))
	kept, err := db.Collect(ctx, d, scanMark, `SELECT seq, at, hash, signature FROM audit_checkpoint ORDER BY seq`)
	if err != nil {
		return 0, v, 0, err
	}
	left := kept
	if marks { // whoever cuts the record cuts its checkpoints in the database too
		left = nil
		for _, m := range kept {
			if m.seq < at {
				left = append(left, m)
			}
		}
	}
	if err := put(ctx, d, before, after, left); err != nil {
		return 0, v, 0, err
	}
	begun := time.Now()
	v, err = log.Verify(ctx)
	took = time.Since(begun)
	return at, v, took, errors.Join(err, put(ctx, d, after, before, kept))
}

// tamper changes the entries in one way. marks says that it also cuts the checkpoints that
// the database holds.
func tamper(all []row) (after []row, at int64, marks bool) {
	i := rand.IntN(len(all))
	at = all[i].seq
	switch rand.IntN(6) {
	case 0:
		all[i] = edited(all[i])
	case 1: // removed, and those after it moved up or not
		all = append(all[:i], all[i+1:]...)
		if rand.IntN(2) == 0 {
			for k := i; k < len(all); k++ {
				all[k].seq--
			}
		}
	case 2: // slipped in: a copy of another, those after it moved down
		extra := all[rand.IntN(len(all))]
		extra.seq = at
		for k := i; k < len(all); k++ {
			all[k].seq++
		}
		all = append(all[:i], append([]row{extra}, all[i:]...)...)
		if same(all[i], all[i+1]) { // a copy of the one that stood there: it shows at the next
			at++
		}
	case 3: // two swapped
		k := (i + 1 + rand.IntN(len(all)-1)) % len(all)
		all[i].seq, all[k].seq = all[k].seq, all[i].seq
		at = min(all[i].seq, all[k].seq)
		all[i], all[k] = all[k], all[i]
	case 4: // the end cut off
		all = all[:i]
	case 5: // the same, and the checkpoints with it
		all, marks = all[:i], true
	}
	return all, at, marks
}

func same(a, b row) bool {
	a.seq = b.seq
	return a == b
}

// edited changes one field of an entry.
func edited(e row) row {
	switch rand.IntN(9) {
	case 0:
		e.at += 1 + rand.Int64N(1e12)
	case 1:
		e.actor += "x"
	case 2:
		e.action = "partnership.confirm"
	case 3:
		e.kind += " "
	case 4:
		e.object = db.NewID()
	case 5:
		e.places = "[1,2]"
	case 6:
		e.detail = `{"fields":[]}`
	case 7:
		e.detail = ""
		e.erased = e.seq
	case 8:
		e.hash = e.digest
	}
	return e
}

type mark struct {
	seq, at         int64
	hash, signature string
}

func scanMark(r db.Scanner) (m mark, err error) {
	return m, r.Scan(&m.seq, &m.at, &m.hash, &m.signature)
}

// put makes the tables hold the entries and checkpoints, changing only rows that differ.
func put(ctx context.Context, d *db.DB, before, after []row, marks []mark) error {
	stays := map[row]bool{}
	for _, e := range after {
		stays[e] = true
	}
	was := map[row]bool{}
	for _, e := range before {
		was[e] = true
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		for _, e := range before {
			if !stays[e] {
				if _, err := tx.ExecContext(ctx, `DELETE FROM audit WHERE seq = $1`, e.seq); err != nil {
					return err
				}
			}
		}
		for _, e := range after {
			if was[e] {
				continue
			}
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO audit (seq, at, actor, action, kind, object, places, detail, digest, erased, hash)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				e.seq, e.at, e.actor, e.action, e.kind, e.object, e.places, e.detail, e.digest, e.erased, e.hash); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM audit_checkpoint`); err != nil {
			return err
		}
		for _, m := range marks {
			if _, err := tx.ExecContext(ctx, `INSERT INTO audit_checkpoint (seq, at, hash, signature) VALUES ($1, $2, $3, $4)`, m.seq, m.at, m.hash, m.signature); err != nil {
				return err
			}
		}
		return nil
	})
}
