package web

import (
	"slices"
	"time"

	"twintown/internal/press"
)

// articleData describes the page to machines.
func (s *Site) articleData(v *articlePage, shown press.Shown) ld {
	kind := "NewsArticle"
	switch shown.Kind {
	case press.Page:
		kind = "WebPage"
	case press.Practice:
		kind = "Article"
	}
	node := ld{
		"@context": "https://schema.org", "@type": kind, "@id": v.Canonical, "url": v.Canonical, "headline": shown.Title, "inLanguage": v.Lang,
		"datePublished": shown.Since.Format(time.RFC3339), "dateModified": shown.Changed.Format(time.RFC3339),
		"publisher": ld{"@type": "Organization", "name": v.Face.Name, "url": s.options.BaseURL + "/"},
	}
	if kind == "WebPage" {
		node["name"] = shown.Title
		delete(node, "headline")
	}
	if v.Description != "" {
		node["description"] = v.Description
	}
	if len(shown.Tags) > 0 {
		node["keywords"] = shown.Tags
	}
	var about []ld
	for _, p := range append(slices.Clone(v.Towns), v.With...) {
		about = append(about, ld{"@type": "Place", "@id": s.options.BaseURL + "/places/" + filled(p.ID), "name": p.Name})
	}
	if len(about) > 0 {
		node["about"] = about
	}
	if v.Card != "" {
		node["image"] = v.Card
	}
	if grant := v.Credit.fundingData(); grant != nil {
		node["funding"] = grant
	}
	if address, ok := shown.In(shown.Of); ok && shown.Translation() {
		node["translationOfWork"] = ld{"@type": kind, "@id": s.options.BaseURL + "/" + shown.Of + address, "inLanguage": shown.Of}
	}
	return node
}
