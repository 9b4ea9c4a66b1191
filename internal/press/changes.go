package press

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
)

// Waiting are the parts of an item that is public of which the public sees an earlier state.
type Waiting struct {
	Own       bool     // its own fields
	Languages []string // its texts in them
}

// None says whether the public sees all as it is.
func (w Waiting) None() bool { return !w.Own && len(w.Languages) == 0 }

// Waiting are the changes that the public does not see at a moment, none while nothing of
// the item is public. What is planned waits too.
func (i Item) Waiting(now time.Time) (w Waiting) {
	public := false
	for _, t := range i.Texts {
		shown := t.Shown(now)
		public = public || shown != 0
		if shown != 0 && shown != t.Version {
			w.Languages = append(w.Languages, t.Language)
		}
	}
	w.Own = public && i.OwnShown(now) != i.OwnVersion
	return w
}

// Planned is the moment at which changes of an item that is public have their turn, the
// first where there are several; zero where nothing is planned.
func (i Item) Planned(now time.Time) (at time.Time) {
	for _, t := range i.Texts {
		if t.Shown(now) != 0 && t.NextAt.After(now) && (at.IsZero() || t.NextAt.Before(at)) {
			at = t.NextAt
		}
	}
	return at
}

// Resolving gives the links of a text: see [Content.Complete].
type Resolving func(Text) (markup.Resolve, error)

// PublishChanges lets the public see all that was changed of an item that is public: its own
// fields and its public texts, at once or from at on. version is the one of the item that
// the person saw. The first text that is incomplete is the error.
func (s *Store) PublishChanges(ctx context.Context, who people.Actor, id string, version int64, at time.Time, resolve Resolving) (err error) {
	defer errs.Wrap(&err, "press.PublishChanges(%s)", id)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.PublishChangesIn(ctx, tx, note, id, version, at, resolve)
	})
}

// PublishChangesIn is PublishChanges within a change of the caller's.
func (s *Store) PublishChangesIn(ctx context.Context, tx *db.Tx, note func(people.Entry), id string, version int64, at time.Time, resolve Resolving) error {
	i, err := s.waiting(ctx, tx, id, version)
	if err != nil {
		return err
	}
	now := moment(tx.Now())
	if err := checkMoment(at, now); err != nil {
		return err
	}
	var texts []Text
	for _, t := range i.Texts {
		if t.Shown(now) == 0 {
			continue
		}
		links, err := resolve(t)
		if err != nil {
			return err
		}
		if err := t.Content.Complete(i.Kind, links); err != nil {
			return err
		}
		if !at.IsZero() || t.Shown(now) != t.Version {
			texts = append(texts, t)
		}
	}
	return s.publish(ctx, tx, note, i, texts, at)
}

// waiting reads an item of which changes wait, as the person saw it.
func (s *Store) waiting(ctx context.Context, tx *db.Tx, id string, version int64) (Item, error) {
	i, err := present(ctx, tx, id)
	switch {
	case err != nil:
		return i, err
	case i.Version != version:
		return i, conflict()
	case i.Waiting(moment(tx.Now())).None():
		return i, errs.New(errs.Conflict, lang.Msg("error.press.nothing_waits"), nil)
	}
	return i, nil
}

// Revert throws away all changes of an item that the public does not see: what is public is
// worked on again, and what was planned does not come. What was changed stays among the
// revisions. version is the one of the item that the person saw.
func (s *Store) Revert(ctx context.Context, who people.Actor, id string, version int64) (err error) {
	defer errs.Wrap(&err, "press.Revert(%s)", id)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.RevertIn(ctx, tx, note, who, id, version)
	})
}

// RevertIn is Revert within a change of the caller's.
func (s *Store) RevertIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, version int64) error {
	i, err := s.waiting(ctx, tx, id, version)
	if err != nil {
		return err
	}
	if _, err := step(ctx, tx, i); err != nil { // whoever saw the changes saw another state
		return err
	}
	waits := i.Waiting(moment(tx.Now()))
	for _, language := range waits.Languages {
		t, _ := i.Text(language)
		if err := s.revertText(ctx, tx, note, i, t, who); err != nil {
			return err
		}
	}
	if waits.Own {
		if err := revertOwn(ctx, tx, note, i); err != nil {
			return err
		}
	}
	if _, err := dropTurns(ctx, tx, id); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.changed(ctx) })
	return tx.TouchOne(ctx, kindName, id)
}

// revertText makes the state of a text that is public the one that is worked on.
func (s *Store) revertText(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item, t Text, who people.Actor) error {
	now := moment(tx.Now())
	before := t
	r, found, err := revision(ctx, tx, i.ID, t.Language, t.Shown(now))
	if err == nil && !found {
		err = noRevision()
	}
	if err != nil {
		return err
	}
	t.Content, t.Version, t.Words, t.EditedBy = r.Content, r.Version, r.Words, who.Account
	if err := writeText(ctx, tx, i.ID, t); err != nil {
		return err
	}
	note(people.Entry{Action: people.WritePress, Kind: kindName, ID: i.ID, Places: i.places(), Fields: append(
		textChanges(t.Language, before.Content, t.Content), people.FieldChange{Name: t.Language + ".reverted", New: itoa(int(r.Version))})})
	if t.settle(now); t.Next == 0 {
		return nil
	}
	t.Next, t.NextAt = 0, time.Time{}
	return s.putPublic(ctx, tx, note, i, before, t, "")
}

// revertOwn makes the state of the own fields that is public the one that is worked on.
func revertOwn(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item) error {
	shown := i.OwnShown(moment(tx.Now()))
	r, found, err := revision(ctx, tx, i.ID, "", shown)
	if err == nil && !found {
		err = noRevision()
	}
	if err != nil {
		return err
	}
	note(people.Entry{Action: people.WritePress, Kind: kindName, ID: i.ID, Places: i.places(), Fields: append(
		OwnChanges(i.Own, r.Own), people.FieldChange{Name: "reverted", New: itoa(int(shown))})})
	return workOn(ctx, tx, i.ID, shown)
}

// publishOwn gives the own fields, as they are now, their turn: at once or from at on.
func publishOwn(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item, at time.Time) error {
	now := moment(tx.Now())
	shown := i.OwnShown(now)
	if shown == i.OwnVersion {
		return nil
	}
	t := Turn{Version: i.OwnVersion, Since: now, Decided: now}
	if !at.IsZero() {
		t.Since = at
	}
	if shown != 0 { // the first publication is told with its text
		change := people.FieldChange{Name: "public", Old: "version " + itoa(int(shown)), New: "version " + itoa(int(t.Version))}
		if !at.IsZero() {
			change.New += " from " + at.Format(time.RFC3339)
		}
		note(people.Entry{Action: people.PublishPress, Kind: kindName, ID: i.ID, Places: i.places(), Fields: []people.FieldChange{change}})
	}
	if err := putTurn(ctx, tx, i.ID, t); err != nil {
		return err
	}
	return tx.TouchOne(ctx, kindName, i.ID)
}

func putTurn(ctx context.Context, tx *db.Tx, id string, t Turn) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO press_own_shown (item, version, since, decided)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (item, version, since) DO NOTHING`, id, t.Version, micros(t.Since), micros(t.Decided))
	return err
}

// dropTurns takes away the turns to come of an item's own fields at moments at which none of
// its texts has one any more, and returns them.
func dropTurns(ctx context.Context, tx *db.Tx, id string) ([]Turn, error) {
	const void = `
		 WHERE item = $1
		   AND since > $2
		   AND since NOT IN (SELECT next_at FROM press_text WHERE item = $1 AND next_version > 0)`
	all, err := db.Collect(ctx, tx, func(row db.Scanner) (t Turn, err error) {
		var since, decided int64
		err = row.Scan(&t.Version, &since, &decided)
		t.Since, t.Decided = moment(since), moment(decided)
		return t, err
	}, `SELECT version, since, decided FROM press_own_shown`+void, id, tx.Now())
	if err != nil || len(all) == 0 {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM press_own_shown`+void, id, tx.Now())
	return all, err
}
