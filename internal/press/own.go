package press

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Turn says that from Since on the public sees a state of an item's own fields, until one
// with a higher version has its turn.
type Turn struct {
	Version int64
	Since   time.Time // zero: before this was kept
	Decided time.Time // when somebody said so; before Since: it was planned
}

// OwnShown is the state of the own fields that the public sees at a moment, 0 for none.
func (i Item) OwnShown(now time.Time) (version int64) {
	for _, t := range i.Turns {
		if !t.Since.After(now) {
			version = max(version, t.Version)
		}
	}
	return version
}

// ownNext is the moment at which the state that is worked on has its turn; zero for none.
func (i Item) ownNext(now time.Time) time.Time {
	for _, t := range i.Turns {
		if t.Version == i.OwnVersion && t.Since.After(now) {
			return t.Since
		}
	}
	return time.Time{}
}

// OwnState is how the own fields stand to the public at a moment. They are public where a
// text is.
func (i Item) OwnState(now time.Time) State {
	public := false
	for _, t := range i.Texts {
		public = public || t.Shown(now) != 0
	}
	switch {
	case public && i.OwnShown(now) == i.OwnVersion:
		return Live
	case !i.ownNext(now).IsZero():
		return Scheduled
	case public:
		return Changed
	}
	return Draft
}

// places are the numbers of the places that an item is about.
func (o Own) places() (all []int64) {
	for _, target := range o.Targets(OfPlace) {
		if n, err := strconv.ParseInt(target, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// putOwn keeps a state of an item's own fields, and what it names.
func putOwn(ctx context.Context, tx *db.Tx, id string, r Revision) error {
	if err := addRevision(ctx, tx, id, r); err != nil {
		return err
	}
	for _, l := range r.Own.Links {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO press_about (item, version, kind, target)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (item, version, kind, target) DO NOTHING`, id, r.Version, l.Kind, l.Target)
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveOwn changes an item's own fields as they are worked on. version is the one that the
// person saw. Nothing that the public sees changes. A save that changes nothing makes no
// revision.
func (s *Store) SaveOwn(ctx context.Context, who people.Actor, id string, version int64, o Own, why string) (err error) {
	defer errs.Wrap(&err, "press.SaveOwn(%s)", id)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, err := present(ctx, tx, id)
		if err != nil {
			return err
		}
		if i.OwnVersion != version {
			return conflict()
		}
		o.More = i.More
		return s.saveOwn(ctx, tx, note, who, i, o, CauseChange, why)
	})
}

// SaveOwnIn changes an item's own fields within a change of the caller's, who has made
// sure that nobody else did meanwhile. More counts too: its room says where it stays.
func (s *Store) SaveOwnIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, o Own, cause, why string) (err error) {
	defer errs.Wrap(&err, "press.SaveOwnIn(%s)", id)
	i, err := present(ctx, tx, id)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() { s.changed(ctx) })
	return s.saveOwn(ctx, tx, note, who, i, o, cause, why)
}

func (s *Store) saveOwn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, i Item, o Own, cause, why string) error {
	now, err := o.clean(i.Kind)
	if err != nil {
		return err
	}
	if reflect.DeepEqual(now, i.Own) {
		return errSame
	}
	next, err := step(ctx, tx, i)
	if err != nil {
		return err
	}
	if err := workOn(ctx, tx, i.ID, next); err != nil {
		return err
	}
	if err := putOwn(ctx, tx, i.ID, Revision{Version: next, By: who.Account, Cause: cause, Note: why, Own: now}); err != nil {
		return err
	}
	if fields := OwnChanges(i.Own, now); len(fields) > 0 || i.More == nil {
		note(people.Entry{Action: people.WritePress, Kind: kindName, ID: i.ID, Places: now.places(), Fields: fields, Note: why})
	}
	return tx.TouchOne(ctx, kindName, i.ID)
}

// workOn makes a state of the own fields the one that is worked on.
func workOn(ctx context.Context, tx *db.Tx, id string, version int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE press_item SET own_version = $1 WHERE id = $2`, version, id)
	return err
}

// RestoreOwn makes an earlier state of the own fields the one that is worked on. version is
// the one that the person saw.
func (s *Store) RestoreOwn(ctx context.Context, who people.Actor, id string, version, to int64) (err error) {
	defer errs.Wrap(&err, "press.RestoreOwn(%s, %d)", id, to)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, err := present(ctx, tx, id)
		if err != nil {
			return err
		}
		if i.OwnVersion != version {
			return conflict()
		}
		r, found, err := revision(ctx, tx, id, "", to)
		if err != nil {
			return err
		}
		if !found {
			return noRevision()
		}
		return s.saveOwn(ctx, tx, note, who, i, r.Own, CauseRestore, "")
	})
}

func noRevision() error { return errs.New(errs.NotFound, lang.Msg("error.press.revision"), nil) }

// OwnIn reads an item's own fields as they are worked on, within a change; false where there
// is no such item.
func OwnIn(ctx context.Context, tx *db.Tx, id string) (Own, bool, error) {
	all, err := items(ctx, tx, `i.id = $1`, id)
	if err != nil || len(all) == 0 {
		return Own{}, false, err
	}
	return all[0].Own, true, nil
}

// ownShownVersion is the state of the own fields that is public at the moment $1, of the
// item of a text t.
const ownShownVersion = `(SELECT MAX(w.version) FROM press_own_shown w WHERE w.item = t.item AND w.since <= $1)`

// ownShownSince is since when, of the state o.
const ownShownSince = `(SELECT MIN(w.since) FROM press_own_shown w WHERE w.item = t.item AND w.version = o.version)`
