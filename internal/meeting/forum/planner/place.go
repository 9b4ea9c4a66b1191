package planner

import (
	"cmp"
	"slices"
)

// pair is two delegations who may talk.
type pair struct{ a, b, worth int }

// byWorth puts the best first, and is never in doubt.
func byWorth(x, y pair) int {
	return cmp.Or(cmp.Compare(y.worth, x.worth), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// place puts talks into slots, and those that had to give way again, until none is left
// that can be placed. Each time a talk gives way the sum grows, so it ends.
func (b *board) place(wanted []pair) {
	for len(wanted) > 0 {
		var gave []pair
		for _, p := range wanted {
			if !b.allowed(p.a, p.b) || b.insert(p) || b.swapIn(p) {
				continue
			}
			gave = append(gave, b.oust(p)...)
		}
		slices.SortFunc(gave, byWorth)
		wanted = gave
	}
}

// fill tries all talks that do not take place, the best first, until none can be added.
func (b *board) fill() {
	for {
		before := b.sum()
		var rest []pair
		for x := range b.n {
			for y := x + 1; y < b.n; y++ {
				if b.allowed(x, y) {
					rest = append(rest, pair{x, y, b.worth(x, y)})
				}
			}
		}
		slices.SortFunc(rest, byWorth)
		b.place(rest)
		if b.sum() == before {
			return
		}
	}
}

// sum is what all talks are worth.
func (b *board) sum() (total int) {
	for x := range b.n {
		for s := range b.slots {
			if y := b.at(x, s); y > x {
				total += max(b.worth(x, y), 0)
			}
		}
	}
	return total
}

// insert puts a talk into the emptiest slot in which both are free.
func (b *board) insert(p pair) bool {
	best := none
	for s := range b.slots {
		if b.free(p.a, s) && b.free(p.b, s) && b.hasRoom(s) && (best == none || b.talks[s] < b.talks[best]) {
			best = s
		}
	}
	if best != none {
		b.set(p.a, p.b, best)
	}
	return best != none
}

// swapIn makes a slot free for both by letting talks of two slots change places along a
// chain, and puts the talk there.
func (b *board) swapIn(p pair) bool {
	for here := range b.slots {
		if !b.free(p.a, here) || b.at(p.b, here) < 0 {
			continue
		}
		for there := range b.slots {
			if b.free(p.b, there) && b.swap(p.b, p.a, here, there) {
				if b.hasRoom(here) {
					b.set(p.a, p.b, here)
					return true
				}
				b.swap(p.b, p.a, there, here) // the chain turned back
			}
		}
	}
	return false
}

// swap exchanges the slots of the talks on the chain that begins with from's talk here:
// from, who is free there, is free here afterwards. It does nothing and says false where
// the chain meets somebody who is not to be touched, a talk that must stay, one who is away,
// or a slot without a table.
func (b *board) swap(from, not, here, there int) bool {
	chain := []int{from}
	for d, s := from, here; ; {
		next := b.at(d, s)
		if next < 0 {
			break
		}
		if next == not || b.isFixed(d, s) || b.at(next, here) == away || b.at(next, there) == away {
			return false
		}
		chain = append(chain, next)
		d, s = next, here+there-s
	}
	odd := len(chain)%2 == 0 // one talk more here than there
	if odd && !b.hasRoom(there) {
		return false
	}
	for i := range len(chain) - 1 {
		s := here
		if i%2 == 1 {
			s = there
		}
		b.unset(chain[i], chain[i+1], s)
	}
	for i := range len(chain) - 1 {
		s := there
		if i%2 == 1 {
			s = here
		}
		b.set(chain[i], chain[i+1], s)
	}
	return true
}

// oust puts a talk where it makes the sum higher although others give way, and returns
// those. It returns none if there is no such slot.
func (b *board) oust(p pair) (gave []pair) {
	best, most := none, 0
	for s := range b.slots {
		if gain, ok := b.gain(p, s); ok && gain > most {
			best, most = s, gain
		}
	}
	if best == none {
		return nil
	}
	for _, q := range b.inWay(p, best) {
		b.unset(q.a, q.b, best)
		gave = append(gave, q)
	}
	b.set(p.a, p.b, best)
	return gave
}

// gain is by how much the sum grows if a talk takes place in a slot instead of those in
// its way, and whether it can.
func (b *board) gain(p pair, s int) (gain int, ok bool) {
	if b.at(p.a, s) == away || b.at(p.b, s) == away || b.isFixed(p.a, s) || b.isFixed(p.b, s) {
		return 0, false
	}
	gave := b.inWay(p, s)
	if len(gave) == 0 && !b.hasRoom(s) {
		return 0, false
	}
	gain = p.worth
	for _, q := range gave {
		gain -= q.worth
	}
	return gain, true
}

// inWay are the talks that a talk in a slot would displace: those of the two, or the least
// of all where there is no table.
func (b *board) inWay(p pair, s int) (all []pair) {
	for _, d := range []int{p.a, p.b} {
		if other := b.at(d, s); other >= 0 {
			all = append(all, pair{min(d, other), max(d, other), max(b.worth(d, other), 0)})
		}
	}
	if len(all) > 0 || b.hasRoom(s) {
		return all
	}
	for d := range b.n {
		if other := b.at(d, s); other > d && !b.isFixed(d, s) {
			q := pair{d, other, max(b.worth(d, other), 0)}
			if len(all) == 0 {
				all = append(all, q)
			} else if q.worth < all[0].worth {
				all[0] = q
			}
		}
	}
	return all
}
