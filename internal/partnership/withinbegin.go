package partnership

import (
	"context"
	"errors"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Between are the partnerships of exactly two places, those first that nobody withdrew.
func (s *Store) Between(ctx context.Context, a, b int64) (all []Partnership, err error) {
	defer errs.Wrap(&err, "partnership.Between(%d, %d)", a, b)
	err = s.read(ctx, func(s *Store) error {
		all, err = s.collect(ctx, `(p.a = $1 AND p.b = $2)`, min(a, b), max(a, b))
		return err
	})
	slices.SortStableFunc(all, func(a, b Partnership) int { return a.Withdrawn.Compare(b.Withdrawn) })
	return slices.DeleteFunc(all, func(p Partnership) bool { return len(p.Sides()) != 2 }), err
}

// BeginWithin makes a partnership with its first act as [Editor.Begin] does, inside a change
// that the caller has begun, and returns both identifiers. Two places that have one already
// are refused in the same way.
func (s *Store) BeginWithin(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), d Details, a Act, from []source.Source) (id, act string, err error) {
	defer errs.Wrap(&err, "partnership.BeginWithin")
	in := s.In(tx)
	if id, err = in.newID(ctx, d, ""); err != nil {
		return "", "", err
	}
	p := Partnership{ID: id}
	p.set(d)
	moment, err := p.moment(ctx, tx)
	if err != nil {
		return "", "", err
	}
	codes, err := source.NewStore(s.db).In(tx).AddAll(ctx, tx, from)
	if err != nil {
		return "", "", err
	}
	a.ID, a.KnownSince, a.KnownUntil, a.Edited, a.Origin = db.NewID(), moment, zero, moment, ""
	a.Sources = append(slices.Clone(a.Sources), codes...)
	p.Acts = []Act{a}
	if err := checkEdit(Partnership{}, p, lang.DateOf(moment)); err != nil {
		return "", "", err
	}
	return id, a.ID, in.keep(ctx, tx, who, step{id: id, cause: CauseBegin, action: people.EditOwn, moment: moment}, nil, p, note)
}

// AmendWithin corrects an act as [Editor.Amend] does, whatever became of it since, inside a
// change that the caller has begun. What it rests on is added to what it rested on before.
func (s *Store) AmendWithin(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), id string, a Act, from []source.Source) (err error) {
	defer errs.Wrap(&err, "partnership.AmendWithin(%s)", id)
	in := s.In(tx)
	before, err := in.ByID(ctx, id)
	if err != nil {
		return err
	}
	moment, err := before.moment(ctx, tx)
	if err != nil {
		return err
	}
	codes, err := source.NewStore(s.db).In(tx).AddAll(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, code := range codes {
		if !slices.Contains(a.Sources, code) {
			a.Sources = append(slices.Clone(a.Sources), code)
		}
	}
	p, err := clone(before).amended(a, moment)
	if err != nil {
		return err
	}
	if err := checkEdit(before, p, lang.DateOf(moment)); err != nil {
		return err
	}
	err = in.keep(ctx, tx, who, step{id: id, cause: CauseAmend, act: a.ID, version: anyVersion, action: people.EditPart, moment: moment}, &before, p, note)
	if errors.Is(err, errNothingChanged) {
		return nil
	}
	return err
}
