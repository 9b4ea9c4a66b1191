package partnership

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Pair is one link between two places, as of the graph's day. A partnership of more
// than two sides is a pair of every two of them.
type Pair struct {
	A, B       int64             // the places, the smaller number first
	ID         string            // the partnership's
	Kind       Kind              //
	Status     Code              //
	Start      int               // the year in which the agreement came into force; 0: unknown
	Listed     bool              // known from lists alone; Start is then 0
	FirstList  int               // the year of the oldest list that has the pair; 0: on none
	Lists      int               // how many lists have it
	Confidence source.Confidence // of the lists
	Sides      int               // how many sides the partnership has
}

// Edge is a link as one of its places sees it.
type Edge struct {
	Other int64 `json:"other"`
	Pair
}

// Graph is every partnership in memory: who is linked with whom, and how that stands.
// It never changes; any number of goroutines may use it.
type Graph struct {
	day    lang.Date // the day whose statuses it holds
	stale  lang.Date // the first day on which a status changes by itself; zero: none does
	pairs  []Pair    // ordered by A, B, ID
	places []int64   // that have a pair, ascending
	starts []uint32  // places[i] has the pairs of[starts[i]:starts[i+1]]
	of     []uint32  // indexes into pairs
}

// NewGraph makes a graph from pairs, as of a day; stale is the first day on which one
// of their statuses changes by itself. It keeps and orders the slice.
func NewGraph(pairs []Pair, day, stale lang.Date) *Graph {
	g := &Graph{day: day, stale: stale, pairs: pairs}
	for i := range pairs {
		if p := &pairs[i]; p.A > p.B {
			p.A, p.B = p.B, p.A
		}
	}
	slices.SortFunc(pairs, byPlaces)
	g.index()
	return g
}

func byPlaces(x, y Pair) int {
	return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.ID, y.ID))
}

// index builds the lists of pairs by place: count, sum up, fill.
func (g *Graph) index() {
	g.places = make([]int64, 0, len(g.pairs))
	for _, p := range g.pairs {
		g.places = append(g.places, p.A, p.B)
	}
	slices.Sort(g.places)
	g.places = slices.Compact(g.places)
	g.starts = make([]uint32, len(g.places)+1)
	ends := make([][2]int, len(g.pairs))
	for i, p := range g.pairs {
		a, _ := slices.BinarySearch(g.places, p.A)
		b, _ := slices.BinarySearch(g.places, p.B)
		ends[i] = [2]int{a, b}
		g.starts[a+1]++
		g.starts[b+1]++
	}
	for i := range g.places {
		g.starts[i+1] += g.starts[i]
	}
	g.of = make([]uint32, 2*len(g.pairs))
	next := slices.Clone(g.starts)
	for i, end := range ends {
		for _, at := range end {
			g.of[next[at]] = uint32(i)
			next[at]++
		}
	}
}

// Len is the number of pairs.
func (g *Graph) Len() int { return len(g.pairs) }

// Places are the places that have a pair, ascending. The caller must not change it.
func (g *Graph) Places() []int64 { return g.places }

// Day is the day whose statuses the graph holds.
func (g *Graph) Day() lang.Date { return g.day }

// Stale says whether a status has changed by itself by a day: the graph should then be
// built anew. It is also true for a day before the graph's own.
func (g *Graph) Stale(today lang.Date) bool {
	return today.Compare(g.day) < 0 || !g.stale.IsZero() && today.Compare(g.stale) >= 0
}

// Pairs yields every pair once, in the order of the places' numbers.
func (g *Graph) Pairs() iter.Seq[Pair] { return slices.Values(g.pairs) }

// Of returns the links of a place, in the order of the others' numbers for those that
// have a greater number, after those with a smaller one; nil for a place without any.
func (g *Graph) Of(place int64) []Edge {
	at, found := slices.BinarySearch(g.places, place)
	if !found {
		return nil
	}
	mine := g.of[g.starts[at]:g.starts[at+1]]
	edges := make([]Edge, len(mine))
	for i, n := range mine {
		p := g.pairs[n]
		edges[i] = Edge{Other: p.A + p.B - place, Pair: p}
	}
	return edges
}

// Linked says whether two places have a partnership, of whatever status.
func (g *Graph) Linked(a, b int64) bool {
	a, b = min(a, b), max(a, b)
	at, _ := slices.BinarySearchFunc(g.pairs, a, func(p Pair, a int64) int {
		return cmp.Or(cmp.Compare(p.A, a), cmp.Compare(p.B, b))
	})
	return at < len(g.pairs) && g.pairs[at].A == a && g.pairs[at].B == b
}

// Graph reads every partnership into memory, with the statuses of the present day.
func (s *Store) Graph(ctx context.Context) (g *Graph, err error) {
	defer errs.Wrap(&err, "partnership.Graph")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		g, err = s.In(tx).graph(ctx, lang.DateOf(time.UnixMicro(tx.Now()).UTC()))
		return err
	})
	return g, err
}

func (s *Store) graph(ctx context.Context, today lang.Date) (*Graph, error) {
	var pairs []Pair
	stale := dusk
	err := s.Each(ctx, func(p Partnership) error {
		pairs = append(pairs, p.pairs(today)...)
		stale = min(stale, expiresOn(p, last(today), time.Time{}))
		return nil
	})
	return NewGraph(pairs, today, stale.calendar()), err
}

// pairs are the pairs that a partnership adds to the graph of a day.
func (p Partnership) pairs(today lang.Date) []Pair {
	status := None
	pair := Pair{
		ID: p.ID, Kind: p.Kind, FirstList: p.Listing.Year, Lists: p.Listing.Lists,
		Confidence: p.Listing.Confidence, Listed: p.Listed(),
	}
	if pair.Listed {
		if p.listedFrom() <= last(today) {
			status = Active
		}
	} else {
		t := replay(p, last(today), time.Time{})
		status, pair.Start = t.code(), t.life.start.Year
		if t.life.start.Inferred() {
			pair.Start = 0
		}
	}
	pair.Status = status
	sides := p.Present()
	pair.Sides = len(sides)
	out := make([]Pair, 0, 1)
	for i, a := range sides {
		for _, b := range sides[i+1:] {
			pair.A, pair.B = min(a, b), max(a, b)
			out = append(out, pair)
		}
	}
	return out
}
