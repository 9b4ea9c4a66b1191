package score

import "math"

// likeName: the names share a rare word, or most of their letters.
type likeName struct{}

func (likeName) Name() string { return "like_name" }
func (likeName) Group() Group { return GroupName }
func (likeName) Shape() Shape { return Shape{Knots: 8, Smooth: true, From: 1, Rising: true} }
func (likeName) Bind(b *Base) Bound {
	s := scale{likeFrom, 1, 7}
	return Bound{Begin: func(q *Query) []Term {
		q.nameWalk(&b.World.names)
		var touched []int32
		for _, c := range q.gramCount.index {
			if q.alikeName(c) > 0 {
				touched = append(touched, c)
			}
		}
		return []Term{{Sparse: true, Touched: touched, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = 0
				if j := q.alikeName(c); j > 0 {
					out[k] = (1 + s.at(float64(j))) * q.namesakeSize(c)
				}
			}
		}}}
	}}
}

// likeFrom is the share of common trigrams from which names count as alike; commonGram the share of the world's places
// from which on a trigram ("ton", "ville") says nothing.
const (
	likeFrom   = 0.35
	commonGram = 1.0 / 200
)

func (q *Query) nameWalk(names *gramIndex) {
	q.gramCount.clear()
	q.grams = 0
	most := commonGram*float64(q.w.Len()) + 2
	eachTrigram(q.w.Name[q.A], func(g trigram) {
		q.grams++
		if list := names.places(g); float64(len(list)) < most {
			for _, c := range list {
				q.gramCount.add(c, 1)
			}
		}
	})
}

// alikeName is how many of the trigrams of the two names are common and rare, 0 below likeFrom.
func (q *Query) alikeName(c int32) float32 {
	n := q.gramCount.value[c]
	if n < 2 {
		return 0
	}
	if j := 2 * n / float32(q.grams+int(q.w.names.count[c])); j >= likeFrom {
		return j
	}
	return 0
}

// namesakeFull and namesakeGone are the ratios of two populations up to which a name in common counts in full, and from
// which on not at all: of 81 sure pairs of namesakes in the benchmark's training split 70 lie below the first and one
// beyond the second. A village is no partner for a capital because settlers called it after theirs.
const (
	namesakeFull = 16
	namesakeGone = 128
)

// namesakeSize is how much a name in common counts, from 1 to 0, given both populations; 1 where one is not known.
func (q *Query) namesakeSize(c int32) float32 {
	d := math.Abs(float64(q.w.logPop[q.A] - q.w.logPop[c]))
	if d != d {
		return 1
	}
	full, gone := math.Log(namesakeFull), math.Log(namesakeGone)
	return float32(min(1, max(0, (gone-d)/(gone-full))))
}

// sameName: the folded names are equal.
type sameName struct{}

func (sameName) Name() string { return "name" }
func (sameName) Group() Group { return GroupName }
func (sameName) Shape() Shape { return Shape{Knots: 2, Rising: true} }
func (sameName) Bind(b *Base) Bound {
	w := b.World
	alike := map[string][]int32{}
	for i, n := range w.Name {
		alike[n] = append(alike[n], int32(i))
	}
	return Bound{Begin: func(q *Query) []Term {
		name := w.Name[q.A]
		return []Term{{Sparse: true, Touched: alike[name], Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = 0
				if w.Name[c] == name {
					out[k] = q.namesakeSize(c)
				}
			}
		}}}
	}}
}
