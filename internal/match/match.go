// Package match finds partner towns: it scores every place of the world for a place, says why, and learns how.
//
// The score is additive. Package score holds the signals (size, distance, languages, who is partner of whom around
// here…), each of which puts a pair of towns on an axis and gives it points; their sum is the score. One number holds
// for both directions. Signals about one matter form a [Reason], and the reasons of a candidate add up to its score
// exactly as shown: the explanation is the model. 0 is what two towns drawn from a hat have on average; a point more
// makes a pair e times as likely.
//
// What is known beside the score never changes it. A [Notice] (a suspended link, a programme that dropped a country)
// folds a candidate into a separate, marked group.
//
//	ranker, err := match.New(places, graph, facts, model, notices)
//	result, err := ranker.Rank(match.Query{Place: 776069, Countries: []string{"LT", "DE"}, Limit: 20})
//	for _, c := range result.Items {
//		fmt.Println(c.ID, c.Score, c.Reasons)
//	}
//	c, rank, err := ranker.Explain(776069, 598316) // why not Kaunas?
//
// A model is learned by [Train] from the partnerships of a graph and measured by [Evaluate]; docs/ranking.md says
// with what result. [DefaultModel] is the one that the program carries.
//
// A [Ranker] is immutable and safe for use by many goroutines; a query takes some milliseconds and about 20 MB of
// scratch space, which is kept for the next.
package match

import (
	"bytes"
	"fmt"
	"sync"

	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/starter/model"
)

// Ranker answers for one atlas, one graph and one model.
type Ranker struct {
	places  *place.Atlas
	graph   *partnership.Graph
	engine  *score.Engine
	notices []Notice
	scratch sync.Pool // of *scratch
}

// scratch is what a query needs and the next can use again.
type scratch struct {
	scorer *score.Scorer
	scores []float32
}

// New returns a ranker of places by what g says of their partnerships, with model m. Facts come from [Facts].
func New(places *place.Atlas, g *partnership.Graph, facts score.Facts, m *score.Model, notices []Notice) (*Ranker, error) {
	return newRanker(places, WorldOf(places, facts), g, m, notices), nil
}

func newRanker(places *place.Atlas, w *score.World, g *partnership.Graph, m *score.Model, notices []Notice) *Ranker {
	r := &Ranker{places: places, graph: g, notices: notices}
	r.engine = score.NewEngine(w, score.NewGraph(w, Pairs(places, g)), m)
	r.scratch.New = func() any { return &scratch{r.engine.Scorer(), make([]float32, w.Len())} }
	return r
}

// On returns a ranker of the same places by another graph. Where the same towns are linked
// alive as before, the ranking itself is kept, which costs nothing; else what it learns
// from the graph is learned anew, in a part of the time that New takes.
func (r *Ranker) On(g *partnership.Graph) *Ranker {
	if !r.graph.SameAlive(g) {
		return newRanker(r.places, r.engine.World, g, r.engine.Model, r.notices)
	}
	n := &Ranker{places: r.places, graph: g, engine: r.engine, notices: r.notices}
	n.scratch.New = r.scratch.New
	return n
}

// Model returns the model that the ranker uses.
func (r *Ranker) Model() *score.Model { return r.engine.Model }

// Known returns the number of partnerships in the graph that the ranking relies on.
func (r *Ranker) Known() int { return len(r.engine.Graph.Pairs()) }

// carried is the model that the program carries, read once.
var carried = sync.OnceValues(func() (*score.Model, error) { return score.Read(bytes.NewReader(model.Bytes())) })

// DefaultModel returns the model that the program carries. What it says of itself is the
// caller's to change; its figures are everybody's.
func DefaultModel() (_ *score.Model, err error) {
	defer errs.Wrap(&err, "DefaultModel")
	m, err := carried()
	if err != nil {
		return nil, err
	}
	own := *m
	return &own, nil
}

func (r *Ranker) index(id int64) (int32, error) {
	i, ok := r.places.Index(id)
	if !ok {
		return 0, errs.New(errs.NotFound, lang.Msg("error.place_unknown", "place", fmt.Sprint(id)), nil)
	}
	return int32(i), nil
}

func (r *Ranker) spot(i int32) spot {
	p := r.places.At(int(i))
	return spot{p.ID, r.engine.World.ID[r.engine.World.Lead[i]], p.Country, p.Region}
}
