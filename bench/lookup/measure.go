package main

import (
	"fmt"
	"slices"
	"time"
)

// targets are the shares to reach: first, among ten.
var targets = []struct {
	class      string
	first, ten float64
}{
	{"exact", .97, .995},
	{"folded", .97, .995},
	{"prefix", .60, .92},
	{"typo1", .80, .93},
	{"typo2", .50, .75},
	{"unseen", .35, .60},
}

// The times to reach, on one core.
const (
	targetMedian = time.Millisecond
	targetP99    = 10 * time.Millisecond
)

// outcome is how the queries of one class went.
type outcome struct {
	asked, first, ten int
	times             []time.Duration
	missed            []query
}

type result map[string]*outcome

// measure asks every query three times and takes the best time.
func measure(queries []query, find func(string) []int64) result {
	all := result{}
	for _, q := range queries {
		o := all[q.class]
		if o == nil {
			o = &outcome{}
			all[q.class] = o
		}
		var found []int64
		best := time.Hour
		for range 3 {
			start := time.Now()
			found = find(q.text)
			best = min(best, time.Since(start))
		}
		o.asked++
		o.times = append(o.times, best)
		at := slices.Index(found, q.id)
		if at == 0 {
			o.first++
		} else {
			o.missed = append(o.missed, q)
		}
		if at >= 0 {
			o.ten++
		}
	}
	return all
}

// print prints the table, and tells whether all targets are reached.
func (r result) print(title string, judge bool) (good bool) {
	good = true
	fmt.Printf("%s\n%-8s %6s %7s %7s   %-12s %9s %9s\n", title, "class", "asked", "first", "in ten", "target", "median", "p99")
	var times []time.Duration
	for _, t := range targets {
		o := r[t.class]
		if o == nil {
			continue
		}
		first, ten := float64(o.first)/float64(o.asked), float64(o.ten)/float64(o.asked)
		verdict := ""
		if judge && (first < t.first || ten < t.ten) {
			verdict, good = "  MISSED", false
		}
		fmt.Printf("%-8s %6d %7.3f %7.3f   %.2f / %.3f %9v %9v%s\n", t.class, o.asked, first, ten, t.first, t.ten,
			quantile(o.times, .5), quantile(o.times, .99), verdict)
		times = append(times, o.times...)
	}
	median, p99 := quantile(times, .5), quantile(times, .99)
	verdict := ""
	if judge && (median > targetMedian || p99 > targetP99) {
		verdict, good = "  MISSED", false
	}
	fmt.Printf("%-8s %6d %42v %9v   (to reach: %v, %v)%s\n", "all", len(times), median, p99, targetMedian, targetP99, verdict)
	return good
}

func (r result) printMisses(n int) {
	for _, t := range targets {
		if o := r[t.class]; o != nil {
			for _, q := range o.missed[:min(n, len(o.missed))] {
				fmt.Printf("%s: %q is not first for %d\n", q.class, q.text, q.id)
			}
		}
	}
}
