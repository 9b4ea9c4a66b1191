package main

import (
	"os"
	"path/filepath"
	"testing"

	"twintown/internal/place"
)

// datasets is the folder of the benchmarks. Without it the test cannot say
// anything: it fails where changes land, and says so elsewhere.
func datasets(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the data of the benchmarks are missing; set TWINTOWN_DATASETS: ", err)
		}
		t.Skip("LEFT OUT: the data of the benchmarks are missing; set TWINTOWN_DATASETS: ", err)
	}
	return folder
}

// TestReach holds the look-up to its promised shares; its speed is for the
// benchmark to print.
func TestReach(t *testing.T) {
	folder := datasets(t)
	towns, err := readTowns(filepath.Join(folder, "towns.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	queries, err := readQueries(filepath.Join(folder, "name_queries.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	atlas := place.NewAtlas(towns, nil, nil)
	found := measure(queries, func(q string) (ids []int64) {
		for _, h := range atlas.Find(place.Query{Text: q, Limit: 10}) {
			ids = append(ids, h.ID)
		}
		return ids
	})
	for _, target := range targets {
		o := found[target.class]
		if o == nil {
			t.Fatalf("no query of class %s", target.class)
		}
		first, ten := float64(o.first)/float64(o.asked), float64(o.ten)/float64(o.asked)
		if first < target.first || ten < target.ten {
			t.Errorf("%s: first %.3f, among ten %.3f; promised %.3f, %.3f", target.class, first, ten, target.first, target.ten)
		}
	}
}
