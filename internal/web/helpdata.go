package web

import (
	"time"

	"twintown/internal/helppoint"
	"twintown/internal/openhours"
)

// helpListData describes the list for programs.
func (s *Site) helpListData(v *helpPage) ld {
	var items []ld
	for i, x := range v.Points {
		items = append(items, ld{"@type": "ListItem", "position": i + 1, "url": s.options.BaseURL + x.URL, "name": x.Name})
	}
	return ld{"@context": "https://schema.org", "@type": "ItemList", "name": v.Title, "itemListElement": items}
}

// helpData describes a point for programs, as the branch of an organisation. Hours that nobody verified are not told: a
// program shows them as a fact.
func (s *Site) helpData(p *page, h helppoint.Point, v helpView) ld {
	at := s.helpAt(h)
	node := ld{
		"@context": "https://schema.org", "@type": "LocalBusiness", "@id": s.options.BaseURL + "/help/" + h.Handle,
		"name": v.Name, "url": p.Canonical, "inLanguage": p.Lang,
		"geo":     ld{"@type": "GeoCoordinates", "latitude": at.Lat, "longitude": at.Lon},
		"address": ld{"@type": "PostalAddress", "streetAddress": v.Address, "addressLocality": v.Town.Name, "addressCountry": s.placeOfHelp(h).Country},
	}
	if v.Summary != "" {
		node["description"] = v.Summary
	}
	if len(h.Languages) > 0 {
		node["knowsLanguage"] = h.Languages
	}
	for _, x := range h.Phones {
		if h.Dials() && !x.Fax && x.Assigned() {
			node["telephone"] = x.Number
			break
		}
	}
	if h.At(s.clock.Now(), nil).Why == "" {
		node["openingHoursSpecification"] = weekData(h, s.clock.Now())
		if special := specialData(h); len(special) > 0 {
			node["specialOpeningHoursSpecification"] = special
		}
	}
	return node
}

// weekData are the hours of a usual week.
func weekData(h helppoint.Point, now time.Time) []ld {
	usual, _ := h.Usual(now)
	all := []ld{}
	for _, d := range usual {
		for _, x := range d.Spells {
			if x.Kind == openhours.Open {
				all = append(all, ld{
					"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/" + d.Weekday.String(),
					"opens": x.From.Format("15:04"), "closes": closing(x.To),
				})
			}
		}
	}
	return all
}

// closing is the end of a span; midnight is written as the last minute of the day, since
// 00:00 would mean closed all day.
func closing(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return "23:59"
	}
	return t.Format("15:04")
}

// specialData are closures and exceptions that say closed; others need no program to guess.
func specialData(h helppoint.Point) (all []ld) {
	shut := func(from, to string) {
		node := ld{"@type": "OpeningHoursSpecification", "validFrom": from, "opens": "00:00", "closes": "00:00"}
		if to != "" {
			node["validThrough"] = to
		}
		all = append(all, node)
	}
	for _, e := range h.Exceptions {
		if e.Hours == "" {
			shut(e.From, e.To)
		}
	}
	if h.Closure.From != "" {
		shut(h.Closure.From, h.Closure.To)
	}
	return all
}
