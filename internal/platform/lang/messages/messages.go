// Package messages holds what the program says, one file for each language.
//
// It is a package of its own, on which only the program and tests stand: whoever changes a
// sentence builds this package again and not all that prints something.
//
//	catalog, err := messages.Default()
//	catalog.Printer("pl").T("town.partners.count", "n", 12)
package messages

import (
	"embed"
	"sync"

	"twintown/internal/platform/lang"
)

//go:embed *.json
var files embed.FS

// builtIn are the messages, read once.
var builtIn = sync.OnceValues(func() (*lang.Catalog, error) { return lang.Read(files) })

// Default gives the messages that are built into the program; what is missing is
// remembered by each catalogue for itself. An error names the file and the key that
// cannot be read.
func Default() (*lang.Catalog, error) {
	c, err := builtIn()
	if err != nil {
		return nil, err
	}
	return c.Own(), nil
}
