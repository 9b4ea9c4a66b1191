package document

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Sent is a document as the person who sent it gets it in the export of her data.
type Sent struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Title      map[string]string `json:"title"`
	Kind       string            `json:"kind"`
	Size       int64             `json:"size"`
	Visibility Visibility        `json:"visibility"`
	Created    time.Time         `json:"created"`
	Removed    bool              `json:"removed"`
}

// SentBy returns what an account sent, newest first.
func (s *Store) SentBy(ctx context.Context, account string) (all []Sent, err error) {
	docs, err := s.By(ctx, account)
	for _, d := range docs {
		all = append(all, Sent{d.ID, d.Name, d.Title, string(d.Kind), d.Size, d.Visibility, d.Created, d.Gone()})
	}
	return all, err
}

// Forget deletes what an account sent and what became no document. Its documents stay:
// they belong to acts, and name the account by an identifier that leads to nobody.
func Forget(ctx context.Context, tx *db.Tx, account string) (err error) {
	defer errs.Wrap(&err, "document.Forget")
	_, err = tx.ExecContext(ctx, `DELETE FROM document_intake WHERE account = $1`, account)
	return err
}

// WaitTime is how long a file that was sent waits to become a document.
const WaitTime = waitTime

// Waited counts the files that were sent before a moment and became no document.
func Waited(ctx context.Context, q db.Querier, before time.Time) (int, error) {
	n, _, err := db.One(ctx, q, func(row db.Scanner) (n int, err error) { return n, row.Scan(&n) },
		`SELECT count(*) FROM document_intake WHERE at <= $1`, before.UnixMicro())
	return n, err
}

// ForgetWaited deletes those that [Waited] counts and says how many there were. Their
// bytes are collected the night after.
func ForgetWaited(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
	r, err := tx.ExecContext(ctx, `DELETE FROM document_intake WHERE at <= $1`, before.UnixMicro())
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}
