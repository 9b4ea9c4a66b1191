// Package planner plans the talks of a partner-search forum: who talks with whom, when and
// at which table, so that the sum of mutual interest is as high as possible.
//
// # The problem
//
// A forum has slots, one after another, and tables. In a slot each delegation sits in one
// talk at most, with one other delegation, and no two delegations talk twice. What a talk
// is worth is one number for both together ([Problem.Worth]); who must not meet is worth
// nothing. Delegations come late and leave early; talks that an organiser set by hand stay.
//
// # How it is solved
//
// Leaving out which slot a talk falls into, the question is who talks with whom at all, and
// nobody more often than she is there. Its answer in fractions (each talk counted once from
// either side: a transport problem, solved exactly) is the [Plan.Bound], which no plan can
// pass. Its whole talks are then put into slots one by one; where two delegations have no
// free slot in common, the talks of two slots change places along a chain (as edges are
// coloured since Vizing 1964), and where that does not help a talk that is worth less gives
// way and is tried again elsewhere. What is left free is filled with the next best talks.
//
// The same problem gives the same plan.
package planner

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is a forum to be planned. Delegations, slots and tables are numbered from 0.
type Problem struct {
	Worth  [][]int  // of a talk of a and b, at most [MaxWorth]; the same both ways; 0 or less: they must not meet
	Slots  int      // how many talks one after another
	Tables int      // how many talks at the same time; 0: as many as there are
	Away   [][]bool // Away[delegation][slot]: is not there; nil: all are always there
	Fixed  []Talk   // set by hand: they stay, whatever they are worth
}

// The largest forum that is planned, and the most that a talk is worth.
const (
	MaxDelegations = 1000
	MaxSlots       = 60
	MaxWorth       = 1 << 20
)

// Talk is one talk of two delegations. A is the smaller number.
type Talk struct {
	A, B  int
	Slot  int
	Table int // -1 in Problem.Fixed: any
}

// Plan is who talks when.
type Plan struct {
	Talks []Talk // by slot, then by table
	Sum   int    // of what the talks are worth
	Bound int    // no plan of this problem has a higher sum
}

// Solve plans a forum. It is an error if the problem is not well formed or the talks that
// were set by hand cannot all take place.
func Solve(p Problem) (Plan, error) {
	b, err := newBoard(p)
	if err != nil {
		return Plan{}, err
	}
	wanted, bound := b.relax()
	b.place(wanted)
	b.fill()
	return b.plan(bound), nil
}

// Missing says why a problem cannot be planned.
type Missing struct {
	Talk   *Talk // that was set by hand; nil if the forum itself is meant
	Reason Reason
}

// Reason is why a problem cannot be planned.
type Reason string

// The reasons.
const (
	TooLarge   Reason = "large"    // more delegations, slots or worth than are planned, or less than none
	Uneven     Reason = "uneven"   // worth or presence do not fit the number of delegations and slots
	Nobody     Reason = "nobody"   // a talk of a delegation with itself, or of one that is not there at all
	AwayThen   Reason = "away"     // a talk of one that is away in that slot
	TwoAtOnce  Reason = "two"      // a delegation in two talks of a slot
	TwiceAtAll Reason = "twice"    // two talks of the same two
	TableTaken Reason = "table"    // two talks at a table of a slot, or more talks than tables
	NoSuchSlot Reason = "no-slot"  // a slot that the forum does not have
	NoTable    Reason = "no-table" // a table that the forum does not have
)

// Error implements error.
func (m *Missing) Error() string {
	if m.Talk == nil {
		return "planner: " + string(m.Reason)
	}
	return fmt.Sprintf("planner: talk of %d and %d in slot %d: %s", m.Talk.A, m.Talk.B, m.Talk.Slot, m.Reason)
}

// plan numbers the tables and sums up.
func (b *board) plan(bound int) Plan {
	out := Plan{Bound: bound}
	seat := make([]int, b.n) // where a delegation sat in the slot before
	for i := range seat {
		seat[i] = -1
	}
	for s := range b.slots {
		talks := b.talksIn(s)
		b.seat(talks, seat)
		for _, t := range talks {
			out.Sum += max(b.worth(t.A, t.B), 0)
		}
		out.Talks = append(out.Talks, talks...)
	}
	return out
}

// talksIn are the talks of a slot, without tables but for those set by hand.
func (b *board) talksIn(s int) (all []Talk) {
	for a := range b.n {
		if other := b.at(a, s); other > a {
			t := Talk{A: a, B: other, Slot: s, Table: -1}
			if i := slices.IndexFunc(b.Fixed, func(f Talk) bool { return f.A == a && f.B == other }); i >= 0 {
				t.Table = b.Fixed[i].Table
			}
			all = append(all, t)
		}
	}
	return all
}

// seat gives talks tables: where one of the two sat before, so that few must walk; else the
// first that is free.
func (b *board) seat(talks []Talk, before []int) {
	taken := map[int]bool{}
	for _, t := range talks {
		taken[t.Table] = true
	}
	take := func(t *Talk, table int) {
		if t.Table < 0 && table >= 0 && !taken[table] {
			t.Table, taken[table] = table, true
		}
	}
	for i := range talks {
		take(&talks[i], before[talks[i].A])
		take(&talks[i], before[talks[i].B])
	}
	free := 0
	for i := range talks {
		for talks[i].Table < 0 {
			take(&talks[i], free)
			free++
		}
		before[talks[i].A], before[talks[i].B] = talks[i].Table, talks[i].Table
	}
	slices.SortFunc(talks, func(x, y Talk) int { return cmp.Compare(x.Table, y.Table) })
}
