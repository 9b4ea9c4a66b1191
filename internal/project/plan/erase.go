package plan

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// EraseIn removes, inside tx, the plan and the reviews of a partnership whole, without a word
// in the record of changes: what only demonstrates leaves no trace. It returns how many rows
// went.
func EraseIn(ctx context.Context, tx *db.Tx, partnership string) (n int64, err error) {
	defer errs.Wrap(&err, "plan.EraseIn(%s)", partnership)
	for _, query := range []string{
		`DELETE FROM plan_item WHERE partnership = $1`, `DELETE FROM review_answer WHERE partnership = $1`, `DELETE FROM yearly_review WHERE partnership = $1`,
	} {
		done, err := tx.ExecContext(ctx, query, partnership)
		if err != nil {
			return n, err
		}
		rows, err := done.RowsAffected()
		if err != nil {
			return n, err
		}
		n += rows
	}
	return n, nil
}

// Quote is a text of a plan or a review that quotes somebody's address.
type Quote struct {
	Partnership string          `json:"partnership"`
	Year        int             `json:"year"`
	Text        json.RawMessage `json:"text"`
}

// written are the places where people write freely.
const written = `
	SELECT 'plan_item', id, 0, partnership, year, body, was
	  FROM plan_item
	 WHERE lower(body) LIKE $1 ESCAPE '\' OR lower(was) LIKE $1 ESCAPE '\'
	 UNION ALL
	SELECT 'review_answer', partnership, side, partnership, year, body, was
	  FROM review_answer
	 WHERE lower(body) LIKE $1 ESCAPE '\' OR lower(was) LIKE $1 ESCAPE '\'`

// row is one of them.
type row struct {
	table, id string
	side      int64
	Quote
	body, was string
}

func quoting(ctx context.Context, q db.Querier, email string) ([]row, error) {
	if email == "" {
		return nil, nil
	}
	like := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(email))
	return db.Collect(ctx, q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.table, &r.id, &r.side, &r.Partnership, &r.Year, &r.body, &r.was)
		r.Text = json.RawMessage(r.body)
		return r, err
	}, written, "%"+like+"%")
}

// Quoting are the texts of plans and reviews that quote an address. They name sides and
// offices, but somebody may have written where a person is reached.
func (s *Store) Quoting(ctx context.Context, email string) (all []Quote, err error) {
	defer errs.Wrap(&err, "plan.Quoting")
	rows, err := quoting(ctx, s.db, email)
	for _, r := range rows {
		all = append(all, r.Quote)
	}
	return all, err
}

// Blank takes, inside tx, an address out of all texts, also out of those that a change could
// be taken back to. The texts around it stay.
func Blank(ctx context.Context, tx *db.Tx, email string) (err error) {
	defer errs.Wrap(&err, "plan.Blank")
	rows, err := quoting(ctx, tx, email)
	if err != nil {
		return err
	}
	address := regexp.MustCompile(`(?i)` + regexp.QuoteMeta(email))
	for _, r := range rows {
		query, args := `UPDATE plan_item SET body = $1, was = $2 WHERE id = $3`, []any{r.id}
		if r.table == "review_answer" {
			query, args = `UPDATE review_answer SET body = $1, was = $2 WHERE partnership = $3 AND side = $4 AND year = $5`, []any{r.id, r.side, r.Year}
		}
		args = append([]any{address.ReplaceAllString(r.body, "…"), address.ReplaceAllString(r.was, "…")}, args...)
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}
