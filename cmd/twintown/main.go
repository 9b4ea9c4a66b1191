// Command twintown helps a town find its partner towns and keeps the
// partnership alive.
//
//	twintown serve             the site
//	twintown lookup NAME       find a place by any spelling
//	twintown match PLACE       the best partners for a place, with reasons
//	twintown help              everything else
//
// This file starts the program; command.go holds the table of sub-commands,
// and each sub-command has a file of its own.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container of one file has no time zones

	"twintown/internal/platform/media"
	"twintown/internal/platform/paper"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == media.Command {
		os.Exit(media.Main(os.Args[2:])) // this process only looks at one foreign file
	}
	if paper.Is(os.Args[1:]) {
		os.Exit(paper.Main(os.Args[1:])) // this one only reads one
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.LookupEnv}
	os.Exit(p.run(ctx, os.Args[1:]))
}
