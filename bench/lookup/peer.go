package main

import (
	"database/sql"
	"strings"

	_ "modernc.org/sqlite" // the "sqlite" driver

	"twintown/internal/names"
)

// trigrams is the peer: a table of folded spellings with SQLite's full-text
// index of trigrams, asked for any of the query's trigrams and ordered by bm25,
// then by population. It is what one would build without an index of one's own.
type trigrams struct{ db *sql.DB }

func newTrigrams(spellings []spelling) (*trigrams, error) {
	db, err := sql.Open("sqlite", "file:peer?mode=memory&cache=shared")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	p := &trigrams{db}
	if _, err := db.Exec(`CREATE VIRTUAL TABLE spelling USING fts5 (text, id UNINDEXED, population UNINDEXED, tokenize = 'trigram')`); err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	insert, err := tx.Prepare(`INSERT INTO spelling (text, id, population) VALUES ($1, $2, $3)`)
	if err != nil {
		return nil, err
	}
	for _, s := range spellings {
		if _, err := insert.Exec(names.Fold(s.text), s.id, s.population); err != nil {
			return nil, err
		}
	}
	return p, tx.Commit()
}

func (p *trigrams) close() { p.db.Close() }

func (p *trigrams) find(text string) (ids []int64) {
	runes := []rune(names.Fold(text))
	var any []string
	for i := 0; i+3 <= len(runes); i++ {
		any = append(any, `"`+string(runes[i:i+3])+`"`)
	}
	if len(any) == 0 {
		return nil
	}
	rows, err := p.db.Query(`
		SELECT id FROM spelling WHERE spelling MATCH $1
		ORDER BY bm25(spelling), population DESC LIMIT 100`, strings.Join(any, " OR "))
	if err != nil {
		return nil
	}
	defer rows.Close()
	seen := map[int64]bool{}
	for rows.Next() && len(ids) < 10 {
		var id int64
		if rows.Scan(&id) == nil && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}
