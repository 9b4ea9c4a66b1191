package score

import (
	"math"
	"strings"
)

type sizeCountry struct{}

func (sizeCountry) Name() string { return "size_country" }
func (sizeCountry) Group() Group { return GroupCountries }
func (sizeCountry) Shape() Shape { return Shape{Knots: 16, Smooth: true, Rising: true} }
func (sizeCountry) Bind(b *Base) Bound {
	w := b.World
	band := bins(w, func(i int32) int { return w.sizeBand(i) })
	return Bound{Begin: func(q *Query) []Term {
		row := make([]float32, len(w.Countries)*sizeBands)
		for c := range w.Countries {
			for s := range sizeBands {
				row[c*sizeBands+s] = affinityScale.at(q.area.sizeBackLift(int32(c), s))
			}
		}
		fore := byCountry(w, func(c int32) float32 { return affinityScale.at(q.area.sizeForeLift(c)) })
		return []Term{fore, {Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = row[int(w.Country[c])*sizeBands+int(band[c])]
			}
		}}}
	}}
}

// inRegion: a partner of the town lies in the candidate's region.
type inRegion struct{}

func (inRegion) Name() string { return "in_region" }
func (inRegion) Group() Group { return GroupMix }
func (inRegion) Shape() Shape { return Shape{Knots: 4} }
func (inRegion) Bind(b *Base) Bound {
	w := b.World
	return Bound{Begin: func(q *Query) []Term {
		fore := Term{Area: make([]float32, len(w.Regions))}
		for _, v := range q.partners {
			fore.Area[w.Region[v]] = min(3, fore.Area[w.Region[v]]+1)
		}
		return []Term{fore, {Sparse: true, Touched: q.inHomeRegion.index, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = min(3, q.inHomeRegion.value[c])
			}
		}}}
	}}
}

// profile: the candidate's country goes with the countries of the town's partners.
type profile struct{}

var profileScale = scale{-2, 2, 14}

func (profile) Name() string { return "profile" }
func (profile) Group() Group { return GroupMix }
func (profile) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1, Rising: true} }
func (profile) Bind(b *Base) Bound {
	w, t := b.World, b.Affinity
	nc := len(w.Countries)
	table := make([]float32, nc*nc)
	for i := range nc {
		for j := range nc {
			table[i*nc+j] = float32(t.togetherLift(nc, int32(i), int32(j), 0))
		}
	}
	var linked []int32
	for i := range int32(w.Len()) {
		if b.Graph.degree(w.Lead[i]) > 0 {
			linked = append(linked, i)
		}
	}
	return Bound{Begin: func(q *Query) []Term {
		home := w.Country[q.A]
		fore := byCountry(w, func(c int32) float32 {
			if q.degreeA == 0 {
				return 0
			}
			sum := 0.0
			for i, n := range q.partnersIn {
				if n > 0 {
					l := float64(table[i*nc+int(c)])
					if h := q.area.inCountry[c]; h > 0 {
						l = t.togetherLift(nc, int32(i), c, h*float64(n))
					}
					sum += float64(n) * l
				}
			}
			return 1 + profileScale.at(sum/float64(q.degreeA))
		})
		back := func(c int32) float32 {
			d := q.degree(c)
			if d <= 0 {
				return 0
			}
			sum := 0.0
			if q.mark[c] != q.epoch {
				for _, x := range q.g.partners(c) {
					sum += float64(table[int(w.Country[x])*nc+int(home)])
				}
			} else {
				q.edges(c, func(x int32) {
					n := 0.0
					q.edges(c, func(y int32) { n += b2f(w.Country[y] == w.Country[x]) })
					sum += t.togetherLift(nc, w.Country[x], home, n)
				})
			}
			return 1 + profileScale.at(sum/float64(d))
		}
		return []Term{fore, {Sparse: true, Touched: linked, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = back(w.Lead[c])
			}
		}}}
	}}
}

// sizeProfile: the candidate is of the size of the town's partners.
type sizeProfile struct{}

func (sizeProfile) Name() string { return "size_profile" }
func (sizeProfile) Group() Group { return GroupSize }
func (sizeProfile) Shape() Shape { return Shape{Knots: 15, Smooth: true, To: 13} }
func (sizeProfile) Bind(b *Base) Bound {
	w := b.World
	const step = 13.0 / 4
	f := figures(w, func(i int32) float32 { return w.logPop[i] * step })
	mean := func(q *Query, c int32) float32 {
		n, sum := 0, float32(0)
		q.edges(c, func(x int32) {
			if v := f[x]; v == v {
				n++
				sum += v
			}
		})
		if n == 0 {
			return float32(math.NaN())
		}
		return sum / float32(n)
	}
	profile := make([]float32, w.Len())
	var linked []int32
	empty := NewQuery(w, b.Graph, b.Affinity)
	empty.node = -1
	empty.epoch = 1
	for i := range int32(w.Len()) {
		profile[i] = float32(math.NaN())
		if b.Graph.degree(w.Lead[i]) > 0 {
			linked = append(linked, i)
			profile[i] = mean(empty, w.Lead[i])
		}
	}
	return Bound{Begin: func(q *Query) []Term {
		own := f[q.A]
		pos := func(a, b float32) float32 {
			d := a - b
			if d != d {
				return 14
			}
			return min(13, float32(math.Abs(float64(d))))
		}
		return []Term{differenceTerm(mean(q, q.node), f, 15), {Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				p := profile[c]
				if l := w.Lead[c]; q.mark[l] == q.epoch || l == q.node {
					p = mean(q, l)
				}
				out[k] = pos(p, own)
			}
		}}}
	}}
}

// likeName: the names share a rare word, or most of their letters.
type likeName struct{}

func (likeName) Name() string { return "like_name" }
func (likeName) Group() Group { return GroupName }
func (likeName) Shape() Shape { return Shape{Knots: 8, Smooth: true, From: 1, Rising: true} }
func (likeName) Bind(b *Base) Bound {
	w := b.World
	grams := map[string][]int32{}
	for i, n := range w.Name {
		for _, g := range trigrams(n) {
			grams[g] = append(grams[g], int32(i))
		}
	}
	s := scale{likeFrom, 1, 7}
	return Bound{Begin: func(q *Query) []Term {
		q.nameWalk(grams)
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
					out[k] = 1 + s.at(float64(j))
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

func (q *Query) nameWalk(grams map[string][]int32) {
	q.gramCount.clear()
	q.grams = 0
	for _, g := range trigrams(q.w.Name[q.A]) {
		q.grams++
		if list := grams[g]; float64(len(list)) < commonGram*float64(q.w.Len())+2 {
			for _, c := range list {
				q.gramCount.add(c, 1)
			}
		}
	}
}

// alikeName is how many of the trigrams of the two names are common and rare, 0 below likeFrom.
func (q *Query) alikeName(c int32) float32 {
	n := q.gramCount.value[c]
	if n < 2 {
		return 0
	}
	if j := 2 * n / float32(q.grams+q.w.grams[c]); j >= likeFrom {
		return j
	}
	return 0
}

// trigrams returns the distinct trigrams of a name, with its ends marked.
func trigrams(name string) []string {
	r := []rune("^" + strings.TrimSpace(name) + "$")
	var out []string
	seen := map[string]bool{}
	for i := 0; i+3 <= len(r); i++ {
		if g := string(r[i : i+3]); !seen[g] {
			seen[g] = true
			out = append(out, g)
		}
	}
	return out
}
