package meeting

import (
	"context"

	"twintown/internal/document"
	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// Papers calls add for each document of a meeting that the public sees, in each language in
// which it does.
func (s *Store) Papers(ctx context.Context, add func(document.Use) error) (err error) {
	defer errs.Wrap(&err, "meeting.Papers")
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting})
	if err != nil {
		return err
	}
	all, err := join(texts)
	for _, m := range all {
		first := m.Language
		if m.Of != "" {
			first = m.Of
		}
		for _, x := range m.Materials {
			title, _ := x.Title.In(m.Language, first)
			if err := add(document.Use{Document: x.Document, Language: m.Language, Title: title, In: m.Title}); err != nil {
				return err
			}
		}
	}
	return err
}
