package source

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Limits of what a person says of a source.
const (
	longestTitle = 300
	longestURL   = 2000
)

// Check returns what is wrong with a source that a person names, by field: "source_title",
// "source_url", "source_read".
func (c Source) Check(today lang.Date) error {
	if strings.TrimSpace(c.Title) == "" {
		return errs.In("source_title", lang.Msg("error.source.title"))
	}
	if utf8.RuneCountInString(c.Title) > longestTitle || utf8.RuneCountInString(c.Publisher) > longestTitle {
		return errs.In("source_title", lang.Msg("error.source.long", "max", longestTitle))
	}
	if c.URL != "" {
		u, err := url.Parse(c.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Hostname(), ".") || u.User != nil || len(c.URL) > longestURL {
			return errs.In("source_url", lang.Msg("error.source.url"))
		}
	}
	for _, d := range []lang.Date{c.Published, c.Retrieved} {
		if d.Compare(today) > 0 {
			return errs.In("source_read", lang.Msg("error.source.read", "date", d))
		}
	}
	return nil
}

// AddAll keeps sources that a person names and returns their codes. One whose address is
// known already is that one; so is one of the same title where neither has an address.
func (s *Store) AddAll(ctx context.Context, tx *db.Tx, all []Source) (codes []string, err error) {
	defer errs.Wrap(&err, "source.AddAll")
	for _, c := range all {
		code, err := s.add(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

func (s *Store) add(ctx context.Context, tx *db.Tx, c Source) (string, error) {
	c.Title, c.URL = strings.TrimSpace(c.Title), strings.TrimSpace(c.URL)
	known, found, err := db.One(ctx, tx, func(row db.Scanner) (code string, err error) { return code, row.Scan(&code) }, `
		SELECT code
		  FROM source
		 WHERE url = $1 AND (url <> '' OR title = $2 AND publisher = $3)
		 ORDER BY code`, c.URL, c.Title, c.Publisher)
	if err != nil || found {
		return known, err
	}
	c.Code = db.NewID()
	_, err = tx.ExecContext(ctx, `
		INSERT INTO source (code, title, publisher, url, language, licence, note, published, retrieved, edited)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		c.Code, c.Title, c.Publisher, c.URL, c.Language, c.Licence, c.Note, c.Published.String(), c.Retrieved.String(), tx.Now())
	return c.Code, err
}

// PutPeoples writes a claim that a person makes; imports leave it alone.
func (s *Store) PutPeoples(ctx context.Context, tx *db.Tx, c Claim) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO claim (id, subject, field, value, source, asserted_by, confidence, rank,
		                   confirmed_by, supersedes, known_since, known_until, origin, edited)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		append(claimRow(c, "", tx.Now()), tx.Now())...)
	return err
}

// WithdrawPeoples marks claims that people made as held until a moment.
func (s *Store) WithdrawPeoples(ctx context.Context, tx *db.Tx, ids []string, moment time.Time) error {
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, `UPDATE claim SET known_until = $1 WHERE id = $2`, moment.UnixMicro(), id); err != nil {
			return err
		}
	}
	return nil
}
