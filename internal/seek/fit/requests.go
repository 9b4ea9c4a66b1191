package fit

import (
	"cmp"
	"slices"

	"twintown/internal/match"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
)

// Fit is an open request as one town sees it. The candidate is the request's leading town;
// its reasons add up to its score.
type Fit struct {
	seek.Request
	match.Candidate
	Missed  []lang.Message // what the request demands and the town does not meet
	Unknown []lang.Message // what it demands and could not be checked
	Partner *Partner       // the town is a partner of one of the request's towns already; nil: it is not
}

// Fits is the answer for a town.
type Fits struct {
	Items  []Fit // best first
	Missed []Fit // those whose demands the town does not meet, best first
	Folded []Fit // those under a caveat, best first
	Own    int   // open requests of the town itself, which are left out
}

// Requests ranks the open requests for a town. It is an error (errs.NotFound) when the town
// is not known.
func (b *Board) Requests(town int64) (_ Fits, err error) {
	defer errs.Wrap(&err, "fit.Requests(%d)", town)
	var out Fits
	var open []seek.Request
	var leads, others []int64
	own := b.town(town)
	for _, r := range b.Open {
		if slices.ContainsFunc(r.Places, func(n int64) bool { return b.town(n) == own }) {
			out.Own++
			continue
		}
		if _, known := b.Places.Get(r.Lead()); known {
			open, leads = append(open, r), append(leads, r.Lead())
			others = append(others, r.Places[1:]...)
		}
	}
	candidates, err := b.Ranker.Candidates(b.Day, town, leads)
	if err != nil {
		return Fits{}, err
	}
	pairings := b.Ranker.Between(b.Day, town, others)
	partners := b.partners(town)
	for i, r := range open {
		n := len(r.Places) - 1
		f := b.fit(town, r, candidates[i], pairings[:n], partners)
		pairings = pairings[n:]
		switch {
		case slices.ContainsFunc(f.Notices, func(n match.Notice) bool { return n.Folds }):
			out.Folded = append(out.Folded, f)
		case len(f.Missed) > 0:
			out.Missed = append(out.Missed, f)
		default:
			out.Items = append(out.Items, f)
		}
	}
	for _, list := range [][]Fit{out.Items, out.Missed, out.Folded} {
		slices.SortFunc(list, func(a, b Fit) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Candidate.ID, b.Candidate.ID), cmp.Compare(a.Request.ID, b.Request.ID))
		})
	}
	return out, nil
}

// fit judges one request for a town.
func (b *Board) fit(town int64, r seek.Request, c match.Candidate, others []match.Pairing, partners map[int64]Partner) Fit {
	v := b.view(r)
	p, _ := b.Places.Get(town)
	f := Fit{Request: r, Candidate: c}
	if reason, ok := together(c.Score, others); ok {
		add(&f.Candidate, reason)
	}
	add(&f.Candidate, v.reasons(p)...)
	f.Missed, f.Unknown = check(r, v.lead, p)
	for _, n := range r.Places {
		if known, ok := partners[b.town(n)]; ok && f.Partner == nil {
			f.Partner = &known
		}
		f.caveats(b.Ranker.Caveats(b.Day, town, n))
		f.caveats(b.Ranker.Caveats(b.Day, n, town)) // it is the request's town that seeks
	}
	return f
}

// caveats adds those that are not there yet.
func (f *Fit) caveats(more []match.Notice) {
	for _, n := range more {
		if !slices.ContainsFunc(f.Notices, func(x match.Notice) bool { return x.Key == n.Key }) {
			f.Notices = append(f.Notices, n)
		}
	}
}
