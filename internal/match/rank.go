package match

import (
	"math"
	"slices"

	"twintown/internal/match/score"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Candidate is a suggested partner. Its Reasons add up to its Score.
type Candidate struct {
	ID      int64
	Score   float64
	Reasons []Reason // in the order of score.Groups
	Notices []Notice
	Partner bool // is a partner already; judged as if that were not known
}

// Reason is one contribution to a score.
type Reason struct {
	Signal string // name of the group of signals
	Points float64
	Text   lang.Message
	Places []int64 // what the reason is about, such as common partners; at most a dozen
}

// Result is the answer to a query.
type Result struct {
	Items  []Candidate // best first
	Folded []Candidate // those under a notice that folds, best first, on the same scale
	Known  int         // partnerships that the ranking relied on
	Own    int         // of them, those of the place itself
}

// maxFolded is how many candidates the folded group shows at most: it is there to be seen, not to be browsed.
const maxFolded = 20

// Rank returns the best partners for a place. It is an error (errs.NotFound) when the place is not known.
func (r *Ranker) Rank(q Query) (_ Result, err error) {
	defer errs.Wrap(&err, "Rank(%d)", q.Place)
	a, err := r.index(q.Place)
	if err != nil {
		return Result{}, err
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	if q.Limit <= 0 {
		q.Limit = DefaultLimit
	}
	r.score(s, a, q.WithPartners)
	if q.Extra != nil {
		for i := range s.scores {
			s.scores[i] += float32(q.Extra(r.places.At(i)))
		}
	}
	p := r.pick(s, q, a)
	result := Result{Known: r.Known(), Own: r.engine.Graph.Degree(a)}
	result.Items = r.candidates(s.scorer, a, p.items, q.Day)
	result.Folded = r.candidates(s.scorer, a, p.folded, q.Day)
	return result, nil
}

// score scores all places for a; with partners, each of them as if its partnership with a were not known.
func (r *Ranker) score(s *scratch, a int32, withPartners bool) {
	var alone []float32
	if withPartners {
		for _, p := range r.engine.Graph.Partners(a) {
			s.scorer.Ask(a, []int32{p})
			alone = append(alone, float32(total(s.scorer.Reasons([]int32{p})[0])))
		}
	}
	s.scorer.Ask(a, nil)
	s.scorer.Scores(s.scores)
	for k, v := range alone {
		s.scores[r.engine.Graph.Partners(a)[k]] = v
	}
}

func total(reasons []score.Reason) float64 {
	sum := 0.0
	for _, r := range reasons {
		sum += r.Points
	}
	return sum
}

// picked are the candidates that are shown.
type picked struct {
	items, folded []int32
}

// pick walks down the ranking until both groups are full. A town that stands twice is suggested once, under the
// number that scores better.
func (r *Ranker) pick(s *scratch, q Query, a int32) picked {
	w := r.engine.World
	f := r.filter(q, a)
	partner := map[int32]bool{}
	for _, b := range r.engine.Graph.Partners(a) {
		partner[b] = true
	}
	keep := func(c int32) bool {
		l := w.Lead[c]
		return l != w.Lead[a] && (q.WithPartners || !partner[l]) && r.wants(&f, a, c)
	}
	// Candidates are drawn in portions, since it is not known how many are folded, doubled or too many of a country.
	for portion := 2*q.Limit + 50; ; portion *= 4 {
		best := score.Top(s.scores, min(portion, w.Len()), keep)
		if p, full := r.sort(best, q, a); full || len(best) < portion {
			return p
		}
	}
}

// sort deals the best candidates out to the groups, and says whether the first group is full.
func (r *Ranker) sort(best []int32, q Query, a int32) (p picked, full bool) {
	w := r.engine.World
	own := r.spot(a)
	seen := map[int32]bool{}
	perCountry := map[int32]int{}
	for _, c := range best {
		if seen[w.Lead[c]] {
			continue
		}
		seen[w.Lead[c]] = true
		if r.folds(q.Day, own, r.spot(c)) {
			if len(p.folded) < maxFolded {
				p.folded = append(p.folded, c)
			}
			continue
		}
		if perCountry[w.Country[c]]++; q.Spread && perCountry[w.Country[c]] > PerCountry {
			continue
		}
		if p.items = append(p.items, c); len(p.items) == q.Limit {
			return p, true
		}
	}
	return p, false
}

func (r *Ranker) folds(day lang.Date, a, c spot) bool {
	for i := range r.notices {
		if r.notices[i].Folds && r.notices[i].applies(day, a, c) {
			return true
		}
	}
	return false
}

// candidates explains places for which the scorer is prepared.
func (r *Ranker) candidates(s *score.Scorer, a int32, list []int32, day lang.Date) []Candidate {
	all := s.Reasons(list)
	out := make([]Candidate, len(list))
	own := r.spot(a)
	for i, c := range list {
		out[i].Partner = slices.Contains(r.engine.Graph.Partners(a), r.engine.World.Lead[c])
		if out[i].Partner {
			s.Ask(a, []int32{c})
			all[i] = s.Reasons([]int32{c})[0]
		}
		r.fill(&out[i], c, all[i])
		at := r.spot(c)
		for _, n := range r.notices {
			if n.applies(day, own, at) {
				out[i].Notices = append(out[i].Notices, n)
			}
		}
	}
	return out
}

// fill writes the reasons in hundredths, and their sum: what a page shows must add up as shown.
func (r *Ranker) fill(out *Candidate, c int32, reasons []score.Reason) {
	out.ID, out.Reasons = r.engine.World.ID[c], make([]Reason, len(reasons))
	hundredths := 0.0
	for k, reason := range reasons {
		points := math.Round(reason.Points * 100)
		hundredths += points
		out.Reasons[k] = Reason{Signal: string(reason.Group), Points: points / 100, Text: r.sentence(reason)}
		for _, p := range reason.Details.Places {
			out.Reasons[k].Places = append(out.Reasons[k].Places, r.engine.World.ID[p])
		}
	}
	out.Score = hundredths / 100
}

// Rank is the place of a candidate among all that a query without filters would suggest; the best has rank 1.
type Rank int

// Explain answers "why not X?": the candidate with its reasons, and its rank among all places for a. A partner is
// judged as if the partnership were not known.
func (r *Ranker) Explain(a, b int64) (_ Candidate, _ Rank, err error) {
	defer errs.Wrap(&err, "Explain(%d, %d)", a, b)
	from, err := r.index(a)
	if err != nil {
		return Candidate{}, 0, err
	}
	to, err := r.index(b)
	if err != nil {
		return Candidate{}, 0, err
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	w := r.engine.World
	known := map[int32]bool{}
	for _, p := range r.engine.Graph.Partners(from) {
		known[p] = true
	}
	var hidden []int32
	if known[w.Lead[to]] {
		hidden = []int32{to}
	}
	s.scorer.Ask(from, hidden)
	s.scorer.Scores(s.scores)
	rank := Rank(1)
	for c, v := range s.scores {
		if l := w.Lead[c]; v > s.scores[to] && l != w.Lead[from] && (!known[l] || l == w.Lead[to]) {
			rank++
		}
	}
	c := r.candidates(s.scorer, from, []int32{to}, lang.Date{})[0]
	return c, rank, nil
}
