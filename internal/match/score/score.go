// Package score is the arithmetic of partner ranking: signals, an additive model, its training, its evaluation and the
// reasons. It imports no other room and could be published alone.
//
// # Data
//
// A [World] is all places as flat arrays; a place is an index into them. A [Graph] is the known partnerships. What is
// counted between areas (countries, regions, sizes of town) are [Areas], which belong to the model, so that a model
// carries them to a node that knows no partnership.
//
// A [Signal] puts every pair of places on an axis of knots. A [Model] holds points for each knot; a pair's points are
// interpolated between the two knots around it, and the sum over all signals is the score: a generalised additive model
// of piecewise linear functions. A signal is symmetric, or is measured from both sides with the same points, so that one
// number holds for both directions. A rising signal never takes points away for more of what it measures.
//
// # Training
//
// [Train] asks questions of the known partnerships: which place is the partner of this one? The pair asked for is hidden
// from every count and walk (leave one out); in half of the questions all partnerships of the asking town are (cold), as
// if it had none. The true partner competes with some 150 others, drawn at random, in proportion to their partners, and
// from those that walks and neighbours speak for; each stands for as many places as its chance to be drawn says. The
// points maximise the chance of the true partners (sampled softmax), found by L-BFGS. A second set of points is learned
// with the whole graph hidden, for nodes that know few partnerships.
//
// # Use
//
//	w.Prepare()
//	g := score.NewGraph(w, pairs)
//	m, err := score.Train(ctx, w, g, score.Signals(), score.Defaults())
//	s := score.NewEngine(w, g, m).Scorer()
//	s.Ask(place, nil)
//	s.Scores(scores)                                    // of all places
//	best := score.Top(scores, 50, func(int32) bool { return true })
//	reasons := s.Reasons(best)                          // add up to the scores
//
// Scoring costs by kind of signal: those of areas once for each region, those of walks once for each place touched, and
// only a dozen for each place of the world, each as one pass over an array. Nothing is allocated for a candidate.
package score
