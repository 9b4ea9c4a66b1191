package rule

import (
	"slices"
	"strings"
	"testing"
)

const today = Day(20261126)

func countries(codes string) (all []Country) {
	for code := range strings.FieldsSeq(codes) {
		all = append(all, CountryOf(code))
	}
	return all
}

func group(from Day, codes string) (g Group) {
	for _, c := range countries(codes) {
		g = append(g, Term{Country: c, From: from})
	}
	return g
}

// book knows some groups, Polish and Ukrainian areas, and who borders on whom.
func book() *Book {
	eu := group(20040501, "AT CZ DE FR HU LT LV PL SK")
	eu = append(eu, Term{Country: CountryOf("HR"), From: 20130701}, Term{Country: CountryOf("GB"), From: 19730101, To: 20200131})
	pairs := " PL-CZ PL-SK PL-LT PL-DE PL-UA PL-BY CZ-SK CZ-DE CZ-AT HU-SK HU-AT HU-UA SK-UA SK-AT LT-LV LT-BY FR-DE DE-AT "
	return &Book{
		Groups: map[string]Group{
			"EU":   eu,
			"V4":   group(19930101, "CZ HU PL SK"),
			"EaP":  group(20090507, "AM AZ GE MD UA"),
			"CERV": {{Country: CountryOf("RS")}, {Country: CountryOf("UA")}}, // since when nobody told
		},
		Areas: map[string]Area{
			"PL84":         {Country: CountryOf("PL"), Codes: []string{"PL84", "PL.81"}},
			"PL/Podlaskie": {Country: CountryOf("PL"), Codes: []string{"PL84", "PL.81"}},
			"PL925":        {Country: CountryOf("PL"), Codes: []string{"PL925"}, Within: []string{"PL.78"}},
			"UA/Lviv":      {Country: CountryOf("UA"), Codes: []string{"UA.15"}},
		},
		Neighbours: func(a, b Country) bool {
			return strings.Contains(pairs, " "+a.String()+"-"+b.String()+" ") || strings.Contains(pairs, " "+b.String()+"-"+a.String()+" ")
		},
	}
}

func bind(t testing.TB, text string) *Program {
	t.Helper()
	r, problems := Parse([]byte(text))
	if problems != nil {
		t.Fatalf("%s: %v", text, problems)
	}
	p, problems := r.Bind(book(), today)
	if problems != nil {
		t.Fatalf("%s: %v", text, problems)
	}
	return p
}

// towns are municipalities of the countries, of which everything else is known but memberships.
func towns(codes string, change ...func(c *Consortium)) *Consortium {
	c := &Consortium{}
	for _, country := range countries(strings.ReplaceAll(codes, "??", "")) {
		c.Partners = append(c.Partners, Partner{Country: country, Type: Municipality, People: Exactly(20_000), Borders: []Border{}, Areas: []string{country.String() + ".01"}})
	}
	for range strings.Count(codes, "??") {
		c.Partners = append(c.Partners, Partner{Type: Municipality})
	}
	for _, do := range change {
		do(c)
	}
	return c
}

func facts(c *Consortium, p *Program) (kinds []FactKind) {
	f := p.Explain(c)
	for _, fact := range f.Lacking() {
		kinds = append(kinds, fact.Kind)
	}
	return slices.Compact(kinds)
}
