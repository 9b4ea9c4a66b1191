package forum

import (
	"context"
	"slices"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Return lets a side that left take part again, with its wishes as they were. The talks that
// were freed when it left are set again where both are still free, and both are told.
func (s *Store) Return(ctx context.Context, who people.Actor, id, side string, sides []Side, tell Tell) (err error) {
	defer errs.Wrap(&err, "forum.Return(%s)", id)
	return s.change(ctx, who, id, "return", side, func(tx *db.Tx) error { return back(ctx, tx, id, side, sides, tell) })
}

// Back lets those take part again who are among the sides and left the forum because they did
// not come to the meeting: somebody took that back. It returns how many they were.
func (s *Store) Back(ctx context.Context, who people.Actor, id string, sides []Side, tell Tell) (n int, err error) {
	defer errs.Wrap(&err, "forum.Back(%s)", id)
	parts, err := s.Parts(ctx, id)
	if err != nil {
		return 0, err
	}
	for _, side := range sides {
		if p := parts[side.ID]; p.Gone.IsZero() || !p.Withdrew {
			continue
		}
		if err := s.Return(ctx, who, id, side.ID, sides, tell); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Withdrawn are the meetings of whose forum somebody withdrew.
func (s *Store) Withdrawn(ctx context.Context) (all []string, err error) {
	defer errs.Wrap(&err, "forum.Withdrawn")
	type row struct {
		meeting string
		part    Part
	}
	rows, err := db.Collect(ctx, s.db, func(r db.Scanner) (x row, err error) {
		var body string
		if err := r.Scan(&x.meeting, &body); err != nil {
			return x, err
		}
		x.part, err = partOf(body)
		return x, err
	}, `SELECT meeting, body FROM forum_side WHERE gone <> 0 ORDER BY meeting`)
	for _, x := range rows {
		if x.part.Withdrew && !slices.Contains(all, x.meeting) {
			all = append(all, x.meeting)
		}
	}
	return all, err
}

// back lets one side take part again and sets its talks anew.
func back(ctx context.Context, tx *db.Tx, id, side string, sides []Side, tell Tell) error {
	parts, err := partsIn(ctx, tx, id)
	if err != nil || parts[side].Gone.IsZero() {
		return err
	}
	p := parts[side]
	left := p.Gone
	p.Side, p.Gone, p.Withdrew, p.Version = side, time.Time{}, false, p.Version+1
	if err := putPart(ctx, tx, id, p); err != nil {
		return err
	}
	e, err := exchangeIn(ctx, tx, id, sides)
	if err != nil || e.index(side) < 0 {
		return err
	}
	affected := map[string]bool{}
	for _, t := range e.sorted() {
		if !t.Has(side) || !t.Told.Known() || !t.Changed.Equal(left) || !e.again(&t) {
			continue
		}
		e.talks[t.Pair] = t
		affected[t.A], affected[t.B] = true, true
		if err := putTalk(ctx, tx, id, t); err != nil {
			return err
		}
	}
	if len(affected) == 0 {
		return nil
	}
	e.Sum, e.Most = e.sum(), 0
	if err := save(ctx, tx, e.Forum); err != nil {
		return err
	}
	for _, to := range e.sides {
		if !affected[to.ID] {
			continue
		}
		l := Letter{Cause: Changed, Meeting: id, Side: to, Edition: e.Edition, Talks: e.list(to.ID), Key: letterKey(id, to.ID, "back/"+strconv.FormatInt(tx.Now(), 10))}
		if err := tell(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// again sets a talk that was freed at its hours, where both are free then.
func (e *exchange) again(t *Talk) bool {
	i := slices.IndexFunc(e.Setup.Slots, func(s Slot) bool {
		begin, _ := s.At(e.facts)
		return begin.Equal(t.Told.Begin)
	})
	if i < 0 {
		return false
	}
	slot := e.Setup.Slots[i].ID
	table := e.table(t.Pair, slot)
	if table == "" {
		return false
	}
	t.Slot, t.Table = slot, table
	t.tell(e.toldOf(e.facts, *t), e.now)
	return true
}
