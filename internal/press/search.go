package press

import (
	"context"
	"strconv"
	"strings"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/markup"
	"twintown/internal/platform/search"
)

// Told is what another room says in words of an item that is shown, and the moment by which
// it is ordered; zero: when it became public.
type Told func(Shown) (words []string, at time.Time, err error)

// Searchable are all public texts, to be found by their words, and by those that rooms add
// to items of a kind. Their kinds are those of items.
func Searchable(s *Store, more map[Kind]Told) search.Source {
	each := func(ctx context.Context, add func(search.Document) error) error { return s.searchable(ctx, more, add) }
	return search.Source{Feed: Feed, Each: each, Mark: s.Mark}
}

func (s *Store) searchable(ctx context.Context, more map[Kind]Told, add func(search.Document) error) (err error) {
	defer errs.Wrap(&err, "press.searchable")
	return db.Each(ctx, s.db, func(row db.Scanner) error {
		x, err := scanShown(row)
		if err != nil {
			return err
		}
		d := x.document()
		if tell := more[x.Kind]; tell != nil {
			words, at, err := tell(x)
			if err != nil {
				return err
			}
			if d.Text = strings.Trim(d.Text+"\n"+strings.Join(words, " · "), "\n"); !at.IsZero() {
				d.At = at
			}
		}
		return add(d)
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
