package web

import "twintown/internal/seek"

// requestListData describes the list for programs.
func (s *Site) requestListData(v *requestsPage) ld {
	items := []ld{}
	for i, x := range v.Requests {
		items = append(items, ld{"@type": "ListItem", "position": i + 1, "url": s.options.BaseURL + x.URL, "name": x.Title})
	}
	return ld{"@context": "https://schema.org", "@type": "ItemList", "name": v.Title, "numberOfItems": len(items), "itemListElement": items}
}

// requestData describes a request for programs: a demand that is valid until its last day
// for answers.
func (s *Site) requestData(v *requestPage, x seek.Request) ld {
	_, code, _ := x.In(v.Lang, s.languages)
	node := ld{
		"@context": "https://schema.org", "@type": "Demand", "@id": s.options.BaseURL + "/seek/" + x.Handle,
		"name": v.Request.Title, "description": v.Request.Lead, "url": v.Canonical, "inLanguage": code,
		"validThrough": x.ReplyBy, "availabilityEnds": x.Expires,
	}
	if !x.Published.IsZero() {
		node["validFrom"] = x.Published.Format("2006-01-02")
	}
	var towns, areas []ld
	for _, t := range v.Facts {
		towns = append(towns, ld{"@type": "GovernmentOrganization", "name": t.Name, "url": s.options.BaseURL + t.URL})
	}
	if len(towns) > 0 {
		node["@reverse"] = ld{"seeks": towns} // as schema.org has it, an office seeks a demand
	}
	for _, c := range x.Countries {
		areas = append(areas, ld{"@type": "Country", "name": v.p.CountryName(c), "identifier": c})
	}
	if len(areas) > 0 {
		node["eligibleRegion"] = areas
	}
	return node
}
