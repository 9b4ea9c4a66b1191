package rule

import (
	"slices"
	"strings"
	"testing"
)

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // code, line, word, suggestion
	}{
		{"a word with a slip", "all:\n  - partners: {min: 2}\n  - contries: {min: 2}", "key 3 contries countries"},
		{"a key with a slip", "partners:\n  mim: 2", "key 2 mim min"},
		{"a type nobody knows", "lead: {types: municipalty}", "word 1 municipalty municipality"},
		{"a role nobody knows", "each: {roles: [leader]}", "word 1 leader lead"},
		{"more at least than at most", "partners: {min: 5, max: 2}", "order 1 partners "},
		{"an any of nothing", "all:\n  - partners: 2\n  - any: []", "mapping 2 2 "},
		{"an empty list", "any: []", "empty 1  "},
		{"a count of nothing", "partners: {from: EU}", "bounds 1 partners "},
		{"a half", "invited: {min: 2.5}", "number 1 2.5 "},
		{"less than none", "months: {min: -1}", "number 1 -1 "},
		{"the thirtieth of February", "each: {member: alf, before: 2026-02-30}", "day 1 2026-02-30 "},
		{"before what", "each: {before: 2026-02-20}", "before 1 before "},
		{"two operators in one", "partners: {min: 2}\ncountries: {min: 2}", "condition 1  "},
		{"the same key twice", "partners: {min: 2, max: 3, min: 4}", "twice 1 min "},
		{"not YAML", "all: [", "yaml 1  "},
		{"nothing", "", "empty 1  "},
		{"an anchor", "all: [&a {partners: {min: 2}}, *a]", "alias 1  "},
		{"a tag", "invited: !!float 3", "alias 1 3 "},
		{"more guests than people", "all:\n  - participants: {max: 20}\n  - invited: {min: 25}", "clash 3 invited participants"},
		{"more countries than partners", "all:\n  - countries: {min: 4}\n  - partners: {max: 3}", "clash 3 countries partners"},
		{"two lengths", "all:\n  - months: {min: 13}\n  - months: {max: 12}", "clash 3 months months"},
		{"people without a number", "each: {people: {}}", "bounds 1 people "},
		{"at most nobody", "each: {people: {max: 0}}", "bounds 1 people "},
		{"a border without a distance", "each: {border: {with: DE}}", "bounds 1 border "},
		{"an each that asks nothing", "each: {}", "empty 1 each "},
		{"a count that asks for countries", "invited: {min: 2, from: EU}", "key 1 from "},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, problems := Parse([]byte(c.text))
			if r != nil || len(problems) == 0 {
				t.Fatalf("read as %+v, %v", r, problems)
			}
			p := problems[0]
			if got := strings.Join([]string{p.Code, string('0' + rune(p.Line)), p.Word, p.Suggest}, " "); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		TooLong: strings.Repeat("#", longestText+1),
		TooDeep: strings.Repeat("{not: ", 20) + "{partners: {min: 1}}" + strings.Repeat("}", 20),
		TooMany: "all:\n" + strings.Repeat("  - partners: {min: 1}\n", 300),
	} {
		if _, problems := Parse([]byte(text)); !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == name }) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestBindingProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a group nobody knows", "partners: {min: 1, from: EUU}", "group EUU EU"},
		{"a country that is none", "partners: {min: 1, from: Poland}", "group Poland "},
		{"an area nobody knows", "each: {areas: [PL/Podlasie]}", "area PL/Podlasie PL/Podlaskie"},
		{"an area outside the countries", "partners: {min: 1, from: [LT, UA], areas: [PL84, UA/Lviv]}", "outside PL84 "},
		{"more countries than a group has", "countries: {min: 5, from: V4}", "few  "},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, problems := Parse([]byte(c.text))
			if problems != nil {
				t.Fatal(problems)
			}
			_, problems = r.Bind(book(), today)
			if len(problems) != 1 {
				t.Fatalf("%v", problems)
			}
			if p := problems[0]; p.Code+" "+p.Word+" "+p.Suggest != c.want {
				t.Errorf("%+v, want %s", p, c.want)
			}
		})
	}
}

// Whatever the text, reading ends, tells a problem or gives a rule that can be asked.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"all:\n  - countries: {min: 2, from: [EU, CERV]}\n  - invited: {min: 25}",
		"any: [{partners: {exactly: 1, areas: [PL84]}}, {not: {each: {people: {max: 5000}}}}]",
		"one:\n - lead: {types: [ngo], member: alf, before: 2020-01-31}\n - activity: {min: 2, among: partners}",
		"- each: {border: {max: 40, with: partners}, roles: associated}\n- months: {min: 6, max: 24}\n- days: 3",
		"all: [&a {x: *a}]", "? {a: b}\n: c", "\x00", "- - -", "{partners: {min: 99999999999999999999}}",
	} {
		f.Add(text)
	}
	c := towns("PL LT ??")
	f.Fuzz(func(t *testing.T, text string) {
		r, problems := Parse([]byte(text))
		if (r == nil) != (len(problems) > 0) {
			t.Fatalf("%v, %v", r, problems)
		}
		if r == nil {
			return
		}
		if p, _ := r.Bind(book(), today); p != nil {
			if v, f := p.Evaluate(c), p.Explain(c); v != f.Value {
				t.Errorf("%v, explained as %v", v, f.Value)
			}
		}
	})
}
