// Package registry holds the facts that people wrote by hand for the starter:
// what towns are called and why, the stories of partnerships with their acts and
// sources, caveats for the partner finder, and units that no gazetteer lists.
//
// Each kind of fact is one file that a person can read and edit:
//
//	names.tsv           names of places by language, with kind, period and source
//	places.json         units that the starter's towns lack: counties, regions, municipalities
//	partnerships.json   partnerships: parties, dated acts, contradicting claims, stories
//	notices.json        caveats: dated facts with scope and text in every language
//	sources.json        where all of it comes from, by code
//	lookups.tsv         spellings that look-up must answer with the right town first
//
// The files are the source of truth. Their fields have the names and forms that
// the packages source, place and partnership use in JSON, so that an importer maps
// a record by writing it as JSON and reading it as its own type. Keys are stable:
// the importer makes identifiers from them, so a key never changes and is never
// used again for something else.
//
// Reading is strict: an unknown field, a date that is none, a source without an
// entry or a text without one of the eight languages is an error, found by this
// package's tests before it can reach anybody.
//
//	all, err := registry.Read()
//	for _, p := range all.Partnerships {
//		fmt.Println(p.Key, len(p.Acts), "acts")
//	}
//
// Whether parties exist among the starter's towns is checked by a test that reads
// both, since this package imports nothing but the standard library.
package registry

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

//go:embed names.tsv lookups.tsv places.json sources.json partnerships.json notices.json
var files embed.FS

// Registry is all that the files say. Slices keep the order of the files.
type Registry struct {
	Places       []Place
	Sources      []Source
	Partnerships []Partnership
	Notices      []Notice
	Names        []Name
	Lookups      []Lookup
}

// Languages are the languages in which every text for readers must exist.
func Languages() []string {
	return []string{"pl", "en", "de", "fr", "lt", "ru", "be", "uk"}
}

// Read reads and checks the embedded files. The error names the file and the
// record; it means a broken build.
func Read() (*Registry, error) {
	var r Registry
	err := firstError(
		decode("places.json", "places", &r.Places),
		decode("sources.json", "sources", &r.Sources),
		decode("partnerships.json", "partnerships", &r.Partnerships),
		decode("notices.json", "notices", &r.Notices),
		table("names.tsv", nameColumns, func(f []string) error { return addName(&r.Names, f) }),
		table("lookups.tsv", lookupColumns, func(f []string) error { return addLookup(&r.Lookups, f) }),
	)
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, fmt.Errorf("starter registry: %w", err)
	}
	return &r, nil
}

// decode reads the list that stands under one name in an embedded JSON file.
func decode[T any](file, list string, into *[]T) error {
	content, err := files.ReadFile(file)
	if err == nil {
		err = decodeList(content, list, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// decodeList reads one object that holds nothing but the list. A field that the
// list's type does not have is an error, as is anything after the object.
func decodeList[T any](content []byte, list string, into *[]T) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	whole := map[string]*[]T{}
	if err := d.Decode(&whole); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the object")
	}
	if whole[list] == nil || len(whole) != 1 {
		return fmt.Errorf("want one object with the list %q", list)
	}
	*into = *whole[list]
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
