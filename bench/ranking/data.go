package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/place"
	"twintown/starter"
)

// data is the benchmark as the ranking sees it.
type data struct {
	world      *score.World
	train      []score.Pair
	doubted    map[score.Pair]bool // of low confidence, not to be asked about
	warm, cold []score.Question
}

func folder() string {
	if f := os.Getenv("TWINTOWN_DATASETS"); f != "" {
		return f
	}
	return filepath.Join("..", "shared", "data")
}

// rows calls f with the fields of each line but the header.
func rows(name string, f func(field []string) error) error {
	path := filepath.Join(folder(), name)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing: set TWINTOWN_DATASETS to the folder of the benchmarks", path)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20) // the longest list of spellings has 9 kB
	lines.Scan()             // the header
	for lines.Scan() {
		if err := f(strings.Split(lines.Text(), "\t")); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return lines.Err()
}

func load() (*data, error) {
	places, err := atlas()
	if err != nil {
		return nil, err
	}
	d := &data{world: match.WorldOf(places, match.Facts(starter.Countries())), doubted: map[score.Pair]bool{}}
	return d, d.readPairs(places)
}

func atlas() (*place.Atlas, error) {
	var all []place.Place
	err := rows("towns.tsv", func(f []string) error {
		id, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil {
			return err
		}
		lat, errLat := strconv.ParseFloat(f[4], 64)
		lon, errLon := strconv.ParseFloat(f[5], 64)
		population, _ := strconv.ParseInt(f[6], 10, 64) // empty: not known
		p := place.Place{
			ID: id, Name: f[1], Country: f[2], Region: f[2] + "/" + f[3], Lat: lat, Lon: lon,
			Population: population, Feature: f[7], Kind: place.KindOf(f[7]),
		}
		if f[8] != "" {
			p.Variants = strings.Split(f[8], "|")
		}
		all = append(all, p)
		return errors.Join(errLat, errLon)
	})
	if err != nil {
		return nil, err
	}
	code(all)
	return place.NewAtlas(all, nil, nil), nil
}

// code gives regions the codes by which the embedded model knows them: that which most of a region's towns have in
// the starter.
func code(all []place.Place) {
	known := map[int64]string{}
	for t := range starter.Towns() {
		known[t.ID] = t.Region
	}
	votes := map[string]map[string]int{}
	for _, p := range all {
		if c := known[p.ID]; c != "" {
			if votes[p.Region] == nil {
				votes[p.Region] = map[string]int{}
			}
			votes[p.Region][c]++
		}
	}
	for i := range all {
		best, most := all[i].Region, 0
		for c, n := range votes[all[i].Region] {
			if n > most || n == most && c < best {
				best, most = c, n
			}
		}
		all[i].Region = best
	}
}

func (d *data) readPairs(places *place.Atlas) error {
	var warm, cold []score.Asked
	err := rows("twinnings.tsv", func(f []string) error {
		a, b, err := pair(places, f)
		if err != nil {
			return err
		}
		there, back := score.Asked{From: a, To: b}, score.Asked{From: b, To: a}
		switch f[5] {
		case "train":
			d.train = append(d.train, score.Pair{A: a, B: b})
			if f[4] == "low" {
				x, y := d.world.Lead[a], d.world.Lead[b]
				d.doubted[score.Pair{A: min(x, y), B: max(x, y)}] = true
			}
		case "valid_warm":
			warm = append(warm, there, back)
		case "valid_cold":
			if f[6] == f[0] {
				cold = append(cold, there)
			} else {
				cold = append(cold, back)
			}
		}
		return nil
	})
	d.warm, d.cold = score.Questions(warm), score.Questions(cold)
	return err
}

func pair(places *place.Atlas, f []string) (a, b int32, err error) {
	for i, at := range []*int32{&a, &b} {
		id, err := strconv.ParseInt(f[i], 10, 64)
		if err != nil {
			return 0, 0, err
		}
		index, ok := places.Index(id)
		if !ok {
			return 0, 0, fmt.Errorf("%d is not among the places", id)
		}
		*at = int32(index)
	}
	return a, b, nil
}
