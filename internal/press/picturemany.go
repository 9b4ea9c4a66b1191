package press

import (
	"context"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Said is what is said of many pictures at once. An empty credit leaves theirs.
type Said struct {
	People  Shows
	Consent Consent
	Credit  string
}

// SayOf says the same of many pictures of a gallery, in one change, and returns how many
// they are. Their captions and descriptions stay.
func (s *Store) SayOf(ctx context.Context, who people.Actor, item string, ids []string, said Said) (err error) {
	defer errs.Wrap(&err, "press.SayOf(%s)", item)
	if len(ids) == 0 {
		return errs.In("picture", lang.Msg("error.press.choose"))
	}
	return s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		for _, id := range ids {
			p, err := presentPicture(ctx, tx, item, id)
			if err != nil {
				return err
			}
			if p.People, p.Consent = said.People, said.Consent; said.Credit != "" {
				p.Credit = said.Credit
			}
			if err := p.clean(); err != nil {
				return err
			}
			if err := s.describe(ctx, tx, note, item, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// PicturesKind is the reversal by which pictures that were taken away come back.
const PicturesKind = "press.pictures"

// takenAway are the pictures that a reversal brings back.
type takenAway struct {
	Item     string
	Pictures []string
}

// KeptFor is how long pictures that were taken away can be brought back. Then they and
// their originals are deleted.
const KeptFor = 24 * time.Hour

// WithdrawPictures takes pictures away from everybody at once, because somebody in them does
// not agree any more, or for another reason: no address of theirs answers, to nobody. It
// returns the reversal by which the same person can take that back until [ForgetWithdrawn]
// deletes what is left of them.
func (s *Store) WithdrawPictures(ctx context.Context, who people.Actor, item string, ids []string, why string) (undo string, err error) {
	defer errs.Wrap(&err, "press.WithdrawPictures(%s)", item)
	if len(ids) == 0 {
		return "", errs.In("picture", lang.Msg("error.press.choose"))
	}
	return undo, s.change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		for _, id := range ids {
			if _, err := presentPicture(ctx, tx, item, id); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE press_picture SET withdrawn = $1 WHERE id = $2`, tx.Now(), id); err != nil {
				return err
			}
			note(people.Entry{Action: people.PublishPress, Kind: kindName, ID: item, Note: why, Fields: []people.FieldChange{{Name: "picture", Old: id}}})
		}
		if err := tx.TouchOne(ctx, kindName, item); err != nil {
			return err
		}
		undo, err = people.KeepReversal(ctx, tx, who, PicturesKind, takenAway{item, ids})
		return err
	})
}

// UndoPictures brings back what [Store.WithdrawPictures] took away, inside a change of the
// same person, and returns how many pictures came back: those that were deleted meanwhile
// do not, and where all were that is an error.
func (s *Store) UndoPictures(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, reversal string) (n int64, err error) {
	defer errs.Wrap(&err, "press.UndoPictures")
	var what takenAway
	if err := people.UseReversal(ctx, tx, who, reversal, &what); err != nil {
		return 0, err
	}
	for _, id := range what.Pictures {
		r, err := tx.ExecContext(ctx, `UPDATE press_picture SET withdrawn = 0 WHERE id = $1 AND withdrawn > 0 AND document <> ''`, id)
		if err != nil {
			return n, err
		}
		back, err := r.RowsAffected()
		if err != nil {
			return n, err
		}
		if n += back; back > 0 {
			note(people.Entry{Action: people.PublishPress, Kind: kindName, ID: what.Item, Fields: []people.FieldChange{{Name: "picture", New: id}}})
		}
	}
	if n == 0 {
		return 0, errs.New(errs.NotFound, lang.Msg("error.press.deleted"), nil)
	}
	tx.AfterCommit(func() { s.changed(ctx) })
	return n, tx.TouchOne(ctx, kindName, what.Item)
}

// left is what of pictures that were taken away waits to be deleted.
const left = ` FROM press_picture WHERE withdrawn > 0 AND withdrawn <= $1 AND document <> ''`

// Withdrawn counts the pictures that were taken away before a moment and not deleted yet.
func Withdrawn(ctx context.Context, q db.Querier, before time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) }, `SELECT count(*)`+left, before.UnixMicro())
	return n, err
}

// ForgetWithdrawn deletes what is left of pictures that were taken away before a moment:
// their sizes, what was written about them, and the note on consent. It returns the
// documents that were their originals, which the caller erases in the same change.
func ForgetWithdrawn(ctx context.Context, tx *db.Tx, before time.Time) (documents []string, err error) {
	defer errs.Wrap(&err, "press.ForgetWithdrawn")
	documents, err = db.Collect(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT document`+left+` ORDER BY id`, before.UnixMicro())
	if err != nil || len(documents) == 0 {
		return documents, err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM press_rendition WHERE picture IN (SELECT id`+left+`)`, before.UnixMicro()); err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE press_picture
		   SET document = '',
		       tone = '',
		       caption = '{}',
		       alt = '{}',
		       credit = '',
		       consent = '{}'
		 WHERE id IN (SELECT id`+left+`)`, before.UnixMicro())
	return documents, err
}
