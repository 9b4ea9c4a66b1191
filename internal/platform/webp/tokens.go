package webp

// The planes by which probabilities are kept.
const (
	lightAfterMeans = 0 // light whose means stand apart
	theMeans        = 1
	theColour       = 2
)

var bandOf = [17]uint8{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0}

// extra are the probabilities of the further bits of large levels, by category.
var extra = [4][]uint8{
	{173, 148, 140},
	{176, 155, 140, 135},
	{180, 157, 141, 134, 130},
	{254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129},
}

// sink takes the bits of tokens: a count of them, or a writer.
type sink interface {
	choice(plane, band, context, n int, set bool) // by a probability that is kept
	bit(prob uint8, set bool)                     // by a fixed one
}

// counter counts how often each choice is made.
type counter [planes][bands][contexts][probs][2]uint32

func (c *counter) choice(plane, band, context, n int, set bool) {
	k := 0
	if set {
		k = 1
	}
	c[plane][band][context][n][k]++
}

func (*counter) bit(uint8, bool) {}

// tokenWriter writes by the probabilities that were chosen.
type tokenWriter struct {
	*boolWriter
	probs *tokenProbs
}

func (w *tokenWriter) choice(plane, band, context, n int, set bool) {
	w.bit(w.probs[plane][band][context][n], set)
}

// part tells the levels of one part (RFC 6386, section 13), and returns whether any of
// them is not zero.
func part(s sink, plane, context, first int, levels *[16]int16) bool {
	last := 15
	for last >= first && levels[last] == 0 {
		last--
	}
	band := int(bandOf[first])
	if last < first {
		s.choice(plane, band, context, 0, false)
		return false
	}
	s.choice(plane, band, context, 0, true)
	for n := first; n <= last; {
		v := int(levels[n])
		size := max(v, -v)
		n++
		s.choice(plane, band, context, 1, size > 0)
		if size == 0 {
			band, context = int(bandOf[n]), 0
			continue
		}
		magnitude(s, plane, band, context, size)
		s.bit(128, v < 0)
		band, context = int(bandOf[n]), min(size, 2)
		if n < 16 {
			s.choice(plane, band, context, 0, n <= last)
		}
	}
	return true
}

// magnitude tells a level above zero.
func magnitude(s sink, plane, band, context, size int) {
	say := func(n int, set bool) { s.choice(plane, band, context, n, set) }
	say(2, size > 1)
	switch {
	case size == 1:
	case size <= 4:
		say(3, false)
		say(4, size > 2)
		if size > 2 {
			say(5, size == 4)
		}
	case size <= 10:
		say(3, true)
		say(6, false)
		say(7, size > 6)
		if size <= 6 {
			s.bit(159, size == 6)
			return
		}
		s.bit(165, (size-7)&2 != 0)
		s.bit(145, (size-7)&1 != 0)
	default:
		say(3, true)
		say(6, true)
		category := 0
		for category < 3 && size >= 3+8<<(category+1) {
			category++
		}
		say(8, category >= 2)
		say(9+category>>1, category&1 != 0)
		rest := size - (3 + 8<<category)
		for n, prob := range extra[category] {
			s.bit(prob, rest>>(len(extra[category])-1-n)&1 != 0)
		}
	}
}

// tell tells all blocks, each in the context of those beside and above it.
func (e *encoder) tell(s sink) {
	type edge struct {
		light  [4]int
		colour [2][2]int
		means  int
	}
	over := make([]edge, e.across)
	for j := range e.down {
		var left edge
		for i := range e.across {
			b, up := &e.blocks[j*e.across+i], &over[i]
			if b.empty {
				left, *up = edge{}, edge{}
				continue
			}
			nz := number(part(s, theMeans, left.means+up.means, 0, &b.levels[24]))
			left.means, up.means = nz, nz
			for n := range 16 {
				r, c := n>>2, n&3
				nz := number(part(s, lightAfterMeans, left.light[r]+up.light[c], 1, &b.levels[n]))
				left.light[r], up.light[c] = nz, nz
			}
			for n := range 8 {
				k, r, c := n>>2, n>>1&1, n&1
				nz := number(part(s, theColour, left.colour[k][r]+up.colour[k][c], 0, &b.levels[16+n]))
				left.colour[k][r], up.colour[k][c] = nz, nz
			}
		}
	}
}

func number(set bool) int {
	if set {
		return 1
	}
	return 0
}
