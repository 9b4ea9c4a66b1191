// Command importing measures how long the compiled program takes to take in two
// tables, 111,524 places and 28,484 pairs of partners, into a new folder with
// SQLite, and how much memory it needs at most. It reads towns.tsv and twinnings.tsv
// from the folder that TWINTOWN_DATASETS names (../shared/data by default).
//
// Promised: 20 s and 500 MB. The peer is what a script would do: one prepared
// INSERT for each row, without any check, into bare tables of the same driver, all
// in one transaction. The floor is reading the files and cutting their lines.
//
//	go run ./bench/importing
//
// A second import of the same files shows what a repeat costs that changes nothing.
// It exits with 1 when a promise is not kept.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// What is promised.
const (
	promisedTime   = 20 * time.Second
	promisedMemory = 500 << 20
)

func main() {
	good, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "importing:", err)
		os.Exit(1)
	}
	if !good {
		fmt.Fprintln(os.Stderr, "importing: a promise is not kept")
		os.Exit(1)
	}
}

// tables are the two files.
type tables struct{ places, pairs string }

func run() (good bool, err error) {
	in := os.Getenv("TWINTOWN_DATASETS")
	if in == "" {
		in = filepath.Join("..", "shared", "data")
	}
	files := tables{filepath.Join(in, "towns.tsv"), filepath.Join(in, "twinnings.tsv")}
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(folder)
	binary, data := filepath.Join(folder, "twintown"), filepath.Join(folder, "data")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/twintown").CombinedOutput(); err != nil {
		return false, fmt.Errorf("%w: %s", err, out)
	}
	first, err := ours(binary, data, files)
	if err != nil {
		return false, err
	}
	again, err := ours(binary, data, files)
	if err != nil {
		return false, err
	}
	first.print("into a new folder")
	again.print("the same files again")
	if again.written != 0 {
		return false, fmt.Errorf("the repeat wrote %d rows", again.written)
	}
	plain, rows, err := peer(filepath.Join(folder, "peer.db"), files)
	if err != nil {
		return false, err
	}
	fmt.Printf("peer: prepared inserts, no checks %6.2f s  %8.0f rows/s\n", plain.Seconds(), float64(rows)/plain.Seconds())
	cut, size, err := floor(files)
	if err != nil {
		return false, err
	}
	fmt.Printf("floor: reading and cutting %2d MB  %6.2f s\n", size>>20, cut.Seconds())
	fmt.Printf("promised: ≤ %.0f s, ≤ %d MB\n", promisedTime.Seconds(), promisedMemory>>20)
	return first.took <= promisedTime && first.memory <= promisedMemory, nil
}

// result is one run of the program.
type result struct {
	took          time.Duration
	memory        int64 // at most, in bytes
	rows, written int64
}

func (r result) print(title string) {
	fmt.Printf("%-33s %6.2f s  %8.0f rows/s  %4d MB at most, %d of %d rows written\n",
		title, r.took.Seconds(), float64(r.rows)/r.took.Seconds(), r.memory>>20, r.written, r.rows)
}

// ours runs the program as an operator does, from its start to its end.
func ours(binary, data string, files tables) (r result, err error) {
	cmd := exec.Command(binary, "import", "csv", "--empty", "--json", "--data", data, "--places", files.places, "--partnerships", files.pairs)
	cmd.Stderr = os.Stderr
	begin := time.Now()
	out, err := cmd.Output()
	r.took = time.Since(begin)
	if err != nil {
		return r, fmt.Errorf("import: %w", err)
	}
	r.memory = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10 // Linux counts in kB
	var report struct {
		Files []struct{ Rows, Written int64 }
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return r, err
	}
	for _, f := range report.Files {
		r.rows += f.Rows
		r.written += f.Written
	}
	return r, nil
}
