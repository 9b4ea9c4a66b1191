package plan

import (
	"cmp"
	"context"
	"encoding/json"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Store keeps plans and reviews. It is safe for concurrent use.
type Store struct {
	db           *db.DB
	log          *people.Log
	partnerships *partnership.Store
	clock        clock.Clock
	after        func(context.Context)
}

// NewStore returns the plans of a database. Reviews make acts in partnerships; after is called
// once a change is durable, so that pages follow it, and may be nil.
func NewStore(d *db.DB, log *people.Log, partnerships *partnership.Store, c clock.Clock, after func(context.Context)) *Store {
	if after == nil {
		after = func(context.Context) {}
	}
	return &Store{d, log, partnerships, c, after}
}

// today is the present day, as the node's zone has it.
func (s *Store) today() lang.Date { return lang.DateOf(s.clock.Now()) }

const selectItem = `
	SELECT id,
	       partnership,
	       year,
	       state,
	       version,
	       body,
	       was,
	       created,
	       changed
	  FROM plan_item`

// stored is an item with its state before the last change.
type stored struct {
	Item
	was string
}

func scanItem(row db.Scanner) (i stored, err error) {
	var body string
	var created, changed int64
	if err := row.Scan(&i.ID, &i.Partnership, &i.Year, &i.State, &i.Version, &body, &i.was, &created, &changed); err != nil {
		return i, err
	}
	i.Created, i.Changed, i.Undoable = db.Moment(created), db.Moment(changed), i.was != ""
	return i, json.Unmarshal([]byte(body), &i.Body)
}

// Of is the plan of a partnership; one that nobody has planned for has no items.
func (s *Store) Of(ctx context.Context, partnership string) (p Plan, err error) {
	defer errs.Wrap(&err, "plan.Of(%s)", partnership)
	all, err := db.Collect(ctx, s.db, scanItem, selectItem+` WHERE partnership = $1 AND state <> $2 ORDER BY year, created, id`, partnership, string(gone))
	p.Partnership = partnership
	for _, i := range all {
		p.Items = append(p.Items, i.Item)
	}
	return p, err
}

// ByID returns an item, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Item, error) {
	i, err := byID(ctx, s.db, id)
	return i.Item, err
}

func byID(ctx context.Context, q db.Querier, id string) (stored, error) {
	i, ok, err := db.One(ctx, q, scanItem, selectItem+` WHERE id = $1`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.plan.unknown"), nil)
	}
	return i, err
}

// Add puts an item into the plan of its partnership and returns its identifier.
func (s *Store) Add(ctx context.Context, who people.Actor, i Item) (id string, err error) {
	defer errs.Wrap(&err, "plan.Add(%s)", i.Partnership)
	id = cmp.Or(i.ID, db.NewID())
	err = s.change(ctx, who, i.Partnership, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership) error {
		now := i
		now.ID, now.State, now.Version = id, cmp.Or(i.State, Planned), 1
		now.tidy(Item{}, db.Moment(tx.Now()))
		if err := errs.First(now.check(p, s.today()), s.room(ctx, tx, p.ID)); err != nil {
			return err
		}
		note(entry(p, Item{}, now))
		return insert(ctx, tx, now)
	})
	return id, err
}

// room refuses more items than a plan can have.
func (s *Store) room(ctx context.Context, tx *db.Tx, partnership string) error {
	n, _, err := db.One(ctx, tx, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*) FROM plan_item WHERE partnership = $1`, partnership)
	return errs.First(err, errs.TooMany("what", n+1, mostItems))
}

// change runs fn in a transaction with the partnership as it is.
func (s *Store) change(ctx context.Context, who people.Actor, id string, fn func(tx *db.Tx, note func(people.Entry), p partnership.Partnership) error) error {
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		p, err := s.partnerships.In(tx).ByID(ctx, id)
		if err != nil {
			return err
		}
		if err := fn(tx, note, p); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.after(ctx) })
		return nil
	})
}

func insert(ctx context.Context, tx *db.Tx, i Item) error {
	body, err := json.Marshal(i.Body)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO plan_item (id, partnership, year, state, version, body, was, created, changed)
		VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7)`, i.ID, i.Partnership, i.Year, string(i.State), i.Version, string(body), tx.Now())
	return err
}

// before is what [Store.Undo] goes back to.
type before struct {
	Year  int   `json:"year"`
	State State `json:"state"`
	Body  Body  `json:"body"`
}

// save writes an item; was is the state that a later Undo goes back to, nil: none.
func save(ctx context.Context, tx *db.Tx, i Item, was *Item) error {
	body, err := json.Marshal(i.Body)
	if err != nil {
		return err
	}
	old := []byte{}
	if was != nil {
		if old, err = json.Marshal(before{was.Year, was.State, was.Body}); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE plan_item
		   SET year    = $1,
		       state   = $2,
		       version = $3,
		       body    = $4,
		       was     = $5,
		       changed = $6
		 WHERE id = $7`, i.Year, string(i.State), i.Version, string(body), string(old), tx.Now(), i.ID)
	return err
}

// Change changes an item as fn says, and tells the record of changes what is different.
// version is that of the item that the person saw: another one now is errs.Conflict, and
// nothing is changed. What breaks a rule is errs.Invalid by its field.
func (s *Store) Change(ctx context.Context, who people.Actor, id string, version int64, fn func(i *Item) error) (err error) {
	defer errs.Wrap(&err, "plan.Change(%s)", id)
	return s.of(ctx, who, id, version, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership, was stored) error {
		now, err := was.clone()
		if err := errs.First(err, fn(&now)); err != nil {
			return err
		}
		return s.keep(ctx, tx, note, p, was.Item, now)
	})
}

func overtaken() error { return errs.New(errs.Conflict, lang.Msg("error.plan.changed"), nil) }

// of runs fn in a transaction with an item that still is as the person saw it.
func (s *Store) of(ctx context.Context, who people.Actor, id string, version int64, fn func(tx *db.Tx, note func(people.Entry), p partnership.Partnership, was stored) error) error {
	there, err := byID(ctx, s.db, id)
	if err != nil {
		return err
	}
	return s.change(ctx, who, there.Partnership, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership) error {
		was, err := byID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case was.Version != version:
			return overtaken()
		}
		return fn(tx, note, p, was)
	})
}

// keep checks and saves a changed item.
func (s *Store) keep(ctx context.Context, tx *db.Tx, note func(people.Entry), p partnership.Partnership, was, now Item) error {
	now.Version = was.Version + 1
	now.tidy(was, db.Moment(tx.Now()))
	if err := now.check(p, s.today()); err != nil {
		return err
	}
	note(entry(p, was, now))
	return save(ctx, tx, now, &was)
}

// clone copies an item so far that a change of the copy leaves it alone.
func (i stored) clone() (Item, error) {
	body, err := json.Marshal(i.Body)
	now := i.Item
	now.Body = Body{}
	return now, errs.First(err, json.Unmarshal(body, &now.Body))
}

// Move moves what was not done to another year: there an item continues it, and the old one
// says so. It returns the identifier of the new one.
func (s *Store) Move(ctx context.Context, who people.Actor, id string, version int64, year int) (next string, err error) {
	defer errs.Wrap(&err, "plan.Move(%s)", id)
	next = db.NewID()
	return next, s.of(ctx, who, id, version, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership, was stored) error {
		if !was.Open() || was.Year == year {
			return errs.In("year", lang.Msg("error.plan.move"))
		}
		now, err := was.clone()
		if err != nil {
			return err
		}
		now.ID, now.Year, now.From, now.Version = next, year, was.ID, 1
		now.State = Planned
		if err := now.check(p, s.today()); err != nil {
			return err
		}
		if err := insert(ctx, tx, now); err != nil {
			return err
		}
		old := was.Item
		old.State, old.To = Moved, year
		return s.keep(ctx, tx, note, p, was.Item, old)
	})
}

// Remove takes an item out of the plan: it was entered by mistake. What was given up is
// Dropped, and stays to be read.
func (s *Store) Remove(ctx context.Context, who people.Actor, id string, version int64) error {
	return s.Change(ctx, who, id, version, func(i *Item) error {
		i.State = gone
		return nil
	})
}

// Undo takes the last change of an item back, once. Where it was moved, the item that
// continues it goes, unless somebody has worked on that since (errs.Conflict).
func (s *Store) Undo(ctx context.Context, who people.Actor, id string, version int64) (err error) {
	defer errs.Wrap(&err, "plan.Undo(%s)", id)
	return s.of(ctx, who, id, version, func(tx *db.Tx, note func(people.Entry), p partnership.Partnership, was stored) error {
		if was.was == "" {
			return overtaken()
		}
		var old before
		if err := json.Unmarshal([]byte(was.was), &old); err != nil {
			return err
		}
		now := was.Item
		now.Year, now.State, now.Body, now.Version = old.Year, old.State, old.Body, was.Version+1
		if was.State == Moved && now.State != Moved {
			if err := moveBack(ctx, tx, was.ID); err != nil {
				return err
			}
		}
		note(entry(p, was.Item, now))
		return save(ctx, tx, now, nil)
	})
}

// moveBack removes the item that continues one, if nobody has worked on it.
func moveBack(ctx context.Context, tx *db.Tx, from string) error {
	all, err := db.Collect(ctx, tx, scanItem, selectItem+` WHERE body LIKE $1 AND state <> $2`, `%"from":"`+from+`"%`, string(gone))
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Version > 1 {
			return overtaken()
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM plan_item WHERE id = $1`, i.ID); err != nil {
			return err
		}
	}
	return nil
}
