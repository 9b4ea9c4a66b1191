package funding

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/match"
)

// Chance is what a call offers a town with those who are its partners already.
type Chance struct {
	// Verdict is of the town with the first of With; where there is none, of the town with those of its partners with
	// whom the least is missing.
	Verdict
	Of   []int   // the partners whom the verdict is about
	With [][]int // partners with whom nothing is against the call, as indexes: the fewest that do
}

// Bounds of what is tried for one call: a town with more living partnerships has its oldest looked at, and a call that
// wants more than four towns is put together on the page of a consortium.
const (
	mostOwn   = 24
	mostOf    = 3
	mostWith  = 12
	mostNear  = 6
	withoutIt = 1000
)

// Chances asks every call that is not over which of a town's partners it could enter it with.
func (c *Catalogue) Chances(town rule.Partner, partners []rule.Partner, now time.Time, notices []match.Notice) (all []Chance, err error) {
	partners = partners[:min(len(partners), mostOwn)]
	for i := range c.all {
		p := &c.all[i]
		for j := range p.Calls {
			call := &p.Calls[j]
			if state, _ := call.At(now); state == Over || p.Closed {
				continue
			}
			one, err := c.chance(p, call, town, partners, now, notices)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", call.Key, err)
			}
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b Chance) int {
		return cmp.Or(a.rank()-b.rank(), a.Next.Compare(b.Next), cmp.Compare(a.Call.Key, b.Call.Key))
	})
	return all, nil
}

func (c *Catalogue) chance(p *Programme, call *Call, town rule.Partner, partners []rule.Partner, now time.Time, notices []match.Notice) (out Chance, err error) {
	program, problems := call.Rule.Bind(c.book.rules, call.Day(now))
	if problems != nil {
		return out, problems[0]
	}
	with := fitting(program, town, partners)
	of := []int(nil)
	if len(with) > 0 {
		of = with[0]
	} else {
		of = nearest(program, town, partners)
	}
	together := consortium(town, partners, of)
	v, err := c.Judge(p, call, &together, now, notices)
	return Chance{v, of, with}, err
}

func consortium(town rule.Partner, partners []rule.Partner, of []int) rule.Consortium {
	c := rule.Consortium{Partners: []rule.Partner{town}}
	for _, i := range of {
		c.Partners = append(c.Partners, partners[i])
	}
	return c
}

// fitting finds the fewest partners with whom a rule is not broken; of several groups as few, those about which more
// is known.
func fitting(program *rule.Program, town rule.Partner, partners []rule.Partner) [][]int {
	for size := range mostOf + 1 {
		best, found := rule.Unknown, [][]int(nil)
		groups(len(partners), size, func(of []int) {
			c := consortium(town, partners, of)
			v := program.Evaluate(&c)
			if v < best || v == rule.No {
				return
			}
			if v > best {
				best, found = v, nil
			}
			if len(found) < mostWith {
				found = append(found, slices.Clone(of))
			}
		})
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// groups calls visit with every choice of so many of n.
func groups(n, size int, visit func([]int)) {
	of := make([]int, 0, size)
	var choose func(from int)
	choose = func(from int) {
		if len(of) == size {
			visit(of)
			return
		}
		for i := from; i < n; i++ {
			of = append(of, i)
			choose(i + 1)
			of = of[:len(of)-1]
		}
	}
	choose(0)
}

// nearest is the partner with whom the least is missing; none where it is no less without. Of one country one is tried.
func nearest(program *rule.Program, town rule.Partner, partners []rule.Partner) (of []int) {
	alone := consortium(town, partners, nil)
	least := costs(program.Missing(&alone))
	seen := map[rule.Country]bool{town.Country: true}
	for i := range partners {
		if seen[partners[i].Country] || len(seen) > mostNear {
			continue
		}
		seen[partners[i].Country] = true
		c := consortium(town, partners, []int{i})
		if n := costs(program.Missing(&c)); n < least {
			least, of = n, []int{i}
		}
	}
	return of
}

// costs says how much is missing: partners first, then all else.
func costs(ways []rule.Way) (n int) {
	if len(ways) == 0 {
		return withoutIt
	}
	for _, change := range ways[0].Changes {
		if n++; change.Kind == rule.AddPartners {
			n += 10 * change.Wanted.Count
		}
	}
	return n
}

// Tally is how a consortium stands to the calls that are not over.
type Tally struct {
	Fits    int // as far as is known, or if the plan does
	Unknown int // a fact decides that nobody told
	Lacks   int // something is missing
}

// Add counts a verdict.
func (t *Tally) Add(v *Verdict) {
	switch {
	case v.Value == rule.Yes || v.PlanOnly():
		t.Fits++
	case v.Value == rule.Unknown:
		t.Unknown++
	default:
		t.Lacks++
	}
}

// Count asks every call that is not over about a consortium, without searching what is missing.
func (c *Catalogue) Count(of *rule.Consortium, now time.Time) (t Tally, err error) {
	for i := range c.all {
		p := &c.all[i]
		for j := range p.Calls {
			if state, _ := p.Calls[j].At(now); state == Over || p.Closed {
				continue
			}
			program, problems := p.Calls[j].Rule.Bind(c.book.rules, p.Calls[j].Day(now))
			if problems != nil {
				return t, problems[0]
			}
			f := program.Explain(of)
			t.Add(&Verdict{Value: f.Value, Lacks: f.Lacking()})
		}
	}
	return t, nil
}

// Call returns a call by the keys of its programme and itself.
func (c *Catalogue) Call(programme, key string) (*Programme, *Call, bool) {
	p, ok := c.Programme(programme)
	if !ok {
		return nil, nil, false
	}
	i := slices.IndexFunc(p.Calls, func(call Call) bool { return call.Key == key })
	if i < 0 {
		return nil, nil, false
	}
	return p, &p.Calls[i], true
}

// ByCall returns a call by its own key, with its programme.
func (c *Catalogue) ByCall(key string) (*Programme, *Call, bool) {
	for i := range c.all {
		p := &c.all[i]
		if j := slices.IndexFunc(p.Calls, func(call Call) bool { return call.Key == key }); j >= 0 {
			return p, &p.Calls[j], true
		}
	}
	return nil, nil, false
}
