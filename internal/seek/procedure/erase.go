package procedure

import (
	"context"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// KeepIn writes, inside tx, a procedure as it is told, with its points and the days on which
// they were done: for what only demonstrates. No act is made, and nobody is told.
func KeepIn(ctx context.Context, tx *db.Tx, p Procedure) (err error) {
	defer errs.Wrap(&err, "procedure.KeepIn(%s)", p.ID)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO procedure (id, version, state, request, conversation, contact, partnership, body, begun, begun_by, changed)
		VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, string(p.State), p.Request, p.Conversation, p.Contact, p.Partnership, jsonText(p.Body), db.Micros(p.Begun), p.BegunBy, tx.Now()); err != nil {
		return err
	}
	for i, place := range p.Places {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO procedure_side (procedure_id, place, ordinal)
			VALUES ($1, $2, $3)`, p.ID, place, i); err != nil {
			return err
		}
	}
	for _, q := range p.Points {
		if err := savePoint(ctx, tx, p.ID, q); err != nil {
			return err
		}
	}
	return nil
}

// EraseIn removes, inside tx, a procedure whole, without a word in the record of changes: what
// only demonstrates leaves no trace. It returns how many procedures went.
func EraseIn(ctx context.Context, tx *db.Tx, id string) (n int64, err error) {
	defer errs.Wrap(&err, "procedure.EraseIn(%s)", id)
	for _, query := range []string{
		`DELETE FROM procedure_event WHERE procedure_id = $1`, `DELETE FROM procedure_point WHERE procedure_id = $1`,
		`DELETE FROM procedure_side WHERE procedure_id = $1`, `DELETE FROM procedure WHERE id = $1`,
	} {
		done, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return n, err
		}
		if n, err = done.RowsAffected(); err != nil {
			return n, err
		}
	}
	return n, nil
}
