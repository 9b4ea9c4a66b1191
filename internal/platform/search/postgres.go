package search

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
)

// vector searches by PostgreSQL's tsvector. It is made of words and not of a text, so that
// no dictionary and no locale of the server has a say in what a word is.
type vector struct{}

// makeTables is the number of the lock that lets one node at a time make the tables:
// IF NOT EXISTS alone fails where two do it at once.
const makeTables = 0x7477_7365 // "twse"

func (vector) prepare(ctx context.Context, tx *db.Tx) error {
	var there bool
	err := tx.QueryRowContext(ctx, `SELECT to_regclass('derived_search_state') IS NOT NULL`).Scan(&there)
	if err != nil || there {
		return err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, makeTables); err != nil {
		return err
	}
	return run(ctx, tx, tables(`,
		title_words TSVECTOR NOT NULL DEFAULT '',
		all_words   TSVECTOR NOT NULL DEFAULT ''`),
		`CREATE INDEX IF NOT EXISTS derived_search_all_words ON derived_search USING GIN (all_words)`)
}

func (vector) put(ctx context.Context, tx *db.Tx, number int64, title, text []string) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE derived_search
		   SET title_words = array_to_tsvector(COALESCE(string_to_array(NULLIF($1, ''), ' '), '{}')),
		       all_words   = array_to_tsvector(COALESCE(string_to_array(NULLIF($2, ''), ' '), '{}'))
		 WHERE number = $3`,
		strings.Join(title, " "), strings.Join(append(append([]string{}, title...), text...), " "), number)
	return err
}

func (vector) remove(context.Context, *db.Tx, int64) error { return nil } // they stand in its row

func (vector) holds(words []word, title bool, argument string) (condition, value string) {
	all := make([]string, len(words))
	for i, w := range words {
		if all[i] = "'" + w.text + "'"; w.prefix {
			all[i] += ":*"
		}
	}
	column := "d.all_words"
	if title {
		column = "d.title_words"
	}
	return column + ` @@ CAST(CAST(` + argument + ` AS TEXT) AS TSQUERY)`, strings.Join(all, " & ")
}
