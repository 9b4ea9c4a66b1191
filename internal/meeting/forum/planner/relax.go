package planner

import (
	"math"
	"slices"
)

// relax answers the question without slots: which talks take place at all, each of them
// seen once from either side. It returns the talks by how much they are wanted (those that
// both sides chose, then those that one did), and the bound.
//
// Where there are fewer tables than talks, a price on every talk makes them as few as can
// be seated; the bound is that of the best price (Lagrange).
func (b *board) relax() (wanted []pair, bound int) {
	set, room := b.sum(), 0 // what is set by hand, and how many talks can still be seated
	for s := range b.slots {
		room += b.tables - b.talks[s]
	}
	bound = math.MaxInt
	at := func(price int) (f *flow, fits bool) {
		f = newFlow(b, price)
		f.run()
		value, talks := f.value() // both count a talk from either side
		bound = min(bound, set+value/2+price*room)
		return f, talks <= 2*room
	}
	f, fits := at(0)
	for low, high := 0, b.most(); !fits && high-low > 1; {
		price := (low + high) / 2
		if g, ok := at(price); ok {
			f, high = g, price
		} else {
			low = price
		}
	}
	return f.wanted(), bound
}

// most is more than any talk is worth.
func (b *board) most() (most int) {
	for _, row := range b.Worth {
		most = max(most, slices.Max(row))
	}
	return most + 1
}

// flow is the transport problem: each delegation offers its spare slots on the left and
// takes those of others on the right. It is solved by shortest augmenting paths with
// potentials (Dijkstra), one offer after another; an offer may also stay unused.
type flow struct {
	b      *board
	price  int
	used   []bool // used[l*n+r]: l offers r a slot
	spare  []int  // of the right
	supply []int  // of the left

	left, right []int // potentials; right[n] is "unused", end that of the end
	end         int
	unused      []int // offers of the left that stay unused
	distL       []int
	distR       []int
	fromL       []int // the right node from which a left one was reached
	fromR       []int // the left node from which a right one was reached
	doneL       []bool
	doneR       []bool
}

func newFlow(b *board, price int) *flow {
	n := b.n
	f := &flow{
		b: b, price: price, used: make([]bool, n*n), spare: make([]int, n), supply: make([]int, n),
		left: make([]int, n), right: make([]int, n+1), unused: make([]int, n),
		distL: make([]int, n), distR: make([]int, n+1), fromL: make([]int, n), fromR: make([]int, n+1),
		doneL: make([]bool, n), doneR: make([]bool, n+1),
	}
	for d := range n {
		f.supply[d] = b.spare(d)
		f.spare[d] = f.supply[d]
		for other := range n {
			if b.allowed(d, other) {
				f.left[d] = max(f.left[d], b.Worth[d][other]-price)
			}
		}
	}
	return f
}

// open says whether one more slot can go from a left to a right node, and what it is worth.
func (f *flow) open(l, r int) (worth int, ok bool) {
	if r == f.b.n {
		return 0, true
	}
	if f.used[l*f.b.n+r] || !f.b.allowed(l, r) {
		return 0, false
	}
	return f.b.Worth[l][r] - f.price, true
}

func (f *flow) run() {
	for l := range f.b.n {
		for range f.supply[l] {
			f.augment(l)
		}
	}
}

const far = math.MaxInt / 2

// augment sends one slot of a left node on the path that is worth most.
func (f *flow) augment(source int) {
	n := f.b.n
	for i := range n {
		f.distL[i], f.doneL[i] = far, false
	}
	for i := range n + 1 {
		f.distR[i], f.doneR[i] = far, false
	}
	f.distL[source], f.fromL[source] = 0, -1
	length, last := far, -1 // to the end, and the right node before it
	for {
		node, dist, isLeft := f.nearest()
		if dist >= length {
			break
		}
		if isLeft {
			f.doneL[node] = true
			f.fromLeft(node, dist)
			continue
		}
		f.doneR[node] = true
		if node == n || f.spare[node] > 0 {
			if d := dist + f.right[node] - f.end; d < length {
				length, last = d, node
			}
		}
		f.fromRight(node, dist)
	}
	f.settle(length)
	f.turn(last)
}

// nearest is the nearest node that is not done.
func (f *flow) nearest() (node, dist int, isLeft bool) {
	node, dist = -1, far
	for i, d := range f.distL {
		if d < dist && !f.doneL[i] {
			node, dist, isLeft = i, d, true
		}
	}
	for i, d := range f.distR {
		if d < dist && !f.doneR[i] {
			node, dist, isLeft = i, d, false
		}
	}
	return node, dist, isLeft
}

func (f *flow) fromLeft(l, dist int) {
	for r := range f.b.n + 1 {
		if f.doneR[r] {
			continue
		}
		if worth, ok := f.open(l, r); ok {
			if d := dist - worth + f.left[l] - f.right[r]; d < f.distR[r] {
				f.distR[r], f.fromR[r] = d, l
			}
		}
	}
}

// fromRight goes back along what was sent to a right node.
func (f *flow) fromRight(r, dist int) {
	n := f.b.n
	for l := range n {
		if f.doneL[l] {
			continue
		}
		worth, sent := 0, r == n && f.unused[l] > 0
		if r < n && f.used[l*n+r] {
			worth, sent = f.b.Worth[l][r]-f.price, true
		}
		if sent {
			if d := dist + worth + f.right[r] - f.left[l]; d < f.distL[l] {
				f.distL[l], f.fromL[l] = d, r
			}
		}
	}
}

// settle makes the lengths of the last search the next one's potentials.
func (f *flow) settle(length int) {
	for i, d := range f.distL {
		f.left[i] += min(d, length)
	}
	for i, d := range f.distR {
		f.right[i] += min(d, length)
	}
	f.end += length
}

// turn sends a slot along the path that ends at a right node.
func (f *flow) turn(r int) {
	n := f.b.n
	if r < n {
		f.spare[r]--
	}
	for r >= 0 {
		l := f.fromR[r]
		f.send(l, r, true)
		r = f.fromL[l]
		if r >= 0 {
			f.send(l, r, false)
		}
	}
}

func (f *flow) send(l, r int, there bool) {
	switch {
	case r < f.b.n:
		f.used[l*f.b.n+r] = there
	case there:
		f.unused[l]++
	default:
		f.unused[l]--
	}
}

// value is what all that was sent is worth, the price taken off, and how much it is.
func (f *flow) value() (value, talks int) {
	n := f.b.n
	for l := range n {
		for r := range n {
			if f.used[l*n+r] {
				value += f.b.Worth[l][r] - f.price
				talks++
			}
		}
	}
	return value, talks
}

// wanted are the pairs that were chosen from both sides, then from one, the best first.
func (f *flow) wanted() []pair {
	n := f.b.n
	var both, one []pair
	for l := range n {
		for r := l + 1; r < n; r++ {
			switch p := (pair{l, r, f.b.Worth[l][r]}); {
			case f.used[l*n+r] && f.used[r*n+l]:
				both = append(both, p)
			case f.used[l*n+r] || f.used[r*n+l]:
				one = append(one, p)
			}
		}
	}
	slices.SortFunc(both, byWorth)
	slices.SortFunc(one, byWorth)
	return append(both, one...)
}
