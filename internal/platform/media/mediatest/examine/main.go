// Command examine is the process that examines files, without the rest of the program:
// for tests, which may run under a race detector that needs more memory than the process
// may have. Tests get it from [twintown/internal/platform/media/mediatest.Process], which
// builds it plainly.
package main

import (
	"os"

	"twintown/internal/platform/media"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != media.Command {
		os.Exit(2)
	}
	os.Exit(media.Main(os.Args[2:]))
}
