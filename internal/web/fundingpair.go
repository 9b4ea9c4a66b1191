package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/match"
)

// pairCallsPage says which calls fit the towns of a partnership.
type pairCallsPage struct {
	page
	Crumbs   []link
	Towns    []placeView
	Verdicts []verdictView
}

// verdictView is what one call says of the towns.
type verdictView struct {
	Call    callView
	Answer  statusView
	Because []string // conditions that are not met
	Lacks   []string // what is not known
	Ways    [][]gapStep
	Nothing bool // it is not met, and no small change mends it
	Rule    funding.Sentence
	Caveats []caveatView
	Leaving []string
}

// gapStep is one thing that is missing, and where such a town is found.
type gapStep struct{ Text, FindURL string }

// pairCalls holds the calls that are not over against the towns of a partnership.
func (s *Site) pairCalls(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	found, err := s.rooms.Partnerships.ByID(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := &pairCallsPage{page: s.newPage(r, code, "/partnerships/"+found.ID+"/calls")}
	v.Title, v.Description, v.NoIndex, v.keep = v.t("funding.pair.title"), v.t("funding.pair.lead"), true, false
	world := s.rooms.World()
	var names []string
	for _, id := range found.Sides() {
		town := v.placeView(world, id)
		v.Towns, names = append(v.Towns, town), append(names, town.Name)
	}
	if err := found.Listable(names); err != nil {
		return err
	}
	v.Crumbs = []link{{v.p.List(names), "/" + code + "/partnerships/" + found.ID}}
	notices, err := s.notices(r)
	if err != nil {
		return err
	}
	of := c.Book().Of(found.Sides())
	all, err := c.Matching(&of, s.clock.Now(), notices)
	if err != nil {
		return err
	}
	for i := range all {
		v.Verdicts = append(v.Verdicts, v.verdict(s, c.Book().In(code), &all[i], names, found.Sides()))
	}
	return s.write(w, http.StatusOK, "pair-calls", v)
}

func (v *pairCallsPage) verdict(s *Site, b *funding.Book, of *funding.Verdict, names []string, towns []int64) verdictView {
	out := verdictView{Call: v.callView(of.Programme, of.Call, s.clock.Now()), Answer: v.answerStatus(of.Value), Rule: b.Say(&of.Finding)}
	if of.PlanOnly() {
		out.Answer = statusView{Code: "plan", Group: "started", Glyph: "wish", Word: v.t("funding.pair.plan")}
	}
	if of.Value == rule.No {
		for _, f := range of.Finding.Because() {
			if text := v.p.Message(b.SayNode(f.Node)); !slices.Contains(out.Because, text) {
				out.Because = append(out.Because, text)
			}
		}
		out.Nothing = len(of.Ways) == 0
	}
	for _, f := range of.Lacks {
		name := ""
		if f.Partner >= 0 && f.Partner < len(names) {
			name = names[f.Partner]
		}
		out.Lacks = append(out.Lacks, v.p.Message(b.SayFact(f, name)))
	}
	for _, w := range of.Ways {
		var steps []gapStep
		for i := range w.Changes {
			steps = append(steps, gapStep{v.p.Message(b.SayChange(&w.Changes[i], names)), v.findURL(&w.Changes[i], towns)})
		}
		out.Ways = append(out.Ways, steps)
	}
	for i := range of.Notices {
		out.Caveats = append(out.Caveats, v.noticeView(&of.Notices[i]))
	}
	for _, l := range of.Leaving {
		out.Leaving = append(out.Leaving, v.t("funding.pair.leaves", "c", l.Country.String(), "group", funding.SayGroup(l.Group), "day", funding.Date(l.Last)))
	}
	return out
}

// findURL is the partner finder of the first town, for the countries of a gap; "" where no country is named, or
// the finder does not know them.
func (v *pairCallsPage) findURL(c *rule.Change, towns []int64) string {
	if c.Kind != rule.AddPartners || len(c.Wanted.Countries) == 0 || len(towns) == 0 {
		return ""
	}
	q := url.Values{}
	for _, country := range c.Wanted.Countries {
		q.Add("country", country.String())
	}
	return "/" + v.Lang + "/places/" + strconv.FormatInt(towns[0], 10) + "/partners?" + q.Encode()
}

func (v *pairCallsPage) noticeView(n *match.Notice) caveatView {
	return caveatView{Text: n.Text[v.Lang], Date: v.p.Date(n.From)}
}
