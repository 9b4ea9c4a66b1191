package web

import (
	"slices"
	"strconv"

	"twintown/internal/platform/geo"
)

// Sizes of maps, in units of their drawing. Small, so that their letters stay readable
// on a phone, where the whole is scaled down to the screen; on wide screens the style
// sheet makes the letters smaller again (--letter).
var (
	homeView   = geo.View{Width: 520, Height: 400, TextSize: 16, Budget: mapBudget}
	townView   = geo.View{Width: 400, Height: 320, TextSize: 14, Budget: mapBudget}
	finderView = geo.View{Width: 520, Height: 260, TextSize: 16, Budget: mapBudget}
)

// farAway is how far a partner may lie before a map of nearer ones leaves it out: about
// the width of the continent. A map of the world would show those near together as one dot.
const farAway = 2500.0

// nearLinks keeps the links that a map can show together, when most of them can. The
// others are returned apart, to be named beside it.
func nearLinks(links []mapLink) (near, far []mapLink) {
	for _, l := range links {
		if geo.Distance(l.From, l.To) > farAway {
			far = append(far, l)
		} else {
			near = append(near, l)
		}
	}
	if len(near) < len(far) {
		return links, nil
	}
	return near, far
}

// stray is how many times farther than four fifths of the suggestions one may lie before
// the map leaves it out: a single far one would shrink all others to a knot.
const stray = 1.8

// together keeps the suggestions that lie as near as most do.
func together(links []mapLink) (near, far []mapLink) {
	if len(links) == 0 {
		return nil, nil
	}
	var all []float64
	for _, l := range links {
		all = append(all, geo.Distance(l.From, l.To))
	}
	slices.Sort(all)
	reach := stray * all[len(all)*4/5]
	for _, l := range links {
		if geo.Distance(l.From, l.To) > reach {
			far = append(far, l)
		} else {
			near = append(near, l)
		}
	}
	return near, far
}

// namesOf are the names of the other ends.
func namesOf(links []mapLink) (names []string) {
	for _, l := range links {
		names = append(names, l.There.Label)
	}
	return names
}

// mapBudget is how many bytes of land a map may take: half of them are sent after
// compression, and the whole first view is to stay below 100 kB.
const mapBudget = 20_000

// mapLink is a line from here to there; its first half has the colour of the one side,
// its second half of the other.
type mapLink struct {
	From, To geo.Point
	Class    string // "", "rest", "past", "wish"
	Here     mapPlace
	There    mapPlace
}

// mapPlace is a dot that may lead to a page.
type mapPlace struct {
	geo.Place
	URL string
}

// drawMap draws places and the links between them. Where nothing can be placed there is
// no map.
func (s *Site) drawMap(p *page, label string, view geo.View, places []mapPlace, links []mapLink) *mapView {
	if len(places) == 0 {
		return nil
	}
	content := geo.Content{Countries: s.countryNames(p)}
	urls := map[string]string{}
	for _, place := range places {
		content.Places = append(content.Places, place.Place)
		urls[place.ID] = place.URL
	}
	for i, l := range links {
		middle := geo.GreatCircle(l.From, l.To, 2)[1]
		id := strconv.Itoa(i)
		content.Links = append(content.Links,
			geo.Link{ID: id, From: l.From, To: middle, Class: "here " + l.Class},
			geo.Link{ID: id, From: middle, To: l.To, Class: "there " + l.Class})
	}
	return &mapView{Map: s.maps.Draw(content, view), Label: label, urls: urls}
}

// countryNames are the names that a map may write into the countries, where there is room.
func (s *Site) countryNames(p *page) map[string]string {
	names := make(map[string]string, len(s.countries))
	for _, code := range s.countries {
		names[code] = p.p.CountryName(code)
	}
	return names
}

// mapView is a map ready to be written as SVG.
type mapView struct {
	*geo.Map
	Label string // what the map shows, for those who do not see it
	urls  map[string]string
}

// URL is where a dot leads, "" for nowhere.
func (m *mapView) URL(id string) string { return m.urls[id] }

// mapDot is a place as a dot with its name.
func mapDot(id string, at geo.Point, label string) geo.Place {
	return geo.Place{ID: id, At: at, Label: label, Class: "here"}
}
