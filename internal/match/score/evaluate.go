package score

import (
	"fmt"
	"runtime"
	"sync"
)

// Question asks for the rank of Truth among the candidates of From. Others are further true answers that are left out
// of the ranking.
type Question struct {
	From, Truth int32
	Others      []int32
}

// Figures are the benchmark's measures over a set of questions.
type Figures struct {
	N                              int
	H1, H10, H50, MRR, InCountry10 float64
}

func (f Figures) String() string {
	return fmt.Sprintf("n %4d  H@1 %.3f  H@10 %.3f  H@50 %.3f  MRR %.3f  in-country H@10 %.3f", f.N, f.H1, f.H10, f.H50, f.MRR, f.InCountry10)
}

// Ranked scores all places for a question.
type Ranked interface {
	All(from int32, out []float32)
}

// All implements Ranked.
func (s *Scorer) All(from int32, out []float32) {
	s.Ask(from, nil)
	s.Scores(out)
}

// Evaluate ranks the truth of every question among all places, filtered by the known partners in g and the other answers.
func Evaluate(w *World, g *Graph, questions []Question, make_ func() Ranked) Figures {
	type ranks struct{ all, country float64 }
	out := make([]ranks, len(questions))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wg.Go(func() {
			r := make_()
			scores := make([]float32, w.Len())
			for i := k; i < len(questions); i += workers {
				q := questions[i]
				r.All(q.From, scores)
				out[i].all, out[i].country = rankOf(w, g, q, scores)
			}
		})
	}
	wg.Wait()
	var f Figures
	for _, r := range out {
		f.N++
		f.MRR += 1 / r.all
		f.H1 += b2f(r.all <= 1)
		f.H10 += b2f(r.all <= 10)
		f.H50 += b2f(r.all <= 50)
		f.InCountry10 += b2f(r.country <= 10)
	}
	n := float64(max(1, f.N))
	f.MRR /= n
	f.H1 /= n
	f.H10 /= n
	f.H50 /= n
	f.InCountry10 /= n
	return f
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func rankOf(w *World, g *Graph, q Question, scores []float32) (float64, float64) {
	truth := scores[q.Truth]
	skip := map[int32]bool{q.From: true, q.Truth: true}
	for _, o := range q.Others {
		skip[o] = true
	}
	for _, p := range g.direct[q.From] {
		skip[p] = true
	}
	all, country := 1.0, 1.0
	home := w.Country[q.Truth]
	for i, v := range scores {
		if v < truth || skip[int32(i)] {
			continue
		}
		d := 1.0
		if v == truth {
			d = 0.5
		}
		all += d
		if w.Country[i] == home {
			country += d
		}
	}
	return all, country
}
