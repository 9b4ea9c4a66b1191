package forum

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Spot is a table in a slot.
type Spot struct {
	Slot  int
	Table string // "" for any that is free
}

// byHand changes talks as fn says; what it changed stays over the next plan.
func (s *Store) byHand(ctx context.Context, who people.Actor, id string, version int64, what string, sides []Side, fn func(d *draft) error) error {
	return s.change(ctx, who, id, what, "", func(tx *db.Tx) error {
		if _, err := at(ctx, tx, id, version); err != nil {
			return err
		}
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		if err := fn(d); err != nil {
			return err
		}
		d.Sum, d.Most = d.sum(), 0
		if d.State == Wishes {
			d.State = Planned
		}
		if err := putTalks(ctx, tx, id, d.sorted()); err != nil {
			return err
		}
		return save(ctx, tx, d.Forum)
	})
}

// sum is what the talks that take place were worth when they were planned.
func (d *draft) sum() (total int) {
	for _, t := range d.talks {
		if t.Slot != 0 {
			total += t.Worth
		}
	}
	return total
}

// Put sets a talk of two sides, or moves it, to a table in a slot. fits says what it is
// worth. Who is busy, away or does not want to is errs.Invalid, in a sentence.
func (s *Store) Put(ctx context.Context, who people.Actor, id string, version int64, p Pair, spot Spot, sides []Side, fits Fits) (err error) {
	defer errs.Wrap(&err, "forum.Put(%s)", id)
	return s.byHand(ctx, who, id, version, "put", sides, func(d *draft) error {
		if err := d.refuses(p, &spot, p); err != nil {
			return err
		}
		t := d.talks[p]
		t.Pair, t.Slot, t.Table, t.Hand = p, spot.Slot, spot.Table, true
		t.Worth = Judge(p, d.wishes, fits(d.sides[d.index(p.A)], d.sides[d.index(p.B)]), true).Value
		d.talks[p] = t
		return nil
	})
}

// Swap lets two talks change places: slot and table.
func (s *Store) Swap(ctx context.Context, who people.Actor, id string, version int64, x, y Pair, sides []Side) (err error) {
	defer errs.Wrap(&err, "forum.Swap(%s)", id)
	return s.byHand(ctx, who, id, version, "swap", sides, func(d *draft) error {
		t, u := d.talks[x], d.talks[y]
		if t.Slot == 0 || u.Slot == 0 || x == y {
			return errs.New(errs.Invalid, lang.Msg("error.forum.pick_two"), nil)
		}
		to, from := Spot{u.Slot, u.Table}, Spot{t.Slot, t.Table}
		if err := d.refuses(x, &to, x, y); err != nil {
			return err
		}
		if err := d.refuses(y, &from, x, y); err != nil {
			return err
		}
		t.Slot, t.Table, u.Slot, u.Table = u.Slot, u.Table, t.Slot, t.Table
		t.Hand, u.Hand = true, true
		d.talks[x], d.talks[y] = t, u
		return nil
	})
}

// Cancel takes talks out of the plan; the next plan leaves these pairs alone.
func (s *Store) Cancel(ctx context.Context, who people.Actor, id string, version int64, sides []Side, pairs ...Pair) (err error) {
	defer errs.Wrap(&err, "forum.Cancel(%s)", id)
	return s.each(ctx, who, id, version, "cancel", sides, pairs, func(t *Talk) { t.Slot, t.Table, t.Hand = 0, "", true })
}

// Keep has talks stay where they are over the next plan.
func (s *Store) Keep(ctx context.Context, who people.Actor, id string, version int64, sides []Side, pairs ...Pair) (err error) {
	defer errs.Wrap(&err, "forum.Keep(%s)", id)
	return s.each(ctx, who, id, version, "keep", sides, pairs, func(t *Talk) { t.Hand = true })
}

// Loosen lets the next plan do as it likes with talks that a person set or cancelled.
func (s *Store) Loosen(ctx context.Context, who people.Actor, id string, version int64, sides []Side, pairs ...Pair) (err error) {
	defer errs.Wrap(&err, "forum.Loosen(%s)", id)
	return s.each(ctx, who, id, version, "loosen", sides, pairs, func(t *Talk) { t.Hand = false })
}

func (s *Store) each(ctx context.Context, who people.Actor, id string, version int64, what string, sides []Side, pairs []Pair, fn func(t *Talk)) error {
	return s.byHand(ctx, who, id, version, what, sides, func(d *draft) error {
		if len(pairs) == 0 {
			return errs.New(errs.Invalid, lang.Msg("error.forum.pick_one"), nil)
		}
		for _, p := range pairs {
			t, there := d.talks[p]
			if !there {
				return errs.New(errs.Invalid, lang.Msg("error.forum.no_talk"), nil)
			}
			fn(&t)
			d.talks[p] = t
		}
		return nil
	})
}

// refuses says why a pair cannot sit at a spot, leaving out of account the talks that give
// way. A spot without a table gets one.
func (d *draft) refuses(p Pair, spot *Spot, gives ...Pair) error {
	wrong := func(key string, kv ...any) error { return errs.New(errs.Invalid, lang.Msg(key, kv...), nil) }
	switch {
	case p.A == p.B:
		return wrong("error.forum.itself")
	case d.index(p.A) < 0 || d.index(p.B) < 0:
		return wrong("error.forum.not_here")
	case d.slotNumber(spot.Slot) < 0:
		return wrong("error.forum.slot_unknown")
	case spot.Table != "" && !d.Setup.Has(spot.Table):
		return wrong("error.forum.table_unknown")
	case d.excluded(p):
		return wrong("error.forum.excluded")
	case d.away(p.A, spot.Slot) || d.away(p.B, spot.Slot):
		return wrong("error.forum.away")
	}
	taken := map[string]bool{}
	for _, t := range d.talks {
		if t.Slot != spot.Slot || slices.Contains(gives, t.Pair) {
			continue
		}
		if t.Has(p.A) || t.Has(p.B) {
			return wrong("error.forum.busy")
		}
		taken[t.Table] = true
	}
	if spot.Table == "" {
		i := slices.IndexFunc(d.Setup.Tables, func(x Table) bool { return !taken[x.Name] })
		if i < 0 {
			return wrong("error.forum.tables_taken")
		}
		spot.Table = d.Setup.Tables[i].Name
	}
	if taken[spot.Table] {
		return wrong("error.forum.table_taken")
	}
	return nil
}
