package partnership_test

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/source"
)

// twinnings reads the pairs of the benchmark's data.
func twinnings(t testing.TB) []partnership.Listed {
	t.Helper()
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(folder, "twinnings.tsv"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the benchmark's data are not here: ", err)
	}
	defer f.Close()
	var all []partnership.Listed
	for lines := bufio.NewScanner(f); lines.Scan(); {
		v := strings.Split(lines.Text(), "\t")
		a, err := strconv.ParseInt(v[0], 10, 64)
		if err != nil {
			continue // the heading
		}
		b, _ := strconv.ParseInt(v[1], 10, 64)
		year, _ := strconv.Atoi(v[2])
		lists, _ := strconv.Atoi(v[3])
		all = append(all, partnership.Listed{A: a, B: b, Listing: partnership.Listing{
			Year: year, Lists: lists, Confidence: source.Confidence(v[4]), Source: "lists",
		}})
	}
	return all
}

// TestManyPairs writes and reads the pairs of the benchmark and says how long it took.
func TestManyPairs(t *testing.T) {
	all := twinnings(t)
	d := dbtest.SQLite(t)
	timed := func(what string, fn func()) {
		start := time.Now()
		fn()
		t.Logf("%-28s %v", what, time.Since(start).Round(time.Millisecond))
	}
	timed("write "+strconv.Itoa(len(all))+" pairs", func() { putListed(t, d, all...) })
	timed("write them again", func() {
		if n := putListed(t, d, all...); n != 0 {
			t.Errorf("again: %d rows", n)
		}
	})
	var g *partnership.Graph
	var err error
	timed("build the graph", func() { g, err = partnership.NewStore(d).Graph(t.Context()) })
	if err != nil || g.Len() != len(all) {
		t.Fatalf("graph of %d pairs, %v; want %d", g.Len(), err, len(all))
	}
	var file bytes.Buffer
	timed("save it", func() { err = g.Save(&file) })
	size := file.Len()
	timed("read it back", func() { _, err = partnership.ReadGraph(&file) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("snapshot: %d bytes", size)
	timed("the partners of 1000 places", func() {
		store := partnership.NewStore(d)
		for _, place := range g.Places()[:1000] {
			if all, err := store.OfPlace(t.Context(), place); err != nil || len(all) != len(g.Of(place)) {
				t.Fatalf("%d: %d, %v", place, len(all), err)
			}
		}
	})
	timed("read every one", func() {
		if err := partnership.NewStore(d).Each(t.Context(), func(partnership.Partnership) error { return nil }); err != nil {
			t.Error(err)
		}
	})
}
