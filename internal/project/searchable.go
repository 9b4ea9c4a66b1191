package project

import (
	"context"
	"slices"
	"strings"

	"twintown/internal/platform/search"
)

// Searchable are the projects that readers see, to be found in each language in which they
// have a title, by their texts, their acronym and number, who pays and who takes part. more
// are words that stand for a project in a language: names of its towns, of its call, its
// areas; it may be nil. also are kinds of objects whose changes change those words.
func Searchable(s *Store, also []string, more func(p Project, language string) []string) search.Source {
	return search.Source{
		Feed: Kind,
		Also: also,
		Each: func(ctx context.Context, add func(search.Document) error) error {
			all, err := s.Public(ctx)
			if err != nil {
				return err
			}
			for _, p := range all {
				for language, t := range p.Texts {
					if t.Title == "" {
						continue
					}
					if err := add(p.document(language, t, more)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func (p Project) document(language string, t Text, more func(Project, string) []string) search.Document {
	parts := []string{t.About, t.Results, p.Acronym, p.Number, p.Funder, p.Keep}
	for _, q := range p.Partners {
		if !q.Declined {
			parts = append(parts, q.Organisation)
		}
	}
	if more != nil {
		parts = append(parts, strings.Join(more(p, language), ", "))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return search.Document{Kind: Kind, ID: p.ID, Language: language, Title: t.Title, Text: strings.Join(parts, "\n"), Path: "/projects/" + p.Handle, At: p.Shown}
}
