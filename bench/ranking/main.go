// Command ranking measures the partner ranking on the benchmark in the folder
// TWINTOWN_DATASETS (default ../shared/data).
//
// It trains on the split "train" and prints the table of the benchmark's rules
// for warm and cold questions, beside textbook methods and the embedded model
// alone; then how long one ranking of 170,000 places takes on one core.
//
//	go run ./bench/ranking                    # the table and the speed
//	go run ./bench/ranking -drop name,border  # without these signals
//	go run ./bench/ranking -every 4 -peers=false -speed=false
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"twintown/internal/match"
	"twintown/internal/match/score"
)

type options struct {
	every        int
	drop         string
	peers, speed bool
	train        score.Options
}

func main() {
	o := options{train: score.Defaults()}
	flag.IntVar(&o.every, "every", 1, "ask every n-th warm question only")
	flag.StringVar(&o.drop, "drop", "", "signals to leave out, separated by commas")
	flag.BoolVar(&o.peers, "peers", true, "also measure the textbook methods")
	flag.BoolVar(&o.speed, "speed", true, "also measure the time of a ranking")
	flag.Uint64Var(&o.train.Seed, "seed", o.train.Seed, "seed of the training")
	flag.IntVar(&o.train.Questions, "questions", o.train.Questions, "questions of each regime to learn from")
	flag.Float64Var(&o.train.Ridge, "ridge", o.train.Ridge, "pull of every figure towards 0")
	flag.Float64Var(&o.train.Smooth, "smooth", o.train.Smooth, "pull of neighbouring figures towards each other")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "ranking:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	d, err := load()
	if err != nil {
		return err
	}
	g := score.NewGraph(d.world, d.train)
	signals := slices.DeleteFunc(score.Signals(), func(s score.Signal) bool {
		return slices.Contains(strings.Split(o.drop, ","), s.Name())
	})
	o.train.Trust = func(p score.Pair) bool { return !d.doubted[p] }
	start := time.Now()
	m, err := score.Train(ctx, d.world, g, signals, o.train)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d pairs, trained in %.0f s\n\n", d.world.Len(), len(g.Pairs()), time.Since(start).Seconds())
	if err := table(ctx, d, g, m, o); err != nil {
		return err
	}
	if o.speed {
		return speed(d, m)
	}
	return nil
}

// table prints the figures of every method.
func table(ctx context.Context, d *data, g *score.Graph, m *score.Model, o options) error {
	warm := slices.Clone(d.warm)
	if o.every > 1 {
		kept := warm[:0]
		for i, q := range warm {
			if i%o.every == 0 {
				kept = append(kept, q)
			}
		}
		warm = kept
	}
	fmt.Println("| method | warm H@1 | H@10 | H@50 | MRR | in-country H@10 | cold H@1 | H@10 | H@50 | MRR | in-country H@10 |")
	fmt.Println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	engine, alone := score.NewEngine(d.world, g, m), score.NewEngine(d.world, score.NewGraph(d.world, nil), m)
	methods := []score.Peer{
		{Name: "**twintown**", New: func() score.Ranked { return engine.Scorer() }},
		{Name: "twintown, no partnership known", New: func() score.Ranked { return alone.Scorer() }},
	}
	if carried, err := match.DefaultModel(); err == nil {
		embedded := score.NewEngine(d.world, score.NewGraph(d.world, nil), carried)
		methods = append(methods, score.Peer{Name: "embedded default only", New: func() score.Ranked { return embedded.Scorer() }})
	}
	if o.peers {
		methods = append(methods, score.Peers(d.world, g)...)
	}
	for _, method := range methods {
		w, err := score.Evaluate(ctx, d.world, g, warm, method.New)
		if err != nil {
			return err
		}
		c, err := score.Evaluate(ctx, d.world, g, d.cold, method.New)
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %s | %s |\n", method.Name, cells(w), cells(c))
	}
	fmt.Println()
	return nil
}

func cells(f score.Figures) string {
	return strings.ReplaceAll(fmt.Sprintf("%.3f | %.3f | %.3f | %.3f | %.3f", f.H1, f.H10, f.H50, f.MRR, f.InCountry10), "0.", ".")
}
