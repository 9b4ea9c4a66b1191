package forum

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Cause is why a side gets a letter.
type Cause string

// The causes.
const (
	First   Cause = "first"   // the plan is released for the first time
	Changed Cause = "changed" // a later release changed talks of the side
	Freed   Cause = "freed"   // a talk does not take place; others are free then
	Remind  Cause = "remind"  // it has not sent its wishes

	Asked    Cause = "asked"    // another side asks it for a talk
	Agreed   Cause = "agreed"   // who was asked accepts: the talk is set
	Declined Cause = "declined" // who was asked does not
)

// Letter is what a side is told.
type Letter struct {
	Cause   Cause
	Meeting string
	Side    Side
	Edition int
	Talks   []Listed // its whole list after a release, in order; the talk that was freed, or is asked for
	Next    []Side   // who is free then, the best first
	Key     string   // names the letter: the same is not sent twice
}

// Listed is a talk as one of its sides knows it.
type Listed struct {
	Other    Side // its Name is "" where it takes part no more
	Told     Told
	Sequence int
	Changed  time.Time
}

// Tell writes a letter to a side inside the change that causes it. It may be called more
// than once for a change that is tried again.
type Tell func(ctx context.Context, tx *db.Tx, l Letter) error

// Release tells each side its talks. Those for whom nothing changed since the last release
// are not told again. It returns how many letters were written. A plan that somebody else
// changed since it was seen is errs.Conflict.
func (s *Store) Release(ctx context.Context, who people.Actor, id string, version int64, sides []Side, tell Tell) (told int, err error) {
	defer errs.Wrap(&err, "forum.Release(%s)", id)
	err = s.change(ctx, who, id, "release", strconv.FormatInt(version, 10), func(tx *db.Tx) error {
		told = 0
		f, err := at(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if f.State == Wishes {
			return errs.New(errs.Conflict, lang.Msg("error.forum.no_plan"), nil)
		}
		facts, _, err := meeting.FactsIn(ctx, tx, id)
		if err != nil {
			return err
		}
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		affected := d.release(facts, db.Moment(tx.Now()))
		first := d.Edition == 0
		d.State, d.Edition, d.Released = Released, d.Edition+1, db.Moment(tx.Now())
		if err := putTalks(ctx, tx, id, d.sorted()); err != nil {
			return err
		}
		if err := save(ctx, tx, d.Forum); err != nil {
			return err
		}
		for _, side := range d.sides {
			cause := Changed
			if first {
				cause = First
			}
			if !affected[side.ID] && (!first || d.parts[side.ID].Wished.IsZero()) {
				continue
			}
			told++
			l := Letter{Cause: cause, Meeting: id, Side: side, Edition: d.Edition, Talks: d.list(side.ID), Key: letterKey(id, side.ID, strconv.Itoa(d.Edition))}
			if err := tell(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

func letterKey(id, side, what string) string { return "forum/" + id + "/" + side + "/" + what }

// release makes what is planned what both are told, and returns who has to be told.
func (d *draft) release(f meeting.Facts, now time.Time) map[string]bool {
	affected := map[string]bool{}
	for p, t := range d.talks {
		next := d.toldOf(f, t)
		if t.Told.same(next) {
			continue
		}
		t.tell(next, now)
		d.talks[p] = t
		affected[p.A], affected[p.B] = true, true
	}
	return affected
}

// toldOf is what the sides of a talk are to know of it. Who takes part no more has none.
func (d *draft) toldOf(f meeting.Facts, t Talk) Told {
	slot, ok := d.Setup.Slot(t.Slot)
	if !ok || d.index(t.A) < 0 || d.index(t.B) < 0 {
		return Told{Begin: t.Told.Begin, End: t.Told.End}
	}
	begin, end := slot.At(f)
	return Told{Slot: t.Slot, Table: t.Table, Begin: begin.UTC(), End: end.UTC()}
}

// tell changes what both know of a talk.
func (t *Talk) tell(now Told, at time.Time) {
	if t.Told.Known() {
		t.Sequence++
	}
	t.Told, t.Changed = now, at
}

// list are the talks of a side as it was told, those that do not take place left out.
func (d *draft) list(side string) (all []Listed) {
	for _, t := range d.talks {
		if t.Has(side) && t.Told.Slot != 0 {
			all = append(all, d.listed(side, t))
		}
	}
	slices.SortFunc(all, func(a, b Listed) int { return a.Told.Begin.Compare(b.Told.Begin) })
	return all
}

func (d *draft) listed(side string, t Talk) Listed {
	m := Listed{Other: Side{ID: t.Other(side)}, Told: t.Told, Sequence: t.Sequence, Changed: t.Changed}
	if i := d.index(m.Other.ID); i >= 0 {
		m.Other = d.sides[i]
	}
	return m
}

// Own are the talks of a side as it was told, in their order; cancelled ones too, for
// calendars.
func (s *Store) Own(ctx context.Context, id, side string, sides []Side) (all []Listed, err error) {
	defer errs.Wrap(&err, "forum.Own(%s)", id)
	d, err := s.read(ctx, id, sides)
	if err != nil {
		return nil, err
	}
	for _, t := range d.talks {
		if t.Has(side) && t.Told.Known() {
			all = append(all, d.listed(side, t))
		}
	}
	slices.SortFunc(all, func(a, b Listed) int {
		return cmp.Or(a.Told.Begin.Compare(b.Told.Begin), cmp.Compare(a.Other.ID, b.Other.ID))
	})
	return all, nil
}

// Pending are the sides that a release would tell now.
func (s *Store) Pending(ctx context.Context, id string, sides []Side) (all map[string]bool, err error) {
	defer errs.Wrap(&err, "forum.Pending(%s)", id)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		facts, _, err := meeting.FactsIn(ctx, tx, id)
		all = d.release(facts, time.Time{})
		for side := range all {
			if d.index(side) < 0 {
				delete(all, side)
			}
		}
		return err
	})
	return all, err
}

// remindAfter is how long a side is left in peace after a reminder.
const remindAfter = 24 * time.Hour

// Remind writes to sides that have not sent their wishes, and not to one that was reminded
// within a day. It returns how many letters were written.
func (s *Store) Remind(ctx context.Context, who people.Actor, id string, sides []Side, tell Tell) (told int, err error) {
	defer errs.Wrap(&err, "forum.Remind(%s)", id)
	err = s.change(ctx, who, id, "remind", "", func(tx *db.Tx) error {
		told = 0
		d, err := draftIn(ctx, tx, id, sides)
		if err != nil {
			return err
		}
		now := db.Moment(tx.Now())
		if !d.Open(now) {
			return errs.New(errs.Conflict, lang.Msg("error.forum.closed"), nil)
		}
		for _, side := range d.sides {
			p := d.parts[side.ID]
			if !p.Wished.IsZero() || now.Sub(p.Reminded) < remindAfter {
				continue
			}
			p.Side, p.Reminded = side.ID, now
			if err := putPart(ctx, tx, id, p); err != nil {
				return err
			}
			told++
			l := Letter{Cause: Remind, Meeting: id, Side: side, Key: letterKey(id, side.ID, "remind/"+strconv.FormatInt(now.Unix(), 10))}
			if err := tell(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}
