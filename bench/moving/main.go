// Command moving measures how quickly an office's list is read, understood and what
// memory that takes at most, for CSV and XLSX of 20,000 rows made from the real towns in
// TWINTOWN_DATASETS (../shared/data by default), and for files that mean harm.
//
// Promised: a hostile file costs 256 MiB and 10 s at most, and is refused. The peer is the
// plain library on the same file: excelize's GetRows for XLSX, encoding/csv for CSV, which
// only read. The floor is unpacking the archive, or copying the bytes.
//
//	go run ./bench/moving
//
// Each measurement is a process of its own, so that its memory is its own. It exits with
// 1 when a promise is not kept.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// What is promised of a file that means harm.
const (
	promisedTime   = 10 * time.Second
	promisedMemory = 256 << 20
)

func main() {
	if len(os.Args) == 3 { // a process of its own, started by measure
		if err := work(os.Args[1], os.Args[2]); err != nil {
			fmt.Println(err)
			os.Exit(3)
		}
		return
	}
	good, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "moving:", err)
		os.Exit(1)
	}
	if !good {
		fmt.Fprintln(os.Stderr, "moving: a promise is not kept")
		os.Exit(1)
	}
}

// rows is how long the lists are: as long as Read takes.
const rows = 20_000

func run() (good bool, err error) {
	folder, err := os.MkdirTemp("", "twintown-bench-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(folder)
	towns, err := readTowns()
	if err != nil {
		return false, err
	}
	list := filepath.Join(folder, "list.csv")
	book := filepath.Join(folder, "list.xlsx")
	if err := errors.Join(writeCSV(list, towns), writeXLSX(book, towns)); err != nil {
		return false, err
	}
	for _, m := range []struct{ title, what, path string }{
		{"CSV: read", "read", list},
		{"CSV: peer, encoding/csv", "plain-csv", list},
		{"CSV: floor, copied", "copy", list},
		{"XLSX: read", "read", book},
		{"XLSX: peer, excelize GetRows", "plain-xlsx", book},
		{"XLSX: floor, unpacked", "unpack", book},
		{"nothing: the process alone", "nothing", list},
	} {
		r, err := measure(m.what, m.path)
		if err != nil {
			return false, fmt.Errorf("%s: %w", m.title, err)
		}
		r.print(m.title, rows)
	}
	if err := plan(list, towns); err != nil {
		return false, err
	}
	return hostile(folder)
}

// hostile reads files that mean harm, beside the peer.
func hostile(folder string) (good bool, err error) {
	good = true
	for _, h := range hostiles() {
		path := filepath.Join(folder, strings.ReplaceAll(h.name, " ", "-")+".xlsx")
		if err := h.write(path); err != nil {
			return false, err
		}
		ours, err := measure("read", path)
		if err != nil {
			return false, err
		}
		peer, err := measure("plain-xlsx", path)
		if err != nil {
			return false, err
		}
		kept := ours.refused && ours.took <= promisedTime && ours.memory <= promisedMemory
		good = good && kept
		fmt.Printf("%-32s %6.2f s %5d MB, refused %t   peer %6.2f s %5d MB, refused %t\n", h.name,
			ours.took.Seconds(), ours.memory>>20, ours.refused, peer.took.Seconds(), peer.memory>>20, peer.refused)
	}
	fmt.Printf("promised: refused, ≤ %.0f s, ≤ %d MB\n", promisedTime.Seconds(), promisedMemory>>20)
	return good, nil
}

// result is one process.
type result struct {
	took    time.Duration
	memory  int64 // at most, in bytes
	refused bool
}

func (r result) print(title string, rows int) {
	fmt.Printf("%-32s %6.2f s  %9.0f rows/s  %4d MB at most\n", title, r.took.Seconds(), float64(rows)/r.took.Seconds(), r.memory>>20)
}

// measure runs a piece of work in a process of its own; it prints how long it took.
func measure(what, path string) (r result, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	cmd := exec.Command(self, what, path)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	exit, failed := errors.AsType[*exec.ExitError](err)
	if err != nil && !failed {
		return r, err
	}
	if r.refused = failed; failed && exit.ExitCode() != 3 && what == "read" {
		return r, fmt.Errorf("%s of %s: %w: %s", what, path, err, out)
	}
	var micros, kilobytes int64
	if _, err := fmt.Sscan(string(out), &micros, &kilobytes); err != nil {
		return r, fmt.Errorf("%s of %s: %w: %s", what, path, err, out)
	}
	r.took, r.memory = time.Duration(micros)*time.Microsecond, kilobytes<<10
	return r, nil
}

// readTowns are the first towns of the data set.
func readTowns() (all [][]string, err error) {
	in := os.Getenv("TWINTOWN_DATASETS")
	if in == "" {
		in = filepath.Join("..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(in, "towns.tsv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 0; lines.Scan(); n++ {
		// the header, and five rows in six: the towns lie by country
		if fields := strings.Split(lines.Text(), "\t"); n > 0 && n%5 == 0 && len(fields) > 2 {
			if all = append(all, fields); len(all) == rows-1 {
				break
			}
		}
	}
	return all, lines.Err()
}
