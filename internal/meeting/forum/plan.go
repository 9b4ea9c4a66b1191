package forum

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"twintown/internal/meeting/forum/planner"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Outcome is what came of planning.
type Outcome struct {
	Talks    int
	Sum      int // of interest
	Most     int // no plan has more
	Loosened []Loosened
}

// Loosened is a talk that was set by hand and could not stay.
type Loosened struct {
	Pair
	Reason planner.Reason
}

// Refused is the reason of a talk that one of the two does not want any more.
const Refused planner.Reason = "refused"

// draft is all that a plan is made of, as it was at one moment.
type draft struct {
	Forum
	sides  []Side // who takes part, by identifier
	parts  map[string]Part
	wishes All
	talks  map[Pair]Talk
}

func draftIn(ctx context.Context, q db.Querier, id string, sides []Side) (*draft, error) {
	f, err := forumIn(ctx, q, id)
	if err != nil {
		return nil, err
	}
	d := &draft{Forum: f, talks: map[Pair]Talk{}}
	if d.parts, err = partsIn(ctx, q, id); err != nil {
		return nil, err
	}
	if d.wishes, err = wishesIn(ctx, q, id); err != nil {
		return nil, err
	}
	talks, err := talksIn(ctx, q, id)
	for _, t := range talks {
		d.talks[t.Pair] = t
	}
	for _, s := range sides {
		if d.parts[s.ID].Gone.IsZero() {
			d.sides = append(d.sides, s)
		}
	}
	slices.SortFunc(d.sides, func(a, b Side) int { return cmp.Compare(a.ID, b.ID) })
	return d, err
}

// index is the number of a side, -1 for one that does not take part.
func (d *draft) index(id string) int {
	i, found := slices.BinarySearchFunc(d.sides, id, func(s Side, id string) int { return cmp.Compare(s.ID, id) })
	if !found {
		return -1
	}
	return i
}

// away says whether a side is not there in a slot.
func (d *draft) away(side string, slot int) bool { return slices.Contains(d.parts[side].Away, slot) }

// excluded says whether one of two wants no talk with the other.
func (d *draft) excluded(p Pair) bool { return Judge(p, d.wishes, Fit{}, false).Excluded }

// sorted are the talks in the order of their pairs.
func (d *draft) sorted() []Talk {
	all := make([]Talk, 0, len(d.talks))
	for _, t := range d.talks {
		all = append(all, t)
	}
	slices.SortFunc(all, func(x, y Talk) int { return x.Pair.compare(y.Pair) })
	return all
}

// tries is how often a plan is made anew because wishes came while it was made, before the
// person is asked to wait: each takes a second or two.
const tries = 3

// Plan makes a plan of what the sides that take part wish. Talks that a person set stay, and
// pairs whose talk a person cancelled get none; keep has all talks stay, so that only what
// is free is filled. version is the one that the person saw: where somebody else planned or
// changed meanwhile it is errs.Conflict. Nobody is told before [Store.Release].
func (s *Store) Plan(ctx context.Context, who people.Actor, id string, version int64, keep bool, sides []Side, fits Fits) (out Outcome, err error) {
	defer errs.Wrap(&err, "forum.Plan(%s)", id)
	for range tries {
		d, err := s.read(ctx, id, sides)
		if err != nil {
			return out, err
		}
		if d.Version != version {
			return out, overtaken()
		}
		var talks []Talk
		if talks, out, err = d.solve(keep, fits); err != nil {
			return out, err
		}
		done := false
		err = s.change(ctx, who, id, "plan", fmt.Sprintf("%d/%d", out.Sum, out.Most), func(tx *db.Tx) error {
			now, err := at(ctx, tx, id, version)
			if done = err == nil && now.asked == d.asked; !done {
				return err
			}
			if err := putTalks(ctx, tx, id, talks); err != nil {
				return err
			}
			if now.State == Wishes {
				now.State = Planned
			}
			now.Sum, now.Most, now.Planned = out.Sum, out.Most, db.Moment(tx.Now())
			return save(ctx, tx, now)
		})
		if err != nil || done {
			return out, err
		}
	}
	return out, overtaken()
}

func (s *Store) read(ctx context.Context, id string, sides []Side) (d *draft, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err = draftIn(ctx, tx, id, sides)
		return err
	})
	return d, err
}

// solve plans, and returns the talks that are to be written: all that are there, too.
func (d *draft) solve(keep bool, fits Fits) ([]Talk, Outcome, error) {
	worth := d.worth(fits)
	var out Outcome
	p := d.problem(worth, keep, &out)
	plan, err := planner.Solve(p)
	for err != nil {
		var missing *planner.Missing
		if !errors.As(err, &missing) || missing.Talk == nil {
			return nil, out, err
		}
		i := slices.IndexFunc(p.Fixed, func(t planner.Talk) bool { return sameTalk(t, *missing.Talk) })
		if i < 0 {
			return nil, out, err
		}
		out.Loosened = append(out.Loosened, Loosened{d.pair(p.Fixed[i]), missing.Reason})
		p.Fixed = slices.Delete(p.Fixed, i, i+1)
		plan, err = planner.Solve(p)
	}
	out.Talks, out.Sum, out.Most = len(plan.Talks), plan.Sum, plan.Bound
	return d.planned(p, plan, worth), out, nil
}

func sameTalk(t, u planner.Talk) bool {
	return t.Slot == u.Slot && (t.A == u.A && t.B == u.B || t.A == u.B && t.B == u.A)
}

func (d *draft) pair(t planner.Talk) Pair { return PairOf(d.sides[t.A].ID, d.sides[t.B].ID) }

// worth is what every talk is worth; 0 where a person cancelled it.
func (d *draft) worth(fits Fits) [][]int {
	all := make([][]int, len(d.sides))
	for i := range all {
		all[i] = make([]int, len(d.sides))
	}
	for i, a := range d.sides {
		for j := range i {
			b := d.sides[j]
			p := PairOf(a.ID, b.ID)
			w := Judge(p, d.wishes, fits(b, a), d.Setup.Suggest).Value
			if t := d.talks[p]; t.Hand && t.Slot == 0 {
				w = 0
			}
			all[i][j], all[j][i] = w, w
		}
	}
	return all
}

// problem is the forum as the planner knows it. Talks that cannot stay are told in out.
func (d *draft) problem(worth [][]int, keep bool, out *Outcome) planner.Problem {
	p := planner.Problem{Worth: worth, Slots: len(d.Setup.Slots), Tables: len(d.Setup.Tables)}
	for _, s := range d.sides {
		row := make([]bool, p.Slots)
		for k, slot := range d.Setup.Slots {
			row[k] = d.away(s.ID, slot.ID)
		}
		p.Away = append(p.Away, row)
	}
	for _, t := range d.sorted() {
		a, b, slot := d.index(t.A), d.index(t.B), d.slotNumber(t.Slot)
		if a < 0 || b < 0 || slot < 0 || !t.Hand && !keep {
			continue
		}
		if d.excluded(t.Pair) {
			out.Loosened = append(out.Loosened, Loosened{t.Pair, Refused})
			continue
		}
		table := slices.IndexFunc(d.Setup.Tables, func(x Table) bool { return x.Name == t.Table })
		p.Fixed = append(p.Fixed, planner.Talk{A: a, B: b, Slot: slot, Table: table})
	}
	return p
}

func (d *draft) slotNumber(id int) int {
	return slices.IndexFunc(d.Setup.Slots, func(s Slot) bool { return s.ID == id && id != 0 })
}

// planned are the talks after a plan: those that were there lose their slots unless they
// have one in it.
func (d *draft) planned(p planner.Problem, plan planner.Plan, worth [][]int) []Talk {
	set := map[Pair]int{} // slots of talks that a person set
	for pair, t := range d.talks {
		if t.Hand {
			set[pair] = t.Slot
		}
		t.Hand = t.Hand && t.Slot == 0 // those that stay are told below
		t.Slot, t.Table = 0, ""
		d.talks[pair] = t
	}
	for _, x := range plan.Talks {
		pair := d.pair(x)
		t := d.talks[pair]
		t.Pair, t.Slot, t.Table, t.Worth = pair, d.Setup.Slots[x.Slot].ID, d.Setup.Tables[x.Table].Name, worth[x.A][x.B]
		t.Hand = set[pair] == t.Slot
		d.talks[pair] = t
	}
	return d.sorted()
}
