package score

import "slices"

// Top returns the k best of the places that keep accepts, best first; equal scores in order of index.
func Top(scores []float32, k int, keep func(int32) bool) []int32 {
	if k <= 0 {
		return nil
	}
	h := heap{scores: scores, list: make([]int32, 0, k)}
	for i := range int32(len(scores)) {
		if len(h.list) == k && !h.worse(h.list[0], i) {
			continue
		}
		if !keep(i) {
			continue
		}
		if len(h.list) < k {
			h.push(i)
		} else {
			h.list[0] = i
			h.down(0)
		}
	}
	slices.SortFunc(h.list, func(a, b int32) int {
		if h.worse(b, a) {
			return -1
		}
		return 1
	})
	return h.list
}

// heap keeps the best so far, the worst of them first.
type heap struct {
	scores []float32
	list   []int32
}

func (h *heap) worse(a, b int32) bool {
	if h.scores[a] != h.scores[b] {
		return h.scores[a] < h.scores[b]
	}
	return a > b
}

func (h *heap) push(i int32) {
	h.list = append(h.list, i)
	for j := len(h.list) - 1; j > 0 && h.worse(h.list[j], h.list[(j-1)/2]); j = (j - 1) / 2 {
		h.list[j], h.list[(j-1)/2] = h.list[(j-1)/2], h.list[j]
	}
}

func (h *heap) down(i int) {
	for {
		c := 2*i + 1
		if c >= len(h.list) {
			return
		}
		if c+1 < len(h.list) && h.worse(h.list[c+1], h.list[c]) {
			c++
		}
		if !h.worse(h.list[c], h.list[i]) {
			return
		}
		h.list[i], h.list[c] = h.list[c], h.list[i]
		i = c
	}
}
