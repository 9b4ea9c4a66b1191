package planner_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/meeting/forum/planner"
)

// symmetric makes a table of worth from one side of it.
func symmetric(n int, worth func(a, b int) int) [][]int {
	all := make([][]int, n)
	for i := range all {
		all[i] = make([]int, n)
	}
	for a := range n {
		for b := a + 1; b < n; b++ {
			all[a][b] = worth(a, b)
			all[b][a] = all[a][b]
		}
	}
	return all
}

// problems draws small forums with everything in them.
func problems(maxN, maxSlots int) *rapid.Generator[planner.Problem] {
	return rapid.Custom(func(t *rapid.T) planner.Problem {
		n, slots := rapid.IntRange(0, maxN).Draw(t, "delegations"), rapid.IntRange(0, maxSlots).Draw(t, "slots")
		p := planner.Problem{Slots: slots, Tables: rapid.IntRange(0, 4).Draw(t, "tables")}
		p.Worth = symmetric(n, func(_, _ int) int { return rapid.IntRange(-2, 9).Draw(t, "worth") })
		if rapid.Bool().Draw(t, "some away") {
			for range n {
				row := make([]bool, slots)
				for s := range row {
					row[s] = rapid.IntRange(0, 3).Draw(t, "away") == 0
				}
				p.Away = append(p.Away, row)
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "by hand") {
			if n < 2 || slots == 0 {
				break
			}
			talk := planner.Talk{A: rapid.IntRange(0, n-1).Draw(t, "a"), B: rapid.IntRange(0, n-1).Draw(t, "b"), Slot: rapid.IntRange(0, slots-1).Draw(t, "slot"), Table: rapid.IntRange(-1, 1).Draw(t, "table")}
			q := p
			q.Fixed = append(slices.Clone(p.Fixed), talk)
			if _, err := planner.Solve(q); err == nil {
				p = q
			}
		}
		return p
	})
}

// fault says what of a plan breaks a rule of its problem.
func fault(p planner.Problem, plan planner.Plan) string {
	type at struct{ who, slot int }
	seen, tables, met, sum := map[at]bool{}, map[at]bool{}, map[[2]int]bool{}, 0
	for _, talk := range plan.Talks {
		byHand := slices.ContainsFunc(p.Fixed, func(f planner.Talk) bool {
			return min(f.A, f.B) == talk.A && max(f.A, f.B) == talk.B && f.Slot == talk.Slot
		})
		worth := p.Worth[talk.A][talk.B]
		switch {
		case talk.A >= talk.B || talk.Slot < 0 || talk.Slot >= p.Slots || talk.Table < 0:
			return fmt.Sprintf("%+v is no talk", talk)
		case p.Tables > 0 && talk.Table >= p.Tables:
			return fmt.Sprintf("%+v: no such table", talk)
		case worth <= 0 && !byHand:
			return fmt.Sprintf("%+v: they must not meet", talk)
		case seen[at{talk.A, talk.Slot}] || seen[at{talk.B, talk.Slot}]:
			return fmt.Sprintf("%+v: in two talks at once", talk)
		case tables[at{talk.Table, talk.Slot}]:
			return fmt.Sprintf("%+v: two talks at the table", talk)
		case met[[2]int{talk.A, talk.B}]:
			return fmt.Sprintf("%+v: they talk twice", talk)
		case p.Away != nil && (p.Away[talk.A][talk.Slot] || p.Away[talk.B][talk.Slot]):
			return fmt.Sprintf("%+v: one is away", talk)
		}
		seen[at{talk.A, talk.Slot}], seen[at{talk.B, talk.Slot}] = true, true
		tables[at{talk.Table, talk.Slot}], met[[2]int{talk.A, talk.B}] = true, true
		sum += max(worth, 0)
	}
	for _, f := range p.Fixed {
		if !slices.ContainsFunc(plan.Talks, func(t planner.Talk) bool {
			return t.A == min(f.A, f.B) && t.B == max(f.A, f.B) && t.Slot == f.Slot && (f.Table < 0 || f.Table == t.Table)
		}) {
			return fmt.Sprintf("%+v was set by hand and is lost", f)
		}
	}
	if sum != plan.Sum || plan.Sum > plan.Bound {
		return fmt.Sprintf("the sum is %d, it says %d of at most %d", sum, plan.Sum, plan.Bound)
	}
	return ""
}

// Whatever the wishes are, a plan keeps every rule, and is the same when made again.
func TestPlansKeepTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems(12, 6).Draw(t, "problem")
		plan, err := planner.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fault(p, plan); wrong != "" {
			t.Fatal(wrong)
		}
		again, _ := planner.Solve(p)
		if !slices.Equal(plan.Talks, again.Talks) {
			t.Fatal("another plan the second time")
		}
	})
}

// No plan passes the bound: that of the best of all plans does not, where there are few
// enough to try them all.
func TestNoPlanPassesTheBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems(5, 2).Draw(t, "problem")
		plan, err := planner.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if best := bestOf(p, 0, nil); best > plan.Bound || plan.Sum > best {
			t.Fatalf("the best plan has %d, this one %d, the bound %d", best, plan.Sum, plan.Bound)
		}
	})
}

// bestOf tries all plans: each pair of two in every slot, or not at all.
func bestOf(p planner.Problem, from int, set []planner.Talk) (best int) {
	if from == 0 {
		set = slices.Clone(p.Fixed)
	}
	for _, talk := range set {
		best += max(p.Worth[talk.A][talk.B], 0)
	}
	n := len(p.Worth)
	for i := from; i < n*n*p.Slots; i++ {
		talk := planner.Talk{A: i / p.Slots / n, B: i / p.Slots % n, Slot: i % p.Slots, Table: -1}
		if talk.A >= talk.B || p.Worth[talk.A][talk.B] <= 0 {
			continue
		}
		q := p
		q.Fixed = append(slices.Clone(set), talk)
		if planner.Possible(q) {
			best = max(best, bestOf(p, i+1, q.Fixed))
		}
	}
	return best
}

// Two hundred delegations, as wishes really are: few want many, most want a few.
func TestALargeForumIsNearTheBound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sought := make([]int, 200)
	for i := range sought {
		sought[i] = 1 + int(r.ExpFloat64()*3)
	}
	p := planner.Problem{Slots: 12, Worth: symmetric(200, func(a, b int) int {
		if r.IntN(60) < sought[a]+sought[b] {
			return 200 + r.IntN(200)
		}
		return r.IntN(60) - 10
	})}
	for _, tables := range []int{0, 60} {
		p.Tables = tables
		plan, err := planner.Solve(p)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := fault(p, plan); wrong != "" {
			t.Fatal(wrong)
		}
		t.Logf("%d tables: %d talks, sum %d of at most %d (%.2f %%)", tables, len(plan.Talks), plan.Sum, plan.Bound, 100*float64(plan.Sum)/float64(plan.Bound))
		if float64(plan.Sum) < 0.97*float64(plan.Bound) {
			t.Errorf("%d tables: the sum is %d of at most %d", tables, plan.Sum, plan.Bound)
		}
	}
}

func TestWhatCannotBePlanned(t *testing.T) {
	four := symmetric(4, func(_, _ int) int { return 1 })
	for name, c := range map[string]struct {
		p    planner.Problem
		want planner.Reason
	}{
		"a talk with oneself":         {planner.Problem{Worth: four, Slots: 1, Fixed: []planner.Talk{{A: 1, B: 1, Table: -1}}}, planner.Nobody},
		"a delegation that left":      {planner.Problem{Worth: four, Slots: 1, Fixed: []planner.Talk{{A: 1, B: 4, Table: -1}}}, planner.Nobody},
		"a slot that is not there":    {planner.Problem{Worth: four, Slots: 1, Fixed: []planner.Talk{{A: 1, B: 2, Slot: 1, Table: -1}}}, planner.NoSuchSlot},
		"a table that is not there":   {planner.Problem{Worth: four, Slots: 1, Tables: 1, Fixed: []planner.Talk{{A: 1, B: 2, Table: 1}}}, planner.NoTable},
		"two talks at once":           {planner.Problem{Worth: four, Slots: 1, Fixed: []planner.Talk{{A: 0, B: 1, Table: -1}, {A: 1, B: 2, Table: -1}}}, planner.TwoAtOnce},
		"the same two again":          {planner.Problem{Worth: four, Slots: 2, Fixed: []planner.Talk{{A: 0, B: 1, Table: -1}, {A: 1, B: 0, Slot: 1, Table: -1}}}, planner.TwiceAtAll},
		"two talks at one table":      {planner.Problem{Worth: four, Slots: 1, Fixed: []planner.Talk{{A: 0, B: 1}, {A: 2, B: 3}}}, planner.TableTaken},
		"more talks than tables":      {planner.Problem{Worth: four, Slots: 1, Tables: 1, Fixed: []planner.Talk{{A: 0, B: 1, Table: -1}, {A: 2, B: 3, Table: -1}}}, planner.TableTaken},
		"one who comes later":         {planner.Problem{Worth: four, Slots: 1, Away: [][]bool{{true}, {false}, {false}, {false}}, Fixed: []planner.Talk{{A: 0, B: 1, Table: -1}}}, planner.AwayThen},
		"wishes from one side only":   {planner.Problem{Worth: [][]int{{0, 1}, {2, 0}}, Slots: 1}, planner.Uneven},
		"presence of too few":         {planner.Problem{Worth: four, Slots: 1, Away: [][]bool{{true}}}, planner.Uneven},
		"a number that is too large":  {planner.Problem{Worth: symmetric(2, func(_, _ int) int { return planner.MaxWorth + 1 }), Slots: 1}, planner.TooLarge},
		"more slots than a week has":  {planner.Problem{Worth: four, Slots: planner.MaxSlots + 1}, planner.TooLarge},
		"fewer tables than none":      {planner.Problem{Worth: four, Slots: 1, Tables: -1}, planner.TooLarge},
		"a table of different widths": {planner.Problem{Worth: [][]int{{0, 1}, {1}}, Slots: 1}, planner.Uneven},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := planner.Solve(c.p)
			var missing *planner.Missing
			if !errors.As(err, &missing) || missing.Reason != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// Who is the only wish of many gets as many talks as there are slots, and nobody twice.
func TestEverybodyWantsOne(t *testing.T) {
	p := planner.Problem{Slots: 3, Worth: symmetric(6, func(a, _ int) int {
		if a == 0 {
			return 10
		}
		return 0
	})}
	plan, err := planner.Solve(p)
	if err != nil || plan.Sum != 30 || plan.Bound != 30 {
		t.Errorf("%+v, %v", plan, err)
	}
}
