package score

// profile: the candidate's country goes with the countries of the town's partners, and the other way round. Knot 0 is
// for towns without partners.
type profile struct{}

var profileScale = scale{-2, 2, 14}

func (profile) Name() string { return "profile" }
func (profile) Group() Group { return GroupMix }
func (profile) Shape() Shape { return Shape{Knots: 15, Smooth: true, From: 1, Rising: true} }

func (profile) Bind(b *Base) Bound {
	t := newTogether(b)
	return Bound{Begin: func(q *Query) []Term {
		home := t.w.Country[q.A]
		fore := byCountry(t.w, func(c int32) float32 { return t.fore(q, c) })
		return []Term{fore, {Sparse: true, Touched: t.linked, Fill: func(cs []int32, out []float32) {
			for k, c := range cs {
				out[k] = t.back(q, t.w.Lead[c], home)
			}
		}}}
	}}
}

// together says how much more often than by chance one town has partners in two countries.
type together struct {
	w      *World
	t      *Affinity
	n      int       // countries
	lift   []float32 // country × country
	linked []int32   // places with partners
}

func newTogether(b *Base) *together {
	t := &together{w: b.World, t: b.Affinity, n: len(b.World.Countries), linked: b.Graph.linkedPlaces()}
	t.lift = make([]float32, t.n*t.n)
	for i := range t.n {
		for j := range t.n {
			t.lift[i*t.n+j] = float32(t.without(int32(i), int32(j), 0))
		}
	}
	return t
}

// togetherShrink: towns have many partners, so there are many such cases, and few of them mean little.
const togetherShrink = 3

// without is the lift of two countries with some cases taken out.
func (t *together) without(i, j int32, cases float64) float64 {
	e := float64(t.t.TogetherTotal[i]) * float64(t.t.TogetherTotal[j]) / max(1, t.t.TogetherAll)
	return lift(float64(t.t.Together[int(i)*t.n+int(j)])-cases, e, togetherShrink)
}

// fore is the position of candidates in country c by the town's partners. What is hidden made one case with each
// visible partner.
func (t *together) fore(q *Query, c int32) float32 {
	if q.degreeA == 0 {
		return 0
	}
	sum := 0.0
	for i, n := range q.partnersIn {
		if n == 0 {
			continue
		}
		v := float64(t.lift[i*t.n+int(c)])
		if h := q.area.inCountry[c]; h > 0 {
			v = t.without(int32(i), c, h*float64(n))
		}
		sum += float64(n) * v
	}
	return 1 + profileScale.at(sum/float64(q.degreeA))
}

// back is the position of a candidate by its own partners, towards the town's country.
func (t *together) back(q *Query, node, home int32) float32 {
	d := q.degree(node)
	if d <= 0 {
		return 0
	}
	sum := 0.0
	if q.mark[node] != q.epoch {
		for _, x := range q.g.partners(node) {
			sum += float64(t.lift[int(t.w.Country[x])*t.n+int(home)])
		}
		return 1 + profileScale.at(sum/float64(d))
	}
	q.edges(node, func(x int32) {
		cases := 0.0
		q.edges(node, func(y int32) { cases += b2f(t.w.Country[y] == t.w.Country[x]) })
		sum += t.without(t.w.Country[x], home, cases)
	})
	return 1 + profileScale.at(sum/float64(d))
}
