package web

import (
	"net/http"
	"net/url"
	"strconv"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/project"
	"twintown/internal/world"
)

// verdictView is what one call says of some towns.
type verdictView struct {
	Call    callView
	Answer  statusView
	With    []link    // of a town: with which of its partners nothing is against it
	Nearest string    // of a town: the partner with whom the least is missing
	Because []whyView // conditions that are not met
	Lacks   []string  // what is not known
	Ways    [][]gapStep
	Nothing bool // it is not met, and no small change mends it
	Rule    conditionView
	Caveats []caveatView
	Leaving []string
	Begin   link // where an officer begins a project of these towns for the call, and who they are; none: she cannot, or it does not fit
}

// whyView is a condition that is not met, and what is not met of others that would do in its place.
type whyView struct {
	Text string
	Or   []string
}

// gapStep is one thing that is missing, and where such towns are found.
type gapStep struct{ Text, FindURL string }

// answers dresses what calls say of a consortium.
type answers struct {
	s       *Site
	r       *http.Request
	p       *page
	c       *funding.Catalogue
	book    *funding.Book // in the reader's language
	asked   consortiumAsked
	names   []string
	notices []match.Notice
	pair    string // the partnership of the towns, if it is about one
}

func (s *Site) newAnswers(r *http.Request, p *page, c *funding.Catalogue, asked consortiumAsked) (*answers, error) {
	a := &answers{s: s, r: r, p: p, c: c, book: c.Book().In(p.Lang), asked: asked}
	for _, n := range asked.Places {
		a.names = append(a.names, s.rooms.World().Places.DisplayName(n, p.Lang))
	}
	var err error
	a.notices, err = s.notices(r)
	return a, err
}

// all asks the calls that are not over, and says in a line how many answer what.
func (a *answers) all() (views []verdictView, tally string, err error) {
	of := a.asked.of(a.c.Book())
	found, err := a.c.Matching(&of, a.s.clock.Now(), a.notices)
	if err != nil {
		return nil, "", err
	}
	var t funding.Tally
	for i := range found {
		t.Add(&found[i])
		views = append(views, a.verdict(&found[i]))
	}
	return views, a.p.tally(t), nil
}

func (a *answers) verdict(of *funding.Verdict) verdictView {
	p := a.p
	out := verdictView{
		Call: p.callView(of.Programme, of.Call, a.s.clock.Now()), Answer: p.verdictStatus(of),
		Rule: conditionView{&rulePrinter{p: p, Judged: true}, a.book.Say(&of.Finding)}, Nothing: of.Value == rule.No && len(of.Ways) == 0,
	}
	for _, why := range a.book.Why(of) {
		out.Because = append(out.Because, whyView{p.p.Message(why.Text), p.said(why.Or)})
	}
	for _, f := range of.Lacks {
		out.Lacks = append(out.Lacks, p.p.Message(a.book.SayFact(f, a.name(f.Partner))))
	}
	for w := range of.Ways {
		out.Ways = append(out.Ways, a.way(of, w))
	}
	for i := range of.Notices {
		out.Caveats = append(out.Caveats, p.noticeView(&of.Notices[i]))
	}
	if of.Value == rule.Yes || of.PlanOnly() {
		out.Begin = link{a.s.townList(p, a.asked.Places), a.beginURL(of)}
	}
	for _, l := range of.Leaving {
		out.Leaving = append(out.Leaving, p.t("funding.pair.leaves", "c", l.Country.String(), "group", funding.SayGroup(l.Group), "day", funding.Date(l.Last)))
	}
	return out
}

// beginURL is where an officer of one of the towns begins a project of them for a call.
func (a *answers) beginURL(of *funding.Verdict) string {
	if a.s.rooms.Projects == nil || len(a.asked.Places) < 2 || !a.s.may(a.r, people.BeginProject, a.s.placesObject(project.Kind, "", a.asked.Places...)) {
		return ""
	}
	q := url.Values{"call": {of.Call.Key}}
	for _, n := range a.asked.Places {
		q.Add("with", itoa64(n))
	}
	if a.asked.Lead != 0 {
		q.Set("lead", itoa64(a.asked.Lead))
	}
	if a.pair != "" {
		q.Set("partnership", a.pair)
	}
	return "/" + a.p.Lang + "/desk/projects/new?" + q.Encode()
}

func (a *answers) name(i int) string {
	if i < 0 || i >= len(a.names) {
		return ""
	}
	return a.names[i]
}

// way says what is missing, each part with where such towns are found.
func (a *answers) way(of *funding.Verdict, w int) (steps []gapStep) {
	for i := range of.Ways[w].Changes {
		change := &of.Ways[w].Changes[i]
		step := gapStep{Text: a.p.p.Message(a.book.SayChange(change, a.names))}
		if change.Kind == rule.AddPartners && len(a.asked.Places) > 0 && a.s.rooms.Fit != nil {
			step.FindURL = gapAsked{a.asked, of.Programme.Key, of.Call.Key, w, i}.address(a.p.Lang)
		}
		steps = append(steps, step)
	}
	return steps
}

// verdictStatus is an answer as a status.
func (p *page) verdictStatus(of *funding.Verdict) statusView {
	if of.PlanOnly() {
		return statusView{Code: "plan", Group: "started", Glyph: "wish", Word: p.t("funding.pair.plan")}
	}
	return p.answerStatus(of.Value)
}

func (p *page) noticeView(n *match.Notice) caveatView {
	return caveatView{Text: n.Text[p.Lang], Date: p.p.Date(n.From)}
}

// placeLinks are places with their pages.
func (p *page) placeLinks(w *world.World, places []int64) (all []link) {
	for _, n := range places {
		all = append(all, link{w.Places.DisplayName(n, p.Lang), placeURL(w, n, p.Lang)})
	}
	return all
}

// gapAsked is a gap as an address tells it: of which consortium and call, and which part of which way.
type gapAsked struct {
	consortiumAsked
	Programme, Call string
	Way, Part       int // from 0
}

func readGap(r *http.Request) gapAsked {
	q := r.URL.Query()
	g := gapAsked{consortiumAsked: readConsortium(q), Programme: q.Get("programme"), Call: q.Get("call")}
	g.Way, _ = strconv.Atoi(q.Get("way")) // none: the first
	g.Part, _ = strconv.Atoi(q.Get("part"))
	g.Way, g.Part = max(g.Way-1, 0), max(g.Part-1, 0)
	return g
}

// query is the gap as a question in an address.
func (g gapAsked) query() string {
	q := g.values()
	q.Set("programme", g.Programme)
	q.Set("call", g.Call)
	q.Set("way", strconv.Itoa(g.Way+1))
	q.Set("part", strconv.Itoa(g.Part+1))
	return q.Encode()
}

// address is the page with the towns that fill the gap.
func (g gapAsked) address(code string) string {
	return "/" + code + "/programmes/fit/partners?" + g.query()
}

// gap is a gap with all that is known of it.
type gap struct {
	gapAsked
	answers *answers
	of      rule.Consortium
	verdict funding.Verdict
	change  *rule.Change // nil: nothing of this kind is missing any more
	gap     funding.Gap
}

// findGap reads a gap from the address and asks its call. Where the consortium changed since the address was made,
// the first partner that is missing now is meant.
func (s *Site) findGap(r *http.Request, p *page) (*gap, []standingView, error) {
	c, err := s.catalogue(r)
	if err != nil {
		return nil, nil, err
	}
	g := &gap{gapAsked: readGap(r)}
	pr, call, ok := c.Call(g.Programme, g.Call)
	if !ok || len(g.Places) == 0 {
		return nil, nil, errNoPage
	}
	var said []standingView
	if g.consortiumAsked, said, err = s.standing(r, p, g.consortiumAsked); err != nil {
		return nil, nil, err
	}
	if g.answers, err = s.newAnswers(r, p, c, g.consortiumAsked); err != nil {
		return nil, nil, err
	}
	g.of = g.consortiumAsked.of(c.Book())
	if g.verdict, err = c.Judge(pr, call, &g.of, s.clock.Now(), g.answers.notices); err != nil {
		return nil, nil, err
	}
	g.choose()
	return g, said, nil
}

// choose finds the part that is meant, else the first that adds a partner.
func (g *gap) choose() {
	adds := func(w, i int) bool {
		return w < len(g.verdict.Ways) && i < len(g.verdict.Ways[w].Changes) && g.verdict.Ways[w].Changes[i].Kind == rule.AddPartners
	}
	if !adds(g.Way, g.Part) {
		g.Way, g.Part = 0, 0
		for !adds(g.Way, g.Part) {
			if g.Part++; g.Way >= len(g.verdict.Ways) {
				return
			} else if g.Part >= len(g.verdict.Ways[g.Way].Changes) {
				g.Way, g.Part = g.Way+1, 0
			}
		}
	}
	g.change = &g.verdict.Ways[g.Way].Changes[g.Part]
	g.gap, _ = g.answers.book.Gap(g.change, &g.of)
}

// keeps says whether a town could fill the gap.
func (g *gap) keeps(p place.Place) bool {
	v, _ := g.gap.Fills(p)
	return v != rule.No
}

// more is how many partners are missing by the chosen way.
func (g *gap) more() (n int) {
	for _, c := range g.verdict.Ways[g.Way].Changes {
		n += c.Wanted.Count
	}
	return n
}
