package main

import (
	"twintown/internal/document"
	"twintown/internal/helppoint"
	"twintown/internal/platform/search"
	"twintown/internal/press"
)

// search opens the index of what is public. Each room that publishes texts stands here.
func (n *node) search() *search.Index {
	town := func(place int64, language string) string {
		places := n.world.Now().Places
		if _, known := places.Get(place); !known {
			return ""
		}
		return places.DisplayName(place, language)
	}
	sources := []search.Source{press.Searchable(n.press), helppoint.Searchable(n.help, town)}
	if n.documents != nil {
		sources = append(sources, document.Searchable(n.documents, n.press.Papers, n.meetings.Papers))
	}
	return search.New(n.db, sources...)
}
