package forum

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// mostNext is how many others a side is offered for a talk that it lost: as many as one
// reads in a mail.
const mostNext = 3

// Leave takes a side out of the forum. Its talks are freed; partners who were told of one
// are told once that it does not take place, and who else is free then. sides are all that
// took part. A side that is gone already changes nothing.
func (s *Store) Leave(ctx context.Context, who people.Actor, id, side string, sides []Side, fits Fits, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Leave(%s)", id)
	return s.leave(ctx, who, id, side, false, sides, fits, tell)
}

// Withdraw is [Store.Leave] for a side that does not come to the meeting any more, among the
// sides or not. When it comes after all, [Store.Back] lets it take part again.
func (s *Store) Withdraw(ctx context.Context, who people.Actor, id, side string, sides []Side, fits Fits, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Withdraw(%s)", id)
	return s.leave(ctx, who, id, side, true, sides, fits, tell)
}

func (s *Store) leave(ctx context.Context, who people.Actor, id, side string, withdrew bool, sides []Side, fits Fits, tell Tell) error {
	return s.change(ctx, who, id, "leave", side, func(tx *db.Tx) error {
		parts, err := partsIn(ctx, tx, id)
		if err != nil || !parts[side].Gone.IsZero() {
			return err
		}
		p := parts[side]
		p.Side, p.Gone, p.Withdrew, p.Version = side, db.Moment(tx.Now()), withdrew, p.Version+1
		if err := putPart(ctx, tx, id, p); err != nil {
			return err
		}
		return s.freeImpossible(ctx, tx, id, side, sides, fits, tell)
	})
}

// Lost are the sides that have talks although they are not among those that take part: they
// withdrew elsewhere, and [Store.Withdraw] is to be called for each.
func (s *Store) Lost(ctx context.Context, id string, sides []Side) (all []string, err error) {
	defer errs.Wrap(&err, "forum.Lost(%s)", id)
	d, err := s.read(ctx, id, sides)
	if err != nil {
		return nil, err
	}
	for _, t := range d.sorted() {
		for _, side := range []string{t.A, t.B} {
			if (t.Slot != 0 || t.Told.Slot != 0) && d.index(side) < 0 && !slices.Contains(all, side) {
				all = append(all, side)
			}
		}
	}
	return all, nil
}

// freeImpossible frees the talks of a side that cannot take place any more: it is gone, away
// then, or one of the two wants none.
func (s *Store) freeImpossible(ctx context.Context, tx *db.Tx, id, side string, sides []Side, fits Fits, tell Tell) error {
	d, err := draftIn(ctx, tx, id, sides)
	if err != nil {
		return err
	}
	now := db.Moment(tx.Now())
	var freed []freedTalk
	touched := false
	for _, t := range d.sorted() {
		cannot := func(slot int) bool {
			return slot != 0 && (d.index(side) < 0 || d.excluded(t.Pair) || d.away(side, slot))
		}
		if !t.Has(side) || !cannot(t.Slot) && !cannot(t.Told.Slot) {
			continue
		}
		if cannot(t.Slot) {
			t.Slot, t.Table, t.Hand = 0, "", false
		}
		if was := t.Told; cannot(was.Slot) {
			t.tell(Told{Begin: was.Begin, End: was.End}, now)
			freed = append(freed, freedTalk{t, was.Slot})
		}
		d.talks[t.Pair] = t
		if err := putTalk(ctx, tx, id, t); err != nil {
			return err
		}
		touched = true
	}
	if touched {
		d.Sum, d.Most = d.sum(), 0
		if err := save(ctx, tx, d.Forum); err != nil {
			return err
		}
	}
	return d.tellFreed(ctx, tx, side, freed, fits, tell)
}

// freedTalk is a talk that was told, with the slot that it had.
type freedTalk struct {
	Talk
	slot int
}

// tellFreed tells the partners of a side that their talks with it do not take place.
func (d *draft) tellFreed(ctx context.Context, tx *db.Tx, side string, freed []freedTalk, fits Fits, tell Tell) error {
	for _, t := range freed {
		i := d.index(t.Other(side))
		if i < 0 {
			continue
		}
		to := d.sides[i]
		l := Letter{
			Cause: Freed, Meeting: d.Meeting, Side: to, Edition: d.Edition, Talks: []Listed{d.listed(to.ID, t.Talk)},
			Next: d.next(to, t.slot, fits), Key: letterKey(d.Meeting, to.ID, t.Other(to.ID)+"/"+strconv.Itoa(t.Sequence)),
		}
		if err := tell(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// next are the sides that are free in a slot in which a side lost its talk, and with which
// it has none yet: those with whom a talk is worth most first.
func (d *draft) next(side Side, slot int, fits Fits) (all []Side) {
	busy := map[string]bool{side.ID: true}
	for _, t := range d.talks {
		if t.Told.Slot == slot || t.Slot == slot {
			busy[t.A], busy[t.B] = true, true
		}
		if t.Has(side.ID) && (t.Told.Slot != 0 || t.Slot != 0 || t.Hand) {
			busy[t.Other(side.ID)] = true
		}
	}
	worth := map[string]int{}
	for _, other := range d.sides {
		if busy[other.ID] || d.away(other.ID, slot) {
			continue
		}
		if w := Judge(PairOf(side.ID, other.ID), d.wishes, fits(side, other), true); w.Value > 0 {
			worth[other.ID] = w.Value
			all = append(all, other)
		}
	}
	slices.SortFunc(all, func(a, b Side) int { return cmp.Or(worth[b.ID]-worth[a.ID], cmp.Compare(a.ID, b.ID)) })
	return all[:min(len(all), mostNext)]
}
