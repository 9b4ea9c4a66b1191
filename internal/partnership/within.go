package partnership

import (
	"context"
	"slices"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// RecordWithin adds an act as [Editor.Record] does, inside a change that the caller has
// begun because something else belongs to it. It returns the act's identifier and the
// codes of the sources.
func (s *Store) RecordWithin(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), id string, a Act, from []source.Source) (act string, codes []string, err error) {
	defer errs.Wrap(&err, "partnership.RecordWithin(%s)", id)
	in := s.In(tx)
	before, err := in.ByID(ctx, id)
	if err != nil {
		return "", nil, err
	}
	if codes, err = source.NewStore(s.db).In(tx).AddAll(ctx, tx, from); err != nil {
		return "", nil, err
	}
	p := clone(before)
	moment, err := before.moment(ctx, tx)
	if err != nil {
		return "", nil, err
	}
	a.ID, a.KnownSince, a.KnownUntil, a.Edited, a.Origin = db.NewID(), moment, zero, moment, ""
	a.Sources = append(slices.Clone(a.Sources), codes...)
	p.Acts = slices.Insert(p.Acts, place(p.Acts, a), a)
	if err := checkEdit(before, p, lang.DateOf(moment)); err != nil {
		return "", nil, err
	}
	return a.ID, codes, in.keep(ctx, tx, who, step{id: id, cause: CauseRecord, act: a.ID, version: anyVersion, action: people.EditPart, moment: moment}, &before, p, note)
}

// WithdrawWithin takes an act back as [Editor.Withdraw] does, inside a change that the
// caller has begun. One that is withdrawn already changes nothing.
func (s *Store) WithdrawWithin(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), id, act, why string) (err error) {
	defer errs.Wrap(&err, "partnership.WithdrawWithin(%s)", id)
	in := s.In(tx)
	before, err := in.ByID(ctx, id)
	if err != nil {
		return err
	}
	p := clone(before)
	i := p.heldAct(act)
	if i < 0 {
		return nil
	}
	moment, err := before.moment(ctx, tx)
	if err != nil {
		return err
	}
	p.Acts[i].KnownUntil = moment
	return in.keep(ctx, tx, who, step{id: id, cause: CauseWithdraw, act: act, version: anyVersion, note: why, action: people.EditPart, moment: moment}, &before, p, note)
}

// ReviseWithin changes a partnership's own fields inside a change that the caller has
// begun: a merge of units changes many at once.
func (s *Store) ReviseWithin(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), id string, d Details, why string) (err error) {
	defer errs.Wrap(&err, "partnership.ReviseWithin(%s)", id)
	in := s.In(tx)
	before, err := in.ByID(ctx, id)
	if err != nil {
		return err
	}
	moment, err := before.moment(ctx, tx)
	if err != nil {
		return err
	}
	p := clone(before)
	p.set(d)
	return in.keep(ctx, tx, who, step{id: id, cause: CauseDetails, version: anyVersion, note: why, action: people.EditPart, moment: moment}, &before, p, note)
}

// Subject is what claims about a partnership are about.
func Subject(id string) string { return subject(id) }

// NamingDocument returns the partnerships whose acts name a document, withdrawn acts too.
func (s *Store) NamingDocument(ctx context.Context, tx *db.Tx, document string) (ids []string, err error) {
	defer errs.Wrap(&err, "partnership.NamingDocument(%s)", document)
	return db.Collect(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `
		SELECT DISTINCT partnership
		  FROM act
		 WHERE body LIKE $1`, `%"`+document+`"%`)
}
