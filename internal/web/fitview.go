package web

import (
	"net/http"
	"slices"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
	"twintown/internal/topic"
	"twintown/internal/web/draw"
)

// fitView is a request as it fits a town: the row of the request's leading town, with what
// it asks for.
type fitView struct {
	candidateView
	URL, Title string
	TextLang   string // of the title, where it is not the page's
	TextNote   string
	Also       []placeView // further towns of the request
	ReplyBy    string
	Topics     string
	Partner    link // the partnership that stands already; Name "" for none
	Missed     []string
	Unknown    []string
}

// townFitView is a town as it fits a request.
type townFitView struct {
	candidateView
	Unknown []string
	Seeks   link // its own request; Name "" for none
}

// partnerView is a present partner of a town that seeks.
type partnerView struct {
	link
	Since string
}

// notices are the caveats of a ranking, for whoever reads their sources.
func notices[T any](list []T, of func(T) match.Candidate) (all []match.Candidate) {
	for _, x := range list {
		all = append(all, of(x))
	}
	return all
}

// fits dresses requests for a town, all on the scale of the best.
func (s *Site) fits(p *page, here place.Place, list []fit.Fit, sources map[string]sourceView) []fitView {
	now := s.rooms.World()
	most := draw.Most(partsOf(notices(list, func(f fit.Fit) match.Candidate { return f.Candidate })...)...)
	views := make([]fitView, 0, len(list))
	for i, f := range list {
		v := fitView{candidateView: p.candidate(now, here, f.Candidate, most, sources), Missed: p.said(f.Missed), Unknown: p.said(f.Unknown)}
		v.Rank, v.URL = i+1, "/"+p.Lang+"/seek/"+f.Handle
		v.Title, v.TextLang, v.TextNote = s.fitTitle(p, f.Request)
		for _, n := range f.Places[min(1, len(f.Places)):] {
			v.Also = append(v.Also, p.placeView(now, n))
		}
		if day, err := lang.ParseDate(f.ReplyBy); err == nil {
			v.ReplyBy = p.p.Date(day)
		}
		v.Topics = p.topicNames(f.Request.Topics)
		if f.Partner != nil {
			v.Partner = s.partner(p, *f.Partner).link
		}
		views = append(views, v)
	}
	return views
}

// fitTitle is a request's title in the page's language, else in another one, which it
// names.
func (s *Site) fitTitle(p *page, r seek.Request) (title, code, note string) {
	text, code, ok := r.In(p.Lang, s.languages)
	switch {
	case !ok:
		return p.t("fit.untitled"), "", ""
	case code != p.Lang:
		return text.Title, code, p.t("fit.text.other", "language", code)
	}
	return text.Title, "", ""
}

// topicNames are areas of cooperation in a line.
func (p *page) topicNames(codes []string) string {
	var names []string
	for _, code := range codes {
		names = append(names, p.p.Message(topic.Label(code)))
	}
	return p.p.List(names)
}

// said prints messages.
func (p *page) said(list []lang.Message) (all []string) {
	for _, m := range list {
		all = append(all, p.p.Message(m))
	}
	return all
}

// partner says since when a partnership stands, with its page.
func (s *Site) partner(p *page, known fit.Partner) partnerView {
	v := partnerView{link: link{p.t("fit.partner.unknown"), "/" + p.Lang + "/partnerships/" + known.Partnership}}
	if known.Since > 0 {
		v.Name = p.t("fit.partner", "since", lang.Date{Year: known.Since})
	}
	v.Since = v.Name
	return v
}

// townFits dresses towns for a request.
func (s *Site) townFits(p *page, here place.Place, list []fit.Town, sources map[string]sourceView) []townFitView {
	most := draw.Most(partsOf(notices(list, func(t fit.Town) match.Candidate { return t.Candidate })...)...)
	views := make([]townFitView, 0, len(list))
	for i, t := range list {
		v := townFitView{candidateView: p.candidate(s.rooms.World(), here, t.Candidate, most, sources), Unknown: p.said(t.Unknown)}
		v.Rank = i + 1
		if t.Seeks != nil {
			v.Seeks.Name, _, _ = s.fitTitle(p, *t.Seeks)
			v.Seeks.URL = "/" + p.Lang + "/seek/" + t.Seeks.Handle
		}
		views = append(views, v)
	}
	return views
}

// caveatsOf reads the sources of the caveats of a ranking.
func (s *Site) caveatsOf(r *http.Request, p *page, lists ...[]match.Candidate) (map[string]sourceView, error) {
	return s.caveatSources(r, p, slices.Concat(lists...))
}
