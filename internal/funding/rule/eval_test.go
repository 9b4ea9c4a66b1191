package rule

import (
	"slices"
	"testing"
)

const townTwinning = `
- countries: {min: 2, from: [EU, CERV]}
- partners: {min: 1, from: EU}
- each: {types: [municipality, twinning_committee, nonprofit]}
- participants: {min: 50}
- invited: {min: 25}`

func people(all, invited int) func(*Consortium) {
	return func(c *Consortium) { c.Plan.Participants, c.Plan.Invited = Exactly(all), Exactly(invited) }
}

func TestEvaluate(t *testing.T) {
	visegrad := "any:\n- countries: {min: 3, from: V4}\n- all:\n  - countries: {min: 2, from: V4}\n  - each: {border: {max: 40}}"
	near := func(low, high float32) func(*Consortium) {
		return func(c *Consortium) {
			for i := range c.Partners {
				for _, other := range c.Partners {
					if other.Country != c.Partners[i].Country {
						c.Partners[i].Borders = append(c.Partners[i].Borders, Border{With: other.Country, Low: low, High: high})
					}
				}
			}
		}
	}
	for _, c := range []struct {
		name, text string
		of         *Consortium
		want       Value
		lacks      []FactKind
	}{
		{"a Polish-Lithuanian pair with sixty people", townTwinning, towns("PL LT", people(60, 30)), Yes, nil},
		{"of one country", townTwinning, towns("PL PL", people(60, 30)), No, nil},
		{"with too few guests", townTwinning, towns("PL LT", people(60, 24)), No, nil},
		{"without a plan", townTwinning, towns("PL LT"), Unknown, []FactKind{FactParticipants, FactInvited}},
		{"with a country of which the day is not known", townTwinning, towns("PL UA", people(60, 30)), Unknown, []FactKind{FactGroup}},
		{"with one that is in no group", townTwinning, towns("PL BY", people(60, 30)), No, nil},
		{"after the United Kingdom left", "partners: {min: 1, from: EU}", towns("GB"), No, nil},
		{"a body of no known kind", townTwinning, towns("PL LT", people(60, 30), func(c *Consortium) { c.Partners[1].Type = UnknownType }), Unknown, []FactKind{FactType}},
		{"three of the four", visegrad, towns("PL CZ SK"), Yes, nil},
		{"two neighbours at the border", visegrad, towns("PL CZ", near(12, 20)), Yes, nil},
		{"two neighbours far from it", visegrad, towns("PL CZ", near(90, 98)), No, nil},
		{"where the map is too coarse", visegrad, towns("PL CZ", near(36, 44)), Unknown, []FactKind{FactBorder}},
		{"two without a common border", visegrad, towns("PL HU"), No, nil},
		{"in Podlaskie", "each: {areas: PL84}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = []string{"PL.81"} }), Yes, nil},
		{"in a part of it", "each: {areas: PL84}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = []string{"PL843"} }), Yes, nil},
		{"elsewhere in Poland", "each: {areas: PL84}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = []string{"PL.78"} }), No, nil},
		{"in Mazowieckie, and where there nobody told", "each: {areas: PL925}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = []string{"PL.78"} }), Unknown, []FactKind{FactArea}},
		{"in another part of Mazowieckie", "each: {areas: PL925}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = []string{"PL.78", "PL924"} }), No, nil},
		{"somewhere in Poland", "each: {areas: PL84}", towns("PL", func(c *Consortium) { c.Partners[0].Areas = nil }), Unknown, []FactKind{FactArea}},
		{"somewhere in Lithuania", "each: {areas: PL84}", towns("LT", func(c *Consortium) { c.Partners[0].Areas = nil }), No, nil},
		{"of unknown size", "each: {people: {min: 5000}}", towns("PL", func(c *Consortium) { c.Partners[0].People = 0 }), Unknown, []FactKind{FactPeople}},
		{"too large", "each: {people: {max: 15000}}", towns("PL"), No, nil},
		{"of an unknown country", "countries: {min: 2}", towns("PL ??"), Unknown, []FactKind{FactCountry}},
		{"of an unknown country beside two", "countries: {min: 2}", towns("PL LT ??"), Yes, nil},
		{"of an unknown country, and at most one", "countries: {max: 1}", towns("PL LT ??"), No, nil},
		{"who leads is not said", "lead: {from: PL}", towns("PL LT"), Unknown, []FactKind{FactLead}},
		{"any of them may lead", "lead: {from: EU}", towns("PL LT"), Yes, nil},
		{"none of them may lead", "lead: {from: DE}", towns("PL LT"), No, nil},
		{"the wrong one leads", "lead: {from: PL}", towns("PL LT", func(c *Consortium) { c.Partners[1].Role = Leads }), No, nil},
		{"associated ones do not count", "partners: {min: 2}", towns("PL LT", func(c *Consortium) { c.Partners[1].Role = Associated }), No, nil},
		{"unless the rule says so", "partners: {min: 1, roles: associated}", towns("PL LT", func(c *Consortium) { c.Partners[1].Role = Associated }), Yes, nil},
		{"a member since before", "lead: {member: alf, before: 2020-02-01}", towns("PL", member(20190101)), Yes, nil},
		{"a member since too late", "lead: {member: alf, before: 2020-02-01}", towns("PL", member(20200201)), No, nil},
		{"a member, since when nobody told", "lead: {member: alf, before: 2020-02-01}", towns("PL", member(0)), Unknown, []FactKind{FactMember}},
		{"a member or not, nobody told", "lead: {member: alf}", towns("PL"), Unknown, []FactKind{FactMember}},
		{"exactly one Belarusian", "one: [{partners: {min: 1, from: BY}}, {partners: {min: 1, from: UA}}]", towns("PL BY"), Yes, nil},
		{"both", "one: [{partners: {min: 1, from: BY}}, {partners: {min: 1, from: UA}}]", towns("PL BY UA"), No, nil},
		{"nobody from there", "not: {partners: {min: 1, from: BY}}", towns("PL LT"), Yes, nil},
		{"perhaps somebody from there", "not: {partners: {min: 1, from: BY}}", towns("PL ??"), Unknown, []FactKind{FactCountry}},
		{"held at a partner's", "activity: {among: partners}", towns("PL LT", in("LT")), Yes, nil},
		{"held elsewhere", "activity: {among: partners}", towns("PL LT", in("DE")), No, nil},
		{"held in two countries", "activity: {min: 2, from: EU}", towns("PL LT", in("LT PL")), Yes, nil},
		{"held twice in one", "activity: {min: 2, from: EU}", towns("PL LT", in("LT LT")), No, nil},
		{"held nobody told where", "activity: {min: 2}", towns("PL LT"), Unknown, []FactKind{FactActivity}},
		{"held where it may be allowed", "activity: {from: [EU, CERV]}", towns("PL UA", in("UA")), Unknown, []FactKind{FactGroup}},
		{"what does not matter may be unknown", "any: [{partners: {min: 2}}, {invited: {min: 5}}]", towns("PL LT"), Yes, nil},
		{"for the length of a project", "months: {min: 6, max: 12}", towns("PL", func(c *Consortium) { c.Plan.Months = Exactly(13) }), No, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := bind(t, c.text)
			if got := p.Evaluate(c.of); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
			if got := facts(c.of, p); !slices.Equal(got, c.lacks) {
				t.Errorf("lacks %v, want %v", got, c.lacks)
			}
		})
	}
}

func member(since Day) func(*Consortium) {
	return func(c *Consortium) { c.Partners[0].Members = []Membership{{Of: "alf", Is: Yes, Since: since}} }
}

func in(codes string) func(*Consortium) {
	return func(c *Consortium) { c.Plan.Countries = countries(codes) }
}

// A country that enters or leaves counts from the day on and until the day.
func TestGroupsHaveDates(t *testing.T) {
	r, _ := Parse([]byte("partners: {min: 1, from: EU}"))
	for _, c := range []struct {
		country string
		day     Day
		want    Value
	}{
		{"HR", 20130630, No}, {"HR", 20130701, Yes}, {"GB", 20200131, Yes}, {"GB", 20200201, No}, {"PL", 20040430, No},
	} {
		p, problems := r.Bind(book(), c.day)
		if problems != nil {
			t.Fatal(problems)
		}
		if got := p.Evaluate(towns(c.country)); got != c.want {
			t.Errorf("%s on %s: %v, want %v", c.country, c.day, got, c.want)
		}
	}
	if got := book().Groups["EU"].Changes(20130101, 20201231); !slices.Equal(got, []Day{20130701, 20200131}) {
		t.Errorf("changes on %v", got)
	}
	seen := Group{{Country: CountryOf("RS"), Seen: 20231201}}
	for day, want := range map[Day]Value{20231130: Unknown, 20231201: Yes, 20261126: Yes} {
		m := seen.On(day)
		if got := m.has(CountryOf("RS")); got != want {
			t.Errorf("seen, on %s: %v, want %v", day, got, want)
		}
	}
}

func TestBecause(t *testing.T) {
	f := bind(t, townTwinning).Explain(towns("PL LT", people(60, 20)))
	if why := (&f).Because(); len(why) != 1 || why[0].Node.Op != Invited || why[0].Low != 20 {
		t.Errorf("%+v", why)
	}
}

func TestEvaluationAllocatesNothing(t *testing.T) {
	p := bind(t, townTwinning+"\n- any:\n    - countries: {min: 3, from: V4, areas: [PL84]}\n    - each: {border: {max: 40}, people: {min: 5}, member: alf}\n- lead: {types: ngo}\n- activity: {from: EU, among: partners}")
	c := towns("PL LT CZ UA DE FR HU ??", people(60, 30), in("PL LT"), member(20200101))
	if n := testing.AllocsPerRun(100, func() { p.Evaluate(c) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
