package web

import (
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
		"address": ld{"@type": "PostalAddress", "addressLocality": v.Town.Name, "addressCountry": s.placeOfHelp(h).Country},
	}
	if v.Address != "" {
		node["address"].(ld)["streetAddress"] = v.Address
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
	usual, special := h.Specifications(s.clock.Now(), s.holidaysOf(h))
	if len(usual) > 0 {
		node["openingHoursSpecification"] = hoursData(usual)
	}
	if len(special) > 0 {
		node["specialOpeningHoursSpecification"] = hoursData(special)
	}
	return node
}

// hoursData are hours for programs.
func hoursData(all []openhours.Specification) []ld {
	nodes := []ld{}
	for _, x := range all {
		node := ld{"@type": "OpeningHoursSpecification", "opens": x.Opens, "closes": x.Closes}
		var days []string
		for _, day := range x.Days {
			days = append(days, "https://schema.org/"+day)
		}
		if days != nil {
			node["dayOfWeek"] = days
		}
		if x.ValidFrom != "" {
			node["validFrom"] = x.ValidFrom
		}
		if x.ValidThrough != "" {
			node["validThrough"] = x.ValidThrough
		}
		nodes = append(nodes, node)
	}
	return nodes
}
