package rule

import (
	"reflect"
	"slices"
)

// ways widens each attempt as far as it goes, leaves out those that another one holds, and
// says what is left as changes.
func (s *search) ways() (ways []Way) {
	best := slices.MaxFunc(s.found, func(a, b attempt) int { return int(a.then) - int(b.then) }).then
	var wide []attempt
	for i := range s.found {
		a := s.found[i]
		if a.then != best || slices.ContainsFunc(wide, func(w attempt) bool { return s.holds(&w, &a) }) {
			continue
		}
		if len(wide) == mostWays {
			break
		}
		s.widen(&a)
		wide = append(wide, a)
		if w, ok := s.way(&a); ok && !slices.ContainsFunc(ways, func(v Way) bool { return reflect.DeepEqual(v.Changes, w.Changes) }) {
			ways = append(ways, w)
		}
	}
	return ways
}

// widen adds to the slots what they may be too: first to all of them at once, then to each
// alone. What is added is tried in every combination, so the outcome is never better than said.
func (s *search) widen(a *attempt) {
	a.link = AnyLink
	if len(a.slots) == 0 {
		return
	}
	c := s.changed(a)
	if !s.valid(a, c) {
		if a.link = Other; !s.valid(a, c) {
			a.link = Same
		}
	}
	for d := range byWhere {
		s.growAll(a, c, d, true)
	}
	narrow, link := slices.Clone(a.slots), a.link
	s.growAll(a, c, byWhere, true)
	if a.link == Other && s.all.countriesOf(a.slots) <= len(a.slots) { // one each, and which is said better one by one
		a.slots, a.link = narrow, link
		s.growAll(a, c, byWhere, false)
	}
	if a.link == Other {
		if a.link = AnyLink; !s.valid(a, c) {
			a.link = Other
		}
	}
}

func (s *search) growAll(a *attempt, c *Consortium, d dim, together bool) {
	for i := range s.all.size(d) {
		if !together || !s.growTogether(a, c, d, i) {
			s.growAlone(a, c, d, i)
		}
	}
}

// countriesOf is how many countries the slots allow.
func (all *choices) countriesOf(slots []slot) (n int) {
	for k := range all.classes {
		if slices.ContainsFunc(all.where, func(w where) bool {
			return w.class == k && slices.ContainsFunc(slots, func(s slot) bool { return s.sets[byWhere].has(slices.Index(all.where, w)) })
		}) {
			if n += len(all.classes[k].countries); all.classes[k].open {
				n += mostAdded + 1
			}
		}
	}
	return n
}

// growTogether lets one choice into all slots, if need be with the tie that their countries differ.
func (s *search) growTogether(a *attempt, c *Consortium, d dim, choice int) bool {
	was := slices.Clone(a.slots)
	grown := false
	for i := range a.slots {
		grown = grown || !a.slots[i].sets[d].has(choice)
		a.slots[i].sets[d].add(choice)
	}
	if !grown || s.valid(a, c) {
		return true
	}
	if s.refuted && a.link == AnyLink && len(a.slots) > 1 && d == byWhere {
		if a.link = Other; s.valid(a, c) {
			return true
		}
		a.link = AnyLink
	}
	copy(a.slots, was)
	return false
}

// growAlone lets one choice into each slot in which it can be.
func (s *search) growAlone(a *attempt, c *Consortium, d dim, choice int) {
	for i := range a.slots {
		was := a.slots[i].sets
		if a.slots[i].sets[d].has(choice) {
			continue
		}
		if a.slots[i].sets[d].add(choice); !s.valid(a, c) {
			a.slots[i].sets = was
		}
	}
}

// changed is the consortium after all changes of an attempt but the added partners and who leads.
func (s *search) changed(a *attempt) *Consortium {
	c := a.after.clone(mostAdded)
	c.Partners = c.Partners[:len(c.Partners)-len(a.slots)]
	return c
}

// mostWidened bounds what is tried for one choice that is let in.
const mostWidened = 1000

// valid says whether every choice of partners that an attempt now allows gives what it promises. Where there are too many
// to be tried it says no, and that nothing was refuted.
func (s *search) valid(a *attempt, c *Consortium) bool {
	tries := 0
	s.refuted = false
	taken := make([]Country, 0, mostAdded)
	var fill func(i, from int) bool
	fill = func(i, from int) bool {
		if i == len(a.slots) {
			if tries++; tries > mostWidened {
				return false
			}
			lead := -1
			if a.lead >= len(c.Partners)-len(a.slots) { // one of those that are added
				lead = a.lead
			}
			if lead >= 0 {
				c.Partners[lead].Role = Leads
			}
			s.refuted = s.p.Evaluate(c) != a.then
			return !s.refuted
		}
		if i > 0 && a.slots[i].sets != a.slots[i-1].sets { // of alike slots the order does not matter
			from = 0
		}
		open := false // a choice that leaves none for the next slot is no choice
		return s.all.each(&a.slots[i], len(a.slots), func(n int, p Partner) bool {
			if i > 0 && a.slots[i].sets == a.slots[i-1].sets && n < from {
				return true
			}
			if i > 0 && (a.link == Other && slices.Contains(taken, p.Country) || a.link == Same && p.Country != taken[0]) {
				return true
			}
			open = true
			taken = append(taken, p.Country)
			c.Partners = append(c.Partners, p)
			ok := fill(i+1, n)
			c.Partners = c.Partners[:len(c.Partners)-1]
			taken = taken[:len(taken)-1]
			return ok
		}) && (open || from > 0)
	}
	return fill(0, 0) && tries > 0
}

// each calls visit with every partner that a slot allows, of each class with so many of its
// countries as there are slots: further ones are like these. It numbers them, and stops when visit returns false.
func (all *choices) each(s *slot, slots int, visit func(int, Partner) bool) bool {
	at := 0
	for i := range all.profiles {
		pr := &all.profiles[i]
		if !s.allows(pr) {
			continue
		}
		k := &all.classes[all.where[pr[byWhere]].class]
		n := min(slots, len(k.countries))
		if k.open {
			n = slots
		}
		for member := range n {
			if !visit(at, all.partner(slot{profile: *pr, member: member})) {
				return false
			}
			at++
		}
	}
	return true
}

func (s *slot) allows(pr *profile) bool {
	for d := range dims {
		if !s.sets[d].has(pr[d]) {
			return false
		}
	}
	return true
}

// holds says whether an attempt that was widened allows another one, in whatever order.
func (s *search) holds(w, a *attempt) bool {
	if w.numbers != a.numbers || w.activity != a.activity || w.country != a.country || w.lead != a.lead ||
		!slices.Equal(w.drops, a.drops) || len(w.slots) != len(a.slots) {
		return false
	}
	for i := range a.slots {
		for j := range i {
			x, y := &a.slots[i], &a.slots[j]
			same := x.member == y.member && s.all.where[x.profile[byWhere]].class == s.all.where[y.profile[byWhere]].class
			if same && w.link == Other || !same && w.link == Same {
				return false
			}
		}
	}
	return pair(w.slots, a.slots, 0)
}

// pair finds for each slot of a one of w that allows it.
func pair(w, a []slot, used uint) bool {
	if len(a) == 0 {
		return true
	}
	for i := range w {
		if used&(1<<i) == 0 && w[i].allows(&a[0].profile) && pair(w, a[1:], used|1<<i) {
			return true
		}
	}
	return false
}

// way says an attempt as changes; ok is false for one that can only be said by what is not wanted.
func (s *search) way(a *attempt) (w Way, ok bool) {
	w = Way{Then: a.then, After: a.after}
	for _, i := range a.drops {
		w.Changes = append(w.Changes, Change{Kind: DropPartner, Partner: i})
	}
	for i := range a.slots {
		wanted, ok := s.all.wanted(&a.slots[i])
		if !ok {
			return w, false
		}
		if i > 0 && s.all.meets(a.slots[:i], a.slots[i]) {
			wanted.Link = a.link
		}
		if n := len(w.Changes); i > 0 && alike(&w.Changes[n-1].Wanted, &wanted) {
			w.Changes[n-1].Wanted.Count++
			w.Changes[n-1].Wanted.Link = wanted.Link
			continue
		}
		w.Changes = append(w.Changes, Change{Kind: AddPartners, Wanted: wanted})
	}
	now := [...]Count{s.base.Plan.Participants, s.base.Plan.Invited, s.base.Plan.Months, s.base.Plan.Days}
	for i, n := range a.numbers {
		if n >= 0 {
			have, _ := now[i].Get()
			w.Changes = append(w.Changes, Change{Kind: SetParticipants + ChangeKind(i), Number: n, Now: have})
		}
	}
	if a.activity != 0 {
		if !slices.ContainsFunc(s.base.Partners, func(p Partner) bool { return p.Country == a.country }) {
			return w, false // in a country that is not chosen yet: another way says so better
		}
		w.Changes = append(w.Changes, Change{Kind: a.activity, Country: a.country})
	}
	if a.lead >= 0 {
		lead := a.lead // counts those that are left; told is the number among all
		for _, d := range a.drops {
			if d <= lead {
				lead++
			}
		}
		w.Changes = append(w.Changes, Change{Kind: LetLead, Partner: lead})
	}
	return w, true
}

// meets says whether a slot may be in the same country as one before it.
func (all *choices) meets(before []slot, s slot) bool {
	for i, at := range all.where {
		for j, was := range all.where {
			if at.class == was.class && s.sets[byWhere].has(i) && slices.ContainsFunc(before, func(b slot) bool { return b.sets[byWhere].has(j) }) {
				return true
			}
		}
	}
	return false
}

// alike says that two wishes are for the same sort of partner, so that they can be said as one
// with a number: the first is free, or tied as the second is.
func alike(a, b *Wanted) bool {
	x, y := *a, *b
	if x.Count > 1 && x.Link != y.Link {
		return false
	}
	x.Count, x.Link, y.Count, y.Link = 0, 0, 0, 0
	return reflect.DeepEqual(x, y)
}
