package press

import (
	"context"
	"strconv"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/search"
)

// Searchable are all public texts, to be found by their words. Their kinds are those of
// items.
func Searchable(s *Store) search.Source {
	return search.Source{Feed: Feed, Each: s.searchable, Mark: s.Mark}
}

func (s *Store) searchable(ctx context.Context, add func(search.Document) error) (err error) {
	defer errs.Wrap(&err, "press.searchable")
	return db.Each(ctx, s.db, func(row db.Scanner) error {
		x, err := scanShown(row)
		if err != nil {
			return err
		}
		return add(x.document())
	}, selectShown, s.clock.Now().UnixMicro())
}

// document is what is shown, without its marks. Tags stand at its end: they are words too.
func (s Shown) document() search.Document {
	parts := []string{s.Lead, markup.Plain(s.Body)}
	for _, more := range []string{s.Details.Partners, s.Details.Cost, s.Details.Result, s.Details.Contact} {
		parts = append(parts, markup.Plain(more))
	}
	parts = append(parts, strings.Join(s.Tags, ", "))
	for _, year := range []int{s.Facts.From, s.Facts.To} {
		if year != 0 {
			parts = append(parts, strconv.Itoa(year))
		}
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
	return search.Document{Kind: string(s.Kind), ID: s.ID, Language: s.Language, Title: s.Title, Text: text, Path: s.Path(), At: s.Since}
}
