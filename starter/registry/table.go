package registry

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Name is one row of names.tsv: what a place is called in a language.
type Name struct {
	Place  int64
	Lang   string // BCP 47
	Value  string
	Kind   string // as place.NameKind
	From   string // year or date of use; empty: open
	To     string
	Source string // a Source's code
}

// Lookup is one row of lookups.tsv: a spelling as somebody types it, and the town
// that must come first on the starter.
type Lookup struct {
	Query string
	Lang  string // in which language it is a name; empty: a spelling of none
	Place int64
}

var (
	nameColumns   = []string{"geonames_id", "lang", "value", "kind", "from", "to", "source"}
	lookupColumns = []string{"query", "lang", "geonames_id"}
)

// table reads a file of tab-separated rows under a header. Empty lines and lines
// that begin with # are for the eyes of people.
func table(file string, columns []string, add func(fields []string) error) error {
	content, err := files.ReadFile(file)
	if err == nil {
		err = readTable(string(content), columns, add)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func readTable(content string, columns []string, add func(fields []string) error) error {
	header := false
	for i, line := range strings.Split(content, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if !header {
			header = true
			if !slices.Equal(fields, columns) {
				return fmt.Errorf("header is %q, want %q", fields, columns)
			}
			continue
		}
		if len(fields) != len(columns) {
			return fmt.Errorf("line %d: %d fields, want %d", i+1, len(fields), len(columns))
		}
		if err := add(fields); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

func addName(names *[]Name, f []string) error {
	id, err := strconv.ParseInt(f[0], 10, 64)
	if err != nil {
		return err
	}
	*names = append(*names, Name{id, f[1], f[2], f[3], f[4], f[5], f[6]})
	return nil
}

func addLookup(lookups *[]Lookup, f []string) error {
	id, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil {
		return err
	}
	*lookups = append(*lookups, Lookup{f[0], f[1], id})
	return nil
}
