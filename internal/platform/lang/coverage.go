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

// readReviewed reads messages/reviewed.json: language → key → the text that a native
// speaker approved. An approval holds for that text alone: it lapses by itself when
// somebody changes the message.
func readReviewed(files fs.FS) (map[string]map[string]string, error) {
	var reviewed map[string]map[string]string
	if err := readJSON(files, "messages/reviewed.json", &reviewed); err != nil {
		return nil, fmt.Errorf("messages/reviewed.json: %w", err)
	}
	return reviewed, nil
}

// Coverage lists the languages in their order with the number of their messages and
// of those that a native speaker reviewed, for the page on translations.
func (c *Catalog) Coverage() []Coverage {
	out := make([]Coverage, 0, len(c.langs))
	for _, code := range c.langs {
		p := c.printers[code]
		out = append(out, Coverage{code, len(p.messages), p.reviewed})
	}
	return out
}
