package match

import (
	"context"
	"fmt"

	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// leastPairs is how many partnerships training needs: with fewer the figures would be noise, and the embedded model
// serves better.
const leastPairs = 200

// Train learns a model from the agreements in g that have not ended. Facts come from [Facts]. It is an error
// (errs.Invalid) when there are too few of them to learn from.
func Train(ctx context.Context, places *place.Atlas, g *partnership.Graph, facts score.Facts, o score.Options) (_ *score.Model, err error) {
	defer errs.Wrap(&err, "Train")
	pairs := Pairs(places, g)
	if len(pairs) < leastPairs {
		return nil, errs.New(errs.Invalid, lang.Msg("error.train_few", "n", len(pairs), "least", leastPairs), nil)
	}
	w := WorldOf(places, facts)
	o.Trust = trust(w, places, g)
	m, err := score.Train(ctx, w, score.NewGraph(w, pairs), score.Signals(), o)
	if err != nil {
		return nil, err
	}
	m.Trained = fmt.Sprintf("%d partnerships among %d places of this installation", m.Pairs, w.Len())
	return m, nil
}

// trust leaves pairs of low confidence out of the questions: where a list names a town without its state, the pair was
// guessed, mostly to a namesake, and would teach that partners bear one name.
func trust(w *score.World, places *place.Atlas, g *partnership.Graph) func(score.Pair) bool {
	doubted := map[score.Pair]bool{}
	for p := range g.Pairs() {
		a, okA := places.Index(p.A)
		b, okB := places.Index(p.B)
		if okA && okB && p.Listed && p.Confidence == source.Low {
			a, b := w.Lead[a], w.Lead[b]
			doubted[score.Pair{A: min(a, b), B: max(a, b)}] = true
		}
	}
	return func(p score.Pair) bool { return !doubted[p] }
}
