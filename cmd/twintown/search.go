package main

import (
	"twintown/internal/document"
	"twintown/internal/helppoint"
	"twintown/internal/meeting"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/search"
	"twintown/internal/press"
	"twintown/internal/topic"
)

// search opens the index of what is public. Each room that publishes texts stands here.
func (n *node) search(catalog *lang.Catalog) *search.Index {
	town := func(place int64, language string) string {
		places := n.world.Now().Places
		if _, known := places.Get(place); !known {
			return ""
		}
		return places.DisplayName(place, language)
	}
	area := func(code, language string) string { return catalog.Printer(language).Message(topic.Label(code)) }
	texts := press.Searchable(n.press, map[press.Kind]press.Told{press.Meeting: meeting.Told(town, area)})
	sources := []search.Source{texts, helppoint.Searchable(n.help, town)}
	if n.documents != nil {
		sources = append(sources, document.Searchable(n.documents, n.press.Papers, n.meetings.Papers))
	}
	return search.New(n.db, sources...)
}
