package people

import (
	"context"
	"encoding/json"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// reversalLife is how long a person can take back what she did to many things at once:
// until the evening of the next working day.
const reversalLife = 72 * time.Hour

// Reversal is how a person takes back what she just did.
type Reversal struct {
	ID   string
	Kind string // which part of the program knows how
	Body json.RawMessage
}

// KeepReversal notes, inside a change, how the actor can take it back, and returns its
// identifier for the address of an undo button. body becomes JSON.
func KeepReversal(ctx context.Context, tx *db.Tx, who Actor, kind string, body any) (id string, err error) {
	defer errs.Wrap(&err, "people.KeepReversal(%s)", kind)
	text, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	id = db.NewID()
	_, err = tx.ExecContext(ctx, `
		INSERT INTO reversal (id, account, kind, body, created)
		VALUES ($1, $2, $3, $4, $5)`, id, who.Account, kind, string(text), tx.Now())
	return id, err
}

// UseReversal takes a reversal within a change, once, and reads its body into body. One
// that is another person's, used or too old is errs.NotFound.
func UseReversal(ctx context.Context, tx *db.Tx, who Actor, id string, body any) (err error) {
	defer errs.Wrap(&err, "people.UseReversal")
	r, ok, err := findReversal(ctx, tx, who, id, tx.Now())
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, lang.Msg("error.people.reversal"), nil)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE reversal SET used = $1 WHERE id = $2`, tx.Now(), id); err != nil {
		return err
	}
	return json.Unmarshal(r.Body, body)
}

// Reversal returns how the actor can take back what she did; the bool is false where she
// cannot any more.
func (s *Store) Reversal(ctx context.Context, who Actor, id string) (Reversal, bool, error) {
	return findReversal(ctx, s.db, who, id, s.clock.Now().UnixMicro())
}

func findReversal(ctx context.Context, q db.Querier, who Actor, id string, now int64) (Reversal, bool, error) {
	return db.One(ctx, q, func(row db.Scanner) (r Reversal, err error) {
		var body string
		err = row.Scan(&r.ID, &r.Kind, &body)
		r.Body = json.RawMessage(body)
		return r, err
	}, `
		SELECT id,
		       kind,
		       body
		  FROM reversal
		 WHERE id = $1
		   AND account = $2
		   AND used = 0
		   AND created > $3`, id, who.Account, now-reversalLife.Microseconds())
}
