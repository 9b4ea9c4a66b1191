package score

import (
	"context"
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

// String prints the figures on one line.
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

// Asked is a held-out pair, asked from one of its towns.
type Asked struct{ From, To int32 }

// Questions makes questions of held-out pairs: of the same town's other held-out partners none counts as wrong,
// whichever of the two was asked.
func Questions(list []Asked) []Question {
	others := map[int32][]int32{}
	for _, a := range list {
		others[a.From] = append(others[a.From], a.To)
		others[a.To] = append(others[a.To], a.From)
	}
	out := make([]Question, len(list))
	for i, a := range list {
		out[i] = Question{From: a.From, Truth: a.To, Others: others[a.From]}
	}
	return out
}

// Evaluate ranks the truth of every question among all places, filtered by the known partners in g and the other
// answers. The rank is 1 plus the number of better candidates plus half of the equal ones.
func Evaluate(ctx context.Context, w *World, g *Graph, questions []Question, ranked func() Ranked) (Figures, error) {
	out := make([][2]float64, len(questions))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for k := range workers {
		wg.Go(func() {
			r := ranked()
			scores := make([]float32, w.Len())
			for i := k; i < len(questions) && ctx.Err() == nil; i += workers {
				r.All(questions[i].From, scores)
				out[i] = rankOf(w, g, questions[i], scores)
			}
		})
	}
	wg.Wait()
	return figuresOf(out), ctx.Err()
}

// figuresOf sums up ranks, in the world and in the country.
func figuresOf(ranks [][2]float64) Figures {
	f := Figures{N: len(ranks)}
	n := float64(max(1, f.N))
	for _, r := range ranks {
		f.MRR += 1 / r[0] / n
		f.H1 += b2f(r[0] <= 1) / n
		f.H10 += b2f(r[0] <= 10) / n
		f.H50 += b2f(r[0] <= 50) / n
		f.InCountry10 += b2f(r[1] <= 10) / n
	}
	return f
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func rankOf(w *World, g *Graph, q Question, scores []float32) (rank [2]float64) {
	truth := scores[q.Truth]
	skip := map[int32]bool{q.From: true, q.Truth: true}
	for _, o := range q.Others {
		skip[o] = true
	}
	for _, p := range g.Direct(q.From) {
		skip[p] = true
	}
	rank = [2]float64{1, 1}
	home := w.Country[q.Truth]
	for i, v := range scores {
		if v < truth || skip[int32(i)] {
			continue
		}
		d := 1.0
		if v == truth {
			d = 0.5
		}
		rank[0] += d
		if w.Country[i] == home {
			rank[1] += d
		}
	}
	return rank
}
