package match

import (
	"context"

	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
)

// Held is a pair that is held out of the graph to be guessed.
type Held struct {
	A, B int64
	// Query is the town that asks, of which all pairs are held out (cold); 0 when each of the two asks for the other (warm).
	Query int64
}

// Row is one line of an evaluation's table.
type Row struct {
	Method     string // a stable name: "twintown", "embedded", or a textbook method of package score
	Warm, Cold score.Figures
}

// Evaluation is what [Evaluate] takes.
type Evaluation struct {
	Places *place.Atlas
	Graph  *partnership.Graph
	Facts  score.Facts
	Held   []Held
	Model  *score.Model
	// Embedded is the model of the row "embedded default only", which sees no partnership at all; nil leaves it out.
	Embedded *score.Model
	// Peers adds the textbook methods.
	Peers bool
	Log   func(method string)
}

// Evaluate takes the held pairs out of the graph, asks for them, and returns the figures by method. A place or pair
// that is not known is left out.
func Evaluate(ctx context.Context, e Evaluation) (rows []Row, err error) {
	defer errs.Wrap(&err, "Evaluate")
	w := WorldOf(e.Places, e.Facts)
	g, warm, cold := e.split(w)
	run := func(method string, ranked func() score.Ranked) error {
		if e.Log != nil {
			e.Log(method)
		}
		row := Row{Method: method}
		if row.Warm, err = score.Evaluate(ctx, w, g, warm, ranked); err != nil {
			return err
		}
		if row.Cold, err = score.Evaluate(ctx, w, g, cold, ranked); err != nil {
			return err
		}
		rows = append(rows, row)
		return nil
	}
	engine := score.NewEngine(w, g, e.Model)
	if err := run("twintown", func() score.Ranked { return engine.Scorer() }); err != nil {
		return nil, err
	}
	if e.Embedded != nil {
		alone := score.NewEngine(w, score.NewGraph(w, nil), e.Embedded)
		if err := run("embedded", func() score.Ranked { return alone.Scorer() }); err != nil {
			return nil, err
		}
	}
	if e.Peers {
		for _, p := range score.Peers(w, g) {
			if err := run(p.Name, p.New); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// split makes the graph without the held pairs, and the questions.
func (e *Evaluation) split(w *score.World) (*score.Graph, []score.Question, []score.Question) {
	held := map[[2]int64]bool{}
	for _, h := range e.Held {
		held[[2]int64{min(h.A, h.B), max(h.A, h.B)}] = true
	}
	var left []score.Pair
	for _, p := range Pairs(e.Places, e.Graph) {
		a, b := w.ID[p.A], w.ID[p.B]
		if !held[[2]int64{min(a, b), max(a, b)}] {
			left = append(left, p)
		}
	}
	var warm, cold []score.Asked
	for _, h := range e.Held {
		a, okA := e.Places.Index(h.A)
		b, okB := e.Places.Index(h.B)
		switch {
		case !okA || !okB:
		case h.Query == 0:
			warm = append(warm, score.Asked{From: int32(a), To: int32(b)}, score.Asked{From: int32(b), To: int32(a)})
		case h.Query == h.A:
			cold = append(cold, score.Asked{From: int32(a), To: int32(b)})
		default:
			cold = append(cold, score.Asked{From: int32(b), To: int32(a)})
		}
	}
	return score.NewGraph(w, left), score.Questions(warm), score.Questions(cold)
}
