package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/fit"
	"twintown/internal/topic"
)

// fitsPage lists the requests that fit a town.
type fitsPage struct {
	page
	Crumbs   []link
	Place    placeView
	Towns    []option // among which the person chooses, where she looks after several
	Form     *form
	Choices  []fieldView
	Action   string
	Asked    bool // something is asked for
	Total    int  // open requests of other towns
	Items    []fitView
	Missed   []fitView
	Folded   []fitView
	Own      int
	HasPlace bool
}

// townRequests are the requests that fit a town, for everybody.
func (s *Site) townRequests(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Fit == nil {
		return errNoPage
	}
	now := s.rooms.World()
	found, err := placeOf(r, now, "place")
	if err != nil {
		return err
	}
	address := placeURL(now, found.ID, code) + "/requests"
	if moved(w, r, address) {
		return nil
	}
	v := &fitsPage{page: s.placePage(r, code, now, found.ID, "/requests"), Action: address, HasPlace: true}
	v.Crumbs, v.NoIndex = v.crumbs(now, found, true), true
	v.keepQuery(r.URL.Query())
	if err := s.fillFits(r, v, found); err != nil {
		return err
	}
	v.Title, v.Description = v.t("fit.title.town", "name", v.Place.Name), v.t("fit.lead.town")
	return s.write(w, http.StatusOK, "town-requests", v)
}

// seeking are the requests that fit one of the reader's own towns.
func (s *Site) seeking(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Fit == nil {
		return errNoPage
	}
	v := &fitsPage{page: s.newDesk(w, r, code, "/desk/seeking", "/desk/seeking"), Action: "/" + code + "/desk/seeking"}
	v.Title = v.t("fit.title")
	now, mine := s.rooms.World(), myPlaces(r)
	chosen, _ := strconv.ParseInt(r.URL.Query().Get("place"), 10, 64)
	if !slices.Contains(mine, chosen) && len(mine) > 0 {
		chosen = mine[0]
	}
	for _, n := range mine {
		v.Towns = append(v.Towns, option{Value: filled(n), Name: now.Places.DisplayName(n, code), Chosen: n == chosen})
	}
	if found, ok := now.Places.Get(chosen); ok && len(mine) > 0 {
		v.HasPlace = true
		if err := s.fillFits(r, v, found); err != nil {
			return err
		}
	}
	return s.write(w, http.StatusOK, "seeking", v)
}

// fillFits ranks the open requests for a town, and leaves those that the address asks for.
func (s *Site) fillFits(r *http.Request, v *fitsPage, here place.Place) error {
	board, err := s.rooms.Fit.Board(r.Context(), s.today())
	if err != nil {
		return err
	}
	found, err := board.Requests(here.ID)
	if err != nil {
		return err
	}
	v.Place, v.Own = v.placeView(s.rooms.World(), here.ID), found.Own
	v.Total = len(found.Items) + len(found.Missed) + len(found.Folded)
	asked := fitAsked{r.URL.Query().Get("topic"), r.URL.Query().Get("country")}
	v.fillChoices(s, found, asked)
	v.Asked = asked != fitAsked{}
	found.Items, found.Missed, found.Folded = s.asks(found.Items, asked), s.asks(found.Missed, asked), s.asks(found.Folded, asked)
	candidate := func(f fit.Fit) match.Candidate { return f.Candidate }
	sources, err := s.caveatsOf(r, &v.page, notices(found.Items, candidate), notices(found.Missed, candidate), notices(found.Folded, candidate))
	if err != nil {
		return err
	}
	v.Items = s.fits(&v.page, here, found.Items, sources)
	v.Missed = s.fits(&v.page, here, found.Missed, sources)
	v.Folded = s.fits(&v.page, here, found.Folded, sources)
	return nil
}

// fitAsked is by what the list can be narrowed.
type fitAsked struct{ topic, country string }

// asks leaves the requests about a topic, or something within it, and from a country.
func (s *Site) asks(list []fit.Fit, asked fitAsked) []fit.Fit {
	now := s.rooms.World()
	return slices.DeleteFunc(slices.Clone(list), func(f fit.Fit) bool {
		about := asked.topic == "" || slices.ContainsFunc(f.Request.Topics, func(t string) bool { return topic.Within(t, asked.topic) })
		there := asked.country == "" || slices.ContainsFunc(f.Places, func(n int64) bool {
			p, ok := now.Places.Get(n)
			return ok && p.Country == asked.country
		})
		return !about || !there
	})
}

// fillChoices offers what some request has, so that no choice leads to nothing.
func (v *fitsPage) fillChoices(s *Site, found fit.Fits, asked fitAsked) {
	all := slices.Concat(found.Items, found.Missed, found.Folded)
	v.Form = newForm(&v.page, url.Values{"topic": {asked.topic}, "country": {asked.country}})
	var topics, countries []option
	for _, t := range topic.All() {
		if len(s.asks(all, fitAsked{topic: t.Code})) > 0 {
			topics = append(topics, option{Value: t.Code, Name: v.p.Message(topic.Label(t.Code))})
		}
	}
	for _, c := range s.countries {
		if len(s.asks(all, fitAsked{country: c})) > 0 {
			countries = append(countries, option{Value: c, Name: v.p.Message(lang.Msg("fit.country", "country", c))})
		}
	}
	slices.SortStableFunc(countries, v.byName)
	offer := func(name, label string, options []option) {
		if len(options) > 1 || v.Form.text(name) != "" {
			v.Choices = append(v.Choices, v.Form.Choice(name, label, "", append(v.any(), options...)))
		}
	}
	offer("topic", "fit.filter.topic", topics)
	offer("country", "fit.filter.country", countries)
}
