package names

import (
	"fmt"
	"math"
	"testing"
)

// manyTowns is an index in which a query meets thousands of candidates.
func manyTowns(n int) *Index {
	parts := []string{"bia", "ly", "stok", "gro", "dno", "kau", "nas", "lem", "berg", "go", "rad", "nia", "szcze", "cin", "vo", "ka"}
	var b Builder
	for i := range n {
		item := b.Item(math.Log(float64(1000 + i)))
		b.Spelling(item, fmt.Sprint(parts[i%16], parts[i/16%16], parts[i/256%16], parts[i/4096%16]))
	}
	return b.Build()
}

// Allocations do not grow with the number of candidates: the figures of both
// sizes agree.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1000, 60_000} {
		ix := manyTowns(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ix.Find("bialistokgro", Options{Limit: 1})
			}
		})
	}
}

func TestCandidatesAllocateNothing(t *testing.T) {
	allocs := func(n int) float64 {
		s := newSearch(manyTowns(n)) // not from the pool, which may be emptied at any time
		ask := func() {
			s.begin("bialistokgro", nil)
			s.run()
			s.top(1)
		}
		ask() // the list of items grows once
		return testing.AllocsPerRun(50, ask)
	}
	if few, many := allocs(1000), allocs(30_000); many > few {
		t.Errorf("a query allocates %.0f times among 1,000 towns and %.0f times among 30,000", few, many)
	}
}
