// Command gen writes what the package lang knows of each language: cldr/<lang>.json,
// drawn from Unicode's CLDR as the npm packages cldr-* publish it, and
// testdata/plurals.json, CLDR's own samples, which the tests take as the oracle.
//
// It is run by "go generate ./internal/platform/lang" with npm at hand and needs the
// network once; the result is committed, so that no build needs either. The
// languages are those that have a file in messages/. To add a ninth: put its message
// file there, run this, and read the result as a speaker of it would.
//
// CLDR is right nearly always. Where the way people write in a language differs,
// house.go says what and why, and the generator applies it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	if err := run("."); err != nil {
		log.Fatal("gen: ", err)
	}
}

// run writes the files below dir, the folder of the package lang.
func run(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, "messages", "??.json"))
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "cldr")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	src := source{dir: temp}
	if err := src.fetch(); err != nil {
		return err
	}
	samples := map[string]map[string][]string{}
	for _, name := range names {
		code := strings.TrimSuffix(filepath.Base(name), ".json")
		if err := generate(src, dir, code, samples); err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
	}
	return write(filepath.Join(dir, "testdata", "plurals.json"), samples)
}

func generate(src source, dir, code string, samples map[string]map[string][]string) error {
	l, err := readLocale(src, code)
	if err != nil {
		return err
	}
	if samples[code], err = src.pluralSamples(code); err != nil {
		return err
	}
	keepHouse(code, l)
	return write(filepath.Join(dir, "cldr", code+".json"), l)
}

// write stores v as JSON with one line per entry, so that a new CLDR shows as a
// readable difference.
func write(name string, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
