package search

import (
	"context"
	"strings"

	"twintown/internal/platform/db"
)

// fts searches by SQLite's FTS5. Its tokenizer only cuts at spaces: words come folded. The
// positions of words are not kept, for nothing asks for them, nor are the texts.
type fts struct{}

func (fts) prepare(ctx context.Context, tx *db.Tx) error {
	return run(ctx, tx, tables(""), `
		CREATE VIRTUAL TABLE IF NOT EXISTS derived_search_words USING fts5 (
			title, body,
			content = '', contentless_delete = 1, detail = 'column', tokenize = 'ascii'
		)`)
}

func (fts) put(ctx context.Context, tx *db.Tx, number int64, title, text []string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO derived_search_words (rowid, title, body) VALUES ($1, $2, $3)`,
		number, strings.Join(title, " "), strings.Join(text, " "))
	return err
}

func (fts) remove(ctx context.Context, tx *db.Tx, number int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM derived_search_words WHERE rowid = $1`, number)
	return err
}

// holds writes words in quotes, so that none of them is an operator.
func (fts) holds(words []word, title bool, argument string) (condition, value string) {
	all := make([]string, len(words))
	for i, w := range words {
		if all[i] = `"` + w.text + `"`; w.prefix {
			all[i] += " *"
		}
	}
	value = strings.Join(all, " AND ")
	if title {
		value = "title : (" + value + ")"
	}
	return `d.number IN (SELECT rowid FROM derived_search_words WHERE derived_search_words MATCH ` + argument + `)`, value
}
