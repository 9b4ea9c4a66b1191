package rule

import "slices"

// check finds what contradicts itself without knowing any country.
func (r *Rule) check(problems *[]Problem) {
	r.Walk(func(n *Node) {
		if n.Max != NoLimit && n.Min > n.Max {
			*problems = append(*problems, Problem{Line: n.Line, Code: MinOverMax, Word: n.Op.String(), A: n.Min, B: n.Max})
		}
		if n.Op == All {
			clashes(n.Kids, problems)
		}
	})
}

// clashes finds two conditions of an "all" that cannot hold together, since one wants more
// than the other allows.
func clashes(kids []Node, problems *[]Problem) {
	for i := range kids {
		for j := range kids {
			if a, b := &kids[i], &kids[j]; i != j && a.Op.counts() && b.Max != NoLimit && a.Min > b.Max && atMost(a, b) {
				// Of two that ask the same, the later line is told.
				*problems = append(*problems, Problem{Line: max(a.Line, b.Line), Code: Clash, Word: a.Op.String(), Suggest: b.Op.String(), A: a.Min, B: b.Max})
			}
		}
	}
}

// atMost says that what a counts is never more than what b counts.
func atMost(a, b *Node) bool {
	if b.Min > b.Max {
		return false // told already
	}
	switch {
	case a.Op == b.Op && (a.Op == Partners || a.Op == Countries):
		return same(&a.Filter, &b.Filter) || wide(&b.Filter)
	case a.Op == Countries && b.Op == Partners:
		return same(&a.Filter, &b.Filter) || wide(&b.Filter)
	case a.Op == Invited && b.Op == Participants:
		return true
	}
	return a.Op == b.Op && a.Op != Activity
}

// wide says that a filter lets every partner through that counts.
func wide(f *Filter) bool { return same(f, &Filter{}) }

func same(a, b *Filter) bool {
	near := func(n *Near) Near {
		if n == nil {
			return Near{Max: NoLimit}
		}
		return *n
	}
	x, y := near(a.Border), near(b.Border)
	return slices.Equal(a.From, b.From) && slices.Equal(a.Areas, b.Areas) && x.Max == y.Max && slices.Equal(x.With, y.With) &&
		a.MinPeople == b.MinPeople && a.MaxPeople == b.MaxPeople && slices.Equal(a.Types, b.Types) && a.Member == b.Member &&
		a.Before == b.Before && slices.Equal(a.Roles, b.Roles) && a.Among == b.Among
}
