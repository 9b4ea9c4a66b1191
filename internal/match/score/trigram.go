package score

import "slices"

// trigram is three neighbouring letters of a name; the ends of the name count as letters.
type trigram [3]rune

// The ends of a name.
const nameStart, nameEnd = '^', '$'

// eachTrigram calls f with each distinct trigram of a name.
func eachTrigram(name string, f func(trigram)) {
	var buf [64]trigram // more than all but a few names have
	seen := buf[:0]
	g := trigram{0, 0, nameStart}
	next := func(r rune) {
		g = trigram{g[1], g[2], r}
		if g[0] != 0 && !slices.Contains(seen, g) {
			seen = append(seen, g)
			f(g)
		}
	}
	for _, r := range name {
		next(r)
	}
	next(nameEnd)
}

// gramIndex lists for each trigram the places whose name has it.
type gramIndex struct {
	number map[trigram]int32
	start  []int32 // of each trigram's list in list
	list   []int32
	count  []uint8 // of each place, how many distinct trigrams its name has
}

func newGramIndex(names []string) gramIndex {
	x := gramIndex{number: map[trigram]int32{}, count: make([]uint8, len(names))}
	var size, all []int32 // of each trigram; the trigrams of all names in a row
	for i, name := range names {
		n := 0
		eachTrigram(name, func(g trigram) {
			k, ok := x.number[g]
			if !ok {
				k = int32(len(size))
				x.number[g] = k
				size = append(size, 0)
			}
			if n < 255 { // a name so long is like no other
				n++
				size[k]++
				all = append(all, k)
			}
		})
		x.count[i] = uint8(n)
	}
	x.start = make([]int32, len(size)+1)
	for k, n := range size {
		x.start[k+1] = x.start[k] + n
	}
	x.list = make([]int32, len(all))
	next := slices.Clone(x.start)
	at := 0
	for i, n := range x.count {
		for _, k := range all[at : at+int(n)] {
			x.list[next[k]] = int32(i)
			next[k]++
		}
		at += int(n)
	}
	return x
}

// places returns the places whose names have a trigram.
func (x *gramIndex) places(g trigram) []int32 {
	k, ok := x.number[g]
	if !ok {
		return nil
	}
	return x.list[x.start[k]:x.start[k+1]]
}
