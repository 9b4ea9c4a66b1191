// Command bench prints every promised figure beside a peer and a physical
// floor, in one run:
//
//	go run ./bench              all of them
//	go run ./bench ranking      one
//
// Each figure has a program of its own in a folder beside this file, which says
// what is promised, who the peer is and what the floor means. They read the real
// data in TWINTOWN_DATASETS (default ../shared/data, beside the checkout).
// Figures depend on the machine; they never decide whether a test passes.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
)

// benches are the figures in the order in which a reader meets them.
var benches = []string{"starting", "serving", "lookup", "importing", "moving", "ranking", "openhours", "gallery", "forum", "papers", "acts", "registering", "eligibility", "observatory"}

func main() {
	wanted := os.Args[1:]
	for _, name := range wanted {
		if !slices.Contains(benches, name) {
			fmt.Fprintf(os.Stderr, "there is no bench %q; there are %q\n", name, benches)
			os.Exit(2)
		}
	}
	fmt.Printf("%s/%s, %d cores, %s\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	for _, name := range benches {
		if len(wanted) > 0 && !slices.Contains(wanted, name) {
			continue
		}
		fmt.Printf("\n== %s\n", name)
		cmd := exec.Command("go", "run", "./bench/"+name)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			os.Exit(1)
		}
	}
}
