package funding

import (
	"context"
	"maps"
	"slices"
	"strings"

	"twintown/internal/place"
	"twintown/internal/platform/search"
)

// Found is what a programme is called among texts that are found.
const Found = "programme"

// Searchable are the programmes, to be found by the words of what they are for, their calls and who pays, in each of some
// languages: a reader finds one by its own name too. atlas is the present one.
func Searchable(k *Keeper, atlas func() *place.Atlas, languages []string) search.Source {
	return search.Source{
		Feed: Feed,
		Each: func(ctx context.Context, add func(search.Document) error) error {
			c, err := k.Catalogue(ctx, atlas())
			if err != nil {
				return err
			}
			for i := range c.all {
				for _, language := range languages {
					if err := add(c.all[i].document(language)); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func (p *Programme) document(language string) search.Document {
	title, _ := p.Names.In(language)
	about, _ := p.About.In(language)
	words := []string{about, p.Funder, p.Manager}
	for _, c := range p.Calls {
		name, _ := c.Names.In(language)
		words = append(words, name, c.Key)
	}
	for _, code := range slices.Sorted(maps.Keys(p.Names.By)) { // somebody knows it by another of its names
		words = append(words, p.Names.By[code])
	}
	return search.Document{Kind: Found, ID: p.Key, Language: language, Title: title, Text: strings.Join(words, "\n"), Path: "/programmes/" + p.Key}
}
