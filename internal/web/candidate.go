package web

import (
	"math"
	"net/http"
	"slices"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/geo"
	"twintown/internal/seek/fit"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// ties are the signals that say what already joins two places or their surroundings;
// all others say what they have in common. The two-sided bar draws them from its two ends.
var ties = []string{"countries", "regions", "partners", "shared", "surroundings", "mix", fit.Mutual}

func isTie(signal string) bool { return slices.Contains(ties, signal) }

// candidates dresses suggestions, all on the scale of the best.
func (p *page) candidates(w *world.World, here place.Place, list []match.Candidate, sources map[string]sourceView) []candidateView {
	most := draw.Most(partsOf(list...)...)
	views := make([]candidateView, 0, len(list))
	for i, c := range list {
		v := p.candidate(w, here, c, most, sources)
		v.Rank = i + 1
		views = append(views, v)
	}
	return views
}

// partsOf are the contributions of each candidate as a bar draws them.
func partsOf(list ...match.Candidate) [][]draw.Part {
	all := make([][]draw.Part, len(list))
	for i, c := range list {
		for _, r := range c.Reasons {
			all[i] = append(all[i], draw.Part{Points: r.Points, Tie: isTie(r.Signal)})
		}
	}
	return all
}

// candidate dresses one suggestion; most is the scale of its bar.
func (p *page) candidate(w *world.World, here place.Place, c match.Candidate, most float64, sources map[string]sourceView) candidateView {
	there, _ := w.Places.Get(c.ID)
	v := candidateView{
		Place: p.placeView(w, c.ID), Population: there.Population, Km: geo.Distance(point(here), point(there)),
		Score: p.points(c.Score, false), Bar: draw.NewBar(partsOf(c)[0], most), Sum: p.sum(c),
		CompareURL: placeURL(w, here.ID, p.Lang) + "/compare/" + filled(c.ID),
	}
	v.Strongest = p.strongest(c.Reasons, func(string) bool { return true })
	v.Likeness = p.strongest(c.Reasons, func(signal string) bool { return !isTie(signal) })
	v.Tie = p.strongest(c.Reasons, isTie)
	for _, n := range c.Notices {
		v.Caveats = append(v.Caveats, p.caveat(n, sources))
	}
	return v
}

// caveat dresses a notice with its first source.
func (p *page) caveat(n match.Notice, sources map[string]sourceView) caveatView {
	v := caveatView{Text: n.Text[p.Lang], Date: p.p.Date(n.From)}
	for _, code := range n.Sources {
		if c, ok := sources[code]; ok {
			v.Source = &c
			break
		}
	}
	return v
}

// caveatSources reads the sources that the notices of candidates name.
func (s *Site) caveatSources(r *http.Request, p *page, list []match.Candidate) (map[string]sourceView, error) {
	var wanted []string
	for _, c := range list {
		for _, n := range c.Notices {
			wanted = append(wanted, n.Sources...)
		}
	}
	slices.Sort(wanted)
	return s.sourceViews(r, p, slices.Compact(wanted))
}

// strongest is the weightiest reason in favour among those that count, in words.
func (p *page) strongest(reasons []match.Reason, counts func(signal string) bool) string {
	best, text := 0.0, ""
	for _, r := range reasons {
		if r.Points > best && !r.Text.IsZero() && counts(r.Signal) {
			best, text = r.Points, p.p.Message(r.Text)
		}
	}
	return text
}

// sum lists the contributions, the weightiest first, so that they add up to the score as
// it is shown.
func (p *page) sum(c match.Candidate) sumView {
	reasons := slices.Clone(c.Reasons)
	slices.SortStableFunc(reasons, func(a, b match.Reason) int {
		switch x, y := math.Abs(a.Points), math.Abs(b.Points); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	most := 0.0
	for _, r := range reasons {
		most = max(most, r.Points)
	}
	v := sumView{Total: p.points(c.Score, false)}
	for _, r := range reasons {
		v.Lines = append(v.Lines, sumLine{
			Text: p.p.Message(r.Text), Points: p.points(r.Points, true),
			Drawn: draw.NewSingle(draw.Part{Points: r.Points, Tie: isTie(r.Signal)}, most),
		})
	}
	return v
}

// points writes a score or a contribution with two decimals, the latter with its sign.
func (p *page) points(x float64, signed bool) string {
	if signed {
		return p.p.Signed(x, 2)
	}
	return p.p.Fixed(x, 2)
}
