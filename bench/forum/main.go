// Command forum measures how well and how quickly the talks of a partner-search forum are
// planned: 200 delegations, 12 slots, with a table for every two and with 60 tables.
//
// Promised: 2 s. The bound is one that no plan can pass. The peer is what an organiser does
// by hand: the best wish first, into the first slot in which both are free. The wishes are
// made from a seed, few delegations being sought by many. Then the same size through the
// store, with towns and partnerships of the registry and the real ranking.
//
//	go run ./bench/forum
package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"twintown/internal/meeting/forum/planner"
)

const (
	delegations = 200
	slots       = 12
	promised    = 2 * time.Second
	forums      = 5 // of each kind; the slowest counts
)

func main() {
	for _, tables := range []int{delegations / 2, 60} {
		if err := measure(tables); err != nil {
			fmt.Fprintln(os.Stderr, "forum:", err)
			os.Exit(1)
		}
	}
	if err := registry(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "forum:", err)
		os.Exit(1)
	}
}

func measure(tables int) error {
	var sum, bound, byHand, talks int
	var slowest time.Duration
	for seed := range uint64(forums) {
		p := planner.Problem{Worth: wishes(seed), Slots: slots, Tables: tables}
		start := time.Now()
		plan, err := planner.Solve(p)
		if err != nil {
			return err
		}
		slowest = max(slowest, time.Since(start))
		sum, bound, byHand, talks = sum+plan.Sum, bound+plan.Bound, byHand+greedy(p), talks+len(plan.Talks)
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(bound) }
	fmt.Printf("%d delegations, %d slots, %3d tables: %d talks, sum %d, %.2f %% of the bound %d   peer: by hand %.2f %%   slowest %.2f s, promised ≤ %.0f s\n",
		delegations, slots, tables, talks/forums, sum/forums, share(sum), bound/forums, share(byHand), slowest.Seconds(), promised.Seconds())
	return nil
}

// wishes make what talks are worth: much where one of the two wished for it, more where
// both did, a little where only the ranking thinks so, nothing where one does not want to.
func wishes(seed uint64) [][]int {
	r := rand.New(rand.NewPCG(seed, 1))
	sought := make([]float64, delegations)
	all := make([][]int, delegations)
	for i := range all {
		sought[i], all[i] = 0.01+0.05*r.ExpFloat64(), make([]int, delegations)
	}
	for a := range delegations {
		for b := range a {
			worth := r.IntN(60) - 10
			for _, of := range []int{a, b} {
				if r.Float64() < sought[of] {
					worth += 150 + r.IntN(50)
				}
			}
			all[a][b], all[b][a] = worth, worth
		}
	}
	return all
}

// greedy is the sum that planning by hand gives.
func greedy(p planner.Problem) (sum int) {
	var pairs [][2]int
	for a := range p.Worth {
		for b := range a {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	slices.SortStableFunc(pairs, func(x, y [2]int) int { return p.Worth[y[0]][y[1]] - p.Worth[x[0]][x[1]] })
	busy, talks := make([][slots]bool, len(p.Worth)), [slots]int{}
	for _, pair := range pairs {
		a, b := pair[0], pair[1]
		if p.Worth[a][b] <= 0 {
			break
		}
		for s := range slots {
			if !busy[a][s] && !busy[b][s] && talks[s] < p.Tables {
				busy[a][s], busy[b][s] = true, true
				talks[s]++
				sum += p.Worth[a][b]
				break
			}
		}
	}
	return sum
}
