package hosting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/hosting"
)

func family(id string, beds int, languages string, home ...func(*hosting.Home)) hosting.Family {
	f := hosting.Family{ID: id, Beds: beds, Home: hosting.Home{Name: id, Languages: strings.Fields(languages)}}
	for _, set := range home {
		set(&f.Home)
	}
	return f
}

func guest(id, delegation, languages string, needs ...func(*hosting.Guest)) hosting.Guest {
	g := hosting.Guest{Member: id, Delegation: delegation, Languages: strings.Fields(languages)}
	for _, set := range needs {
		set(&g)
	}
	return g
}

func TestSuggestions(t *testing.T) {
	smoky := func(h *hosting.Home) { h.Smokes = true }
	dog := func(h *hosting.Home) { h.Pets = true }
	flat := func(h *hosting.Home) { h.StepFree = true }
	minors := func(h *hosting.Home) { h.Minors = true }
	cooks := func(d ...hosting.Diet) func(*hosting.Home) { return func(h *hosting.Home) { h.Diets = d } }
	noSmoke := func(g *hosting.Guest) { g.NoSmoke = true }
	noPets := func(g *hosting.Guest) { g.NoPets = true }
	wheels := func(g *hosting.Guest) { g.StepFree = true }
	child := func(g *hosting.Guest) { g.Minor = true }
	eats := func(d ...hosting.Diet) func(*hosting.Guest) { return func(g *hosting.Guest) { g.Diets = d } }
	wants := func(c delegation.Company) func(*hosting.Guest) { return func(g *hosting.Guest) { g.Said.Company = c } }
	at := func(f string) func(*hosting.Guest) { return func(g *hosting.Guest) { g.Family, g.ByHand = f, true } }
	for _, c := range []struct {
		name     string
		families []hosting.Family
		guests   []hosting.Guest
		want     string // member:family, …
	}{
		{"nobody", nil, nil, ""},
		{"no family", nil, []hosting.Guest{guest("a", "x", "")}, "a:"},
		{"a common language", []hosting.Family{family("1", 1, "pl"), family("2", 1, "lt")}, []hosting.Guest{guest("a", "x", "lt"), guest("b", "x", "pl")}, "a:2 b:1"},
		{"smoke binds more than language", []hosting.Family{family("1", 1, "lt", smoky), family("2", 1, "pl")}, []hosting.Guest{guest("a", "x", "lt", noSmoke)}, "a:2"},
		{"animals", []hosting.Family{family("1", 1, "lt", dog)}, []hosting.Guest{guest("a", "x", "lt", noPets)}, "a:"},
		{"a house without steps", []hosting.Family{family("1", 3, "lt"), family("2", 1, "", flat)}, []hosting.Guest{guest("a", "x", "lt", wheels)}, "a:2"},
		{"a minor only where that was looked into", []hosting.Family{family("1", 2, "lt"), family("2", 1, "", minors)}, []hosting.Guest{guest("a", "x", "lt", child)}, "a:2"},
		{"all get a bed, whatever the languages", []hosting.Family{family("1", 1, "lt"), family("2", 1, "lt", smoky)}, []hosting.Guest{guest("a", "x", "lt"), guest("b", "y", "uk", noSmoke)}, "a:2 b:1"},
		{"somebody moves along a chain", []hosting.Family{family("1", 1, ""), family("2", 1, "", flat), family("3", 1, "", flat, smoky)}, []hosting.Guest{guest("a", "x", ""), guest("b", "y", "", wheels), guest("c", "z", "", wheels, noSmoke)}, "a:1 b:3 c:2"},
		{"who cooks vegan cooks vegetarian", []hosting.Family{family("1", 1, "", cooks(hosting.Halal)), family("2", 1, "", cooks(hosting.Vegan))}, []hosting.Guest{guest("a", "x", "", eats(hosting.Vegetarian))}, "a:2"},
		{"a delegation together", []hosting.Family{family("1", 2, ""), family("2", 2, "")}, []hosting.Guest{guest("a", "x", ""), guest("b", "y", ""), guest("c", "x", ""), guest("d", "y", "")}, "a:2 b:1 c:2 d:1"},
		{"who wants to be the only guest", []hosting.Family{family("1", 2, ""), family("2", 1, "")}, []hosting.Guest{guest("a", "x", "", wants(delegation.Alone)), guest("b", "y", "")}, "a:2 b:1"},
		{"but not instead of a bed", []hosting.Family{family("1", 2, "")}, []hosting.Guest{guest("a", "x", "", wants(delegation.Alone)), guest("b", "x", "")}, "a:1 b:1"},
		{"with a certain one of the delegation", []hosting.Family{family("1", 2, ""), family("2", 2, "")}, []hosting.Guest{guest("a", "x", "", wants("c")), guest("b", "x", ""), guest("c", "x", "")}, "a:2 b:1 c:2"},
		{"with her own people", []hosting.Family{family("1", 2, "lt"), family("2", 2, "")}, []hosting.Guest{guest("a", "x", "", wants(delegation.OwnPeople)), guest("b", "y", ""), guest("c", "y", ""), guest("d", "x", "")}, "a:2 b:1 c:1 d:2"},
		{"by hand stays, even against a need", []hosting.Family{family("1", 1, "lt", smoky), family("2", 1, "pl")}, []hosting.Guest{guest("a", "x", "pl", noSmoke, at("1")), guest("b", "x", "lt")}, "a:1 b:2"},
		{"by hand in a family that is gone", []hosting.Family{family("2", 1, "pl")}, []hosting.Guest{guest("a", "x", "pl", at("1"))}, "a:2"},
	} {
		plan := hosting.Suggest(c.guests, c.families)
		var got []string
		for _, g := range c.guests {
			got = append(got, g.Member+":"+plan.Stays[g.Member])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}

// small is a random conference that can be tried out whole. Nobody is of one delegation with
// another, so that the promised highest sum is that of what is weighed alone.
func small(t *rapid.T) (guests []hosting.Guest, families []hosting.Family) {
	flag := rapid.Bool()
	some := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"pl", "lt", "uk", "de"}), 0, 3, rapid.ID)
	for i := range rapid.IntRange(0, 3).Draw(t, "families") {
		f := hosting.Family{ID: fmt.Sprint(i), Beds: rapid.IntRange(1, 2).Draw(t, "beds")}
		f.Languages, f.Smokes, f.StepFree, f.Minors = some.Draw(t, "languages"), flag.Draw(t, "smokes"), flag.Draw(t, "flat"), flag.Draw(t, "minors")
		if flag.Draw(t, "vegan") {
			f.Diets = []hosting.Diet{hosting.Vegan}
		}
		families = append(families, f)
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "guests") {
		g := hosting.Guest{Member: fmt.Sprint("g", i), Delegation: fmt.Sprint("d", i)}
		g.Languages, g.NoSmoke, g.StepFree, g.Minor = some.Draw(t, "spoken"), flag.Draw(t, "no smoke"), flag.Draw(t, "wheels"), flag.Draw(t, "minor")
		if flag.Draw(t, "diet") {
			g.Diets = []hosting.Diet{hosting.Vegetarian}
		}
		guests = append(guests, g)
	}
	return guests, families
}

// best tries every plan.
func best(guests []hosting.Guest, families []hosting.Family) (sum int) {
	if len(guests) == 0 {
		return 0
	}
	sum = best(guests[1:], families) // the first goes without
	for i, f := range families {
		if f.Beds == 0 {
			continue
		}
		alone := hosting.Suggest(guests[:1], []hosting.Family{f})
		if alone.Sum == 0 {
			continue
		}
		left := slices.Clone(families)
		left[i].Beds--
		sum = max(sum, alone.Sum+best(guests[1:], left))
	}
	return sum
}

func TestNoPlanIsBetterThanTheSuggestion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		guests, families := small(t)
		plan := hosting.Suggest(guests, families)
		if want := best(guests, families); plan.Sum != want {
			t.Fatalf("the suggestion is worth %d, the best plan %d: %+v %+v", plan.Sum, want, guests, families)
		}
		taken := map[string]int{}
		for member, id := range plan.Stays {
			taken[id]++
			g := guests[slices.IndexFunc(guests, func(g hosting.Guest) bool { return g.Member == member })]
			f := families[slices.IndexFunc(families, func(f hosting.Family) bool { return f.ID == id })]
			if taken[id] > f.Beds || g.NoSmoke && f.Smokes || g.StepFree && !f.StepFree || g.Minor && !f.Minors {
				t.Fatalf("%s cannot stay with %s", member, id)
			}
		}
		if len(plan.Stays)+len(plan.Unplaced) != len(guests) {
			t.Fatalf("%d guests, %d placed, %d not", len(guests), len(plan.Stays), len(plan.Unplaced))
		}
	})
}

func TestWhyNotAlwaysSaysWhy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		guests, families := small(t)
		plan := hosting.Suggest(guests, families)
		for _, g := range guests {
			for _, f := range families {
				why := hosting.WhyNot(plan, guests, families, g.Member, f.ID)
				if here := plan.Stays[g.Member] == f.ID; here == (len(why) > 0) {
					t.Fatalf("%s stays with %s: %t; why not: %v", g.Member, f.ID, here, why)
				}
			}
		}
	})
}

func TestReasonsAreSentences(t *testing.T) {
	g := guest("a", "x", "lt en", func(g *hosting.Guest) { g.NoSmoke, g.Diets, g.Care = true, []hosting.Diet{hosting.Vegan}, true })
	f := family("1", 2, "lt de", func(h *hosting.Home) { h.Smokes = true })
	var got []string
	for _, r := range hosting.Reasons(g, f, []hosting.Guest{g, guest("b", "x", "")}) {
		got = append(got, fmt.Sprintf("%t %s", r.For, r.Text.Key))
	}
	want := "false hosts.reason.smoke, true hosts.reason.language, false hosts.reason.no_diet, true hosts.reason.together"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
	other := guest("b", "x", "")
	for wish, want := range map[delegation.Company]string{
		"": "", delegation.Alone: "not_alone", delegation.OwnPeople: "", "b": "with", "c": "without",
	} {
		g := guest("a", "x", "", func(g *hosting.Guest) { g.Said.Company = wish })
		got := hosting.Reasons(g, f, []hosting.Guest{g, other})
		if last := got[len(got)-1]; want != "" && (last.Text.Key != "hosts.reason."+want || last.For != (want == "with")) {
			t.Errorf("%q: %v, want %s", wish, got, want)
		}
	}
	g = guest("a", "x", "", func(g *hosting.Guest) { g.Said.Company = delegation.OwnPeople })
	if got := hosting.Reasons(g, f, []hosting.Guest{guest("c", "y", "", func(g *hosting.Guest) { g.Said.Company = delegation.Alone })}); len(got) < 2 || got[len(got)-1].Text.Key != "hosts.reason.other_alone" || got[len(got)-2].Text.Key != "hosts.reason.no_company" {
		t.Errorf("%v", got)
	}
}

func BenchmarkSuggest(b *testing.B) {
	var guests []hosting.Guest
	var families []hosting.Family
	tongues := []string{"pl", "lt", "uk", "de", "fr en", "ru be"}
	for i := range 200 {
		guests = append(guests, guest(fmt.Sprint(i), fmt.Sprint(i/4), tongues[i%6]))
	}
	for i := range 120 {
		families = append(families, family(fmt.Sprint(i), 1+i%2, tongues[i*7%6]))
	}
	for b.Loop() {
		hosting.Suggest(guests, families)
	}
}
