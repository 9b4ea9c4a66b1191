package press

import (
	"context"
	"errors"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// The causes of revisions.
const (
	CauseBegin     = "begin"
	CauseChange    = "change"
	CauseTranslate = "translate"
	CauseRestore   = "restore"
)

// New says what an item begins as.
type New struct {
	Kind         Kind
	Organisation string
	Language     string
	Own          Own
	Content      Content
}

// Create begins an item with one text, which nobody but the desk sees, and returns its
// identifier.
func (s *Store) Create(ctx context.Context, who people.Actor, n New) (id string, err error) {
	defer errs.Wrap(&err, "press.Create")
	return id, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) (err error) {
		id, err = s.CreateIn(ctx, tx, note, who, db.NewID(), n)
		return err
	})
}

// CreateIn is Create under an identifier that the caller chose, within a change of hers:
// a room whose things have texts here begins both at once.
func (s *Store) CreateIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, n New) (string, error) {
	if !n.Kind.Known() {
		return "", errs.In("kind", lang.Msg("error.press.kind"))
	}
	own, err := n.Own.clean(n.Kind)
	if err != nil {
		return "", err
	}
	content, err := n.Content.clean()
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO press_item (id, kind, organisation, version, own_version, created, created_by)
		VALUES ($1, $2, $3, 2, 1, $4, $5)`, id, string(n.Kind), n.Organisation, tx.Now(), who.Account)
	if err != nil {
		return "", err
	}
	if err := putOwn(ctx, tx, id, Revision{Version: 1, By: who.Account, Cause: CauseBegin, Own: own}); err != nil {
		return "", err
	}
	t := Text{Language: n.Language, Content: content, Version: 2, Words: 2, EditedBy: who.Account}
	if err := s.putText(ctx, tx, id, t, CauseBegin, ""); err != nil {
		return "", err
	}
	note(people.Entry{Action: people.WritePress, Kind: kindName, ID: id, Fields: []people.FieldChange{
		{Name: "kind", New: string(n.Kind)}, {Name: n.Language + ".title", New: content.Title},
	}})
	tx.AfterCommit(func() { s.changed(ctx) })
	return id, tx.TouchOne(ctx, kindName, id)
}

// putText claims the text's slug, and writes the text and its revision.
func (s *Store) putText(ctx context.Context, tx *db.Tx, id string, t Text, cause, why string) error {
	if err := claimSlug(ctx, tx, id, t.Language, &t.Content); err != nil {
		return err
	}
	if t.Public == 0 && t.Since.IsZero() && t.Next == 0 {
		if err := releaseSlugs(ctx, tx, id, t.Language, t.Slug); err != nil {
			return err
		}
	}
	if err := writeText(ctx, tx, id, t); err != nil {
		return err
	}
	return addRevision(ctx, tx, id, Revision{Version: t.Version, Language: t.Language, Words: t.Words, By: t.EditedBy, Cause: cause, Note: why, Content: t.Content})
}

// Change is a change that the node's memory follows. One in which everything is as it was
// writes nothing, and is no failure.
func (s *Store) Change(ctx context.Context, who people.Actor, fn func(tx *db.Tx, note func(people.Entry)) error) error {
	return s.change(ctx, who, fn)
}

func (s *Store) change(ctx context.Context, who people.Actor, fn func(tx *db.Tx, note func(people.Entry)) error) error {
	err := s.log.Change(ctx, who, fn)
	if errors.Is(err, errSame) {
		return nil
	}
	if err == nil {
		s.changed(ctx)
	}
	return err
}

// errSame ends a change in which everything is as it was: nothing is written.
var errSame = errors.New("press: nothing changed")

// present reads an item that is there, inside a change.
func present(ctx context.Context, tx *db.Tx, id string) (Item, error) {
	i, err := item(ctx, tx, id)
	if err == nil && !i.Gone.IsZero() {
		err = unknown()
	}
	return i, err
}

// step moves an item's version and returns the new one.
func step(ctx context.Context, tx *db.Tx, i Item) (int64, error) {
	_, err := tx.ExecContext(ctx, `UPDATE press_item SET version = $1 WHERE id = $2`, i.Version+1, i.ID)
	return i.Version + 1, err
}

// Save keeps a text as it is being worked on; a language that the item does not have yet
// begins with it. version is the one that the person saw, 0 for a language to begin.
// Nothing that the public sees changes. A save that changes nothing makes no revision.
func (s *Store) Save(ctx context.Context, who people.Actor, id, language string, version int64, c Content, why string) (err error) {
	defer errs.Wrap(&err, "press.Save(%s, %s)", id, language)
	return s.save(ctx, who, people.WritePress, id, language, version, c, CauseChange, why)
}

// Translate is Save for a translation: c names the language and the words that it fits.
func (s *Store) Translate(ctx context.Context, who people.Actor, id, language string, version int64, c Content) (err error) {
	defer errs.Wrap(&err, "press.Translate(%s, %s)", id, language)
	if c.Of == "" || c.Of == language || c.Origin == Written {
		return errs.In("of", lang.Msg("error.press.translation"))
	}
	return s.save(ctx, who, people.TranslatePress, id, language, version, c, CauseTranslate, "")
}

func (s *Store) save(ctx context.Context, who people.Actor, action people.Action, id, language string, version int64, c Content, cause, why string) error {
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		return s.saveIn(ctx, tx, note, who, action, id, language, version, c, cause, why)
	})
}

func (s *Store) saveIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, action people.Action, id, language string, version int64, c Content, cause, why string) error {
	now, err := c.clean()
	if err != nil {
		return err
	}
	i, err := present(ctx, tx, id)
	if err != nil {
		return err
	}
	old, _ := i.Text(language)
	if old.Version != version {
		return conflict()
	}
	if err := i.checkOrigin(&now); err != nil {
		return err
	}
	if now.Slug == "" {
		now.Slug = old.Slug // it stays until somebody chooses another
	}
	if version != 0 && old.Content == now {
		return errSame
	}
	t := old
	t.Language, t.Content, t.EditedBy = language, now, who.Account
	if t.Version, err = step(ctx, tx, i); err != nil {
		return err
	}
	if version == 0 || old.words() != now.words() {
		t.Words = t.Version
	}
	if err := s.putText(ctx, tx, id, t, cause, why); err != nil {
		return err
	}
	note(people.Entry{Action: action, Kind: kindName, ID: id, Fields: textChanges(language, old.Content, now), Note: why})
	return tx.TouchOne(ctx, kindName, id)
}

// CopyIn begins a copy of an item under an identifier that the caller chose, within a
// change of hers: all its texts as drafts, at addresses of their own, and own in place of
// its own fields. A translation that was stale stays so.
func (s *Store) CopyIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, from Item, id string, own Own) (err error) {
	defer errs.Wrap(&err, "press.CopyIn(%s)", from.ID)
	words := map[string]int64{}
	for n, t := range from.Texts {
		c := t.Content
		c.Slug, c.OfWords = "", words[c.Of]
		if from.Stale(t) {
			c.OfWords = 0
		}
		words[t.Language] = int64(n) + 2 // each text moves the version by one, and the first is 2
		if n == 0 {
			c.Origin = Written
			_, err = s.CreateIn(ctx, tx, note, who, id, New{Kind: from.Kind, Organisation: from.Organisation, Language: t.Language, Own: own, Content: c})
		} else {
			err = s.saveIn(ctx, tx, note, who, people.WritePress, id, t.Language, 0, c, CauseBegin, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkOrigin makes sure that a translation is one of a text that is there.
func (i Item) checkOrigin(c *Content) error {
	if !c.Translation() {
		return nil
	}
	origin, ok := i.Text(c.Of)
	if !ok {
		return errs.In("of", lang.Msg("error.press.translation"))
	}
	c.OfWords = min(c.OfWords, origin.Words)
	return nil
}

func conflict() error { return errs.New(errs.Conflict, lang.Msg("error.press.conflict"), nil) }
