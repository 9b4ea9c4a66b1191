package web

import (
	"net/http"
	"strings"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// compare answers "why not X?": two places side by side, the score of the pair with all
// that it is made of, and where it stands among all suggestions.
func (s *Site) compare(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	here, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	there, err := placeOf(r, now, "other")
	if err != nil {
		return err
	}
	if here.ID == there.ID {
		return errs.New(errs.Invalid, lang.Msg("compare.same"), nil)
	}
	suffix := "/compare/" + filled(there.ID)
	if moved(w, r, placeURL(now, here.ID, code)+suffix) {
		return nil
	}
	c, rank, err := now.Ranker.Explain(here.ID, there.ID)
	if err != nil {
		return err
	}
	v := &comparePage{page: s.placePage(r, code, now, here.ID, suffix), Action: placeURL(now, here.ID, code) + "/compare"}
	v.Here, v.There = v.placeView(now, here.ID), v.placeView(now, there.ID)
	v.Title = v.t("compare.title", "here", v.Here.Name, "there", v.There.Name)
	v.Crumbs, v.NoIndex = v.crumbs(now, here, true), true
	v.Finding = v.t("compare.finding", "rank", int(rank), "places", now.Places.Len(), "score", v.points(c.Score, false))
	distance := fact{v.t("compare.fact.distance"), v.p.Distance(geo.Distance(point(here), point(there)))}
	for i, side := range []placeView{v.Here, v.There} {
		facts := v.facts(now, []place.Place{here, there}[i])
		v.Sides = append(v.Sides, sideView{side, append(facts, fact{v.t("town.fact.partners"), v.p.Number(len(now.Graph.Of(side.ID)))}, distance)})
	}
	sources, err := s.caveatSources(r, &v.page, []match.Candidate{c})
	if err != nil {
		return err
	}
	view := v.candidate(now, here, c, draw.Most(partsOf(c)...), sources)
	v.Bar, v.Sum, v.Caveats = view.Bar, view.Sum, view.Caveats
	if now.Graph.Linked(here.ID, there.ID) {
		links, err := s.linksOf(r.Context(), now, here.ID)
		if err != nil {
			return err
		}
		for _, l := range links {
			if l.Has(there.ID) {
				row := s.linkView(&v.page, now, l, s.axisOf(links), here.ID)
				v.Linked = &row
				break
			}
		}
	}
	return s.write(w, http.StatusOK, "compare", v)
}

// chooseOther reads a name from the form and leads to the comparison with it.
func (s *Site) chooseOther(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	here, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	name := strings.TrimSpace(r.URL.Query().Get("with"))
	other, err := now.Places.Resolve(name[:min(len(name), longestQuery)])
	if kind := errs.KindOf(err); kind == errs.Ambiguous || kind == errs.NotFound {
		return s.offer(w, r, code, now, here, name[:min(len(name), longestQuery)])
	} else if err != nil {
		return err
	}
	http.Redirect(w, r, placeURL(now, here.ID, code)+"/compare/"+filled(other.ID), http.StatusSeeOther)
	return nil
}

// mostOffered is how many places are offered where a name fits several.
const mostOffered = 10

// offer lists the places that a name may mean, each leading to the comparison with it.
func (s *Site) offer(w http.ResponseWriter, r *http.Request, code string, now *world.World, here place.Place, name string) error {
	v := &choosePage{page: s.placePage(r, code, now, here.ID, "/compare"), Action: placeURL(now, here.ID, code) + "/compare"}
	v.Name = strings.ToValidUTF8(name, "")
	v.Here, v.Crumbs, v.NoIndex = v.placeView(now, here.ID), v.crumbs(now, here, true), true
	v.keepQuery(r.URL.Query())
	for _, hit := range now.Places.Find(place.Query{Text: v.Name, Limit: mostOffered, Lang: code}) {
		if hit.ID == here.ID {
			continue
		}
		found := v.placeView(now, hit.ID)
		found.URL = v.Action + "/" + filled(hit.ID)
		v.Offers = append(v.Offers, found)
	}
	status := http.StatusOK
	v.Title = v.t("compare.choose", "name", v.Name)
	if len(v.Offers) == 0 {
		status, v.Title = http.StatusNotFound, v.t("compare.choose.none", "name", v.Name)
	}
	return s.write(w, status, "choose", v)
}
