package agenda

import (
	"context"
	"encoding/json"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// CreateIn gives a meeting that has none a programme that comes whole: a draft and its first
// release, which are the same. Rooms bring identifiers; sessions get theirs, and numbers in
// their order. Nobody is told.
func CreateIn(ctx context.Context, tx *db.Tx, who people.Actor, meeting string, p Programme) (err error) {
	defer errs.Wrap(&err, "agenda.CreateIn(%s)", meeting)
	if _, err := tx.ExecContext(ctx, `INSERT INTO agenda (meeting, version, numbers, ends, off_told) VALUES ($1, 1, $2, 0, 0)`, meeting, len(p.Sessions)); err != nil {
		return err
	}
	for i, r := range p.Rooms {
		if r, err = r.clean(); err != nil {
			return err
		}
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO agenda_room (id, meeting, position, version, body) VALUES ($1, $2, $3, 1, $4)`, r.ID, meeting, i+1, string(body)); err != nil {
			return err
		}
	}
	for i, x := range p.Sessions {
		if x, err = x.clean(); err != nil {
			return err
		}
		x.ID, x.Number = db.NewID(), int64(i+1)
		body, err := json.Marshal(x)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO agenda_session (id, meeting, number, version, body) VALUES ($1, $2, $3, 1, $4)`, x.ID, meeting, x.Number, string(body)); err != nil {
			return err
		}
		p.Sessions[i] = x
	}
	return insert(ctx, tx, who, meeting, 1, p)
}
