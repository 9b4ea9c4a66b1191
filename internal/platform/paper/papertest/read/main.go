// Command read is the process that reads documents, without the rest of the program: for
// tests, which may run under a race detector that needs more memory than the process may
// have. Tests get it from [twintown/internal/platform/paper/papertest.Process].
package main

import (
	"os"

	"twintown/internal/platform/paper"
)

func main() {
	if !paper.Is(os.Args[1:]) {
		os.Exit(2)
	}
	os.Exit(paper.Main(os.Args[1:]))
}
