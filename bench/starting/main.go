// Command starting measures how long the compiled program takes from its start
// until look-up and ranking answer (/readyz is 200): the first time on an empty
// folder, and later on the folder it left.
//
// Promised: 10 s the first time, 2 s later. The peer is the first start without
// its slowest part, a later start that has to rebuild its snapshot. The floor is
// reading the bytes of database and snapshot from the disk.
package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
	"time"
)

// laterStarts is how many later starts the median is taken of.
const laterStarts = 5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	binary, data := filepath.Join(folder, "twintown"), filepath.Join(folder, "data")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/twintown").CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	first, rss, err := start(binary, data)
	if err != nil {
		return err
	}
	fmt.Printf("first start on an empty folder   %6.2f s   promised ≤ 10 s   (peak memory %d MB)\n", first.Seconds(), rss>>20)
	later := make([]time.Duration, laterStarts)
	for i := range later {
		if later[i], rss, err = start(binary, data); err != nil {
			return err
		}
	}
	slices.Sort(later)
	fmt.Printf("later start, median of %d         %6.2f s   promised ≤ 2 s    (slowest %.2f s, peak memory %d MB)\n",
		laterStarts, later[laterStarts/2].Seconds(), later[laterStarts-1].Seconds(), rss>>20)
	if err := os.Remove(filepath.Join(data, "world.snapshot")); err != nil {
		return err
	}
	peer, _, err := start(binary, data)
	if err != nil {
		return err
	}
	fmt.Printf("peer: the same without snapshot  %6.2f s\n", peer.Seconds())
	floor, bytes, err := read(data)
	fmt.Printf("floor: reading its %3d MB        %6.2f s\n", bytes>>20, floor.Seconds())
	return err
}

var address = regexp.MustCompile(`http://localhost:\d+`)

// start runs the program until it is ready, stops it, and returns how long that
// took and how much memory it had at most.
func start(binary, data string) (time.Duration, int64, error) {
	cmd := exec.Command(binary, "serve", "--demo=false", "--addr", "127.0.0.1:0", "--data", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	var site string
	for lines := bufio.NewScanner(out); site == "" && lines.Scan(); {
		site = address.FindString(lines.Text())
	}
	resp, err := http.Get(site + "/readyz")
	took := time.Since(begin)
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			err = fmt.Errorf("/readyz answers %s", resp.Status)
		}
	}
	cmd.Process.Signal(syscall.SIGTERM)
	if werr := cmd.Wait(); err == nil {
		err = werr
	}
	rss := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // Linux counts in kB
	return took, rss, err
}

// read reads every file of the folder, as a start without any work would.
func read(folder string) (took time.Duration, size int64, err error) {
	begin := time.Now()
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		size += int64(len(b))
		return err
	})
	return time.Since(begin), size, err
}
