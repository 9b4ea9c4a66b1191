package score

// area answers for one query what the affinity tables say, with the hidden partnerships taken out.
type area struct {
	w *World
	t *Affinity
	// The country and the region of the place asked about.
	country, region   int32
	hidden            float64
	inCountry         []float64 // hidden partnerships by the partner's country
	inRegion          []float64
	size              int32     // country and size band of the place
	inBand            []float64 // hidden partnerships by the partner's country and band
	row               []float32 // partnerships of the place's region by region
	endsCountry, ends float64   // visible ends in the place's country and region
}

func newArea(w *World, t *Affinity) area {
	return area{w: w, t: t, inCountry: make([]float64, len(w.Countries)), inRegion: make([]float64, len(w.Regions)), row: make([]float32, len(w.Regions)), inBand: make([]float64, len(w.Countries)*sizeBands)}
}

func (a *area) ask(place int32, hidden []int32) {
	for _, n := range a.t.regions[a.region] {
		a.row[n.region] = 0
	}
	a.country, a.region = a.w.Country[place], a.w.Region[place]
	for _, n := range a.t.regions[a.region] {
		a.row[n.region] = n.count
	}
	a.hidden = float64(len(hidden))
	clear(a.inCountry)
	clear(a.inRegion)
	clear(a.inBand)
	a.size = a.country*sizeBands + int32(a.w.sizeBand(a.w.Lead[place]))
	for _, b := range hidden {
		a.inCountry[a.w.Country[b]]++
		a.inRegion[a.w.Region[b]]++
		a.inBand[int(a.w.Country[b])*sizeBands+a.w.sizeBand(b)]++
	}
	a.endsCountry = float64(a.t.Country[a.country]) - a.hidden - a.inCountry[a.country]
	a.ends = float64(a.t.Region[a.region]) - a.hidden - a.inRegion[a.region]
}

func (a *area) endsIn(c int32) float64 {
	if c == a.country {
		return a.endsCountry
	}
	return float64(a.t.Country[c]) - a.inCountry[c]
}

func (a *area) endsInRegion(r int32) float64 {
	if r == a.region {
		return a.ends
	}
	return float64(a.t.Region[r]) - a.inRegion[r]
}

// between is the number of partnerships between the place's country and c, those within one country counted twice.
func (a *area) between(c int32) float64 {
	n := float64(a.t.Pair[int(a.country)*len(a.w.Countries)+int(c)]) - a.inCountry[c]
	if c == a.country {
		n -= a.inCountry[c]
	}
	return n
}

// fore is the number between the place's region and country c, back between region r and the place's country. Within
// the place's own country a partnership counts from each of its ends, and so does what is hidden.
func (a *area) fore(c int32) float64 {
	n := float64(a.t.RegionCountry[int(a.region)*len(a.w.Countries)+int(c)]) - a.inCountry[c]
	if c == a.country {
		n -= a.inRegion[a.region]
	}
	return n
}

func (a *area) back(r int32) float64 {
	n := float64(a.t.RegionCountry[int(r)*len(a.w.Countries)+int(a.country)]) - a.inRegion[r]
	if r == a.region {
		n -= a.inCountry[a.country]
	}
	return n
}

func (a *area) countryLift(c int32) float64 {
	total := max(1, 2*(a.t.Total-a.hidden))
	return lift(a.between(c), max(0, a.endsCountry)*max(0, a.endsIn(c))/total, shrinkCountry)
}

func (a *area) foreLift(c int32) float64 {
	return lift(a.fore(c), a.between(c)*a.ends/max(1, a.endsCountry), shrinkRegion)
}

func (a *area) backLift(r int32) float64 {
	n, ends := a.back(r), a.endsInRegion(r)
	if n == 0 && ends == 0 {
		return 0
	}
	c := a.w.RegionCountry[r]
	return lift(n, a.between(c)*ends/max(1, a.endsIn(c)), shrinkRegion)
}

// regionPairs is the number of partnerships between the place's region and r.
func (a *area) regionPairs(r int32) float64 {
	return float64(a.row[r]) - a.inRegion[r]
}

func (a *area) regionLift(r int32) float64 {
	c := a.w.RegionCountry[r]
	e := max(0, a.fore(c)) * max(0, a.back(r)) / max(1, a.between(c))
	return lift(a.regionPairs(r), e, shrinkRegion)
}

func (a *area) countryOpen(c int32) float64 {
	return lift(a.endsIn(c), float64(a.t.CountryExpected[c]), shrinkOpen)
}

func (a *area) regionOpen(r int32) float64 {
	c := a.w.RegionCountry[r]
	rate := (float64(a.t.Country[c]) + shrinkOpen) / (float64(a.t.CountryExpected[c]) + shrinkOpen)
	return lift(a.endsInRegion(r), float64(a.t.RegionExpected[r])*rate, shrinkOpen)
}

// sizeEnds is the number of ends in a country and size band, sizeTo of partnerships between it and country c.
func (a *area) sizeEnds(k int32) float64 {
	n := float64(a.t.SizeEnds[k]) - a.inBand[k]
	if k == a.size {
		n -= a.hidden
	}
	return n
}

func (a *area) sizeTo(k, c int32) float64 {
	n := float64(a.t.SizeCountry[k*int32(len(a.w.Countries))+c])
	if k == a.size {
		n -= a.inCountry[c]
	}
	if c == a.country {
		n -= a.inBand[k]
	}
	return n
}

// sizeForeLift: do towns of this size have more partners in country c than the country as a whole.
func (a *area) sizeForeLift(c int32) float64 {
	return lift(a.sizeTo(a.size, c), a.between(c)*a.sizeEnds(a.size)/max(1, a.endsCountry), shrinkRegion)
}

// sizeBackLift: the same of the towns of country c and size band s with the place's country.
func (a *area) sizeBackLift(c int32, s int) float64 {
	k := c*sizeBands + int32(s)
	return lift(a.sizeTo(k, a.country), a.between(c)*a.sizeEnds(k)/max(1, a.endsIn(c)), shrinkRegion)
}
