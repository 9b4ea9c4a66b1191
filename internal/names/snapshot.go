package names

import (
	"slices"

	"twintown/internal/platform/flat"
)

// Format is the version of what Write writes. It changes with the layout, and
// with everything that decides about the keys: Fold, Latin, Phonetic, Skeleton and
// the learning of affixes. Whoever keeps a snapshot puts it into the file's
// version.
const Format = "3"

// Write writes the index as sections of a flat file.
func (ix *Index) Write(w *flat.Writer) {
	w.Float32s(ix.weight)
	w.Bytes(ix.text)
	w.Uint32s(ix.start)
	w.Uint32s(ix.item)
	w.Strings(words(ix.affixes.first))
	w.Strings(words(ix.affixes.last))
	for _, t := range []*table{ix.letters, ix.sounds, ix.skeletons} {
		t.write(w)
	}
}

func (t *table) write(w *flat.Writer) {
	w.Bytes(t.bytes)
	w.Uint32s(t.start)
	w.Uint32s(t.first)
	w.Uint32s(t.refs)
	w.Uint32s(t.byLength)
	w.Uint64s(t.marks)
	w.Uint32s(t.groupCoarse)
	w.Uint32s(t.groupFrom)
	w.Uint32s(t.lengths)
}

// Read reads an index that Write wrote. It checks that no number points
// outside of what was read, so that a file that is wrong in spite of its checksum
// cannot make a later search fail; the error is the reader's, at its Close. The
// index must not be used when that returns one.
func Read(r *flat.Reader) *Index {
	ix := &Index{weight: r.Float32s(), text: r.Bytes(), start: r.Uint32s(), item: r.Uint32s()}
	ix.affixes = affixes{first: set(r.Strings()), last: set(r.Strings())}
	r.Check(isOffsets(ix.start, len(ix.item), len(ix.text)) && allBelow(ix.item, len(ix.weight)), "spellings")
	ix.letters = readTable(r, len(ix.item)<<refBits)
	ix.sounds = readTable(r, len(ix.item)<<refBits)
	ix.skeletons = readTable(r, ix.sounds.len())
	ix.init()
	return ix
}

// readTable reads a table whose references are below a limit.
func readTable(r *flat.Reader, limit int) *table {
	t := &table{
		bytes: r.Bytes(), start: r.Uint32s(), first: r.Uint32s(), refs: r.Uint32s(),
		byLength: r.Uint32s(), marks: r.Uint64s(), groupCoarse: r.Uint32s(), groupFrom: r.Uint32s(), lengths: r.Uint32s(),
	}
	keys := len(t.byLength)
	r.Check(isOffsets(t.start, keys, len(t.bytes)) && isOffsets(t.first, keys, len(t.refs)), "keys")
	r.Check(allBelow(t.refs, limit) && allBelow(t.byLength, keys) && len(t.marks) == keys, "references")
	groups := len(t.groupCoarse)
	r.Check(isOffsets(t.groupFrom, groups, keys) && isOffsets(t.lengths, maxKey+1, groups), "groups")
	return t
}

// isOffsets tells whether v are the beginnings of n parts of something of the
// given size, and its end.
func isOffsets(v []uint32, n, size int) bool {
	return len(v) == n+1 && v[0] == 0 && v[n] == uint32(size) && slices.IsSorted(v)
}

func allBelow(v []uint32, limit int) bool {
	return len(v) == 0 || uint64(slices.Max(v)) < uint64(limit)
}

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
