package forum_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/meeting"
	"twintown/internal/meeting/forum"
	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
)

var facts = meeting.Facts{From: partnership.On(2027, 5, 14), To: partnership.On(2027, 5, 15), Begins: "09:00", Ends: "15:00", Zone: "Europe/Warsaw"}

func TestWhatNoForumCanBe(t *testing.T) {
	for name, c := range map[string]struct {
		change func(u *forum.Setup)
		want   string // message
	}{
		"no hours at all":             {func(u *forum.Setup) { u.Hours = nil }, "no_slot"},
		"hours that are none":         {func(u *forum.Setup) { u.Hours = []string{"in the morning"} }, "hours"},
		"a minute that is none":       {func(u *forum.Setup) { u.Hours = []string{"10:60-12:00"} }, "hours"},
		"ends before it begins":       {func(u *forum.Setup) { u.Hours = []string{"12:00-10:00"} }, "order"},
		"periods that overlap":        {func(u *forum.Setup) { u.Hours = []string{"10:00-11:00, 10:45-12:00"} }, "overlap"},
		"before the meeting begins":   {func(u *forum.Setup) { u.Hours = []string{"08:00-10:00"} }, "outside"},
		"after it ends":               {func(u *forum.Setup) { u.Hours = []string{"", "14:00-15:30"} }, "outside"},
		"a third day of two":          {func(u *forum.Setup) { u.Hours = []string{"", "", "10:00-11:00"} }, "outside"},
		"a talk of a minute":          {func(u *forum.Setup) { u.Minutes = 1 }, "minutes"},
		"a pause of two hours":        {func(u *forum.Setup) { u.Between = 120 }, "between"},
		"shorter than a talk":         {func(u *forum.Setup) { u.Hours = []string{"10:00-10:10"} }, "no_slot"},
		"more slots than are planned": {func(u *forum.Setup) { u.Hours, u.Minutes, u.Between = []string{"09:00-15:00"}, 5, 0 }, "slots_many"},
		"no table":                    {func(u *forum.Setup) { u.Map = " . , ." }, "no_table"},
		"a table twice":               {func(u *forum.Setup) { u.Map = "1, 2\n3, 1" }, "table_twice"},
		"a name like a novel":         {func(u *forum.Setup) { u.Map = strings.Repeat("x", 13) }, "table_long"},
		"more tables than a hall":     {func(u *forum.Setup) { u.Map = forum.DrawMap(501, 20) }, "tables_many"},
	} {
		t.Run(name, func(t *testing.T) {
			u := setup()
			c.change(&u)
			if _, err := forum.Settle(u, facts, forum.Setup{}); errs.PublicOf(err).Key != "error.forum."+c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if _, err := forum.Settle(setup(), meeting.Facts{}, forum.Setup{}); errs.PublicOf(err).Key != "error.forum.no_days" {
		t.Errorf("a meeting whose days nobody knows: %v", err)
	}
}

// Slots keep their identifiers when they move together, and where they begin as before.
func TestSlotsKeepWhatTheyAre(t *testing.T) {
	settle := func(hours string, before forum.Setup) forum.Setup {
		t.Helper()
		u := setup()
		u.Hours = []string{hours}
		u, err := forum.Settle(u, facts, before)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	ids := func(u forum.Setup) (all []int) {
		for _, s := range u.Slots {
			all = append(all, s.ID)
		}
		return all
	}
	first := settle("10:00-10:35, 11:00–11:15", forum.Setup{})
	if got := ids(first); !slices.Equal(got, []int{1, 2, 3}) || first.Slots[2].From != "11:00" {
		t.Errorf("%+v", first.Slots)
	}
	if got := ids(settle("11:00-11:35, 12.00–12.15", first)); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("an hour later: %v", got)
	}
	if got := ids(settle("09:40-10:35", first)); !slices.Equal(got, []int{4, 1, 2}) {
		// as many slots as before: they moved together
		if !slices.Equal(got, []int{1, 2, 3}) {
			t.Errorf("%v", got)
		}
	}
	if got := ids(settle("09:40-10:35, 11:00-11:15", first)); !slices.Equal(got, []int{4, 1, 2, 3}) {
		t.Errorf("one more: %v", got)
	}
	begin, end := first.Slots[0].At(facts)
	if begin.UTC().Format("15:04") != "08:00" || end.Sub(begin).Minutes() != 15 {
		t.Errorf("%s–%s", begin, end)
	}
}

func FuzzReadHours(f *testing.F) {
	for _, seed := range []string{"10:00–12:30, 13:30–16:00", "9.00-9.15;", "24:00-25:00", "-", ",,,", "00:00-24:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := forum.ReadHours(text); err != nil && errs.KindOf(err) != errs.Invalid || n > len(text) {
			t.Errorf("%d, %v", n, err)
		}
	})
}

func FuzzReadMap(f *testing.F) {
	for _, seed := range []string{"1, 2, ., 3\n4", "a|b\tc;d", "\n\n1", ".", "1,1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tables, err := forum.ReadMap(text)
		if err != nil && errs.KindOf(err) != errs.Invalid {
			t.Error(err)
		}
		u := forum.Setup{Tables: tables}
		rows, columns := u.Grid()
		for i, x := range tables {
			if x.Row >= rows || x.Column >= columns || slices.ContainsFunc(tables[:i], func(y forum.Table) bool { return y.Name == x.Name }) {
				t.Errorf("%+v of %d × %d", x, rows, columns)
			}
		}
	})
}

// The tiers of worth: whatever places and points say, what both wish for is worth more than
// two talks of one side's wish, and that more than two of the ranking alone.
func TestWishesOfBothComeFirst(t *testing.T) {
	p := forum.Pair{A: "a", B: "b"}
	rapid.Check(t, func(t *rapid.T) {
		place := func(name string) int { return rapid.IntRange(1, forum.MostWishes).Draw(t, name) }
		fit := func(name string) forum.Fit {
			return forum.Fit{Known: rapid.Bool().Draw(t, name+" known"), Points: rapid.Float64Range(-30, 60).Draw(t, name)}
		}
		both := forum.Judge(p, forum.All{"a": {"b": place("a")}, "b": {"a": place("b")}}, fit("both"), true)
		one := forum.Judge(p, forum.All{"a": {"b": place("only")}}, fit("one"), true)
		ranked := forum.Judge(p, nil, fit("ranked"), true)
		if both.Value <= 2*one.Value || one.Value <= 2*ranked.Value || !both.Mutual() || !one.Wished() || ranked.Wished() {
			t.Fatalf("%d, %d, %d", both.Value, one.Value, ranked.Value)
		}
	})
	for name, c := range map[string]struct {
		wishes  forum.All
		fit     forum.Fit
		suggest bool
		want    int
	}{
		"nobody knows anything":        {nil, forum.Fit{}, true, 0},
		"the ranking alone":            {nil, forum.Fit{Known: true, Points: 10}, true, 50},
		"which is not to propose":      {nil, forum.Fit{Known: true, Points: 10}, false, 0},
		"the best there are":           {nil, forum.Fit{Known: true, Points: 25}, true, 100},
		"nothing in common":            {nil, forum.Fit{Known: true, Points: -3}, true, 0},
		"partners already":             {nil, forum.Fit{Known: true, Points: 10, Partner: true}, true, 0},
		"partners who wish":            {forum.All{"a": {"b": 1}}, forum.Fit{Known: true, Points: 10, Partner: true}, true, 300},
		"a caveat":                     {nil, forum.Fit{Known: true, Points: 10, Caveat: true}, true, 0},
		"a caveat, one wishes":         {forum.All{"a": {"b": 1}}, forum.Fit{Known: true, Points: 10, Caveat: true}, true, 0},
		"a caveat, both wish":          {forum.All{"a": {"b": 1}, "b": {"a": 2}}, forum.Fit{Known: true, Points: 10, Caveat: true}, true, 900 + 50 + 48 + 50},
		"one excludes what one wishes": {forum.All{"a": {"b": 1}, "b": {"a": 0}}, forum.Fit{Known: true, Points: 10}, true, 0},
		"one excludes":                 {forum.All{"b": {"a": 0}}, forum.Fit{Known: true, Points: 10}, true, 0},
	} {
		if got := forum.Judge(p, c.wishes, c.fit, c.suggest); got.Value != c.want {
			t.Errorf("%s: %d, want %d", name, got.Value, c.want)
		}
	}
}

// crowd draws a forum with wishes, exclusions, absences and talks set by hand.
type crowd struct {
	f      forum.Forum
	sides  []forum.Side
	wishes forum.All
	away   map[string][]int
	talks  []forum.Talk
}

func crowds(t *rapid.T) crowd {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	c := crowd{wishes: forum.All{}, away: map[string][]int{}}
	for s := range 1 + r.IntN(5) {
		c.f.Setup.Slots = append(c.f.Setup.Slots, forum.Slot{ID: s + 1})
	}
	for i := range 1 + r.IntN(4) {
		c.f.Setup.Tables = append(c.f.Setup.Tables, forum.Table{Name: fmt.Sprint(i)})
	}
	c.f.Setup.Suggest = r.IntN(2) == 0
	for i := range 2 + r.IntN(9) {
		c.sides = append(c.sides, forum.Side{ID: string(rune('a' + i)), Place: int64(i + 1)})
	}
	for i, a := range c.sides {
		c.wishes[a.ID] = map[string]int{}
		for j, b := range c.sides {
			if i != j && r.IntN(2) == 0 {
				c.wishes[a.ID][b.ID] = r.IntN(4)
			}
			if i < j && r.IntN(6) == 0 {
				t := forum.Talk{Pair: forum.PairOf(a.ID, b.ID), Hand: true}
				if r.IntN(2) == 0 {
					t.Slot, t.Table = 1+r.IntN(len(c.f.Setup.Slots)), fmt.Sprint(r.IntN(len(c.f.Setup.Tables)))
				}
				c.talks = append(c.talks, t)
			}
		}
		if r.IntN(4) == 0 {
			c.away[a.ID] = []int{1 + r.IntN(len(c.f.Setup.Slots))}
		}
	}
	return c
}

// Whatever is wished and set by hand: nobody sits in two talks, no exclusion is broken,
// nobody is planned while away, what a person set stays or is named, what she cancelled
// stays cancelled.
func TestPlansKeepTheRules(t *testing.T) {
	fits := func(x, y forum.Side) forum.Fit {
		return forum.Fit{Known: true, Points: float64((x.Place*y.Place)%23) - 4}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := crowds(t)
		talks, out, err := forum.Solve(c.f, c.sides, c.wishes, c.away, c.talks, false, fits)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.fault(talks, out); err != nil {
			t.Fatal(err)
		}
	})
}

func (c crowd) fault(talks []forum.Talk, out forum.Outcome) error {
	type seat struct {
		slot int
		who  string
	}
	taken := map[seat]bool{}
	sum := 0
	for _, x := range talks {
		if x.Slot == 0 {
			continue
		}
		sum += x.Worth
		for _, s := range []seat{{x.Slot, x.A}, {x.Slot, x.B}, {x.Slot, "table " + x.Table}} {
			if taken[s] {
				return fmt.Errorf("%v is taken twice", s)
			}
			taken[s] = true
		}
		for _, side := range []string{x.A, x.B} {
			place, said := c.wishes[side][x.Other(side)]
			if said && place == 0 || slices.Contains(c.away[side], x.Slot) {
				return fmt.Errorf("%+v: %s does not want to, or is away", x, side)
			}
		}
	}
	for _, x := range c.talks {
		i := slices.IndexFunc(talks, func(y forum.Talk) bool { return y.Pair == x.Pair })
		loosened := slices.ContainsFunc(out.Loosened, func(l forum.Loosened) bool { return l.Pair == x.Pair })
		if i < 0 || talks[i].Slot != x.Slot && !loosened {
			return fmt.Errorf("%+v was set by hand", x)
		}
	}
	if out.Sum > out.Most || len(out.Loosened) == 0 && sum != out.Sum {
		return errors.New("the sum is wrong")
	}
	return nil
}
