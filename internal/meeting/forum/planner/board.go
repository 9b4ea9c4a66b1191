package planner

import "slices"

// board is a plan in the making: who sits with whom in each slot.
type board struct {
	Problem
	n      int
	slots  int
	with   []int  // with[d*slots+s] is whom d talks with in slot s; none or away
	fixed  []bool // the same for talks that must stay
	talks  []int  // talks[s] is how many there are in slot s
	meets  []bool // meets[a*n+b]: the two have a talk
	tables int
}

const (
	none = -1
	away = -2
)

// newBoard checks a problem and sets the talks that were set by hand.
func newBoard(p Problem) (*board, error) {
	n := len(p.Worth)
	b := &board{Problem: p, n: n, slots: p.Slots, tables: p.Tables}
	if n > MaxDelegations || p.Slots < 0 || p.Slots > MaxSlots || p.Tables < 0 {
		return nil, &Missing{Reason: TooLarge}
	}
	if b.tables == 0 || b.tables > n/2 {
		b.tables = max(n/2, len(p.Fixed)) // more are never needed
	}
	if err := b.checkShape(); err != nil {
		return nil, err
	}
	b.with, b.fixed = make([]int, n*b.slots), make([]bool, n*b.slots)
	b.talks, b.meets = make([]int, b.slots), make([]bool, n*n)
	for d := range n {
		for s := range b.slots {
			b.with[d*b.slots+s] = none
			if p.Away != nil && p.Away[d][s] {
				b.with[d*b.slots+s] = away
			}
		}
	}
	return b, b.setFixed()
}

// checkShape looks whether the tables of numbers fit each other.
func (b *board) checkShape() error {
	if b.Away != nil && len(b.Away) != b.n {
		return &Missing{Reason: Uneven}
	}
	for i, row := range b.Worth {
		if len(row) != b.n || b.Away != nil && len(b.Away[i]) != b.slots {
			return &Missing{Reason: Uneven}
		}
		for j, w := range row {
			if len(b.Worth[j]) != b.n || b.Worth[j][i] != w {
				return &Missing{Reason: Uneven}
			}
			if w > MaxWorth {
				return &Missing{Reason: TooLarge}
			}
		}
	}
	return nil
}

// setFixed takes in the talks that were set by hand.
func (b *board) setFixed() error {
	b.Fixed = slices.Clone(b.Fixed)
	type seat struct{ slot, table int }
	seats := map[seat]bool{}
	for i := range b.Fixed {
		t := &b.Fixed[i]
		if t.A > t.B {
			t.A, t.B = t.B, t.A
		}
		if reason := b.refuses(*t); reason != "" {
			return &Missing{t, reason}
		}
		at := seat{t.Slot, t.Table}
		if t.Table >= 0 && seats[at] {
			return &Missing{t, TableTaken}
		}
		seats[at] = true
		b.set(t.A, t.B, t.Slot)
		b.fixed[t.A*b.slots+t.Slot], b.fixed[t.B*b.slots+t.Slot] = true, true
	}
	return nil
}

// refuses says why a talk cannot be set, or "".
func (b *board) refuses(t Talk) Reason {
	switch {
	case t.A < 0 || t.B >= b.n || t.A == t.B:
		return Nobody
	case t.Slot < 0 || t.Slot >= b.slots:
		return NoSuchSlot
	case b.Tables > 0 && t.Table >= b.Tables:
		return NoTable
	case b.at(t.A, t.Slot) == away || b.at(t.B, t.Slot) == away:
		return AwayThen
	case b.at(t.A, t.Slot) != none || b.at(t.B, t.Slot) != none:
		return TwoAtOnce
	case b.meets[t.A*b.n+t.B]:
		return TwiceAtAll
	case b.talks[t.Slot] >= b.tables:
		return TableTaken
	}
	return ""
}

func (b *board) worth(x, y int) int      { return b.Worth[x][y] }
func (b *board) at(d, s int) int         { return b.with[d*b.slots+s] }
func (b *board) free(d, s int) bool      { return b.with[d*b.slots+s] == none }
func (b *board) isFixed(d, s int) bool   { return b.fixed[d*b.slots+s] }
func (b *board) allowed(x, y int) bool   { return x != y && b.Worth[x][y] > 0 && !b.meets[x*b.n+y] }
func (b *board) hasRoom(s int) bool      { return b.talks[s] < b.tables }
func (b *board) mark(x, y int, met bool) { b.meets[x*b.n+y], b.meets[y*b.n+x] = met, met }

func (b *board) set(x, y, s int) {
	b.with[x*b.slots+s], b.with[y*b.slots+s] = y, x
	b.talks[s]++
	b.mark(x, y, true)
}

func (b *board) unset(x, y, s int) {
	b.with[x*b.slots+s], b.with[y*b.slots+s] = none, none
	b.talks[s]--
	b.mark(x, y, false)
}

// spare is how many more talks a delegation can have.
func (b *board) spare(d int) (n int) {
	for s := range b.slots {
		if b.free(d, s) {
			n++
		}
	}
	return n
}
