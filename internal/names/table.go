package names

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// table is a sorted set of keys, each with the spellings that lead to it. It is
// made of flat arrays, so that it can be written to a file and read back as it is,
// and so that the garbage collector sees five objects rather than a million.
type table struct {
	bytes []byte   // the keys one after the other, in byte order
	start []uint32 // start[k] is where key k begins; one more at the end
	first []uint32 // first[k] is where the spellings of key k begin in refs
	refs  []uint32 // the spellings, each a ref
	// byLength lists the keys by their length in runes, those of one length by
	// their letters: marks[i] is letters() of the key byLength[i]. A group is a run
	// of one length whose commonest letters, groupCoarse, agree; it begins at
	// groupFrom, and lengths[n] is the first group of keys of n runes.
	byLength    []uint32
	marks       []uint64
	groupCoarse []uint32
	groupFrom   []uint32
	lengths     []uint32
}

// ref is the number of a spelling, with the way in which the key was made from
// it in the low bits.
type ref uint32

const (
	refBits         = 3
	refPlain    ref = 0 // the folded spelling
	refStripped ref = 1 // without a word such as "City" or "Gorad"
	refInner    ref = 2 // the spelling from its second word on
	refCode     ref = 3 // a postal or airport code
	refLatin    ref = 4 // the Latin form of a spelling in another script
)

func (r ref) spelling() uint32 { return uint32(r >> refBits) }
func (r ref) how() ref         { return r & (1<<refBits - 1) }

// maxKey is the longest key kept, in bytes; the longest real name, Bangkok's in
// full, has 168 letters, and nobody types it.
const maxKey = 96

// maxText is the longest spelling or query looked at, in bytes: a long key in
// a script of three or four bytes a letter.
const maxText = 4 * maxKey

// entry is a key that a table is to be built from.
type entry struct {
	key string
	ref ref
}

// buildTable sorts entries and makes a table of them. It does not retain them.
func buildTable(entries []entry) *table {
	slices.SortFunc(entries, func(a, b entry) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return int(int64(a.ref) - int64(b.ref))
	})
	t := &table{}
	for i, e := range entries {
		if i == 0 || entries[i-1].key != e.key {
			t.start = append(t.start, uint32(len(t.bytes)))
			t.first = append(t.first, uint32(len(t.refs)))
			t.bytes = append(t.bytes, e.key...)
		} else if entries[i-1].ref == e.ref {
			continue
		}
		t.refs = append(t.refs, uint32(e.ref))
	}
	t.start = append(t.start, uint32(len(t.bytes)))
	t.first = append(t.first, uint32(len(t.refs)))
	t.clip()
	t.sortByLength()
	return t
}

// clip gives back the memory that growing slices held in reserve.
func (t *table) clip() {
	t.bytes, t.refs = slices.Clone(t.bytes), slices.Clone(t.refs)
	t.start, t.first = slices.Clone(t.start), slices.Clone(t.first)
}

// sortByLength fills the arrays for the search with typing errors.
func (t *table) sortByLength() {
	type row struct {
		marks uint64
		key   uint32
	}
	byLength := make([][]row, maxKey+1)
	for k := range t.len() {
		key := t.key(k)
		n := utf8.RuneCountInString(key)
		byLength[n] = append(byLength[n], row{letters(key), uint32(k)})
	}
	t.byLength = make([]uint32, 0, t.len())
	t.marks = make([]uint64, 0, t.len())
	t.lengths = make([]uint32, 0, maxKey+2)
	for _, rows := range byLength {
		t.lengths = append(t.lengths, uint32(len(t.groupFrom)))
		slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.marks, b.marks), cmp.Compare(a.key, b.key)) })
		for i, r := range rows {
			if i == 0 || coarse(r.marks) != coarse(rows[i-1].marks) {
				t.groupCoarse = append(t.groupCoarse, uint32(coarse(r.marks)))
				t.groupFrom = append(t.groupFrom, uint32(len(t.marks)))
			}
			t.marks = append(t.marks, r.marks)
			t.byLength = append(t.byLength, r.key)
		}
	}
	t.lengths = append(t.lengths, uint32(len(t.groupFrom)))
	t.groupFrom = append(t.groupFrom, uint32(len(t.marks)))
}

func (t *table) len() int { return max(len(t.start)-1, 0) }

// key returns key k without copying it; the table is never changed.
func (t *table) key(k int) string {
	b := t.bytes[t.start[k]:t.start[k+1]]
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// of returns the spellings of key k, each a ref.
func (t *table) of(k int) []uint32 { return t.refs[t.first[k]:t.first[k+1]] }

// find returns the number of a key, and whether it is there.
func (t *table) find(key string) (int, bool) {
	return sort.Find(t.len(), func(k int) int { return strings.Compare(key, t.key(k)) })
}

// prefix returns the keys from..to-1 that begin with p.
func (t *table) prefix(p string) (from, to int) {
	from, _ = t.find(p)
	to = from + sort.Search(t.len()-from, func(i int) bool { return !strings.HasPrefix(t.key(from+i), p) })
	return from, to
}

// near calls visit for each key within limit edits of the pattern in m, whose
// letters are marks, with its distance.
func (t *table) near(m *matcher, marks uint64, limit int, visit func(k, dist int)) {
	own := coarse(marks)
	for n := max(m.length-limit, 1); n <= min(m.length+limit, maxKey); n++ {
		for g := t.lengths[n]; g < t.lengths[n+1]; g++ {
			if tooFar(own, uint64(t.groupCoarse[g]), limit) {
				continue
			}
			from, to := t.groupFrom[g], t.groupFrom[g+1]
			for i, mark := range t.marks[from:to] {
				if tooFar(marks, mark, limit) {
					continue
				}
				k := int(t.byLength[int(from)+i])
				if d := m.distance(t.key(k), n, limit); d <= limit {
					visit(k, d)
				}
			}
		}
	}
}
