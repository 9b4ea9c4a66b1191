package names

import "math/bits"

// maxPattern is the longest pattern, in runes, that a matcher takes: one bit of
// a machine word for each. Longer keys are compared by their first 64 runes.
const maxPattern = 64

// matcher computes edit distances from one pattern to many keys: the number of
// letters to insert, drop, replace, or swap with their neighbour, no letter
// edited twice (optimal string alignment). It uses Hyyrö's bit-parallel form of
// the dynamic programme, one word a column, and allocates nothing.
type matcher struct {
	ascii [128]uint64
	// other holds the pattern's letters beyond ASCII in an open table of twice
	// as many places as there can be letters.
	other [2 * maxPattern]struct {
		r    rune
		mask uint64
	}
	beyond bool
	length int
	last   uint64
}

// set makes pattern the one to measure from.
func (m *matcher) set(pattern string) {
	*m = matcher{}
	for _, r := range pattern {
		if m.length == maxPattern {
			break
		}
		m.add(r, 1<<m.length)
		m.length++
	}
	if m.length > 0 {
		m.last = 1 << (m.length - 1)
	}
}

func (m *matcher) add(r rune, bit uint64) {
	if r < 128 {
		m.ascii[r] |= bit
		return
	}
	m.beyond = true
	at := int(r) % len(m.other)
	for m.other[at].mask != 0 && m.other[at].r != r {
		at = (at + 1) % len(m.other)
	}
	m.other[at].r = r
	m.other[at].mask |= bit
}

func (m *matcher) mask(r rune) uint64 {
	if r < 128 {
		return m.ascii[r]
	}
	if !m.beyond {
		return 0
	}
	at := int(r) % len(m.other)
	for m.other[at].mask != 0 {
		if m.other[at].r == r {
			return m.other[at].mask
		}
		at = (at + 1) % len(m.other)
	}
	return 0
}

// distance returns the distance to key, a text of n runes, or limit+1 as soon as
// it is known to be larger than limit.
func (m *matcher) distance(key string, n, limit int) int {
	vp, vn, d0, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	dist, left := m.length, n
	if m.length == 0 {
		return min(left, limit+1)
	}
	for _, r := range key {
		pm := m.mask(r)
		swap := ((^d0 & pm) << 1) & before
		d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swap
		hp, hn := vn|^(d0|vp), d0&vp
		if hp&m.last != 0 {
			dist++
		}
		if hn&m.last != 0 {
			dist--
		}
		left--
		// Each letter to come can lower the distance by one at most.
		if dist-left > limit {
			return limit + 1
		}
		hp = hp<<1 | 1
		vp = hn<<1 | ^(d0 | hp)
		vn = hp & d0
		before = pm
	}
	return min(dist, limit+1)
}

// letters is what a key is made of, in no order: one bit for each of 32 classes
// of letters that occurs, one for each that occurs twice or more. An edit changes
// few bits, so two keys with very different letters need not be compared.
//
// The commonest letters stand in the highest bits, so that keys sorted by this
// number fall into groups (see coarse) that can be left out as a whole.
func letters(key string) uint64 {
	var once, twice uint32
	for _, r := range key {
		bit := uint32(1) << letterClass(r)
		twice |= once & bit
		once |= bit
	}
	return uint64(once)<<32 | uint64(twice)
}

// coarseBits is the number of letters that make a group: 4,096 groups for each
// length are few enough to look at all and fine enough to leave out most keys.
const coarseBits = 12

// coarse returns the group of a key with these letters.
func coarse(marks uint64) uint64 { return marks >> (64 - coarseBits) }

// letterOrder lists the classes by how often they occur in towns' names, the
// rarest first.
const letterOrder = "qxwfjyzpvcbgdhmteulskronia"

// letterClasses maps an ASCII byte to its class; spaces and digits share the
// lowest ones with letters of other scripts.
var letterClasses = func() (class [128]uint8) {
	for i := range class {
		class[i] = uint8(i % 6)
	}
	for i := range len(letterOrder) {
		class[letterOrder[i]] = uint8(i + 6)
	}
	return class
}()

func letterClass(r rune) uint {
	if r < 128 {
		return uint(letterClasses[r])
	}
	return uint(r) % 32
}

// tooFar tells that two keys with letters a and b are more than limit edits apart:
// an edit removes at most one letter and adds at most one.
func tooFar(a, b uint64, limit int) bool {
	return bits.OnesCount64(a&^b) > limit || bits.OnesCount64(b&^a) > limit
}
