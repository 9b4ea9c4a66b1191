package score

import (
	"math"
	"slices"
)

// Reason is the points of one group of signals, with the facts behind them. The points of all reasons add up to the
// score.
type Reason struct {
	Group   Group
	Points  float64
	Details Details
}

// Details are the figures that a sentence about a reason needs. What a group does not use is zero.
type Details struct {
	// Case chooses the sentence, such as "same" and "like" for names.
	Case string
	// A and B are figures of the place asked about and of the candidate; 0 or less where not known.
	A, B float64
	// N is a number that belongs to both.
	N float64
	// Times is how many times as often as by chance something was seen.
	Times float64
	// CountryA and CountryB index the world's countries, Language is a code.
	CountryA, CountryB int32
	Language           string
	// Places are places that the reason is about, such as common partners; at most a dozen.
	Places []int32
}

// maxPlaces is how many places a reason names.
const maxPlaces = 12

// Reasons explains the candidates of a prepared query: for each the reasons of all groups, in the order of [Groups].
func (s *Scorer) Reasons(candidates []int32) [][]Reason {
	groups := Groups()
	at := map[Group]int{}
	for i, g := range groups {
		at[g] = i
	}
	out := make([][]Reason, len(candidates))
	for i, c := range candidates {
		out[i] = make([]Reason, len(groups))
		for k, g := range groups {
			out[i][k] = Reason{Group: g, Details: s.details(g, c)}
		}
	}
	s.points(candidates, func(i int, g Group, points float64) { out[i][at[g]].Points += points })
	return out
}

// Points are the scores of candidates of a prepared query: those that the reasons add up to.
func (s *Scorer) Points(candidates []int32) []float64 {
	out := make([]float64, len(candidates))
	s.points(candidates, func(i int, _ Group, points float64) { out[i] += points })
	return out
}

// points calls f with the points of every signal for every candidate.
func (s *Scorer) points(candidates []int32, f func(i int, g Group, points float64)) {
	buf := make([]float32, len(candidates))
	for k, b := range s.m.bound {
		w, g := s.m.weights[k], s.m.Model.Signals[k].Group()
		if b.Single != nil {
			own := interpolate(w, b.Single[s.Q.A])
			for i, c := range candidates {
				f(i, g, float64(own)+float64(interpolate(w, b.Single[c])))
			}
		}
		sum := make([]float64, len(candidates))
		for _, t := range s.terms[k] {
			t.fill(s.Q.w, candidates, buf)
			own := 0.0
			if t.Both {
				own = float64(interpolate(w, t.Area[s.Q.w.Region[s.Q.A]]))
			}
			for i, p := range buf {
				sum[i] += float64(interpolate(w, p)) + own
			}
		}
		if len(s.terms[k]) > 0 {
			for i, v := range sum {
				f(i, g, v)
			}
		}
	}
}

func (s *Scorer) details(g Group, c int32) Details {
	q := s.Q
	w, a, l := q.w, q.A, q.w.Lead[c]
	switch g {
	case GroupDistance:
		return Details{N: w.Km(a, c)}
	case GroupSize:
		return Details{A: float64(w.Population[a]), B: float64(w.Population[c])}
	case GroupStanding:
		f := Details{A: math.Round(math.Exp2(float64(w.rank[a]))), B: math.Round(math.Exp2(float64(w.rank[c])))}
		if w.Class[a] == ClassCapital && w.Class[c] == ClassCapital {
			f.Case = "capitals"
		}
		return f
	case GroupKnown:
		return Details{A: float64(w.Spellings[a]), B: float64(w.Spellings[c])}
	case GroupCountries:
		return q.countryDetails(c)
	case GroupRegions:
		return Details{N: max(0, q.area.regionPairs(w.Region[c])), Times: math.Exp(q.area.regionLift(w.Region[c]))}
	case GroupLanguage:
		return q.languageDetails(c)
	case GroupBorder:
		f := Details{CountryA: w.Country[a], CountryB: w.Country[c]}
		switch {
		case w.Country[a] == w.Country[c]:
			f.Case = "same"
		case w.border[w.Country[a]][w.Country[c]]:
			f.Case = "yes"
		}
		return f
	case GroupPartners:
		return Details{A: float64(q.degreeA), B: float64(q.degree(l))}
	case GroupShared:
		return q.sharedDetails(l)
	case GroupSurroundings:
		return q.aroundDetails(c)
	case GroupMix:
		return Details{
			A: float64(q.partnersIn[w.Country[c]]), B: float64(q.inHome.value[c]), N: float64(q.degreeA) + float64(q.degree(l)),
			CountryA: w.Country[a], CountryB: w.Country[c],
		}
	case GroupName:
		return q.nameDetails(c)
	}
	return Details{}
}

func (q *Query) countryDetails(c int32) Details {
	f := Details{CountryA: q.w.Country[q.A], CountryB: q.w.Country[c]}
	f.N = max(0, q.area.between(f.CountryB))
	f.Times = math.Exp(q.area.countryLift(f.CountryB))
	if f.CountryA == f.CountryB {
		f.Case = "same"
	}
	return f
}

func (q *Query) languageDetails(c int32) Details {
	w := q.w
	a, b := w.Countries[w.Country[q.A]], w.Countries[w.Country[c]]
	f := Details{N: float64(w.language[w.Country[q.A]][w.Country[c]])}
	f.Language, _ = w.Facts.commonLanguage(a, b)
	// A language that fewer than one in twenty know in one of the countries is of no help to two town halls.
	if f.N < 0.05 {
		f.Language = ""
	}
	return f
}

func (q *Query) sharedDetails(l int32) Details {
	var f Details
	q.edges(l, func(z int32) {
		if slices.Contains(q.partners, z) {
			f.N++
			if len(f.Places) < maxPlaces {
				f.Places = append(f.Places, z)
			}
		}
	})
	if f.N == 0 && q.s3.value[l]+q.s4.value[l] > 0 {
		f.Case = "further"
	}
	return f
}

// aroundDetails counts the partnerships between places within reach of the town and places within reach of the
// candidate, the two themselves included, and names the places around the candidate.
func (q *Query) aroundDetails(c int32) Details {
	var f Details
	count := func(u, v int32) {
		if v != q.node && q.w.Km(v, c) <= kernelReach && !(u == q.node && v == q.w.Lead[c]) {
			f.N++
			if len(f.Places) < maxPlaces && !slices.Contains(f.Places, v) {
				f.Places = append(f.Places, v)
			}
		}
	}
	for _, u := range q.nearNode {
		q.edges(u, func(v int32) { count(u, v) })
	}
	for _, v := range q.partners {
		count(q.node, v)
	}
	return f
}

func (q *Query) nameDetails(c int32) Details {
	same := q.w.Name[c] == q.w.Name[q.A]
	switch {
	case !same && q.alikeName(c) == 0:
		return Details{}
	case q.namesakeSize(c) == 0:
		return Details{Case: "far"}
	case same:
		return Details{Case: "same"}
	}
	return Details{Case: "like"}
}
