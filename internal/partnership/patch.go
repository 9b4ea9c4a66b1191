package partnership

import (
	"context"
	"slices"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Patched is the graph after some partnerships changed: the rest of it is kept, so that one
// act costs milliseconds where the whole takes seconds. The graph must not be [Graph.Stale].
func (s *Store) Patched(ctx context.Context, g *Graph, ids []string, today lang.Date) (_ *Graph, err error) {
	defer errs.Wrap(&err, "partnership.Patched")
	var now []Partnership
	err = s.read(ctx, func(s *Store) error {
		for _, id := range ids {
			all, err := s.collect(ctx, `p.id = $1 AND p.withdrawn = 0`, id)
			if err != nil {
				return err
			}
			now = append(now, all...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return g.with(ids, now, today), nil
}

// with replaces the pairs of partnerships.
func (g *Graph) with(ids []string, now []Partnership, today lang.Date) *Graph {
	var added []Pair
	stale := dusk
	if !g.stale.IsZero() {
		stale = first(g.stale)
	}
	for _, p := range now {
		added = append(added, p.pairs(today)...)
		stale = min(stale, expiresOn(p, last(today), zero))
	}
	slices.SortFunc(added, byPlaces)
	n := &Graph{day: g.day, stale: stale.calendar(), pairs: make([]Pair, 0, len(g.pairs)+len(added))}
	same := true // the same pairs at the same places: only what is told of them differs
	for _, p := range g.pairs {
		for len(added) > 0 && byPlaces(added[0], p) < 0 {
			n.pairs, added, same = append(n.pairs, added[0]), added[1:], false
		}
		if !slices.Contains(ids, p.ID) {
			n.pairs = append(n.pairs, p)
			continue
		}
		if len(added) > 0 && byPlaces(added[0], p) == 0 {
			n.pairs, added = append(n.pairs, added[0]), added[1:]
			continue
		}
		same = false
	}
	if len(added) > 0 {
		n.pairs, same = append(n.pairs, added...), false
	}
	if same {
		n.places, n.starts, n.of = g.places, g.starts, g.of
		return n
	}
	n.index()
	return n
}

// SameAlive says whether the same pairs of places are linked alive in both graphs: what a
// ranking learns from a graph is then the same.
func (g *Graph) SameAlive(other *Graph) bool {
	i := 0
	for _, p := range g.pairs {
		if !p.Status.Alive() {
			continue
		}
		for i < len(other.pairs) && !other.pairs[i].Status.Alive() {
			i++
		}
		if i == len(other.pairs) || other.pairs[i].A != p.A || other.pairs[i].B != p.B {
			return false
		}
		i++
	}
	for ; i < len(other.pairs); i++ {
		if other.pairs[i].Status.Alive() {
			return false
		}
	}
	return true
}
