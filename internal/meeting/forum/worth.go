package forum

import "math"

// Fit is what the ranking of places says of two sides. The zero Fit is of two of whom
// nothing is known, as where one is an organisation.
type Fit struct {
	Known   bool
	Points  float64 // a score of package match
	Partner bool    // they are partners already
	Caveat  bool    // a caveat folds one of them for the other: see [match.Notice]
}

// Fits says how well two sides fit. It is asked for each pair once, and must give the same
// for both orders.
type Fits func(x, y Side) Fit

// What a talk is worth. Three tiers must not be confused, whatever the ranking says: a talk
// that both wish for, one that one side wishes for, one that only the ranking proposes. A
// talk that is set takes the place of two others at most, one of either side; so a tier
// begins above twice the most of the tier below, and no plan trades a wish of both for two
// lesser talks. Within a tier the order of the wishes counts up to [dearest] for each side,
// so that a first wish and a last one differ by half of what the ranking can add.
const (
	perPoint = 5   // the best suggestions have some 20 points: they reach mostRanked
	ranked   = 100 // most that the ranking adds
	dearest  = 50  // what the first wish of a side adds; each next one adds step less
	step     = 2
	one      = 250 // one side wishes it: more than 2 × ranked
	both     = 900 // both do: more than 2 × (one + dearest + ranked)
)

// Worth is what speaks for a talk, and what against it.
type Worth struct {
	Value    int // 0: it is not planned
	PlaceA   int // in the wishes of Pair.A; 0: it did not wish
	PlaceB   int
	Ranked   int // of Value, what the ranking adds
	Fit      Fit
	Excluded bool // one of the two wants no such talk; who is not told
}

// Mutual says whether both wish for the talk.
func (w Worth) Mutual() bool { return w.PlaceA > 0 && w.PlaceB > 0 }

// Wished says whether one of the two does.
func (w Worth) Wished() bool { return w.PlaceA > 0 || w.PlaceB > 0 }

// Judge says what a talk of a pair is worth. suggest lets the ranking propose talks for
// which nobody wished.
//
// An exclusion by either makes it 0. Where a caveat holds between the two it is planned
// only if both wish for it; partners that they are already, and pairs of whom the ranking
// knows nothing, only if one does.
func Judge(p Pair, wishes All, fit Fit, suggest bool) Worth {
	placeA, saidA := wishes[p.A][p.B]
	placeB, saidB := wishes[p.B][p.A]
	w := Worth{PlaceA: placeA, PlaceB: placeB, Fit: fit, Excluded: saidA && placeA == 0 || saidB && placeB == 0}
	if fit.Known && !fit.Partner {
		w.Ranked = int(math.Round(min(max(fit.Points*perPoint, 0), ranked)))
	}
	switch {
	case w.Excluded:
		w.Ranked = 0
	case w.Mutual():
		w.Value = both + bonus(placeA) + bonus(placeB) + w.Ranked
	case fit.Caveat:
		w.Ranked = 0
	case w.Wished():
		w.Value = one + bonus(max(placeA, placeB)) + w.Ranked
	case suggest:
		w.Value = w.Ranked
	default:
		w.Ranked = 0
	}
	return w
}

// bonus is what the place of a wish adds.
func bonus(place int) int { return max(0, dearest-step*(place-1)) }
