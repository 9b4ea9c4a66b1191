package web

import (
	"net/http"
	"slices"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/world"
)

// pairCallsPage says which calls fit the towns of a partnership, or a town with its partners.
type pairCallsPage struct {
	page
	Crumbs   []link
	Lead     string
	Towns    []placeView
	Became   []standingView
	PlanURL  string // the same towns as a forming consortium, where a plan is told
	Tally    string
	Verdicts []verdictView
}

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
	v.Title, v.Lead, v.NoIndex, v.keep = v.t("funding.pair.title"), v.t("funding.pair.lead"), true, false
	v.Description = v.Lead
	world := s.rooms.World()
	var names []string
	for _, id := range found.Sides() {
		names = append(names, world.Places.DisplayName(id, code))
	}
	if err := found.Listable(names); err != nil {
		return err
	}
	v.Crumbs = []link{{v.p.List(names), "/" + code + "/partnerships/" + found.ID}}
	asked := consortiumOfTowns(found.Sides()...)
	if asked, v.Became, err = s.standing(r, &v.page, asked); err != nil {
		return err
	}
	for _, id := range asked.Places {
		v.Towns = append(v.Towns, v.placeView(world, id))
	}
	v.PlanURL = asked.fitURL(code)
	answers, err := s.newAnswers(r, &v.page, c, asked)
	if err != nil {
		return err
	}
	answers.pair = found.ID
	if v.Verdicts, v.Tally, err = answers.all(); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "pair-calls", v)
}

// placeCalls says which calls a town could enter with its partners, and what is missing for the others.
func (s *Site) placeCalls(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	address := placeURL(now, found.ID, code) + "/calls"
	if moved(w, r, address) {
		return nil
	}
	v := &pairCallsPage{page: s.placePage(r, code, now, found.ID, "/calls"), Crumbs: nil}
	v.Crumbs, v.NoIndex, v.keep = v.crumbs(now, found, true), true, false
	v.Title, v.Lead = v.t("funding.town.title", "name", now.Places.DisplayName(found.ID, code)), v.t("funding.town.lead")
	v.Description = v.Lead
	asked := consortiumOfTowns(found.ID)
	if asked, v.Became, err = s.standing(r, &v.page, asked); err != nil {
		return err
	}
	v.PlanURL = asked.fitURL(code)
	if len(asked.Places) == 1 {
		if err := s.fillChances(r, v, c, now, asked.Places[0]); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "pair-calls", v)
}

// fillChances asks the calls with the partners of a town: those of living partnerships, the oldest first.
func (s *Site) fillChances(r *http.Request, v *pairCallsPage, c *funding.Catalogue, now *world.World, town int64) error {
	own, err := s.partnersOf(r, now, town)
	if err != nil {
		return err
	}
	of := c.Book().Of(append([]int64{town}, own...))
	notices, err := s.notices(r)
	if err != nil {
		return err
	}
	found, err := c.Chances(of.Partners[0], of.Partners[1:], s.clock.Now(), notices)
	if err != nil {
		return err
	}
	var t funding.Tally
	for i := range found {
		chance := &found[i]
		t.Add(&chance.Verdict)
		answers, err := s.newAnswers(r, &v.page, c, consortiumOfTowns(among(town, own, chance.Of)...))
		if err != nil {
			return err
		}
		view := answers.verdict(&chance.Verdict)
		for _, with := range chance.With {
			if group := consortiumOfTowns(among(town, own, with)...); len(with) > 0 {
				view.With = append(view.With, link{s.townList(&v.page, group.Places[1:]), group.fitURL(v.Lang)})
			}
		}
		if chance.Value == rule.No && len(chance.Of) > 0 {
			view.Nearest = answers.names[1]
		}
		v.Verdicts = append(v.Verdicts, view)
	}
	v.Tally = v.tally(t)
	return nil
}

// among are a town and some of its partners.
func among(town int64, own []int64, of []int) []int64 {
	all := []int64{town}
	for _, i := range of {
		all = append(all, own[i])
	}
	return all
}

// partnersOf are the partners of a town's living partnerships, each once, the oldest first.
func (s *Site) partnersOf(r *http.Request, now *world.World, town int64) (all []int64, err error) {
	links, err := s.linksOf(r.Context(), now, town)
	for _, l := range links {
		if !l.Status.Code.Alive() {
			continue
		}
		for _, n := range l.Partnership.Others(town) {
			if _, known := now.Places.Get(n); known && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all, err
}
