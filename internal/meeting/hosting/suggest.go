package hosting

import (
	"slices"

	"twintown/internal/meeting/delegation"
)

// What is weighed for a stay. A bed counts more than all else together (the sum of the others
// is below 100), so that nobody goes without one for the sake of somebody else's comfort.
const (
	aBed       = 1000
	aLanguage  = 40 // one in common; two strangers at a breakfast table need it most
	noLanguage = -10
	aDiet      = 15 // that is needed and served
	noDiet     = -15
	together   = 12  // each pair of one delegation in one family
	wished     = 20  // more, where one of them wants company of her delegation, or the other one
	crowded    = -30 // each pair of which one wants to be the only guest
)

// never is the worth of a stay that a need forbids.
const never = -1 << 30

// Plan is who could stay where.
type Plan struct {
	Stays    map[string]string // member → family
	Unplaced []string          // members for whom no bed is left that they could take
	Sum      int               // what is weighed, over all stays
}

// Suggest plans stays. Guests who were placed by hand stay where they are, as long as that
// family is there. The order of both lists does not matter to the sum; equal plans are chosen
// by it.
func Suggest(guests []Guest, families []Family) Plan {
	p := newPlanner(guests, families)
	for g := range p.guests {
		if !p.fixed[g] {
			p.place(g)
		}
	}
	p.mend()
	return p.plan()
}

// planner is an assignment while it is made.
type planner struct {
	guests   []Guest
	families []Family
	worth    [][]int // guest × family, without whom else is there
	at       []int   // guest → family, -1 none
	fixed    []bool
	in       [][]int // family → guests
}

func newPlanner(guests []Guest, families []Family) *planner {
	p := &planner{guests: guests, families: families, at: make([]int, len(guests)), fixed: make([]bool, len(guests)), in: make([][]int, len(families))}
	for i, g := range guests {
		row := make([]int, len(families))
		for f, family := range families {
			row[f] = worth(g, family)
		}
		p.worth = append(p.worth, row)
		p.at[i] = -1
		if g.ByHand {
			if f := slices.IndexFunc(families, func(f Family) bool { return f.ID == g.Family }); f >= 0 {
				p.fixed[i] = true
				p.move(i, f)
			}
		}
	}
	return p
}

// worth is what a stay is worth by itself.
func worth(g Guest, f Family) int {
	if len(obstacles(g, f)) > 0 {
		return never
	}
	w := aBed
	switch n, known := common(g, f); {
	case n > 0:
		w += aLanguage
	case known:
		w += noLanguage
	}
	for _, d := range g.Diets {
		if serves(f, d) {
			w += aDiet
		} else {
			w += noDiet
		}
	}
	return w
}

// common counts the languages that both speak; known says that both told theirs.
func common(g Guest, f Family) (n int, known bool) {
	for _, l := range g.Languages {
		if slices.Contains(f.Languages, l) {
			n++
		}
	}
	return n, len(g.Languages) > 0 && len(f.Languages) > 0
}

// serves says whether a family can cook a diet: who cooks vegan cooks vegetarian, too, and
// neither has pork on the table.
func serves(f Family, d Diet) bool {
	has := func(all ...Diet) bool {
		return slices.ContainsFunc(all, func(x Diet) bool { return slices.Contains(f.Diets, x) })
	}
	switch d {
	case Vegetarian:
		return has(Vegetarian, Vegan)
	case NoPork:
		return has(NoPork, Halal, Kosher, Vegetarian, Vegan)
	}
	return has(d)
}

func (p *planner) move(g, f int) {
	if from := p.at[g]; from >= 0 {
		p.in[from] = slices.DeleteFunc(p.in[from], func(x int) bool { return x == g })
	}
	p.at[g] = f
	if f >= 0 {
		p.in[f] = append(p.in[f], g)
	}
}

func (p *planner) free(f int) bool { return len(p.in[f]) < p.families[f].Beds }

// place finds a bed for one guest more. It looks for the best chain of moves: she takes a bed
// in a family, where that is full somebody moves from there to another, and so on, to a free
// bed or until one who is worth less goes without. The best plan for the guests so far becomes
// the best plan with her.
func (p *planner) place(g int) {
	n := len(p.families)
	best, via, from := make([]int, n), make([]int, n), make([]int, n) // to reach a family: gain, who moves there, whence
	for f := range n {
		best[f], via[f], from[f] = p.worth[g][f], g, -1
	}
	for range n { // no chain is longer than there are families
		changed := false
		for a := range n {
			if best[a] <= never/2 || p.free(a) {
				continue
			}
			for _, who := range p.in[a] {
				if p.fixed[who] {
					continue
				}
				for b := range n {
					if gain := best[a] + p.worth[who][b] - p.worth[who][a]; b != a && p.worth[who][b] > never && gain > best[b] && !p.onChain(from, a, b) {
						best[b], via[b], from[b], changed = gain, who, a, true
					}
				}
			}
		}
		if !changed {
			break
		}
	}
	end, drop, gain := -1, -1, 0
	for f := range n {
		if best[f] <= never/2 {
			continue
		}
		if p.free(f) && best[f] > gain {
			end, drop, gain = f, -1, best[f]
		}
		for _, who := range p.in[f] { // or somebody goes without
			if now := best[f] - p.worth[who][f]; !p.fixed[who] && now > gain && !p.moves(via, from, f, who) {
				end, drop, gain = f, who, now
			}
		}
	}
	if end < 0 {
		return
	}
	if drop >= 0 {
		p.move(drop, -1)
	}
	for f := end; f >= 0; f = from[f] {
		p.move(via[f], f)
	}
}

// onChain says whether the chain that leads to a goes through b.
func (p *planner) onChain(from []int, a, b int) bool {
	for f := a; f >= 0; f = from[f] {
		if f == b {
			return true
		}
	}
	return false
}

// moves says whether somebody moves already on the chain that leads to f.
func (p *planner) moves(via, from []int, f, who int) bool {
	for ; f >= 0; f = from[f] {
		if via[f] == who {
			return true
		}
	}
	return false
}

// mend exchanges guests, or moves them to free beds, as long as the sum with those who stay
// together rises.
func (p *planner) mend() {
	for improved := true; improved; {
		improved = false
		for g := range p.guests {
			if p.at[g] < 0 || p.fixed[g] {
				continue
			}
			for f := range p.families {
				if f != p.at[g] && p.worth[g][f] > never && p.free(f) && p.better(g, f, -1) {
					improved = true
				}
				for _, other := range slices.Clone(p.in[f]) {
					if f != p.at[g] && !p.fixed[other] && p.worth[g][f] > never && p.worth[other][p.at[g]] > never && p.better(g, f, other) {
						improved = true
						break
					}
				}
			}
		}
	}
}

// better moves g to f, and other to where g was, if the sum rises by that.
func (p *planner) better(g, f, other int) bool {
	home := p.at[g]
	before := p.local(home) + p.local(f)
	swap := func(a, b int) {
		p.move(g, a)
		if other >= 0 {
			p.move(other, b)
		}
	}
	swap(f, home)
	if p.local(home)+p.local(f) > before {
		return true
	}
	swap(home, f)
	return false
}

// local is what the stays in a family are worth with whom they are together.
func (p *planner) local(f int) (sum int) {
	for i, g := range p.in[f] {
		sum += max(p.worth[g][f], 0) // by hand somebody can be where a need forbids it
		for _, h := range p.in[f][:i] {
			sum += pair(p.guests[g], p.guests[h])
		}
	}
	return sum
}

// pair is what it is worth that two stay in one family.
func pair(g, h Guest) (w int) {
	if g.Delegation == h.Delegation {
		w += together
		if g.Said.Company == delegation.OwnPeople || h.Said.Company == delegation.OwnPeople || g.wants(h) || h.wants(g) {
			w += wished
		}
	}
	if g.Said.Company == delegation.Alone || h.Said.Company == delegation.Alone {
		w += crowded
	}
	return w
}

// wants says whether a guest wants to stay with another one.
func (g Guest) wants(h Guest) bool { return g.Said.Company.Member() == h.Member && h.Member != "" }

func (p *planner) plan() Plan {
	plan := Plan{Stays: map[string]string{}}
	for g, f := range p.at {
		if f < 0 {
			plan.Unplaced = append(plan.Unplaced, p.guests[g].Member)
			continue
		}
		plan.Stays[p.guests[g].Member] = p.families[f].ID
	}
	for f := range p.families {
		plan.Sum += p.local(f)
	}
	return plan
}
