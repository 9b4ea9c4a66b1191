package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is the version of the program; a release build sets it with
// -ldflags "-X main.release=…".
var release = "development"

func version(_ context.Context, p *program, args []string) error {
	if _, err := p.parse(p.flags("version"), args, 0, 0); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "twintown %s %s/%s %s\n", release, runtime.GOOS, runtime.GOARCH, runtime.Version())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				fmt.Fprintln(p.out, s.Value)
			}
		}
	}
	return nil
}
