package match

import (
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Pairing is what is known of two places that both look for a partner. The zero Pairing is
// of two of whom nothing can be said: one of them is not known, or both are one town.
type Pairing struct {
	Known   bool
	Score   float64 // that of [Ranker.Rank], not rounded
	Partner bool    // they are partners already; judged as if that were not known
	Folded  bool    // a notice folds one of them for the other
}

// Between judges a place with each of others on a day, without reasons: for whoever brings
// many together at once. The answer is in the order of others.
func (r *Ranker) Between(day lang.Date, place int64, others []int64) []Pairing {
	out := make([]Pairing, len(others))
	a, err := r.index(place)
	if err != nil {
		return out
	}
	w := r.engine.World
	var list []int32
	var at []int // of the list in out
	for i, other := range others {
		if b, err := r.index(other); err == nil && w.Lead[b] != w.Lead[a] {
			list, at = append(list, b), append(at, i)
		}
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.scorer.Ask(a, nil)
	points := s.scorer.Points(list)
	partners := r.engine.Graph.Partners(a)
	own := r.spot(a)
	for k, b := range list {
		p := Pairing{Known: true, Score: points[k], Partner: slices.Contains(partners, w.Lead[b])}
		if p.Partner {
			s.scorer.Ask(a, []int32{b})
			p.Score = s.scorer.Points([]int32{b})[0]
		}
		there := r.spot(b)
		p.Folded = r.folds(day, own, there) || r.folds(day, there, own)
		out[at[k]] = p
	}
	return out
}

// Candidates judges others for a place with their reasons and the caveats of a day, in the
// order of others; partners as if the partnership were not known. One that is not known, or
// is the place itself under whatever number, is the zero Candidate.
func (r *Ranker) Candidates(day lang.Date, place int64, others []int64) (_ []Candidate, err error) {
	defer errs.Wrap(&err, "Candidates(%d)", place)
	a, err := r.index(place)
	if err != nil {
		return nil, err
	}
	out := make([]Candidate, len(others))
	var list []int32
	var at []int // of the list in out
	for i, other := range others {
		if b, err := r.index(other); err == nil && r.engine.World.Lead[b] != r.engine.World.Lead[a] {
			list, at = append(list, b), append(at, i)
		}
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.scorer.Ask(a, nil)
	for k, c := range r.candidates(s.scorer, a, list, day) {
		out[at[k]] = c
	}
	return out, nil
}

// Caveats are the notices of a day for a place that seeks, about another that is suggested.
func (r *Ranker) Caveats(day lang.Date, place, other int64) (held []Notice) {
	a, errA := r.index(place)
	b, errB := r.index(other)
	if errA != nil || errB != nil {
		return nil
	}
	from, to := r.spot(a), r.spot(b)
	for _, n := range r.notices {
		if n.applies(day, from, to) {
			held = append(held, n)
		}
	}
	return held
}

// Candidate judges one place for another with its reasons and the caveats of a day; a
// partner as if the partnership were not known.
func (r *Ranker) Candidate(day lang.Date, place, other int64) (_ Candidate, err error) {
	defer errs.Wrap(&err, "Candidate(%d, %d)", place, other)
	a, err := r.index(place)
	if err != nil {
		return Candidate{}, err
	}
	b, err := r.index(other)
	if err != nil {
		return Candidate{}, err
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.scorer.Ask(a, nil)
	return r.candidates(s.scorer, a, []int32{b}, day)[0], nil
}
