package match

import (
	"context"
	"runtime"
	"sync"

	"twintown/internal/match/score"
	"twintown/internal/platform/errs"
)

// Ask is one line of a batch: a place and, where wanted, the countries to look in.
type Ask struct {
	Place     int64
	Countries []string
}

// Scored is a candidate without reasons.
type Scored struct {
	ID    int64   `json:"id"`
	Score float64 `json:"score"`
}

// Answer is what a batch writes for one line. Err says why a place has no candidates; it is then not known.
type Answer struct {
	ID         int64    `json:"id"`
	Candidates []Scored `json:"candidates"`
	Err        error    `json:"-"`
}

// Top returns the best candidates for a place: every number is a candidate of its own, also of towns that stand
// twice; partners are left out, notices are ignored, and scores are not rounded to what a page shows.
func (r *Ranker) Top(ask Ask, limit int) (_ []Scored, err error) {
	defer errs.Wrap(&err, "Top(%d)", ask.Place)
	a, err := r.index(ask.Place)
	if err != nil {
		return nil, err
	}
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.scorer.Ask(a, nil)
	s.scorer.Scores(s.scores)
	f := r.filter(Query{Countries: ask.Countries}, a)
	partner := map[int32]bool{a: true}
	for _, b := range r.engine.Graph.Direct(a) {
		partner[b] = true
	}
	w := r.engine.World
	best := score.Top(s.scores, min(limit, w.Len()), func(c int32) bool {
		return !partner[c] && (f.countries == nil || f.countries[w.Country[c]])
	})
	out := make([]Scored, len(best))
	for i, c := range best {
		out[i] = Scored{w.ID[c], float64(s.scores[c])}
	}
	return out, nil
}

// Batch answers asks in their order, on all cores, and calls write with each answer. It stops at the first error of
// write and when ctx ends.
func (r *Ranker) Batch(ctx context.Context, asks func(yield func(Ask) bool), limit int, write func(Answer) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type slot struct {
		ask  Ask
		done chan Answer
	}
	workers := runtime.GOMAXPROCS(0)
	todo, order := make(chan slot), make(chan slot, 2*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for s := range todo {
				best, err := r.Top(s.ask, limit)
				s.done <- Answer{ID: s.ask.Place, Candidates: best, Err: err}
			}
		})
	}
	wg.Go(func() {
		defer close(order)
		defer close(todo)
		for ask := range asks {
			s := slot{ask, make(chan Answer, 1)}
			select {
			case <-ctx.Done():
				return
			case order <- s:
			}
			select {
			case <-ctx.Done():
				s.done <- Answer{ID: ask.Place, Err: ctx.Err()}
				return
			case todo <- s:
			}
		}
	})
	var failed error
	for s := range order {
		if answer := <-s.done; failed == nil && ctx.Err() == nil {
			if failed = write(answer); failed != nil {
				cancel(failed)
			}
		}
	}
	wg.Wait()
	if failed != nil {
		return failed
	}
	return ctx.Err()
}
