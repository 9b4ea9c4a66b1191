package web

import (
	"net/http"
	"slices"
	"time"

	"twintown/internal/operator"
	"twintown/internal/partnership"
	"twintown/internal/platform/geo"
	"twintown/internal/press"
	"twintown/internal/world"
)

// home is the first page: one question, one search field, the map of the partnerships
// that are told act by act, three stories among them.
func (s *Site) home(w http.ResponseWriter, r *http.Request, code string) error {
	now := s.rooms.World()
	v := &homePage{page: s.newPage(r, code, "/")}
	v.IsHome, v.HeaderSearch = true, nil
	v.Title, v.Description = v.t("home.title", "site", v.Face.Brand), v.t("home.description")
	v.Search = &searchField{ID: "find", Lang: code, Large: true}
	all, err := s.toldOnes(r.Context(), now)
	if err != nil {
		return err
	}
	links := tell(all, s.today(), time.Time{})
	axis := s.axisOf(links)
	for _, l := range links {
		v.Listed = append(v.Listed, s.linkView(&v.page, now, l, axis, 0))
		if l.Status.Code.InForce() {
			v.InForce++
		}
	}
	v.Known = len(links)
	chosen := stories(links)
	for _, i := range chosen {
		v.Stories = append(v.Stories, v.Listed[i])
	}
	v.Examples = examples(&v.page, now, links, chosen)
	v.Map = s.homeMap(v, now, links)
	if err := s.fillFront(r, v); err != nil {
		return err
	}
	v.JSONLD = s.siteData(&v.page)
	return s.write(w, http.StatusOK, "home", v)
}

// stories chooses three partnerships: one that lasted longest, one that ended and of
// which most is told, one that is still to come. Fewer where there is no such one.
func stories(links []told) []int {
	lasted, ended, sought := -1, -1, -1
	better := func(i, best int, weight func(told) int) bool {
		return best < 0 || weight(links[i]) > weight(links[best])
	}
	age := func(l told) int { return -l.Status.Start.Year }
	telling := func(l told) int { return 10*len(l.Story) + len(l.Acts) }
	for i, l := range links {
		c := l.Status.Code
		switch {
		case c == partnership.Active && !l.Status.Start.IsZero() && better(i, lasted, age):
			lasted = i
		case c.Ended() && better(i, ended, telling):
			ended = i
		case (c == partnership.Intended || c == partnership.Conditional) && better(i, sought, telling):
			sought = i
		}
	}
	var list []int
	for _, i := range []int{lasted, ended, sought} {
		if i >= 0 {
			list = append(list, i)
		}
	}
	return list
}

// mostExamples fit on one line of a phone or two.
const mostExamples = 5

// examples are the towns of the stories, to begin with.
func examples(p *page, w *world.World, links []told, chosen []int) []link {
	var list []link
	seen := map[int64]bool{}
	for _, i := range chosen {
		for _, id := range links[i].Sides() {
			if _, ok := w.Places.Get(id); ok && !seen[id] && len(list) < mostExamples {
				seen[id] = true
				list = append(list, link{w.Places.DisplayName(id, p.Lang), placeURL(w, id, p.Lang)})
			}
		}
	}
	return list
}

// homeMap shows the told partnerships that lie near together, and says how many do not.
func (s *Site) homeMap(v *homePage, w *world.World, links []told) *mapView {
	var lines []mapLink
	for _, l := range links {
		sides := l.Sides()
		if len(sides) < 2 {
			continue
		}
		here, ok := w.Places.Get(sides[0])
		there, ok2 := w.Places.Get(sides[1])
		if !ok || !ok2 {
			continue
		}
		own := mapPlace{
			Place: geo.Place{ID: filled(here.ID), At: point(here), Label: w.Places.DisplayName(here.ID, v.Lang), Class: "here", Rank: 20, Size: 4},
			URL:   placeURL(w, here.ID, v.Lang),
		}
		lines = append(lines, v.mapLink(w, own, there, l))
	}
	near, far := nearLinks(lines)
	if len(far) > 0 {
		v.MapNote = v.t("map.far.count", "n", len(far), "km", farAway)
	}
	return s.drawMap(&v.page, v.t("home.map.label"), homeView, placesOf(near), near)
}

// newest is how much of each kind the home page names.
const newest = 3

// fillFront adds what the organiser put onto the home page, and what is new.
func (s *Site) fillFront(r *http.Request, v *homePage) error {
	v.Blocks = s.face().HomeBlocks()
	if s.rooms.Meetings != nil && slices.Contains(v.Blocks, operator.BlockMeetings) {
		all, err := s.rooms.Meetings.Public(r.Context(), v.Lang, s.today())
		if err != nil {
			return err
		}
		for _, m := range all[:min(len(all), newest)] {
			v.Meetings = append(v.Meetings, s.meetingTeaser(&v.page, m))
		}
	}
	if slices.Contains(v.Blocks, operator.BlockRequests) {
		all, err := s.newestRequests(r, &v.page)
		if err != nil {
			return err
		}
		v.Requests = all
	}
	if s.rooms.Press == nil {
		return nil
	}
	for _, b := range v.Blocks {
		kind := map[string]press.Kind{operator.BlockNews: press.Article, operator.BlockPractices: press.Practice, operator.BlockGalleries: press.Gallery}[b]
		if kind == "" {
			continue
		}
		all, err := s.rooms.Press.List(r.Context(), press.Asked{Kind: kind, Language: v.Lang, Most: newest})
		if err != nil {
			return err
		}
		for _, x := range all {
			switch kind {
			case press.Article:
				v.News = append(v.News, v.teaser(x))
			case press.Practice:
				v.Practices = append(v.Practices, v.teaser(x))
			case press.Gallery:
				t, err := s.galleryTeaser(r, &v.page, x)
				if err != nil {
					return err
				}
				v.Galleries = append(v.Galleries, t)
			}
		}
	}
	if len(v.News) > 0 {
		v.Feed = "/" + v.Lang + "/news.atom"
	}
	return nil
}

// HasFind says whether the question stands on the page, whose sentence is its heading.
func (v *homePage) HasFind() bool { return slices.Contains(v.Blocks, operator.BlockFind) }

// HasListed says whether the table stands on the page that says what the map shows.
func (v *homePage) HasListed() bool {
	return len(v.Listed) > 0 && slices.Contains(v.Blocks, operator.BlockListed)
}
