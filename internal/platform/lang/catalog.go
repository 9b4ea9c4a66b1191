package lang

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:generate go run ./gen

//go:embed cldr
var cldr embed.FS

// order is the order in which languages are offered; others follow by code.
const order = "pl en de fr lt ru be uk"

// fallback is the language of a reader who asks for none that is here: most
// delegates read it.
const fallback = "en"

// Catalog holds the messages of all languages. It never changes after it is read.
type Catalog struct {
	langs    []string
	printers map[string]*Printer
	matcher  language.Matcher
	missing  sync.Map // key → true
}

// Read builds a catalogue from a folder that holds one file of messages for each language,
// "pl.json", and what native speakers reviewed, "reviewed.json". An error names the file and
// the key that cannot be read. The program's own messages are in package messages.
func Read(messages fs.FS) (*Catalog, error) { return read(beside{messages}) }

// beside puts a folder of messages beside what is known of languages.
type beside struct{ messages fs.FS }

func (b beside) Open(name string) (fs.File, error) {
	if name == "messages" {
		return b.messages.Open(".")
	}
	if inside, ok := strings.CutPrefix(name, "messages/"); ok {
		return b.messages.Open(inside)
	}
	return cldr.Open(name)
}

// Own is the same catalogue for another user, who remembers what is missing for herself.
func (c *Catalog) Own() *Catalog {
	own := &Catalog{langs: c.langs, printers: make(map[string]*Printer, len(c.printers)), matcher: c.matcher}
	for code, shared := range c.printers {
		p := *shared
		p.catalog = own
		own.printers[code] = &p
	}
	return own
}

// read builds a catalogue from messages/*.json and cldr/*.json in files.
func read(files fs.FS) (*Catalog, error) {
	c := &Catalog{printers: map[string]*Printer{}}
	names, err := fs.Glob(files, "messages/??.json")
	if err != nil {
		return nil, err
	}
	reviewed, err := readReviewed(files)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p, err := readPrinter(files, name, reviewed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.catalog = c
		c.printers[p.lang] = p
	}
	if c.printers[fallback] == nil {
		return nil, errors.New("no messages for " + fallback)
	}
	c.langs = slices.SortedFunc(maps.Keys(c.printers), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	c.matcher = newMatcher(c.langs)
	return c, nil
}

func rank(code string) int {
	if i := strings.Index(order, code); i >= 0 {
		return i
	}
	return len(order)
}

func readPrinter(files fs.FS, name string, reviewed map[string]map[string]string) (*Printer, error) {
	code := strings.TrimSuffix(path.Base(name), ".json")
	l, err := readLocale(files, code)
	if err != nil {
		return nil, err
	}
	var texts map[string]string
	if err := readJSON(files, name, &texts); err != nil {
		return nil, err
	}
	p := &Printer{lang: code, locale: l, collate: newCollation(code), messages: make(map[string][]segment, len(texts))}
	for key, text := range texts {
		if p.messages[key], err = parse(text); err != nil {
			return nil, fmt.Errorf("key %s: %w", key, err)
		}
		if approved, ok := reviewed[code][key]; ok && approved == text {
			p.reviewed++
		}
	}
	return p, nil
}

func readJSON(files fs.FS, name string, v any) error {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// Languages are the codes of the languages in the order in which they are offered.
// The caller may keep and change the slice.
func (c *Catalog) Languages() []string { return slices.Clone(c.langs) }

// Has says whether lang is one of the catalogue's languages.
func (c *Catalog) Has(lang string) bool { return c.printers[lang] != nil }

// Printer returns the printer of a language, the same one every time. A language
// that is not here gets English.
func (c *Catalog) Printer(lang string) *Printer {
	return cmp.Or(c.printers[lang], c.printers[fallback])
}

// Missing are the keys, and the key{placeholder}s, that were asked for since the
// start and were not there, sorted. A test of a page ends with an empty Missing.
func (c *Catalog) Missing() []string {
	var keys []string
	c.missing.Range(func(k, _ any) bool {
		keys = append(keys, k.(string))
		return true
	})
	slices.Sort(keys)
	return keys
}

// Match picks the language that suits an Accept-Language header best: the reader's
// own, or one that CLDR says a reader of it understands, else English. A header that
// cannot be read counts as none.
func (c *Catalog) Match(acceptLanguage string) string {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return fallback
	}
	if _, i, confidence := c.matcher.Match(tags...); confidence > language.No {
		return c.langs[i]
	}
	return fallback
}

// MatchAmong is Match for a site that offers only some of the catalogue's languages;
// fallback is what it offers to readers of none of them.
func (c *Catalog) MatchAmong(offered []string, fallback, acceptLanguage string) string {
	if len(offered) == len(c.langs) && fallback == "en" {
		return c.Match(acceptLanguage)
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 || len(offered) == 0 {
		return fallback
	}
	if _, i, confidence := newMatcher(offered).Match(tags...); confidence > language.No {
		return offered[i]
	}
	return fallback
}

func newMatcher(langs []string) language.Matcher {
	tags := make([]language.Tag, len(langs))
	for i, l := range langs {
		tags[i] = language.Make(l)
	}
	return language.NewMatcher(tags)
}
