package follow

import (
	"context"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Own is what is kept of a person's searches, for her export.
type Own struct {
	Searches []OwnSearch `json:"searches,omitempty"`
	NoMail   bool        `json:"no_mail,omitempty"`
}

// OwnSearch is one of them.
type OwnSearch struct {
	Name    string    `json:"name,omitempty"`
	Place   int64     `json:"place,omitempty"`
	Filter  string    `json:"filter,omitempty"`
	Every   string    `json:"every"`
	Told    []string  `json:"told,omitempty"`
	Changed time.Time `json:"changed"`
}

// OwnOf returns what is kept of an account; found is false where there is nothing.
func (d *Desk) OwnOf(ctx context.Context, account string) (o Own, found bool, err error) {
	defer errs.Wrap(&err, "follow.OwnOf")
	kept, err := rows(ctx, d.DB, ` WHERE account = $1 AND account <> '' ORDER BY created, id`, account)
	if err != nil {
		return o, false, err
	}
	for _, s := range kept {
		o.Searches = append(o.Searches, OwnSearch{s.Name, s.Place, s.Filter.Values().Encode(), s.Every, s.told, s.Changed})
	}
	r, err := readerOf(ctx, d.DB, account)
	o.NoMail = r.quiet
	return o, len(kept) > 0 || r.known, err
}

// Erase forgets a person inside a transaction.
func (d *Desk) Erase(ctx context.Context, tx *db.Tx, account string) (err error) {
	defer errs.Wrap(&err, "follow.Erase")
	for _, query := range []string{`DELETE FROM seek_search WHERE account = $1`, `DELETE FROM seek_reader WHERE account = $1`} {
		if _, err := tx.ExecContext(ctx, query, account); err != nil {
			return err
		}
	}
	return nil
}
