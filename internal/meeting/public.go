package meeting

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Shown is what the public sees of a meeting in one language.
type Shown struct {
	press.Shown
	Facts
	Kind Kind
}

// Public returns the meetings that are public in a language, as [Arrange] puts them.
func (s *Store) Public(ctx context.Context, language string, today lang.Date) (_ []Shown, err error) {
	defer errs.Wrap(&err, "meeting.Public(%s)", language)
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting, Language: language})
	if err != nil {
		return nil, err
	}
	all, err := join(texts)
	Arrange(all, today)
	return all, err
}

// Arrange puts meetings in the order in which they are listed: those to come first, the next
// one at the top; then those that were, the latest first. today is the day that divides them.
func Arrange(all []Shown, today lang.Date) {
	slices.SortStableFunc(all, func(a, b Shown) int {
		x, y := a.Over(today), b.Over(today)
		days := a.From.Calendar().Compare(b.From.Calendar())
		switch {
		case x != y && x:
			return 1
		case x != y:
			return -1
		case x:
			days = -days
		}
		if days == 0 {
			days = strings.Compare(a.ID, b.ID)
		}
		return days
	})
}

// About returns the meetings that are public in a language and have a link, the latest
// first: those of a town, of a partnership.
func (s *Store) About(ctx context.Context, language string, about press.Link) (_ []Shown, err error) {
	defer errs.Wrap(&err, "meeting.About(%s)", about.Target)
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting, Language: language, About: about})
	if err != nil {
		return nil, err
	}
	all, err := join(texts)
	slices.SortStableFunc(all, func(a, b Shown) int {
		return cmp.Or(b.From.Calendar().Compare(a.From.Calendar()), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// Join adds to a text that is shown what else is known of its meeting.
func Join(text press.Shown) (_ Shown, err error) {
	defer errs.Wrap(&err, "meeting.Join(%s)", text.ID)
	f, err := factsOf(text.Own)
	return Shown{Shown: text, Facts: f, Kind: f.Kind}, err
}

func join(texts []press.Shown) (all []Shown, err error) {
	for _, t := range texts {
		m, err := Join(t)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
