package seek

import (
	"context"
	"strings"
	"time"

	"twintown/internal/platform/clock"
	"twintown/internal/platform/search"
)

// Found is the kind of the documents that requests are to search.
const Found = kind

// Searchable are the texts of requests that readers find, each in its languages, to be found
// by their words. A request leaves the index on the day after its last one. more are words
// that stand for a request in a language: names of its towns, its areas; it may be nil.
func Searchable(s *Store, now clock.Clock, more func(r Request, language string) []string) search.Source {
	today := func() string { return now.Now().Format(time.DateOnly) }
	return search.Source{
		Feed: kind,
		Mark: func(context.Context, int64) (string, error) { return today(), nil },
		Each: func(ctx context.Context, add func(search.Document) error) error {
			all, err := s.Public(ctx, today())
			if err != nil {
				return err
			}
			for _, r := range all {
				for language, t := range r.Texts {
					if t.Title == "" {
						continue
					}
					if err := add(r.document(language, t, more)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func (r Request) document(language string, t Text, more func(Request, string) []string) search.Document {
	parts := []string{t.Seeks, t.Offers, t.About, r.Call}
	if more != nil {
		parts = append(parts, strings.Join(more(r, language), ", "))
	}
	text := ""
	for _, part := range parts {
		if part == "" {
			continue
		}
		if text != "" {
			text += "\n"
		}
		text += part
	}
	return search.Document{Kind: Found, ID: r.ID, Language: language, Title: t.Title, Text: text, Path: "/seek/" + r.Handle, At: r.Published}
}
