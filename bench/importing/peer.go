package main

import (
	"bufio"
	"database/sql"
	"os"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver that the program uses
)

// bare is a table that holds a file as it is.
type bare struct {
	file    string
	create  string
	insert  string
	columns int
}

func (t tables) bare() []bare {
	return []bare{
		{
			t.places, `
			CREATE TABLE place (
				id         INTEGER PRIMARY KEY,
				name       TEXT,
				country    TEXT,
				region     TEXT,
				lat        REAL,
				lon        REAL,
				population INTEGER,
				feature    TEXT,
				names      TEXT)`,
			`INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, 9,
		},
		{
			t.pairs, `
			CREATE TABLE pair (
				a          INTEGER,
				b          INTEGER,
				year       INTEGER,
				lists      INTEGER,
				confidence TEXT,
				PRIMARY KEY (a, b))`,
			`INSERT INTO pair VALUES (?, ?, ?, ?, ?)`, 5,
		},
	}
}

// peer writes the same rows row by row in one transaction.
func peer(path string, files tables) (took time.Duration, rows int64, err error) {
	begin := time.Now()
	d, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return 0, 0, err
	}
	defer d.Close()
	tx, err := d.Begin()
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback()
	for _, t := range files.bare() {
		n, err := t.fill(tx)
		if err != nil {
			return 0, 0, err
		}
		rows += n
	}
	err = tx.Commit()
	return time.Since(begin), rows, err
}

func (t bare) fill(tx *sql.Tx) (rows int64, err error) {
	if _, err := tx.Exec(t.create); err != nil {
		return 0, err
	}
	insert, err := tx.Prepare(t.insert)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	args := make([]any, t.columns)
	err = cut(t.file, func(fields []string) error {
		clear(args)
		for i := range min(len(args), len(fields)) {
			args[i] = fields[i]
		}
		rows++
		_, err := insert.Exec(args...)
		return err
	})
	return rows, err
}

// floor reads the files and cuts their lines, and nothing else.
func floor(files tables) (took time.Duration, size int64, err error) {
	begin := time.Now()
	for _, t := range files.bare() {
		err := cut(t.file, func(fields []string) error {
			for _, f := range fields {
				size += int64(len(f)) + 1
			}
			return nil
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return time.Since(begin), size, nil
}

// longest is more than the longest line: a capital's spellings take some 20 kB.
const longest = 1 << 20

// cut calls fn for every line below the header, cut at its tabs.
func cut(path string, fn func(fields []string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, longest)
	for n := 0; lines.Scan(); n++ {
		if n == 0 {
			continue
		}
		if err := fn(strings.Split(lines.Text(), "\t")); err != nil {
			return err
		}
	}
	return lines.Err()
}
