package names

// Counts returns how many spellings each item has.
func (ix *Index) Counts() []int {
	counts := make([]int, ix.Len())
	for _, item := range ix.item {
		counts[item]++
	}
	return counts
}
