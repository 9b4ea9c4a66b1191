// Command serving measures how the compiled program answers over the loopback on the
// embedded default: how many requests a second, and how long the median and the
// slowest hundredth take, for pages and for programs.
//
// Each line is a bounded loop of requests over eight connections that are kept. The
// peer of each is net/http serving the same bytes from memory, without any work; the
// floor is net/http with an empty body. Pages that are kept are measured twice: as
// asked again, and as made anew (each time with another question). All answers are
// compressed, as browsers and programs ask for them.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

const (
	connections = 8
	// light and heavy are how many requests a line is measured by: enough for a slowest
	// hundredth, and done in seconds.
	light = 4000
	heavy = 400
)

// line is one address. "%d" in it stands for the number of the request, so that no
// answer can be kept.
type line struct {
	name, path string
	requests   int
}

var lines = []line{
	{"home page", "/en/", light},
	{"town page, asked again", "/en/places/776069-bialystok", light},
	{"town page, made anew", "/en/places/776069-bialystok?n=%d", heavy},
	{"look-up page", "/en/places?q=Bialistok&n=%d", light},
	{"look-up API", "/api/v1/places?q=Bialistok&n=%d", light},
	{"matches API, best 50 of the world", "/api/v1/places/776069/matches?n=%d", heavy},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) == 3 && os.Args[1] == "memory" { // this program as its own peer
		size, err := strconv.Atoi(os.Args[2])
		if err != nil {
			return err
		}
		return serveMemory(size)
	}
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "twintown")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/twintown").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	site, err := start(binary, "serve", "--demo=false", "--addr", "127.0.0.1:0", "--data", filepath.Join(folder, "data"))
	if err != nil {
		return err
	}
	defer site.stop()
	fmt.Printf("%-34s %10s %9s %9s %8s   %s\n", "", "requests/s", "p50 ms", "p99 ms", "bytes", "peer: these bytes from memory")
	for _, l := range lines {
		mine, err := measure(site.url+l.path, l.requests)
		if err != nil {
			return err
		}
		peer, err := fromMemory(mine.bytes)
		if err != nil {
			return err
		}
		fmt.Printf("%-34s %10.0f %9.2f %9.2f %8d   %.0f/s: %.3f of it\n", l.name, mine.rate, mine.p50, mine.p99, mine.bytes, peer.rate, mine.rate/peer.rate)
	}
	floor, err := fromMemory(0)
	fmt.Printf("%-34s %10.0f %9.2f %9.2f\n", "floor: an empty body", floor.rate, floor.p50, floor.p99)
	return err
}
