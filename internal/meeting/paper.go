package meeting

import (
	"context"
	"slices"

	"twintown/internal/document"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/press"
)

// names says whether the facts name a document: as a paper, or as the project's logo.
func (f Facts) names(paper string) bool {
	return f.Project.Logo == paper || slices.ContainsFunc(f.Materials, func(m Material) bool { return m.Document == paper })
}

// Stand says how a document of a text or a meeting stands before the public (document.Standing):
// it is open where something that the public sees names it. One that belongs to nothing
// that is published has no drafts, and is open.
func (s *Store) Stand(ctx context.Context, d document.Document) (_ document.Stand, err error) {
	defer errs.Wrap(&err, "meeting.Stand(%s)", d.ID)
	if d.Home.Kind != press.Feed {
		return document.Open, nil
	}
	home, err := s.press.Publicity(ctx, d.Home.ID, d.ID)
	if err != nil || home.Names {
		return document.Open, err
	}
	if home.Shown && d.Home.Meeting != "" {
		if r, err := one(ctx, s.db, d.Home.ID); err != nil || r.facts.names(d.ID) {
			return document.Open, err
		}
	}
	if elsewhere, err := s.namedElsewhere(ctx, d.ID); err != nil || elsewhere {
		return document.Open, err
	}
	if home.Once && !home.Shown {
		return document.Withdrawn, nil
	}
	return document.Draft, nil
}

// namedElsewhere says whether a text or a meeting shows a document that does not belong to it.
func (s *Store) namedElsewhere(ctx context.Context, paper string) (bool, error) {
	if named, err := s.press.NamedAnywhere(ctx, paper); err != nil || named {
		return named, err
	}
	rows, err := db.Collect(ctx, s.db, scan, `SELECT`+columns+` FROM meeting WHERE body LIKE $1`, "%"+paper+"%")
	for _, r := range rows {
		if !r.facts.names(paper) {
			continue
		}
		if p, err := s.press.Publicity(ctx, r.id, ""); err != nil || p.Shown {
			return p.Shown, err
		}
	}
	return false, err
}

// Papers calls add for each document of a meeting that the public sees, in each language in
// which it does.
func (s *Store) Papers(ctx context.Context, add func(document.Use) error) (err error) {
	defer errs.Wrap(&err, "meeting.Papers")
	texts, err := s.press.List(ctx, press.Asked{Kind: press.Meeting})
	if err != nil {
		return err
	}
	all, err := s.join(ctx, texts)
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
