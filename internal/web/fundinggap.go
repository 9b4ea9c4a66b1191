package web

import (
	"net/http"
	"net/url"
	"slices"

	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/seek"
	"twintown/internal/seek/fit"
)

// gapPage lists the towns that could be the partner that is missing for a call.
type gapPage struct {
	page
	Crumbs   []link
	Towns    []placeView
	Became   []standingView
	Call     callView
	Answer   statusView
	FitURL   string
	Missing  string // what is looked for here
	Others   []link // other things that are missing, and other ways
	Partners []gapTown
	Items    []gapTown
	Folded   []gapTown
	Known    int
	Asks     []gapAsk // requests that the reader may draft, one for each of her towns
	SignIn   string   // where an officer signs in; "": somebody is
	Claim    string   // where somebody asks for a town; "": she has one
}

// gapTown is a town that could be the partner.
type gapTown struct {
	townFitView
	Since    string // of a present partner: since when
	Partner  string // and the page of the partnership
	AddURL   string // the consortium with this town
	WriteURL string // where a letter to it begins; "": the reader may not
}

// gapAsk is a request that one of the reader's towns may make of the gap.
type gapAsk struct{ Town, Action string }

// gapPartners ranks the towns that fill a gap.
func (s *Site) gapPartners(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Fit == nil {
		return errNoPage
	}
	v := &gapPage{page: s.newPage(r, code, "/programmes/fit/partners")}
	g, said, err := s.findGap(r, &v.page)
	if err != nil {
		return err
	}
	v.Title, v.Section, v.NoIndex, v.keep, v.Became = v.t("funding.gap.title"), "programmes", true, false, said
	v.Description = v.t("fit.towns.note")
	if q, err := url.ParseQuery(g.query()); err == nil {
		v.keepQuery(q)
	}
	v.Call, v.Answer = v.callView(g.verdict.Programme, g.verdict.Call, s.clock.Now()), v.verdictStatus(&g.verdict)
	v.FitURL = g.fitURL(code) + "#" + g.Call
	v.Crumbs = []link{{v.t("funding.title"), "/" + code + "/programmes"}, {v.t("funding.fit.title"), v.FitURL}}
	for _, n := range g.Places {
		v.Towns = append(v.Towns, v.placeView(s.rooms.World(), n))
	}
	if g.change != nil && len(g.Places) > 0 {
		v.fillMissing(g)
		if err := s.fillGapTowns(r, v, g); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "programme-gap", v)
}

// fillMissing says what is looked for, and what else is missing or would do.
func (v *gapPage) fillMissing(g *gap) {
	for w := range g.verdict.Ways {
		for i, step := range g.answers.way(&g.verdict, w) {
			switch {
			case w == g.Way && i == g.Part:
				v.Missing = step.Text
			case w == g.Way:
				v.Others = append(v.Others, link{v.t("funding.gap.and", "what", step.Text), step.FindURL})
			case step.FindURL != "":
				v.Others = append(v.Others, link{v.t("funding.gap.or", "what", step.Text), step.FindURL})
			}
		}
	}
}

// fillGapTowns ranks the towns: present partners of the consortium first, since they need no finding.
func (s *Site) fillGapTowns(r *http.Request, v *gapPage, g *gap) error {
	board, err := s.rooms.Fit.Board(r.Context(), s.today())
	if err != nil {
		return err
	}
	wish := seek.Request{Places: g.Places, Details: seek.Details{Countries: g.gap.Countries(), Topics: g.verdict.Call.Topics}}
	found, err := board.TownsThat(wish, fit.DefaultLimit, g.keeps)
	if errs.KindOf(err) == errs.NotFound {
		return nil // the first town is not in this node's gazetteer
	}
	if err != nil {
		return err
	}
	v.Known = found.Known
	candidate := func(t fit.Town) match.Candidate { return t.Candidate }
	sources, err := s.caveatsOf(r, &v.page, notices(found.Items, candidate), notices(found.Folded, candidate))
	if err != nil {
		return err
	}
	here, _ := s.rooms.World().Places.Get(g.Places[0])
	from := s.fillGapAsks(r, v, g)
	dress := func(list []fit.Town) (all []gapTown) {
		for _, t := range s.townFits(&v.page, here, list, sources) {
			all = append(all, v.gapTown(s, g, t, from))
		}
		return all
	}
	v.Items, v.Folded = dress(found.Items), dress(found.Folded)
	for _, known := range found.Partners {
		p, ok := s.rooms.World().Places.Get(known.Place)
		if !ok || !g.keeps(p) {
			continue
		}
		t := v.gapTown(s, g, townFitView{candidateView: candidateView{Place: v.placeView(s.rooms.World(), known.Place)}}, from)
		partner := s.partner(&v.page, known)
		t.Since, t.Partner = partner.Since, partner.URL
		v.Partners = append(v.Partners, t)
	}
	return nil
}

// gapTown adds to a town what is not known of it and what can be done with it.
func (v *gapPage) gapTown(s *Site, g *gap, t townFitView, from int64) gapTown {
	out := gapTown{townFitView: t}
	n := t.Place.ID
	if p, ok := s.rooms.World().Places.Get(n); ok {
		_, lacks := g.gap.Fills(p)
		for _, kind := range lacks {
			out.Unknown = append(out.Unknown, v.t("funding.gap.unknown", "what", g.answers.book.SayFact(rule.Fact{Kind: kind, Partner: -1, What: g.gap.Wanted.Member}, "")))
		}
	}
	next := gapAsked{g.with(n), g.Programme, g.gapAsked.Call, 0, 0}
	if out.AddURL = next.fitURL(v.Lang) + "#" + g.gapAsked.Call; g.more() > 1 {
		out.AddURL = next.address(v.Lang)
	}
	if from != 0 {
		q := url.Values{"from": {itoa64(from)}, "to": {itoa64(n)}}
		out.WriteURL = "/" + v.Lang + "/desk/conversations/new?" + q.Encode() + "&" + g.query()
	}
	return out
}

// fillAsks offers a request for each town of the consortium for which the reader may write one, and returns the town in
// whose name she may write letters, 0 for none.
func (s *Site) fillGapAsks(r *http.Request, v *gapPage, g *gap) (from int64) {
	for _, n := range g.Places {
		on := s.placesObject("request", "", n)
		if s.rooms.Requests != nil && s.may(r, people.WriteRequest, on) {
			v.Asks = append(v.Asks, gapAsk{s.rooms.World().Places.DisplayName(n, v.Lang), "/" + v.Lang + "/desk/requests/new/call?place=" + itoa64(n) + "&" + g.query()})
		}
		if from == 0 && s.rooms.Relay != nil && slices.Contains(actorOf(r).PlacesOf(people.Officer), n) && s.may(r, people.AnswerRequest, on) {
			from = n
		}
	}
	switch {
	case len(v.Asks) > 0 || from != 0:
	case v.Reader == nil:
		v.SignIn = "/" + v.Lang + "/sign-in?next=" + url.QueryEscape(g.address(v.Lang))
	case len(actorOf(r).PlacesOf(people.Officer)) == 0:
		v.Claim = "/" + v.Lang + "/account/claim"
	}
	return from
}
