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

// farthest bounds how far ahead something can be scheduled: further is a wrong year.
const farthest = 3 * 366 * 24 * time.Hour

// Publish lets the public see a text as it is now, and the item's own fields with it: at
// once, or from at on. A moment that has passed is refused naming the field. A text that is
// incomplete, or whose links lead nowhere, is refused with what is missing. What is public
// stays so until then.
func (s *Store) Publish(ctx context.Context, who people.Actor, id, language string, at time.Time, resolve markup.Resolve) (err error) {
	defer errs.Wrap(&err, "press.Publish(%s, %s)", id, language)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.PublishIn(ctx, tx, note, id, language, at, resolve)
	})
}

// PublishIn is Publish within a change of the caller's.
func (s *Store) PublishIn(ctx context.Context, tx *db.Tx, note func(people.Entry), id, language string, at time.Time, resolve markup.Resolve) error {
	i, t, err := presentText(ctx, tx, id, language)
	if err != nil {
		return err
	}
	if err := checkMoment(at, moment(tx.Now())); err != nil {
		return err
	}
	if err := t.Content.Complete(i.Kind, resolve); err != nil {
		return err
	}
	return s.publish(ctx, tx, note, i, []Text{t}, at)
}

// checkMoment refuses a moment at which nothing can become public; zero is at once.
func checkMoment(at, now time.Time) error {
	switch {
	case at.IsZero():
	case !at.After(now):
		return errs.In("at", lang.Msg("error.press.past"))
	case at.Sub(now) > farthest:
		return errs.In("at", lang.Msg("error.press.far"))
	}
	return nil
}

// publish gives some texts and the own fields, as they are now, their turn.
func (s *Store) publish(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item, texts []Text, at time.Time) error {
	now := moment(tx.Now())
	for _, before := range texts {
		t := before
		t.settle(now)
		if at.IsZero() {
			t.Public, t.Next, t.NextAt = t.Version, 0, time.Time{}
			if t.Since.IsZero() {
				t.Since = now
			}
		} else {
			t.Next, t.NextAt = t.Version, at
		}
		if err := s.putPublic(ctx, tx, note, i, before, t, ""); err != nil {
			return err
		}
	}
	if err := publishOwn(ctx, tx, note, i, at); err != nil {
		return err
	}
	_, err := dropTurns(ctx, tx, i.ID)
	return err
}

// settle makes what became public by the clock public by word.
func (t *Text) settle(now time.Time) {
	if t.Next != 0 && !t.NextAt.After(now) {
		t.Since, t.Public = t.PublicSince(now), t.Next
		t.Next, t.NextAt = 0, time.Time{}
	}
}

func presentText(ctx context.Context, tx *db.Tx, id, language string) (Item, Text, error) {
	i, err := present(ctx, tx, id)
	if err != nil {
		return i, Text{}, err
	}
	t, ok := i.Text(language)
	if !ok {
		return i, t, unknown()
	}
	return i, t, nil
}

func (s *Store) putPublic(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item, before, t Text, why string) error {
	if err := writePublic(ctx, tx, i.ID, t); err != nil {
		return err
	}
	note(people.Entry{
		Action: people.PublishPress, Kind: kindName, ID: i.ID, Places: i.places(), Note: why,
		Fields: []people.FieldChange{{Name: t.Language + ".public", Old: before.publicText(), New: t.publicText()}},
	})
	return tx.TouchOne(ctx, kindName, i.ID)
}

// publicText says in a word how a text is public, for the audit chain.
func (t Text) publicText() string {
	text := ""
	if t.Public != 0 {
		text = "version " + itoa(int(t.Public))
	}
	if t.Next != 0 {
		text += " version " + itoa(int(t.Next)) + " from " + t.NextAt.Format(time.RFC3339)
	}
	return text
}

// Unschedule takes back a publication to come.
func (s *Store) Unschedule(ctx context.Context, who people.Actor, id, language string) (err error) {
	defer errs.Wrap(&err, "press.Unschedule(%s, %s)", id, language)
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, t, err := presentText(ctx, tx, id, language)
		if err != nil {
			return err
		}
		if t.State(moment(tx.Now())) != Scheduled {
			return errs.New(errs.Conflict, lang.Msg("error.press.not_scheduled"), nil)
		}
		before := t
		t.Next, t.NextAt = 0, time.Time{}
		if err := s.putPublic(ctx, tx, note, i, before, t, ""); err != nil {
			return err
		}
		_, err = dropTurns(ctx, tx, id)
		return err
	})
}

// WithdrawKind is the reversal by which a withdrawal is taken back: see [Store.Undo].
const WithdrawKind = "press.withdraw"

// withdrawn is what a withdrawal took, for its reversal.
type withdrawn struct {
	Item  string   `json:"item"`
	Texts []before `json:"texts,omitempty"`
	Turns []Turn   `json:"turns,omitempty"` // of the own fields, that were to come
	Gone  bool     `json:"gone,omitempty"`  // the item was thrown away
}

type before struct {
	Language string `json:"language"`
	Public   int64  `json:"public"`
	Next     int64  `json:"next,omitempty"`
	NextAt   int64  `json:"next_at,omitempty"`
}

// Withdraw takes a text from the public, in one language or, with "", in all. The text
// itself stays. It returns the reversal by which the person can take that back.
func (s *Store) Withdraw(ctx context.Context, who people.Actor, id, language, why string) (undo string, err error) {
	defer errs.Wrap(&err, "press.Withdraw(%s, %s)", id, language)
	return undo, s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, err := present(ctx, tx, id)
		if err != nil {
			return err
		}
		what := withdrawn{Item: id}
		if err := s.withdraw(ctx, tx, note, i, language, why, &what); err != nil {
			return err
		}
		if len(what.Texts) == 0 {
			return errs.New(errs.Conflict, lang.Msg("error.press.not_public"), nil)
		}
		undo, err = people.KeepReversal(ctx, tx, who, WithdrawKind, what)
		return err
	})
}

func (s *Store) withdraw(ctx context.Context, tx *db.Tx, note func(people.Entry), i Item, language, why string, what *withdrawn) error {
	for _, t := range i.Texts {
		if language != "" && t.Language != language || t.Public == 0 && t.Next == 0 {
			continue
		}
		old := t
		t.settle(moment(tx.Now()))
		what.Texts = append(what.Texts, before{t.Language, t.Public, t.Next, micros(t.NextAt)})
		t.Public, t.Next, t.NextAt = 0, 0, time.Time{}
		if err := s.putPublic(ctx, tx, note, i, old, t, why); err != nil {
			return err
		}
	}
	turns, err := dropTurns(ctx, tx, i.ID)
	what.Turns = turns
	return err
}

// Discard throws an item away: it is public nowhere and in no list. It returns the
// reversal by which the person can take that back.
func (s *Store) Discard(ctx context.Context, who people.Actor, id, why string) (undo string, err error) {
	defer errs.Wrap(&err, "press.Discard(%s)", id)
	return undo, s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		i, err := present(ctx, tx, id)
		if err != nil {
			return err
		}
		what := withdrawn{Item: id, Gone: true}
		if err := s.withdraw(ctx, tx, note, i, "", why, &what); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE press_item SET gone = $1 WHERE id = $2`, tx.Now(), id); err != nil {
			return err
		}
		note(people.Entry{Action: people.PublishPress, Kind: kindName, ID: id, Note: why, Fields: []people.FieldChange{{Name: "gone", New: "yes"}}})
		if err := tx.TouchOne(ctx, kindName, id); err != nil {
			return err
		}
		undo, err = people.KeepReversal(ctx, tx, who, WithdrawKind, what)
		return err
	})
}

// Undo takes back a withdrawal or a discarding, inside a change of the same person. A
// publication whose time has come meanwhile is public at once.
func (s *Store) Undo(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, reversal string) (err error) {
	defer errs.Wrap(&err, "press.Undo")
	var what withdrawn
	if err := people.UseReversal(ctx, tx, who, reversal, &what); err != nil {
		return err
	}
	if what.Gone {
		if _, err := tx.ExecContext(ctx, `UPDATE press_item SET gone = 0 WHERE id = $1`, what.Item); err != nil {
			return err
		}
		note(people.Entry{Action: people.PublishPress, Kind: kindName, ID: what.Item, Fields: []people.FieldChange{{Name: "gone", Old: "yes"}}})
		if err := tx.TouchOne(ctx, kindName, what.Item); err != nil {
			return err
		}
	}
	for _, w := range what.Texts {
		i, t, err := presentText(ctx, tx, what.Item, w.Language)
		if err != nil {
			return err
		}
		old := t
		t.Public, t.Next, t.NextAt = w.Public, w.Next, moment(w.NextAt)
		if err := s.putPublic(ctx, tx, note, i, old, t, ""); err != nil {
			return err
		}
	}
	for _, t := range what.Turns {
		if err := putTurn(ctx, tx, what.Item, t); err != nil {
			return err
		}
	}
	tx.AfterCommit(func() { s.changed(ctx) })
	return nil
}
