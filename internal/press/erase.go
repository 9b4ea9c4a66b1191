package press

import (
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// EraseIn takes an item away without a trace, within a change of the caller's, and returns
// how many rows went: for example content alone. What people wrote is discarded instead.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "press.EraseIn(%s)", id)
	for _, statement := range []string{
		`DELETE FROM press_rendition WHERE picture IN (SELECT id FROM press_picture WHERE item = $1)`,
		`DELETE FROM press_picture WHERE item = $1`,
		`DELETE FROM press_preview WHERE item = $1`,
		`DELETE FROM press_slug WHERE item = $1`,
		`DELETE FROM press_revision WHERE item = $1`,
		`DELETE FROM press_about WHERE item = $1`,
		`DELETE FROM press_own_shown WHERE item = $1`,
		`DELETE FROM press_text WHERE item = $1`,
		`DELETE FROM press_item WHERE id = $1`,
	} {
		gone, err := tx.ExecContext(ctx, statement, id)
		if err != nil {
			return n, err
		}
		rows, err := gone.RowsAffected()
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}

// DocumentsIn are the documents that the pictures of a gallery were made of.
func DocumentsIn(ctx context.Context, tx *db.Tx, item string) ([]string, error) {
	return db.Collect(ctx, tx, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) }, `SELECT document FROM press_picture WHERE item = $1 ORDER BY position`, item)
}

// SaveIn keeps a text within a change of the caller's: see [Store.Save].
func (s *Store) SaveIn(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id, language string, version int64, c Content) (err error) {
	defer errs.Wrap(&err, "press.SaveIn(%s, %s)", id, language)
	return s.saveIn(ctx, tx, note, who, people.WritePress, id, language, version, c, CauseChange, "")
}

// DescribeIn is Describe within a change of the caller's.
func (s *Store) DescribeIn(ctx context.Context, tx *db.Tx, note func(people.Entry), item string, p Picture) (err error) {
	defer errs.Wrap(&err, "press.DescribeIn(%s)", p.ID)
	if err := p.clean(); err != nil {
		return err
	}
	return s.describe(ctx, tx, note, item, p)
}
