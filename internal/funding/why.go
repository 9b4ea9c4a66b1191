package funding

import (
	"reflect"
	"slices"

	"twintown/internal/funding/rule"
	"twintown/internal/platform/lang"
)

// Why is a condition that is not met.
type Why struct {
	Text lang.Message
	Or   []lang.Message // where others would do in its place: what is not met of these
}

// Why says which conditions of a verdict are not met. Where one of several alternatives would do, the nearest stands
// first and the others behind it: the one that the least change leads to, else the one of which the least is broken.
func (b *Book) Why(v *Verdict) []Why {
	if v.Value != rule.No {
		return nil
	}
	var after *rule.Finding
	if len(v.Ways) > 0 && v.program != nil {
		f := v.program.Explain(&v.Ways[0].After)
		after = &f
	}
	var all []Why
	for _, w := range b.why(&v.Finding, after) {
		if !slices.ContainsFunc(all, func(x Why) bool { return reflect.DeepEqual(x.Text, w.Text) }) {
			all = append(all, w)
		}
	}
	return all
}

func (b *Book) why(f, after *rule.Finding) (all []Why) {
	kid := func(i int) *rule.Finding {
		if after == nil {
			return nil
		}
		return &after.Kids[i]
	}
	switch {
	case f.Value != rule.No:
		return nil
	case f.Node.Op == rule.Any && len(f.Kids) > 0:
		first := nearestOf(f, after)
		all = b.why(&f.Kids[first], kid(first))
		if len(all) == 0 {
			return all
		}
		last := &all[len(all)-1]
		for i := range f.Kids {
			if i == first {
				continue
			}
			for _, w := range b.why(&f.Kids[i], kid(i)) {
				last.Or = append(append(last.Or, w.Text), w.Or...)
			}
		}
		return all
	case f.Node.Op == rule.All:
		for i := range f.Kids {
			all = append(all, b.why(&f.Kids[i], kid(i))...)
		}
		return all
	}
	return []Why{{Text: b.sayWhole(f.Node)}}
}

// nearestOf is the alternative that holds after the least change, else the one with the fewest broken conditions.
func nearestOf(f, after *rule.Finding) (best int) {
	least := -1
	for i := range f.Kids {
		broken := len(f.Kids[i].Because())
		if after != nil && after.Kids[i].Value != rule.No {
			broken = 0
		}
		if least < 0 || broken < least {
			best, least = i, broken
		}
	}
	return best
}

// sayWhole says a condition with those that it joins, as one sentence.
func (b *Book) sayWhole(n *rule.Node) lang.Message {
	text := b.SayNode(n)
	if len(n.Kids) == 0 {
		return text
	}
	var kids []lang.Message
	for i := range n.Kids {
		kids = append(kids, b.sayWhole(&n.Kids[i]))
	}
	return lang.Msg("funding.rule.joined", "what", text, "which", join("funding.join.semicolon", kids))
}
