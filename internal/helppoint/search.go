package helppoint

import (
	"context"
	"strings"

	"twintown/internal/platform/search"
)

// Found is the kind of the documents that help points are to search.
const Found = kind

// Searchable are the texts of public points, each in its languages, to be found by their
// words. town names a place in a language; it may be nil.
func Searchable(s *Store, town func(place int64, language string) string) search.Source {
	return search.Source{Feed: kind, Each: func(ctx context.Context, add func(search.Document) error) error {
		all, err := s.Public(ctx)
		if err != nil {
			return err
		}
		for _, p := range all {
			for language, t := range p.Texts {
				if t.Name == "" {
					continue
				}
				if err := add(p.document(language, t, town)); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

func (p Point) document(language string, t Text, town func(int64, string) string) search.Document {
	parts := []string{t.Summary, p.Address, t.Way}
	if town != nil && p.Place != 0 {
		parts[1] = strings.Trim(p.Address+", "+town(p.Place, language), ", ")
	}
	text := ""
	for _, part := range parts {
		if part != "" && text != "" {
			text += "\n"
		}
		text += part
	}
	return search.Document{Kind: Found, ID: p.ID, Language: language, Title: t.Name, Text: text, Path: "/help/" + p.Handle, At: p.Changed}
}
