package meeting

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
	"twintown/internal/project"
)

// FactsOf reads the facts of a meeting from a state of its own fields: see
// [press.Store.Revisions].
func FactsOf(o press.Own) (_ Facts, err error) {
	defer errs.Wrap(&err, "meeting.FactsOf")
	return factsOf(o)
}

// RestoreOwn makes an earlier state of the facts and of topics and links the one that is
// worked on. version is the one that the person saw.
func (s *Store) RestoreOwn(ctx context.Context, who people.Actor, id string, version, to int64) (err error) {
	defer errs.Wrap(&err, "meeting.RestoreOwn(%s, %d)", id, to)
	r, found, err := s.press.Revision(ctx, id, "", to)
	if err != nil {
		return err
	}
	if !found {
		return errs.New(errs.NotFound, lang.Msg("error.press.revision"), nil)
	}
	f, err := factsOf(r.Own)
	if err != nil {
		return err
	}
	return s.change(ctx, who, id, version, press.CauseRestore, "", func(press.Item, Facts) (Facts, press.Own, error) { return f, r.Own, nil })
}

// Revert throws away all changes of a meeting that the public does not see: see
// [press.Store.Revert].
func (s *Store) Revert(ctx context.Context, who people.Actor, id string, version int64) (err error) {
	defer errs.Wrap(&err, "meeting.Revert(%s)", id)
	return s.press.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, _, err := FactsIn(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.press.RevertIn(ctx, tx, note, who, id, version); err != nil {
			return err
		}
		now, _, err := FactsIn(ctx, tx, id)
		if e := entry(id, before, now, ""); len(e.Fields) > 0 {
			note(e)
		}
		return err
	})
}

// Publish lets the public see a meeting in a language, with its facts as they are now: see
// [press.Store.Publish]. Facts that are not complete are refused.
func (s *Store) Publish(ctx context.Context, who people.Actor, id, language string, at time.Time, resolve markup.Resolve) (err error) {
	defer errs.Wrap(&err, "meeting.Publish(%s, %s)", id, language)
	return s.press.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := ready(ctx, tx, id); err != nil {
			return err
		}
		return s.press.PublishIn(ctx, tx, note, id, language, at, resolve)
	})
}

// PublishChanges lets the public see all that was changed of a meeting: see
// [press.Store.PublishChanges]. Facts that are not complete are refused.
func (s *Store) PublishChanges(ctx context.Context, who people.Actor, id string, version int64, at time.Time, resolve press.Resolving) (err error) {
	defer errs.Wrap(&err, "meeting.PublishChanges(%s)", id)
	return s.press.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := ready(ctx, tx, id); err != nil {
			return err
		}
		return s.press.PublishChangesIn(ctx, tx, note, id, version, at, resolve)
	})
}

// ready says whether a meeting can be shown. The line that it says for its project can be that
// of the joint project to which it belongs.
func ready(ctx context.Context, tx *db.Tx, id string) error {
	own, found, err := press.OwnIn(ctx, tx, id)
	if err == nil && !found {
		err = unknown()
	}
	if err != nil {
		return err
	}
	f, err := factsOf(own)
	if err != nil {
		return err
	}
	for _, of := range own.Targets(press.OfProject) {
		credited, err := project.CreditedIn(ctx, tx, of)
		if err != nil {
			return err
		}
		if credited && f.Project.Credit.Empty() {
			f.Project.Name = "" // nothing more is owed for it
		}
	}
	return f.Ready()
}
