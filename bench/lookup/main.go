// Command lookup measures the finding of towns by name.
//
// It reads towns.tsv and name_queries.tsv from the folder that TWINTOWN_DATASETS
// names (../shared/data from the repository by default), makes an atlas of the
// towns alone, and prints for each class of query how often the town was first and
// how often among the first ten, beside the target; the time of a query; what
// the index weighs and how long it takes to build, to save and to read back. Beside
// it stand a peer, SQLite's full-text index of trigrams on the same spellings, and
// a physical floor, one pass over the bytes of all spellings.
//
//	go run ./bench/lookup            # the table
//	go run ./bench/lookup -misses 9  # and queries of each class that went wrong
//
// Everything runs on one core. Each query is timed three times and the best
// counts, so that other work on the machine does not blur the picture. It exits with
// 1 when a target is missed.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"twintown/internal/names"
	"twintown/internal/place"
)

func main() {
	misses := flag.Int("misses", 0, "print so many misses of each class")
	peer := flag.Int("peer", 10, "ask the peer every n-th query; 0 leaves it out")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = filepath.Join("..", "shared", "data")
	}
	good, err := run(folder, *misses, *peer)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lookup:", err)
		os.Exit(1)
	}
	if !good {
		fmt.Fprintln(os.Stderr, "lookup: a target is missed")
		os.Exit(1)
	}
}

func run(folder string, misses, every int) (good bool, err error) {
	towns, err := readTowns(filepath.Join(folder, "towns.tsv"))
	if err != nil {
		return false, err
	}
	queries, err := readQueries(filepath.Join(folder, "name_queries.tsv"))
	if err != nil {
		return false, err
	}
	spellings := spellingsOf(towns)
	atlas, err := build(towns)
	if err != nil {
		return false, err
	}
	ours := measure(queries, func(q string) []int64 {
		var ids []int64
		for _, h := range atlas.Find(place.Query{Text: q, Limit: 10}) {
			ids = append(ids, h.ID)
		}
		return ids
	})
	good = ours.print("Twintown", true)
	fmt.Println("\nphysical floor: one pass over all spellings takes", floor(spellings))
	if misses > 0 {
		ours.printMisses(misses)
	}
	if every == 0 {
		return good, nil
	}
	trigrams, err := newTrigrams(spellings)
	if err != nil {
		return false, err
	}
	defer trigrams.close()
	var sample []query
	for i := 0; i < len(queries); i += every {
		sample = append(sample, queries[i])
	}
	fmt.Println()
	measure(sample, trigrams.find).print(fmt.Sprintf("peer: SQLite FTS5 trigram, every %dth query", every), false)
	return good, nil
}

// build makes the atlas, saves it, and reads it back, and says what each took.
func build(towns []place.Place) (*place.Atlas, error) {
	start := time.Now()
	atlas := place.NewAtlas(towns, nil, nil)
	built := time.Since(start)
	linked := 0
	for i := range atlas.Len() {
		if atlas.At(i).SameAs != 0 {
			linked++
		}
	}
	var file bytes.Buffer
	if err := atlas.Save(&file); err != nil {
		return nil, err
	}
	start = time.Now()
	again, err := place.ReadAtlas(bytes.NewReader(file.Bytes()))
	if err != nil {
		return nil, err
	}
	read := time.Since(start)
	size := file.Len()
	file = bytes.Buffer{}
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%d places, %d linked as second numbers; built in %v, snapshot %d MB, read in %v; heap %d MB with both\n\n",
		atlas.Len(), linked, built.Round(time.Millisecond), size>>20, read.Round(time.Millisecond), m.HeapAlloc>>20)
	return again, nil
}

// floor is what no index that reads every spelling can beat: the processor
// passes over their bytes once, looking for one that is not there.
func floor(spellings []spelling) time.Duration {
	var all []byte
	for _, s := range spellings {
		all = append(append(all, names.Fold(s.text)...), '\n')
	}
	best := time.Hour
	for range 5 {
		start := time.Now()
		if bytes.IndexByte(all, 0xff) >= 0 { // never in UTF-8
			return 0
		}
		best = min(best, time.Since(start))
	}
	return best.Round(time.Microsecond)
}

// quantile returns the q-th part of sorted times.
func quantile(times []time.Duration, q float64) time.Duration {
	slices.Sort(times)
	return times[min(int(q*float64(len(times))), len(times)-1)].Round(time.Microsecond)
}
