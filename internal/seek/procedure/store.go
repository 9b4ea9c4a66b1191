package procedure

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps procedures. It is safe for concurrent use.
type Store struct {
	db           *db.DB
	log          *people.Log
	partnerships *partnership.Store
	clock        clock.Clock
	tell         Tell
	changed      func(context.Context)
}

// Tell tells the other towns of what one did, inside its change; it may be called more than
// once for the same thing, with the same Key.
type Tell func(ctx context.Context, tx *db.Tx, told Told) error

// NewStore returns the procedures of a database. Acts are made in partnerships; tell writes
// to the other side, nil writes to nobody; changed is called after a change of partnerships
// is durable, so that the node's own memory follows, nil: nobody waits.
func NewStore(d *db.DB, log *people.Log, partnerships *partnership.Store, c clock.Clock, tell Tell, changed func(context.Context)) *Store {
	if tell == nil {
		tell = func(context.Context, *db.Tx, Told) error { return nil }
	}
	if changed == nil {
		changed = func(context.Context) {}
	}
	return &Store{d, log, partnerships, c, tell, changed}
}

func unknown() error { return errs.New(errs.NotFound, lang.Msg("error.procedure.unknown"), nil) }

const columns = `
	SELECT p.id,
	       p.version,
	       p.state,
	       p.request,
	       p.conversation,
	       p.contact,
	       p.partnership,
	       p.body,
	       p.begun,
	       p.begun_by,
	       p.changed
	  FROM procedure p`

func scan(row db.Scanner) (p Procedure, err error) {
	var body string
	var begun, changed int64
	if err := row.Scan(&p.ID, &p.Version, &p.State, &p.Request, &p.Conversation, &p.Contact, &p.Partnership, &body, &begun, &p.BegunBy, &changed); err != nil {
		return p, err
	}
	p.Begun, p.Changed = db.Moment(begun), db.Moment(changed)
	return p, json.Unmarshal([]byte(body), &p.Body)
}

// ByID returns a procedure, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (p Procedure, err error) {
	defer errs.Wrap(&err, "procedure.ByID(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = byID(ctx, tx, id)
		return err
	})
	return p, err
}

func byID(ctx context.Context, q db.Querier, id string) (Procedure, error) {
	all, err := collect(ctx, q, ` WHERE p.id = $1`, id)
	if err == nil && len(all) == 0 {
		err = unknown()
	}
	if err != nil {
		return Procedure{}, err
	}
	return all[0], nil
}

// fill reads the sides and points of a procedure.
func fill(ctx context.Context, q db.Querier, p *Procedure) (err error) {
	p.Places, err = db.Collect(ctx, q, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }, `
		SELECT place
		  FROM procedure_side
		 WHERE procedure_id = $1
		 ORDER BY ordinal`, p.ID)
	if err != nil {
		return err
	}
	p.Points, err = db.Collect(ctx, q, scanPoint, `
		SELECT step,
		       side,
		       state,
		       day,
		       body,
		       version,
		       sequence,
		       moved,
		       account,
		       changed
		  FROM procedure_point
		 WHERE procedure_id = $1`, p.ID)
	slices.SortFunc(p.Points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(slices.Index(Steps(), a.Step), slices.Index(Steps(), b.Step)),
			cmp.Compare(slices.Index(p.Places, a.Side), slices.Index(p.Places, b.Side)))
	})
	return err
}

func scanPoint(row db.Scanner) (q Point, err error) {
	var day, body string
	var moved, changed int64
	if err := row.Scan(&q.Step, &q.Side, &q.State, &day, &body, &q.Version, &q.Sequence, &moved, &q.By, &changed); err != nil {
		return q, err
	}
	q.Moved, q.Changed = db.Moment(moved), db.Moment(changed)
	if q.Day, err = partnership.ParseDate(day); err != nil {
		return q, err
	}
	return q, json.Unmarshal([]byte(body), &q.PointBody)
}

// Of are the procedures of some places, the one that changed last first.
func (s *Store) Of(ctx context.Context, places ...int64) (all []Procedure, err error) {
	defer errs.Wrap(&err, "procedure.Of")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		for _, place := range places {
			of, err := collect(ctx, tx, ` WHERE p.id IN (SELECT procedure_id FROM procedure_side WHERE place = $1)`, place)
			if err != nil {
				return err
			}
			for _, p := range of {
				if !slices.ContainsFunc(all, func(q Procedure) bool { return q.ID == p.ID }) {
					all = append(all, p)
				}
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Procedure) int { return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID)) })
	return all, err
}

// Walked are all procedures that go on, in no order.
func (s *Store) Walked(ctx context.Context) (all []Procedure, err error) {
	defer errs.Wrap(&err, "procedure.Walked")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = collect(ctx, tx, ` WHERE p.state = $1`, string(Walking))
		return err
	})
	return all, err
}

func collect(ctx context.Context, q db.Querier, condition string, args ...any) ([]Procedure, error) {
	all, err := db.Collect(ctx, q, scan, columns+condition, args...)
	for i := range all {
		if err == nil {
			err = fill(ctx, q, &all[i])
		}
	}
	return all, err
}

// Between are the procedures in which all of the places take part.
func (s *Store) Between(ctx context.Context, places ...int64) (all []Procedure, err error) {
	all, err = s.Of(ctx, places...)
	return slices.DeleteFunc(all, func(p Procedure) bool {
		return slices.ContainsFunc(places, func(n int64) bool { return !p.Has(n) })
	}), err
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and numbers cannot fail
	}
	return string(b)
}

// save writes the procedure's own row; its version moves.
func save(ctx context.Context, tx *db.Tx, p Procedure) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE procedure
		   SET version     = version + 1,
		       state       = $1,
		       partnership = $2,
		       body        = $3,
		       changed     = $4
		 WHERE id = $5`, string(p.State), p.Partnership, jsonText(p.Body), tx.Now(), p.ID)
	return err
}

// savePoint writes a point; its version moves.
func savePoint(ctx context.Context, tx *db.Tx, id string, q Point) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO procedure_point (procedure_id, step, side, state, day, body, version, sequence, moved, account, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (procedure_id, step, side) DO UPDATE SET
			state    = excluded.state,
			day      = excluded.day,
			body     = excluded.body,
			version  = excluded.version,
			sequence = excluded.sequence,
			moved    = excluded.moved,
			account  = excluded.account,
			changed  = excluded.changed`,
		id, string(q.Step), q.Side, string(q.State), q.Day.String(), jsonText(q.PointBody), q.Version+1, q.Sequence, db.Micros(q.Moved), q.By, tx.Now())
	return err
}
