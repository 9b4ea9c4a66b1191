package score

// sizeCountry: towns of this size in this country have partners in that country more often than its other towns.
type sizeCountry struct{}

func (sizeCountry) Name() string { return "size_country" }
func (sizeCountry) Group() Group { return GroupCountries }
func (sizeCountry) Shape() Shape { return Shape{Knots: 16, Smooth: true, Rising: true} }
func (sizeCountry) Bind(b *Base) Bound {
	w := b.World
	band := bins(w, func(i int32) int { return w.sizeBand(w.Lead[i]) })
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
