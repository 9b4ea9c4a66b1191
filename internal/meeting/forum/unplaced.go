package forum

import (
	"cmp"
	"context"
	"slices"

	"twintown/internal/platform/errs"
)

// Why is why a wish has no talk.
type Why string

// The reasons, in the order in which they are looked for.
const (
	WhyGone     Why = "gone"     // one of the two takes part no more
	WhyRefused  Why = "refused"  // one of the two wants no talk with the other
	WhyHand     Why = "hand"     // a person cancelled it
	WhyCaveat   Why = "caveat"   // a caveat holds, and the other did not wish for it
	WhyApart    Why = "apart"    // they are never there at the same time
	WhyFull     Why = "full"     // one of the two has talks in all slots in which it is there
	WhyNoCommon Why = "common"   // both have time, but never at the same time
	WhyTables   Why = "tables"   // when both have time all tables are taken
	WhyPossible Why = "possible" // it could be set now: it came after the plan
)

// Unplaced is a wish without a talk.
type Unplaced struct {
	Pair
	Worth
	Why  Why
	Full string // of WhyFull, the side that has no time
	Spot Spot   // of WhyPossible, where it could be
}

// Unplaced are the wishes that have no talk in the plan, with the reason of each: those
// that both wish for first. Whoever reads it must not tell the sides of exclusions.
func (s *Store) Unplaced(ctx context.Context, id string, sides []Side, fits Fits) (all []Unplaced, err error) {
	defer errs.Wrap(&err, "forum.Unplaced(%s)", id)
	d, err := s.read(ctx, id, sides)
	if err != nil {
		return nil, err
	}
	seen, rounds := map[Pair]bool{}, d.rounds()
	for side, wishes := range d.wishes {
		for other, place := range wishes {
			p := PairOf(side, other)
			if place == 0 || seen[p] || d.talks[p].Slot != 0 {
				continue
			}
			seen[p] = true
			all = append(all, d.why(p, rounds, fits))
		}
	}
	slices.SortFunc(all, func(x, y Unplaced) int {
		return cmp.Or(y.wanted()-x.wanted(), x.Pair.compare(y.Pair))
	})
	return all, nil
}

// wanted orders wishes that have no talk: what they would be worth without the caveats.
func (u Unplaced) wanted() int {
	return Judge(Pair{"a", "b"}, All{"a": placed("b", u.PlaceA), "b": placed("a", u.PlaceB)}, Fit{}, false).Value
}

func placed(other string, place int) map[string]int {
	if place == 0 {
		return nil
	}
	return map[string]int{other: place}
}

// why says why a pair has no talk.
func (d *draft) why(p Pair, rounds map[int]round, fits Fits) Unplaced {
	u := Unplaced{Pair: p}
	a, b := d.index(p.A), d.index(p.B)
	if a < 0 || b < 0 {
		u.Worth, u.Why = Judge(p, d.wishes, Fit{}, false), WhyGone
		return u
	}
	u.Worth = Judge(p, d.wishes, fits(d.sides[a], d.sides[b]), false)
	switch {
	case u.Excluded:
		u.Why = WhyRefused
	case d.talks[p].Hand:
		u.Why = WhyHand
	case u.Value == 0:
		u.Why = WhyCaveat
	default:
		d.search(&u, rounds)
	}
	return u
}

// search looks for a slot in which a pair could talk.
func (d *draft) search(u *Unplaced, rounds map[int]round) {
	free := map[string]int{}
	together, common := false, false
	for _, slot := range d.Setup.Slots {
		here := func(side string) bool { return !d.away(side, slot.ID) }
		idle := func(side string) bool { return here(side) && !rounds[slot.ID].sides[side] }
		together = together || here(u.A) && here(u.B)
		for _, side := range []string{u.A, u.B} {
			if idle(side) {
				free[side]++
			}
		}
		if !idle(u.A) || !idle(u.B) {
			continue
		}
		common = true
		for _, table := range d.Setup.Tables {
			if !rounds[slot.ID].tables[table.Name] {
				u.Why, u.Spot = WhyPossible, Spot{slot.ID, table.Name}
				return
			}
		}
	}
	switch {
	case !together:
		u.Why = WhyApart
	case free[u.A] == 0:
		u.Why, u.Full = WhyFull, u.A
	case free[u.B] == 0:
		u.Why, u.Full = WhyFull, u.B
	case common:
		u.Why = WhyTables
	default:
		u.Why = WhyNoCommon
	}
}

// round is what is taken in a slot.
type round struct{ sides, tables map[string]bool }

func (d *draft) rounds() map[int]round {
	all := map[int]round{}
	for _, slot := range d.Setup.Slots {
		all[slot.ID] = round{map[string]bool{}, map[string]bool{}}
	}
	for _, t := range d.talks {
		if r, ok := all[t.Slot]; ok {
			r.sides[t.A], r.sides[t.B], r.tables[t.Table] = true, true, true
		}
	}
	return all
}
