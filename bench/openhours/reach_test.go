package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// datasets is the folder of the benchmarks. Without it the test cannot say
// anything: it fails where changes land, and says so elsewhere.
func datasets(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the data of the benchmarks are missing; set TWINTOWN_DATASETS: ", err)
		}
		t.Skip("LEFT OUT: the data of the benchmarks are missing; set TWINTOWN_DATASETS: ", err)
	}
	return folder
}

// leastOfFull is the promised share of all cases without school holidays and modes.
const leastOfFull = 0.93

// TestReach holds the language to its promised shares.
func TestReach(t *testing.T) {
	cases, err := readCases(datasets(t))
	if err != nil {
		t.Fatal(err)
	}
	shares, good, all := map[string][2]int{}, 0, 0
	for i := range cases {
		c := &cases[i]
		why, group := judge(c), c.group()
		s := shares[c.Level+" "+c.Kind+" "+group]
		if s[1]++; why == "" {
			s[0]++
		}
		shares[c.Level+" "+c.Kind+" "+group] = s
		if group == "promised" || group == "abroad" {
			if all++; why == "" {
				good++
			}
		}
		switch {
		case why == "":
		case group == "promised" && c.Level != "full":
			t.Errorf("%s: %q (%s): %s", c.Level, c.Value, c.Name, why)
		default:
			t.Logf("case %d, %s, %s, %s: %q: %s", i, c.Level, c.Kind, group, c.Value, why)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		t.Logf("%-40s %3d of %3d", name, shares[name][0], shares[name][1])
	}
	t.Logf("all without school holidays and modes: %d of %d, %.1f %%", good, all, 100*float64(good)/float64(all))
	if float64(good) < leastOfFull*float64(all) {
		t.Errorf("%d of %d cases; promised are %.0f %%", good, all, 100*leastOfFull)
	}
}
