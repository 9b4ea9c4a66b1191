package funding

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twintown/internal/funding/rule"
	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/lang/messages"
	"twintown/starter"
)

const (
	bialystok = 776069
	sokolka   = 758651
	kaunas    = 598316
	hrodna    = 627904
	cieszyn   = 774558
	tesin     = 3078545
	warszawa  = 756135
)

var now = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// testBook knows seven towns, and all regions and countries of the starter.
var testBook = sync.OnceValue(func() *Book {
	var regions []place.Region
	for _, r := range starter.Regions() {
		regions = append(regions, place.Region(r))
	}
	town := func(id int64, country, region string, lat, lon float64, people int64) place.Place {
		return place.Place{ID: id, Name: "Town", Country: country, Region: region, Lat: lat, Lon: lon, Population: people, Kind: place.Settlement}
	}
	atlas := place.NewAtlas([]place.Place{
		town(bialystok, "PL", "PL.81", 53.13, 23.16, 294_000), town(sokolka, "PL", "PL.81", 53.40, 23.50, 18_000),
		town(kaunas, "LT", "LT.57", 54.90, 23.90, 290_000), town(hrodna, "BY", "BY.03", 53.68, 23.83, 0),
		town(cieszyn, "PL", "PL.83", 49.75, 18.63, 33_000), town(tesin, "CZ", "CZ.85", 49.74, 18.62, 24_000),
		town(warszawa, "PL", "PL.78", 52.23, 21.01, 1_700_000),
	}, nil, regions)
	b, err := NewBook(atlas, starter.Countries())
	if err != nil {
		panic(err)
	}
	return b
})

func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	files, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	var all []Programme
	for _, f := range files {
		all = append(all, f.Programme)
	}
	return NewCatalogue(testBook(), all...)
}

func call(t testing.TB, c *Catalogue, programme, key string) (*Programme, *Call) {
	t.Helper()
	p, ok := c.Programme(programme)
	if ok {
		if i := slices.IndexFunc(p.Calls, func(c Call) bool { return c.Key == key }); i >= 0 {
			return p, &p.Calls[i]
		}
	}
	t.Fatalf("no call %s of %s", key, programme)
	return nil, nil
}

// Every rule that comes with Twintown is tried on consortia that fit, that do not, and of which
// a fact is not known.
func TestStarterRules(t *testing.T) {
	files, err := Starter()
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for i := range files {
		f := &files[i]
		keys[f.Programme.Key] = true
		for _, code := range strings.Fields("pl en de fr lt ru be uk") {
			if f.Programme.About.By[code] == "" {
				t.Errorf("%s says in %s neither who it is for nor what it pays", f.Programme.Key, code)
			}
		}
		t.Run(f.Programme.Key, func(t *testing.T) {
			outcomes, troubles := f.Try(testBook(), now)
			for _, tr := range troubles {
				t.Errorf("line %d: %s %v", tr.Line, tr.What.Key, tr.What.Args)
			}
			tried := map[string]map[rule.Value]bool{}
			for _, o := range outcomes {
				if !o.Right {
					t.Errorf("%s, %s: %v because of %v; wanted %v by %s", o.Test.Call, o.Test.Name, o.Got, o.Why, o.Test.Want, o.Test.By)
				}
				if tried[o.Test.Call] == nil {
					tried[o.Test.Call] = map[rule.Value]bool{}
				}
				tried[o.Test.Call][o.Got] = true
			}
			for _, c := range f.Programme.Calls {
				if len(tried[c.Key]) != 3 {
					t.Errorf("%s has no consortium for each answer: %v", c.Key, tried[c.Key])
				}
				if len(c.Sources) == 0 {
					t.Errorf("%s has no source", c.Key)
				}
			}
		})
	}
	for i := range files {
		p := &files[i].Programme
		for _, other := range append(slices.Clone(p.Before), p.After...) {
			if !keys[other] {
				t.Errorf("%s names %s, which is not there", p.Key, other)
			}
		}
	}
}

// What continues a programme says so on both sides.
func TestSuccession(t *testing.T) {
	c := catalogue(t)
	for _, p := range c.Programmes() {
		for _, key := range p.After {
			if next, ok := c.Programme(key); !ok || !slices.Contains(next.Before, p.Key) {
				t.Errorf("%s is followed by %s, which does not say so", p.Key, key)
			}
		}
		for _, key := range p.Before {
			if was, ok := c.Programme(key); !ok || !slices.Contains(was.After, p.Key) {
				t.Errorf("%s follows %s, which does not say so", p.Key, key)
			}
		}
	}
}

func TestDeadlines(t *testing.T) {
	c := catalogue(t)
	_, visegrad := call(t, c, "visegrad-grants", "visegrad-grants")
	_, twinning := call(t, c, "cerv", "CERV-2024-CITIZENS-TOWN-TT")
	_, networks := call(t, c, "cerv", "CERV-2026-CITIZENS-TOWN-NT")
	_, citizens := call(t, c, "buergerfonds", "buergerfonds-1-3")
	_, ka210 := call(t, c, "erasmus-ka210", "KA210")
	for _, k := range []struct {
		name  string
		call  *Call
		at    string
		state State
		next  string
	}{
		{"the next of three a year", visegrad, "2026-11-26T09:00:00Z", Open, "2027-02-01T11:00:00Z"},
		{"on the day, before noon", visegrad, "2026-06-01T09:59:00Z", Open, "2026-06-01T10:00:00Z"}, // noon in summer
		{"on the day, after noon", visegrad, "2026-06-01T10:01:00Z", Open, "2026-10-01T10:00:00Z"},
		{"before five in Brussels", twinning, "2024-09-19T14:59:00Z", Open, "2024-09-19T15:00:00Z"},
		{"after five in Brussels", twinning, "2024-09-19T15:01:00Z", Over, ""},
		{"before it opens", networks, "2025-12-01T09:00:00Z", Forthcoming, "2026-04-16T15:00:00Z"},
		{"all year round", citizens, "2026-11-26T09:00:00Z", Open, ""},
		{"of no known day", ka210, "2026-11-26T09:00:00Z", Undated, ""},
	} {
		t.Run(k.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, k.at)
			if err != nil {
				t.Fatal(err)
			}
			state, next := k.call.At(at)
			got := ""
			if !next.IsZero() {
				got = next.UTC().Format(time.RFC3339)
			}
			if state != k.state || got != k.next {
				t.Errorf("%s, %s; want %s, %s", state, got, k.state, k.next)
			}
		})
	}
}

func euros(n int64) Money { return Money{n * 100, "EUR"} }

func TestAmounts(t *testing.T) {
	table := Amount{Model: Lump, By: "invited", Steps: []Step{{25, euros(8455)}, {50, euros(16910)}, {100, euros(50745)}}}
	share := Amount{Model: Rate, Rate: 90_00, Min: euros(20_000), Max: euros(90_000)}
	between := Amount{Model: Rate, Rate: 90_00, LeastOf: 25_00, Min: euros(35_000), Max: euros(50_000)}
	flat := Amount{Model: Flat, Daily: map[string]Money{"PL": {2050, "EUR"}, "*": {3100, "EUR"}}, PerKm: 25_000, Currency: "EUR", Max: euros(25_000), Min: euros(1000)}
	menu := Amount{Model: Menu, Choices: []Money{euros(30_000), euros(60_000)}}
	n := rule.Exactly
	for _, c := range []struct {
		name      string
		a         Amount
		f         Figures
		low, high string
		lacks     []string
	}{
		{"a table, its first line", table, Figures{Invited: n(25)}, "8455 EUR", "8455 EUR", nil},
		{"a table, just before a line", table, Figures{Invited: n(99)}, "16910 EUR", "16910 EUR", nil},
		{"a table, below its first line", table, Figures{Invited: n(24)}, "0 EUR", "0 EUR", nil},
		{"a table, nobody told how many", table, Figures{}, "8455 EUR", "50745 EUR", []string{"invited"}},
		{"a table that no source gives", Amount{Model: Lump, Min: euros(8455), Max: euros(50745)}, Figures{Invited: n(30)}, "8455 EUR", "50745 EUR", []string{"table"}},
		{"ninety percent", share, Figures{Costs: Money{33_333_33, "EUR"}}, "29999.99 EUR", "29999.99 EUR", nil},
		{"ninety percent, up to the most", share, Figures{Costs: euros(200_000)}, "90000 EUR", "90000 EUR", nil},
		{"too small a project", share, Figures{Costs: euros(20_000)}, "0 EUR", "0 EUR", nil},
		{"costs that nobody told", share, Figures{}, "20000 EUR", "90000 EUR", []string{"costs"}},
		{"between two rates", between, Figures{Costs: euros(50_000)}, "35000 EUR", "45000 EUR", nil},
		{"forty people, three days, 400 km", flat, Figures{Participants: n(40), Days: n(3), Km: n(400), Host: "PL"}, "2860 EUR", "2860 EUR", nil},
		{"in a country of no own rate", flat, Figures{Participants: n(40), Days: n(3), Km: n(400), Host: "MT"}, "4120 EUR", "4120 EUR", nil},
		{"up to the most", flat, Figures{Participants: n(1000), Days: n(5), Km: n(2000), Host: "PL"}, "25000 EUR", "25000 EUR", nil},
		{"less than is paid at all", flat, Figures{Participants: n(5), Days: n(2), Km: n(100), Host: "PL"}, "0 EUR", "0 EUR", nil},
		{"more people than there are", flat, Figures{Participants: n(1_000_000_000), Days: n(1_000_000_000), Km: n(1_000_000_000), Host: "PL"}, "25000 EUR", "25000 EUR", nil},
		{"how far nobody told", flat, Figures{Participants: n(40), Days: n(3), Host: "PL"}, "1000 EUR", "25000 EUR", []string{"km"}},
		{"a menu, chosen", menu, Figures{Choice: 2}, "60000 EUR", "60000 EUR", nil},
		{"a menu, not chosen", menu, Figures{}, "30000 EUR", "60000 EUR", []string{"choice"}},
		{"limits alone", Amount{Max: euros(25_000)}, Figures{}, "", "25000 EUR", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.a.Grant(c.f)
			if got.Low.String() != c.low || got.High.String() != c.high || !slices.Equal(got.Lacks, c.lacks) {
				t.Errorf("%s to %s, lacking %v; want %s to %s, %v", got.Low, got.High, got.Lacks, c.low, c.high, c.lacks)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	for _, text := range []string{"8455 EUR", "0.21 EUR", "3500000 PLN", "0.05 EUR"} {
		if m, err := ParseMoney(text); err != nil || m.String() != text {
			t.Errorf("%s: %s, %v", text, m, err)
		}
	}
	for _, text := range []string{"", "5", "EUR 5", "5 eur", "5,00 EUR", "-5 EUR", "5.001 EUR", "1e9 EUR", "999999999999999999999 EUR", ". EUR"} {
		if m, err := ParseMoney(text); err == nil {
			t.Errorf("%q is read as %s", text, m)
		}
	}
}

// Distances are told as closely as the map is drawn.
func TestBorders(t *testing.T) {
	b := testBook()
	near := func(id int64, country string) (low, high float32) {
		p, _ := b.atlas.Get(id)
		for _, x := range b.Partner(p).Borders {
			if x.With == rule.CountryOf(country) {
				return x.Low, x.High
			}
		}
		t.Fatalf("no border of %d with %s", id, country)
		return 0, 0
	}
	for _, c := range []struct {
		name    string
		town    int64
		country string
		km      float32
	}{
		{"Sokółka", sokolka, "BY", 17}, {"Białystok", bialystok, "BY", 48}, {"Cieszyn", cieszyn, "CZ", 0}, {"Warszawa", warszawa, "BY", 148},
	} {
		if low, high := near(c.town, c.country); low > c.km+3 || high < c.km-3 || high-low > 2*coarse {
			t.Errorf("%s is %.0f to %.0f km from the border with %s, about %.0f wanted", c.name, low, high, c.country, c.km)
		}
	}
	if p := b.Partner(place.Place{}); p.Borders != nil || p.Areas != nil || p.Country != 0 {
		t.Errorf("of a place that is not there something is known: %+v", p)
	}
}

func TestJudge(t *testing.T) {
	c := catalogue(t)
	b := c.Book()
	of := func(places ...int64) *rule.Consortium {
		k := b.Of(places)
		return &k
	}
	judge := func(programme, key string, k *rule.Consortium, notices ...match.Notice) Verdict {
		p, one := call(t, c, programme, key)
		v, err := c.Judge(p, one, k, now, notices)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	t.Run("a Polish-Lithuanian pair lacks two of the four", func(t *testing.T) {
		v := judge("visegrad-grants", "visegrad-grants", of(bialystok, kaunas))
		if v.Value != rule.No || len(v.Ways) == 0 {
			t.Fatalf("%v, %v", v.Value, v.Ways)
		}
		names := []string{"Białystok", "Kaunas"}
		if got := english(t, b.SayChange(&v.Ways[0].Changes[0], names)); !strings.HasPrefix(got, "2 more partners (country: Czechia, Hungary, Slovakia") {
			t.Errorf("%s", got)
		}
	})
	t.Run("Cieszyn and Český Těšín lie at the border", func(t *testing.T) {
		if v := judge("visegrad-grants", "visegrad-grants", of(cieszyn, tesin)); !v.PlanOnly() {
			t.Errorf("%v, lacks %v", v.Value, v.Lacks)
		}
	})
	t.Run("a pair without a plan may apply to the citizens’ fund of others only with them", func(t *testing.T) {
		v := judge("buergerfonds", "buergerfonds-1-3", of(bialystok, kaunas))
		if v.Value != rule.No || len(v.Ways) != 1 || len(v.Ways[0].Changes) != 2 {
			t.Errorf("%v: %+v", v.Value, v.Ways)
		}
	})
	t.Run("a part of Mazowieckie", func(t *testing.T) {
		v := judge("pl-by-ua-2007-2013", "PL-BY-UA-2", of(warszawa, hrodna))
		if v.Value != rule.Unknown || !slices.ContainsFunc(v.Lacks, func(f rule.Fact) bool { return f.Kind == rule.FactArea }) {
			t.Errorf("%v, %v", v.Value, v.Lacks)
		}
	})
	t.Run("a notice is told and changes nothing", func(t *testing.T) {
		notice := match.Notice{Key: "eu-cross-border-ru-by", About: match.Scope{Countries: []string{"BY", "RU"}}, From: lang.Date{Year: 2022, Month: 3, Day: 4}}
		plain := judge("interreg-next-pl-ua", "PL-UA-SPF-2026-2", of(bialystok, hrodna))
		told := judge("interreg-next-pl-ua", "PL-UA-SPF-2026-2", of(bialystok, hrodna), notice)
		if len(plain.Notices) != 0 || len(told.Notices) != 1 || plain.Value != told.Value {
			t.Errorf("%v, %v", plain.Notices, told.Notices)
		}
		if v := judge("visegrad-grants", "visegrad-grants", of(bialystok, hrodna), notice); len(v.Notices) != 0 {
			t.Errorf("of another programme: %v", v.Notices)
		}
	})
	t.Run("matching puts what fits first", func(t *testing.T) {
		all, err := c.Matching(of(cieszyn, tesin), now, nil)
		if err != nil || len(all) < 5 {
			t.Fatalf("%d, %v", len(all), err)
		}
		if !slices.IsSortedFunc(all, func(a, b Verdict) int { return a.rank() - b.rank() }) || all[0].Value == rule.No {
			t.Errorf("first is %s: %v", all[0].Call.Key, all[0].Value)
		}
		for _, v := range all {
			if v.State == Over {
				t.Errorf("%s is over", v.Call.Key)
			}
		}
	})
}

// A country that leaves a group after the call opened is out, or told as a caveat.
func TestACountryLeaves(t *testing.T) {
	text := `
programme: {key: old, name: {en: Old}, funder: Somebody, kind: eu, sources: [{url: "https://example.org", title: Page, read: 2026-11-26}]}
calls:
  - key: before
    name: {en: Before}
    deadlines: [{day: 2019-09-02, at: "12:00", zone: Europe/Brussels}]
    rules: {partners: {min: 1, from: EU}}
  - key: after
    name: {en: After}
    opens: 2020-01-01
    deadlines: [{day: 2020-02-04, at: "12:00", zone: Europe/Brussels}]
    rules: {partners: {min: 1, from: EU}}`
	f, troubles := Read([]byte(text))
	if troubles != nil {
		t.Fatal(troubles)
	}
	c := NewCatalogue(testBook(), f.Programme)
	for i, want := range []struct {
		value  rule.Value
		before bool
	}{{rule.Yes, false}, {rule.No, true}} {
		v, err := c.Judge(&c.Programmes()[0], &f.Programme.Calls[i], &rule.Consortium{Partners: []rule.Partner{{Country: rule.CountryOf("GB")}}}, now, nil)
		if err != nil {
			t.Fatal(err)
		}
		if v.Value != want.value || len(v.Leaving) != 1 || v.Leaving[0].Last != 20200131 || v.Leaving[0].Before != want.before {
			t.Errorf("%s: %v, %+v", v.Call.Key, v.Value, v.Leaving)
		}
	}
}

func english(t testing.TB, m lang.Message) string {
	t.Helper()
	cat, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	return cat.Printer("en").Message(m)
}

// Every rule, finding and way of the starter can be said in every language.
func TestSentences(t *testing.T) {
	cat, err := messages.Default()
	if err != nil {
		t.Fatal(err)
	}
	c := catalogue(t)
	b := c.Book()
	var say func(p *lang.Printer, s Sentence)
	say = func(p *lang.Printer, s Sentence) {
		for _, m := range []lang.Message{s.Text, s.Have, SayValue(s.Value)} {
			if got := p.Message(m); strings.Contains(got, "⟦") {
				t.Errorf("%s: %s", p.Lang(), got)
			}
		}
		for _, kid := range s.Kids {
			say(p, kid)
		}
	}
	names := []string{"Białystok", "Kaunas"}
	for _, code := range cat.Languages() {
		p := cat.Printer(code)
		for i := range c.Programmes() {
			pr := &c.Programmes()[i]
			for j := range pr.Calls {
				say(p, b.SayRule(pr.Calls[j].Rule))
				k := b.Of([]int64{bialystok, kaunas})
				v, err := c.Judge(pr, &pr.Calls[j], &k, now, nil)
				if err != nil {
					t.Fatal(err)
				}
				say(p, b.Say(&v.Finding))
				var all []lang.Message
				for _, f := range v.Lacks {
					all = append(all, b.SayFact(f, names[max(f.Partner, 0)]))
				}
				for _, w := range v.Ways {
					for n := range w.Changes {
						all = append(all, b.SayChange(&w.Changes[n], names))
					}
				}
				for _, m := range all {
					if got := p.Message(m); strings.Contains(got, "⟦") || got == "" {
						t.Errorf("%s: %s", code, got)
					}
				}
			}
		}
	}
	if missing := cat.Missing(); len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
}

func TestTroubles(t *testing.T) {
	const good = `
programme: {key: p, name: {en: P}, funder: F, kind: eu, sources: [{url: "https://example.org", title: Page, read: 2026-11-26}]}
calls:
  - key: c
    name: {en: C}
    deadlines: [{day: 2027-02-01, at: "17:00", zone: Europe/Brussels}]
    amount: {model: rate, rate: 90%, min: 10 EUR, max: 20 EUR}
    rules: {partners: {min: 2}}
tests:
  - {name: two, call: c, want: fits, partners: [{in: PL}, {in: LT}]}`
	if _, troubles := Read([]byte(good)); troubles != nil {
		t.Fatal(troubles)
	}
	for _, c := range []struct {
		name, old, new, key string
		line                int
	}{
		{"a call without a zone", `, zone: Europe/Brussels`, ``, "error.funding.zone", 6},
		{"a zone that nobody knows", `Europe/Brussels`, `Europe/Bruxelles`, "error.funding.zone_unknown", 6},
		{"an hour that is none", `"17:00"`, `"25:00"`, "error.funding.clock", 6},
		{"the thirty-first of February", `2027-02-01`, `2027-02-31`, "error.funding.date", 6},
		{"a field with a slip", `deadlines:`, `deadlnes:`, "error.funding.rule.key.near", 6},
		{"a rule with a slip", `partners: {min: 2}`, `partner: {min: 2}`, "error.funding.rule.key.near", 8},
		{"no rule", `    rules: {partners: {min: 2}}`, ``, "error.funding.rules", 4},
		{"more at least than at most", `min: 10 EUR`, `min: 30 EUR`, "error.funding.limits", 7},
		{"a rate of nothing", `rate: 90%, `, ``, "error.funding.amount", 7},
		{"half an euro cent", `10 EUR`, `10.005 EUR`, "error.funding.money", 7},
		{"a kind that nobody knows", `kind: eu`, `kind: euu`, "error.funding.rule.word.near", 2},
		{"no source", `, sources: [{url: "https://example.org", title: Page, read: 2026-11-26}]`, ``, "error.funding.source", 2},
		{"a source without a day", `, read: 2026-11-26`, ``, "error.funding.source_day", 2},
		{"a script for a link", `https://example.org`, `javascript:alert(1)`, "error.help.web", 2},
		{"a test of another call", `call: c`, `call: d`, "error.funding.test_call", 10},
		{"a key with a slash", `key: c`, `key: ../c`, "error.funding.handle", 4},
		{"not YAML", `tests:`, "tests: [", "error.funding.rule.yaml", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			f, troubles := Read([]byte(text))
			if f != nil || len(troubles) == 0 {
				t.Fatal("read")
			}
			i := slices.IndexFunc(troubles, func(tr Trouble) bool { return tr.What.Key == c.key })
			if i < 0 || c.line > 0 && troubles[i].Line != c.line {
				t.Errorf("%v, want %s in line %d", troubles, c.key, c.line)
			}
			if got := english(t, troubles[0].What); strings.Contains(got, "⟦") {
				t.Error(got)
			}
		})
	}
	f, _ := Read([]byte(strings.Replace(good, "want: fits", "want: not", 1)))
	if troubles := testBook().Check(f, now); len(troubles) != 1 || troubles[0].What.Key != "error.funding.test" {
		t.Errorf("a test that comes out otherwise: %v", troubles)
	}
	f, _ = Read([]byte(strings.Replace(good, "min: 2}", "min: 2, from: EUU}", 1)))
	if troubles := testBook().Check(f, now); len(troubles) != 1 || troubles[0].Line != 8 {
		t.Errorf("a group that nobody knows: %v", troubles)
	}
}

// Every problem that a rule may have has its sentence.
func TestProblemSentences(t *testing.T) {
	for _, code := range []string{
		rule.NotYAML, rule.TooLong, rule.TooDeep, rule.TooMany, rule.Alias, rule.UnknownKey, rule.UnknownWord, rule.Twice, rule.NoCondition, rule.NoList, rule.NoMapping,
		rule.NoNumber, rule.NoDay, rule.NoText, rule.NoBounds, rule.Empty, rule.MinOverMax, rule.BeforeNothing, rule.NoGroup, rule.NoArea, rule.AreaOutside, rule.TooFew,
	} {
		for _, near := range []string{"", "near"} {
			if got := english(t, SayProblem(rule.Problem{Code: code, Word: "x", Suggest: near})); strings.Contains(got, "⟦") {
				t.Errorf("%s: %s", code, got)
			}
		}
	}
	if got := english(t, SayProblem(rule.Problem{Code: rule.Clash, Word: "invited", Suggest: "participants", A: 25, B: 20})); strings.Contains(got, "⟦") {
		t.Error(got)
	}
}

// Whatever the bytes, reading ends with a file or with what is wrong, and a file can be tried.
func FuzzRead(f *testing.F) {
	all, err := files.ReadDir("starter")
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range all {
		content, err := files.ReadFile("starter/" + entry.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte("programme: &a {key: *a}"))
	f.Add([]byte("calls: [{amount: {model: menu}, rules: {not: {each: {from: EU}}}}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, troubles := Read(text)
		if (file == nil) != (len(troubles) > 0) {
			t.Fatalf("%v, %v", file, troubles)
		}
		if file == nil {
			return
		}
		for i := range file.Programme.Calls {
			c := &file.Programme.Calls[i]
			c.At(now)
			c.Amount.Grant(Figures{Participants: rule.Exactly(60), Costs: euros(1000)})
		}
		testBook().Check(file, now)
	})
}
