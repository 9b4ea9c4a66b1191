// Command gen bundles the sources of package ui into ui/dist: style sheet, script,
// icon and fonts, minified, each named by the hash of its content. It is run by
// "go generate ./ui" in the folder ui, and writes the folder anew each time, so that
// nothing of an earlier run stays in the program.
package main

import (
	"fmt"
	"os"

	"twintown/ui/internal/bundle"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	files, err := bundle.Build(".")
	if err != nil {
		return err
	}
	if err := os.RemoveAll("dist"); err != nil {
		return err
	}
	if err := os.MkdirAll("dist", 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile("dist/"+name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
