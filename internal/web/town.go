package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"twintown/internal/match"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/geo"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
	"twintown/internal/web/draw"
	"twintown/internal/world"
)

// town is a place's profile: what it is called, where it lies, its partnerships over
// time, and who could be next.
func (s *Site) town(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	address := placeURL(now, found.ID, code)
	if moved(w, r, address) {
		return nil
	}
	v := &townPage{page: s.placePage(r, code, now, found.ID, ""), FinderURL: address + "/partners"}
	v.Place, v.Crumbs = v.placeView(now, found.ID), v.crumbs(now, found, false)
	v.Title = v.Place.Name
	v.Description = v.t("town.description", "name", v.Place.Name, "where", v.Place.Where)
	v.Facts, v.Known = v.facts(now, found), v.known(found)
	if v.Became, err = s.became(r, &v.page, found.ID); err != nil {
		return err
	}
	links, err := s.linksOf(r.Context(), now, found.ID)
	if err != nil {
		return err
	}
	s.fillTimeline(v, now, links)
	v.Unknown = v.unknown(found, undated(links))
	if s.rooms.Fit != nil {
		v.RequestsURL = address + "/requests"
	}
	if s.rooms.Programmes != nil {
		v.CallsURL = address + "/calls"
	}
	traced, err := s.townTraced(r, found.ID)
	if err != nil {
		return err
	}
	if traced {
		v.ResultsURL = address + "/results"
	}
	if s.rooms.Proposals != nil {
		v.ProposeURL = "/" + code + "/propose?place=" + strconv.FormatInt(found.ID, 10)
	}
	if v.Write, err = s.writeTo(r, &v.page, found.ID); err != nil {
		return err
	}
	if s.may(r, people.EditOwn, s.placesObject("place", "", found.ID)) {
		v.BeginURL = "/" + code + "/desk/partnerships/new?place=" + strconv.FormatInt(found.ID, 10)
	}
	if v.Meetings, err = s.meetingsOf(r, &v.page, press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(found.ID, 10)}); err != nil {
		return err
	}
	if v.Press, err = s.related(r, &v.page, press.Link{Kind: press.OfPlace, Target: strconv.FormatInt(found.ID, 10)}); err != nil {
		return err
	}
	if v.Projects, err = s.projectsOfPlace(r, &v.page, found.ID); err != nil {
		return err
	}
	if v.Requests, err = s.requestsOf(r, &v.page, found.ID); err != nil {
		return err
	}
	if s.rooms.Requests != nil && s.may(r, people.WriteRequest, s.placesObject("request", "", found.ID)) {
		v.SeekURL = newRequestURL(code, []int64{found.ID})
	}
	v.Names = v.names(now, found.ID)
	v.Map = s.townMap(v, now, found, links)
	v.JSONLD = s.townData(v, now, found)
	if result, err := now.Ranker.Rank(match.Query{Place: found.ID, Limit: teaserLength, Day: s.today()}); err == nil {
		v.Best = v.candidates(now, found, result.Items, nil)
	}
	return s.write(w, http.StatusOK, "town", v)
}

// told is a partnership with its status and strand on a day.
type told struct {
	partnership.Partnership
	partnership.Strand
}

// linksOf are a place's partnerships with their status today: those that live first,
// then those to come, then those that ended; in each group the oldest first.
func (s *Site) linksOf(ctx context.Context, w *world.World, id int64) ([]told, error) {
	all, err := s.rooms.Partnerships.OfPlace(ctx, id)
	if err != nil {
		return nil, err
	}
	return tell(all, s.today(), time.Time{}), nil
}

func tell(all []partnership.Partnership, day lang.Date, at time.Time) []told {
	list := make([]told, len(all))
	for i, p := range all {
		list[i] = told{p, partnership.StrandOf(p, day, at)}
	}
	slices.SortStableFunc(list, func(a, b told) int {
		if x, y := standing(a.Status.Code), standing(b.Status.Code); x != y {
			return x - y
		}
		return a.Status.Start.Calendar().Compare(b.Status.Start.Calendar())
	})
	return list
}

// standing orders statuses in lists.
func standing(c partnership.Code) int {
	switch {
	case c.InForce():
		return 0
	case c.Alive():
		return 1
	case c.Ended():
		return 3
	}
	return 2
}

// undated counts the partnerships that are known from lists alone.
func undated(links []told) (n int) {
	for _, l := range links {
		if l.Status.Listed {
			n++
		}
	}
	return n
}

// fillTimeline draws the partnerships one below the other on one axis.
func (s *Site) fillTimeline(v *townPage, w *world.World, links []told) {
	axis := s.axisOf(links)
	v.Ticks = axis.Ticks(8)
	active := 0
	for _, l := range links {
		if l.Status.Code.InForce() {
			active++
		}
		row := s.linkView(&v.page, w, l, axis, v.Place.ID)
		other := v.Place.ID
		if others := l.Partnership.Others(v.Place.ID); len(others) > 0 {
			other = others[0]
		}
		view := v.placeView(w, other)
		row.Name, row.Where = v.partyName(w, l.Partnership, other), view.Where
		v.Partners = append(v.Partners, row)
	}
	v.Finding = v.t("town.finding", "n", len(links), "active", active)
}

// partyName is what a party is called: the place in the reader's language and, where
// the act names another unit or an older name, that name as it stands there.
func (p *page) partyName(w *world.World, ps partnership.Partnership, id int64) string {
	name := w.Places.DisplayName(id, p.Lang)
	for _, party := range ps.Parties {
		if party.Place == id && party.Name != "" && party.Name != name {
			return name + " (" + party.Name + ")"
		}
	}
	return name
}

// linkView dresses a partnership for a list.
func (s *Site) linkView(p *page, w *world.World, l told, axis draw.Axis, own int64) linkView {
	v := linkView{
		ID: l.Partnership.ID, URL: "/" + p.Lang + "/partnerships/" + l.Partnership.ID, Status: p.status(l.Status),
		Sentence: p.p.Message(l.Status.Sentence), Story: l.Story[p.Lang], Since: p.since(l),
		Ticks: axis.Ticks(4),
	}
	sides := ownFirst(l.Sides(), own)
	if len(sides) > 0 {
		v.Here = p.partyName(w, l.Partnership, sides[0])
	}
	if len(sides) > 1 {
		v.There = p.partyName(w, l.Partnership, sides[1])
	}
	v.Braid = draw.NewBraid(axis, rowBand, spans(l.Strand, sides))
	return v
}

// ownFirst puts the side whose page it is first: its strand has the colour of "here".
func ownFirst(sides []int64, own int64) []int64 {
	if i := slices.Index(sides, own); i > 0 {
		sides = slices.Insert(slices.Delete(sides, i, i+1), 0, own)
	}
	return sides
}

// since is when a partnership began, as a list shows it.
func (p *page) since(l told) string {
	switch {
	case !l.Status.Start.IsZero():
		return p.dateText(l.Status.Start)
	case l.Listing.Year > 0:
		return "≤ " + p.p.Date(lang.Date{Year: l.Listing.Year})
	}
	return "–"
}

// names are all recorded names of a place, in the order of their languages' names.
func (p *page) names(w *world.World, id int64) []nameView {
	var list []nameView
	for _, n := range w.Places.Names(id) {
		if hasPair(list, n.Lang, n.Value) {
			continue
		}
		list = append(list, nameView{Lang: n.Lang, Value: n.Value, Language: p.p.LanguageName(n.Lang), Kind: p.t("name.kind." + string(n.Kind))})
	}
	slices.SortStableFunc(list, func(a, b nameView) int { return p.p.Compare(a.Language, b.Language) })
	return list
}

// hasPair says whether the list has the name in the language already.
func hasPair(list []nameView, code, value string) bool {
	return slices.ContainsFunc(list, func(n nameView) bool { return n.Lang == code && n.Value == value })
}

// townMap shows the place and its partners; those too far away are named below it.
func (s *Site) townMap(v *townPage, w *world.World, here place.Place, links []told) *mapView {
	own := mapPlace{Place: geo.Place{ID: filled(here.ID), At: point(here), Label: v.Place.Name, Class: "here", Rank: 1000, Size: 5}}
	var lines []mapLink
	for _, l := range links {
		for _, id := range l.Partnership.Others(here.ID) {
			if there, ok := w.Places.Get(id); ok {
				lines = append(lines, v.mapLink(w, own, there, l))
			}
		}
	}
	near, far := nearLinks(lines)
	if len(far) > 0 {
		v.MapNote = v.t("map.far", "names", namesOf(far))
	}
	places := placesOf(near)
	if len(places) == 0 {
		places = []mapPlace{own}
	}
	return s.drawMap(&v.page, v.t("town.map.label"), townView, places, near)
}

// mapLink is the line from a place to a partner, drawn as the status is.
func (p *page) mapLink(w *world.World, here mapPlace, there place.Place, l told) mapLink {
	class, rank := "", 10
	switch standing(l.Status.Code) {
	case 1:
		class, rank = "rest", 8
	case 2:
		class, rank = "wish", 6
	case 3:
		class, rank = "past", 4
	}
	return mapLink{From: here.At, To: point(there), Class: class, Here: here, There: mapPlace{
		Place: geo.Place{ID: filled(there.ID), At: point(there), Label: w.Places.DisplayName(there.ID, p.Lang), Class: "there " + class, Rank: rank, Size: 3.5},
		URL:   "/" + p.Lang + "/partnerships/" + l.Partnership.ID,
	}}
}

// placesOf are the places at the ends of links, each once; who is here somewhere is here.
func placesOf(links []mapLink) []mapPlace {
	var list []mapPlace
	seen := map[string]bool{}
	add := func(p mapPlace) {
		if !seen[p.ID] {
			seen[p.ID] = true
			list = append(list, p)
		}
	}
	for _, l := range links {
		add(l.Here)
	}
	for _, l := range links {
		add(l.There)
	}
	return list
}
