package partnership

import (
	"context"
	"slices"
	"strings"

	"twintown/internal/people"
	units "twintown/internal/place"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Inheritance is one partnership of a unit that ends, and who inherits it.
type Inheritance struct {
	Partnership
	From int64 // the unit that ends
	Heir int64 // who inherits; 0: nobody, it stays with the unit that ended
	Own  bool  // it is between units that become one: nothing is left to inherit
}

// heirs says who inherits what: by partnership, else by default.
type heirs struct {
	of      map[string]int64
	usually int64
}

// Inheritances are what a change of units moves, before it is made: exactly the
// partnerships that live at the units that end, each once for each such unit. chosen says
// for single partnerships who inherits (0: nobody); all others go to the first successor.
func (s *Store) Inheritances(ctx context.Context, c units.Change, chosen map[string]int64) (all []Inheritance, err error) {
	defer errs.Wrap(&err, "partnership.Inheritances")
	if len(c.After) == 0 {
		return nil, nil
	}
	to := heirs{chosen, c.After[0]}
	err = s.read(ctx, func(s *Store) error {
		for _, from := range c.Before {
			those, err := s.OfPlace(ctx, from)
			if err != nil {
				return err
			}
			slices.SortFunc(those, func(a, b Partnership) int { return strings.Compare(a.ID, b.ID) })
			for _, p := range those {
				if slices.Contains(p.Present(), from) {
					all = append(all, p.inheritance(from, c, to))
				}
			}
		}
		return nil
	})
	return all, err
}

func (p Partnership) inheritance(from int64, c units.Change, to heirs) Inheritance {
	i := Inheritance{Partnership: p, From: from, Heir: to.usually}
	if heir, chosen := to.of[p.ID]; chosen {
		i.Heir = heir
	}
	others := slices.DeleteFunc(p.Present(), func(n int64) bool { return n == from || slices.Contains(c.Before, n) || n == i.Heir })
	if len(others) == 0 {
		i.Heir, i.Own = 0, true
	}
	return i
}

// moved is what a change of units did to one partnership.
type moved struct {
	ID     string  `json:"id"`
	Before []Party `json:"before"`
	After  []Party `json:"after"`
	Edited int64   `json:"edited"` // when a person had changed it before; 0: never
}

// ChangeUnits makes a change of units inside a change of the audit chain: it is noted, and
// the successors inherit the partnerships of the units that end. Acts, sources and so the
// status stay as they are. It returns the change's identifier.
func (s *Store) ChangeUnits(ctx context.Context, tx *db.Tx, places *units.Store, who people.Actor, note func(people.Entry), c units.Change, chosen map[string]int64) (id string, err error) {
	defer errs.Wrap(&err, "partnership.ChangeUnits")
	if err := c.Check(); err != nil {
		return "", err
	}
	in := s.In(tx)
	all, err := in.Inheritances(ctx, c, chosen)
	if err != nil {
		return "", err
	}
	var done []moved
	for _, i := range all {
		if i.Heir != 0 && !slices.Contains(c.After, i.Heir) {
			return "", errs.In("into", lang.Msg("error.place.units"))
		}
		if i.Heir == 0 {
			continue
		}
		now, err := in.ByID(ctx, i.ID) // two units that end may share one
		if err != nil {
			return "", err
		}
		m := moved{ID: i.ID, Before: now.Parties, After: inherited(now.Parties, i, c.Day), Edited: db.Micros(now.Edited)}
		d := now.Details()
		d.Parties = m.After
		if err := s.ReviseWithin(ctx, tx, who, note, i.ID, d, c.Source); err != nil {
			return "", err
		}
		done = append(done, m)
	}
	return places.AddChange(ctx, tx, note, c, done)
}

// inherited are the parties after a unit ended.
func inherited(parties []Party, i Inheritance, on lang.Date) []Party {
	out := slices.Clone(parties)
	for n := range out {
		q := &out[n]
		if q.Heir != i.From && (q.Place != i.From || q.Heir != 0) {
			continue
		}
		q.Heir = i.Heir
		if q.Until.IsZero() {
			q.Until = Date{Year: on.Year, Month: on.Month, Day: on.Day}
		}
	}
	return out
}

// RestoreUnits takes a change of units back inside a change of the audit chain. A
// partnership whose parties somebody changed since keeps them.
func (s *Store) RestoreUnits(ctx context.Context, tx *db.Tx, places *units.Store, who people.Actor, note func(people.Entry), id string) (err error) {
	defer errs.Wrap(&err, "partnership.RestoreUnits")
	c, err := places.Change(ctx, tx, id)
	if err != nil {
		return err
	}
	var done []moved
	if err := c.Room(&done); err != nil {
		return err
	}
	slices.Reverse(done)
	for _, m := range done {
		p, err := s.In(tx).ByID(ctx, m.ID)
		if err != nil {
			return err
		}
		if !slices.Equal(p.Parties, m.After) {
			continue
		}
		d := p.Details()
		d.Parties = m.Before
		if err := s.ReviseWithin(ctx, tx, who, note, m.ID, d, ""); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE partnership SET edited = $1 WHERE id = $2`, m.Edited, m.ID); err != nil {
			return err
		}
	}
	return places.TakeBack(ctx, tx, note, c)
}
