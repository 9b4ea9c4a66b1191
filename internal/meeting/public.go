package meeting

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/press"
)

// Shown is what the public sees of a meeting in one language.
type Shown struct {
	press.Shown
	Facts
	Kind     Kind
	Sequence int
	Edited   time.Time // when the facts or the text that is shown last changed
}

// Public returns the meetings that are public in a language: those to come first, the next
// one at the top; then those that were, the latest first. today is the day that divides them.
func (s *Store) Public(ctx context.Context, language string, today lang.Date) (_ []Shown, err error) {
	defer errs.Wrap(&err, "meeting.Public(%s)", language)
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting, Language: language})
	if err != nil {
		return nil, err
	}
	all, err := s.join(ctx, texts)
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
	return all, err
}

// About returns the meetings that are public in a language and have a link, the latest
// first: those of a town, of a partnership.
func (s *Store) About(ctx context.Context, language string, about press.Link) (_ []Shown, err error) {
	defer errs.Wrap(&err, "meeting.About(%s)", about.Target)
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting, Language: language, About: about})
	if err != nil {
		return nil, err
	}
	all, err := s.join(ctx, texts)
	slices.SortStableFunc(all, func(a, b Shown) int {
		return cmp.Or(b.From.Calendar().Compare(a.From.Calendar()), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// Join adds to a text that is shown what else is known of its meeting.
func (s *Store) Join(ctx context.Context, text press.Shown) (_ Shown, err error) {
	defer errs.Wrap(&err, "meeting.Join(%s)", text.ID)
	all, err := s.join(ctx, []press.Shown{text})
	if err == nil && len(all) == 0 {
		err = unknown()
	}
	if err != nil {
		return Shown{}, err
	}
	return all[0], nil
}

func (s *Store) join(ctx context.Context, texts []press.Shown) (all []Shown, err error) {
	ids := make([]string, len(texts))
	for i, t := range texts {
		ids[i] = t.ID
	}
	rows, err := s.factsOf(ctx, ids)
	for _, t := range texts {
		if r, ok := rows[t.ID]; ok {
			edited := t.Changed
			if r.changed.After(edited) {
				edited = r.changed
			}
			all = append(all, Shown{Shown: t, Facts: r.facts, Kind: r.facts.Kind, Sequence: r.sequence, Edited: edited})
		}
	}
	return all, err
}
