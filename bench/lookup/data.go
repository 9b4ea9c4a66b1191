package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"twintown/internal/place"
)

// query is one line of name_queries.tsv.
type query struct {
	class, text string
	id          int64
}

// spelling is one name of a town.
type spelling struct {
	id         int64
	population int64
	text       string
}

// lines calls fn with the columns of every line but the first.
func lines(path string, columns int, fn func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w (TWINTOWN_DATASETS names the folder of the data sets)", err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20) // the longest line, a capital with all its names, has 12 kB
	for n := 1; in.Scan(); n++ {
		row := strings.Split(in.Text(), "\t")
		if n == 1 {
			continue
		}
		if len(row) < columns {
			return fmt.Errorf("%s:%d: %d columns", path, n, len(row))
		}
		if err := fn(row); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return in.Err()
}

func readTowns(path string) (towns []place.Place, err error) {
	err = lines(path, 9, func(row []string) error {
		p := place.Place{Name: row[1], Country: row[2], Feature: row[7], Kind: place.KindOf(row[7])}
		p.ID, _ = strconv.ParseInt(row[0], 10, 64)
		p.Lat, _ = strconv.ParseFloat(row[4], 64)
		p.Lon, _ = strconv.ParseFloat(row[5], 64)
		p.Population, _ = strconv.ParseInt(row[6], 10, 64) // empty: unknown
		if row[8] != "" {
			p.Variants = strings.Split(row[8], "|")
		}
		towns = append(towns, p)
		return nil
	})
	return towns, err
}

func readQueries(path string) (queries []query, err error) {
	err = lines(path, 3, func(row []string) error {
		id, err := strconv.ParseInt(row[2], 10, 64)
		queries = append(queries, query{row[0], row[1], id})
		return err
	})
	return queries, err
}

func spellingsOf(towns []place.Place) (all []spelling) {
	for _, p := range towns {
		all = append(all, spelling{p.ID, p.Population, p.Name})
		for _, v := range p.Variants {
			all = append(all, spelling{p.ID, p.Population, v})
		}
	}
	return all
}
