package fit

import (
	"cmp"
	"slices"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// Town is a place that fits a request. Its reasons add up to its score.
type Town struct {
	match.Candidate
	Unknown []lang.Message // what the request demands and could not be checked
	Seeks   *seek.Request  // its own request that would take the leading town; nil: none
}

// Towns is the answer for a request.
type Towns struct {
	Items    []Town    // best first
	Folded   []Town    // those under a caveat, best first, on the same scale
	Partners []Partner // present partners of the request's towns, which are not suggested
	Known    int       // partnerships that the ranking relied on
}

// DefaultLimit is how many towns somebody looks at who writes to some of them.
const DefaultLimit = 20

// drawn is from how many times as many towns those are taken that fit all towns of a request
// together: the others were far behind for the leading one.
const drawn = 5

// Towns ranks the places of the world for a request, whatever its state. It is an error
// (errs.NotFound) when its leading town is not known.
func (b *Board) Towns(r seek.Request, limit int) (_ Towns, err error) {
	return b.TownsThat(r, limit, nil)
}

// TownsThat is Towns for those that a filter of the caller's keeps; nil keeps all. Present partners are told whatever it says.
func (b *Board) TownsThat(r seek.Request, limit int, keep func(place.Place) bool) (_ Towns, err error) {
	defer errs.Wrap(&err, "fit.Towns(%s)", r.ID)
	if limit <= 0 {
		limit = DefaultLimit
	}
	v := b.view(r)
	partners := map[int64]Partner{}
	for _, n := range r.Places {
		for town, p := range b.partners(n) {
			if !v.own[town] {
				partners[town] = p
			}
		}
	}
	q := match.Query{
		Place: r.Lead(), Limit: limit, Day: b.Day, Extra: v.points,
		Keep: func(p place.Place) bool {
			town := townOf(p)
			_, partner := partners[town]
			return !v.own[town] && !partner && meets(r, v.lead, p) && (keep == nil || keep(p))
		},
	}
	if len(r.Places) > 1 {
		q.Limit *= drawn
	}
	found, err := b.Ranker.Rank(q)
	if err != nil {
		return Towns{}, err
	}
	out := Towns{Known: found.Known, Partners: sorted(partners)}
	items, folded := v.towns(found.Items), v.towns(found.Folded)
	for _, t := range items {
		if notices := v.othersCaveats(t.ID); len(notices) > 0 {
			t.Notices = append(t.Notices, notices...)
			folded = append(folded, t)
		} else {
			out.Items = append(out.Items, t)
		}
	}
	best(out.Items)
	best(folded)
	out.Items, out.Folded = out.Items[:min(limit, len(out.Items))], folded[:min(limit, len(folded))]
	return out, nil
}

// towns adds what the request adds to each candidate.
func (v *view) towns(list []match.Candidate) []Town {
	out := make([]Town, len(list))
	ids := make([]int64, len(list))
	for i, c := range list {
		out[i].Candidate, ids[i] = c, c.ID
	}
	others := v.others(ids)
	for i := range out {
		t := &out[i]
		p, _ := v.board.Places.Get(t.ID)
		if reason, ok := together(t.Score, others[i]); ok {
			add(&t.Candidate, reason)
		}
		add(&t.Candidate, v.reasons(p)...)
		_, t.Unknown = check(v.Request, v.lead, p)
		for _, own := range v.board.asks[townOf(p)] {
			if t.Seeks == nil && v.wanted([]seek.Request{own}) {
				t.Seeks = &own
			}
		}
	}
	return out
}

// others are the pairings of each place with the request's further towns.
func (v *view) others(list []int64) [][]match.Pairing {
	out := make([][]match.Pairing, len(list))
	for _, n := range v.Places[min(1, len(v.Places)):] {
		for i, p := range v.board.Ranker.Between(v.board.Day, n, list) {
			out[i] = append(out[i], p)
		}
	}
	return out
}

// othersCaveats are the caveats that fold a place for one of the request's further towns.
func (v *view) othersCaveats(number int64) (folding []match.Notice) {
	for _, n := range v.Places[min(1, len(v.Places)):] {
		for _, notice := range v.board.Ranker.Caveats(v.board.Day, n, number) {
			if notice.Folds && !slices.ContainsFunc(folding, func(x match.Notice) bool { return x.Key == notice.Key }) {
				folding = append(folding, notice)
			}
		}
	}
	return folding
}

// best orders towns by the score as shown, equal ones by their numbers.
func best(list []Town) {
	slices.SortFunc(list, func(a, b Town) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
}

func sorted(partners map[int64]Partner) (list []Partner) {
	for _, p := range partners {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Partner) int { return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Place, b.Place)) })
	return list
}
