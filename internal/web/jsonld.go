package web

import (
	"twintown/internal/place"
	"twintown/internal/world"
)

// ld is a node of JSON-LD in the vocabulary of schema.org. The encoder writes its keys
// in order, so that the same page is the same bytes.
type ld map[string]any

func (s *Site) siteData(p *page) ld {
	return ld{
		"@context": "https://schema.org", "@type": "WebSite", "name": p.Face.Name, "url": p.Canonical, "inLanguage": p.Lang,
		"potentialAction": ld{
			"@type": "SearchAction", "target": s.options.BaseURL + "/" + p.Lang + "/places?q={name}",
			"query-input": "required name=name",
		},
	}
}

// townData describes a place: a city when people live there, else the unit that governs.
func (s *Site) townData(v *townPage, w *world.World, found place.Place) ld {
	kind := "City"
	if found.Kind == place.County || found.Kind == place.Province || found.Kind == place.Municipality || found.Kind == place.District {
		kind = "AdministrativeArea"
	}
	node := ld{
		"@context": "https://schema.org", "@type": kind, "@id": s.options.BaseURL + "/places/" + filled(found.ID),
		"name": v.Place.Name, "url": v.Canonical,
		"geo": ld{"@type": "GeoCoordinates", "latitude": found.Lat, "longitude": found.Lon},
	}
	if v.Place.Endonym != "" {
		node["alternateName"] = v.Place.Endonym
	}
	if found.ID < place.FirstOwnNumber {
		node["sameAs"] = "https://sws.geonames.org/" + filled(found.ID) + "/"
	}
	if found.Country != "" {
		node["containedInPlace"] = ld{"@type": "Country", "name": v.p.CountryName(found.Country), "identifier": found.Country}
	}
	return node
}

func (s *Site) regionData(v *regionPage, country string) ld {
	return ld{
		"@context": "https://schema.org", "@type": "AdministrativeArea", "name": v.Name, "url": v.Canonical,
		"containedInPlace": ld{"@type": "Country", "name": v.p.CountryName(country), "identifier": country},
	}
}
