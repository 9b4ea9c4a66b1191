package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// told prints a way shortly: "+2 CZ,HU,SK other" "invited 25".
func told(w Way) string {
	var all []string
	for _, c := range w.Changes {
		switch c.Kind {
		case AddPartners:
			all = append(all, c.Wanted.told())
		case LetLead, DropPartner:
			all = append(all, fmt.Sprintf("%s %d", [...]string{DropPartner: "-", LetLead: "lead"}[c.Kind], c.Partner))
		case HoldIn, AlsoIn:
			all = append(all, "in "+c.Country.String())
		default:
			all = append(all, fmt.Sprintf("%s %d→%d", [...]string{"participants", "invited", "months", "days"}[c.Kind-SetParticipants], c.Now, c.Number))
		}
	}
	return strings.Join(all, "; ")
}

func (w Wanted) told() string {
	var of []string
	for _, c := range w.Countries {
		of = append(of, c.String())
	}
	if w.Open {
		of = []string{"any"}
		for _, c := range w.Except {
			of = append(of, "-"+c.String())
		}
	}
	for _, a := range w.Areas {
		of = append(of, a.Codes[0])
	}
	s := fmt.Sprintf("+%d %s", w.Count, strings.Join(of, ","))
	s += [...]string{"", " other", " same"}[w.Link]
	for i, t := range w.Types {
		s += [...]string{" ", "/"}[min(i, 1)] + t.String()
	}
	if w.MinPeople > 0 || w.MaxPeople > 0 {
		s += fmt.Sprintf(" %d..%d", w.MinPeople, w.MaxPeople)
	}
	if w.Near {
		s += fmt.Sprintf(" ≤%dkm", w.MaxKm)
	}
	if w.Member != "" {
		s += " " + w.Member
	}
	return s
}

func TestMissing(t *testing.T) {
	visegrad := "any:\n- countries: {min: 3, from: V4}\n- all:\n  - countries: {min: 2, from: V4}\n  - each: {border: {max: 40}}"
	plus := "any:\n- all: [{countries: {min: 3, from: V4}}, {partners: {min: 1, from: EaP}}]\n- all: [{countries: {min: 2, from: V4}}, {partners: {min: 2, from: EaP}}, {lead: {from: EaP}}]"
	for _, c := range []struct {
		name, text string
		of         *Consortium
		want       []string
	}{
		{"nothing", townTwinning, towns("PL LT", people(60, 30)), nil},
		{"nothing but knowledge", townTwinning, towns("PL UA", people(60, 30)), nil},
		{"guests", townTwinning, towns("PL LT", people(60, 20)), []string{"invited 20→25"}},
		{"guests, and so people", townTwinning, towns("PL LT", people(20, 20)), []string{"participants 20→50; invited 20→25"}},
		{"another country", townTwinning, towns("PL", people(60, 30)), []string{"+1 AT,CZ,DE,FR,HR,HU,LT,LV,SK municipality/twinning_committee/nonprofit"}},
		{"two of the four", visegrad, towns("PL"), []string{"+2 CZ,HU,SK other"}},
		{"a third", visegrad, towns("PL CZ"), []string{"+1 HU,SK"}},
		{"a third, beside one from elsewhere", visegrad, towns("PL CZ LT"), []string{"+1 HU,SK"}},
		{"one from each group", plus, towns("PL CZ"), []string{"+1 AM,AZ,GE,MD,UA; +1 HU,SK"}},
		{"a guest who leads", "all: [{partners: {min: 2}}, {lead: {from: UA}}]", towns("PL LT"), []string{"+1 UA"}},
		{"somebody else who leads", "lead: {from: PL}", towns("LT PL", func(c *Consortium) { c.Partners[0].Role = Leads }), []string{"lead 1"}},
		{"an area of each country", "all: [{partners: {min: 1, areas: [PL84]}}, {partners: {min: 1, areas: [UA/Lviv]}}]", towns("LT"), []string{"+1 PL84; +1 UA.15"}},
		{"a small town", "partners: {min: 1, people: {max: 5000}}", towns("PL"), []string{"+1 any 0..5000"}},
		{"fewer partners", "partners: {max: 2, min: 1}", towns("PL LT CZ"), []string{"- 0", "- 1", "- 2"}},
		{"without the country that is shut out", "all: [{partners: {min: 2}}, {not: {partners: {min: 1, from: BY}}}]", towns("PL LT BY"), []string{"- 2"}},
		{"a town of another country", "countries: {min: 2}", towns("PL"), []string{"+1 any,-PL"}},
		{"a shorter project", "months: {min: 6, max: 12}", towns("PL", func(c *Consortium) { c.Plan.Months = Exactly(24) }), []string{"months 24→12"}},
		{"another place", "activity: {from: PL}", towns("PL LT", in("LT")), []string{"in PL"}},
		{"a member", "partners: {min: 1, member: alf}", towns("PL", func(c *Consortium) { c.Partners[0].Members = []Membership{{Of: "alf"}} }), []string{"+1 any alf"}},
		{"at the border", "partners: {min: 1, from: [CZ, HU], border: {max: 40}}", towns("PL"), []string{"+1 CZ ≤40km"}},
		{"what nobody can mend", "each: {from: PL}", towns("LT"), []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := bind(t, c.text)
			var got []string
			for _, w := range p.Missing(c.of) {
				got = append(got, told(w))
			}
			if !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// anyCondition draws a condition over few groups, so that they meet often.
func anyCondition(t *rapid.T, depth int) string {
	from := rapid.SampledFrom([]string{"", ", from: V4", ", from: EU", ", from: EaP", ", from: [LT, UA]", ", from: PL", ", types: ngo", ", types: [municipality, ngo]", ", areas: [PL84]", ", people: {max: 5000}", ", border: {max: 40}", ", from: V4, types: municipality"})
	n := rapid.IntRange(1, 3)
	kind := rapid.IntRange(0, 9).Draw(t, "kind")
	switch {
	case depth > 0 && kind < 4:
		var kids []string
		for range rapid.IntRange(1, 3).Draw(t, "kids") {
			kids = append(kids, anyCondition(t, depth-1))
		}
		return "{" + rapid.SampledFrom([]string{"all", "any", "one"}).Draw(t, "op") + ": [" + strings.Join(kids, ", ") + "]}"
	case depth > 0 && kind == 4:
		return "{not: " + anyCondition(t, depth-1) + "}"
	case kind < 7:
		return fmt.Sprintf("{%s: {min: %d%s}}", rapid.SampledFrom([]string{"partners", "countries"}).Draw(t, "count"), n.Draw(t, "n"), from.Draw(t, "of"))
	case kind == 7:
		return fmt.Sprintf("{partners: {max: %d%s}}", n.Draw(t, "n"), from.Draw(t, "of"))
	case kind == 8:
		return rapid.SampledFrom([]string{"{invited: {min: 25}}", "{participants: {min: 50}}", "{months: {min: 6, max: 12}}", "{activity: {from: EU}}", "{lead: {from: V4}}", "{lead: {types: ngo}}"}).Draw(t, "plan")
	}
	return fmt.Sprintf("{each: {%s}}", strings.TrimPrefix(from.Filter(func(s string) bool { return s != "" }).Draw(t, "of"), ", "))
}

func anyConsortium(t *rapid.T) *Consortium {
	c := &Consortium{}
	for range rapid.IntRange(0, 4).Draw(t, "partners") {
		p := Partner{Country: CountryOf(rapid.SampledFrom([]string{"PL", "LT", "CZ", "UA", "BY", ""}).Draw(t, "country"))}
		p.Type = rapid.SampledFrom([]Type{UnknownType, Municipality, NGO}).Draw(t, "type")
		p.People = rapid.SampledFrom([]Count{0, Exactly(3000), Exactly(9000)}).Draw(t, "people")
		p.Role = rapid.SampledFrom([]Role{Full, Full, Associated}).Draw(t, "role")
		p.Borders = rapid.SampledFrom([][]Border{nil, {}, {{With: CountryOf("CZ"), Low: 5, High: 9}}}).Draw(t, "borders")
		p.Areas = rapid.SampledFrom([][]string{nil, {"PL.81"}, {"PL.78"}}).Draw(t, "areas")
		if p.Country != CountryOf("PL") {
			p.Areas = nil
		}
		c.Partners = append(c.Partners, p)
	}
	counts := rapid.SampledFrom([]Count{0, Exactly(5), Exactly(24), Exactly(60)})
	c.Plan = Plan{Invited: counts.Draw(t, "invited"), Months: counts.Draw(t, "months")}
	return c
}

// anyProgram draws a rule that has no contradiction in itself.
func anyProgram(t *rapid.T) (*Program, string) {
	text := anyCondition(t, 2)
	r, problems := Parse([]byte(text))
	if problems != nil {
		t.Skip("contradicts itself")
	}
	p, problems := r.Bind(book(), today)
	if problems != nil {
		t.Skip("nothing can be that")
	}
	return p, text
}

// What is said to be missing mends the rule, whichever of the countries, areas and types is taken.
func TestAddingWhatIsMissingMends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text := anyProgram(t)
		c := anyConsortium(t)
		for _, w := range p.Missing(c) {
			if got := p.Evaluate(&w.After); got != w.Then || got == No {
				t.Fatalf("%s: after %s it is %v, said %v", text, told(w), got, w.Then)
			}
			after := w.After.clone(0)
			first := len(after.Partners)
			for _, change := range w.Changes {
				first -= change.Wanted.Count
			}
			fixed := slices.ContainsFunc(w.Changes, func(c Change) bool { return c.Wanted.Near || c.Wanted.Areas != nil || c.Wanted.Link == Same })
			taken := map[Country]bool{}
			for _, change := range w.Changes {
				for range change.Wanted.Count {
					take(t, &after.Partners[first], change.Wanted, taken, fixed)
					first++
				}
			}
			if got := p.Evaluate(after); got == No {
				t.Fatalf("%s: %s with another choice is %v\n%+v", text, told(w), got, after.Partners)
			}
		}
	})
}

// take makes a partner another one that the wish allows too.
func take(t *rapid.T, to *Partner, w Wanted, taken map[Country]bool, fixed bool) {
	if w.Link == Same {
		return
	}
	var free []Country
	for _, c := range w.Countries {
		if !taken[c] {
			free = append(free, c)
		}
	}
	if len(free) > 0 && !fixed {
		to.Country = rapid.SampledFrom(free).Draw(t, "another country")
		to.Areas = []string{to.Country.String() + "/-"}
	}
	taken[to.Country] = true
	if w.Open && !fixed && !taken[CountryOf("IS")] {
		to.Country = CountryOf("IS")
		taken[to.Country] = true
	}
	if !w.Near {
		to.Borders = []Border{}
	}
	types := w.Types
	if types == nil {
		types = Types()
	}
	to.Type = rapid.SampledFrom(types).Draw(t, "another type")
	if most := w.MaxPeople; most > 0 {
		to.People = Exactly(rapid.IntRange(w.MinPeople, most).Draw(t, "another size"))
	} else {
		to.People = Exactly(rapid.IntRange(w.MinPeople, w.MinPeople+100_000).Draw(t, "another size"))
	}
}

// No cheaper way exists among all partners of a small world.
func TestNoSmallerWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text := anyProgram(t)
		c := anyConsortium(t)
		ways := p.Missing(c)
		if p.Evaluate(c) != No || len(ways) == 0 {
			return
		}
		added := 0
		for _, change := range ways[0].Changes {
			added += change.Wanted.Count
			if change.Kind != AddPartners {
				return // numbers are cheaper than partners
			}
		}
		if (added == 2 || added == 3) && fewer(p, c, min(added-1, 1)) {
			t.Fatalf("%s: %d were added, fewer do: %s", text, added, told(ways[0]))
		}
	})
}

// fewer tries n partners of every kind of a small world.
func fewer(p *Program, c *Consortium, n int) bool {
	if p.Evaluate(c) == Yes {
		return true
	}
	if n == 0 {
		return false
	}
	for _, country := range countries("PL LT CZ SK HU UA BY DE ZZ ZY") {
		for _, kind := range []Type{Municipality, NGO, School} {
			for _, people := range []int{3000, 9000} {
				for _, area := range []string{"PL84", "PL.78"} {
					more := c.clone(1)
					more.Partners = append(more.Partners, Partner{Country: country, Type: kind, People: Exactly(people), Areas: []string{area}, Borders: []Border{}})
					if (country == CountryOf("PL") || area == "PL.78") && fewer(p, more, n-1) {
						return true
					}
				}
			}
		}
	}
	return false
}

// Learning a fact never turns a yes into a no, nor the other way round.
func TestKnowledgeOnlyDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, text := anyProgram(t)
		c := anyConsortium(t)
		before := p.Evaluate(c)
		if f := p.Explain(c); f.Value != before || (before == Unknown) != (len(f.Lacking()) > 0) {
			t.Fatalf("%s: %v is explained as %v, lacking %v", text, before, f.Value, f.Lacking())
		}
		for i := range c.Partners {
			q := &c.Partners[i]
			if q.Country == 0 {
				q.Country = CountryOf(rapid.SampledFrom([]string{"PL", "SK", "UA", "IS"}).Draw(t, "learnt country"))
			}
			if q.Type == UnknownType {
				q.Type = rapid.SampledFrom([]Type{Municipality, NGO}).Draw(t, "learnt type")
			}
			if q.People == 0 {
				q.People = Exactly(rapid.IntRange(0, 10_000).Draw(t, "learnt size"))
			}
			if q.Borders == nil {
				q.Borders = []Border{{With: CountryOf("PL"), Low: 1, High: 1}}
			}
		}
		if c.Plan.Invited == 0 {
			c.Plan.Invited = Exactly(rapid.IntRange(0, 60).Draw(t, "learnt guests"))
		}
		if after := p.Evaluate(c); before != Unknown && after != before {
			t.Fatalf("%s: %v became %v", text, before, after)
		}
	})
}

// One more partner never breaks a rule that only asks for at least so many.
func TestMoreIsNeverLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyCondition(t, 2)
		for _, word := range []string{"not", "one", "max", "each", "lead"} {
			if strings.Contains(text, word) {
				t.Skip("not monotone")
			}
		}
		r, problems := Parse([]byte(text))
		if problems != nil {
			t.Skip("contradicts itself")
		}
		p, problems := r.Bind(book(), today)
		if problems != nil {
			t.Skip("nothing can be that")
		}
		c := anyConsortium(t)
		before := p.Evaluate(c)
		c.Partners = append(c.Partners, anyConsortium(t).Partners...)
		if after := p.Evaluate(c); after < before {
			t.Fatalf("%s: %v became %v", text, before, after)
		}
	})
}
