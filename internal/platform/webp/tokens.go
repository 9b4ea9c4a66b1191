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

// tokens are the bits that say what remains of all blocks, in their order. Each knows by
// which probability it is written: the number of one that is chosen when all of them are
// known, or a fixed one.
type tokens struct{ list []uint16 }

// A token is the bit, then a probability: its number, or its value and the mark that it is fixed.
const fixed = 1 << 15

func (t *tokens) choice(plane, band, context, n int, set bool) {
	v := uint16(((plane*bands+band)*contexts+context)*probs+n) << 1
	if set {
		v |= 1
	}
	t.list = append(t.list, v)
}

func (t *tokens) bit(prob uint8, set bool) {
	v := fixed | uint16(prob)<<1
	if set {
		v |= 1
	}
	t.list = append(t.list, v)
}

// counter counts how often each choice is made.
type counter [planes * bands * contexts * probs][2]uint32

func (t *tokens) count() *counter {
	c := new(counter)
	for _, v := range t.list {
		if v&fixed == 0 {
			c[v>>1][v&1]++
		}
	}
	return c
}

// write writes all by the probabilities that were chosen.
func (t *tokens) write(w *boolWriter, chosen *tokenProbs) {
	var flat [planes * bands * contexts * probs]uint8
	for p := range planes {
		for b := range bands {
			for c := range contexts {
				copy(flat[((p*bands+b)*contexts+c)*probs:], chosen[p][b][c][:])
			}
		}
	}
	for _, v := range t.list {
		prob := uint8(v >> 1)
		if v&fixed == 0 {
			prob = flat[v>>1]
		}
		w.bit(prob, v&1 != 0)
	}
}

// part tells the levels of one part (RFC 6386, section 13), and returns whether any of
// them is not zero.
func (t *tokens) part(plane, context, first int, levels *[16]int16) bool {
	last := 15
	for last >= first && levels[last] == 0 {
		last--
	}
	band := int(bandOf[first])
	if last < first {
		t.choice(plane, band, context, 0, false)
		return false
	}
	t.choice(plane, band, context, 0, true)
	for n := first; n <= last; {
		v := int(levels[n])
		size := max(v, -v)
		n++
		t.choice(plane, band, context, 1, size > 0)
		if size == 0 {
			band, context = int(bandOf[n]), 0
			continue
		}
		t.magnitude(plane, band, context, size)
		t.bit(128, v < 0)
		band, context = int(bandOf[n]), min(size, 2)
		if n < 16 {
			t.choice(plane, band, context, 0, n <= last)
		}
	}
	return true
}

// magnitude tells a level above zero.
func (t *tokens) magnitude(plane, band, context, size int) {
	say := func(n int, set bool) { t.choice(plane, band, context, n, set) }
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
			t.bit(159, size == 6)
			return
		}
		t.bit(165, (size-7)&2 != 0)
		t.bit(145, (size-7)&1 != 0)
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
			t.bit(prob, rest>>(len(extra[category])-1-n)&1 != 0)
		}
	}
}

// edge says which parts along the edge of a block held something: the context of the next.
type edge struct {
	light  [4]int
	colour [2][2]int
	means  int
}

// block tells one block in the context of those beside and above it.
func (t *tokens) block(l *levels, left, up *edge) {
	nz := number(t.part(theMeans, left.means+up.means, 0, &l[24]))
	left.means, up.means = nz, nz
	for n := range 16 {
		r, c := n>>2, n&3
		nz := number(t.part(lightAfterMeans, left.light[r]+up.light[c], 1, &l[n]))
		left.light[r], up.light[c] = nz, nz
	}
	for n := range 8 {
		k, r, c := n>>2, n>>1&1, n&1
		nz := number(t.part(theColour, left.colour[k][r]+up.colour[k][c], 0, &l[16+n]))
		left.colour[k][r], up.colour[k][c] = nz, nz
	}
}

func number(set bool) int {
	if set {
		return 1
	}
	return 0
}
