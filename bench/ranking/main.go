// Command ranking measures the partner ranking on the benchmark in TWINTOWN_DATASETS.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"unicode"

	"twintown/internal/match/score"
	"twintown/starter"
)

func tsv(path string, f func([]string)) {
	fh, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer fh.Close()
	sc := bufio.NewScanner(fh)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	sc.Scan()
	for sc.Scan() {
		f(strings.Split(sc.Text(), "\t"))
	}
}

func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	o, _, _ := transform.String(t, strings.ToLower(s))
	return strings.NewReplacer("-", " ", "'", "", "ł", "l", "ø", "o").Replace(o)
}

func load(dir string) (*score.World, map[int64]int32) {
	w := &score.World{}
	idx := map[int64]int32{}
	ci, ri := map[string]int32{}, map[string]int32{}
	tsv(filepath.Join(dir, "towns.tsv"), func(f []string) {
		id, _ := strconv.ParseInt(f[0], 10, 64)
		c, ok := ci[f[2]]
		if !ok {
			c = int32(len(w.Countries))
			ci[f[2]] = c
			w.Countries = append(w.Countries, f[2])
		}
		rk := f[2] + "." + f[3]
		r, ok := ri[rk]
		if !ok {
			r = int32(len(w.Regions))
			ri[rk] = r
			w.Regions = append(w.Regions, rk)
			w.RegionCountry = append(w.RegionCountry, c)
		}
		fl := func(s string) float32 { v, _ := strconv.ParseFloat(s, 64); return float32(v) }
		i := int32(len(w.ID))
		idx[id] = i
		w.ID = append(w.ID, id)
		w.Country = append(w.Country, c)
		w.Region = append(w.Region, r)
		w.Lat = append(w.Lat, fl(f[4]))
		w.Lon = append(w.Lon, fl(f[5]))
		w.Population = append(w.Population, fl(f[6]))
		w.Class = append(w.Class, score.ClassOf(f[7]))
		w.Name = append(w.Name, fold(f[1]))
		n := 0
		if f[8] != "" {
			n = strings.Count(f[8], "|") + 1
		}
		w.Spellings = append(w.Spellings, uint16(n))
		w.Lead = append(w.Lead, i)
	})
	w.Facts = facts()
	w.Prepare()
	return w, idx
}

func facts() score.Facts {
	f := score.Facts{Languages: map[string][]score.Language{}, Neighbours: map[string][]string{}}
	for _, c := range starter.Countries() {
		for _, l := range c.Languages {
			f.Languages[c.Code] = append(f.Languages[c.Code], score.Language{
				Code: l.Code, Share: l.Share, Official: l.Official == starter.OfficialAll || l.Official == starter.OfficialDeFacto,
			})
		}
		f.Neighbours[c.Code] = c.Neighbours
	}
	return f
}

func main() {
	drop := flag.String("drop", "", "signals to leave out")
	every := flag.Int("every", 1, "")
	o := score.Defaults()
	flag.IntVar(&o.Questions, "q", o.Questions, "")
	flag.Float64Var(&o.Ridge, "ridge", o.Ridge, "")
	flag.Float64Var(&o.Smooth, "smooth", o.Smooth, "")
	seed := flag.Uint64("seed", 1, "")
	prof := flag.String("prof", "", "")
	dark := flag.Bool("d", false, "")
	flag.Parse()
	o.Seed = *seed
	dir := os.Getenv("TWINTOWN_DATASETS")
	if dir == "" {
		dir = "../shared/data"
	}
	t0 := time.Now()
	w, idx := load(dir)
	var train []score.Pair
	type held struct {
		a, b  int32
		query int32
	}
	var warm, cold []held
	tsv(filepath.Join(dir, "twinnings.tsv"), func(f []string) {
		a, _ := strconv.ParseInt(f[0], 10, 64)
		b, _ := strconv.ParseInt(f[1], 10, 64)
		p := score.Pair{A: idx[a], B: idx[b]}
		switch f[5] {
		case "train":
			train = append(train, p)
		case "valid_warm":
			warm = append(warm, held{p.A, p.B, -1})
		case "valid_cold":
			q, _ := strconv.ParseInt(f[6], 10, 64)
			cold = append(cold, held{p.A, p.B, idx[q]})
		}
	})
	fmt.Printf("loaded %d %d %.1fs\n", w.Len(), len(train), time.Since(t0).Seconds())
	g := score.NewGraph(w, train)
	fmt.Printf("graph %.1fs\n", time.Since(t0).Seconds())
	var sig []score.Signal
	for _, s := range score.Signals() {
		if !slices.Contains(strings.Split(*drop, ","), s.Name()) {
			sig = append(sig, s)
		}
	}
	questions := func(list []held) []score.Question {
		others := map[int32][]int32{}
		for _, h := range list {
			others[h.a] = append(others[h.a], h.b)
			others[h.b] = append(others[h.b], h.a)
		}
		var out []score.Question
		for _, h := range list {
			if h.query < 0 || h.query == h.a {
				out = append(out, score.Question{From: h.a, Truth: h.b, Others: others[h.a]})
			}
			if h.query < 0 || h.query == h.b {
				out = append(out, score.Question{From: h.b, Truth: h.a, Others: others[h.b]})
			}
		}
		var sub []score.Question
		for i := range out {
			if i%*every == 0 || list[0].query >= 0 {
				sub = append(sub, out[i])
			}
		}
		return sub
	}
	if *prof != "" {
		fh, _ := os.Create(*prof)
		pprof.StartCPUProfile(fh)
		defer pprof.StopCPUProfile()
	}
	t2 := time.Now()
	m, err := score.Train(context.Background(), w, g, sig, o)
	if err != nil {
		panic(err)
	}
	fmt.Printf("trained %.1fs\n", time.Since(t2).Seconds())
	eng := score.NewEngine(w, g, m)
	mk := func() score.Ranked { return eng.Scorer() }
	t1 := time.Now()
	fw := score.Evaluate(w, g, questions(warm), mk)
	fmt.Println("warm", fw)
	fc := score.Evaluate(w, g, questions(cold), mk)
	fmt.Println("cold", fc)
	if *dark {
		empty := score.NewEngine(w, score.NewGraph(w, nil), m)
		de := func() score.Ranked { return empty.Scorer() }
		fmt.Println("dark warm", score.Evaluate(w, g, questions(warm), de))
		fmt.Println("dark cold", score.Evaluate(w, g, questions(cold), de))
	}
	fmt.Printf("%.1f ms a question\n", time.Since(t1).Seconds()*1000/float64(fw.N+fc.N))
}
