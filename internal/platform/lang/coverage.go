package lang

import (
	"fmt"
	"io/fs"
)

// Coverage says how far a language's texts can be relied on.
type Coverage struct {
	Lang     string
	Keys     int // messages that the language has
	Reviewed int // of those, the ones that a native speaker has read and approved
}

// readReviewed reads messages/reviewed.json: language → the keys whose present text a
// native speaker approved. Who changes a text takes its key out of the list.
func readReviewed(files fs.FS, c *Catalog) error {
	if err := readJSON(files, "messages/reviewed.json", &c.reviewed); err != nil {
		return fmt.Errorf("messages/reviewed.json: %w", err)
	}
	for code, keys := range c.reviewed {
		if !c.Has(code) {
			return fmt.Errorf("messages/reviewed.json: no language %q", code)
		}
		for _, key := range keys {
			if !c.printers[code].Has(key) {
				return fmt.Errorf("messages/reviewed.json: %s has no key %s", code, key)
			}
		}
	}
	return nil
}

// Coverage lists the languages in their order with the number of their messages and
// of those that a native speaker reviewed, for the page on translations.
func (c *Catalog) Coverage() []Coverage {
	out := make([]Coverage, 0, len(c.langs))
	for _, code := range c.langs {
		out = append(out, Coverage{code, len(c.printers[code].messages), len(c.reviewed[code])})
	}
	return out
}
