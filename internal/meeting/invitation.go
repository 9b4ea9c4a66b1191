package meeting

import (
	"context"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// Invitation is what a guest of a meeting is told of it: what is public, and before anything
// is, what its organiser works on. An invitation often leaves before the page is published.
type Invitation struct {
	Facts
	Kind     Kind
	Title    string
	Language string // of the title
	Lead     string // in the same language
	Path     string // of the public page behind the language, "": nothing is public
}

// Invitation returns what is told of a meeting in a language, or else in another one.
func (s *Store) Invitation(ctx context.Context, id, language string) (_ Invitation, err error) {
	defer errs.Wrap(&err, "meeting.Invitation(%s)", id)
	public, err := s.press.OfItem(ctx, id)
	if err != nil {
		return Invitation{}, err
	}
	if len(public) == 0 {
		m, err := s.Meeting(ctx, id)
		title, in := m.TitleIn(language, "en")
		text, _ := m.Text(in)
		return Invitation{Facts: m.Facts, Kind: m.Kind, Title: title, Language: in, Lead: text.Lead}, err
	}
	at := slices.IndexFunc(public, func(x press.Shown) bool { return x.Language == language })
	shown, err := Join(public[max(at, 0)])
	return Invitation{Facts: shown.Facts, Kind: shown.Kind, Title: shown.Title, Language: shown.Language, Lead: shown.Lead, Path: shown.Path()}, err
}
